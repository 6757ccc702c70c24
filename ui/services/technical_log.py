"""What is left when the program dies or errs: places in the code, in a small file, and no word of the user's.

A windowed program has no stderr: without this file nobody could tell what happened. It holds times, levels, names of
modules, types of exceptions, lines of the code and what the code itself says. What is put into such a sentence when it
is logged (paths, names, what was typed) is left out, and so are the messages of exceptions and the places of files.

``logging.handlers`` cannot be used: it imports ``socket``, which the program does not ship.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from pathlib import Path
from types import TracebackType

from kit import __version__, paths

MOST = 64 * 1024
"""Bytes of the file, beyond which it becomes the one before (``….ancien``), which goes."""
TOLD = 80
"""Lines that are copied with « Copier les informations »."""

# Patterns as texts: ``re`` compiles each at its first use and remembers it.
_FATAL = r"(?:Fatal Python error|Windows fatal exception): [\w :()-]{1,80}"
_THREAD = r"((?:Current thread|Thread)) 0x[0-9a-f]+"
_FRAME = r'  File "(.{1,4096})", line (\d{1,9}|\?\?\?) in ([\w<>.]{1,200})'
_OF_QT = r"Q[A-Z]\w*(?:::~?\w+)?(?=[ :(])"  # « QPainter::begin: … »: the function that speaks

_log = logging.getLogger(__name__)


class PlacesOnly(logging.Formatter):
    """Tells an exception by its types and places, never by its message."""

    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        return "\n".join(told(error)) if isinstance(error, BaseException) else ""


class _WithoutWords(PlacesOnly):
    """Keeps the sentence of the code as it stands there, without what is put into it; one line a record."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        when = self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ")
        said = str(record.msg).partition("\n")[0] if record.name != "qt" else of_qt(record.getMessage())
        line = f"{when} {__version__} {record.levelname} {record.name}:{record.lineno} {said}".rstrip()
        more = [self.formatException(record.exc_info)] if record.exc_info else []
        return "\n".join([line, *more, *getattr(record, "lines", ())])


class TechnicalLog(logging.Handler):
    """Appends to the file of the user's data, opened for each record: other windows write there too."""

    def __init__(self, file: Path) -> None:
        super().__init__(logging.WARNING)
        self._file = file
        self.setFormatter(_WithoutWords())

    def emit(self, record: logging.LogRecord) -> None:
        self.append(self.format(record))

    def append(self, words: str) -> None:
        """Write lines; a disk that refuses is not told, as there is no other place to tell it."""
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._file.is_file() and self._file.stat().st_size > MOST:
                self._file.replace(older(self._file))
            place = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(place, "a", encoding="utf-8", errors="replace") as out:
                out.write(f"{words}\n")
        except OSError:
            return


def older(file: Path) -> Path:
    """Return the file of what was noted before."""
    return file.with_name(f"{file.stem}.ancien{file.suffix}")


def install() -> TechnicalLog:
    """Note from now on what is logged, and what no code of ours catches in a thread or while things are freed."""
    handler = TechnicalLog(paths.technical_log())
    logging.getLogger().addHandler(handler)
    threading.excepthook = lambda args: _note(args.exc_value)
    return handler


def note_crash(traces: tuple[str, ...]) -> None:
    """Note what the runs left that ended badly."""
    for trace in traces:
        _log.critical("the program ended without closing", extra={"lines": of_fault(trace)})


def _note(error: BaseException | None) -> None:
    _log.error("unexpected in a thread", exc_info=error)


def told(error: BaseException) -> list[str]:
    """Return an exception as lines: its type and places, then those of what it came from."""
    lines: list[str] = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen and len(seen) < 5:
        seen.add(id(at))
        lines.append(f"  {type(at).__name__}{_number(at)}")
        lines += _places(at.__traceback__)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return lines


def _number(error: BaseException) -> str:
    """Return the number that the system gave to a refusal."""
    return f" {error.errno}" if isinstance(error, OSError) and isinstance(error.errno, int) else ""


def _places(trace: TracebackType | None) -> list[str]:
    found = []
    while trace is not None:
        frame = trace.tb_frame
        found.append(f"    {frame.f_globals.get('__name__', '?')}:{trace.tb_lineno} {frame.f_code.co_name}")
        trace = trace.tb_next
    return found[-30:]


def of_fault(text: str) -> list[str]:
    """Return what Python wrote of its own death (``faulthandler``): the signal, the places, nothing else."""
    lines: list[str] = []
    for line in text.splitlines()[:400]:
        if found := re.match(_FATAL, line):
            lines.append(f"  {found[0]}")
        elif found := re.match(_THREAD, line):
            lines.append(f"  {found[1]}")
        elif found := re.match(_FRAME, line):
            lines.append(f"    {_without_folders(found[1])}:{found[2]} {found[3]}")
    return lines


def _without_folders(place: str) -> str:
    """Return a file of the code without the folders that it stands in, which bear a name of the user's."""
    parts = re.split(r"[/\\]", place)
    ours = Path(__file__).resolve().parents[2]
    try:
        inside = Path(place).relative_to(ours).parts if Path(place).is_absolute() else tuple(parts)
    except ValueError:
        return parts[-1]
    return "/".join(inside) if inside[0] in ("kit", "ui") else parts[-1]


def of_qt(message: str) -> str:
    """Return which function of Qt speaks, where it says so: the rest may hold a path, or what was typed."""
    found = re.match(_OF_QT, message)
    return found[0] if found else ""


def tail(lines: int = TOLD) -> str:
    """Return the end of what was noted, empty for nothing."""
    file = paths.technical_log()
    noted: list[str] = []
    for path in (older(file), file):
        try:
            with path.open(encoding="utf-8", errors="replace") as held:
                noted += held.read(2 * MOST).splitlines()
        except OSError:
            continue
    return "\n".join(noted[-lines:])
