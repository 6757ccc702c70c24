"""When Python's cyclic garbage collector may run: never while work runs off the window's thread.

It runs in whichever thread makes the next object. In one of a pool it would free windows that are no longer used while
the window's thread works on others, and Qt and PySide, which know no lock, would end the process sooner or later.
"""

from __future__ import annotations

import gc

_held = 0  # pieces of work under way, of all pools of the process


def hold() -> None:
    """Keep the collector from running until ``release`` was called as often; in the window's thread."""
    global _held
    _held += 1
    gc.disable()


def release() -> None:
    """End one ``hold``; in the window's thread."""
    global _held
    _held -= 1
    allow()


def allow() -> None:
    """Let the collector run, at once where nothing holds it."""
    if not _held:
        gc.enable()
