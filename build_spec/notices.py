"""Third-party notices: what is in the bundle, under which licence, with the texts (``LISEZ-MOI.txt``, in French)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

import build_env

TEXTS = build_env.HERE / "licences"
_LOCKS = {"linux": "runtime.txt", "darwin": "runtime.txt", "win32": "windows.txt"}
_NOT_SHIPPED = {"setuptools"}  # in the lock for .venv/bin only
_WITHOUT_TEXT = {"pyside6_essentials", "shiboken6"}  # their wheels hold the commercial text only: LGPL-3.0.txt is ours
_NAMED = {"pyside6_essentials", "shiboken6", "typst"}  # told at length in LISEZ-MOI.txt
_INSIDE = {"pynacl": " ; elle contient libsodium : ISC", "cffi": " ; elle contient libffi : MIT"}
_SPDX = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}

_README = """Kit ESS {version} – licences
{line}

Le programme est sous licence GPL-3.0-or-later (GPL-3.0.txt). Ses textes et pictogrammes sont sous licence CC BY-SA 4.0.
Polices : SIL OFL 1.1 (resources/fonts et resources/reading-fonts).
Communes, intercommunalités et contours : Licence Ouverte.
NOTICE.txt reprend ces mentions.

Qt {qt}, PySide6 et Shiboken6 (The Qt Company) : LGPL-3.0 (LGPL-3.0.txt, avec GPL-3.0.txt)
    Ces bibliothèques sont des fichiers séparés, non modifiés, que vous pouvez remplacer par une version modifiée et
    compatible : {where}
    Fermez le kit, remplacez les fichiers en gardant leurs noms, rouvrez le kit. Rien n’empêche l’ingénierie inverse
    nécessaire à la mise au point de ces modifications.
    Code source correspondant : qtbase, qtsvg{more} et pyside-setup, version {qt}, publiés par The Qt Company
    (download.qt.io) ; la CRESS le fournit aussi sur demande (contact@cress-na.org), pendant trois ans.
Python {python} : licence PSF-2.0 (Python.txt)
Typst (bibliothèque typst {typst}) : Apache-2.0 ; elle contient {crates} bibliothèques Rust
    (typst-composants.txt ; textes MIT, ISC, Zlib, BSD, MPL-2.0, Unicode-3.0 et Apache-2.0 de ce dossier ; textes et
    titulaires de celles qui sont sous la seule licence MIT : typst-mit.txt) et des
    polices inutilisées (Libertinus : OFL 1.1 ; New Computer Modern : licence GUST ; DejaVu Sans Mono : Bitstream Vera ;
    textes : typst-polices.txt).
{others}Chargeur de PyInstaller {pyinstaller} : GPL-2.0-or-later avec exception (pyinstaller-COPYING.txt)
{system}
sbom.cdx.json est l’inventaire complet (CycloneDX).
"""
_WHERE = {
    "linux": "_internal/PySide6/Qt/lib/*.so.6, _internal/PySide6 et _internal/shiboken6.",
    "win32": r"_internal\PySide6\Qt6*.dll, _internal\PySide6 et _internal\shiboken6.",
    "darwin": "Contents/Frameworks/PySide6 et Contents/Frameworks/shiboken6.",
}
_SYSTEM = {
    "linux": "Bibliothèques de Debian livrées avec le programme : dossier debian/ (un fichier de licence par paquet).",
    "win32": "msvcp140*.dll, vcruntime140*.dll (Microsoft) : conditions de Visual C++ Redistributable.",
    "darwin": "",
}


@dataclass(frozen=True, slots=True)
class Wheel:
    """What an installed package says of itself."""

    name: str
    version: str
    licence: str
    folder: Path


def site_packages() -> Path:
    """Return the folder of this Python's packages."""
    return Path(sysconfig.get_path("purelib"))


def wheel(packages: Path, name: str) -> Wheel:
    """Return the package ``name``, read from its metadata (a Windows package can be read anywhere)."""
    folder = _installed(packages)[name]
    fields = HeaderParser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))
    told = [line.rpartition(" :: ")[2] for line in fields.get_all("Classifier", []) if line.startswith("License ::")]
    licence = fields["License-Expression"] or next((_SPDX[words] for words in told if words in _SPDX), "")
    if name == "pyinstaller":
        licence = "GPL-2.0-or-later WITH Bootloader-exception"
    return Wheel(fields["Name"], fields["Version"], licence, folder)


def _installed(packages: Path) -> dict[str, Path]:
    """Return the folder of what each installed package says of itself, by its name in one writing."""
    folders = packages.glob("*.dist-info")
    return {re.sub(r"[-_.]+", "_", folder.name.partition("-")[0]).lower(): folder for folder in folders}


