"""``make linux``: the tar.xz and the Debian package of the folder that ``make bundle`` made, in ``dist/linux``.

Run by the Python of the build environment. ``package.py [--out DIR]``
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import build_env
import parts
from build_env import APP_ID, DEB, NAMES, run, say

HERE = Path(__file__).resolve().parent
# Files, not libraries, that libraries of the bundle read where the system keeps them: libxkbcommon the keyboards.
DATA = ("xkb-data",)
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
MAINTAINER = "{name} <{mail}>".format_map(build_env.publisher())

_CONTROL = """Package: {package}
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: xdg-utils
Section: misc
Priority: optional
Homepage: https://cress-na.org
Description: {full_name}, sans Internet
 Le kit que la CRESS Nouvelle-Aquitaine remet aux élu·es du bloc communal :
 comprendre l’économie sociale et solidaire, convaincre, agir, imprimer des
 listes et préparer un message à la CRESS. Aucune connexion n’est ouverte.
"""
_ATELIER_CONTROL = """Package: {name}
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {package} (= {version})
Section: misc
Priority: optional
Homepage: https://cress-na.org
Description: {atelier}, pour qui publie les textes
 Relire, corriger, contrôler et signer les textes du kit que
 la CRESS Nouvelle-Aquitaine remet aux élu·es. Aucune connexion n’est ouverte.
"""
_COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: {package}
Source: https://cress-na.org

Files: *
Copyright: {publisher}
License: GPL-3+
 Voir /usr/share/common-licenses/GPL-3. Licences des bibliothèques livrées avec le programme (Qt et PySide6 : LGPL-3,
 remplaçables) : /usr/lib/{package}/licences.
"""


