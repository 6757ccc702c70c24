"""How far a long work has come: its steps are told to whoever waits, who may end it by raising ``Stopped``."""

from __future__ import annotations

from collections.abc import Callable

type Step = Callable[[str], None]
"""Called with the name of each step before it begins."""


def unwatched(*_: object) -> None:
    """Do nothing at a step: nobody waits."""
