"""Markdown text → block tree, by Python-Markdown (loaded at first use only).

What the writers may use: headings ``##`` to ``####``, paragraphs, lists, tables, bold, italic, links
to ids, callouts ``!!! kind "Titre"``, figures ``!!! barres "serie"`` that draw a series of the header,
calls to facts ``[F140]``, ``[[exemples]]`` and ``[[etapes]]`` alone on a line. Anything else is a
ContentError with its reason.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

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
    from markdown import Markdown

_CITE = re.compile(r"[ \u00a0]*\[(F\d{3,}[a-z]?(?:\s*,\s*F\d{3,}[a-z]?)*)\]")
_STASH = re.compile("\x02(?!amp)[^\x03]*\x03")
_PLACES: dict[str, Block] = {"[[exemples]]": Examples(), "[[etapes]]": Steps()}


def slug(text: str) -> str:
    """Return an ASCII kebab-case anchor for a heading."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


class MarkdownReader:
    """Turns texts into block trees; keep one and use it for many files (not from two threads)."""

    def __init__(self) -> None:
        self._engine: Markdown | None = None
        self._root: Element | None = None

    def read(self, text: str, file: Path, first_line: int = 1, series: tuple[Series, ...] = ()) -> Body:
        """Return the blocks of ``text``; ``first_line`` is where it starts in ``file``, ``series`` what it may draw.

        Raises ContentError for what the kit has no block for.
        """
        engine = self._engine or self._build()
        engine.reset()
        engine.convert(text)
        root = self._root
        if root is None:  # an empty text never reaches the tree processors
            return ()
        self._root = None
        return _Reading(text, file, first_line, series).blocks(root)

    def _build(self) -> Markdown:
        from markdown import Markdown
        from markdown.treeprocessors import Treeprocessor

        reader = self

        class Capture(Treeprocessor):
            """Keeps the finished tree instead of its HTML."""

            def run(self, root: Element) -> None:
                reader._root = root

        engine = Markdown(extensions=["tables", "admonition", "sane_lists"], output_format="xhtml")
        engine.treeprocessors.register(Capture(engine), "capture", -10)
        self._engine = engine
        return engine


