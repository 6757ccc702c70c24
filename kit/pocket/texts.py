"""The texts as parts of a page for a browser: one part for each text and each list, shown one at a time.

A part is known by its id (``agir``, ``glossaire``); ``#id`` leads to it, ``#id/entry`` to an entry of it. Empty places
with ``data-`` attributes are filled by the page's script: boxes to tick, how far a lever is. Where no script runs (the
preview of a file), all parts are shown as one long text, to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup
from msgspec import Struct, structs

from kit import paths
from kit.acts.loader import ActModels
from kit.content.blocks import Link, Paragraph, Text
from kit.content.library import Library
from kit.content.model import Article
from kit.days import MONTHS
from kit.documents.article import children, text_blocks, title, with_all_under
from kit.documents.document import labelled, said
from kit.documents.glossary import glossary_entries
from kit.documents.html import NOTHING, Html
from kit.documents.sources import Sources
from kit.documents.wording import wording
from kit.figures.drawing import PAPER

GLOSSARY, NETWORKS, DATES, SOURCES, MODELS = "glossaire", "les-reseaux", "les-dates", "les-sources", "les-modeles"
LISTS = (
    (GLOSSARY, "Glossaire"),
    (NETWORKS, "Réseaux"),
    (DATES, "Temps nationaux"),
    (SOURCES, "Sources"),
    (MODELS, "Modèles d’actes"),
)
_FIGURE = 328.0  # the width of a figure on a telephone, which a larger screen keeps

_PART = Markup('<section class="part" id="{}">{}</section>')
_TITLE = Markup("<h1>{}</h1>")
_UP = Markup('<p class="up"><a href="#{}">{}</a></p>')
_NOTE = Markup('<div class="note">{}</div>')
_LEAD = Markup('<p class="lead">{}</p>')
_PROGRESS, _CHECKLIST = (
    Markup('<span class="count" data-progress="{}"></span>'),
    Markup('<div data-checklist="{}"></div>'),
)
_TICK, _MARGIN = Markup('<div data-tick="{}"></div>'), Markup('<div data-margin="{}"></div>')
_ENTRY = Markup('<section class="entry" id="{}/e-{}"><h2>{}</h2>{}</section>')
_LINKS, _LINK = Markup('<ul class="links">{}</ul>'), Markup('<li><a href="#{}">{}</a>{}</li>')
_HEAD, _READ_IN = Markup("<h2>{}</h2>"), Markup('<section class="read-in">{}</section>')
_AROUND = Markup('<nav class="around" aria-label="Page avant et page après">{}{}</nav>')
_BEFORE, _AFTER = Markup('<a rel="prev" href="#{}">{}</a>'), Markup('<a rel="next" href="#{}">{}</a>')


class Part(Struct, frozen=True):
    """One part of the page: its id, its title, what it shows."""

    id: str
    title: str
    html: Markup

    def section(self) -> Markup:
        """Return it as the page holds it."""
        return _PART.format(self.id, self.html)


class PocketTexts:
    """Writes the texts of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._models = tuple(ActModels(paths.acts()).all())
        self._addresses = self._all_addresses()
        palette = {name: f"var(--drawn-{name})" for name in PAPER}
        self._html = Html(link=self._address, palette=palette)

    def parts(self) -> Iterator[Part]:
        """Yield every part."""
        order = [
            article for chapter in self._library.outline.chapters for article in with_all_under(self._library, chapter)
        ]
        others = self._others(order)
        for place, article in enumerate(order):
            before, after = (order[at : at + 1] for at in (place - 1, place + 1))
            yield self._text(article, before if place else [], after)
        for article in others:
            yield self._text(article, [], [])
        yield self._list("lire", "Lire", self._reading(others))
        entries = (self._glossary, self._networks, self._dates, self._sources, self._acts)
        for (name, shown), told in zip(LISTS, entries, strict=True):
            yield self._list(name, shown, told())

    def _others(self, order: Iterable[Article]) -> list[Article]:
        told = {article.id for article in order}
        return [article for article in self._library.articles() if article.id not in told]

    def _text(self, article: Article, before: list[Article], after: list[Article]) -> Part:
        sources = Sources(self._library)
        name = title(article)
        written = structs.replace(self._html, anchor=lambda name: f"{article.id}/a-{name}")
        blocks = [*text_blocks(article, self._library, sources, 1, width=_FIGURE)]
        read_in = [*sources.listed(article.sources)]
        above = self._library.trail(article.id)[-1:]
        up = _UP.format(above[0].id, above[0].label) if above else _UP.format("lire", "Lire")
        lead, rest = (blocks[:1], blocks[1:]) if article.summary else ([], blocks)
        note = rest[:1] if article.provisional else []
        html = (
            up,
            _TITLE.format(name),
            written.blocks(lead),
            _NOTE.format(written.blocks(note)) if note else NOTHING,
            *self._to_tick(article),
            written.blocks(rest[len(note) :]),
            self._children(article),
            _MARGIN.format(article.id),
            _READ_IN.format(self._html.blocks(read_in)) if read_in else NOTHING,
            _AROUND.format(
                NOTHING.join(_BEFORE.format(one.id, one.label) for one in before),
                NOTHING.join(_AFTER.format(one.id, one.label) for one in after),
            ),
        )
        return Part(article.id, name, NOTHING.join(html))

    def _to_tick(self, article: Article) -> Iterator[Markup]:
        if article.kind == "chapter":
            yield self._links(self._library.children(article.id, "lever"))
        elif article.kind == "lever":
            yield _CHECKLIST.format(article.id)
        elif article.kind in ("action", "milestone"):
            yield _TICK.format(f"{article.kind}:{article.id}")

    def _children(self, article: Article) -> Markup:
        if article.kind == "lever":
            return NOTHING  # its list of boxes leads to them
        return self._links(one for one in children(self._library, article.id) if one.kind != "lever")

    def _links(self, articles: Iterable[Article]) -> Markup:
        shown = [self._link(one) for one in articles]
        return _LINKS.format(NOTHING.join(shown)) if shown else NOTHING

    def _link(self, article: Article) -> Markup:
        progress = _PROGRESS.format(article.id) if article.kind == "lever" else NOTHING
        name = f"{article.code}. {article.label}" if article.kind in ("lever", "reason") else article.label
        return _LINK.format(article.id, name, progress)

    def _list(self, name: str, shown: str, inner: Markup) -> Part:
        up = _UP.format("lire", "Lire") if name != "lire" else NOTHING
        return Part(name, shown, NOTHING.join((up, _TITLE.format(shown), inner)))

    def _reading(self, others: list[Article]) -> Markup:
        parts = []
        for chapter in self._library.outline.chapters:
            below = children(self._library, chapter.id)
            parts += [_HEAD.format(chapter.label), self._links([chapter, *below])]
        parts += [_HEAD.format("Listes"), _LINKS.format(NOTHING.join(_LINK.format(*one, "") for one in LISTS))]
        parts += [_HEAD.format("Autres pages"), self._links(others)]
        return NOTHING.join(parts)

    def _glossary(self) -> Markup:
        lead = wording(self._library).say("glossary", "lead")
        terms = (term for _, found in glossary_entries(self._library, GLOSSARY) for term in found)
        return _entries(GLOSSARY, lead, ((name, shown, self._html.blocks(told)) for name, shown, told in terms))

    def _networks(self) -> Markup:
        say = wording(self._library)
        entries = []
        for one in self._library.shelf.networks:
            acronym = one.acronym if one.acronym not in one.name else ""
            blocks = [*said(one.what), *labelled(say.say("networks", "ask"), one.ask)]
            blocks += [*labelled(say.say("networks", "reach"), one.reach), *self._read_in(one.sources)]
            entries.append((one.id, f"{one.name} ({acronym})" if acronym else one.name, self._html.blocks(blocks)))
        return _entries(NETWORKS, say.say("networks", "lead"), entries)

    def _dates(self) -> Markup:
        say = wording(self._library)
        found = sorted(self._library.shelf.dates, key=lambda one: one.month or len(MONTHS) + 1)
        entries = [
            (one.id, one.title, self._html.blocks([*said(one.when, one.what), *self._read_in(one.sources)]))
            for one in found
        ]
        return _entries(DATES, say.say("networks", "dates_lead"), entries)

    def _read_in(self, sources: Iterable[str]) -> list[Paragraph]:
        known = self._library.shelf.sources
        links = [Link(f"{SOURCES}/{one}", known[one].title) for one in sources if one in known]
        return [Paragraph((Text("Source\u00a0: "), link)) for link in links]

    def _sources(self) -> Markup:
        say = wording(self._library)
        entries = [
            (one.id, one.id, self._html.blocks(said(one.title, one.address)))
            for one in self._library.shelf.sources.values()
        ]
        return _entries(SOURCES, say.say("bibliography", "lead"), entries)

    def _acts(self) -> Markup:
        entries = [
            (one.id, f"{one.code} {one.title}", self._html.blocks(said(one.summary, one.signed_by)))
            for one in self._models
        ]
        return _entries(MODELS, "Les modèles se remplissent dans le kit, sur un ordinateur.", entries)

    def _all_addresses(self) -> dict[str, str]:
        """Return where each id of the texts leads to."""
        found = {one.id: f"#{one.id}" for one in self._library.articles()}
        lists = (
            (GLOSSARY, self._library.shelf.terms),
            (NETWORKS, self._library.shelf.networks),
            (DATES, self._library.shelf.dates),
            (MODELS, self._models),
        )
        for name, entries in lists:
            for one in entries:
                found.setdefault(one.id, f"#{name}/e-{one.id}")
        return found

    def _address(self, target: str) -> str | None:
        name, _, entry = target.partition("/")
        if entry:
            return f"#{name}/e-{entry}"
        page, _, anchor = target.partition("#")
        address = self._addresses.get(page)
        return f"{address}/a-{anchor}" if address and anchor and "/" not in address else address


def _entries(part: str, lead: str, entries: Iterable[tuple[str, str, Markup]]) -> Markup:
    told = NOTHING.join(_ENTRY.format(part, name, shown, inner) for name, shown, inner in entries)
    return _LEAD.format(lead) + told
