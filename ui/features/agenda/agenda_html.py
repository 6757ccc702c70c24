"""The agenda → HTML for an ``ArticleView``: late, month after month, then what has no month. Pure: only values.

Links lead to a target of the plan (``plan:<target>``), to a national date (``date:<id>``) or to the collectivité.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kit.content.typography import french
from kit.days import MONTHS, day_in_words
from kit.mandate.agenda import Agenda, Kind, Moment
from ui.theme.article_css import article_css
from ui.theme.tokens import Tokens

PLAN, DATE, COUNCIL = "plan:", "date:", "conseil"
TAGS = {
    Kind.NATIONAL: "Temps national",
    Kind.COUNCIL: "Conseil",
    Kind.STEP: "Autour du conseil",
    Kind.DUE: "Échéance",
    Kind.YEARLY: "Chaque année",
}


def page(agenda: Agenda, leads: Sequence[str], theme: Tokens, *, nothing: str) -> str:
    """Return the page; ``leads`` are paragraphs of HTML above it."""
    parts = [f"<p>{lead}</p>" for lead in leads]
    if agenda.is_empty:
        parts.append(f'<p class="lead">{escape(nothing)}</p>')
    parts += _group("En retard", agenda.late)
    for (year, month), found in agenda.months:
        parts += _group(f"{MONTHS[month - 1].capitalize()} {year}", found)
    parts += _group("Sans mois fixe", agenda.undated)
    return f"<html><head><style>{article_css(theme)}</style></head><body>{''.join(parts)}</body></html>"


def title_of(moment: Moment) -> str:
    """Return what a moment is called."""
    match moment.kind:
        case Kind.COUNCIL:
            return "Séance du conseil"
        case Kind.YEARLY:
            return f"À refaire, comme en {moment.text}\u00a0: {moment.title}"
        case _:
            return french(moment.title)


def when_of(moment: Moment) -> str:
    """Return the day in words, or what was said in its place."""
    if moment.day:
        return day_in_words(moment.day)
    words = french(moment.words)
    return words[:1].upper() + words[1:] if words else "Jour à fixer"


def _group(title: str, found: Sequence[Moment]) -> list[str]:
    if not found:
        return []
    return [f'<h2><span class="h2">{escape(title)}</span></h2>', "<ul>", *map(_moment, found), "</ul>"]


def _moment(moment: Moment) -> str:
    target = {
        Kind.NATIONAL: f"{DATE}{moment.on}",
        Kind.COUNCIL: COUNCIL,
        Kind.DUE: f"{PLAN}{moment.on}",
        Kind.YEARLY: f"{PLAN}{moment.on}",
    }.get(moment.kind, "")
    name = escape(title_of(moment))
    name = f'<a href="{escape(target)}">{name}</a>' if target else f"<b>{name}</b>"
    who = f", {escape(moment.who)}" if moment.who else ""
    text = escape(french(moment.text)) if moment.kind is Kind.STEP and moment.text else ""
    below = f'<br><span class="muted">{text}</span>' if text else ""
    tag = f'<span class="tag">\u00a0{TAGS[moment.kind]}\u00a0</span>'
    return f"<li>{escape(when_of(moment))}\u00a0: {name}{who} {tag}{below}</li>"
