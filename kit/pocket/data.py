"""What the script of the page works on: levers and their boxes, the words of messages, the index of the search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kit import naming, paths
from kit.content.library import Library
from kit.content.model import Article, Lever
from kit.dossier.model import Status
from kit.mail import lever_line
from kit.mail.compose import compose
from kit.mail.draft import ChosenLever, MailRequest
from kit.mail.templates import load_templates, read_recipient
from kit.pocket.state import Seed
from kit.pocket.texts import DATES, GLOSSARY, MODELS, NETWORKS, SOURCES
from kit.search.index import gather
from kit.search.inverted import Inverted
from kit.search.query import STATUSES, TYPES
from kit.search.stemming import ENDINGS, LIGHT
from kit.search.stopwords import STOP, WEAK

_KINDS = {
    "term": ("Glossaire", GLOSSARY),
    "network": ("Réseau", NETWORKS),
    "date": ("Agenda", DATES),
    "source": ("Source", SOURCES),
    "model": ("Modèle", MODELS),
    "example": ("Exemple", ""),
    "action": ("Action", ""),
    "lever": ("Levier", ""),
    "topic": ("Sujet", ""),
}
"""What an answer of the search is called, and the list whose entry it is."""


def page_data(library: Library, seed: Seed | None) -> dict[str, Any]:
    """Return what the page knows beside its texts: all that its script needs at the start."""
    publisher = library.publisher
    return {
        "program": naming.writer(),
        "texts": publisher.content_version,
        "publisher": publisher.name,
        "called": publisher.called,
        "chapters": [[chapter.id, chapter.label] for chapter in library.outline.chapters],
        "levers": [_lever(lever) for lever in library.outline.levers],
        "letters": {status.value: letter for status, letter in lever_line.LETTERS.items()},
        "statuses": [[status.value, status.label] for status in Status],
        "kinds": _KINDS,
        "mail": _mail(library, seed["place"] if seed else ""),
        "seed": seed,
    }


def search_data(library: Library) -> dict[str, Any]:
    """Return the compiled index: texts, the weight of each word in each, synonyms, and what the folding leaves out."""
    index = gather(library)
    return {
        "pages": [
            [page.id, page.kind, page.title, page.where, page.summary, page.body, page.parent, page.lever]
            for page in index
        ],
        "words": {word: _posting(index, word) for word in sorted(index.postings)},
        "synonyms": {" ".join(typed): [" ".join(one) for one in meant] for typed, meant in index.others.items()},
        "stop": " ".join(sorted(STOP)),
        "weak": " ".join(sorted(WEAK)),
        "endings": ENDINGS,
        "light": sorted(LIGHT),
        "types": TYPES,
        "statuses": STATUSES,
    }


def _posting(index: Inverted, word: str) -> list[int]:
    """Return the texts of a word, each followed by its weight."""
    found = index.postings[word]
    return [number for pair in zip(found.pages, found.weights, strict=True) for number in pair]


def _lever(lever: Lever) -> dict[str, Any]:
    first = [lever.milestone] if lever.milestone else []
    items = [*first, *lever.actions]
    article = lever.article
    return {
        "id": article.id,
        "code": article.code,
        "title": article.title,
        "label": article.label,
        "ids": lever_line.digest([item.id for item in items]),
        "items": [_item(item) for item in items],
    }


def _item(article: Article) -> dict[str, Any]:
    return {
        "on": f"{article.kind}:{article.id}",
        "id": article.id,
        "code": article.code,
        "title": article.title,
        "yearly": article.rhythm == "yearly",
    }


def _mail(library: Library, place: str) -> dict[str, Any]:
    """Return the message to the publisher about each lever; its line is replaced by how far the lever is."""
    template = load_templates(paths.mail_templates(), to=read_recipient(paths.kit_file()))["levier"]
    phrases = template.wording.phrases
    levers = {}
    for number, lever in enumerate(library.outline.levers, 1):
        chosen = ChosenLever(number, lever.article.title)
        draft = compose(MailRequest(collectivite=place, levers=(chosen,)), template)
        line = phrases["lever"].format(title=lever.article.title)
        levers[lever.article.id] = {"subject": draft.subject, "body": draft.body, "line": line}
    counted: Mapping[str, str] = {"one": phrases["lever_first_one"], "many": phrases["lever_first_many"]}
    return {"to": template.to, "levers": levers, **counted}
