"""« Copier avec la source »: a page, or what is selected of it, with where it comes from."""

from __future__ import annotations

from kit.content.library import Library
from kit.content.model import Article
from kit.content.paragraphs import paragraphs
from kit.typography import fr


def quote(library: Library, article: Article, selection: str = "") -> str:
    """Return the whole page, or the selection in quotation marks, then title, publisher, version and sources."""
    publisher = library.publisher
    told = fr(
        "« {title} », {name}, Kit ESS, textes {content_version}",
        title=article.title,
        name=publisher.name,
        content_version=publisher.content_version,
    )
    if article.provisional:
        told += f" (texte provisoire, non relu par {publisher.called})"
    words = selection.strip().replace("\u2029", "\n")
    lines = [fr("« {words} »", words=words)] if words else list(paragraphs(article, library.body(article.id)))
    parts = ["\n\n".join(lines), fr("Source : {told}.", told=told)]
    sources = library.sources_of(article)
    if sources:
        cited = "\n".join(f"– {one.title}, {one.address} (nécessite Internet)" for one in sources)
        parts.append(fr("Sources citées par cette page :\n{cited}", cited=cited))
    return "\n\n".join(parts) + "\n"
