"""The inventory of the bundle (CycloneDX 1.6, JSON): wheels with hashes, Qt, Python, loader, system libraries."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import uuid
from pathlib import Path
from typing import Any

import build_env
import notices

Component = dict[str, Any]
_LOCKS = {"linux": "build.txt", "win32": "windows.txt", "darwin": "build.txt"}


def hashes(system: str) -> dict[str, list[str]]:
    """Return package → SHA-256 of its files, from the lock that the bundle was made from."""
    text = (build_env.REQUIREMENTS / _LOCKS[system]).read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for block in re.findall(r"^([\w.-]+)==[^\n]*((?:\n\s+--hash=sha256:\w+[^\n]*)+)", text, re.MULTILINE):
        found[block[0].lower().replace("-", "_")] = re.findall(r"sha256:(\w+)", block[1])
    return found


def component(name: str, version: str, licence: str, purl: str, **more: Any) -> Component:
    """Return one component; its purl is also its reference."""
    licences = [{"expression": licence}] if licence else []
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "licenses": licences,
    } | more


def _wheels(packages: Path, system: str) -> list[Component]:
    pinned, out = hashes(system), []
    for name in notices.shipped(packages, system):
        found = notices.wheel(packages, name)
        purl = f"pkg:pypi/{name.replace('_', '-')}@{found.version}"
        # which of the lock's files it was depends on the machine: all are told, as properties
        told = [{"name": "kit-ess:lock:sha256", "value": value} for value in pinned.get(name, [])]
        more: dict[str, Any] = {"properties": told}
        if name == "typst":
            more["components"] = [_crate(crate) for crate in notices.crates(packages)]
        if not found.licence:
            more["licenses"] = [{"license": {"name": f"licences/{name}-*.txt"}}]
        out.append(component(found.name, found.version, found.licence, purl, **more))
    return out


def _crate(crate: dict[str, Any]) -> Component:
    kept = {key: crate[key] for key in ("type", "name", "version", "purl", "licenses", "hashes") if key in crate}
    for licence in kept.get("licenses", []):
        if "expression" in licence:
            licence["expression"] = " ".join(licence["expression"].split())
    return kept | {"bom-ref": f"typst/{crate['name']}@{crate['version']}"}


def _base(packages: Path, system: str, python: str) -> list[Component]:
    qt = notices.wheel(packages, "pyside6_essentials").version
    loader = notices.wheel(packages, "pyinstaller")
    out = [
        component("qt", qt, "LGPL-3.0-only", f"pkg:generic/qt@{qt}"),
        component("cpython", python, "PSF-2.0", f"pkg:generic/cpython@{python}"),
        component("pyinstaller-bootloader", loader.version, "", f"pkg:pypi/pyinstaller@{loader.version}"),
    ]
    out[-1]["licenses"] = [{"license": {"name": loader.licence}}]
    if system == "win32":
        runtime = component("msvc-runtime", "14", "", "pkg:generic/msvc-runtime@14")
        out.append(runtime | {"licenses": [{"license": {"name": "Microsoft Visual C++ Redistributable"}}]})
    return out


def _debian(folder: Path) -> list[Component]:
    out = []
    for package, libraries in notices.debian_packages(folder).items():
        command = ["dpkg-query", "-W", "-f=${Version}", package]
        version = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        files = [{"name": "kit-ess:file", "value": name} for name in libraries]
        out.append(component(package, version, "", f"pkg:deb/debian/{package}@{version}", properties=files))
    return out


def document(packages: Path, system: str, python: str, folder: Path) -> dict[str, Any]:
    """Return the inventory of the bundle in ``folder``."""
    version = build_env.version()
    date = datetime.datetime.fromtimestamp(build_env.source_date(), datetime.UTC)
    main = component(build_env.DEB, version, "GPL-3.0-or-later", f"pkg:generic/kit-ess@{version}")
    components = _wheels(packages, system) + _base(packages, system, python)
    if system == "linux":
        components += _debian(folder)
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([system, version, components], sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "serialNumber": f"urn:uuid:{serial}",
        "metadata": {
            "timestamp": date.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": main | {"type": "application"},
            "supplier": {"name": build_env.PUBLISHER},
        },
        "components": components,
        "dependencies": [{"ref": main["bom-ref"], "dependsOn": [c["bom-ref"] for c in components]}],
    }


def as_text(found: dict[str, Any]) -> str:
    """Return an inventory as the text of a file, always the same for the same inventory."""
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
