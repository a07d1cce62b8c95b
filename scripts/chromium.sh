#!/bin/sh
# Prints the path of a Chromium for the browser tests; as root on Debian it installs one.
set -eu

find_chromium() {
    for name in ${CONTACTLENS_CHROMIUM:-chromium chromium-browser google-chrome}; do
        if command -v "$name"; then return; fi
    done
}

found=$(find_chromium)
if [ -z "$found" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests, once." >&2
    log=${TMPDIR:-/tmp}/contactlens-chromium.log
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y \
        --no-install-recommends chromium; } >"$log" 2>&1 || true
    found=$(find_chromium)
fi
if [ -z "$found" ]; then
    echo "The browser tests need Chromium; install it, on Debian or Ubuntu with: sudo apt-get \
install chromium (or give its path: CONTACTLENS_CHROMIUM=/path/to/chromium make test)" >&2
    exit 1
fi
echo "$found"