def elf_files(folder: Path) -> list[Path]:
    """Return the programs and libraries of a bundle."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return [path for path in found if path.open("rb").read(4) == b"\x7fELF"]


def outside(folder: Path) -> set[str]:
    """Return the names of the libraries that the bundle asks for and does not hold."""
    files = elf_files(folder)
    wanted = {name for path in files for name in parts.needed(path)}
    return wanted - {path.name for path in files}


def glibc(folder: Path) -> str:
    """Return the oldest glibc that the bundle runs with."""
    found = {(2, 17)}
    for path in elf_files(folder):
        done = subprocess.run(["objdump", "-T", str(path)], capture_output=True, text=True, check=False)
        found |= {(int(a), int(b)) for a, b in re.findall(r"GLIBC_(\d+)\.(\d+)", done.stdout)}
    return "{}.{}".format(*max(found))


def _package_of(library: str, places: dict[str, str]) -> str:
    place = places.get(library)
    if place is None:
        raise SystemExit(f"{library} is not on this machine: which package holds it?")
    for name in (place, str(Path(place).resolve()), place.replace("/lib/", "/usr/lib/", 1)):
        done = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.partition(":")[0]
    raise SystemExit(f"{place} belongs to no package")


def dependencies(folder: Path) -> list[str]:
    """Return the Debian packages that hold what the bundle takes from the system, found here with dpkg."""
    listed = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    places: dict[str, str] = {}
    for name, place in re.findall(r"^\s+(\S+) \(.*x86-64.*\) => (\S+)", listed, re.MULTILINE):
        places.setdefault(name, place)
    found = {_package_of(library, places) for library in outside(folder) if not library.startswith("ld-linux")}
    found.discard("libc6")
    # Ubuntu 22.04 and Debian 12 have the same libraries without the t64 ending
    named = [f"{name} | {name[:-3]}" if name.endswith("t64") else name for name in sorted(found)]
    return [f"libc6 (>= {glibc(folder)})", *sorted([*named, *DATA])]


def filled(source: str, libc: str) -> str:
    """Return a file of this folder as the edition that is built says it."""
    date = datetime.datetime.fromtimestamp(build_env.source_date(), datetime.UTC)
    text = build_env.in_edition((HERE / source).read_text(encoding="utf-8"))
    for mark, value in (marks() | {"DATE": f"{date:%Y-%m-%d}", "GLIBC": libc}).items():
        text = text.replace(f"@{mark}@", escape(value) if source.endswith(".xml") else value)
    return text


def marks() -> dict[str, str]:
    """Return what the files of this folder leave open, by its name there."""
    return {
        "VERSION": build_env.version(),
        "NAME": NAMES.name,
        "FULL_NAME": NAMES.full_name,
        "PACKAGE": DEB,
        "APP_ID": APP_ID,
        "DEVELOPER": NAMES.developer_id,
        "PUBLISHER": build_env.PUBLISHER,
        "ATELIER": NAMES.atelier,
        "ATELIER_PACKAGE": NAMES.atelier_package,
    }


def tar_xz(folder: Path, out: Path, work: Path, level: str) -> Path:
    """Write the archive: sorted, without owner, all files of the same time."""
    name = f"{DEB}-{build_env.version()}-linux-x86_64"
    tree = work / "tar" / name
    shutil.copytree(folder, tree, symlinks=True)
    readme = filled("LISEZ-MOI.txt", glibc(folder))
    (tree / "LISEZ-MOI.txt").write_text(readme, encoding="utf-8")
    build_env.set_times(tree)
    plain, target = work / f"{name}.tar", out / f"{name}.tar.xz"
    order = ("--sort=name", f"--mtime=@{build_env.source_date()}", "--owner=0", "--group=0", "--numeric-owner")
    run("tar", *order, "--format=gnu", "-C", tree.parent, "-cf", plain, name)
    run("xz", level, "-T2", "--block-size=96MiB", "--force", plain)  # the same bytes whatever the number of cores
    shutil.move(f"{plain}.xz", target)
    return target


def _lay_out(folder: Path, root: Path, icons: Path) -> None:
    share = root / "usr" / "share"
    for place in ("applications", "metainfo", "mime/packages", f"doc/{DEB}"):
        (share / place).mkdir(parents=True)
    (root / "usr" / "bin").mkdir()
    shutil.copytree(folder, root / "usr" / "lib" / DEB, symlinks=True)
    (root / "usr" / "bin" / DEB).symlink_to(f"../lib/{DEB}/{build_env.FOLDER}")
    (root / "usr" / "bin" / f"{DEB}-cli").symlink_to(f"../lib/{DEB}/kit")
    for source, target in (
        ("kit.desktop", f"applications/{APP_ID}.desktop"),
        ("kit.metainfo.xml", f"metainfo/{APP_ID}.metainfo.xml"),
        ("dossier.xml", f"mime/packages/{APP_ID}.xml"),
    ):
        (share / target).write_text(filled(source, ""), encoding="utf-8")
    for size in (*ICON_SIZES, "scalable"):
        kind = "svg" if size == "scalable" else "png"
        drawing = icons / ("kit-ess.svg" if kind == "svg" else f"kit-ess-{size}.png")
        hicolor = share / "icons" / "hicolor" / (str(size) if kind == "svg" else f"{size}x{size}")
        for name in (f"apps/{APP_ID}", f"mimetypes/{APP_ID}-dossier"):
            (hicolor / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(drawing, hicolor / f"{name}.{kind}")
    doc = share / "doc" / DEB
    told = build_env.in_edition(_COPYRIGHT).format(package=DEB, publisher=build_env.PUBLISHER)
    (doc / "copyright").write_text(told, encoding="utf-8")
    date = datetime.datetime.fromtimestamp(build_env.source_date(), datetime.UTC)
    changes = f"{DEB} ({build_env.version()}) stable; urgency=low\n\n  * Voir CHANGELOG.md.\n\n"
    changes += f" -- {MAINTAINER}  {date:%a, %d %b %Y %H:%M:%S +0000}\n"
    (doc / "changelog.gz").write_bytes(gzip.compress(changes.encode(), 9, mtime=0))


def deb(folder: Path, out: Path, work: Path, level: str) -> Path:
    """Write the Debian package."""
    root = work / "deb"
    _lay_out(folder, root, work / "stage" / "icons")
    for path in root.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
        elif not path.is_symlink() and f"lib/{DEB}" not in str(path):
            path.chmod(0o644)
    size = sum(path.lstat().st_size for path in root.rglob("*") if path.is_file()) // 1024
    (root / "DEBIAN").mkdir()
    words = build_env.in_edition(_CONTROL).format(
        package=DEB,
        full_name=NAMES.full_name,
        version=build_env.version(),
        maintainer=MAINTAINER,
        size=size,
        depends=", ".join(dependencies(folder)),
    )
    (root / "DEBIAN" / "control").write_text(words, encoding="utf-8")
    return _built(root, out / f"{DEB}_{build_env.version()}_amd64.deb", level)


def _built(root: Path, target: Path, level: str) -> Path:
    build_env.set_times(root)
    env = build_env.environment()
    packed = ("-Zxz", f"-z{level[1:]}") if level else ("-Znone",)
    run("dpkg-deb", "--root-owner-group", *packed, "--build", root, target, env=env)
    return target


def atelier_deb(program: Path, out: Path, work: Path, level: str) -> Path:
    """Write the Debian package of the atelier: its one file, beside those of the kit, which it depends on."""
    root, name = work / "deb-atelier", NAMES.atelier_package
    share, inside = root / "usr" / "share", root / "usr" / "lib" / DEB
    for place in (inside, root / "usr" / "bin", share / "applications", share / "doc" / name, root / "DEBIAN"):
        place.mkdir(parents=True)
    shutil.copy(program, inside / program.name)
    (root / "usr" / "bin" / name).symlink_to(f"../lib/{DEB}/{program.name}")
    target = share / "applications" / f"{NAMES.atelier_id}.desktop"
    target.write_text(filled("atelier.desktop", ""), encoding="utf-8")
    told = build_env.in_edition(_COPYRIGHT).format(package=DEB, publisher=build_env.PUBLISHER)
    (share / "doc" / name / "copyright").write_text(told, encoding="utf-8")
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent == inside else 0o644)
    control = build_env.in_edition(_ATELIER_CONTROL).format(
        name=name,
        atelier=NAMES.atelier,
        package=DEB,
        version=build_env.version(),
        maintainer=MAINTAINER,
        size=program.stat().st_size // 1024,
    )
    (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    return _built(root, out / f"{name}_{build_env.version()}_amd64.deb", level)


def main() -> int:
    """Write the packages, and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=build_env.DIST / "linux")
    parser.add_argument("--work", type=Path, default=build_env.ROOT / "build" / "linux")
    parser.add_argument("--fast", action="store_true", help="little compression, for tests")
    parser.add_argument("--only-deb", action="store_true", help="the packages alone, not compressed, for tests")
    options = parser.parse_args()
    level = "" if options.only_deb else "-1" if options.fast else "-9"
    out, work = options.out.resolve(), options.work.resolve()
    for place in ("tar", "deb", "deb-atelier"):
        shutil.rmtree(work / place, ignore_errors=True)
    folder = out / build_env.FOLDER
    made = []
    if not options.only_deb:
        say("tar.xz")
        made.append(tar_xz(folder, out, work, level))
    say("deb")
    made.append(deb(folder, out, work, level))
    name = parts.ATELIER["linux"]
    made.append(atelier_deb(out / name / name, out, work, level))
    inventory = out / f"{DEB}-{build_env.version()}-linux.cdx.json"
    shutil.copy(folder / "licences" / "sbom.cdx.json", inventory)
    made.append(inventory)
    build_env.write_sums(out, made)
    for path in made:
        say(f"{path.name} : {path.stat().st_size / 1e6:.1f} Mo")
    return 0


if __name__ == "__main__":
    sys.exit(main())
