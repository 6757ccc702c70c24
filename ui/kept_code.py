"""Code that Python would compile anew at each start, kept: Qt's support modules, the methods of the dataclasses.

PySide6 compiles thirteen of its modules from their sources whenever it is loaded, and each dataclass its methods: 25 ms
of a start. What was compiled lies beside this package's own byte code and is taken again where its source is the same,
letter by letter. Without that file, or with another Python, all is compiled as ever.

``python -m ui.kept_code`` makes the file, as ``make setup`` does.
"""

from __future__ import annotations

import builtins
import contextlib
import dataclasses
import marshal
import os
import sys
from collections.abc import Callable
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any, Self

_Key = tuple[str, str | bytes]
_SUPPORT = "shibokensupport"
_METHODS = "dataclass"


class KeptCode:
    """While it is entered, ``compile`` and ``dataclasses`` take what is kept; ``save`` keeps what was new."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: dict[_Key, CodeType] = {}
        self._used: dict[_Key, CodeType] = {}
        self._compile: Callable[..., Any] = builtins.compile
        self.made = 0

    @classmethod
    def of_this_python(cls) -> Self:
        """Return what is kept for the Python that runs: byte code of another one would be wrong."""
        tag = f"{sys.implementation.cache_tag}-{sys.flags.optimize}-{MAGIC_NUMBER.hex()}"
        return cls(Path(__file__).with_name("__pycache__") / f"kept.{tag}.code")

    def __enter__(self) -> Self:
        try:
            found = marshal.loads(self._file.read_bytes())
        except (OSError, ValueError, EOFError, TypeError):
            found = None
        self._kept = found if isinstance(found, dict) else {}
        self._compile = builtins.compile
        builtins.compile = self._compiled
        vars(dataclasses)["exec"] = self._run  # found before the built-in one
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        builtins.compile = self._compile
        vars(dataclasses).pop("exec", None)
        self._kept = {}

    def save(self) -> None:
        """Keep what was used, if any of it was new; a frozen program, or a folder without room, is left as it is."""
        if not self.made or getattr(sys, "frozen", False):
            return
        half = self._file.with_suffix(f".{os.getpid()}")
        try:
            self._file.parent.mkdir(exist_ok=True)
            half.write_bytes(marshal.dumps(self._used))
            half.replace(self._file)
        except OSError:
            with contextlib.suppress(OSError):
                half.unlink()

    def _taken(self, name: str, source: str | bytes) -> CodeType:
        code = self._kept.get((name, source))
        if not isinstance(code, CodeType):
            self.made += 1
            # Qt's importer would pass on the ``__future__`` of its file, the same as of this one; dataclasses has none
            code = self._compile(source, name, "exec", dont_inherit=name == _METHODS)
        self._used[name, source] = code
        return code

    def _compiled(self, source: Any, filename: Any, mode: str, *more: Any, **named: Any) -> Any:
        ours = isinstance(source, str | bytes) and isinstance(filename, str) and filename.startswith(_SUPPORT)
        if ours and mode == "exec" and not (more or named):
            return self._taken(filename, source)
        return self._compile(source, filename, mode, *more, **named)

    def _run(self, source: Any, *places: Any) -> None:
        exec(self._taken(_METHODS, source) if isinstance(source, str) else source, *places)


def leave_features_out() -> None:
    """Take back the import that PySide6 put in for ``__feature__``, which the kit never uses: it reads the source of
    each module that is loaded and keeps it in memory (8 ms and 3 MiB of a start).
    """
    before = getattr(builtins, "__orig_import__", None)
    if before is not None:
        builtins.__import__ = before


def main() -> int:
    """Keep the code of this Python."""
    with KeptCode.of_this_python() as code:
        import ui.app  # noqa: F401  for what it compiles
    code.save()
    return 0


if __name__ == "__main__":
    sys.exit(main())
