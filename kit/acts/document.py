"""An act as a document to sign, and what stays with who drafts it: comments, and a last page apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import takewhile
from pathlib import PurePath

import msgspec

from kit import paths
from kit.acts.body import commented
from kit.acts.law import named
from kit.acts.loader import ActModels
from kit.acts.model import ActModel, Reference
from kit.acts.rendering import ActRenderer, RenderedAct
from kit.content.blocks import Items, Paragraph, Text, plain, walk_spans
from kit.content.library import Library
from kit.content.model import Publisher
from kit.documents.document import (
    Beside,
    Block,
    Cell,
    Commented,
    Document,
    Role,
    Styled,
    heading,
    is_signature,
    said,
    words,
)
from kit.documents.wording import wording
from kit.documents.writer import plain_name

# What is no act is sent or used, not signed.
_LAST_TITLES = {"lettre": "last_title_letter", **dict.fromkeys(("note", "fiche", "clause"), "last_title_other")}


class Issued(msgspec.Struct, frozen=True):
    """Who publishes the models, in which version, and the day the document is made."""

    publisher: Publisher
    today: date


def act_document(act: RenderedAct, place: str, issued: Issued, *, size: int = 11) -> Document:
    """Return an act with nothing of the kit in the text to sign; the warnings stand on a sheet apart.

    What is sent to someone (``::: destinataire``) has the form of a letter, its title as the subject.
    """
    blocks, title = with_checks(act), act.title or act.model.title
    head = tuple(takewhile(_is_above, blocks))
    is_letter = any(_is_in((Role.RECIPIENT,), block) for block in head)
    spans = act.named
    if is_letter:
        before, after = wording().phrases["letter"]["subject"].split("{subject}")
        spans = (Text(before), *spans, Text(after)) if spans else ()
        title, told = wording().say("letter", "subject", subject=title), head
    else:
        head = tuple(takewhile(lambda block: _is_in((Role.AUTHORITY,), block), blocks))
        told = (Beside((Cell(head), Cell(tuple(_for_the_stamp()), framed=True))),) if head else ()
    return Document(
        title=title,
        named=spans,
        official=not is_letter,
        letter=is_letter,
        initials=_parties(blocks),
        head=told,
        blocks=blocks[len(head) :],
        apart=tuple(last_page(act, issued)),
        date=issued.today,
        place=place,
        author=place,
        size=size,
        dated=False,
    )


def _is_above(block: Block) -> bool:
    """Say whether a block stands above the subject of a letter."""
    return _is_in((Role.SENDER, Role.RECIPIENT, Role.SENT), block)


def _is_in(roles: tuple[Role, ...], block: Block) -> bool:
    inner = block.block if isinstance(block, Commented) else block
    return isinstance(inner, Styled) and inner.role in roles


def _parties(blocks: Iterable[Block]) -> int:
    """Return how many parties sign in frames side by side: each initials all pages of a convention."""
    sides = [block for block in blocks if isinstance(block, Beside) and is_signature(block)]
    return sum(cell.framed for cell in sides[-1].cells) if sides else 0


def _for_the_stamp() -> Iterator[Block]:
    """Yield what names the frame that the contrôle de légalité stamps."""
    yield Styled(Role.STAMP, words(wording().say("acts", "stamp")))


def with_checks(act: RenderedAct) -> tuple[Block, ...]:
    """Return the blocks of an act, each reference to read again a comment on the first paragraph that names it."""
    blocks = list(act.blocks)
    for reference in act.to_check:
        place = next((n for n, block in enumerate(blocks) if _names(block, reference)), None)
        if place is not None:
            told = wording().say("acts", "to_check", reference=reference.text)
            blocks[place] = commented(blocks[place], told)
    return tuple(blocks)


def last_page(act: RenderedAct, issued: Issued, level: int = 2) -> Iterator[Block]:
    """Yield the page that is not signed: a model to be proofread, its version, what is left to complete and check."""
    say, model, publisher = wording(), act.model, issued.publisher
    yield heading(level, say.say("acts", _LAST_TITLES.get(model.kind, "last_title")))
    yield from said(say.say("acts", "last_warning"))
    yield from said(
        say.say(
            "acts",
            "last_version",
            code=model.code,
            day=say.date(date.fromisoformat(model.reviewed_on)),
            publisher=publisher.name,
            version=publisher.content_version,
        )
    )
    if model.is_old(issued.today):
        yield from said(say.say("acts", "old", months=model.months_since_review(issued.today)))
    yield from titled_list(say.say("acts", "last_missing"), [field.label for field in act.missing], level + 1)
    yield from titled_list(say.say("acts", "last_check"), [one.text for one in act.to_check], level + 1)
    yield from titled_list(say.say("acts", "last_before"), model.before, level + 1)
    yield from titled_list(say.say("acts", "last_after"), model.after, level + 1)


def act_file_name(model: ActModel, values: dict[str, str], today: date, extension: str) -> str:
    """Return ``2026-12-arrete-delegation-ess.docx``: the month of the council where known, else this one."""
    day = today
    for name in ("seance.date", "acte.date"):
        try:
            day = date.fromisoformat(values.get(name, ""))
            break
        except ValueError:
            continue
    return f"{day.year:04}-{day.month:02}-{plain_name(model.name)}.{extension.lstrip('.').lower()}"


def blank_documents(library: Library, today: date | None = None) -> Iterator[tuple[PurePath, Document]]:
    """Yield each model with every space to complete and every variant, and its place in the folder."""
    issued = Issued(library.publisher, today or date.today())
    renderer = ActRenderer(ActModels(paths.acts()))
    folder = PurePath(wording().say("export", "models"))
    for model in renderer.models.all():
        yield folder / f"{model.code}-{model.name}", act_document(renderer.render(model, {}), "", issued)


def titled_list(title: str, lines: Sequence[str], level: int) -> Iterator[Block]:
    """Yield a list under a heading of this level, nothing without a line."""
    if lines:
        yield heading(level, title)
        yield Items(False, tuple((Paragraph(words(line)),) for line in lines))


def _names(block: Block, reference: Reference) -> bool:
    inner = block.block if isinstance(block, Commented) else block
    if isinstance(inner, Styled):
        text = plain(inner.spans)
    elif isinstance(inner, (Paragraph, Items)):
        text = "\n".join(plain(spans) for spans in walk_spans((inner,)))
    else:
        return False
    wanted = named(reference.text)
    return bool(wanted & named(text)) if wanted else reference.text in text
