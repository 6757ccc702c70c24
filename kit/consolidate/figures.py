"""The figures of the anonymous table: a map of the départements, bars of levers and actions, what has changed.

They are made of what the table shows, as the figures of the texts are, so that window, paper and files draw them alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from kit.consolidate.earlier import Compared
from kit.consolidate.table import OTHER_DEPARTEMENTS, Consolidation, LeverLine
from kit.content.blocks import Block, Figure, Items, Paragraph, Text
from kit.content.library import Library
from kit.content.model import Lever, Series, Value
from kit.documents.document import heading
from kit.documents.wording import Wording, wording


class Told(msgspec.Struct, frozen=True):
    """What stands beside every figure: the year, and whose answers they are."""

    year: int
    source: str


def told_by(library: Library, year: int, month: str) -> Told:
    """Return what stands beside the figures of answers that the publisher of these texts received."""
    say = wording()
    return Told(year, say.say("consolidate", "told_by", publisher=library.publisher.name, month=month))


def overview(
    found: Consolidation, library: Library, departements: Mapping[str, str], told: Told, compared: Compared | None
) -> Iterator[Block]:
    """Yield what is seen first: the map, the bars of the levers, and what has changed; nothing where all is hidden."""
    say = wording()
    if found.count is None:
        return
    yield heading(2, say.say("consolidate", "by_departement"))
    yield map_figure(found, departements, told)
    yield heading(2, say.say("consolidate", "by_lever"))
    bars = levers_figure(found, library, told)
    yield bars if bars.series.values else Paragraph(bars.words)
    if compared is not None:
        yield from changes(compared, library)


def lever_figures(lever: Lever, found: Consolidation, told: Told) -> Iterator[Figure]:
    """Yield where the collectivités stand with a lever, where that is shown, and the bars of its actions."""
    say = wording()
    line = next((one for one in found.levers if one.lever == lever.article.id), None)
    if found.count is None:
        return
    if line is not None and line.done is not None:
        title = say.say("consolidate", "lever_states", count=found.count)
        series = _series(say, title, told, tuple(_states(line, found.count, say)))
        yield Figure("parts", series)
    lines = {one.action: one.total for one in found.lines}
    own = {f"{action.code} {action.title}": lines[action.id] for action in lever.actions if action.id in lines}
    if own:
        title = say.say("consolidate", "lever_actions", count=found.count)
        bars = _bars(say, title, told, own)
        yield from [bars] if bars.series.values else []


def map_figure(found: Consolidation, departements: Mapping[str, str], told: Told) -> Figure:
    """Return how many answered in each département; those not shown are hatched, and told together."""
    say = wording()
    shown = {name: count for name, count in found.departements.items() if name != OTHER_DEPARTEMENTS}
    values = [Value(name or say.say("consolidate", "no_departement"), count) for name, count in shown.items()]
    words = ""
    if joined := found.departements.get(OTHER_DEPARTEMENTS):
        values.append(Value(say.say("consolidate", "departements"), joined))
        words = say.say("consolidate", "map_joined", count=joined)
    missing = tuple(name for name in departements.values() if name not in shown)
    series = _series(say, say.say("consolidate", "map"), told, tuple(values), missing)
    kind = "carte" if set(shown) & set(departements.values()) else "barres"
    return Figure(kind, series, (Text(words),) if words else ())


def levers_figure(found: Consolidation, library: Library, told: Told) -> Figure:
    """Return for each lever how many have done one of its actions at least."""
    say = wording()
    titles = lever_titles(library)
    own = {titles[line.lever]: line.done for line in found.levers if line.lever in titles}
    return _bars(say, say.say("consolidate", "levers", count=found.count), told, own)


def changes(compared: Compared, library: Library) -> Iterator[Block]:
    """Yield what has changed since an earlier table: in words a lever, and as bars."""
    say, before, now = wording(), compared.before, compared.now
    titles = lever_titles(library)
    yield heading(2, say.say("consolidate", "compared", year=before.year))
    years = {"before": before.count, "before_year": before.year, "now": now.count, "now_year": now.year}
    yield Paragraph((Text(say.say("consolidate", "compared_lead", **years)),))
    told = [
        (Paragraph((Text(sentence),)),)
        for change in compared.changes
        for sentence in [change_words(say, titles.get(change.lever, ""), before.year, change.before, change.now)]
    ]
    yield Items(ordered=False, items=tuple(told))
    known = {titles.get(one.lever, ""): one.points for one in compared.changes}
    title = say.say("consolidate", "compared_title", year=before.year)
    source = f"{now.source}\u00a0; {before.source}"
    series = Series(
        "",
        title,
        say.say("consolidate", "compared_unit"),
        now.year,
        values=tuple(Value(name, points) for name, points in known.items() if points is not None),
        missing=tuple(name for name, points in known.items() if points is None),
        source=source,
        withheld=say.say("consolidate", "withheld"),
    )
    if series.values:
        yield Figure("barres", series)


def change_words(say: Wording, lever: str, year: int, before: int | None, now: int | None) -> str:
    """Return one sentence about a lever: its share in both tables, and how many points lie between."""
    if before is None or now is None:
        return say.say("consolidate", "compared_hidden", lever=lever)
    by = abs(now - before)
    key = "compared_same" if not by else "compared_more" if now > before else "compared_less"
    points = f"{by}\u00a0point{'s' if by > 1 else ''}"
    return say.say("consolidate", key, lever=lever, now=now, before=before, year=year, points=points)


def lever_titles(library: Library) -> dict[str, str]:
    """Return the number and the title of each lever by its id."""
    return {one.article.id: f"{one.article.code}. {one.article.title}" for one in library.outline.levers}


def _states(line: LeverLine, count: int, say: Wording) -> Iterator[Value]:
    done, begun = line.done or 0, line.begun
    yield Value(say.say("consolidate", "lever_done"), done)
    if begun is not None:
        yield Value(say.say("consolidate", "lever_begun"), begun)
    yield Value(say.say("consolidate", "lever_rest"), count - done - (begun or 0))


def _bars(say: Wording, title: str, told: Told, counts: Mapping[str, int | None]) -> Figure:
    values = tuple(Value(label, count) for label, count in counts.items() if count is not None)
    missing = tuple(label for label, count in counts.items() if count is None)
    rule = say.say("consolidate", "figure_rule") if missing else ""
    return Figure("barres", _series(say, title, told, values, missing), (Text(rule),) if rule else ())


def _series(say: Wording, title: str, told: Told, values: tuple[Value, ...], missing: tuple[str, ...] = ()) -> Series:
    unit, withheld = say.say("consolidate", "unit"), say.say("consolidate", "withheld")
    return Series("", title, unit, told.year, values=values, missing=missing, source=told.source, withheld=withheld)
