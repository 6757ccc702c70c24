"""The modules of the start, kept in one file: Python would look for each of some 150, open it, and check its byte code.

Each is taken only while its source has the size and the time that it had, as Python itself judges byte code; else, or
without the file, it is imported as ever. In a frozen program nothing can change, and nothing is looked at.
Imported before all else: it must itself need nothing that is kept.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib_external import (
    MAGIC_NUMBER,
    SourceFileLoader,
    spec_from_file_location,
)  # no file: it is Python’s

FORMAT = 3  # of the kept files: raised when one holds something else, so that those of an older kit are not read
TYPE_CHECKING = False  # as ``typing`` has it, which is among what is kept
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

    Kept = tuple[str, tuple[int, int] | None, bool, CodeType]  # file, its size and time, whether a package, code


def file_of_this_python(ending: str, *, frozen: bool = hasattr(sys, "frozen")) -> str:
    """Return where is kept what only this very Python can read: beside the byte code of this package."""
    kind = "frozen" if frozen else sys.flags.optimize
    tag = f"{sys.implementation.cache_tag}-{kind}-{MAGIC_NUMBER.hex()}"
    return os.path.join(os.path.dirname(__file__), "__pycache__", f"kept{FORMAT}.{tag}.{ending}")


def write_beside(file: str, content: bytes) -> None:
    """Write a whole file at once; a folder without room or rights is left as it is."""
    import contextlib
    from pathlib import Path

    from kit.files import write_whole

    with contextlib.suppress(OSError):
        Path(file).parent.mkdir(exist_ok=True)
        write_whole(Path(file), content)


class _Loader(SourceFileLoader):
    """Loads a module from code that is there already."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self._code: CodeType | None = code

    def get_code(self, fullname: str) -> CodeType | None:
        code, self._code = self._code, None  # the first time only: a module that has run leaves nothing of it in memory
        return code or super().get_code(fullname)


class KeptModules:
    """A finder of modules; between ``install`` and ``close`` it is asked first."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._base = os.path.dirname(os.path.dirname(__file__))
        self._before = frozenset(sys.modules)
        self._names: list[str] = []
        self._kept: dict[str, Kept] = {}
        self.made = 0

    def install(self) -> None:
        """Read what is kept and be asked first from now on."""
        try:
            with open(self._file, "rb") as file:
                found = marshal.loads(file.read())
        except (OSError, ValueError, EOFError, TypeError):
            found = None
        self._kept = found if isinstance(found, dict) else {}
        sys.meta_path.insert(0, self)

    def close(self) -> None:
        """Be asked no more; what was imported since ``install`` is what ``save`` keeps, if any of it was not kept."""
        sys.meta_path.remove(self)
        self._kept = {}
        loaders = {name: getattr(module, "__loader__", None) for name, module in sys.modules.items()}
        self._names = [name for name, one in loaders.items() if name not in self._before and _is_of_file(one)]
        self.made = sum(not isinstance(loaders[name], _Loader) for name in self._names)

    def save(self) -> None:
        """Keep what was imported, if any of it was not; a frozen program is left as it is."""
        if self.made and not hasattr(sys, "frozen"):
            write_beside(self._file, marshal.dumps(self.entries()))

    def entries(self) -> dict[str, Kept]:
        """Return what was imported, by name, as the file holds it."""
        return {name: _entry(sys.modules[name]) for name in self._names}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load a module that is kept, None for all others (the protocol of ``sys.meta_path``)."""
        kept = self._kept.get(name)
        if kept is None:
            return None
        file, stamp, package, code = kept
        place = os.path.join(self._base, file)
        if stamp is not None and stamp != _stamp(place):
            return None
        search = [os.path.dirname(place)] if package else None
        loader = _Loader(name, place, code)
        return spec_from_file_location(name, place, loader=loader, submodule_search_locations=search)


def _is_of_file(loader: object) -> bool:
    return isinstance(loader, SourceFileLoader) and os.path.isabs(loader.path)  # Qt's own are not from the disk


def _stamp(file: str) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except OSError:
        return (-1, -1)
    return found.st_size, found.st_mtime_ns


def _entry(module: ModuleType) -> Kept:
    loader = module.__loader__
    assert isinstance(loader, SourceFileLoader)
    code = loader.get_code(module.__name__)
    assert code is not None
    return loader.path, _stamp(loader.path), hasattr(module, "__path__"), code
