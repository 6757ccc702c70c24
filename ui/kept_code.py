"""Code that Python would compile anew at each start, kept: Qt's support modules, the methods of the dataclasses.

PySide6 compiles thirteen of its modules from their sources whenever it is loaded, and each dataclass its methods: 25 ms
of a start. What was compiled lies beside this package's own byte code and is taken again where its source is the same,
letter by letter. Without that file, or with another Python, all is compiled as ever.

The start and the screens that come later have a file each; ``python -m ui --keep`` makes both, as ``make setup`` does.
What is kept is unpacked one by one, as it is taken: a screen takes a tenth of its file.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]  # what ``re`` itself hands a compiled pattern to
import builtins
import dataclasses
import marshal
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any, Self

from ui.kept_modules import file_of_this_python, write_beside

_Key = tuple[str, str | bytes]
_PatternKey = tuple[str | bytes, int]
_Pattern = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]  # as ``_sre.compile`` takes it
_SUPPORT = "shibokensupport"
_METHODS = "dataclass"


class KeptCode:
    """While it is entered, ``compile``, ``dataclasses`` and ``re`` take what is kept; ``save`` keeps what was new.

    One that does not ``learn`` only takes: it may be entered while other threads compile too.
    """

    def __init__(self, file: Path, *, learn: bool = True) -> None:
        self._file, self._learn = file, learn
        self._kept: dict[_Key, bytes] = {}
        self._used: dict[_Key, bytes] = {}
        self._kept_patterns: dict[_PatternKey, bytes] = {}
        self._used_patterns: dict[_PatternKey, bytes] = {}
        self._compile: Callable[..., Any] = builtins.compile
        self._re: Any = vars(re)["_compiler"]
        self._compile_pattern: Callable[..., Any] = self._re.compile
        self.made = 0

    @classmethod
    def of_this_python(cls, ending: str = "code", *, learn: bool = True) -> Self:
        """Return what is kept for the Python that runs: byte code of another one would be wrong."""
        return cls(Path(file_of_this_python(ending)), learn=learn)

    def __enter__(self) -> Self:
        try:
            self._kept, self._kept_patterns = marshal.loads(self._file.read_bytes())
        except (OSError, ValueError, EOFError, TypeError):
            self._kept, self._kept_patterns = {}, {}
        self._compile, self._compile_pattern = builtins.compile, self._re.compile
        builtins.compile = self._compiled
        vars(dataclasses)["exec"] = self._run  # found before the built-in one
        self._re.compile = self._compiled_pattern
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        builtins.compile = self._compile
        vars(dataclasses).pop("exec", None)
        self._re.compile = self._compile_pattern
        self._kept, self._kept_patterns = {}, {}
        if not self.made:  # nothing will be saved
            self._used, self._used_patterns = {}, {}

    def save(self) -> None:
        """Keep what was used, if any of it was new; a frozen program, or a folder without room, is left as it is."""
        if self.made and not hasattr(sys, "frozen"):
            write_beside(str(self._file), self.content())

    def content(self) -> bytes:
        """Return what was used, as the file holds it."""
        return marshal.dumps((self._used, self._used_patterns))

    def _taken(self, name: str, source: str | bytes) -> CodeType:
        kept = self._kept.get((name, source))
        code: CodeType | None = _unpacked(kept)
        if not isinstance(code, CodeType):
            kept = None
            self.made += 1
            # Qt's importer would pass on the ``__future__`` of its file, the same as of this one; dataclasses has none
            code = self._compile(source, name, "exec", dont_inherit=name == _METHODS)
        if self._learn:
            self._used[name, source] = kept or _packed(code)
        return code

    def _compiled(self, source: Any, filename: Any, mode: str, *more: Any, **named: Any) -> Any:
        ours = isinstance(source, str | bytes) and isinstance(filename, str) and filename.startswith(_SUPPORT)
        if ours and mode == "exec" and not (more or named):
            return self._taken(filename, source)
        return self._compile(source, filename, mode, *more, **named)

    def _run(self, source: Any, *places: Any) -> None:
        exec(self._taken(_METHODS, source) if isinstance(source, str) else source, *places)

    def _compiled_pattern(self, pattern: Any, flags: Any = 0) -> Any:
        if type(pattern) not in (str, bytes):
            return self._compile_pattern(pattern, flags)
        key = (pattern, int(flags))
        kept = self._kept_patterns.get(key)
        parts = _unpacked(kept)
        if isinstance(parts, tuple) and kept is not None:
            self._used_patterns[key] = kept
            return _sre.compile(pattern, *parts)
        if not self._learn:
            return self._compile_pattern(pattern, flags)
        self.made += 1
        with _Listening(self._re) as heard:
            made = self._compile_pattern(pattern, flags)
        self._used_patterns[key] = _packed(heard.last)
        return made


def _unpacked(kept: bytes | None) -> Any:
    """Return what is kept, None when nothing is or when it cannot be read."""
    try:
        return None if kept is None else marshal.loads(kept)
    except (ValueError, EOFError, TypeError):
        return None


def _packed(value: Any) -> bytes:
    return marshal.dumps(marshal.loads(marshal.dumps(value)))  # twice: else it tells what else knew the same word


class _Listening:
    """Hears, while it is entered, what ``re`` hands to ``_sre`` to be made a pattern."""

    last: _Pattern

    def __init__(self, compiler: Any) -> None:
        self._compiler = compiler

    def __enter__(self) -> Self:
        self._compiler._sre = self
        return self

    def __exit__(self, *_: object) -> None:
        self._compiler._sre = _sre

    def __getattr__(self, name: str) -> Any:
        return getattr(_sre, name)

    def compile(self, pattern: Any, flags: int, code: list[int], groups: int, *names: Any) -> Any:
        by_name, by_number = names
        self.last = (int(flags), [int(word) for word in code], groups, dict(by_name), tuple(by_number))
        return _sre.compile(pattern, flags, code, groups, by_name, by_number)


def leave_features_out() -> None:
    """Take back the import that PySide6 put in for ``__feature__``, which the kit never uses: it reads the source of
    each module that is loaded and keeps it in memory (8 ms and 3 MiB of a start).
    """
    before = getattr(builtins, "__orig_import__", None)
    if before is not None:
        builtins.__import__ = before
