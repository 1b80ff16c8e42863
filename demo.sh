#!/usr/bin/env bash
# The whole pipeline on this machine, on a private PostgreSQL that is gone afterwards.
#   ./demo.sh [--evenements 300000] [--semaines 26] [--garder] [--json]
set -euo pipefail
cd "$(dirname "$0")"
. build/postgres.sh
require_dotnet
require_postgres

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
echo "building" >&2
# On standard error: what stands on standard output is the demo's.
dotnet build src/PipelineAnalytics.Host -c Release --nologo -v quiet -clp:NoSummary >&2
# This very process becomes the demo: whoever stops it, stops the demo.
exec dotnet artifacts/bin/PipelineAnalytics.Host/release/pipeline-analytics.dll demo "$@"
