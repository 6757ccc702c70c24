#!/bin/sh
# JAMAIS LANCÉ : aucun Mac n’était là. Voir RELEASE.md, « macOS ».
# Builds "Kit ESS.app" and "Atelier du Kit ESS.app", a dmg each, on a Mac with Python 3.13 of python.org (universal2) and Xcode's command line tools.
#   KIT_MAC_IDENTITY="Developer ID Application: …"  KIT_MAC_PROFILE=notarytool profile (xcrun notarytool store-credentials)
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3.13}
work=build/macos
out=dist/macos
rm -rf "$work" "$out"
mkdir -p "$work" "$out"
"$python" -m venv "$work/venv"
# build.txt is locked for Linux; on the Mac the same versions are taken, from wheels only
sed -n 's/^\([A-Za-z0-9_.-]*==[^ ]*\).*/\1/p' requirements/build.txt >"$work/versions.txt"
"$work/venv/bin/python" -m pip install --quiet --only-binary=:all: -r "$work/versions.txt" macholib
export KIT_VERSION PYTHONHASHSEED=0
KIT_VERSION=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' kit/__init__.py)
"$work/venv/bin/python" build_spec/stage.py "$work/stage"
KIT_STAGE="$PWD/$work/stage" "$work/venv/bin/python" -m PyInstaller --noconfirm --clean --distpath "$work/dist" \
    --workpath "$work/work" "$work/stage/build_spec/kit_ess.spec"
[ -n "${KIT_MAC_IDENTITY:-}" ] || echo "NON SIGNÉ : KIT_MAC_IDENTITY n’est pas donné" >&2

# pack "Nom du programme" Exécutable: tries the program, signs it, packs it
pack() {
    app="$work/dist/$1.app"
    "$app/Contents/MacOS/$2" --self-test
    if [ -n "${KIT_MAC_IDENTITY:-}" ]; then
        codesign --force --deep --options runtime --timestamp --entitlements build_spec/macos/entitlements.plist \
            --sign "$KIT_MAC_IDENTITY" "$app"
        codesign --verify --deep --strict "$app"
    fi
    dmg="$out/$2-$KIT_VERSION-macos.dmg"
    hdiutil create -volname "$1" -srcfolder "$app" -ov -format UDZO "$dmg"
    if [ -n "${KIT_MAC_PROFILE:-}" ]; then
        xcrun notarytool submit "$dmg" --keychain-profile "$KIT_MAC_PROFILE" --wait
        xcrun stapler staple "$dmg"
    fi
}

pack "Kit ESS" KitESS
pack "Atelier du Kit ESS" KitAtelier
(cd "$out" && shasum -a 256 ./*.dmg >SHA256SUMS)