class _Reading:
    """One pass over the tree of one text."""

    def __init__(self, text: str, file: Path, first_line: int, series: tuple[Series, ...]) -> None:
        self._series = {one.id: one for one in series}
        self._lines = text.splitlines()
        self._file = file
        self._first = first_line
        self._anchors: set[str] = set()
        self._top: list[Element] = []

    def blocks(self, parent: Element) -> Body:
        self._top = list(parent)
        return tuple(self._block(child) for child in parent)

    def _block(self, element: Element) -> Block:
        match element.tag:
            case "h2" | "h3" | "h4":
                spans = self._spans(element)
                return Heading(int(element.tag[1]), spans, self._anchor(plain(spans)))
            case "p":
                return self._paragraph(element)
            case "ul" | "ol":
                return Items(element.tag == "ol", tuple(self._item(li) for li in element))
            case "table":
                return self._table(element)
            case "div" if "admonition" in (element.get("class") or ""):
                return self._callout(element)
            case "h1" | "h5" | "h6":
                self._fail("titre", f"les titres vont de ## à #### : {plain(self._spans(element))}", element)
        self._fail("balisage", f"« {element.tag} » n’existe pas dans le kit", element)
        raise AssertionError  # _fail always raises

    def _paragraph(self, element: Element) -> Block:
        spans = self._spans(element)
        return _PLACES.get(plain(spans).strip()) or Paragraph(spans)

    def _item(self, li: Element) -> tuple[Block, ...]:
        inner = [child for child in li if child.tag in ("p", "ul", "ol", "table", "div")]
        lead = self._spans(li, stop=("p", "ul", "ol", "table", "div"))
        own: list[Block] = [Paragraph(lead)] if plain(lead).strip() or lead else []
        return tuple(own + [self._block(child) for child in inner])

    def _table(self, element: Element) -> Table:
        head = element.find("thead/tr")
        header = tuple(self._spans(cell) for cell in head) if head is not None else ()
        rows = element.findall("tbody/tr")
        return Table(header, tuple(tuple(self._spans(cell) for cell in row) for row in rows))

    def _callout(self, element: Element) -> Callout | Figure:
        kind = next((c for c in (element.get("class") or "").split() if c != "admonition"), "")
        if kind in FIGURES:
            return self._figure(kind, element)
        if kind not in CALLOUTS:
            self._fail("encadre", f"encadré inconnu : {kind}", element)
        title, inner = "", list(element)
        if inner and inner[0].get("class") == "admonition-title":
            title = plain(self._spans(inner[0]))
            inner = inner[1:]
        return Callout(kind, title, tuple(self._block(child) for child in inner))

    def _figure(self, kind: str, element: Element) -> Figure:
        if element not in self._top:
            detail = "une figure ne va ni dans un encadré ni dans une liste : la mettre entre deux paragraphes"
            self._fail("figure", detail, None, text=f"!!! {kind}")
        title, *inner = list(element) or [element]
        name = plain(self._spans(title)) if title.get("class") == "admonition-title" else ""
        if name not in self._series:
            known = ", ".join(self._series) or "aucune"
            detail = f"{kind} dessine une série de l’en-tête : « {name} » n’y est pas (il y a : {known})"
            self._fail("figure", detail, None, text=f"!!! {kind}")
        if len(inner) > 1 or any(child.tag != "p" for child in inner):
            self._fail("figure", f"sous {kind} « {name} », un seul paragraphe", None, text=f'!!! {kind} "{name}"')
        return Figure(kind, self._series[name], self._spans(inner[0]) if inner else ())

    def _anchor(self, title: str) -> str:
        base = anchor = slug(title) or "partie"
        number = 2
        while anchor in self._anchors:
            anchor, number = f"{base}-{number}", number + 1
        self._anchors.add(anchor)
        return anchor

    def _spans(self, element: Element, *, stop: tuple[str, ...] = ()) -> Spans:
        found: list[Span] = []
        self._inline(element, found, bold=False, italic=False, stop=stop)
        return _trim(found)

    def _inline(
        self, element: Element, found: list[Span], *, bold: bool, italic: bool, stop: tuple[str, ...] = ()
    ) -> None:
        self._text(element.text, found, bold, italic)
        for child in element:
            if child.tag in stop:
                pass
            elif child.tag in ("strong", "em"):
                strong = bold or child.tag == "strong"
                self._inline(child, found, bold=strong, italic=italic or child.tag == "em")
            elif child.tag == "a":
                words: list[Span] = []
                self._inline(child, words, bold=False, italic=False)
                found.append(Link(child.get("href") or "", plain(words)))
            elif child.tag == "br":
                self._text(" ", found, bold, italic)
            else:
                self._fail("balisage", f"« {child.tag} » n’existe pas dans le kit", element)
            if child.tag not in stop:
                self._text(child.tail, found, bold, italic)

    def _text(self, text: str | None, found: list[Span], bold: bool, italic: bool) -> None:
        if not text:
            return
        if _STASH.search(text):
            self._fail("html", "du HTML est écrit dans le texte", None, text=_STASH.split(text)[0].strip() or "<")
        text = re.sub(r"[ \t\n]+", " ", text.replace("\x02amp\x03", "&"))
        place = 0
        for match in _CITE.finditer(text):
            if match.start() > place:
                found.append(Text(text[place : match.start()], bold, italic))
            found.append(Cite(tuple(re.split(r"\s*,\s*", match[1]))))
            place = match.end()
        if place < len(text):
            found.append(Text(text[place:], bold, italic))

    def _fail(self, rule: str, detail: str, element: Element | None, *, text: str = "") -> None:
        words = text or ("".join(element.itertext()) if element is not None else "")
        raise ContentError(self._file, self._line_of(words), rule, detail)

    def _line_of(self, words: str) -> int:
        first = next((part.strip() for part in words.splitlines() if part.strip()), "")[:24]
        for number, line in enumerate(self._lines):
            if first and first in line:
                return self._first + number
        return self._first


def _trim(spans: list[Span]) -> Spans:
    """Drop the white space at both ends of a run of spans."""
    if spans and isinstance(spans[0], Text):
        spans[0] = Text(spans[0].text.lstrip(" "), spans[0].bold, spans[0].italic)
    if spans and isinstance(spans[-1], Text):
        spans[-1] = Text(spans[-1].text.rstrip(" "), spans[-1].bold, spans[-1].italic)
    return tuple(span for span in spans if not (isinstance(span, Text) and not span.text))