def shipped(packages: Path, system: str) -> list[str]:
    """Return the packages of the lock that go into the bundle on ``system``; what the lock gains, this gains."""
    lock = (build_env.REQUIREMENTS / _LOCKS[system]).read_text(encoding="utf-8")
    names = {re.sub(r"[-_.]+", "_", name).lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    return sorted((names - _NOT_SHIPPED) & _installed(packages).keys())


def crates(packages: Path) -> list[dict[str, Any]]:
    """Return the Rust libraries inside typst, as its own CycloneDX inventory tells them."""
    found: list[dict[str, Any]] = []
    for path in sorted(wheel(packages, "typst").folder.glob("sboms/*.json")):
        found += json.loads(path.read_text(encoding="utf-8"))["components"]
    return [crate for crate in found if crate.get("scope") != "excluded"]


def licence_of(component: dict[str, Any]) -> str:
    """Return the licence expression of a CycloneDX component."""
    first = (component.get("licenses") or [{}])[0]
    return str(first.get("expression") or first.get("license", {}).get("id", "?"))


def holder_of(component: dict[str, Any]) -> str:
    """Return whose a Rust library is: its authors as it names them, else where its sources are."""
    links = [link["url"] for link in component.get("externalReferences", []) if link["type"] in ("vcs", "website")]
    told = str(component.get("author") or (links or [component["purl"]])[0])
    return " ".join(told.split())


def debian_packages(folder: Path) -> dict[str, list[str]]:
    """Return Debian package → names of its libraries that lie in the bundle."""
    found: dict[str, list[str]] = {}
    listed = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    places = dict(re.findall(r"^\s+(\S+) \(.*x86-64.*\) => (\S+)", listed, re.MULTILINE))
    for library in sorted((folder / "_internal").glob("lib*.so*")):
        place = places.get(library.name)
        if place is None:
            continue
        done = subprocess.run(["dpkg", "-S", str(Path(place).resolve())], capture_output=True, text=True, check=False)
        package = done.stdout.partition(":")[0]
        if package:
            found.setdefault(package, []).append(library.name)
    return found


def licence_texts(packages: Path, name: str) -> dict[str, Path]:
    """Return the texts of the licences of a package by the names that they have in the bundle."""
    found = [p for p in sorted(wheel(packages, name).folder.rglob("*")) if re.match(r"(?i)licen[cs]e|copying", p.name)]
    return {f"{name}-{path.name.removesuffix('.txt')}.txt": path for path in found if path.is_file()}


def _copy_texts(folder: Path, packages: Path, names: list[str]) -> None:
    shutil.copy(build_env.ROOT / "LICENSE", folder / "GPL-3.0.txt")
    shutil.copy(build_env.ROOT / "NOTICE", folder / "NOTICE.txt")
    for text in sorted(TEXTS.glob("*.txt")):
        shutil.copy(text, folder / text.name)
    for name in (*(name for name in names if name not in _WITHOUT_TEXT), "pyinstaller"):
        texts = licence_texts(packages, name)
        if not texts:
            raise SystemExit(f"{name} comes without the text of its licence")
        for called, path in texts.items():
            shutil.copy(path, folder / called)


def _write_crates(folder: Path, packages: Path) -> int:
    rows = sorted({f"{c['name']} {c['version']} : {licence_of(c)} ; {holder_of(c)}" for c in crates(packages)})
    head = (
        f"Bibliothèques Rust liées dans typst {wheel(packages, 'typst').version}, licence et auteurs, "
        "ou adresse de leurs sources quand elles ne nomment personne\n\n"
    )
    (folder / "typst-composants.txt").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return len(rows)


def write(folder: Path, packages: Path, system: str, python: tuple[str, Path] | None = None) -> None:
    """Write all notices into ``folder`` of the bundle; ``python`` is the version and licence of the Python shipped."""
    import sbom

    folder.mkdir(parents=True, exist_ok=True)
    names = shipped(packages, system)
    _copy_texts(folder, packages, names)
    version, text = python or (sys.version.split()[0], Path(sysconfig.get_path("stdlib")) / "LICENSE.txt")
    shutil.copy(text, folder / "Python.txt")
    if system == "linux":
        for package in debian_packages(folder.parent):
            (folder / "debian").mkdir(exist_ok=True)
            shutil.copy(f"/usr/share/doc/{package}/copyright", folder / "debian" / f"{package}.txt")
    wheels = {name: wheel(packages, name) for name in (*names, "pyinstaller")}
    found = {name: one.version for name, one in wheels.items()}
    others = [(one, _INSIDE.get(name, "")) for name, one in wheels.items() if name not in _NAMED | {"pyinstaller"}]
    words = {
        "version": build_env.version(),
        "line": "=" * 40,
        "qt": found["pyside6_essentials"],
        "where": _WHERE[system],
        "more": ", qtwayland" if system == "linux" else "",
        "python": version,
        "crates": _write_crates(folder, packages),
        "system": _SYSTEM[system],
        "others": "".join(
            f"{one.name} {one.version} : {one.licence or 'voir son texte'}{more}\n" for one, more in others
        ),
    }
    (folder / "LISEZ-MOI.txt").write_text(build_env.in_edition(_README).format(**(found | words)), encoding="utf-8")
    document = sbom.document(packages, system, version, folder.parent)
    (folder / "sbom.cdx.json").write_text(sbom.as_text(document), encoding="utf-8")
