"""The agenda as cards: late, month after month, what has no month, then what is over. Pure: only values.

Links lead to a target of the plan (``plan:<target>``), to a national date (``date:<id>``), to an entry of the
directory (``structure:<target>``) or to the collectivité.
"""

from __future__ import annotations

from collections.abc import Sequence

from kit.days import day_in_words, month_in_words
from kit.mandate.agenda import Agenda, Ahead, Kind, Moment
from kit.search.narrowing import narrow
from kit.typography import fr, french
from ui.text.cards import Card, Group, Line

PLAN, DATE, CONTACT, COUNCIL = "plan:", "date:", "structure:", "conseil"
TAGS = {
    Kind.NATIONAL: "Temps national",
    Kind.COUNCIL: "Conseil",
    Kind.STEP: "Autour du conseil",
    Kind.DUE: "Échéance",
    Kind.YEARLY: "Chaque année",
    Kind.MEETING: "Rencontre",
    Kind.DONE: "Fait",
}


def groups(agenda: Agenda, words: str) -> tuple[Group, ...]:
    """Return the moments that have the words typed, all for none; each group has its title in its first card."""
    found = [("En retard", agenda.late)]
    found += [(month_in_words(month).capitalize(), moments) for month, moments in agenda.months]
    found.append(("Sans mois fixe", agenda.undated))
    found.append(("Déjà fait", tuple(reversed(agenda.past))))
    made = (Group(_cards(moments, words), title, flows=True) for title, moments in found)
    return tuple(group for group in made if group.cards)


def title_of(moment: Moment) -> str:
    """Return what a moment is called."""
    match moment.kind:
        case Kind.COUNCIL:
            return "Séance du conseil"
        case Kind.YEARLY:
            return fr("À refaire, comme en {text} : {title}", text=moment.text, title=moment.title)
        case Kind.MEETING:
            return fr("Rencontre : {title}", title=moment.title)
        case Kind.NATIONAL if moment.before:
            return fr("{title} : {n} jours avant", title=moment.title, n=moment.before)
        case _:
            return french(moment.title)


def target_of(moment: Moment) -> str:
    """Return where a moment leads, as the target of a link; empty where it leads nowhere."""
    match moment.kind:
        case Kind.NATIONAL:
            return f"{DATE}{moment.on}"
        case Kind.COUNCIL:
            return COUNCIL
        case Kind.MEETING:
            return f"{CONTACT}{moment.on}"
        case Kind.STEP:
            return ""
        case _:
            return f"{PLAN}{moment.on}"


def when_of(moment: Moment) -> str:
    """Return the day in words, or what was said in its place."""
    if moment.day:
        return day_in_words(moment.day)
    words = french(moment.words)
    return words[:1].upper() + words[1:] if words else "Jour à fixer"


def _cards(moments: Sequence[Moment], words: str) -> tuple[Card, ...]:
    named, told = narrow(moments, words, title_of, _searched_words)
    return tuple(_card(one) for one in moments if one in named or one in told)


def _searched_words(moment: Moment) -> str:
    return " ".join((moment.text, moment.who, when_of(moment), TAGS[moment.kind], *ahead_words(moment)))


def _card(moment: Moment) -> Card:
    when = ", ".join(part for part in (when_of(moment), moment.who) if part)
    lines = [Line(when)]
    if moment.text and (moment.kind is Kind.STEP or moment.before):
        lines.append(Line(french(moment.text), look="small"))
    lines += [Line(words, look="small") for words in ahead_words(moment)]
    return Card(moment.key.replace(":", "-"), title_of(moment), tuple(lines), (TAGS[moment.kind],), target_of(moment))


def ahead_words(moment: Moment) -> tuple[str, ...]:
    """Return what leads to a national moment, a line for each step; of a step, what its day is counted from."""
    if moment.before and moment.is_counted and moment.start:
        return (fr("Compté depuis le {day}, en attendant les jours exacts.", day=day_in_words(moment.start)),)
    return tuple(_ahead_line(step) for step in moment.ahead)


def _ahead_line(step: Ahead) -> str:
    day = f" ({day_in_words(step.day)})" if step.day else ""
    return fr("{n} jours avant{day} : {text}", n=step.days, day=day, text=french(step.text))
