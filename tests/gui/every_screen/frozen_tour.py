"""A tour on a day that never passes: ``frozen_tour.py [--atelier] DIR --theme dark``, run as a program."""

from __future__ import annotations

import datetime
import importlib
import sys
from typing import Any

NOW = datetime.datetime(2026, 11, 24, 9, 30)


class _Kind(type):
    """Takes a real date for one of the frozen kind, as code that asks ``isinstance`` expects."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, cls.__mro__[1])


class FrozenDate(datetime.date, metaclass=_Kind):
    """Today is the day of the golden pictures."""

    @classmethod
    def today(cls) -> FrozenDate:
        return cls(NOW.year, NOW.month, NOW.day)


class FrozenTime(datetime.datetime, metaclass=_Kind):
    """Now is the hour of the golden pictures."""

    @classmethod
    def now(cls, tz: Any = None) -> FrozenTime:
        return cls(NOW.year, NOW.month, NOW.day, NOW.hour, NOW.minute, tzinfo=tz)

    @classmethod
    def today(cls) -> FrozenTime:
        return cls.now()


def main() -> int:
    """Stop the clock, then run the window's tour with the switches given."""
    importlib.import_module("kit.content.shelf")  # its days are decoded by msgspec, which knows the real type alone
    datetime.date, datetime.datetime = FrozenDate, FrozenTime  # type: ignore[misc]  before the program is imported
    words = [word for word in sys.argv[1:] if word != "--atelier"]
    if "--atelier" in sys.argv:
        from atelier import app as atelier

        return atelier.main(["--tour", *words])
    from ui import app

    return app.main(["--tour", *words])


if __name__ == "__main__":
    sys.exit(main())
