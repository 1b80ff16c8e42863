# Sourced by test.sh, after postgres.sh: the browser that looks at the dashboard in tests. Installed where it may be; where it is missing all the same,
# its tests say so: they are skipped, and fail where CI is set.

has_chromium() {
    command -v chromium > /dev/null || command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null || [ -x /usr/bin/chromium ]
}

install_chromium() {
    "$@" apt-get update -qq && "$@" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
}

require_chromium() {
    has_chromium && return
    if command -v apt-get > /dev/null; then
        echo "Chromium is not installed: installing it with apt-get" >&2
        if [ "$(id -u)" -eq 0 ]; then
            install_chromium env >&2 || true
        elif sudo -n true 2> /dev/null; then
            install_chromium sudo -n >&2 || true
        fi
    fi
    has_chromium || echo "warning: Chromium is missing, the dashboard is not looked at: apt-get install chromium, or put it on PATH" >&2
}
