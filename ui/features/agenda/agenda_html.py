"""The agenda → HTML for an ``ArticleView``: late, month after month, then what has no month. Pure: only values.

Links lead to a target of the plan (``plan:<target>``), to a national date (``date:<id>``) or to the collectivité.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from kit.days import MONTHS, day_in_words
from kit.mandate.agenda import Agenda, Kind, Moment
from kit.typography import fr, french
from ui.text import html
from ui.theme.tokens import Tokens

PLAN, DATE, COUNCIL = "plan:", "date:", "conseil"
_MOMENT = Markup("{when}&nbsp;: {name}{who} {tag}")
TAGS = {
    Kind.NATIONAL: "Temps national",
    Kind.COUNCIL: "Conseil",
    Kind.STEP: "Autour du conseil",
    Kind.DUE: "Échéance",
    Kind.YEARLY: "Chaque année",
}


def page(agenda: Agenda, leads: Sequence[Markup], theme: Tokens, *, nothing: str) -> Markup:
    """Return the page; ``leads`` are paragraphs above it, in which links may stand."""
    parts = [html.paragraph(lead) for lead in leads]
    if agenda.is_empty:
        parts.append(html.paragraph(nothing, "lead"))
    parts += _group("En retard", agenda.late)
    for (year, month), found in agenda.months:
        parts += _group(f"{MONTHS[month - 1].capitalize()} {year}", found)
    parts += _group("Sans mois fixe", agenda.undated)
    return html.page(parts, theme)


def title_of(moment: Moment) -> str:
    """Return what a moment is called."""
    match moment.kind:
        case Kind.COUNCIL:
            return "Séance du conseil"
        case Kind.YEARLY:
            return fr("À refaire, comme en {text} : {title}", text=moment.text, title=moment.title)
        case _:
            return french(moment.title)


def when_of(moment: Moment) -> str:
    """Return the day in words, or what was said in its place."""
    if moment.day:
        return day_in_words(moment.day)
    words = french(moment.words)
    return words[:1].upper() + words[1:] if words else "Jour à fixer"


def _group(title: str, found: Sequence[Moment]) -> list[Markup]:
    return [html.heading(title), html.items(map(_moment, found))] if found else []


def _moment(moment: Moment) -> Markup:
    target = {
        Kind.NATIONAL: f"{DATE}{moment.on}",
        Kind.COUNCIL: COUNCIL,
        Kind.DUE: f"{PLAN}{moment.on}",
        Kind.YEARLY: f"{PLAN}{moment.on}",
    }.get(moment.kind, "")
    name = html.link(target, title_of(moment)) if target else html.bold(title_of(moment))
    who = f", {moment.who}" if moment.who else ""
    text = html.muted(french(moment.text)) if moment.kind is Kind.STEP and moment.text else ""
    return html.lines((_MOMENT.format(when=when_of(moment), name=name, who=who, tag=html.tag(TAGS[moment.kind])), text))
