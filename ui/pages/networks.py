"""Réseaux et agenda: whom to ask and for what, and the national moments of the year."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kit.content.shelf import NationalDate, Network
from kit.search.narrowing import narrow
from ui.context import AppContext
from ui.navigation import PageId, Route
from ui.pages.base import Crumb, Page
from ui.widgets.bounded import bounded
from ui.widgets.filter_head import FilterHead
from ui.widgets.fit_grid import FitGrid
from ui.widgets.network_card import DateRow, NetworkCard
from ui.widgets.scroll import scrolling
from ui.widgets.segments import Segments
from ui.widgets.text import Heading, Label, card, rule

AGENDA = "agenda"
_NETWORKS = "reseaux"
_MONTHS = "Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre".split()
_NO_MONTH = "Sans mois fixe"
_LEADS = {
    _NETWORKS: "Ils connaissent les structures de l’ESS près de chez vous. La CRESS peut vous mettre en relation.",
    AGENDA: "Les temps nationaux et régionaux où glisser votre commune. Vérifiez la date avant de l’annoncer.",
}


class NetworksPage(Page):
    """Two lists under one title; the agenda is built at its first show."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._networks = context.library.shelf.networks
        self._dates = context.library.shelf.dates
        self._cards: dict[str, NetworkCard] = {}
        self._rows: dict[str, DateRow] = {}
        self._agenda: QWidget | None = None
        self._build()
        self._show_part(_NETWORKS)
        self._show_networks("")

    def open_route(self, route: Route) -> None:
        dates = {date.id for date in self._dates}
        if route.id:
            self._show_part(AGENDA if route.id == AGENDA or route.id in dates else _NETWORKS)
        if route.id in self._cards and self._cards[route.id].isHidden():
            self.head.field.clear()
        place: QWidget | None = self._cards.get(route.id) or self._rows.get(route.id)
        if place is not None and not route.scroll:
            self._inner.layout().activate()  # type: ignore[union-attr]
            self._area.ensureWidgetVisible(place, 0, self.context.theme.space_4)
            self._area.verticalScrollBar().setValue(place.mapTo(self._inner, place.rect().topLeft()).y())

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Réseaux et agenda"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def find_in_page(self) -> bool:
        self._show_part(_NETWORKS)
        self.head.field.setFocus()
        self.head.field.selectAll()
        return True

    def _on_part_chosen(self, part: str) -> None:
        self._show_part(part)
        self._area.verticalScrollBar().setValue(0)

    def _on_words_changed(self, words: str) -> None:
        self._show_part(_NETWORKS)
        self._show_networks(words)

    def _on_left(self) -> None:
        self.focusNextChild()

    def _on_contact(self) -> None:
        self.route_requested.emit(Route(PageId.CONTACT))

    def _show_part(self, part: str) -> None:
        if part == AGENDA and self._agenda is None:
            self._agenda = self._build_agenda()
            self._agenda_place.addWidget(self._agenda)
        self.parts.choose(part)
        self._lead.setText(_LEADS[part])
        self._grid.setVisible(part == _NETWORKS)
        if self._agenda is not None:
            self._agenda.setVisible(part == AGENDA)
        self._nothing.setVisible(part == _NETWORKS and not any(not c.isHidden() for c in self._cards.values()))

    def _show_networks(self, words: str) -> None:
        named, told = narrow(self._networks, words, _name, _about)
        wanted = {network.id for network in (*named, *told)}
        self._grid.show_only([self._cards[n.id] for n in (*named, *told)])
        self._nothing.setVisible(not wanted)
        total = len(wanted)
        self.head.show_count(f"{total or 'Aucun'} réseau{'x' if total > 1 else ''}")

    def _titles(self, sources: tuple[str, ...]) -> list[str]:
        known = self.context.library.shelf.sources
        return [known[source].title for source in sources if source in known]

    def _build(self) -> None:
        t = self.context.theme
        self._inner = QWidget()
        self._inner.setMaximumWidth(round(1240 * t.scale))
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(t.space_6, t.space_2, t.space_6, t.space_5)
        column.setSpacing(t.space_3)
        self.head = FilterHead(t, "Réseaux et agenda", "Chercher un réseau ou un sujet")
        self.head.setMaximumWidth(round(1240 * t.scale))
        words = [(_NETWORKS, f"Réseaux ({len(self._networks)})"), (AGENDA, f"Agenda ({len(self._dates)})")]
        self.parts = Segments("Montrer", words)
        self._lead = Label("", "lead")
        self._lead.setMaximumWidth(t.measure)
        cards = []
        for network in self._networks:
            made = NetworkCard(t, network, self._titles(network.sources))
            self._cards[network.id] = made
            cards.append(made)
        self._grid = FitGrid(cards, narrowest=round(390 * t.scale), most=2, gap=t.space_4)
        self._nothing = Label("Aucun réseau ne correspond. Essayez un mot plus court, ou demandez à la CRESS.")
        self._agenda_place = QVBoxLayout()
        for part in (self.head, self.parts, self._lead, self._grid, self._nothing):
            column.addWidget(part)
        column.addLayout(self._agenda_place)
        column.addWidget(self._build_link())
        column.addStretch(1)
        self._area = scrolling(self, self._inner)
        self.setFocusProxy(self.head.field)
        self.head.left.connect(self._on_left)
        self.head.told.connect(self.announced)
        self.head.words_changed.connect(self._on_words_changed)
        self.parts.chosen.connect(self._on_part_chosen)

    def _build_agenda(self) -> QWidget:
        """Return the dates month by month, those without one at the end."""
        t = self.context.theme
        months = QWidget()
        column = QVBoxLayout(months)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_3)
        ordered = sorted(self._dates, key=lambda date: date.month or 13)
        for month, dates in groupby(ordered, key=lambda date: date.month):
            column.addWidget(Heading(_MONTHS[month - 1] if month else _NO_MONTH, 2))
            column.addLayout(bounded(self._build_month(list(dates)), t.measure + 2 * t.space_5))
        return months

    def _build_month(self, dates: list[NationalDate]) -> QFrame:
        t = self.context.theme
        frame = card()
        box = QVBoxLayout(frame)
        box.setContentsMargins(20, t.space_2, 20, t.space_2)
        box.setSpacing(0)
        for number, date in enumerate(dates):
            if number:
                box.addWidget(rule())
            row = DateRow(t, date, self._titles(date.sources))
            self._rows[date.id] = row
            box.addWidget(row)
        return frame

    def _build_link(self) -> QPushButton:
        link = QPushButton("Demander un contact à la CRESS")
        link.setProperty("look", "link-flush")
        link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        link.clicked.connect(self._on_contact)
        return link


def _name(network: Network) -> str:
    return f"{network.name} {network.acronym}"


def _about(network: Network) -> str:
    return f"{network.what} {network.ask}"
