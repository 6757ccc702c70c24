"""« Copier avec la source »: a page, or what is selected of it, with where it comes from."""

from __future__ import annotations

from kit.content.library import Library
from kit.content.model import Article
from kit.content.paragraphs import paragraphs


def quote(library: Library, article: Article, selection: str = "") -> str:
    """Return the whole page, or the selection in quotation marks, then title, publisher, version and sources."""
    publisher = library.publisher
    told = f"«\u00a0{article.title}\u00a0», {publisher.name}, Kit ESS, textes {publisher.content_version}"
    if article.provisional:
        told += f" (texte provisoire, non relu par {publisher.called})"
    words = selection.strip().replace("\u2029", "\n")
    lines = [f"«\u00a0{words}\u00a0»"] if words else list(paragraphs(article, library.body(article.id)))
    parts = ["\n\n".join(lines), f"Source\u00a0: {told}."]
    sources = library.sources_of(article)
    if sources:
        cited = "\n".join(f"– {one.title}, {one.address} (nécessite Internet)" for one in sources)
        parts.append(f"Sources citées par cette page\u00a0:\n{cited}")
    return "\n\n".join(parts) + "\n"
