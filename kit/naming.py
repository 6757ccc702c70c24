"""How this kit is called and told from those of other regions: window, menu, packages, folders, file of a dossier.

All comes from ``[program]`` and ``site`` of ``kit.toml``. One word, ``edition``, makes all names different, so that two
kits stand on one computer with dossiers of their own; the first kit has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from kit import __version__, paths
from kit.bounded import TEXT_LIMIT, parse_toml

EDITION = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
"""The word of an edition: what names a package of Debian, a folder of Windows and a part of a desktop id alike."""
EDITION_LIMIT = 24
_WRITER = rf"\S+ ({EDITION})"


class Naming(Struct, frozen=True):
    """The names of one kit; ``name`` is said by windows and menus, ``full_name`` by installers."""

    edition: str
    name: str
    full_name: str
    site: str

    @property
    def package(self) -> str:
        """The Debian package, its folder and its command."""
        return self._apart("kit-ess")

    @property
    def atelier_package(self) -> str:
        """The package and the command of the publisher's program."""
        return self._apart("kit-atelier")

    @property
    def windows(self) -> str:
        """The folders of Windows and its keys in the registry; first part of what is given out."""
        return self._apart("KitESS")

    @property
    def prog_id(self) -> str:
        """What Windows calls a dossier of this kit: at most 39 characters, letters, digits and points."""
        return f"{self.windows.replace('-', '.')}.Dossier"

    @property
    def atelier_windows(self) -> str:
        """The same of the publisher's program."""
        return self._apart("KitAtelier")

    @property
    def atelier(self) -> str:
        """The publisher's program, as its window says it."""
        return f"Atelier – {self.name}" if self.edition else "Atelier du Kit ESS"

    @property
    def app_id(self) -> str:
        """The desktop file, AppStream and icons: ``org.cress_na.KitESS``."""
        return self._id("KitESS")

    @property
    def atelier_id(self) -> str:
        """The desktop file of the publisher's program."""
        return self._id("KitAtelier")

    @property
    def developer_id(self) -> str:
        """The site backwards, as AppStream names who publishes: ``org.cress_na``."""
        return ".".join(reversed(self.site.replace("-", "_").split(".")))

    def _apart(self, first: str) -> str:
        return f"{first}-{self.edition}" if self.edition else first

    def _id(self, last: str) -> str:
        return f"{self.developer_id}.{self._apart(last).replace('-', '_')}"


FIRST = Naming("", "Kit ESS", "Kit ESS et collectivités", "cress-na.org")
"""The first kit, as its ``kit.toml`` says it: its start does not pay for reading that."""


def told_in(table: Mapping[str, Any]) -> Naming:
    """Return the names that a ``kit.toml`` gives."""
    program, organisation = table.get("program", {}), table.get("organisation", {})
    name = str(program.get("name", FIRST.name))
    full_name = str(program.get("full_name", name if "name" in program else FIRST.full_name))
    return Naming(str(program.get("edition", "")), name, full_name, str(organisation.get("site", FIRST.site)))


def naming() -> Naming:
    """Return the names of this kit: of the ``kit.toml`` that came with the program."""
    return _read(str(paths.resources())) if paths.edition() else FIRST


@lru_cache(maxsize=2)
def _read(resources: str) -> Naming:
    return told_in(parse_toml((Path(resources) / "kit.toml").read_text(encoding="utf-8"), TEXT_LIMIT))


def writer() -> str:
    """Return what line 1 of a dossier says of the program that made it: its version, and its edition if it has one."""
    return f"{__version__} {paths.edition()}".strip()


def edition_of(program: str) -> str:
    """Return the edition that ``writer`` told, empty for the first kit."""
    found = re.fullmatch(_WRITER, program)
    return found[1] if found else ""
