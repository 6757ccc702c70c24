"""One text to read: an article, a topic, a competence, an action, a milestone, with what to do next beside it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kit.content.blocks import Body, Items, Link, Paragraph, Text
from kit.content.model import Article
from kit.errors import UnknownId
from ui.context import AppContext
from ui.navigation import PageId, Route, route_of
from ui.pages.base import Crumb, Page
from ui.widgets.article_aside import ArticleAside, AsideCard
from ui.widgets.article_html import Next, Notes, complete, outline, source_list, to_html
from ui.widgets.article_view import ArticleView
from ui.widgets.find_bar import FindBar

_SCREENS = {"contact": PageId.CONTACT, "accueil": PageId.HOME}
_CHAPTERS = {"comprendre": "teal", "convaincre": "orange", "agir": "green"}
_REASONS = ("teal", "purple", "green", "blue", "orange")
_ASIDE = 236


class ArticlePage(Page):
    """The reading screen; one view is used again for every text."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._article = Article("", "article", "")
        self._notes: Notes | None = None
        self._left: dict[str, tuple[int, int]] = {}
        self.view = ArticleView(context.theme)
        self.find_bar = FindBar(context.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.find_bar)
        self.aside = ArticleAside(context.theme, self)
        self.setFocusProxy(self.view)
        QWidget.setTabOrder(self.view, self.aside)
        self._connect()

    def open_route(self, route: Route) -> None:
        if route.id != self._article.id:
            self._show(route.id)
        elif not route.scroll:
            self.view.verticalScrollBar().setValue(0)
        if route.anchor and not route.scroll:
            self.view.go_to(route.anchor)
        elif route.scroll and (place := self._left.pop(route.id, None)):
            self._select(*place)

    def crumbs(self) -> tuple[Crumb, ...]:
        library = self.context.library
        above = library.trail(self._article.id) if library.has(self._article.id) else ()
        if self._article.kind == "chapter":
            here = Crumb("Présentation")
            return (Crumb(self._article.label, route_of("chapter", self._article.id)), here)
        return (*(Crumb(_name(a), route_of(a.kind, a.id)) for a in above), Crumb(self._article.label))

    def scroller(self) -> ArticleView:
        return self.view

    def in_sight(self) -> str:
        return self._article.id

    def find_in_page(self) -> bool:
        self.find_bar.open()
        if self.find_bar.field.text():
            self._on_words_changed(self.find_bar.field.text())
        return True

    # --- slots ---

    def _on_link(self, target: str) -> None:
        cursor = self.view.textCursor()
        self._left[self._article.id] = (cursor.selectionStart(), cursor.selectionEnd())
        if target.startswith("#"):
            self.route_requested.emit(Route(PageId.ARTICLE, self._article.id, target[1:]))
            return
        article_id, _, anchor = target.partition("#")
        self.route_requested.emit(self._route(article_id, anchor))

    def _on_part_chosen(self, anchor: str) -> None:
        self.view.go_to(anchor)
        self.view.setFocus()

    def _on_words_changed(self, words: str) -> None:
        total = self.view.finder.search(words)
        self.find_bar.show_count(self.view.finder.go_on(), total)

    def _on_next(self, *, back: bool = False) -> None:
        if not self.find_bar.isVisible():
            self.find_in_page()
            return
        total = self.view.finder.search(self.find_bar.field.text(), typing=False)
        self.announced.emit(self.find_bar.show_count(self.view.finder.go_on(back=back), total))

    def _on_previous(self) -> None:
        self._on_next(back=True)

    def _on_find_closed(self) -> None:
        self.find_bar.hide()
        self.view.finder.clear()
        self.view.setFocus()

    # --- what is shown ---

    def _show(self, article_id: str) -> None:
        self._article, body = self._read(article_id)
        if self._notes is None:
            shelf = self.context.library.shelf
            self._notes = Notes(shelf.facts, shelf.sources)
        cards, readings = self._cards(), self._readings()
        further = tuple(Next(card.target, f"{card.link} : {card.text}") for card in cards)
        further += tuple(Next(target, title) for target, title in readings)
        page = to_html(self._article, body, self._notes, self.context.theme, drawing=self._drawing(), further=further)
        self.view.show_article(page, self._article.title)
        parts = outline(complete(self._article, body), sources='name="sources"' in page)
        self.aside.show_parts(parts, cards, readings)
        self._place_aside()
        self.retitled.emit()
        self.announced.emit(self._article.title)

    def _read(self, article_id: str) -> tuple[Article, Body]:
        library = self.context.library
        if article_id == "sources" and not library.has(article_id):
            return source_list(library.shelf.sources, library.publisher.content_date)
        try:
            return library.article(article_id), library.body(article_id)
        except UnknownId as error:
            return self._missing(article_id, error.near)

    def _missing(self, article_id: str, near: tuple[str, ...]) -> tuple[Article, Body]:
        words = (
            f"Aucun texte du kit ne s’appelle « {article_id} ». Il a peut-être été retiré ou renommé. "
            "Cherchez un mot de son titre : Ctrl+K."
        )
        body: Body = (Paragraph((Text(words),)),)
        if near:
            titles = ((i, self.context.library.article(i).title) for i in near)
            body += (Paragraph((Text("Peut-être cherchiez-vous :"),)),)
            body += (Items(False, tuple((Paragraph((Link(i, title),)),) for i, title in titles)),)
        return Article(article_id, "article", "Ce texte n’est pas dans le kit", short_title="Texte absent"), body

    def _drawing(self) -> tuple[str, str]:
        """Return the pictogram (its own, else that of what holds it) and the name of its colour."""
        library = self.context.library
        trail = (*library.trail(self._article.id), self._article) if library.has(self._article.id) else (self._article,)
        name = next((a.pictogram for a in reversed(trail) if a.pictogram), "")
        reason = next((a for a in trail if a.kind == "reason"), None)
        if reason is not None:
            return name, _REASONS[(reason.order - 1) % len(_REASONS)]
        return name, _CHAPTERS.get(trail[0].id, "teal")

    def _cards(self) -> tuple[AsideCard, ...]:
        out = self.context.library.outline
        if self._article.kind in ("action", "milestone") and (own := out.lever_of(self._article.id)):
            target = f"{own.article.id}#{self._article.id}"
            return (AsideCard(f"Levier {own.article.code}", own.article.label, "Cocher cette action", target),)
        found = (out.lever(i) for i in self._article.levers)
        return tuple(
            AsideCard(f"Levier {lever.article.code}", lever.article.label, _see(len(lever.actions)), lever.article.id)
            for lever in found
            if lever
        )

    def _readings(self) -> tuple[tuple[str, str], ...]:
        library = self.context.library
        near = [library.article(i) for i in self._article.related if library.has(i) and i not in _SCREENS]
        if self._article.kind in ("reason", "lever"):
            near = [*library.children(self._article.id), *near]
        return tuple((a.id, a.label if a.kind == "chapter" else a.title) for a in near)

    def _route(self, article_id: str, anchor: str = "") -> Route:
        if article_id in _SCREENS:
            return Route(_SCREENS[article_id])
        library = self.context.library
        kind = library.article(article_id).kind if library.has(article_id) else ""
        if kind == "lever":
            return Route(PageId.ACT, article_id, anchor)
        return route_of(kind, article_id, anchor=anchor)

    def _select(self, start: int, end: int) -> None:
        cursor = self.view.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.view.setTextCursor(cursor)

    def _place_aside(self) -> None:
        """Show the aside where there is room for it, over the strip that the view leaves free."""
        t = self.context.theme
        wide = self.width() >= 980 * (1 + t.scale) / 2
        self.aside.setVisible(wide)
        width = round(_ASIDE * min(t.scale, 1.35)) if wide else 0
        self.view.reserve(width + t.space_5 + t.space_3 if wide else 0)
        if wide:
            left = min(t.space_6 + self.view.measure + t.space_5, self.view.width() - width - 2 * t.space_4) + 3
            self.aside.setGeometry(QRect(left, 0, width, self.view.height()))

    def _connect(self) -> None:
        self.aside.part_chosen.connect(self._on_part_chosen)
        self.aside.target_chosen.connect(self._on_link)
        self.find_bar.closed.connect(self._on_find_closed)
        self.find_bar.next_requested.connect(self._on_next)
        self.find_bar.previous_requested.connect(self._on_previous)
        self.find_bar.words_changed.connect(self._on_words_changed)
        self.view.link_activated.connect(self._on_link)
        self.view.section_reached.connect(self.aside.show_reached)
        QShortcut(QKeySequence("F3"), self, self._on_next)
        QShortcut(QKeySequence("Shift+F3"), self, self._on_previous)

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self._place_aside()


def _name(article: Article) -> str:
    """Return what a step of the trail is called: « 5. Qualité de vie », « Levier 2 »."""
    if article.kind == "reason":
        return f"{article.code}. {article.label}"
    return f"Levier {article.code}" if article.kind == "lever" else article.label


def _see(count: int) -> str:
    return f"Voir les {count} actions" if count > 1 else "Voir l’action"
