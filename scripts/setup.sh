#!/bin/sh
# Makes .venv hold exactly what a lock says: sh scripts/setup.sh runtime|dev
# An installation counts only when its stamp was written, which is the last thing done;
# without a stamp (an interrupted run, a foreign folder) .venv is made anew.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-runtime}
venv=.venv

stop() { echo "$1" >&2; exit 1; }

case $kind in
    runtime) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) stop "Say which packages to install: sh scripts/setup.sh runtime, or dev." ;;
esac

# What an installation depends on: the lock, our own metadata, and where the folder lies,
# because commands in .venv/bin hold its path.
stamp_of() { cksum "$1" pyproject.toml; pwd; }

works() { "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

is_current() {
    [ -f "$venv/stamp-$1" ] && [ "$(cat "$venv/stamp-$1")" = "$(stamp_of "$2")" ]
}

if works && is_current "$kind" "$lock"; then
    exit 0
fi

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if is_new_enough "$python"; then echo "$python"; return; fi
    done
}

python=$(find_python)
if [ -z "$python" ]; then
    found=$("${PYTHON:-python3}" --version 2>&1 || true)
    stop "Contact Lens needs Python 3.11 or newer and '${PYTHON:-python3}' is ${found:-absent}; \
install a newer one, or name it: make run PYTHON=/path/to/python3.12"
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    stop "Python's venv module is missing from '$python'; install it, on Debian or Ubuntu with: \
sudo apt-get install python3-venv"
fi

# One stamp that holds for this very folder shows that the last installation ended well.
if ! works || ! tail -n 1 "$venv"/stamp-* 2>/dev/null | grep -qxF "$(pwd)"; then
    rm -rf "$venv"
fi
rm -f "$venv"/stamp-*
echo "Setting up in $venv, once: this takes about a minute."
log=$venv/setup.log
if [ ! -d "$venv" ]; then
    "$python" -m venv "$venv" || {
        rm -rf "$venv"
        stop "A Python environment could not be made in '$venv'; is the folder writable and the \
disk not full?"
    }
fi
pip() { "$venv/bin/python" -m pip --disable-pip-version-check "$@" >>"$log" 2>&1; }
: >"$log"
pip install --require-hashes -r "$lock" || stop "The packages of $lock could not be installed; \
is this machine connected to a package index? The end of $log says: $(grep -E '^ *ERROR' "$log" |
    tail -n 1)"
pip install --no-deps --no-index --no-build-isolation --editable . ||
    stop "Contact Lens itself could not be installed; the reason is at the end of $log."

stamp_of requirements.lock >"$venv/stamp-runtime"  # the dev lock holds all of the runtime lock
if [ "$kind" = dev ]; then stamp_of "$lock" >"$venv/stamp-dev"; fi
