"""The anonymous table as a document: an overview, then each action by size and département; and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kit.consolidate.table import OTHER_DEPARTEMENTS, OTHERS, Consolidation, Line, Part
from kit.content.blocks import Paragraph, Table
from kit.content.library import Library
from kit.content.model import Article
from kit.documents.document import Block, Document, Lead, heading, words
from kit.documents.sheet import Sheet, SheetRow, code_cell
from kit.documents.wording import Wording, wording


def consolidation_document(library: Library, found: Consolidation, *, today: date | None = None) -> Document:
    """Return the document of a table; its actions are those of the library."""
    say = wording()
    publisher = library.publisher
    return Document(
        say.say("consolidate", "title"),
        tuple(_blocks(library, found, say)),
        today or date.today(),
        place=publisher.region,
        footer=publisher.name,
        author=publisher.name,
        sheets=(_sheet(library, found, say),),
    )


def _blocks(library: Library, found: Consolidation, say: Wording) -> Iterator[Block]:
    if found.count is None:
        yield Lead(words(say.say("consolidate", "lead_few", least=found.least)))
        return
    yield Lead(words(say.say("consolidate", "lead", count=found.count)))
    yield Paragraph(words(say.say("consolidate", "rule", least=found.least)))
    lines = {line.action: line for line in found.lines}
    for lever in library.outline.levers:
        yield heading(2, f"{lever.article.code}. {lever.article.title}")
        own = [(action, lines[action.id]) for action in lever.actions if action.id in lines]
        rows = [(_name(action), str(_counted(line.total, say))) for action, line in own]
        yield _table((say.say("consolidate", "action"), say.say("consolidate", "done")), rows)
        for action, line in own:
            yield heading(3, f"{_name(action)} : {say.say('consolidate', 'by_part').lower()}")
            header = tuple(say.say("consolidate", key) for key in ("band", "departement", "count", "done"))
            yield _table(header, [_part_row(part, line, place, say) for place, part in enumerate(found.parts)])


def _sheet(library: Library, found: Consolidation, say: Wording) -> Sheet:
    keys = ("lever", "code", "action", "band", "departement", "count", "done")
    header = tuple(say.say("consolidate", key) for key in keys)
    return Sheet(say.say("consolidate", "sheet"), header, tuple(_rows(library, found, say)))


def _rows(library: Library, found: Consolidation, say: Wording) -> Iterator[SheetRow]:
    lines = {line.action: line for line in found.lines}
    for lever in library.outline.levers:
        for action in lever.actions:
            if (line := lines.get(action.id)) is None:
                continue
            head = (lever.article.title, code_cell(action.code), action.title)
            whole = say.say("consolidate", "whole"), "", _counted(found.count, say), _counted(line.total, say)
            yield (*head, *whole)
            for part, done in zip(found.parts, line.counts, strict=False):
                yield (*head, *_part_names(part, say), part.count, _counted(done, say))


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
