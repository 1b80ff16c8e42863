# Sourced by demo.sh and test.sh: what this machine must have. Says in one line what is missing, and installs PostgreSQL where it may.

missing() {
    echo "error: $1" >&2
    exit 2
}

require_dotnet() {
    # Asked in the repository's folder, where global.json says which version is meant.
    command -v dotnet > /dev/null && dotnet --version > /dev/null 2>&1 && return
    missing "the .NET SDK 10.0 is missing (dotnet): install it from https://dotnet.microsoft.com/download/dotnet/10.0"
}

has_postgres() {
    [ -x "${Pipeline__PostgresBin:-}/initdb" ] && [ -x "${Pipeline__PostgresBin:-}/pg_dump" ] && return 0
    command -v pg_dump > /dev/null || return 1
    command -v initdb > /dev/null && return 0 # Debian keeps it out of PATH
    local initdb
    for initdb in /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb /opt/homebrew/opt/postgresql*/bin/initdb \
        /usr/local/opt/postgresql*/bin/initdb /Applications/Postgres.app/Contents/Versions/*/bin/initdb; do
        [ -x "$initdb" ] && return 0
    done
    return 1
}

# Debian's package would start a server of its own, which nobody asked for: it is told not to, before it comes.
install_postgres() {
    "$@" mkdir -p /etc/postgresql-common/createcluster.d &&
        echo 'create_main_cluster = false' | "$@" tee /etc/postgresql-common/createcluster.d/no-main-cluster.conf > /dev/null &&
        "$@" apt-get update -qq &&
        "$@" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql postgresql-client
}

require_postgres() {
    has_postgres && return
    if command -v apt-get > /dev/null; then
        echo "PostgreSQL is not installed: installing it with apt-get" >&2
        if [ "$(id -u)" -eq 0 ]; then
            install_postgres env >&2 || true # what is missing is said below
        elif sudo -n true 2> /dev/null; then
            install_postgres sudo -n >&2 || true
        fi
        has_postgres && return
    fi
    missing "PostgreSQL is missing (initdb, pg_dump): apt-get install postgresql, dnf install postgresql-server, brew install postgresql, or name its folder in Pipeline__PostgresBin"
}
