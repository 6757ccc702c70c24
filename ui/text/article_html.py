"""Block tree → HTML of the subset that QTextDocument shows. Pure: no Qt, no library, only values.

Classes are those of ``theme/article.css``. A table of one cell with class ``box`` or ``card`` is a frame, not a table:
the view rounds it, screen readers pass through it. A word of the glossary becomes a link ``terme:<id>``, once in each
section; the short form of a text ends with the link ``suite:``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Protocol

from markupsafe import Markup
from msgspec import Struct, field

from kit.content import short_form
from kit.content.blocks import (
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
from kit.content.example_words import population_words, role_words, year_words
from kit.content.figure_words import alternative, measured
from kit.content.model import Article, Example, Series, Step
from kit.content.places import complete
from kit.content.shelf import Fact, Source, Term
from kit.content.terms import finder
from kit.markup import raised_html
from kit.tokens import Tokens
from kit.typography import fr, french
from ui.access.nodes import NOTE, TERM
from ui.text import html
from ui.widgets.days import month

PROVISIONAL = "Texte provisoire, {who} ne l’a pas relu"
SOURCES = "sources"
CONTENTS = "sommaire"
PITCH = "voix-"  # begins the anchor of words to say
MORE, LESS = "suite:", "replier:"
FIGURE = "figure:"
"""Begins where a figure is drawn: its number in the body follows, and how many of its kind stand side by side."""
QUOTE = "citer:"
"""Begins a link that copies a figure: its number follows."""
UNREAD = "sans-source"
ASKED = "*"
"""What stands in place of a number where the source is still to be asked for."""

_UNREAD = Markup(
    '* Le kit n’a pas encore de source pour ce point&nbsp;: <a href="contact">demandez-la</a> avant de le citer.'
)
_DRAWING = Markup('<img src="picto:{}" alt="" width="{}" height="{}">')
_FIGURE = Markup('<img src="{}{}/{}" alt="{}">')
_QUESTION = "contact:question"
SIDE_BY_SIDE, _LARGE = 2, 1.4  # numbers in a row, and the scale of text from which they stand one below the other
_BESIDE = Markup(
    '<table class="head" width="100%" cellspacing="0">'
    '<tr><td class="drawing" width="{width}">{drawing}</td><td class="beside">{words}</td></tr></table>'
)
_SPAN = Markup('<span class="{}">{}</span>')
_TAG = Markup('<span class="{}">&nbsp;{}&nbsp;</span>')
_SOURCES = Markup('<ol class="sources">{}</ol>')
_SOURCE = Markup('<li><a name="source-{}"></a>{}{}</li>')
_CALLS = Markup("&nbsp;{}")
_CALL = Markup('<a class="note" href="{}{}" title="{}">&nbsp;{}&nbsp;</a>')
_OTHERWISE = Markup("Ou bien&nbsp;: {}")
_META = Markup('<p class="meta">{}</p>')
_ITALIC = Markup("<i>{}</i>")
_TERM_LINK = Markup('<a class="term" href="{}" title="{}">{}</a>')
_ABOUT_TERM = Markup("<qt><b>{}</b>{}<br>{}</qt>")
_LEVELS = {
    "commune": "commune",
    "intercommunalite": "intercommunalité",
    "both": "commune ou intercommunalité",
}
_RHYTHMS = {"once": "à faire une fois", "yearly": "chaque année", "mandate": "une fois par mandat"}
_EFFORTS = {1: "facile", 2: "demande un peu de temps", 3: "demande du temps"}


class Notes(Struct, frozen=True):
    """Where facts were read, and what words mean: what turns a text into numbered sources and linked terms.

    ``publisher`` is who proofreads, as a sentence calls it.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    publisher: str = "qui le publie"


class Marks(Protocol):
    """What is shown around the blocks of a text that changed; ``place`` counts the blocks of the completed body."""

    def head(self) -> Markup: ...
    def block(self, place: int, made: Markup) -> Markup: ...
    def end(self) -> Markup: ...


class Next(Struct, frozen=True):
    """What the card at the end of a text leads to, with a line about it; ``others`` are the line below, (id, title).

    ``drawing`` is a pictogram with the name of its accent, as for a text.
    """

    target: str
    title: str
    text: str = ""
    drawing: tuple[str, str] = ("", "teal")
    others: tuple[tuple[str, str], ...] = ()


