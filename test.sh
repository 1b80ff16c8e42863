#!/usr/bin/env bash
# Builds everything and runs all tests, those against a private PostgreSQL and those in a real browser included. Arguments go to the test runner:
#   ./test.sh --filter-class '*OracleTests'
set -euo pipefail
cd "$(dirname "$0")"
. build/postgres.sh
. build/chromium.sh
require_dotnet
require_postgres
require_chromium

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# `dotnet build` would tell of its success whatever it is asked.
dotnet msbuild PipelineAnalytics.slnx -restore -p:Configuration=Release -nologo -tl:off -v:quiet -clp:ErrorsOnly
# One project after the other: each keeps the cores busy by itself, and what waits for a machine that others load looks like a failure.
run=(dotnet test --solution PipelineAnalytics.slnx -c Release --no-build --max-parallel-test-modules 1)
if [ $# -eq 0 ]; then exec "${run[@]}"; fi

# A filter is of one project as a rule: that the others have no such test is no failure (exit code 8 of theirs). That none has, is.
output=$(mktemp)
trap 'rm -f "$output"' EXIT
"${run[@]}" --ignore-exit-code 8 "$@" | tee "$output"
if grep -q '^ *total: 0$' "$output"; then
    echo "error: no test matches $*" >&2
    exit 8
fi
