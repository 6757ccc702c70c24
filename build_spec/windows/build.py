"""``make windows``: the Windows program, its installer and its portable zip, in ``dist/windows``.

Run on Debian by the Python of the Linux build environment; Windows' own Python runs under Wine.
``build.py [--out DIR] [--work DIR] [--only-folder] [--fast] [--built DIR]``
"""

from __future__ import annotations

import argparse
import shutil
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import build_env
import icons
import notices
import parted
import parts
import reuse
import sign
import stage
import wine
from build_env import NAMES, run, say

PORTABLE_README = f"""{build_env.NAME} – version portable

Ce dossier se pose où vous voulez : bureau, clé USB, dossier réseau. Ouvrez KitESS.exe ; rien n’est installé.
Le fichier « portable » dit au kit de garder réglages, dossiers et copies de sécurité ici, dans le dossier « donnees ».
Pour une nouvelle version : décompressez-la à part, puis copiez-y ce dossier « donnees ».
"""
ATELIER_README = f"""{NAMES.atelier} – version portable

Ce dossier se pose où vous voulez : bureau, clé USB, dossier réseau. Ouvrez KitAtelier.exe ; rien n’est installé.
Le fichier « portable » dit à l’atelier de garder ses réglages ici, dans le dossier « donnees ». Vos textes restent dans
le dossier de travail que vous choisissez. KitESS.exe, à côté, est le kit des élu·es : pour voir le résultat.
Pour une nouvelle version : décompressez-la à part, puis copiez-y ce dossier « donnees ».
"""


def _pyinstaller(stage_folder: Path, work: Path, windows: wine.Wine) -> None:
    """Run PyInstaller under Wine."""
    env = {"KIT_STAGE": wine.windows_path(stage_folder), "PYTHONDONTWRITEBYTECODE": "1"}
    env |= {"PYTHONNODEBUGRANGES": "1"}  # smaller .pyc files, read faster
    spec = wine.windows_path(stage_folder / "build_spec" / "kit_ess.spec")
    places = ("--distpath", wine.windows_path(work / "dist"), "--workpath", wine.windows_path(work / "work"))
    code, words = windows.run(
        windows.python, "-m", "PyInstaller", "--noconfirm", "--clean", *places, spec, env=env, limit=3000
    )
    (work / "log.txt").write_text(words, encoding="utf-8")
    if code:
        sys.stderr.write("\n".join(words.splitlines()[-40:]) + "\n")
        raise SystemExit(f"PyInstaller: {code}")


def program(windows: wine.Wine, out: Path, work: Path) -> Path:
    """Build the folder of the program; returns it."""
    say("sources et index")
    stage.stage(work / "stage")
    (work / "source-date").write_text(str(build_env.source_date()), encoding="ascii")
    say("PyInstaller sous Wine")
    _pyinstaller(work / "stage", work, windows)
    windows.wait()
    made = work / "dist" / build_env.WINDOWS_FOLDER
    say("licences")
    packages = windows.folder / "python" / "Lib" / "site-packages"
    told = windows.run(windows.python, "-c", "import platform; print(platform.python_version())")[1].strip()
    notices.write(made / "licences", packages, "win32", (told, windows.folder / "python" / "LICENSE.txt"))
    own = work / "atelier"
    parted.take_out(made, own, "win32")
    target = out / build_env.WINDOWS_FOLDER
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(made, target)
    return _finished(target, own, out)


def _finished(target: Path, own: Path, out: Path) -> Path:
    """Lay the atelier out beside the kit, and sign both; returns the kit's folder."""
    build_env.set_times(parted.with_kit(target, own, out / "KitAtelier"))
    build_env.set_times(target)  # as the index notes them: what is installed needs no second look at the start
    say(
        f"{sign.sign_folder(target) + sign.sign_folder(out / 'KitAtelier')} fichiers signés"
        if sign.secrets()
        else "NON SIGNÉ : aucun certificat donné (sign.py)"
    )
    return target


def again(windows: wine.Wine, built: Path, out: Path, work: Path) -> Path:
    """Lay an edition out in ``out`` from the folders of programs that were built before; returns the kit's."""
    say("programme déjà construit, ressources de l’édition")
    target = reuse.take(built / build_env.WINDOWS_FOLDER, out / build_env.WINDOWS_FOLDER)
    atelier = parts.ATELIER["win32"]
    own = work / "atelier"
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    shutil.copy2(built / "KitAtelier" / atelier, own / atelier)
    icons.make(work / "stage" / "icons")
    words: list[str] = []
    for program in (target / "KitESS.exe", target / "kit.exe", own / atelier):
        version = work / f"version-{program.stem}.txt"
        told = stage.version_resource(program.stem, stage.PROGRAMS[program.stem])
        version.write_text(told, encoding="utf-8")
        words += [wine.windows_path(program), wine.windows_path(version)]
    script = wine.windows_path(build_env.HERE / "windows" / "name_program.py")
    icon = wine.windows_path(work / "stage" / "icons" / "kit-ess.ico")
    code, told = windows.run(windows.python, "-X", "utf8", script, icon, str(build_env.source_date()), *words)
    windows.wait()
    if code:
        raise SystemExit(f"name_program.py: {code}\n{told}")
    return _finished(target, own, out)


