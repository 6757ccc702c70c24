"""The mandate book: the dated history of a dossier in plain French."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from kit.content.blocks import Items, Paragraph
from kit.content.library import Library
from kit.days import read_day
from kit.documents.boxes import footer
from kit.documents.document import Block, Document, heading, said, words
from kit.documents.plan import text_of
from kit.documents.wording import Wording, wording
from kit.dossier.dossier import ANONYMOUS
from kit.dossier.model import Event, Status
from kit.dossier.plan_fields import EVIDENCE, STEP, STEP_DONE, TEXTS, TO_CONFIRM
from kit.mandate.story import Asked, Told, story
from kit.typography import french

_SILENT = (":rank", "order", "done_year", "lever", "insee", "siren", "departement_code", "kind")
_IDENTITY = ("name", "population", "mayor", "council")
_WHOLE = {"act": "act", "instant": "instant", "mandate": "mandate", "contact": "contact"}


class HistoryDossier(Protocol):
    """What the history asks of a dossier."""

    def history(self, since: datetime | None = None, /) -> list[Event]: ...
    def value(self, on: str, field: str, /) -> object | None: ...
    def is_from_here(self, event_id: str, /) -> bool: ...


class Teller(Struct, frozen=True):
    """Turns changes into sentences; ``titles`` names targets by their id, ``is_from_here`` says what was made here."""

    titles: dict[str, str]
    say: Wording
    is_from_here: Callable[[str], bool]

    @classmethod
    def of(cls, library: Library, dossier: HistoryDossier, events: Iterable[Event]) -> Teller:
        """Know the titles of the texts and of the own actions, and who wrote here without a name."""
        titles = {f"{article.kind}:{article.id}": article.title for article in library.articles()}
        titles |= {e.on: str(e.x) for e in events if e.on.startswith(("own:", "own-lever:")) and e.f == "title" and e.x}
        say = wording()
        own = {key: french(words_of) for key, words_of in say.phrases["history"].items()}
        return cls(titles, replace(say, phrases={**say.phrases, "history": own}), dossier.is_from_here)

    def sentence(self, told: Told) -> str:
        """Return « Adjointe : « Avoir une commission ESS » est maintenant : fait. »; empty for a detail."""
        words_of = self._what(told)
        if not words_of:
            return ""
        if told.undoes:
            words_of = self.say.say("history", "undone", sentence=words_of)
        if told.via == "papier":
            words_of = self.say.say("history", "from_paper", sentence=words_of)
        who = told.by
        if who in ("", ANONYMOUS):
            who = self.say.say("history", "here" if self.is_from_here(told.id) else "elsewhere")
        said_of = self.say.say("history", "line", who=who[:1].upper() + who[1:], sentence=words_of)
        return said_of[:-1] if said_of.endswith(("..", "….", "!.", "?.")) else said_of

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
        if kind in ("action", "milestone", "own"):
            return self._item(told)
        if kind == "article":
            return self.say.say("history", "note_on_page", title=self._title(told.on))
        return self.say.say("history", "other") if told.on != "diagnostic" else ""

    def _item(self, told: Told) -> str:
        title = self._title(told.on)
        if told.field == "status":
            return self._status(told, title)
        if told.field == TO_CONFIRM:
            return self.say.say("history", "to_confirm", title=title) if told.after else ""
        if told.field.startswith(STEP):
            return self._step(told, title)
        if told.field.startswith(EVIDENCE):
            value = told.after.get("title", "") if isinstance(told.after, dict) else ""
            key = "evidence_new" if told.after else "evidence_gone"
            return self.say.say("history", key, title=title, value=value)
        if told.field not in TEXTS:
            return self.say.say("history", "other")
        return self._field(told, title, told.field)

    def _status(self, told: Told, title: str) -> str:
        before, after = _label(told.before), _label(told.after)
        if told.before is None:
            return self.say.say("history", "status", title=title, state=after)
        return self.say.say("history", "status_was", title=title, before=before, state=after)

    def _step(self, told: Told, title: str) -> str:
        if told.field.endswith(STEP_DONE):
            return self.say.say("history", "step_done" if told.after else "step_undone", title=title)
        key = "step_new" if told.after else "step_gone"
        return self.say.say("history", key, title=title, value=_short(told.after), before=_short(told.before))

    def _field(self, told: Told, title: str, field: str) -> str:
        name = self.say.say("history", field)
        if not told.after:
            return self.say.say("history", "field_gone", title=title, field=name)
        return self.say.say("history", "field", title=title, field=name, value=self._shown(told.after))

    def _identity(self, told: Told) -> str:
        if told.field not in _IDENTITY:
            return ""
        name = self.say.say("history", told.field)
        if not told.after:
            return self.say.say("history", "identity_gone", field=name)
        return self.say.say("history", "identity", field=name, value=self._shown(told.after))

    def _shown(self, value: object) -> str:
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


def told_by_day(teller: Teller, asked: Asked, events: Iterable[Event]) -> list[tuple[str, list[str]]]:
    """Return the days, the latest first, each as one writes it, with the sentences of what changed on it in order."""
    days: dict[date | None, list[str]] = {}
    for told in story(events, asked.lets_pass):
        if sentence := teller.sentence(told):
            lines = days.setdefault(told.day, [])
            if not lines or lines[-1] != sentence:
                lines.append(sentence)
    say = teller.say
    ordered = sorted(days, key=lambda one: one or date.min, reverse=True)
    return [(say.date(day) if day else say.say("history", "no_day"), days[day]) for day in ordered]


def history_blocks(teller: Teller, asked: Asked, events: Iterable[Event]) -> Iterator[Block]:
    """Yield a heading for each day, the latest first, with what changed on it in order."""
    days = told_by_day(teller, asked, events)
    if not days:
        yield from said(teller.say.say("history", "nothing"))
    for day, sentences in days:
        yield heading(2, day)
        yield Items(False, tuple((Paragraph(words(sentence)),) for sentence in sentences))


def history_document(
    library: Library, dossier: HistoryDossier, asked: Asked | None = None, *, today: date | None = None, size: int = 11
) -> Document:
    """Return the mandate book, filtered."""
    say, publisher, events = wording(), library.publisher, dossier.history()
    wanted = asked or Asked()
    teller = Teller.of(library, dossier, events)
    period = ""
    if wanted.first and wanted.last:
        period = say.say("history", "period", first=say.date(wanted.first), last=say.date(wanted.last))
    return Document(
        title=say.say("history", "title"),
        blocks=(*said(period), *history_blocks(teller, wanted, events)),
        date=today or date.today(),
        place=text_of(dossier.value("identity", "name")),
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        size=size,
    )


def _label(value: object) -> str:
    return Status(value).label if isinstance(value, str) and value in set(Status) else Status.TODO.label


def _short(value: object) -> str:
    text = " ".join(text_of(value).split())
    return text if len(text) <= 200 else f"{text[:199]}…"
