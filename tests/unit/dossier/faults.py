"""Whatever can be raised, at whatever step: one way to break off any work of the core at its n-th step."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import BuiltinFunctionType, FrameType

import kit

KINDS: tuple[Callable[[], BaseException], ...] = (
    lambda: OSError(errno.ENOSPC, "full"),
    lambda: PermissionError(errno.EACCES, "held"),
    lambda: FileNotFoundError(errno.ENOENT, "gone"),
    lambda: FileExistsError(errno.EEXIST, "there"),
    lambda: OSError(errno.ENOLCK, "no locks"),
    lambda: ValueError("x"),
    lambda: UnicodeEncodeError("utf-8", "x", 0, 1, "x"),
    lambda: RuntimeError("x"),
    lambda: KeyError("x"),
    MemoryError,
    RecursionError,
    KeyboardInterrupt,
)
"""One maker for each kind of exception that some handler might treat in its own way."""

_OWN_WAYS = (KINDS[0], KINDS[2], KINDS[5], KINDS[-1])
"""A lasting refusal, one that is often taken for « nothing there », what no handler knows, and no Exception at all."""

_ROOMS = (str(Path(kit.__file__).parent / "dossier"), str(Path(kit.__file__).parent / "files.py"))
_LOCK = str(Path("kit", "dossier", "lock.py"))
_LAST = ("close", "_release", "release")
"""Functions that give back what is held: a fault before their first line leaves nobody to do it."""
_NOT_GIVEN = {
    "c_call": ("__enter__", "__exit__", "close"),
    "c_return": ("__enter__", "open", "scandir"),
}
"""Steps at which a fault means that a file is never closed, whatever the code does."""
_SYSTEM = ("posix", "nt", "fcntl", "_io", "io")


class Fault:
    """Raises at the n-th step of what runs inside ``with``; ``came`` says whether that step was reached.

    A step is a call of a function of ``kit.dossier`` or ``kit.files``, and a call of the system's made from there: once
    before it is made, once after it was. With ``system`` only the latter are counted. Taking or giving back a lock is
    one step, unless ``in_lock``.
    """

    def __init__(
        self, at: int, make: Callable[[], BaseException], *, system: bool = False, in_lock: bool = False
    ) -> None:
        self._left, self._make, self._system, self._in_lock = at, make, system, in_lock
        self.came = False
        self.where: object = None
        """Which step it was, for whoever looks at a failure."""

    def __repr__(self) -> str:
        return f"{self.where} {self._make()!r}"

    def __enter__(self) -> Fault:
        sys.setprofile(self._look)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _look(self, frame: FrameType, kind: str, called: object) -> None:
        if (self._system and kind == "call") or not _is_step(frame, kind, called):
            return
        if not self._in_lock and _is_in_lock(frame):
            return
        self._left -= 1
        if not self._left:
            self.came, self.where = (
                True,
                (kind, frame.f_code.co_qualname, frame.f_lineno, getattr(called, "__name__", "")),
            )
            sys.setprofile(None)
            raise self._make()


def _is_step(frame: FrameType, kind: str, called: object) -> bool:
    if kind == "call":
        code = frame.f_code
        return code.co_filename.startswith(_ROOMS) and code.co_name not in _LAST
    if kind not in ("c_call", "c_return") or not isinstance(called, BuiltinFunctionType):
        return False
    if called.__name__ in _NOT_GIVEN[kind]:
        return False
    owner = getattr(called, "__module__", None) or type(called.__self__).__module__
    return owner in _SYSTEM and _is_asked_by_kit(frame)


def _is_asked_by_kit(frame: FrameType | None) -> bool:
    """Say whether a call of the system comes from these rooms, be it through ``pathlib`` or ``os``."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(_ROOMS):
            return True
        if "pathlib" not in name and not name.endswith("os.py") and "contextlib" not in name:
            return False
        frame = frame.f_back
    return False


def _is_in_lock(frame: FrameType | None) -> bool:
    """Say whether a lock is being taken or given back."""
    while frame is not None:
        if frame.f_code.co_filename.endswith(_LOCK):
            return True
        frame = frame.f_back
    return False


def each_step_in_lock() -> Iterator[Fault]:
    """Yield as ``each_step``, with the steps of taking and giving back a lock."""
    for make in KINDS:
        yield from _until_the_end(lambda at, make=make: Fault(at, make, in_lock=True))  # type: ignore[misc]


def each_step() -> Iterator[Fault]:
    """Yield a fault of each kind for each step, until the work ends before its fault: for a loop that runs it anew."""
    for make in KINDS:
        yield from _until_the_end(lambda at, make=make: Fault(at, make))  # type: ignore[misc]


def each_kind_of_step() -> Iterator[Fault]:
    """Yield one fault for each step, the kinds in turn, and one of ``_OWN_WAYS`` for each call of the system."""
    yield from _until_the_end(lambda at: Fault(at, KINDS[at % len(KINDS)]))
    for make in _OWN_WAYS:
        yield from _until_the_end(lambda at, make=make: Fault(at, make, system=True))  # type: ignore[misc]


def _until_the_end(fault_at: Callable[[int], Fault]) -> Iterator[Fault]:
    at, fault = 1, fault_at(1)
    yield fault
    while fault.came:
        at += 1
        fault = fault_at(at)
        yield fault
    assert at > 5  # the work has steps