def portable(folder: Path, out: Path, program: str, readme: str = PORTABLE_README) -> Path:
    """Write the zip of a portable program: sorted, with fixed dates, with the marker file."""
    import time

    name = f"{program}-{build_env.version()}-portable"
    target = out / f"{name}.zip"
    date = time.gmtime(build_env.source_date())[:6]
    files = {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}
    files |= {"portable": b"", "LISEZ-MOI.txt": readme.replace("\n", "\r\n").encode("utf-8-sig")}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for place, content in sorted(files.items()):
            info = zipfile.ZipInfo(f"{name}/{place}", date)
            info.external_attr, info.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            made.writestr(info, content)
    return target


def installer(folder: Path, target: Path, work: Path, *, fast: bool = False, atelier: bool = False) -> Path:
    """Pack the folder into the installer, of the ``atelier`` or of the kit; ``fast`` is for tests."""
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) // 1024
    defines = {
        "VERSION": build_env.version(),
        "SRC": str(folder),
        "OUT": str(target),
        "ICON": str(work / "stage" / "icons" / "kit-ess.ico"),
        "SIDE": str(work / "stage" / "icons" / "side.bmp"),
        "SIZE": str(size),
        "PUBLISHER": build_env.PUBLISHER,
        "APP": NAMES.atelier if atelier else NAMES.name,
        "FULLNAME": NAMES.atelier if atelier else NAMES.full_name,
        "ID": NAMES.atelier_windows if atelier else NAMES.windows,
        "KIT": NAMES.windows,
        "PROGID": NAMES.prog_id,
        "SIGN": f"{sys.executable} {build_env.HERE / 'sign.py'}",
    }
    words = [f"-D{name}={value}" for name, value in defines.items()]
    words += ["-DATELIER"] if atelier else []
    quick = ["-XSetCompressor /FINAL zlib"] if fast else []
    script = build_env.HERE / "windows" / "installer.nsi"
    log = work / "nsis.txt"
    run(
        "makensis",
        "-V2",
        "-NOCD",
        "-INPUTCHARSET",
        "UTF8",
        *quick,
        *words,
        script,
        env=build_env.environment(**sign.secrets()),
        log=log,
    )
    sign.sign(target)
    return target


def main() -> int:
    """Build all, and say how large each part became."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=build_env.DIST / "windows")
    parser.add_argument("--work", type=Path, default=build_env.ROOT / "build" / "windows")
    parser.add_argument("--only-folder", action="store_true")
    parser.add_argument("--built", type=Path, help="programs that are built already, for an edition (KIT_SOURCES)")
    parser.add_argument("--fast", action="store_true", help="installer without solid compression, for tests")
    options = parser.parse_args()
    out, work = options.out.resolve(), options.work.resolve()
    shutil.rmtree(out, ignore_errors=True)
    for folder in (out, work):
        folder.mkdir(parents=True, exist_ok=True)
    environment = wine.environment_folder()
    with wine.screen() as display:
        found = wine.Wine(environment, display)
        folder = again(found, options.built.resolve(), out, work) if options.built else program(found, out, work)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    say(f"{folder} : {size / 1e6:.1f} Mo")
    if options.only_folder:
        return 0
    atelier = out / "KitAtelier"
    made = [portable(folder, out, NAMES.windows), portable(atelier, out, NAMES.atelier_windows, ATELIER_README)]
    say("installeur")
    made.append(installer(folder, out / f"{NAMES.windows}-{build_env.version()}-setup.exe", work, fast=options.fast))
    setup = out / f"{NAMES.atelier_windows}-{build_env.version()}-setup.exe"
    made.append(installer(atelier, setup, work, fast=options.fast, atelier=True))
    inventory = out / f"{NAMES.windows}-{build_env.version()}-windows.cdx.json"
    shutil.copy(folder / "licences" / "sbom.cdx.json", inventory)
    made.append(inventory)
    build_env.write_sums(out, made)
    for path in made:
        say(f"{path.name} : {path.stat().st_size / 1e6:.1f} Mo")
    return 0


if __name__ == "__main__":
    sys.exit(main())
