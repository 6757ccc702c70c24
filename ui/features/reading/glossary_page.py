"""Glossaire: every term and sigle of the kit with what it means."""

from __future__ import annotations

from itertools import groupby

from kit.content.shelf import Term
from kit.folding import by_name, letter_of
from kit.search.narrowing import narrow
from kit.typography import counted, fr, french
from ui.output import list_prints
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.text.cards import Card, Found, Group, Line, Link
from ui.text.list_page import Listing, ListPage
from ui.text.list_pane import Wanted

_LEAD = "Les mots et les sigles que l’on rencontre en parlant d’économie sociale et solidaire, en une ou deux phrases."
_SEE_ALSO = fr("Voir aussi :")
_NOTHING = "Aucun mot du glossaire ne correspond."


class Glossary(Listing):
    """By letter; for words typed those of that name, then those that speak of them."""

    title = "Glossaire"
    hint = "Chercher un mot ou un sigle"
    is_steady = True

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._terms = sorted(context.library.shelf.terms, key=lambda term: by_name(term.term))
        self._names = {term.id: term.term for term in self._terms}

    def printable(self, wanted: Wanted) -> str:
        return list_prints.GLOSSARY

    def find(self, wanted: Wanted) -> Found:
        named, told = narrow(self._terms, wanted.words, _names, _definition)
        total = len(named) + len(told)
        count = counted(total, "mot", none="Aucun")
        if wanted.words:
            both = (Group(self._cards(named)), Group(self._cards(told), "Dans une définition"))
            return Found(tuple(one for one in both if one.cards), count, None if total else Line(_NOTHING))
        letters = [(letter, list(terms)) for letter, terms in groupby(named, key=lambda term: letter_of(term.term))]
        groups = tuple(
            Group(self._cards(terms), letter, flows=True, anchor=_place(letter)) for letter, terms in letters
        )
        return Found(groups, count, Line(_LEAD), tuple(Link(letter, f"#{_place(letter)}") for letter, _ in letters))

    def route(self, target: str) -> Route:
        return Route(PageId.GLOSSARY, target)

    def introduction(self, card: str) -> str:
        term = next((term for term in self._terms if term.id == card), None)
        return fr("{term} : {definition}", term=term.term, definition=term.definition) if term else ""

    def _cards(self, terms: list[Term]) -> tuple[Card, ...]:
        return tuple(self._card(term) for term in terms)

    def _card(self, term: Term) -> Card:
        lines = [Line(term.expansion, look="expansion")] if term.expansion else []
        lines.append(Line(french(term.definition)))
        if see := tuple(Link(self._names[i], i) for i in term.see if i in self._names):
            lines.append(Line(_SEE_ALSO, links=see, look="small"))
        return Card(term.id, term.term, tuple(lines))


def glossary_page(context: AppContext) -> ListPage:
    """Return the screen."""
    return ListPage(context, Glossary(context))


def _place(letter: str) -> str:
    return f"lettre-{letter}"


def _names(term: Term) -> str:
    return " ".join((term.term, term.expansion, *term.aliases))


def _definition(term: Term) -> str:
    return term.definition
