"""What a document holds before it has a format: the checklist, its sections, its items, its options."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from kit.dossier.model import Progress, Status

SIZES = (11, 18, 24)


class Options(Struct, frozen=True):
    """How a checklist is printed. ``size`` in points; ``blank``: empty boxes, with lines to write on.

    ``only_remaining`` leaves out what is done, dropped or not concerned. Raises ValueError for another size.
    """

    size: int = 11
    blank: bool = False
    only_remaining: bool = False
    why: bool = False
    steps: bool = False
    notes: bool = False

    def __post_init__(self) -> None:
        if self.size not in SIZES:
            raise ValueError(self.size)


class Item(Struct, frozen=True):
    """One box: an action, or a milestone, which no count includes."""

    code: str
    title: str
    status: Status = Status.TODO
    is_milestone: bool = False
    why: str = ""
    steps: tuple[str, ...] = ()
    note: str = ""
    who: str = ""
    due: str = ""
    answers: str = ""
    """In words, the several answers that stand for something of it."""


class Section(Struct, frozen=True):
    """A lever: its milestone first, then its actions, then own ones; a lever of one's own has no code.

    The counts are of all actions, printed or not; ``own`` are told apart from ``applicable``.
    """

    code: str
    title: str
    items: tuple[Item, ...]
    done: int
    applicable: int
    own: int = 0
    bar: tuple[Status, ...] = ()
    """The status of each action that the counts are of."""


class Checklist(Struct, frozen=True):
    """The boxes of one lever or of several, for one collectivité; an empty name is one to write by hand.

    ``progress`` counts the actions of all levers asked for, printed or not.
    """

    title: str
    collectivite: str
    date: date
    sections: tuple[Section, ...]
    progress: Progress
    options: Options = field(default_factory=Options)
    publisher: str = ""
    version: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        """All boxes, in reading order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def own(self) -> int:
        """How many actions the collectivité added, printed or not."""
        return sum(section.own for section in self.sections)
