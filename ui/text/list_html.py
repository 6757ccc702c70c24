"""The lists of the kit → HTML for an ``ArticleView``: glossary, sources, networks, agenda. Pure: only values.

A link to a source is ``source:<id>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from kit.content.shelf import NationalDate, Network, Source, Term
from kit.content.typography import french
from kit.days import MONTHS
from kit.search.narrowing import by_name
from ui.theme.article_css import article_css
from ui.theme.tokens import Tokens

MORE = "plus:"
"""Where the link leads that shows the entries left out."""

SOURCE = "source:"
_NO_MONTH = "Sans mois fixe"


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
            parts.append(title("Dans une définition"))
            parts += [_term(term, names) for term in told]
    return page(parts, theme)


def sources(
    named: Sequence[Source],
    told: Sequence[Source],
    uses: Mapping[str, Sequence[tuple[str, str]]],
    theme: Tokens,
    lead: str,
    most: int,
) -> str:
    """Return the sources, at most ``most``; ``uses`` gives (where a link leads, title) of what cites each."""
    parts = [f'<p class="lead">{escape(lead)}</p>'] if lead else []
    found = (*named, *told)
    parts += [_source(source, uses.get(source.id, ())) for source in found[:most]]
    return page((*parts, *more(len(found) - most)), theme)


def more(left: int) -> tuple[str, ...]:
    """Return the link that shows the entries left out, nothing where there are none."""
    return (f'<p class="more"><a href="{MORE}">Montrer les suivantes ({left})</a></p>',) if left > 0 else ()


def networks(found: Sequence[Network], known: Mapping[str, Source], theme: Tokens, lead: str) -> str:
    """Return the networks as cards: who they are, what to ask, how to reach them, where it was read."""
    return page((lead, *(_network(network, known) for network in found)), theme)


def agenda(found: Sequence[NationalDate], known: Mapping[str, Source], theme: Tokens, lead: str) -> str:
    """Return the dates month by month, those without a month at the end."""
    parts = [lead]
    ordered = sorted(found, key=lambda date: date.month or 13)
    for month, dates in groupby(ordered, key=lambda date: date.month):
        parts.append(title(MONTHS[month - 1].capitalize() if month else _NO_MONTH))
        parts += [_date(date, known) for date in dates]
    return page(parts, theme)


def _network(network: Network, known: Mapping[str, Source]) -> str:
    sigle = network.acronym if network.acronym not in network.name else ""
    called = f"{network.name} ({sigle})" if sigle else network.name
    parts = [name(network.id, called, 2), f"<p>{escape(french(network.what))}</p>"]
    for title, words in (("À demander", network.ask), ("Pour les joindre", network.reach)):
        if words:
            parts.append(f"<p><b>{title}</b><br>{escape(french(words))}</p>")
    parts.append(_read(network.sources, known))
    return card(parts)


def _date(date: NationalDate, known: Mapping[str, Source]) -> str:
    when = f'<span class="expansion">{escape(french(date.when[:1].upper() + date.when[1:]))}</span>'
    if date.check_by:
        when += f' <span class="tag">\u00a0à vérifier en {date.check_by}\u00a0</span>'
    parts = [name(date.id, french(date.title), 3), f"<p>{when}<br>{escape(french(date.what))}</p>"]
    parts.append(_read(date.sources, known))
    return card(parts)


def name(anchor: str, words: str, level: int) -> str:
    """Return the heading of an entry, with its anchor."""
    mark = f'<a name="{escape(anchor)}"></a>'
    return f'<h{level} style="margin-top: 0">{mark}<span class="h3">{escape(words)}</span></h{level}>'


def _read(ids: Iterable[str], known: Mapping[str, Source]) -> str:
    links = [f'<a href="{SOURCE}{escape(i)}">{escape(french(known[i].title))}</a>' for i in ids if i in known]
    if not links:
        return '<p class="small">Pas encore de source\u00a0: renseignez-vous avant de vous en servir.</p>'
    return f'<p class="small">Source{"s" if len(links) > 1 else ""}\u00a0: {", ".join(links)}</p>'


def card(parts: Iterable[str]) -> str:
    """Return a framed block."""
    inner = "".join(parts)
    return f'<table class="card" width="100%" cellspacing="0"><tr><td class="inside">{inner}</td></tr></table>'


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
    return "".join(parts)


def _source(source: Source, uses: Iterable[tuple[str, str]]) -> str:
    mark = f'<a name="{escape(source.id)}"></a>'
    parts = [f'<h2 class="entry">{mark}<span class="entry">{escape(french(source.title))}</span></h2>']
    address = f"{escape(source.address)} (nécessite Internet) · " if source.address else ""
    parts.append(f'<p class="small">{address}{escape(source.id)}</p>')
    links = ", ".join(f'<a href="{escape(target)}">{escape(title)}</a>' for target, title in uses)
    cited = f"Cité dans\u00a0: {links}" if links else "Lu pour le kit, pas encore cité."
    parts.append(f'<p class="small">{cited}</p>')
    return "".join(parts)


def title(words: str) -> str:
    """Return the heading of a group."""
    return f'<h2><span class="h2">{escape(words)}</span></h2>'


def page(parts: Iterable[str], theme: Tokens) -> str:
    """Return the whole text of parts."""
    return f"<html><head><style>{article_css(theme)}</style></head><body>{''.join(parts)}</body></html>"
