"""The history of a dossier → a story: a day, then an entry for each thing that changed on it. Pure: only values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kit.dossier.model import Status
from kit.search.narrowing import narrow
from kit.typography import NBSP
from ui.text.cards import Group, Line, Told

if TYPE_CHECKING:
    from kit.documents.history import Entry

_SIGNS = {  # the pictogram and the accent of what an entry is about
    "contact": ("acteurs", "blue"),
    "act": ("arrete", "purple"),
    "instant": ("enregistrer", "purple"),
    "mandate": ("elu-designe", "purple"),
    "identity": ("collectivite", "teal"),
    "own-lever": ("agir", "teal"),
    "article": ("texte", "teal"),
    "sending": ("courriel", "teal"),
}
_STATES = {  # of the state that an action came to
    Status.DONE.label: ("coche", "green"),
    Status.DOING.label: ("note", "teal"),
    Status.NOT_CONCERNED.label: ("retirer", "teal"),
}
_WEEKDAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
_OTHER = "plan"
_FOOT = "small"


def groups(
    days: Sequence[tuple[str, Sequence[Entry]]], words: str, known: Mapping[str, tuple[str, str]], today: date
) -> tuple[Group, ...]:
    """Return the days whose entries have the words typed; ``known`` gives each item's pictogram and number."""
    found = []
    for day, entries in days:
        named, told = narrow(entries, words, _title, _searched_words)
        if cards := tuple(_card(day, entry, known) for entry in (*named, *told)):
            found.append(Group(cards, _day_words(day, entries, today)))
    return tuple(found)


def told_in(groups: Iterable[Group]) -> int:
    """Return how many changes the entries tell."""
    cards = [card for group in groups for card in group.cards]
    return sum(len(card.tags) + sum(line.look != _FOOT for line in card.lines) for card in cards)


def _day_words(day: str, entries: Sequence[Entry], today: date) -> str:
    """Return « Lundi 30 novembre 2026 · aujourd’hui »."""
    at = next((entry.at.date() for entry in entries if entry.at), None)
    if at is None:
        return day
    near = {today: " · aujourd’hui", today - timedelta(days=1): " · hier"}.get(at, "")
    return f"{_WEEKDAYS[at.weekday()]} {day}{near}"


def _card(day: str, entry: Entry, known: Mapping[str, tuple[str, str]]) -> Told:
    before, after, sentence = entry.moved
    kind = entry.on.partition(":")[0]
    drawing, code = known.get(entry.on, ("", ""))
    pictogram, accent = _STATES.get(after) or _SIGNS.get(kind) or (drawing or _OTHER, "teal")
    others = [change for change in entry.changes if change != sentence]
    lines = [Line(change[:1].upper() + change[1:], look="closer") for change in others]
    if entry.who:
        lines.append(Line(entry.who, look=_FOOT))
    return Told(
        f"{day}-{entry.on}",
        f"{code} {entry.title}" if code else entry.title,
        tuple(lines),
        (f"{_begun(before)} → {_begun(after)}",) if sentence else (),
        entry.on if entry.on in known else "",
        pictogram,
        hour=f"{entry.at:%H}{NBSP}h{NBSP}{entry.at:%M}" if entry.at else "",
        accent=accent,
    )


def _begun(label: str) -> str:
    return label[:1].upper() + label[1:]


def _title(entry: Entry) -> str:
    return entry.title


def _searched_words(entry: Entry) -> str:
    return " ".join((*entry.changes, entry.who))
