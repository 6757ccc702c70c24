"""The rétro-planning of an act: from the day of the council (or of signature) back to the summons and on to appeals.

Legal days stand on facts F630, F630b, F630c and F631; what is only advised says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import msgspec

from kit.acts.days import holiday, is_open, last_sending, months_later, open_day_after, open_day_before
from kit.acts.document import Issued, titled_list
from kit.acts.model import EPCI, ActModel, Threshold
from kit.content.blocks import Table
from kit.documents.boxes import footer
from kit.documents.document import Document, Due, Lead, words
from kit.documents.wording import Wording, wording

THREE, FIVE = 3, 5
SUMMONS, SUMMARY = "convocation-cinq-jours", "note-synthese"
_COUNCIL = ("deliberation", "convention", "reglement")
_PUBLISHED = ("deliberation", "arrete")
_WEEK = timedelta(days=7)


class Setting(msgspec.Struct, frozen=True):
    """What the days depend on: the day of the council or of signature, and who the collectivité is."""

    day: date
    form: str = ""
    population: int | None = None


class PlannedDay(msgspec.Struct, frozen=True):
    """One day of a rétro-planning; ``warning`` is only practical: the town hall may be closed, the day is past."""

    id: str
    day: date
    title: str
    text: str
    warning: str = ""


def passes_council(model: ActModel) -> bool:
    """Say whether the act of a model is voted by a council: délibérations, and what a délibération approves."""
    return model.kind in _COUNCIL


def retroplanning(
    model: ActModel, setting: Setting, thresholds: Mapping[str, Threshold], today: date | None = None
) -> tuple[PlannedDay, ...]:
    """Return the steps of an act in the order of their days.

    Where the population is not known, the summons stands twice: five clear days, and three. ``today`` warns of days
    that are past.
    """
    say = wording()
    steps = sorted(_steps(model, setting, thresholds, say), key=lambda step: step.day)
    return tuple(_warned(step, say, today) for step in steps)


def _steps(
    model: ActModel, setting: Setting, thresholds: Mapping[str, Threshold], say: Wording
) -> Iterator[PlannedDay]:
    day = setting.day
    if passes_council(model):
        summons = list(_summons(setting, thresholds, say))
        first = min(step.day for step in summons)
        yield PlannedDay("review", first - _WEEK, say.say("planning", "review"), say.say("planning", "review_text"))
        yield from summons
        yield PlannedDay("council", day, say.say("planning", "council"), say.say("planning", "council_text"))
    else:
        text = say.say("planning", "review_signed_text")
        yield PlannedDay("review", day - _WEEK, say.say("planning", "review"), text)
        told = say.say("planning", "signed_text", who=model.signed_by) if model.signed_by else ""
        yield PlannedDay("signed", day, say.say("planning", "signed"), told)
    if model.kind in _PUBLISHED or passes_council(model):
        yield from _after(setting, thresholds, say)


def _summons(setting: Setting, thresholds: Mapping[str, Threshold], say: Wording) -> Iterator[PlannedDay]:
    state = thresholds[SUMMONS].holds(setting.population, setting.form)
    summary = thresholds[SUMMARY].holds(setting.population, setting.form)
    for number in (FIVE, THREE):
        if state is (number == THREE):  # True asks for five only, False for three only, None for both
            continue
        key = "summons_three" if number == THREE else "summons_five"
        key += "_epci" if number == FIVE and setting.form == EPCI else ""
        told = say.say("planning", "summons_text", number=number, reference=say.say("planning", key))
        if state is None:
            told = say.say("planning", "if_large" if number == FIVE else "if_small") + told
        if summary or (summary is None and number == FIVE):
            told += " " + say.say("planning", "summary_text")
        yield PlannedDay(f"summons-{number}", last_sending(setting.day, number), say.say("planning", "summons"), told)


def _after(setting: Setting, thresholds: Mapping[str, Threshold], say: Wording) -> Iterator[PlannedDay]:
    published = open_day_after(setting.day)
    state = thresholds[SUMMARY].holds(setting.population, setting.form)  # R2131-1 parts at the same 3,500
    key = {True: "publish_electronic", False: "publish_choice", None: "publish_unknown"}[state]
    advised = say.say("planning", "advised")
    yield PlannedDay("publish", published, say.say("planning", "publish"), f"{advised} {say.say('planning', key)}")
    told = f"{advised} {say.say('planning', 'send_text')}"
    yield PlannedDay("send", published, say.say("planning", "send"), told)
    told = say.say("planning", "appeal_text", day=say.date(published))
    yield PlannedDay("appeal", months_later(published, 2), say.say("planning", "appeal"), told)


def _warned(step: PlannedDay, say: Wording, today: date | None) -> PlannedDay:
    told = []
    if not is_open(step.day):
        reason, before = _reason(step.day, say), open_day_before(step.day)
        if step.id.startswith("summons"):
            told.append(say.say("planning", "closed", reason=reason, day=in_words(before)))
        elif step.id in ("council", "signed"):
            told.append(say.say("planning", "closed_meeting", reason=reason))
    if today and step.day < today:
        told.append(say.say("planning", "past"))
    return msgspec.structs.replace(step, warning=" ".join(told))


def _reason(day: date, say: Wording) -> str:
    key = holiday(day)
    weekday = say.phrases["planning"]["weekdays"].split()[day.weekday()]
    return f"{weekday} ({say.phrases['holidays'][key]})" if key else weekday


def in_words(day: date) -> str:
    """Return « mardi 15 décembre 2026 »."""
    say = wording()
    return f"{say.phrases['planning']['weekdays'].split()[day.weekday()]} {say.date(day)}"


def retroplanning_document(
    model: ActModel,
    steps: tuple[PlannedDay, ...],
    setting: Setting,
    issued: Issued,
    *,
    place: str = "",
    dossier: str = "",
) -> Document:
    """Return one page with the steps, and the same days for a calendar."""
    say, publisher = wording(), issued.publisher
    key = "lead_council" if passes_council(model) else "lead_signed"
    header = tuple(words(say.say("planning", name)) for name in ("when", "what", "why"))
    rows = tuple(
        (words(in_words(step.day)), words(step.title, bold=True), words(" ".join((step.text, step.warning)).strip()))
        for step in steps
    )
    return Document(
        title=say.say("planning", "title", model=model.title),
        blocks=(
            Lead(words(say.say("planning", key, day=in_words(setting.day)))),
            Table(header, rows),
            *titled_list(say.say("planning", "before"), model.before, 2),
            *titled_list(say.say("planning", "after"), model.after, 2),
        ),
        date=issued.today,
        place=place,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        dues=tuple(
            Due(
                f"act:{model.id}:{step.id}",
                step.day,
                say.say("planning", "event", model=model.title, step=step.title),
                "\n".join(part for part in (step.text, step.warning) if part),
            )
            for step in steps
        ),
        dossier=dossier,
    )
