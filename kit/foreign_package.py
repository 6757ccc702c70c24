"""A zip that a stranger made: its parts, read within bounds."""

from __future__ import annotations

import zipfile

ENTRY_LIMIT = 2_000


class PackageRefused(ValueError):
    """A package with too many parts, parts too large, or two of one name."""

    def __init__(self, words: str, *, is_too_large: bool) -> None:
        super().__init__(words)
        self.is_too_large = is_too_large


class Package:
    """The parts of an open zip; ``opened`` bytes at most in all, ``part`` in one. Raises PackageRefused."""

    def __init__(self, package: zipfile.ZipFile, *, opened: int, part: int) -> None:
        infos = package.infolist()
        self.names, self._package, self._most = {info.filename for info in infos}, package, part
        if len(infos) > ENTRY_LIMIT or sum(info.file_size for info in infos) > opened:
            raise PackageRefused("too large", is_too_large=True)
        if len(self.names) != len(infos):
            raise PackageRefused("two parts of one name", is_too_large=False)

    def read(self, name: str) -> bytes:
        """Return a part; KeyError where there is none. What a zip says of its size is not believed."""
        with self._package.open(name) as part:
            data = part.read(self._most + 1)
        if len(data) > self._most:
            raise PackageRefused("too large", is_too_large=True)
        return data
