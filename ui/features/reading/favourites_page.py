"""Mes pages: the favourites, the pages on which one wrote, and those seen lately."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit.content.model import Article
from kit.typography import fr
from ui.access.tab_order import follow_layout
from ui.features.reading.notes import annotated
from ui.services.bookmarks import Bookmarks, Mark, exists
from ui.services.context import AppContext
from ui.services.navigation import Route, route_of
from ui.services.page import Crumb, Page
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.text import Heading, Label
from ui.widgets.wrap_link import WrapLink

_NONE = "Aucun favori pour le moment. Ouvrez une page qui vous sert, puis appuyez sur Ctrl+D."
_NOT_WRITTEN = fr("Rien pour le moment. Sur une page, « Note » garde une idée ou une question.")
_NOT_SEEN = "Les pages que vous lirez seront rappelées ici."


class FavouritesPage(Page):
    """Three lists of links; each favourite can be taken out, the pages seen can be forgotten."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._marks = Bookmarks(context.settings)
        t = context.theme
        inner = QWidget()
        column = page_column(inner, t)
        column.addWidget(Heading("Mes pages", 1))
        column.addWidget(Label("Ces listes restent sur cet ordinateur.", "muted"))
        column.addWidget(Heading("Favoris", 2))
        self.favourites = self._build_list(column)
        column.addSpacing(t.space_3)
        column.addWidget(Heading("Pages où vous avez écrit", 2))
        self.written = self._build_list(column)
        column.addSpacing(t.space_3)
        column.addWidget(Heading("Vues récemment", 2))
        self.seen = self._build_list(column)
        self.forget = QPushButton("Oublier les pages vues")
        self.forget.clicked.connect(self._on_forget)
        row = QHBoxLayout()
        row.addWidget(self.forget)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._area = scrolling(self, inner)

    def open_route(self, route: Route) -> None:
        self._show()

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Mes pages"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def state(self) -> dict[str, str]:
        return {}

    def marks_changed(self) -> None:
        self._show()

    def _on_forget(self) -> None:
        self._marks.forget_seen()
        self._show()
        self.announced.emit("Les pages vues sont oubliées.")

    def _on_removed(self, mark: Mark) -> None:
        self._marks.toggle(mark.title, mark.route)
        self._show()
        self.setFocus()
        self.announced.emit(fr("{title} : retirée de vos favoris.", title=mark.title))

    def _show(self) -> None:
        kept = [mark for mark in self._marks.favourites() if exists(mark.route, self.context.library)]
        seen = [mark for mark in self._marks.seen() if exists(mark.route, self.context.library)]
        _fill(self.favourites, [self._row(mark, removable=True) for mark in kept] or [Label(_NONE, "muted")])
        noted = [Mark(one.title, route_of(one.kind, one.id)) for one in self._noted()]
        _fill(self.written, [self._row(mark) for mark in noted] or [Label(_NOT_WRITTEN, "muted")])
        _fill(self.seen, [self._row(mark) for mark in seen] or [Label(_NOT_SEEN, "muted")])
        self.forget.setVisible(bool(seen))
        follow_layout(self)

    def _noted(self) -> list[Article]:
        return list(annotated(self.context.session.dossier, self.context.library))

    def _row(self, mark: Mark, *, removable: bool = False) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        link = WrapLink(self.context.theme, mark.title)
        link.clicked.connect(lambda _=False, route=mark.route: self.route_requested.emit(route))
        row.addWidget(link, 1)
        if removable:
            out = QPushButton("Retirer")
            out.setAccessibleName(fr("Retirer des favoris : {title}", title=mark.title))
            out.clicked.connect(lambda _=False, one=mark: self._on_removed(one))
            row.addWidget(out)
        return line

    def _build_list(self, column: QVBoxLayout) -> QVBoxLayout:
        box = QWidget()
        box.setMaximumWidth(self.context.theme.measure)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self.context.theme.space_2)
        column.addWidget(box)
        return rows


def _fill(rows: QVBoxLayout, widgets: list[QWidget]) -> None:
    while (item := rows.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
    for widget in widgets:
        rows.addWidget(widget)
