#!/usr/bin/env bash
# The whole pipeline on this machine, on a private PostgreSQL that is gone afterwards.
#   ./demo.sh [--evenements 300000] [--semaines 26] [--web] [--garder] [--json]
set -euo pipefail
cd "$(dirname "$0")"
. build/postgres.sh
require_dotnet
require_postgres

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# The runtime's sockets for debuggers would stay in the temporary folder of a demo that is killed.
export DOTNET_EnableDiagnostics=0
echo "building" >&2
# Silent unless it fails, and on standard error: what stands on standard output is the demo's.
# `dotnet build` would tell of its success whatever it is asked.
dotnet msbuild src/PipelineAnalytics.Host -restore -p:Configuration=Release -nologo -tl:off -v:quiet -clp:ErrorsOnly >&2
# This very process becomes the demo: whoever stops it, stops the demo.
exec dotnet artifacts/bin/PipelineAnalytics.Host/release/pipeline-analytics.dll demo "$@"
