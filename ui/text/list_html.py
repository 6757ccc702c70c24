"""The lists of the kit → HTML for an ``ArticleView``: glossary, sources, networks, agenda. Pure: only values.

A link to a source is ``source:<id>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from kit.content.shelf import NationalDate, Network, Source, Term
from kit.days import MONTHS
from kit.search.narrowing import by_name
from kit.typography import fr, french
from ui.text import html
from ui.theme.tokens import Tokens

SOURCE = "source:"
_NO_MONTH = "Sans mois fixe"
_NO_SOURCE = fr("Pas encore de source : renseignez-vous avant de vous en servir.")
_EXPANSION = Markup('<span class="expansion">{}</span>')
_ENTRY = Markup('<h2 class="entry">{}<span class="entry">{}</span></h2>')


def letter_of(name: str) -> str:
    """Return the letter that a name stands under."""
    first = by_name(name)[:1].upper()
    return first if first.isalpha() else "0-9"


def glossary(named: Sequence[Term], told: Sequence[Term], theme: Tokens, *, lead: str, letters: bool) -> Markup:
    """Return the glossary: by letter, or for words typed those of that name, then those that speak of them.

    Each term has its id as anchor; « voir aussi » leads to ``#<id>``.
    """
    names = {term.id: term.term for term in (*named, *told)}
    parts = [html.paragraph(lead, "lead")]
    if letters:
        groups = [(letter, list(terms)) for letter, terms in groupby(named, key=lambda term: letter_of(term.term))]
        links = [html.link(f"#lettre-{letter}", letter) for letter, _ in groups]
        parts.append(html.paragraph(html.joined(links, Markup(" &nbsp; ")), "letters"))
        for letter, terms in groups:
            parts.append(html.heading(letter, anchor=f"lettre-{letter}"))
            parts += [_term(term, names) for term in terms]
    else:
        parts += [_term(term, names) for term in named]
        if told:
            parts.append(html.heading("Dans une définition"))
            parts += [_term(term, names) for term in told]
    return html.page(parts, theme)


def sources(
    named: Sequence[Source],
    told: Sequence[Source],
    uses: Mapping[str, Sequence[tuple[str, str]]],
    theme: Tokens,
    lead: str,
    most: int,
) -> Markup:
    """Return the sources, at most ``most``; ``uses`` gives (where a link leads, title) of what cites each."""
    found = (*named, *told)
    listed = (_source(source, uses.get(source.id, ())) for source in found[:most])
    return html.page((html.paragraph(lead, "lead"), *listed, html.more(len(found) - most)), theme)


def networks(found: Sequence[Network], known: Mapping[str, Source], theme: Tokens, lead: str) -> Markup:
    """Return the networks as cards: who they are, what to ask, how to reach them, where it was read."""
    return html.page((lead, *(_network(network, known) for network in found)), theme)


def agenda(found: Sequence[NationalDate], known: Mapping[str, Source], theme: Tokens, lead: str) -> Markup:
    """Return the dates month by month, those without a month at the end."""
    parts = [lead]
    ordered = sorted(found, key=lambda date: date.month or 13)
    for month, dates in groupby(ordered, key=lambda date: date.month):
        parts.append(html.heading(MONTHS[month - 1].capitalize() if month else _NO_MONTH))
        parts += [_date(date, known) for date in dates]
    return html.page(parts, theme)


def _network(network: Network, known: Mapping[str, Source]) -> Markup:
    sigle = network.acronym if network.acronym not in network.name else ""
    called = f"{network.name} ({sigle})" if sigle else network.name
    parts = [html.heading_in_frame(called, 2, network.id), html.paragraph(french(network.what))]
    for title, words in (("À demander", network.ask), ("Pour les joindre", network.reach)):
        if words:
            parts.append(html.titled(title, french(words)))
    return html.card((*parts, _read(network.sources, known)))


def _date(date: NationalDate, known: Mapping[str, Source]) -> Markup:
    when = _EXPANSION.format(french(date.when[:1].upper() + date.when[1:]))
    if date.check_by:
        when += " " + html.tag(f"à vérifier en {date.check_by}")
    parts = (
        html.heading_in_frame(french(date.title), 3, date.id),
        html.paragraph(html.lines((when, french(date.what)))),
        _read(date.sources, known),
    )
    return html.card(parts)


def _read(ids: Iterable[str], known: Mapping[str, Source]) -> Markup:
    links = [html.link(f"{SOURCE}{i}", french(known[i].title)) for i in ids if i in known]
    if not links:
        return html.paragraph(_NO_SOURCE, "small")
    said = fr("Sources : ") if len(links) > 1 else fr("Source : ")
    return html.paragraph(said + html.joined(links, ", "), "small")


def _term(term: Term, names: Mapping[str, str]) -> Markup:
    expansion = _EXPANSION.format(term.expansion) if term.expansion else ""
    see = [html.link(f"#{i}", names[i]) for i in term.see if i in names]
    return html.joined(
        (
            html.heading(term.term, 3, term.id),
            html.paragraph(html.lines((expansion, french(term.definition)))),
            html.paragraph(fr("Voir aussi : ") + html.joined(see, ", "), "small") if see else "",
        )
    )


def _source(source: Source, uses: Iterable[tuple[str, str]]) -> Markup:
    address = f"{source.address} (nécessite Internet) · " if source.address else ""
    links = html.joined((html.link(target, title) for target, title in uses), ", ")
    return html.joined(
        (
            _ENTRY.format(html.mark(source.id), french(source.title)),
            html.paragraph(f"{address}{source.id}", "small"),
            html.paragraph(fr("Cité dans : ") + links if links else "Lu pour le kit, pas encore cité.", "small"),
        )
    )
