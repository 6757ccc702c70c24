#!/bin/sh
# Sets up what `make run` (runtime) and `make test` (dev) need, and does nothing when it is done.
#   sh build_spec/setup.sh runtime|dev
set -eu
cd "$(dirname "$0")/.."
what=$1

QT_PACKAGES="libgl1 libegl1 libxkbcommon0 libfontconfig1 libglib2.0-0t64 libdbus-1-3 libcups2t64 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
TEST_PACKAGES="xvfb xauth openbox dbus at-spi2-core python3-pyatspi gir1.2-atspi-2.0 poppler-utils strace xdg-utils file hunspell-fr"

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null
}

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 /usr/bin/python3; do
        [ -n "$candidate" ] || continue
        if command -v "$candidate" >/dev/null 2>&1 && is_new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    echo "Il faut Python 3.12 ou plus récent. Sous Debian ou Ubuntu : sudo apt-get install python3 python3-venv" >&2
    exit 1
}

missing_packages() {
    for package in "$@"; do
        case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
        *"ok installed"*) ;;
        *) # older Debian and Ubuntu have the same library without the t64 ending
            case $(dpkg-query -W -f='${Status}' "${package%t64}" 2>/dev/null) in
            *"ok installed"*) ;;
            *) printf '%s ' "$package" ;;
            esac ;;
        esac
    done
}

install_packages() {
    command -v dpkg-query >/dev/null 2>&1 || return 0 # not Debian: whoever has it knows its packages
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        echo "Il manque des paquets du système. Une ligne à lancer, puis recommencez :" >&2
        echo "  sudo apt-get install --no-install-recommends $missing" >&2
        exit 1
    fi
    echo "Installation de : $missing"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

python=$(find_python)
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    install_packages "$version" || install_packages python3-venv
fi
# shellcheck disable=SC2086
install_packages $QT_PACKAGES
if [ "$what" = dev ]; then
    # shellcheck disable=SC2086
    install_packages $TEST_PACKAGES
fi

if [ ! -x .venv/bin/python ] || ! is_new_enough .venv/bin/python; then
    rm -rf .venv
    "$python" -m venv .venv
fi
lock=requirements/$what.txt
stamp=.venv/.$what
if [ ! -f "$stamp" ] || ! cmp -s "$lock" "$stamp"; then
    if [ "$what" = runtime ] && cmp -s requirements/dev.txt .venv/.dev 2>/dev/null; then
        : # dev holds runtime
    else
        echo "Installation des bibliothèques de $lock…"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    fi
    cp "$lock" "$stamp"
fi
if [ ! -x .venv/bin/kit-ess ] || [ pyproject.toml -nt .venv/bin/kit-ess ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
        --config-settings editable_mode=compat --editable .
    touch .venv/bin/kit-ess
fi
.venv/bin/python -m kit.compiling
.venv/bin/python -m compileall -q kit ui
