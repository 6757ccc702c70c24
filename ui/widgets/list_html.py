"""The lists of the kit → HTML for an ``ArticleView``: glossary and sources. Pure: only values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from kit.content.shelf import Source, Term
from kit.content.typography import french
from kit.search.narrowing import by_name
from ui.theme.article_css import article_css
from ui.theme.tokens import Tokens


def letter_of(name: str) -> str:
    """Return the letter that a name stands under."""
    first = by_name(name)[:1].upper()
    return first if first.isalpha() else "0-9"


def glossary(named: Sequence[Term], told: Sequence[Term], theme: Tokens, *, lead: str, letters: bool) -> str:
    """Return the glossary: by letter, or for words typed those of that name, then those that speak of them.

    Each term has its id as anchor; « voir aussi » leads to ``#<id>``.
    """
    names = {term.id: term.term for term in (*named, *told)}
    parts = [f'<p class="lead">{escape(lead)}</p>'] if lead else []
    if letters:
        groups = [(letter, list(terms)) for letter, terms in groupby(named, key=lambda term: letter_of(term.term))]
        links = " \u00a0 ".join(f'<a href="#lettre-{letter}">{letter}</a>' for letter, _ in groups)
        parts.append(f'<p class="letters">{links}</p>')
        for letter, terms in groups:
            mark = f'<a name="lettre-{letter}"></a>'
            parts.append(f'<h2>{mark}<span class="h2">{letter}</span></h2>')
            parts += [_term(term, names) for term in terms]
    else:
        parts += [_term(term, names) for term in named]
        if told:
            parts.append(_title("Dans une définition"))
            parts += [_term(term, names) for term in told]
    return _page(parts, theme)


def sources(
    named: Sequence[Source],
    told: Sequence[Source],
    uses: Mapping[str, Sequence[tuple[str, str]]],
    theme: Tokens,
    lead: str,
) -> str:
    """Return the sources; ``uses`` gives (where a link leads, title) of what cites each."""
    parts = [f'<p class="lead">{escape(lead)}</p>'] if lead else []
    parts += [_source(source, uses.get(source.id, ())) for source in (*named, *told)]
    return _page(parts, theme)


def _term(term: Term, names: Mapping[str, str]) -> str:
    mark = f'<a name="{escape(term.id)}"></a>'
    parts = [f'<h3>{mark}<span class="h3">{escape(term.term)}</span></h3>']
    definition = escape(french(term.definition))
    if term.expansion:
        parts.append(f'<p><span class="expansion">{escape(term.expansion)}</span><br>{definition}</p>')
    else:
        parts.append(f"<p>{definition}</p>")
    if see := [(i, names[i]) for i in term.see if i in names]:
        links = ", ".join(f'<a href="#{escape(i)}">{escape(name)}</a>' for i, name in see)
        parts.append(f'<p class="small">Voir aussi\u00a0: {links}</p>')
    if term.to_check:
        parts.append(f'<p class="small">Reste à contrôler\u00a0: {escape(french(term.to_check))}</p>')
    return "".join(parts)


def _source(source: Source, uses: Iterable[tuple[str, str]]) -> str:
    mark = f'<a name="{escape(source.id)}"></a>'
    parts = [f'<h2>{mark}<span class="h3">{escape(french(source.title))}</span></h2>']
    address = f"{escape(source.address)} (nécessite Internet) · " if source.address else ""
    parts.append(f'<p class="small">{address}{escape(source.id)}</p>')
    links = ", ".join(f'<a href="{escape(target)}">{escape(title)}</a>' for target, title in uses)
    cited = f"Cité dans\u00a0: {links}" if links else "Lu pour le kit, pas encore cité."
    parts.append(f'<p class="small">{cited}</p>')
    return "".join(parts)


def _title(words: str) -> str:
    return f'<h2><span class="h2">{escape(words)}</span></h2>'


def _page(parts: Iterable[str], theme: Tokens) -> str:
    return f"<html><head><style>{article_css(theme)}</style></head><body>{''.join(parts)}</body></html>"
