"""Aide: how an edition is made, from the copy of the texts to the signed file."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from atelier.services.context import AtelierContext
from atelier.services.places import Desk
from kit import paths
from kit.content.loader import parse_body, read_text
from kit.content.markdown import MarkdownReader
from ui.services.navigation import Route
from ui.services.page import Crumb, Screen
from ui.text.article_html import Notes, to_html
from ui.text.article_view import ArticleView


class HelpPage(Screen):
    """One text; its links open the screens that it speaks of."""

    context: AtelierContext

    def __init__(self, context: AtelierContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        path = paths.atelier_help()
        text = read_text(path.read_text(encoding="utf-8"), path, path.name)
        self.view = ArticleView(context.theme)
        page = to_html(text.article, parse_body(text, MarkdownReader()), Notes(), context.theme)
        self.view.show_article(page, text.article.title)
        self.view.link_activated.connect(self._on_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Aide"),)

    def scroller(self) -> QAbstractScrollArea:
        return self.view

    def state(self) -> dict[str, str]:
        return {}

    def _on_link(self, target: str) -> None:
        if target in set(Desk):
            self.route_requested.emit(Route(Desk(target)))
