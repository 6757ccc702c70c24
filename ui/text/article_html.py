"""Block tree → HTML of the subset that QTextDocument shows. Pure: no Qt, no library, only values.

Classes are those of ``theme/article.css``. A table of one cell with class ``box`` or ``card`` is a frame, not a table:
the view rounds it, screen readers pass through it. A word of the glossary becomes a link ``terme:<id>``, once in each
section; the short form of a text ends with the link ``suite:``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

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
from kit.content.model import Article, Example, Step
from kit.content.places import complete
from kit.content.shelf import Fact, Source, Term
from kit.content.terms import finder
from kit.content.typography import french
from ui.access.nodes import TERM
from ui.theme.article_css import article_css
from ui.theme.tokens import Tokens
from ui.widgets.days import month

PROVISIONAL = "Texte provisoire : {who} ne l’a pas encore relu."
SOURCES = "sources"
PITCH = "voix-"  # begins the anchor of words to say
MORE, LESS = "suite:", "replier:"
FIGURE = "figure:"
"""Begins where a figure is drawn, and QUOTE a link that copies one: the number of the figure in the body follows."""
QUOTE = "citer:"
UNREAD = "sans-source"
_UNREAD = '* Le kit n’a pas encore de source pour ce point : <a href="contact">demandez-la</a> avant de le citer.'
_LEVELS = {
    "commune": "commune",
    "intercommunalite": "intercommunalité",
    "both": "commune ou intercommunalité",
}
_RHYTHMS = {"once": "à faire une fois", "yearly": "chaque année", "mandate": "une fois par mandat"}
_EFFORTS = {1: "facile", 2: "demande un peu de temps", 3: "demande du temps"}


@dataclass(frozen=True, slots=True)
class Notes:
    """Where facts were read, and what words mean: what turns a text into numbered sources and linked terms.

    ``publisher`` is who proofreads, as a sentence calls it.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    publisher: str = "qui le publie"


@dataclass(frozen=True, slots=True)
class Next:
    """A link at the end of a text: what one can do or read now."""

    target: str
    text: str


def to_html(
    article: Article,
    body: Body,
    notes: Notes,
    theme: Tokens,
    *,
    drawing: tuple[str, str] = ("", "teal"),
    further: tuple[Next, ...] = (),
    short: bool = False,
) -> str:
    """Return the page of an article: title, repères, text, what next, sources; ``short`` stops at its fold, if any.

    ``drawing`` is the pictogram with the name of its accent. Links lead to ids (``id``, ``id#anchor``) or into the
    page (``#anchor``).
    """
    whole = complete(article, body)
    return _Writing(article, notes, theme, drawing).page(whole, further, short_form.fold_at(article, whole), short)


