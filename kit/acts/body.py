"""A filled-in model → blocks of a document: visas, considérants, numbered articles, signatures, comments.

The text comes with marks where a value stands; they are replaced once the Markdown is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TypeGuard

from kit.acts.values import MARK, Piece
from kit.content.blocks import Block as ContentBlock
from kit.content.blocks import Body, Callout, Cite, Heading, Items, Link, Paragraph, Span, Spans, Table, Text, plain
from kit.content.markdown import MarkdownReader
from kit.documents.document import Beside, Block, Cell, Commented, Fields, Given, PageBreak, Role, Styled, ToFill, words
from kit.documents.wording import wording
from kit.errors import ContentError

REMARK, SIGNATURE, AUTHORITY, FRAME, APPEAL = "rédaction", "signature", "autorité", "cadre", "recours"
# The parts of a letter, each one paragraph of several lines.
_LETTER = {
    "expéditeur": Role.SENDER,
    "destinataire": Role.RECIPIENT,
    "date": Role.SENT,
    "pièces": Role.ENCLOSED,
}
FENCES = (REMARK, SIGNATURE, AUTHORITY, FRAME, APPEAL, *_LETTER)
_BESIDE = (SIGNATURE, FRAME)  # parts of these that follow each other stand side by side
_FENCE = re.compile(r":::\s*(\S*)\s*$")
_BLANKS = re.compile(r"[ \t\n]+")  # no-break spaces stay
_OPENING = re.compile(r"(Vu|Considérant)[ \u00a0]")
_ARTICLE = re.compile(r"Article\s*(?:[:–—-]\s*(?P<about>.+))?$", re.DOTALL)
_DOTS = re.compile(r"…{8,}")
_DOTTED = re.compile(r"[^…]*…{8,}(?:[ \u00a0][^…]{1,40}…{8,})?")  # in running text; dots in a cell or a list stay
_DECISION = re.compile(r"ARRÊTE|DÉCIDE|DÉLIBÈRE")
_EXTRACT = re.compile(r"Extrait du registre ")
_ANNEX = re.compile(r"Annexes?\b")
_ROLES = {"Vu": Role.VISA, "Considérant": Role.CONSIDERING}
Part = tuple[str, str]  # "" for running text, or the word of its fence; its lines


def parts(text: str, file: Path) -> tuple[str, list[Part]]:
    """Return the title line of an act and its parts, fences taken apart. Raises ContentError."""
    lines = text.strip("\n").splitlines()
    title = lines[0].removeprefix("# ").strip() if lines and lines[0].startswith("# ") else ""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line, kind in fences("\n".join(lines[1:] if title else lines), file, 1):
        if kind is None:
            found[-1][1].append(line)
        else:
            found.append((kind, []))
    return title, [(kind, "\n".join(inside)) for kind, inside in found]


def fences(text: str, file: Path, first: int) -> list[tuple[str, str | None]]:
    """Return each line with the word of the fence that it opens, "" where it closes one, None for any other.

    Raises ContentError with its line, the first being ``first``, for a fence that is unknown or not closed.
    """
    found: list[tuple[str, str | None]] = []
    opened = 0
    for number, line in enumerate(text.splitlines(), first):
        fence = _FENCE.fullmatch(line.strip())
        found.append((line, fence[1] if fence else None))
        if fence is None:
            continue
        if fence[1] not in (*FENCES, ""):
            raise _broken(file, number, f"::: {fence[1]} n’existe pas ; possibles : {', '.join(FENCES)}")
        if bool(fence[1]) == bool(opened):
            raise _broken(file, opened or number, "cette ligne ::: en attend une autre, qui ouvre ou qui ferme")
        opened = number if fence[1] else 0
    if opened:
        raise _broken(file, opened, "la ligne ::: qui ferme cette partie manque")
    return found


def _broken(file: Path, line: int, detail: str) -> ContentError:
    return ContentError(file, line, "modele", detail)


class BodyReader:
    """Turns parts into blocks; keep one and use it for many acts (not from two threads)."""

    def __init__(self) -> None:
        self._markdown = MarkdownReader()

    def blocks(
        self,
        told: Sequence[Part],
        pieces: Sequence[Piece],
        file: Path,
        place: Callable[[str], int],
        *,
        framed: bool = False,
    ) -> tuple[Block, ...]:
        """Return the blocks of an act, articles numbered, each mark replaced by its piece.

        ``framed``: signatures that face each other stand in frames, as those of a convention.
        Raises ContentError for what the kit has no block for; ``place`` gives the line of the file for its words.
        """
        found: list[Block] = []
        articles = 0
        shown = [(kind, text) for kind, text in told if kind or text.strip()]
        for kind, group in groupby(shown, key=lambda part: part[0]):
            texts = [text for _, text in group]
            if kind == REMARK:
                for text in texts:
                    _remark(found, plain(flat(text, pieces)))
                continue
            parts: list[list[Block]] = []
            for text in texts:
                parts.append([])
                for block in self._read(_apart(text), file, place):
                    styled = _styled(block, articles + 1, kind)
                    articles += isinstance(styled, Styled) and styled.role is Role.ARTICLE
                    if _is_annex(styled) and (found or parts[-1]):
                        parts[-1].append(PageBreak())
                    parts[-1].append(_to_write(filled(styled, pieces)))
            found += _beside(parts, kind, framed=framed) if kind in _BESIDE else _with_forms(parts, kind)
        return tuple(found)

    def _read(self, text: str, file: Path, place: Callable[[str], int]) -> Body:
        try:
            return self._markdown.read(text, file)
        except ContentError as error:
            words = MARK.split(text.splitlines()[error.line - 1])[0]
            raise ContentError(file, place(words), error.rule, MARK.sub("…", error.detail)) from error


def _apart(text: str) -> str:
    """Give each visa and considérant a paragraph of its own, also where lines follow each other."""
    lines = text.splitlines()
    return "\n".join(f"\n{line}" if _OPENING.match(line) else line for line in lines)


def _with_forms(parts: Iterable[Sequence[Block]], kind: str) -> Iterator[Block]:
    for blocks in parts:
        if kind in _LETTER:
            yield from _in_lines(blocks, _LETTER[kind])
        elif kind == APPEAL:
            yield Callout(APPEAL, wording().say("acts", "appeal"), tuple(blocks))  # type: ignore[arg-type]
        else:
            yield from blocks


def _in_lines(blocks: Sequence[Block], role: Role) -> Iterator[Block]:
    """Yield the paragraphs of a part of a letter as the lines of one; without a word, nothing."""
    spans: list[Span] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            spans += [Text("\n")] * bool(spans) + [*block.spans]
    if plain(tuple(spans)).strip():
        yield Styled(role, tuple(spans))


def _beside(parts: Sequence[Sequence[Block]], kind: str, *, framed: bool) -> Iterator[Block]:
    """Yield frames side by side; one signature alone stands at the right, two or more face each other."""
    if kind == SIGNATURE and len(parts) == 1:
        yield from parts[0]
        return
    cells = [list(blocks) for blocks in parts]
    if kind == SIGNATURE and _is_made(first := cells[0][0]):
        yield Styled(Role.MADE, first.spans)
        del cells[0][0]
    yield Beside(tuple(Cell(tuple(blocks), framed=framed or kind == FRAME) for blocks in cells))


def _is_made(block: Block) -> TypeGuard[Styled]:
    """Say whether a line of a signature is its place and date: who signs stands below."""
    return isinstance(block, Styled) and plain(block.spans).startswith(wording().say("acts", "made"))


def _styled(block: ContentBlock, number: int, kind: str) -> Block:
    match block:
        case Paragraph(spans) if kind == SIGNATURE:
            return Styled(Role.SIGNATORY if plain(spans).endswith(",") else Role.SIGNATURE, spans)
        case Paragraph(spans) if kind == AUTHORITY:
            return Styled(Role.AUTHORITY, spans)
        case Paragraph(spans):
            text = plain(spans)
            if _DECISION.fullmatch(text):
                return Styled(Role.DECISION, words(text))
            if _EXTRACT.match(text):
                return Styled(Role.SUBTITLE, spans)
            opening = _OPENING.match(text)
            return Styled(_ROLES[opening[1]], _capitals(spans, opening[1])) if opening else block
        case Heading(2, spans):
            article = _ARTICLE.match(plain(spans))
            return Styled(Role.ARTICLE, _numbered(article, number), 2) if article else block
    return block


def _is_annex(block: Block) -> bool:
    """Say whether an annex begins here: it is a document of its own, on a page of its own."""
    return isinstance(block, Heading) and block.level == 2 and _ANNEX.match(plain(block.spans)) is not None


def _capitals(spans: Spans, opening: str) -> Spans:
    """Return a visa or a considérant with its first word as acts have it: « VU », « CONSIDÉRANT »."""
    first, *rest = spans
    if not isinstance(first, Text) or not first.text.startswith(opening):
        return spans
    after = Text(first.text.removeprefix(opening), first.bold, first.italic)
    return (Text(opening.upper(), bold=True), after, *rest)


def _to_write(block: Block) -> Block:
    """Return a line of one or two words to complete, dots behind each, as the spaces to write in that it stands for."""
    if not isinstance(block, Paragraph) or not _DOTTED.fullmatch(plain(block.spans)):
        return block
    return Fields(tuple(label.strip() for label in _DOTS.split(plain(block.spans))[:-1]))


def _numbered(found: re.Match[str], number: int) -> Spans:
    say = wording()
    name = say.say("acts", "article_first") if number == 1 else say.say("acts", "article", n=number)
    about = found["about"]
    return (Text(say.say("acts", "article_about", article=name, about=about) if about else name),)


def _remark(found: list[Block], text: str) -> None:
    if not text:
        return
    if not found:
        found.append(Paragraph(()))
    last = found[-1]
    if isinstance(last, Commented):
        found[-1] = Commented(last.block, (*last.comments, text))
    else:
        found[-1] = Commented(last, (text,))


def commented(block: Block, comment: str) -> Commented:
    """Return a block with one comment more."""
    if isinstance(block, Commented):
        return Commented(block.block, (*block.comments, comment))
    return Commented(block, (comment,))


def flat(text: str, pieces: Sequence[Piece]) -> Spans:
    """Return running text with the pieces in place of their marks, a line for each paragraph."""
    paragraphs = [_BLANKS.sub(" ", part).strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    told = _texts(Text("\n".join(paragraphs)), pieces)
    return tuple(ToFill(run.text) if isinstance(run, ToFill) else Text(run.text) for run in told)


def filled(block: Block, pieces: Sequence[Piece]) -> Block:
    """Return a block with the pieces in place of their marks."""

    def spans(told: Spans) -> Spans:
        return tuple(_spans(told, pieces))

    match block:
        case Paragraph(told):
            return Paragraph(spans(told))
        case Heading(level, told, anchor):
            return Heading(level, spans(told), anchor)
        case Styled(role, told, level):
            return Styled(role, spans(told), level)
        case Items(ordered, items):
            return Items(ordered, tuple(tuple(_content(inner, pieces) for inner in item) for item in items))
        case Table(header, rows):
            return Table(tuple(map(spans, header)), tuple(tuple(map(spans, row)) for row in rows))
        case Callout(kind, title, inside):
            return Callout(kind, title, tuple(_content(inner, pieces) for inner in inside))
    return block


def _content(block: ContentBlock, pieces: Sequence[Piece]) -> ContentBlock:
    return filled(block, pieces)  # type: ignore[return-value]


def _spans(told: Spans, pieces: Sequence[Piece]) -> Iterator[Span]:
    for span in told:
        if isinstance(span, Text):
            yield from _texts(span, pieces)
        elif isinstance(span, (Link, Cite)):
            yield span


def _texts(span: Text, pieces: Sequence[Piece]) -> Iterator[Text]:
    place = 0
    for found in MARK.finditer(span.text):
        if found.start() > place:
            yield Text(span.text[place : found.start()], span.bold, span.italic)
        piece = pieces[int(found[1])]
        kind = ToFill if piece.to_fill else Given
        yield kind(piece.text, span.bold, span.italic, piece.field)
        place = found.end()
    if place < len(span.text):
        yield Text(span.text[place:], span.bold, span.italic)
