"""Markdown text → block tree, by markdown-it-py (loaded at first use only).

What the writers may use: headings ``##`` to ``####``, paragraphs, lists, tables, bold, italic, links
to ids, callouts ``!!! kind "Titre"``, figures ``!!! barres "serie"`` that draw a series of the header,
calls to facts ``[F140]``, ``[[exemples]]`` and ``[[etapes]]`` alone on a line. Anything else is a
ContentError with its reason and its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kit.content.blocks import (
    CALLOUTS,
    FIGURES,
    Block,
    Body,
    Callout,
    Cite,
    Examples,
    Figure,
    Heading,
    Items,
    Link,
    Paragraph,
    Span,
    Spans,
    Steps,
    Table,
    Text,
    plain,
)
from kit.content.model import Series
from kit.errors import ContentError
from kit.folding import fold

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_CITE = re.compile(r"[ \u00a0]*\[(F\d{3,}[a-z]?(?:\s*,\s*F\d{3,}[a-z]?)*)\]")
_PLACES: dict[str, Block] = {"[[exemples]]": Examples(), "[[etapes]]": Steps()}


def slug(text: str) -> str:
    """Return an ASCII kebab-case anchor for a heading."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


class MarkdownReader:
    """Turns texts into block trees; keep one and use it for many files (not from two threads)."""

    def __init__(self) -> None:
        self._engine: MarkdownIt | None = None

    def read(self, text: str, file: Path, first_line: int = 1, series: tuple[Series, ...] = ()) -> Body:
        """Return the blocks of ``text``; ``first_line`` is where it starts in ``file``, ``series`` what it may draw.

        Raises ContentError for what the kit has no block for.
        """
        return _Reading(file, first_line, series).blocks(self._parsed(text).children)

    def _parsed(self, text: str) -> SyntaxTreeNode:
        from markdown_it import MarkdownIt
        from markdown_it.tree import SyntaxTreeNode
        from mdit_py_plugins.admon import admon_plugin

        if self._engine is None:
            # Out: what would swallow a line « [F140]: … », and what makes a title of a paragraph above « --- ».
            engine = MarkdownIt("commonmark").enable("table").disable(["reference", "lheading"])
            self._engine = engine.use(admon_plugin)
        return SyntaxTreeNode(self._engine.parse(text))


