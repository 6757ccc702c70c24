"""The mandate book: the dated history of a dossier in plain French."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from kit.content.blocks import Items, Paragraph
from kit.content.library import Library
from kit.days import read_day
from kit.documents.boxes import footer
from kit.documents.document import Block, Document, heading, said, words
from kit.documents.sheet import Sheet, SheetRow
from kit.documents.wording import Wording, wording
from kit.dossier.dossier import ANONYMOUS
from kit.dossier.highlights import HIGHLIGHT, is_note
from kit.dossier.model import Event, Status
from kit.dossier.plan import text_of
from kit.dossier.plan_fields import EVIDENCE, STATUS, STEP, STEP_DONE, TEXTS, TO_CONFIRM
from kit.dossier.view import HistoryView
from kit.mandate.story import Asked, Told, folded, story
from kit.typography import french

_SILENT = (":rank", "order", "done_year", "lever", "insee", "siren", "departement_code", "kind")
_IDENTITY = ("name", "population", "mayor", "council")
_ITEMS = ("action", "milestone", "own")
_WHOLE = {"act": "act", "instant": "instant", "mandate": "mandate", "contact": "contact", "sending": "sending"}
_TOGETHER = {**{kind: f"about_{kind}" for kind in _WHOLE}, "identity": "about_identity"}


class Entry(Struct, frozen=True):
    """What changed of one thing on one day: ``on`` is its target, or a part of the dossier (« contact »).

    ``at`` is the local time of the last change, None where no clock gave one. ``who`` is empty where one person alone
    writes in the dossier, or where each change names its own. ``moved`` is the state before and after, and which of the
    ``changes`` tells it, where one change of state stands for the day.
    """

    on: str
    title: str
    at: datetime | None
    who: str
    changes: tuple[str, ...]
    moved: tuple[str, str, str] = ("", "", "")


class Teller(Struct, frozen=True):
    """Turns changes into words; ``titles`` names targets by their id, ``is_from_here`` says what was made here."""

    titles: dict[str, str]
    say: Wording
    is_from_here: Callable[[str], bool]

    @classmethod
    def of(cls, library: Library, dossier: HistoryView, events: Iterable[Event]) -> Teller:
        """Know the titles of the texts and of the own actions, and who wrote here without a name."""
        titles = {f"{kind}:{one.id}": one.title for one in library.articles() for kind in (one.kind, "article")}
        titles |= {e.on: str(e.x) for e in events if e.on.startswith(("own:", "own-lever:")) and e.f == "title" and e.x}
        say = wording(library)
        own = {key: french(words_of) for key, words_of in say.phrases["history"].items()}
        return cls(titles, replace(say, phrases={**say.phrases, "history": own}), dossier.is_from_here)

    def change(self, told: Told) -> str:
        """Return « passe de « à faire » à « fait » », without what it is about; empty for a detail."""
        words_of = self._what(told)
        if words_of and told.undoes:
            words_of = self.say.say("history", "undone", sentence=words_of)
        if words_of and told.via == "papier":
            words_of = self.say.say("history", "from_paper", sentence=words_of)
        return words_of

    def who(self, told: Told) -> str:
        """Return who made a change: a name, else on which side it was made."""
        who = told.by
        if who in ("", ANONYMOUS):
            who = self.say.say("history", "here" if self.is_from_here(told.id) else "elsewhere")
        return who[:1].upper() + who[1:]

    def about(self, on: str) -> tuple[str, str]:
        """Return what an entry is about, as a key and as words: an action or a page, else a part of the dossier."""
        kind = on.partition(":")[0]
        if kind in _TOGETHER:
            return kind, self.say.say("history", _TOGETHER[kind])
        if kind in (*_ITEMS, "own-lever", "article"):
            return on, self._title(on)
        return "", self.say.say("history", "about_other")

    def line(self, entry: Entry) -> str:
        """Return an entry in one sentence."""
        words_of = self.say.say("history", "entry", title=entry.title, changes=" ; ".join(entry.changes))
        if entry.who:
            words_of = self.say.say("history", "signed", sentence=words_of, who=entry.who)
        words_of = self.say.say("history", "line", sentence=words_of)
        return words_of[:-1] if words_of.endswith(("..", "….", "!.", "?.")) else words_of

    def _what(self, told: Told) -> str:
        kind = told.on.partition(":")[0]
        if told.field.endswith(_SILENT):
            return ""
        if kind in _WHOLE:
            return self._whole(_WHOLE[kind], told)
        if kind == "identity":
            return self._identity(told)
        if kind in ("own", "own-lever") and told.field == "title":
            return self._own(kind, told)
        if kind in _ITEMS:
            return self._item(told)
        if kind == "article":
            return self._on_page(told)
        return self.say.say("history", "other") if kind != "diagnostic" else ""

    def _on_page(self, told: Told) -> str:
        if is_note(told.field):
            return self.say.say("history", "note_on_passage")
        if not told.field.startswith(HIGHLIGHT):
            return self.say.say("history", "note_on_page")
        quote = told.after if isinstance(told.after, dict) else told.before if isinstance(told.before, dict) else {}
        words_of = _short(quote.get("exact", ""))  # empty where personal data was erased
        return self.say.say("history", "passage" if told.after else "passage_gone", value=words_of) if words_of else ""

    def _item(self, told: Told) -> str:
        if told.field == "status":
            return self._status(told)
        if told.field == TO_CONFIRM:
            return self.say.say("history", "to_confirm") if told.after else ""
        if told.field.startswith(STEP):
            return self._step(told)
        if told.field.startswith(EVIDENCE):
            value = told.after.get("title", "") if isinstance(told.after, dict) else ""
            key = "evidence_new" if told.after else "evidence_gone"
            return self.say.say("history", key, value=value)
        if told.field not in TEXTS:
            return self.say.say("history", "other")
        return self._field(told, told.field)

    def _status(self, told: Told) -> str:
        before, after = _label(told.before), _label(told.after)
        if told.before is None:
            return self.say.say("history", "status", state=after)
        return self.say.say("history", "status_was", before=before, state=after)

    def _step(self, told: Told) -> str:
        if told.field.endswith(STEP_DONE):
            return self.say.say("history", "step_done" if told.after else "step_undone")
        key = "step_new" if told.after else "step_gone"
        return self.say.say("history", key, value=_short(told.after), before=_short(told.before))

    def _field(self, told: Told, field: str) -> str:
        name = self.say.say("history", field)
        if not told.after:
            return self.say.say("history", "field_gone", field=name)
        return self.say.say("history", "field", field=name, value=self._on_one_line(told.after))

    def _identity(self, told: Told) -> str:
        if told.field not in _IDENTITY:
            return ""
        name = self.say.say("history", told.field)
        if not told.after:
            return self.say.say("history", "identity_gone", field=name)
        return self.say.say("history", "identity", field=name, value=self._on_one_line(told.after))

    def _on_one_line(self, value: object) -> str:
        """Return a value on one line, an ISO date as one writes it."""
        text = _short(value)
        day = read_day(text)
        return self.say.date(day) if day else text

    def _own(self, kind: str, told: Told) -> str:
        if kind == "own-lever":
            return self.say.say("history", "own_lever_new", value=_short(told.after)) if told.after else ""
        key = "own_gone" if not told.after else "own_renamed" if told.before else "own_new"
        return self.say.say("history", key, value=_short(told.after), before=_short(told.before))

    def _whole(self, key: str, told: Told) -> str:
        if key == "instant" and not told.after:
            key = "instant_gone"
        return self.say.say("history", key, value=_short(told.after))

    def _title(self, on: str) -> str:
        return self.titles.get(on) or on.partition(":")[2]


def told_by_day(teller: Teller, asked: Asked, events: Iterable[Event]) -> list[tuple[str, list[Entry]]]:
    """Return the days as one writes them, each with an entry for each thing that changed; the latest first."""
    whole = folded(story(events))
    days: dict[date | None, dict[str, list[Told]]] = {}
    for told in filter(asked.lets_pass, whole):
        if teller.change(told):
            about = days.setdefault(told.day, {})
            key = teller.about(told.on)[0]
            about[key] = about.pop(key, [])  # what changed last comes last
            about[key].append(told)
    is_signed = len({teller.who(told) for told in whole}) > 1
    say = teller.say
    ordered = sorted(days, key=lambda one: one or date.min, reverse=True)
    return [
        (
            say.date(day) if day else say.say("history", "no_day"),
            [_entry(teller, found, is_signed=is_signed) for found in reversed(days[day].values())],
        )
        for day in ordered
    ]


def _entry(teller: Teller, found: Sequence[Told], *, is_signed: bool) -> Entry:
    on, title = teller.about(found[0].on)
    people = dict.fromkeys(map(teller.who, found))
    changes = dict.fromkeys((teller.change(told), teller.who(told)) for told in found)
    if is_signed and len(people) > 1:
        said_of = [teller.say.say("history", "signed", sentence=change, who=who) for change, who in changes]
    else:
        said_of = list(dict.fromkeys(change for change, _ in changes))
    who = next(iter(people)) if is_signed and len(people) == 1 else ""
    states = [told for told in found if told.field == STATUS and not told.undoes and not told.via]
    moved = ("", "", "")
    if len(states) == 1 and (sentence := teller.change(states[0])) in said_of:
        moved = _label(states[0].before), _label(states[0].after), sentence
    return Entry(on, title, found[-1].at, who, tuple(said_of), moved)


def history_blocks(teller: Teller, days: Sequence[tuple[str, list[Entry]]]) -> Iterator[Block]:
    """Yield a heading for each day with what changed on it."""
    if not days:
        yield from said(teller.say.say("history", "nothing"))
    for day, entries in days:
        yield heading(2, day)
        yield Items(False, tuple((Paragraph(words(teller.line(entry))),) for entry in entries))


def history_document(
    library: Library, dossier: HistoryView, asked: Asked | None = None, *, today: date | None = None, size: int = 11
) -> Document:
    """Return the mandate book, filtered."""
    say, publisher, events = wording(library), library.publisher, dossier.history()
    wanted = asked or Asked()
    teller = Teller.of(library, dossier, events)
    days, period = told_by_day(teller, wanted, events), ""
    if wanted.first and wanted.last:
        period = say.say("history", "period", first=say.date(wanted.first), last=say.date(wanted.last))
    return Document(
        title=say.say("history", "title"),
        blocks=(*said(period), *history_blocks(teller, days)),
        date=today or date.today(),
        place=text_of(dossier.value("identity", "name")),
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        size=size,
        sheets=(_sheet(days, say),),
    )


def _sheet(days: Sequence[tuple[str, list[Entry]]], say: Wording) -> Sheet:
    keys = ("day", "time", "about", "change", "who")
    rows = tuple(_sheet_row(day, entry) for day, entries in days for entry in entries)
    return Sheet(say.say("history", "sheet"), tuple(say.say("history", f"column_{key}") for key in keys), rows)


def _sheet_row(day: str, entry: Entry) -> SheetRow:
    at = (entry.at.date(), f"{entry.at:%H:%M}") if entry.at else (day, "")
    return (*at, entry.title, "\n".join(entry.changes), entry.who)


def _label(value: object) -> str:
    return Status(value).label if isinstance(value, str) and value in set(Status) else Status.TODO.label


def _short(value: object) -> str:
    text = " ".join(text_of(value).split())
    return text if len(text) <= 200 else f"{text[:199]}…"
