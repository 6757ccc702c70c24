"""The history of a dossier → cards: a day, then a card for each thing that changed on it. Pure: only values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kit.search.narrowing import narrow
from ui.text.cards import Card, Group, Line

if TYPE_CHECKING:
    from kit.documents.history import Entry

_PICTOGRAMS = {
    "contact": "acteurs",
    "act": "modeles",
    "instant": "enregistrer",
    "mandate": "elu-designe",
    "identity": "collectivite",
    "own-lever": "agir",
    "article": "texte",
}
_OTHER = "plan"
_FOOT = "small"


def groups(days: Sequence[tuple[str, Sequence[Entry]]], words: str, levers: Mapping[str, str]) -> tuple[Group, ...]:
    """Return the days whose entries have the words typed; ``levers`` gives the pictogram of each item of the plan."""
    found = []
    for day, entries in days:
        named, told = narrow(entries, words, _title, _told)
        if cards := tuple(_card(day, entry, levers) for entry in (*named, *told)):
            found.append(Group(cards, day, flows=True))
    return tuple(found)


def told_in(groups: Iterable[Group]) -> int:
    """Return how many changes the cards tell."""
    return sum(line.look != _FOOT for group in groups for card in group.cards for line in card.lines)


def _card(day: str, entry: Entry, levers: Mapping[str, str]) -> Card:
    pictogram = levers.get(entry.on) or _PICTOGRAMS.get(entry.on.partition(":")[0], _OTHER)
    lines = [Line(change[:1].upper() + change[1:], look="closer") for change in entry.changes]
    when = f"{entry.at:%H:%M}" if entry.at else ""
    if foot := " · ".join(filter(None, (when, entry.who))):
        lines.append(Line(foot, look=_FOOT))
    target = entry.on if entry.on in levers else ""
    return Card(f"{day}-{entry.on}", entry.title, tuple(lines), target=target, pictogram=pictogram)


def _title(entry: Entry) -> str:
    return entry.title


def _told(entry: Entry) -> str:
    return " ".join((*entry.changes, entry.who))
