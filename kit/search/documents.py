"""What is searched: every text of the kit as a Document, whatever it is a page, a word of the glossary or a source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from kit.content.blocks import plain_body
from kit.content.library import Library
from kit.content.model import Article
from kit.content.shelf import Network, Term

if TYPE_CHECKING:
    from kit.acts.loader import ActModels
    from kit.acts.model import ActModel


class Document(msgspec.Struct, frozen=True):
    """What is searched of one text; ``body`` has a line for each paragraph.

    ``parent`` is the id of the page that shows it where it has none of its own, ``lever`` the numbers of the
    levers it belongs to, ``names`` other words that count as its title and are not shown.
    """

    id: str
    kind: str
    title: str
    where: str
    summary: str
    body: str
    names: str = ""
    parent: str = ""
    lever: str = ""
    provisional: bool = False


def documents(library: Library, acts: ActModels) -> Iterator[Document]:
    """Yield all that is searched: pages, examples, then glossary, networks, dates, sources and models of acts."""
    levers = {lever.article.id: lever.article.code for lever in library.outline.levers}
    for article in library.articles():
        yield _article(library, article, levers)
    yield from _examples(library, levers)
    shelf = library.shelf
    yield from (_term(term) for term in shelf.terms)
    yield from (_network(network) for network in shelf.networks)
    for date in shelf.dates:
        yield Document(date.id, "date", date.title, "Agenda", date.when, date.what)
    for source in shelf.sources.values():
        yield Document(source.id, "source", source.title, "Sources", source.address, "", names=source.id)
    for model in acts.all():
        yield _model(model, levers)


def _article(library: Library, article: Article, levers: dict[str, str]) -> Document:
    trail = library.trail(article.id)
    return Document(
        article.id,
        article.kind,
        article.title,
        " › ".join(_label(above) for above in trail),
        article.summary,
        plain_body(library.body(article.id)) + "\n" + _extras(article),
        names=article.short_title,
        lever=_levers(levers, (article.id, *(above.id for above in trail), *article.levers)),
        provisional=article.provisional,
    )


def _levers(levers: dict[str, str], ids: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(levers[one] for one in ids if one in levers))


def _model(model: ActModel, levers: dict[str, str]) -> Document:
    """Return what is searched of a model: what it is for and the titles of its parts, not the words of the act."""
    parts = [line.lstrip("# ") for line in model.body.splitlines() if line.startswith("#") and "{" not in line]
    lines = [*(why.text for why in model.why), *parts, *(reference.text for reference in model.references)]
    names = f"{model.code} {model.kind} modèle acte"
    level = _levers(levers, model.levers)
    return Document(model.id, "model", model.title, "Modèles", model.summary, "\n".join(lines), names, lever=level)


def _label(article: Article) -> str:
    if article.kind in ("reason", "lever"):
        return f"{article.code}. {article.label}"
    return article.label


def _extras(article: Article) -> str:
    lines = [
        f"{e.place} ({e.departement}) {e.text}" if e.departement else f"{e.place} {e.text}" for e in article.examples
    ]
    lines += [f"{series.title} {' '.join(value.label for value in series.values)}" for series in article.series]
    lines += [step.text for step in article.steps]
    lines += [article.done_when, article.first_step]
    return "\n".join(line for line in lines if line)


def _examples(library: Library, levers: dict[str, str]) -> Iterator[Document]:
    for example in library.examples():
        page = library.article(example.parent)
        title = f"{example.place} ({example.departement})" if example.departement else example.place
        level = _levers(levers, (page.id, page.parent, *page.levers))
        yield Document(example.id, "example", title, page.title, example.text, "", parent=page.id, lever=level)


def _term(term: Term) -> Document:
    title = f"{term.term} ({term.expansion})" if term.expansion else term.term
    return Document(term.id, "term", title, "Glossaire", term.definition, "", names=" ".join(term.aliases))


def _network(network: Network) -> Document:
    title = f"{network.name} ({network.acronym})" if network.acronym else network.name
    lines = "\n".join(line for line in (network.ask, network.reach) if line)
    return Document(network.id, "network", title, "Réseaux", network.what, lines)
