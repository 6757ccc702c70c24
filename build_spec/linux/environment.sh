#!/bin/sh
# Makes, once per lock file, the venv that builds the Linux program; prints its folder.
#   environment.sh CACHE
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
lock="$here/requirements/build.txt"

packages="binutils xz-utils dpkg-dev desktop-file-utils appstream shared-mime-info xvfb xauth iproute2 util-linux"
is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; }
python=
for candidate in "${PYTHON:-}" /usr/bin/python3 python3 python3.13 python3.12; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && is_new_enough "$candidate" || continue
    python=$(command -v "$candidate")
    break
done
[ -n "$python" ] || { echo "Il faut Python 3.12 ou plus récent." >&2; exit 1; }
# PyInstaller needs the shared library of that Python; Debian keeps it in a package of its own
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if command -v dpkg-query >/dev/null 2>&1; then
    [ "$python" = /usr/bin/python3 ] && packages="$packages libpython$version python$version-venv"
    missing=
    for package in $packages; do
        case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in *"ok installed"*) ;; *) missing="$missing $package" ;; esac
    done
    if [ -n "$missing" ]; then
        as_root=; [ "$(id -u)" = 0 ] || as_root="sudo -n"
        echo "Installation de :$missing" >&2
        $as_root apt-get -qq -o DPkg::Lock::Timeout=900 update >&2
        # shellcheck disable=SC2086
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=900 --no-install-recommends \
            install $missing >/dev/null
    fi
fi
hash=$({ cat "$lock"; "$python" -VV; } | sha256sum | cut -c1-12)
venv="$1/linux-$hash"
if [ ! -f "$venv/.ready" ]; then
    echo "Environnement de construction : $venv" >&2
    rm -rf "$venv"
    mkdir -p "$1"
    "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: -r "$lock" >&2
    touch "$venv/.ready"
fi
echo "$venv"
