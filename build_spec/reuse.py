"""Takes a program that is built for the kit of another publisher (``KIT_SOURCES``): its resources in place of ours.

The code is one for all editions; what differs is data (``kit.toml``, texts, models, map, icons) and words of the
licences.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import build_env

_LEFT_OUT = shutil.ignore_patterns("index", ".*", "*~")
_LISTED = "bibliotheques.txt"  # by stage.py: of the code, not of the edition


def take(built: Path, target: Path) -> Path:
    """Copy the folder of a built program to ``target``, made anew, as the edition's; returns it."""
    inventory = json.loads((built / "licences" / "sbom.cdx.json").read_text(encoding="utf-8"))
    told = inventory["metadata"]["component"]["version"]
    if told != build_env.version():
        raise SystemExit(f"{built} est de la version {told}, non {build_env.version()} : make bundle")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(built, target, symlinks=True)
    _lay_resources(target / "_internal" / "resources")
    _name_publisher(target / "licences", inventory)
    build_env.set_times(target)
    return target


def _lay_resources(resources: Path) -> None:
    listed = (resources / _LISTED).read_bytes()
    shutil.rmtree(resources)
    shutil.copytree(build_env.sources() / "resources", resources, ignore=_LEFT_OUT)
    (resources / _LISTED).write_bytes(listed)
    build_env.set_times(resources)  # the index notes the times of the texts
    env = build_env.environment(
        KIT_RESOURCES=str(resources), PYTHONPATH=str(build_env.sources()), PYTHONDONTWRITEBYTECODE="1"
    )
    build_env.run(sys.executable, "-m", "kit.compiling", env=env, cwd=build_env.sources())


def _name_publisher(licences: Path, inventory: dict[str, dict[str, dict[str, str]]]) -> None:
    read_me = licences / "LISEZ-MOI.txt"
    read_me.write_text(build_env.in_edition(read_me.read_text(encoding="utf-8")), encoding="utf-8")
    inventory["metadata"]["supplier"]["name"] = build_env.PUBLISHER
    inventory["metadata"]["component"]["name"] = build_env.DEB
    import sbom

    (licences / "sbom.cdx.json").write_text(sbom.as_text(inventory), encoding="utf-8")