class _Reading:
    """One pass over the tree of one text."""

    def __init__(self, file: Path, first_line: int, series: tuple[Series, ...]) -> None:
        self._series = {one.id: one for one in series}
        self._file = file
        self._first = first_line
        self._line = 0  # of the words being read, the first of the text being 0
        self._anchors: set[str] = set()

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> Body:
        return tuple(self._block(node) for node in nodes)

    def _block(self, node: SyntaxTreeNode) -> Block:
        self._line = _line_of(node)
        match node.type:
            case "heading":
                return self._heading(node)
            case "paragraph":
                spans = self._spans(node)
                return _PLACES.get(plain(spans).strip()) or Paragraph(spans)
            case "bullet_list" | "ordered_list":
                return Items(node.type == "ordered_list", tuple(self.blocks(item.children) for item in node.children))
            case "table":
                rows = [tuple(map(self._spans, row.children)) for part in node.children for row in part.children]
                return Table(rows[0], tuple(rows[1:]))
            case "admonition":
                return self._callout(node)
        raise self._refused(node)

    def _heading(self, node: SyntaxTreeNode) -> Heading:
        spans, level = self._spans(node), int(node.tag[1])
        if not 2 <= level <= 4:
            raise self._fault("titre", f"les titres vont de ## à #### : {plain(spans)}")
        return Heading(level, spans, self._anchor(plain(spans)))

    def _callout(self, node: SyntaxTreeNode) -> Callout | Figure:
        kind, title, inner = node.meta["tag"], "", node.children
        if inner and inner[0].type == "admonition_title":
            title, inner = plain(self._spans(inner[0])), inner[1:]
        if kind in FIGURES:
            return self._figure(kind, title, inner, is_apart=node.parent is not None and node.parent.is_root)
        if kind not in CALLOUTS or node.markup != "!!!":
            raise self._fault("encadre", f"encadré inconnu : {node.markup.replace('!!!', '')}{kind}")
        return Callout(kind, title, self.blocks(inner))

    def _figure(self, kind: str, name: str, inner: list[SyntaxTreeNode], *, is_apart: bool) -> Figure:
        if not is_apart:
            raise self._fault(
                "figure", "une figure ne va ni dans un encadré ni dans une liste : la mettre entre deux paragraphes"
            )
        if name not in self._series:
            known = ", ".join(self._series) or "aucune"
            raise self._fault(
                "figure", f"{kind} dessine une série de l’en-tête : « {name} » n’y est pas (il y a : {known})"
            )
        if len(inner) > 1 or any(one.type != "paragraph" for one in inner):
            raise self._fault("figure", f"sous {kind} « {name} », un seul paragraphe")
        return Figure(kind, self._series[name], self._spans(inner[0]) if inner else ())

    def _anchor(self, title: str) -> str:
        base = anchor = slug(title) or "partie"
        number = 2
        while anchor in self._anchors:
            anchor, number = f"{base}-{number}", number + 1
        self._anchors.add(anchor)
        return anchor

    def _spans(self, node: SyntaxTreeNode) -> Spans:
        """Return the words of a heading, a paragraph, a title of a callout or a cell."""
        self._line = _line_of(node)
        found: list[Span] = []
        for words in node.children:
            self._inline(words, found, bold=False, italic=False)
        return _trim(found)

    def _inline(self, node: SyntaxTreeNode, found: list[Span], *, bold: bool, italic: bool) -> None:
        text = ""  # a call to a fact may stand at the start of the next line: the lines are joined first
        for child in node.children:
            if child.type == "text":
                text += child.content
            elif child.type in ("softbreak", "hardbreak"):
                text += " "
                self._line += 1
            else:
                self._text(text, found, bold, italic)
                text = ""
                self._element(child, found, bold=bold, italic=italic)
        self._text(text, found, bold, italic)

    def _element(self, node: SyntaxTreeNode, found: list[Span], *, bold: bool, italic: bool) -> None:
        match node.type:
            case "strong":
                self._inline(node, found, bold=True, italic=italic)
            case "em":
                self._inline(node, found, bold=bold, italic=True)
            case "link":
                words: list[Span] = []
                self._inline(node, words, bold=False, italic=False)
                found.append(Link(str(node.attrs["href"]), plain(words)))
            case _:
                raise self._refused(node)

    def _text(self, text: str, found: list[Span], bold: bool, italic: bool) -> None:
        text = re.sub(r"[ \t]+", " ", text)
        place = 0
        for match in _CITE.finditer(text):
            if match.start() > place:
                found.append(Text(text[place : match.start()], bold, italic))
            found.append(Cite(tuple(re.split(r"\s*,\s*", match[1]))))
            place = match.end()
        if place < len(text):
            found.append(Text(text[place:], bold, italic))

    def _refused(self, node: SyntaxTreeNode) -> ContentError:
        if node.type in ("html_block", "html_inline"):
            return self._fault("html", "du HTML est écrit dans le texte")
        return self._fault("balisage", f"« {node.tag} » n’existe pas dans le kit")

    def _fault(self, rule: str, detail: str) -> ContentError:
        return ContentError(self._file, self._first + self._line, rule, detail)


def _line_of(node: SyntaxTreeNode) -> int:
    """Return the first line of a block; a cell stands on that of its row."""
    while node.map is None and node.parent is not None:
        node = node.parent
    return node.map[0] if node.map else 0


def _trim(spans: list[Span]) -> Spans:
    """Drop the white space at both ends of a run of spans."""
    if spans and isinstance(spans[0], Text):
        spans[0] = Text(spans[0].text.lstrip(" "), spans[0].bold, spans[0].italic)
    if spans and isinstance(spans[-1], Text):
        spans[-1] = Text(spans[-1].text.rstrip(" "), spans[-1].bold, spans[-1].italic)
    return tuple(span for span in spans if not (isinstance(span, Text) and not span.text))
