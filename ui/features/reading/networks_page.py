"""Réseaux et agenda: whom to ask and for what, and the national moments of the year."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from kit.content.shelf import NationalDate, Network
from kit.days import MONTHS
from kit.search.narrowing import narrow
from kit.typography import fr, french
from ui.output import list_prints
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToContact
from ui.text import surroundings
from ui.text.cards import Card, Found, Group, Line, Link
from ui.text.list_page import Listing, ListPage
from ui.text.list_pane import Filter, Wanted

AGENDA = "agenda"
PART = "partie"
_NETWORKS = ""
_LOCAL = "agenda-local"
_SOURCE = "source:"
_WRITE = "ecrire:"
_NETWORKS_LEAD = "Ils connaissent les structures de l’ESS près de chez vous."
_AGENDA_LEAD = "Les temps nationaux et régionaux où donner une place à l’ESS. Vérifiez la date avant de l’annoncer."
_NOTHING = "Rien ne correspond. Essayez un mot plus court."
_NO_SOURCE = fr("Pas encore de source : renseignez-vous avant de vous en servir.")
_NO_MONTH = "Sans mois fixe"


class Networks(Listing):
    """Two lists under one title and one field: networks, and dates month by month."""

    title = "Réseaux et agenda"
    hint = "Chercher un réseau, une date, un sujet"
    is_steady = True

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        shelf = context.library.shelf
        self._networks, self._dates, self._known = shelf.networks, shelf.dates, shelf.sources
        self._ask = Link(f"Demander un contact {context.library.publisher.called_to}", "contact")

    @property
    def filters(self) -> tuple[Filter, ...]:
        words = ((_NETWORKS, f"Réseaux ({len(self._networks)})"), (AGENDA, f"Agenda ({len(self._dates)})"))
        return (Filter(PART, "Montrer", words, joined=True),)

    def printable(self, wanted: Wanted) -> str:
        return list_prints.DATES if wanted.chosen[PART] == AGENDA else list_prints.NETWORKS

    def find(self, wanted: Wanted) -> Found:
        if wanted.chosen[PART] == AGENDA:
            return self._find_dates(wanted.words)
        first, then = narrow(self._networks, wanted.words, _name, _about)
        cards = tuple(self._network(one) for one in (*first, *then))
        lead = Line(_NETWORKS_LEAD if cards else _NOTHING, links=(self._ask,))
        return Found((Group(cards),), _count(len(cards), "réseau", "Aucun", "x"), lead)

    def route(self, target: str) -> Route:
        if target.startswith(_SOURCE):
            return Route(PageId.SOURCES, target.removeprefix(_SOURCE))
        if target.startswith(_WRITE):
            return ToContact(to=target.removeprefix(_WRITE))
        if target == _LOCAL:
            return Route(PageId.AGENDA)
        return surroundings.route_to(self.context.library, target)

    def choices(self, place: str) -> Mapping[str, str]:
        if not place:
            return {}
        is_date = place == AGENDA or any(date.id == place for date in self._dates)
        return {PART: AGENDA if is_date else _NETWORKS}

    def _find_dates(self, words: str) -> Found:
        first, then = narrow(self._dates, words, _title, _what)
        ordered = sorted((*first, *then), key=lambda date: date.month or 13)
        groups = tuple(
            Group(tuple(map(self._date, dates)), MONTHS[month - 1].capitalize() if month else _NO_MONTH, flows=True)
            for month, dates in groupby(ordered, key=lambda date: date.month)
        )
        local = Link("Voir votre calendrier", _LOCAL)
        lead = Line(_AGENDA_LEAD, links=(local,)) if groups else Line(_NOTHING, links=(self._ask,))
        return Found(groups, _count(len(ordered), "date", "Aucune", "s"), lead)

    def _network(self, network: Network) -> Card:
        sigle = network.acronym if network.acronym not in network.name else ""
        lines = [Line(french(network.what))]
        for label, words in (("À demander", network.ask), ("Pour les joindre", network.reach)):
            if words:
                lines.append(Line(french(words), label))
        lines.append(self._read_in(network.sources))
        whole = fr("Préparer un message : {name}", name=network.acronym or network.name)
        lines.append(Line(links=(Link("Préparer un message", f"{_WRITE}{network.id}", whole),)))
        return Card(network.id, f"{network.name} ({sigle})" if sigle else network.name, tuple(lines))

    def _date(self, date: NationalDate) -> Card:
        when = french(date.when[:1].upper() + date.when[1:])
        tags = (f"à vérifier en {date.check_by}",) if date.check_by else ()
        ahead = (Line(french(text), f"{days} jours avant") for days, text in date.ahead)
        lines = (Line(when, look="expansion"), Line(french(date.what)), *ahead, self._read_in(date.sources))
        return Card(date.id, french(date.title), lines, tags)

    def _read_in(self, sources: tuple[str, ...]) -> Line:
        links = tuple(Link(french(self._known[i].title), f"{_SOURCE}{i}") for i in sources if i in self._known)
        if not links:
            return Line(_NO_SOURCE, look="small")
        return Line(fr("Sources :") if len(links) > 1 else fr("Source :"), links=links, look="small")


def networks_page(context: AppContext) -> ListPage:
    """Return the screen."""
    return ListPage(context, Networks(context))


def _count(total: int, word: str, none: str, plural: str) -> str:
    return f"{total or none} {word}{plural if total > 1 else ''}"


def _name(network: Network) -> str:
    return f"{network.name} {network.acronym}"


def _about(network: Network) -> str:
    return f"{network.what} {network.ask}"


def _title(date: NationalDate) -> str:
    return date.title


def _what(date: NationalDate) -> str:
    return " ".join((date.what, date.when, *(text for _, text in date.ahead)))
