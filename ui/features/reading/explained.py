"""What the panel beside a text says of a note of it, or of a word of the glossary."""

from __future__ import annotations

import re

from PySide6.QtGui import QTextDocument

from kit.content.library import Library
from kit.content.model import Article
from kit.content.shelf import Source, Term
from kit.typography import fr, french
from ui.access.nodes import NOTE
from ui.features.reading.side_panel import Said
from ui.text.article_html import ASKED, SOURCES

COPY = "reference:"
"""Begins the link that copies a reference: the id of the source follows."""

GLOSSARY = "glossaire:"
"""Begins the link to a word in the glossary: its id follows."""

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[«A-ZÀ-Ý0-9])|\u2028")
_NOT_READ = fr("Le kit n’a pas encore de source pour ce point : demandez-la avant de le citer.")


def term_said(term: Term) -> Said:
    """Return what a word means."""
    words = f"{term.term} – {term.expansion}" if term.expansion else term.term
    return Said(words, ((french(term.definition), ""),), ((f"{GLOSSARY}{term.id}", "Voir dans le glossaire"),))


def note_said(library: Library, article: Article, target: str, fact: str) -> Said:
    """Return what a note says: the ``fact`` of the text that it stands behind, and where that was read.

    ``target`` is where its number leads (``note:2/S14``).
    """
    number, _, key = target.removeprefix(NOTE).partition("/")
    told = ((fact, ""),) if fact else ()
    if number == ASKED or key not in library.shelf.sources:
        return Said("Source à demander", (*told, (_NOT_READ, "strong")), (("contact", "Demander la source"),), ASKED)
    source = library.shelf.sources[key]
    words = [*told, (source.title, "strong")]
    if source.address:
        words.append((f"{source.address.partition('/')[0]} (nécessite Internet)", "small"))
    total = len(library.sources_of(article))
    every = ((f"#{SOURCES}", f"Les {total} sources"),) if total > 1 else ()
    return Said(f"Note {number}", tuple(words), ((f"{COPY}{key}", "Copier la référence"), *every), number)


def reference(library: Library, article: Article, source: Source) -> str:
    """Return a source as one cites it, with the text of the kit that cites it."""
    publisher = library.publisher
    where = f", {source.address} (nécessite Internet)" if source.address else ""
    return fr(
        "{source}{where}. Cité par « {title} », {name}, Kit ESS, textes {version}.",
        source=source.title,
        where=where,
        title=article.title,
        name=publisher.name,
        version=publisher.content_version,
    )


def fact_at(document: QTextDocument, position: int) -> str:
    """Return the sentence that the note at a position stands behind, without the numbers in it."""
    block = document.findBlock(position)
    words, place = "", block.begin()
    while not place.atEnd() and place.fragment().position() < position:
        if not place.fragment().charFormat().anchorHref().startswith(NOTE):
            words += place.fragment().text()
        place += 1
    return _SENTENCE.split(words.rstrip())[-1].strip()
