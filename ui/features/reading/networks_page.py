"""Réseaux et agenda: whom to ask and for what, and the national moments of the year."""

from __future__ import annotations

from markupsafe import Markup
from PySide6.QtWidgets import QWidget

from kit.content.shelf import NationalDate, Network
from kit.search.narrowing import narrow
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.services.page import Crumb, Page
from ui.text import html, list_html, surroundings
from ui.text.article_view import ArticleView
from ui.text.filter_head import FilterHead, stand_above
from ui.widgets.segments import Segments

AGENDA = "agenda"
_NETWORKS = "reseaux"
_LOCAL = "agenda-local"
_ASK = Markup('<a href="contact">Demander un contact {to}</a>.')
_LEADS = {
    _NETWORKS: "Ils connaissent les structures de l’ESS près de chez vous. " + _ASK,
    AGENDA: "Les temps nationaux et régionaux où donner une place à l’ESS. Vérifiez la date avant de l’annoncer. "
    + Markup('<a href="agenda-local">Voir l’agenda de votre collectivité</a>.'),
}
_NOTHING = "Rien ne correspond. Essayez un mot plus court. " + _ASK


class NetworksPage(Page):
    """Two lists under one title and one field; each is one text, as the glossary."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        shelf = context.library.shelf
        self._networks, self._dates = shelf.networks, shelf.dates
        self._shown: set[str] = set()
        self.head = FilterHead(t, "Réseaux et agenda", "Chercher un réseau, une date, un sujet")
        words = [(_NETWORKS, f"Réseaux ({len(self._networks)})"), (AGENDA, f"Agenda ({len(self._dates)})")]
        self.parts = Segments("Montrer", words)
        self.view = ArticleView(t)
        stand_above(self, self.head, self.view, self.parts)
        self.setFocusProxy(self.head.field)
        self.head.left.connect(self._on_left)
        self.head.told.connect(self.announced)
        self.head.words_changed.connect(self._on_words_changed)
        self.parts.chosen.connect(self._on_part_chosen)
        self.view.link_activated.connect(self._on_link)
        self._show()

    def open_route(self, route: Route) -> None:
        if not route.id:
            return
        dates = {date.id for date in self._dates}
        part = AGENDA if route.id == AGENDA or route.id in dates else _NETWORKS
        if part != self.parts.key():
            self.parts.choose(part)
            self._show()
        if route.id not in self._shown:
            self.head.field.clear()
        if not route.scroll:
            self.view.go_to(route.id)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Réseaux et agenda"),)

    def scroller(self) -> ArticleView:
        return self.view

    def find_in_page(self) -> bool:
        self.head.begin_search()
        return True

    def _on_part_chosen(self, _part: str) -> None:
        self._show()
        self.announced.emit(self.head.count.text())

    def _on_words_changed(self, _words: str) -> None:
        self._show()

    def _on_left(self) -> None:
        self.view.setFocus()

    def _on_link(self, target: str) -> None:
        if target.startswith(list_html.SOURCE):
            self.route_requested.emit(Route(PageId.SOURCES, target.removeprefix(list_html.SOURCE)))
        elif target == _LOCAL:
            self.route_requested.emit(Route(PageId.AGENDA))
        else:
            self.route_requested.emit(surroundings.route_to(self.context.library, target))

    def _said(self, part: str) -> str:
        return _LEADS.get(part, _NOTHING).format(to=self.context.library.publisher.called_to)

    def _show(self) -> None:
        part, typed = self.parts.key(), self.head.field.text().strip()
        known, theme = self.context.library.shelf.sources, self.context.theme
        if part == AGENDA:
            named, told = narrow(self._dates, typed, _title, _what)
            dates = [*named, *told]
            lead = html.paragraph(self._said(part if dates else ""), "lead")
            page = list_html.agenda(dates, known, theme, lead)
            self._shown, count = {date.id for date in dates}, _count(len(dates), "date", "Aucune", "s")
        else:
            first, then = narrow(self._networks, typed, _name, _about)
            networks = [*first, *then]
            lead = html.paragraph(self._said(part if networks else ""), "lead")
            page = list_html.networks(networks, known, theme, lead)
            self._shown, count = {one.id for one in networks}, _count(len(networks), "réseau", "Aucun", "x")
        self.view.show_article(page, "Agenda" if part == AGENDA else "Réseaux")
        if len(typed) > 1:
            self.view.finder.search(typed)
        self.head.show_count(count)


def _count(total: int, word: str, none: str, plural: str) -> str:
    return f"{total or none} {word}{plural if total > 1 else ''}"


def _name(network: Network) -> str:
    return f"{network.name} {network.acronym}"


def _about(network: Network) -> str:
    return f"{network.what} {network.ask}"


def _title(date: NationalDate) -> str:
    return date.title


def _what(date: NationalDate) -> str:
    return f"{date.what} {date.when}"
