#!/usr/bin/env bash
# The executable as a dotnet tool: packed, installed from that package alone into a folder that is gone afterwards, and tried. What is
# missing in a package is seen nowhere else: it has its own list of files.
#   build/tool.sh [arguments of the demo]
set -euo pipefail
cd "$(dirname "$0")/.."
. build/postgres.sh
require_dotnet
require_postgres

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_EnableDiagnostics=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet pack src/PipelineAnalytics.Host -c Release -o "$folder/package" -nologo -tl:off -v:quiet -clp:ErrorsOnly
dotnet tool install pipeline-analytics --tool-path "$folder" --source "$folder/package"
[ -n "$(find "$folder/.store" -name appsettings.json)" ] || missing "the package has no appsettings.json"
"$folder/pipeline-analytics" --help > /dev/null
"$folder/pipeline-analytics" demo --evenements 2000 --semaines 2 "$@"