def to_html(
    article: Article,
    body: Body,
    notes: Notes,
    theme: Tokens,
    *,
    drawing: tuple[str, str] = ("", "teal"),
    further: Next | None = None,
    short: bool = False,
    marks: Marks | None = None,
) -> Markup:
    """Return the page of an article: title, repères, text, what next, sources; ``short`` stops at its fold, if any.

    ``drawing`` is the pictogram with the name of its accent. Links lead to ids (``id``, ``id#anchor``) or into the
    page (``#anchor``). ``marks`` say what changed, for whoever proofreads.
    """
    whole = complete(article, body)
    writing = _Writing(article, notes, theme, drawing, marks)
    return writing.page(whole, further, short_form.screen_fold(article, whole), short)


class _Writing:
    """One pass over one article; numbers the sources in the order of their first call."""

    def __init__(
        self,
        article: Article,
        notes: Notes,
        theme: Tokens,
        drawing: tuple[str, str],
        marks: Marks | None,
    ) -> None:
        self._article, self._notes, self._theme, self._drawing = article, notes, theme, drawing
        self._marks = marks
        self._places: dict[int, int] = {}  # of the blocks of the page, by identity, where they may be marked
        self._numbers: dict[str, int] = {}
        self._unread = False
        self._level = 1
        self._seen: set[str] = set()
        self._figures = 0
        self._terms = {term.id: term for term in notes.terms}
        self._finder = finder(notes.terms)

    def page(self, body: Body, further: Next | None, cut: int | None, short: bool) -> Markup:
        if self._marks:
            self._places = {id(block): place for place, block in enumerate(body)}
        if cut and short:
            parts = [self._head(), *self._blocks(body[:cut]), self._more(body[cut:]), self._next(further)]
        else:
            less = html.paragraph(html.link(LESS, "Replier ce texte"), "more") if cut else html.NOTHING
            gone = self._marks.end() if self._marks else html.NOTHING
            parts = [self._head(), *self._blocks(body), gone, less, self._next(further), self._foot()]
        return html.page(parts, self._theme)

    # --- head and foot ---

    def _head(self) -> Markup:
        article = self._article
        title = html.heading(article.title, 1) + _META.format(self._meta())
        lead = html.paragraph(self._words(article.summary), "lead")
        marked = self._marks.head() if self._marks else html.NOTHING
        return html.joined((self._beside(self._drawing, title), lead, self._landmarks(), marked))

    def _meta(self) -> Markup:
        words: list[str] = [fr("Lecture : {minutes} min", minutes=self._article.minutes)] if self._article.words else []
        if checked := month(self._article.reviewed_on):
            words.append(f"vérifié en {checked}")
        way = (html.link(CONTENTS, "Sommaire"),) if self._article.id else ()  # a page that is no text of the kit
        line = html.joined((*words, *way), " · ")
        who = self._notes.publisher
        tag = _TAG.format("provisional", PROVISIONAL.format(who=who)) if self._article.provisional else ""
        return html.lines((line, tag))

    def _landmarks(self) -> Markup:
        """Return what makes an action concrete: when it is done, what five minutes allow, for whom."""
        article = self._article
        said = (("C’est fait quand…", article.done_when), ("En cinq minutes", article.first_step))
        parts = [html.titled(title, words) for title, words in said if words]
        traits = (
            _LEVELS.get(article.level, ""),
            _RHYTHMS.get(article.rhythm, ""),
            _EFFORTS.get(article.difficulty or 0, ""),
        )
        if line := " · ".join(trait for trait in traits if trait):
            parts.append(html.paragraph(html.muted(f"{line[0].upper()}{line[1:]}")))
        return html.card(parts) if parts else html.NOTHING

    def _more(self, rest: Body) -> Markup:
        """Return the end of a short form: the way on, and what is there."""
        there = " · ".join((*short_form.titles(rest), "Sources"))
        return html.paragraph(html.lines((html.link(MORE, "Lire plus"), html.muted(there))), "more")

    def _next(self, following: Next | None) -> Markup:
        """Return the card that a text ends on, and under it the line of what else there is."""
        if following is None:
            return html.NOTHING
        told = (
            html.heading_in_frame(_SPAN.format("above", "Ensuite"), 2, "ensuite"),
            html.paragraph(html.bold(html.link(following.target, following.title)), "closer"),
            html.paragraph(html.muted(following.text), "closer"),
        )
        inner = self._beside(following.drawing, html.joined(told))
        others = html.joined((html.link(target, title) for target, title in following.others), ", ")
        return html.card((inner,)) + html.paragraph(_OTHERWISE.format(others) if others else "", "small")

    def _beside(self, drawing: tuple[str, str], words: Markup) -> Markup:
        """Return words beside a pictogram, alone where there is none."""
        if not drawing[0]:
            return words
        size = round(54 * min(self._theme.scale, 1.5))
        image = _DRAWING.format("/".join(drawing), size + 14, size)
        return _BESIDE.format(width=size + 14, drawing=image, words=words)

    def _foot(self) -> Markup:
        for source in self._article.sources:
            self._number(source)
        if not self._numbers and not self._unread:
            return html.NOTHING
        parts = [html.heading("Sources", anchor=SOURCES)]
        if self._numbers:
            rows = (self._source(self._notes.sources[key], n) for key, n in self._numbers.items())
            parts.append(_SOURCES.format(html.joined(rows)))
        if self._unread:
            parts.append(html.paragraph(html.mark(UNREAD) + _UNREAD, "small"))
        parts.append(html.paragraph(html.link(SOURCES, "Toutes les sources du kit"), "small"))
        return html.joined(parts)

    def _source(self, source: Source, number: int) -> Markup:
        address = f" – {source.address} (nécessite Internet)" if source.address else ""
        return _SOURCE.format(number, source.title, address)

    # --- blocks ---

    def _blocks(self, body: Body) -> Iterator[Markup]:
        """Yield the blocks of a text; numbers one after the other stand side by side, where letters are not large."""
        for is_number, group in groupby(body, key=lambda block: isinstance(block, Figure) and block.kind == "chiffre"):
            blocks = tuple(group)
            if not is_number or len(blocks) < 2 or self._theme.scale > _LARGE:
                yield from map(self._block, blocks)
                continue
            for start in range(0, len(blocks), SIDE_BY_SIDE):
                row = [html.joined(self._beside_others(one)) for one in blocks[start : start + SIDE_BY_SIDE]]
                yield html.row_of_cards(row, SIDE_BY_SIDE)

    def _block(self, block: Block) -> Markup:
        made, place = self._plain_block(block), self._places.get(id(block))
        return made if place is None or self._marks is None else self._marks.block(place, made)

    def _plain_block(self, block: Block) -> Markup:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(spans):
                return html.paragraph(self._spans(spans))
            case Items():
                return html.items(map(self._item, block.items), ordered=block.ordered)
            case Table():
                return html.table(tuple(map(self._spans, block.header)), (map(self._spans, row) for row in block.rows))
            case Callout():
                return self._callout(block)
            case Examples():
                return html.joined(map(self._example, self._article.examples))
            case Steps():
                return self._steps(self._article.steps)
            case Figure():
                return self._figure(block)

    def _heading(self, block: Heading) -> Markup:
        self._level = block.level
        if block.level == 2:
            self._seen.clear()
        inner = html.joined(raised_html(s.text) if isinstance(s, Text) else self._span(s) for s in block.spans)
        return html.heading(inner, block.level, block.anchor)

    def _item(self, item: tuple[Block, ...]) -> Markup:
        first, rest = item[:1], item[1:]
        if first and isinstance(first[0], Paragraph):
            return self._spans(first[0].spans) + html.joined(map(self._block, rest))
        return html.joined(map(self._block, item))

    def _callout(self, block: Callout) -> Markup:
        before = self._level
        self._level = min(before + 1, 4)
        anchor = pitch_anchor(block.title) if block.kind == "voix" else ""
        title = _SPAN.format(block.kind, block.title)
        head = html.heading_in_frame(title, self._level, anchor) if block.title else html.NOTHING
        inner = html.joined((head, *map(self._block, block.blocks)))
        self._level = before
        return html.frame(f"box {block.kind}", inner)

    def _beside_others(self, block: Block) -> tuple[Markup, ...]:
        """Return what a number has in its card, beside others."""
        assert isinstance(block, Figure)
        return self._parts_of(block, columns=SIDE_BY_SIDE)

    def _figure(self, block: Figure) -> Markup:
        """Return a figure in its frame: the drawing, which the view makes, its words, its source, how to quote it."""
        return html.card(self._parts_of(block))

    def _parts_of(self, block: Figure, *, columns: int = 1) -> tuple[Markup, ...]:
        series, number = block.series, self._figures
        self._figures += 1
        image = html.paragraph(_FIGURE.format(FIGURE, number, columns, alternative(block)), "figure")
        words = html.paragraph(self._spans(block.words))
        source = fr(f"{series.year} · Source : {series.source}")
        told = any(isinstance(span, Cite) for span in block.words)
        parts = (source, "" if told else self._cite(Cite(series.facts)), " – ", html.link(f"{QUOTE}{number}", "Copier"))
        foot = html.paragraph(html.joined(parts), "small")
        if block.kind == "chiffre":
            return image, words, foot
        title = html.titled(series.title, html.muted(measured(series)))
        return title, image, words, html.paragraph(series.definition, "small"), self._asked(series), foot

    def _asked(self, series: Series) -> Markup:
        """Return how to ask for the values that nobody has told, nothing where all are there."""
        count = len(series.missing)
        if not count or series.withheld:
            return html.NOTHING
        who = f"{self._notes.publisher[:1].upper()}{self._notes.publisher[1:]}"
        many = fr("{n} valeurs ne sont pas connues. {who} les a peut-être : ", n=count, who=who)
        asked = many if count > 1 else fr("Une valeur n’est pas connue. {who} l’a peut-être : ", who=who)
        return html.paragraph(html.joined((asked, html.link(_QUESTION, "préparer le message"))))

    def _example(self, example: Example) -> Markup:
        where = html.bold(example.place)
        if example.departement and example.departement != example.place:
            where += f" · {example.departement}"
        tags = html.joined(
            (html.tag(words) for words in (population_words(example), year_words(example)) if words), " "
        )
        text = self._words(example.text) + self._cite(Cite(example.facts))
        role = role_words(example)
        return html.frame(
            "card", html.paragraph(html.lines((where + " " + tags, text, html.muted(role) if role else "")))
        )

    def _steps(self, steps: tuple[Step, ...]) -> Markup:
        return html.items(map(self._step, steps), ordered=True) if steps else html.NOTHING

    def _step(self, step: Step) -> Markup:
        who = " · ".join(part for part in (step.who, step.time) if part)
        return html.lines((self._words(step.text), html.muted(who) if who else ""))

    # --- spans ---

    def _spans(self, spans: Spans) -> Markup:
        return html.joined(map(self._span, spans))

    def _span(self, span: Span) -> Markup:
        match span:
            case Link(target, text):
                return html.link(target, text)
            case Cite():
                return self._cite(span)
        words = self._words(span.text)
        words = html.bold(words) if span.bold else words
        return _ITALIC.format(words) if span.italic else words

    def _words(self, text: str) -> Markup:
        """Return a text with the terms that its section has not yet linked."""
        if not self._terms:
            return raised_html(text)
        parts, done = [], 0
        for found in self._finder.find(text, self._seen):
            parts.append(raised_html(text[done : found.start]))
            parts.append(_term_link(self._terms[found.term_id], text[found.start : found.end]))
            done = found.end
        return html.joined((*parts, raised_html(text[done:])))

    def _cite(self, cite: Cite) -> Markup:
        """Return the small numbers that open the sources, each number once."""
        numbers: dict[int, str] = {}
        unread = False
        for key in cite.facts:
            fact = self._notes.facts.get(key)
            for source in fact.sources if fact else ():
                if number := self._number(source):
                    numbers[number] = source
            unread = unread or not (fact and fact.sources)
        calls = [
            _CALL.format(NOTE, f"{n}/{key}", fr("Source {n} : {title}", n=n, title=self._notes.sources[key].title), n)
            for n, key in sorted(numbers.items())
        ]
        if unread:
            self._unread = True
            calls.append(_CALL.format(NOTE, ASKED, "Source à demander", ASKED))
        return _CALLS.format(html.joined(calls)) if calls else html.NOTHING

    def _number(self, source: str) -> int:
        """Return the number of a source, given now if this is its first call; 0 for an unknown one."""
        if source not in self._notes.sources:
            return 0
        return self._numbers.setdefault(source, len(self._numbers) + 1)


def _term_link(term: Term, words: str) -> Markup:
    """Return a quiet link; what the mouse shows above it is rich text, which Qt breaks into lines."""
    about = _ABOUT_TERM.format(term.term, f" ({term.expansion})" if term.expansion else "", french(term.definition))
    return _TERM_LINK.format(f"{TERM}{term.id}", str(about), words)


def pitch_anchor(title: str) -> str:
    """Return the anchor of a box of words to say, such as « En trente secondes »."""
    return PITCH + "-".join(title.casefold().split())


def outline(body: Body, *, sources: bool) -> tuple[tuple[str, str], ...]:
    """Return (anchor, title) of the parts of a page, words to say among them, for its table of contents."""
    parts = []
    for block in body:
        if isinstance(block, Heading) and block.level == 2:
            parts.append((block.anchor, plain(block.spans)))
        elif isinstance(block, Callout) and block.kind == "voix" and block.title:
            parts.append((pitch_anchor(block.title), block.title))
    is_named = any(anchor == SOURCES for anchor, _ in parts)  # a part of the text that is called so
    return (*parts, (SOURCES, "Sources")) if sources and parts and not is_named else tuple(parts)