class _Writing:
    """One pass over one article; numbers the sources in the order of their first call."""

    def __init__(self, article: Article, notes: Notes, theme: Tokens, drawing: tuple[str, str]) -> None:
        self._article, self._notes, self._theme, self._drawing = article, notes, theme, drawing
        self._numbers: dict[str, int] = {}
        self._unread = False
        self._level = 1
        self._seen: set[str] = set()
        self._figures = 0
        self._terms = {term.id: term for term in notes.terms}
        self._finder = finder(notes.terms)

    def page(self, body: Body, further: tuple[Next, ...], cut: int | None, short: bool) -> str:
        if cut and short:
            parts = [self._head(), *(self._block(block) for block in body[:cut]), self._more(body[cut:])]
            parts.append(_further(further))
        else:
            less = f'<p class="more"><a href="{LESS}">Replier ce texte</a></p>' if cut else ""
            parts = [self._head(), *(self._block(block) for block in body), less, _further(further), self._foot()]
        return f"<html><head><style>{article_css(self._theme)}</style></head><body>{''.join(parts)}</body></html>"

    # --- head and foot ---

    def _head(self) -> str:
        article = self._article
        size = round(54 * min(self._theme.scale, 1.5))
        drawing = ""
        if self._drawing[0]:
            source = f"picto:{escape('/'.join(self._drawing))}"
            drawing = f'<img src="{source}" alt="" width="{size + 14}" height="{size}">'
        title = f'<h1><span class="h1">{escape(article.title)}</span></h1>'
        parts = [_beside(drawing, size + 14, title) if drawing else title, f'<p class="meta">{self._meta()}</p>']
        if article.summary:
            parts.append(f'<p class="lead">{self._words(article.summary)}</p>')
        if article.provisional:
            words = f'<span class="provisional">{PROVISIONAL.format(who=escape(self._notes.publisher))}</span>'
            parts.append(_frame("box provisional", words, "tight"))
        parts.append(self._landmarks())
        return "".join(parts)

    def _meta(self) -> str:
        words = [f"Lecture : {self._article.minutes} min"] if self._article.words else []
        if checked := month(self._article.reviewed_on):
            words.append(f"vérifié en {checked}")
        return " · ".join(words)

    def _landmarks(self) -> str:
        """Return what makes an action concrete: when it is done, what five minutes allow, for whom."""
        article, parts = self._article, []
        for title, words in (("C’est fait quand…", article.done_when), ("En cinq minutes", article.first_step)):
            if words:
                parts.append(f"<p><b>{title}</b><br>{escape(words)}</p>")
        traits = (
            _LEVELS.get(article.level, ""),
            _RHYTHMS.get(article.rhythm, ""),
            _EFFORTS.get(article.difficulty or 0, ""),
        )
        if line := " · ".join(trait for trait in traits if trait):
            parts.append(f'<p><span class="muted">{line[0].upper()}{line[1:]}</span></p>')
        return _frame("card", "".join(parts)) if parts else ""

    def _more(self, rest: Body) -> str:
        """Return the end of a short form: the way on, and what is there."""
        there = " · ".join(escape(title) for title in (*short_form.titles(rest), "Sources"))
        return f'<p class="more"><a href="{MORE}">Lire plus</a><br><span class="muted">{there}</span></p>'

    def _foot(self) -> str:
        for source in self._article.sources:
            self._number(source)
        if not self._numbers and not self._unread:
            return ""
        parts = [f'<h2><a name="{SOURCES}"></a><span class="h2">Sources</span></h2>']
        if self._numbers:
            rows = "".join(self._source(self._notes.sources[key], n) for key, n in self._numbers.items())
            parts.append(f'<ol class="sources">{rows}</ol>')
        if self._unread:
            parts.append(f'<p class="small"><a name="{UNREAD}"></a>{_UNREAD}</p>')
        parts.append(f'<p class="small"><a href="{SOURCES}">Toutes les sources du kit</a></p>')
        return "".join(parts)

    def _source(self, source: Source, number: int) -> str:
        address = f" – {escape(source.address)} (nécessite Internet)" if source.address else ""
        return f'<li><a name="source-{number}"></a>{escape(source.title)}{address}</li>'

    # --- blocks ---

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(spans):
                return f"<p>{self._spans(spans)}</p>"
            case Items():
                return self._items(block)
            case Table():
                return self._table(block)
            case Callout():
                return self._callout(block)
            case Examples():
                return "".join(self._example(example) for example in self._article.examples)
            case Steps():
                return self._steps(self._article.steps)
            case Figure():
                return self._figure(block)

    def _heading(self, block: Heading) -> str:
        self._level = block.level
        if block.level == 2:
            self._seen.clear()
        inner = "".join(escape(s.text) if isinstance(s, Text) else self._span(s) for s in block.spans)
        return _title(block.level, inner, block.anchor)

    def _items(self, block: Items) -> str:
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>{''.join(self._item(item) for item in block.items)}</{tag}>"

    def _item(self, item: tuple[Block, ...]) -> str:
        first, rest = item[:1], item[1:]
        lead = (
            self._spans(first[0].spans)
            if first and isinstance(first[0], Paragraph)
            else "".join(map(self._block, first))
        )
        return f"<li>{lead}{''.join(self._block(block) for block in rest)}</li>"

    def _table(self, block: Table) -> str:
        head = "".join(f"<th>{self._spans(cell)}</th>" for cell in block.header)
        rows = "".join(f"<tr>{''.join(f'<td>{self._spans(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
        head = f"<thead><tr>{head}</tr></thead>" if head else ""
        return f'<table class="data" width="100%" cellspacing="0">{head}<tbody>{rows}</tbody></table>'

    def _callout(self, block: Callout) -> str:
        before = self._level
        self._level = min(before + 1, 4)
        title = f'<span class="{block.kind}">{escape(block.title)}</span>'
        anchor = pitch_anchor(block.title) if block.kind == "voix" else ""
        inner = _title(self._level, title, anchor, small=True) if block.title else ""
        inner += "".join(self._block(child) for child in block.blocks)
        self._level = before
        return _frame(f"box {block.kind}", inner)

    def _figure(self, block: Figure) -> str:
        """Return a figure in its frame: the drawing, which the view makes, its words, its source, a link to quote it."""
        series = block.series
        image = f'<img src="{FIGURE}{self._figures}" alt="{escape(alternative(block))}">'
        copy = f'<a href="{QUOTE}{self._figures}">Copier</a>'
        self._figures += 1
        cited = self._cite(Cite(series.facts))
        source = f'<p class="small">{series.year} · Source : {escape(series.source)}{cited}   {copy}</p>'
        if block.kind == "chiffre":
            return _frame("card figure", f"<p>{image}</p><p>{self._spans(block.words)}</p>{source}")
        title = f'<p><b>{escape(series.title)}</b><br><span class="muted">{escape(measured(series))}</span></p>'
        words = f"<p>{self._spans(block.words)}</p>" if block.words else ""
        definition = f'<p class="small">{escape(series.definition)}</p>'
        return _frame("card figure", f"{title}<p>{image}</p>{words}{definition}{source}")

    def _example(self, example: Example) -> str:
        where = f"<b>{escape(example.place)}</b>"
        if example.departement and example.departement != example.place:
            where += f" · {escape(example.departement)}"
        tags = [population_words(example), year_words(example)]
        marks = " ".join(f'<span class="tag">\u00a0{escape(tag)}\u00a0</span>' for tag in tags if tag)
        text = self._words(example.text) + self._cite(Cite(example.facts))
        role = role_words(example)
        below = f'<br><span class="muted">{escape(role)}</span>' if role else ""
        return _frame("card", f"<p>{where} {marks}<br>{text}{below}</p>")

    def _steps(self, steps: tuple[Step, ...]) -> str:
        return f"<ol>{''.join(self._step(step) for step in steps)}</ol>" if steps else ""

    def _step(self, step: Step) -> str:
        who = " · ".join(escape(part) for part in (step.who, step.time) if part)
        return f"<li>{self._words(step.text)}" + (f'<br><span class="muted">{who}</span>' if who else "") + "</li>"

    # --- spans ---

    def _spans(self, spans: Spans) -> str:
        return "".join(self._span(span) for span in spans)

    def _span(self, span: Span) -> str:
        match span:
            case Link(target, text):
                return f'<a href="{escape(target)}">{escape(text)}</a>'
            case Cite():
                return self._cite(span)
        words = self._words(span.text)
        words = f"<b>{words}</b>" if span.bold else words
        return f"<i>{words}</i>" if span.italic else words

    def _words(self, text: str) -> str:
        """Return a text with the terms that its section has not yet linked."""
        if not self._terms:
            return escape(text)
        parts, done = [], 0
        for found in self._finder.find(text, self._seen):
            parts.append(escape(text[done : found.start]))
            parts.append(_term_link(self._terms[found.term_id], text[found.start : found.end]))
            done = found.end
        return "".join(parts) + escape(text[done:])

    def _cite(self, cite: Cite) -> str:
        """Return the small numbers that lead to the sources, each number once."""
        numbers: dict[int, str] = {}
        unread = False
        for key in cite.facts:
            fact = self._notes.facts.get(key)
            for source in fact.sources if fact else ():
                if number := self._number(source):
                    numbers[number] = self._notes.sources[source].title
            unread = unread or not (fact and fact.sources)
        calls = [
            f'<a href="#source-{n}" title="{escape(f"Source {n} : {title}")}">{n}</a>'
            for n, title in sorted(numbers.items())
        ]
        if unread:
            self._unread = True
            calls.append(f'<a href="#{UNREAD}" title="Source à demander">*</a>')
        return f"<sup>\u00a0{',\u00a0'.join(calls)}</sup>" if calls else ""

    def _number(self, source: str) -> int:
        """Return the number of a source, given now if this is its first call; 0 for an unknown one."""
        if source not in self._notes.sources:
            return 0
        return self._numbers.setdefault(source, len(self._numbers) + 1)


def _term_link(term: Term, words: str) -> str:
    """Return a quiet link; what the mouse shows above it is rich text, which Qt breaks into lines."""
    expansion = f" ({escape(term.expansion)})" if term.expansion else ""
    about = f"<qt><b>{escape(term.term)}</b>{expansion}<br>{escape(french(term.definition))}</qt>"
    return f'<a class="term" href="{TERM}{escape(term.id)}" title="{escape(about)}">{escape(words)}</a>'


def _further(links: tuple[Next, ...]) -> str:
    if not links:
        return ""
    rows = "".join(f'<li><a href="{escape(link.target)}">{escape(link.text)}</a></li>' for link in links)
    return f"{_title(2, 'Et maintenant', 'et-maintenant')}<ul>{rows}</ul>"


def _title(level: int, inner: str, anchor: str = "", *, small: bool = False) -> str:
    mark = f'<a name="{escape(anchor)}"></a>' if anchor else ""
    room = ' style="margin-top: 0"' if small else ""
    return f'<h{level}{room}>{mark}<span class="h{max(level, 3) if small else level}">{inner}</span></h{level}>'


def _frame(looks: str, inner: str, room: str = "inside") -> str:
    return f'<table class="{looks}" width="100%" cellspacing="0"><tr><td class="{room}">{inner}</td></tr></table>'


def _beside(drawing: str, width: int, inner: str) -> str:
    """Return a drawing left of a part: two cells without lines, so that no line of it slips under the drawing."""
    cells = f'<td class="drawing" width="{width}">{drawing}</td><td class="beside">{inner}</td>'
    return f'<table class="head" width="100%" cellspacing="0"><tr>{cells}</tr></table>'


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
    return (*parts, (SOURCES, "Sources")) if sources and parts else tuple(parts)
