"""The anonymous table as a document: figures, then each action by size and département; and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from kit import paths
from kit.consolidate import figures
from kit.consolidate.earlier import Compared
from kit.consolidate.figures import Told
from kit.consolidate.table import OTHER_DEPARTEMENTS, OTHERS, Consolidation, LeverLine, Line, Part
from kit.content.blocks import Figure, Paragraph, Table
from kit.content.figure_words import alternative
from kit.content.library import Library
from kit.content.model import Article, Lever
from kit.days import month_in_words
from kit.documents.document import Block, Document, Lead, heading, words
from kit.documents.figures import WIDTH, figure_blocks
from kit.documents.sheet import Sheet, SheetRow, code_cell
from kit.documents.wording import Wording, wording
from kit.figures.atlas import atlas
from kit.figures.drawing import Drawing
from kit.figures.figure import draw
from kit.territoires import departements


class United(msgspec.Struct, frozen=True):
    """A table with what is told beside it: whose answers, of when, and how it compares with an earlier one."""

    library: Library
    found: Consolidation
    told: Told
    compared: Compared | None = None


def told_of(library: Library, day: date) -> Told:
    """Return what stands beside the figures of answers counted on a day."""
    return figures.told_by(library, day.year, month_in_words((day.year, day.month)))


def consolidation_document(
    library: Library, found: Consolidation, *, compared: Compared | None = None, today: date | None = None
) -> Document:
    """Return the document of a table, and how it ``compared``; its actions are those of the library."""
    say, day, publisher = wording(), today or date.today(), library.publisher
    whole = United(library, found, told_of(library, day), compared)
    return Document(
        say.say("consolidate", "title"),
        tuple(_blocks(whole, say)),
        day,
        place=publisher.region,
        footer=publisher.name,
        author=publisher.name,
        sheets=tuple(_sheets(whole, say)),
    )


def lead_words(found: Consolidation) -> str:
    """Return what the table is, in a sentence."""
    say = wording()
    if found.count is None:
        return say.say("consolidate", "lead_few", least=found.least)
    return say.say("consolidate", "lead", count=found.count)


def rule_words(found: Consolidation) -> str:
    """Return which numbers are shown."""
    return wording().say("consolidate", "rule", least=found.least)


def _blocks(whole: United, say: Wording) -> Iterator[Block]:
    found, library = whole.found, whole.library
    yield Lead(words(lead_words(found)))
    if found.count is None:
        return
    yield Paragraph(words(rule_words(found)))
    names = departements(paths.territories())
    for block in figures.overview(found, library, names, whole.told, whole.compared):
        if isinstance(block, Figure):
            yield from figure_blocks(block, "")
        else:
            yield block
    lines = {line.action: line for line in found.lines}
    for lever in library.outline.levers:
        yield heading(2, f"{lever.article.code}. {lever.article.title}")
        for figure in figures.lever_figures(lever, found, whole.told):
            yield from figure_blocks(figure, "")
        for action in (one for one in lever.actions if one.id in lines):
            yield heading(3, f"{_name(action)}\u00a0: {say.say('consolidate', 'by_part').lower()}")
            header = tuple(say.say("consolidate", key) for key in ("band", "departement", "count", "done"))
            line = lines[action.id]
            yield _table(header, [_part_row(part, line, place, say) for place, part in enumerate(found.parts)])


def _sheets(whole: United, say: Wording) -> Iterator[Sheet]:
    """Yield all as one long table, which a CSV is, then what is drawn, each beside its values."""
    found, told = whole.found, whole.told
    keys = ("lever", "code", "action", "band", "departement", "count", "done", "year", "source", "id")
    rows = ((*row[:-1], told.year, told.source, row[-1]) for row in _rows(whole, say))
    yield Sheet(say.say("consolidate", "sheet"), _header(say, keys), tuple(rows))
    if found.count is None:
        return
    names = departements(paths.territories())
    shown = figures.map_figure(found, names, told)
    values: list[SheetRow] = [(one.label, int(one.value), told.year, told.source) for one in shown.series.values]
    values += [(name, say.say("consolidate", "withheld"), told.year, told.source) for name in shown.series.missing]
    header = _header(say, ("departement", "count", "year", "source"))
    yield Sheet(say.say("consolidate", "departements_sheet"), header, tuple(values), None, (), *_drawn(shown))
    bars, titles = figures.levers_figure(found, whole.library, told), figures.lever_titles(whole.library)
    levers = [(titles[one.lever], *_states(one, found.count, say)) for one in found.levers if one.lever in titles]
    header = _header(say, ("lever", "lever_done", "lever_begun", "lever_rest", "year", "source"))
    table = tuple((*row, told.year, told.source) for row in levers)
    yield Sheet(say.say("consolidate", "levers_sheet"), header, table, None, (), *_drawn(bars))
    if whole.compared is not None:
        yield _compared_sheet(whole.compared, whole.library, say)


def _compared_sheet(compared: Compared, library: Library, say: Wording) -> Sheet:
    titles, withheld = figures.lever_titles(library), say.say("consolidate", "withheld")
    rows = tuple(
        (titles.get(one.lever, ""), *(withheld if n is None else n for n in (one.before, one.now, one.points)))
        for one in compared.changes
    )
    header = (
        say.say("consolidate", "lever"),
        say.say("consolidate", "before_share", year=compared.before.year),
        say.say("consolidate", "now_share", year=compared.now.year),
        say.say("consolidate", "points"),
    )
    bars = next((block for block in figures.changes(compared, library) if isinstance(block, Figure)), None)
    sources = (
        f"{compared.before.year}\u00a0: {compared.before.source}",
        f"{compared.now.year}\u00a0: {compared.now.source}",
    )
    head = (say.say("consolidate", "compared", year=compared.before.year), *sources)
    name = say.say("consolidate", "compared_sheet")
    return Sheet(name, header, rows, head, (), *_drawn(bars))


def _drawn(figure: Figure | None) -> tuple[Drawing | None, str]:
    """Return a figure as a sheet shows it: its drawing and its words; nothing where it has no value."""
    if figure is None or not figure.series.values:
        return None, ""
    return draw(figure, WIDTH, atlas(paths.territories())), alternative(figure)


def _states(line: LeverLine, count: int, say: Wording) -> tuple[int | str, int | str, int | str]:
    withheld = say.say("consolidate", "withheld")
    if line.done is None:
        return withheld, withheld, withheld
    if line.begun is None:
        return line.done, withheld, withheld
    return line.done, line.begun, count - line.done - line.begun


def _rows(whole: United, say: Wording) -> Iterator[SheetRow]:
    """Yield the rows of the long table, each with the id of its lever or action at the end."""
    found = whole.found
    lines = {line.action: line for line in found.lines}
    levers = {line.lever: line for line in found.levers}
    for lever in whole.library.outline.levers:
        if own := levers.get(lever.article.id):
            yield _lever_row(lever, own, found, say)
        for action in lever.actions:
            if (line := lines.get(action.id)) is None:
                continue
            head = (lever.article.title, code_cell(action.code), action.title)
            total = say.say("consolidate", "whole"), "", _counted(found.count, say), _counted(line.total, say)
            yield (*head, *total, action.id)
            for part, done in zip(found.parts, line.counts, strict=False):
                yield (*head, *_part_names(part, say), part.count, _counted(done, say), action.id)
    for name, count in found.departements.items():
        told = say.say("consolidate", "departements") if name == OTHER_DEPARTEMENTS else name
        unknown = say.say("consolidate", "no_departement")
        yield ("", "", "", say.say("consolidate", "whole"), told or unknown, count, "", "")


def _lever_row(lever: Lever, line: LeverLine, found: Consolidation, say: Wording) -> SheetRow:
    article = lever.article
    head = (article.title, code_cell(article.code), say.say("consolidate", "lever_done"))
    whole = say.say("consolidate", "whole"), "", _counted(found.count, say), _counted(line.done, say)
    return (*head, *whole, article.id)


def _header(say: Wording, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(say.say("consolidate", key) for key in keys)


def _part_row(part: Part, line: Line, place: int, say: Wording) -> tuple[str, str, str, str]:
    return (*_part_names(part, say), str(part.count), str(_counted(line.counts[place], say)))


def _part_names(part: Part, say: Wording) -> tuple[str, str]:
    if part.departement == OTHER_DEPARTEMENTS:
        departement = say.say("consolidate", "departements")
    else:
        departement = part.departement or ("" if part.band == OTHERS else say.say("consolidate", "no_departement"))
    return say.say("consolidate", part.band), departement


def _counted(count: int | None, say: Wording) -> int | str:
    return say.say("consolidate", "hidden") if count is None else count


def _name(action: Article) -> str:
    return f"{action.code} {action.title}"


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    return Table(tuple(words(cell) for cell in header), tuple(tuple(words(cell) for cell in row) for row in rows))
