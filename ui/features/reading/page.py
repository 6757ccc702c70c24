"""One text to read: an article, a topic, a competence, an action, a milestone, with what to do next beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from kit.content.blocks import Figure, links
from kit.content.figure_words import sentence
from kit.content.model import Article
from kit.content.places import complete
from kit.dossier.highlights import Highlight
from kit.search.folding import query_words
from kit.typography import fr
from ui.access.nodes import NOTE, PASSAGE, TERM
from ui.features.reading import explained, passages, tools
from ui.features.reading.aside_place import AsidePlace
from ui.features.reading.finder import PageFinder
from ui.features.reading.note_panel import PageNote
from ui.features.reading.notes import KeptNote
from ui.features.reading.selection_button import SelectionButton
from ui.features.reading.side_panel import Said, SidePanel
from ui.features.reading.tools import PageTools
from ui.output import printables
from ui.services import clipboard
from ui.services.context import AppContext
from ui.services.gesture_words import PASSAGE_NOTED
from ui.services.navigation import PageId, Route, ToArticle, route_of
from ui.services.page import Crumb, Page, PageTool
from ui.text import surroundings
from ui.text.article_aside import ArticleAside
from ui.text.article_html import LESS, MORE, QUOTE, Notes, outline, to_html
from ui.text.article_view import ArticleView
from ui.text.find_bar import FindBar

_WALKS = fr("Les flèches se déplacent dans le texte, Maj et les flèches sélectionnent. F7 : arrêter.")
_SCROLLS = fr("Les flèches font de nouveau défiler la page.")
_COPIED = fr("La référence est copiée : collez-la où vous voulez (Ctrl+V).")


class ArticlePage(Page):
    """The reading screen; one view is used again for every text, which opens on its short form.

    What was unfolded stays so for the run.
    """

    printable = printables.PAGE

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._article = Article("", "article", "")
        self._notes: Notes | None = None
        self._figures: tuple[Figure, ...] = ()
        self._left: dict[str, tuple[int, int]] = {}
        self._unfolded: set[str] = set()
        self.view = ArticleView(context.theme.for_reading())
        self.panel = SidePanel(context.theme, self)
        self.find_bar = FindBar(context.theme)
        self.note = PageNote(context.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        column.addWidget(self.find_bar)
        self.aside = ArticleAside(context.theme, self)
        self.place = AsidePlace(context.theme, self.view, self.aside, self.panel, column, self)
        self.finder = PageFinder(self.view, self.find_bar, self)
        self.tools = PageTools(context, self.view, self.note, self)
        self.passages = self.tools.passages
        self.mark_button = SelectionButton(context.theme, self.view)
        self.passage_note = KeptNote(context, self.panel.box, PASSAGE_NOTED, self)
        self._passage = ""  # the id of the one that the panel tells of
        self.setFocusProxy(self.view)
        QWidget.setTabOrder(self.view, self.aside)
        self._connect()

    def open_route(self, route: Route) -> None:
        assert isinstance(route, ToArticle)
        if route.id != self._article.id:
            self._show(route.id)
        elif not (route.scroll or route.place):
            self.view.verticalScrollBar().setValue(0)
        if route.words and not route.scroll:
            self._aim_at_words(route.words)
        elif route.anchor.startswith(PASSAGE) and not route.scroll:
            self._aim_at_passage(route.anchor.removeprefix(PASSAGE))
        elif route.anchor and not route.scroll:
            self._aim(route.anchor)
        elif route.scroll and (place := self._left.pop(route.id, None)):
            _select(self.view, *place)

    def crumbs(self) -> tuple[Crumb, ...]:
        library = self.context.library
        above = library.trail(self._article.id) if library.has(self._article.id) else ()
        if self._article.kind == "chapter":
            here = Crumb("Présentation")
            return (Crumb(self._article.label, route_of("chapter", self._article.id)), here)
        return (*(Crumb(_name(a), route_of(a.kind, a.id)) for a in above), Crumb(self._article.label))

    def scroller(self) -> ArticleView:
        return self.view

    def position(self) -> int:
        return self.view.position_in_sight()

    def show_position(self, position: int) -> None:
        if not position:
            return
        if self.is_folded and position >= self.view.fold:
            self.unfold()
        self.view.show_position(position)

    def read_so_far(self) -> ToArticle | None:
        here = self._article.id
        return ToArticle(here, place=self.position()) if self.context.library.has(here) else None

    def in_sight(self) -> str:
        return self._article.id

    def find_in_page(self) -> bool:
        cursor = self.view.textCursor()
        self.unfold()
        _select(self.view, cursor.selectionStart(), cursor.selectionEnd())  # searched from there on, not from the fold
        self.finder.open()
        return True

    def leave(self) -> bool:
        return self.passage_note.keep() and self.tools.leave()

    def panes(self) -> list[QWidget]:
        return [self, self.panel, self.note]

    def marks_changed(self) -> None:
        self.aside.rename(self.tools.beside())
        self.tools_changed.emit()

    def tools_above(self) -> tuple[PageTool, ...]:
        return self.tools.above()

    def use_tool(self, target: str) -> None:
        self._on_link(target)

    def show_contents(self) -> bool:
        self.place.go_to_parts()
        return True

    def copy_with_source(self) -> bool:
        self.tools.copy()
        return True

    @property
    def is_folded(self) -> bool:
        """Whether the text in sight stops at its short form."""
        return self.view.fold > 0

    def unfold(self) -> None:
        """Show all of the text, where one is; a text that has no fold stays as it is."""
        if self.is_folded:
            self._unfolded.add(self._article.id)
            self._show(self._article.id, going_on=True)

    # --- slots ---

    def _on_link(self, target: str) -> None:
        if target == tools.NOTE:
            self.place.close()  # it would lie over the note
        if target.startswith(surroundings.TOOL):
            self.tools.use(target)
            return
        if target.startswith(TERM):
            self._rest_note()
            self._open(explained.term_said(self.context.library.term(target.removeprefix(TERM))))
            return
        if target.startswith(NOTE):
            self._open_note(target)
            return
        if target.startswith(PASSAGE):
            self.passages.open(target.removeprefix(PASSAGE))
            return
        if target.startswith(QUOTE):
            words = sentence(self._figures[int(target.removeprefix(QUOTE))])
            clipboard.copy(words)
            self.context.feedback.tell(fr(f"Copié avec son année et sa source : {words}"))
            return
        if target == MORE:
            self.unfold()
            self.announced.emit("La suite du texte est affichée.")
            return
        if target == LESS:
            self._unfolded.discard(self._article.id)
            self._show(self._article.id)
            return
        self._left[self._article.id] = _selection(self.view)
        if target.startswith("#"):
            self.route_requested.emit(ToArticle(self._article.id, target[1:]))
            return
        self.route_requested.emit(surroundings.route_to(self.context.library, target, about=self._article.id))

    def _on_panel_link(self, target: str) -> None:
        """Do what a link of the panel says; leaving the text, the place in it is the one where the panel was opened."""
        if target.startswith(explained.GLOSSARY):
            self.route_requested.emit(Route(PageId.GLOSSARY, target.removeprefix(explained.GLOSSARY)))
        elif target.startswith(explained.COPY):
            source = self.context.library.shelf.sources[target.removeprefix(explained.COPY)]
            clipboard.copy(explained.reference(self.context.library, self._article, source))
            self.context.feedback.tell(_COPIED)
        elif target.startswith(passages.REMOVE):
            self.passages.remove(target.removeprefix(passages.REMOVE))
        elif target.startswith(passages.MINE):
            self.route_requested.emit(Route(PageId.FAVOURITES, target.removeprefix(passages.MINE)))
        else:
            self._on_link(target)

    def _on_part_chosen(self, anchor: str) -> None:
        self.place.close()
        self._aim(anchor)
        self.aside.show_reached(anchor)  # also where the end of the text keeps it from coming to the top
        self.view.setFocus()

    def _close_panel(self) -> None:
        """Take away what the panel says, and the mark of its number."""
        self._rest_note()
        self.panel.hide()
        self.view.show_open_note(None)

    def _rest_note(self) -> None:
        """Keep what was typed of a passage; the panel is about something else from now on."""
        if self.passage_note.keep():
            self._passage = ""
            self.passage_note.forget()

    def _on_passage_opened(self, one: Highlight) -> None:
        if not self.passage_note.keep():  # too long: it stays in the field, which says so
            return
        self._passage = one.id
        self.passage_note.show(one.on, one.note_field, fr("Ma note sur le passage « {quote} »", quote=one.quote.exact))
        self._open(self.passages.said(one))

    def _on_passage_lost(self, key: str) -> None:
        if key == self._passage:
            self.passage_note.forget()
            self._on_panel_closed()

    def _on_menu_opening(self, menu: QMenu, position: int) -> None:
        """Offer what one does with a passage, before what the system offers."""
        if not self.context.library.has(self._article.id):
            return
        first = menu.actions()[0]
        inside = self.view.passages.at(position)
        act = QAction("Surligner (Ctrl+U)" if not inside else "Voir le passage surligné", menu)
        act.triggered.connect(lambda: self.passages.open(inside) if inside else self.passages.mark())
        act.setEnabled(bool(inside or self.view.own_range))
        menu.insertAction(first, act)
        if inside:
            gone = QAction("Retirer le surlignage", menu)
            gone.triggered.connect(lambda: self.passages.remove(inside))
            gone.setEnabled(not self.context.session.dossier.read_only)
            menu.insertAction(first, gone)
        menu.insertSeparator(first)

    def _on_walk(self) -> None:
        """Let the arrows move a cursor in the text, or scroll again."""
        on = not self.view.walks_by_keys
        self.view.walk_by_keys(on)
        self.view.setFocus()
        self.context.feedback.explain(_WALKS if on else _SCROLLS)

    def _on_panel_closed(self) -> None:
        """Go back to the number or the word that opened the panel."""
        self._close_panel()
        self._lay_out()
        self.view.setFocus()
        if place := self._left.pop(self._article.id, None):
            _select(self.view, *place)

    # --- what is shown ---

    def _show(self, article_id: str, *, going_on: bool = False) -> None:
        self._close_panel()
        library = self.context.library
        self._article, body = surroundings.read(library, article_id)
        if self._notes is None:
            self._notes = Notes(
                library.shelf.facts, library.shelf.sources, library.shelf.terms, library.publisher.called
            )
        told = {link.target for link in links(body)} if self._article.kind == "reason" else set()  # its topics
        following = surroundings.following(library, self._article, told)
        at_end = {following.target, *(target for target, _ in following.others)} if following else set()
        cards = tuple(card for card in surroundings.cards(library, self._article) if card.target not in at_end)
        readings = tuple(one for one in surroundings.readings(library, self._article) if one[0] not in at_end)
        known = library.has(self._article.id)
        asks = surroundings.asks(self._article) if known else ()
        page = to_html(
            self._article,
            body,
            self._notes,
            self.view.theme,
            drawing=surroundings.drawing(library, self._article),
            further=following,
            short=article_id not in self._unfolded,
        )
        self._figures = tuple(block for block in body if isinstance(block, Figure))
        own = self.context.session.text("identity", "departement_code")
        if going_on:
            self.view.continue_article(page, self._article.title, self._figures, own)
        else:
            self.view.show_article(page, self._article.title, self._figures, own)
        parts = outline(complete(self._article, body), sources=bool(self._article.sources) or 'name="sources"' in page)
        self.mark_button.is_offered = library.has(self._article.id)
        self.tools.show(self._article, library)
        self.aside.show_parts(parts, cards, readings, (*self.tools.beside(), *asks) if known else ())
        self._lay_out()
        if not going_on:
            self.place.close()
            self.retitled.emit()
            self.announced.emit(self._article.title)

    def _aim(self, anchor: str) -> None:
        """Go to a part; what is folded unfolds."""
        if not self.view.go_to(anchor):
            self.unfold()
            self.view.go_to(anchor)

    def _aim_at_words(self, searched: str) -> None:
        """Go to the words that were searched; what is folded unfolds."""
        words = query_words(searched)
        if self.is_folded and self.finder.is_hidden(words):
            self.unfold()
        self.finder.mark(words)

    def _aim_at_passage(self, key: str) -> None:
        """Go to a passage and tell of it; what is folded unfolds."""
        if self.passages.place(key) is None and self.passages.is_in_text(key):
            self.unfold()
        if place := self.passages.place(key):
            _select(self.view, place[0], place[0])
            if not self.view.isVisible():
                QTimer.singleShot(0, self.view, self.view.ensureCursorVisible)
        self.passages.open(key)

    def _open_note(self, target: str) -> None:
        self._rest_note()
        place = self.view.notes.at(_selection(self.view)[0], target)
        fact = explained.fact_at(self.view.document(), place[0]) if place else ""
        self._open(explained.note_said(self.context.library, self._article, target, fact))
        self.view.show_open_note(place)

    def _open(self, said: Said) -> None:
        """Show what a note or a word says, the text left where it is; who came by the keyboard goes there too."""
        by_keyboard = not self.view.is_clicked
        self._left[self._article.id] = _selection(self.view)  # it goes with the focus
        self.place.close()  # it would lie over the panel
        self.view.show_open_note(None)
        self.panel.show_said(said)
        self.announced.emit(said.spoken)
        self._lay_out()
        if not self.place.is_beside:
            self._keep_off_the_edge()
        if by_keyboard:
            self.panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_off_the_edge(self) -> None:
        """Keep in sight what opened the panel, which has taken some of the text's room, and a little below it."""
        self.view.ensureCursorVisible()
        below = self.view.cursorRect().bottom() + self.context.theme.space_3 - self.view.viewport().height()
        if below > 0:
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + below)

    def _lay_out(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.place.lay_out()

    def _connect(self) -> None:
        self.aside.part_chosen.connect(self._on_part_chosen)
        self.aside.target_chosen.connect(self._on_link)
        self.finder.announced.connect(self.announced)
        self.finder.wanted.connect(self.find_in_page)
        self.note.closed.connect(self._lay_out)
        self.panel.closed.connect(self._on_panel_closed)
        self.panel.target_chosen.connect(self._on_panel_link)
        self.view.link_activated.connect(self._on_link)
        self.view.section_reached.connect(self.aside.show_reached)
        self.tools.announced.connect(self.announced)
        self.tools.print_requested.connect(self.print_requested)
        self.tools.models_found.connect(self.aside.add_cards)
        self.tools.noticed.connect(self.noticed)
        self.tools.renamed.connect(self.marks_changed)
        self.mark_button.clicked.connect(self.passages.mark)
        self.passages.opened.connect(self._on_passage_opened)
        self.passages.lost.connect(self._on_passage_lost)
        self.passage_note.announced.connect(self.announced)
        self.view.menu_opening.connect(self._on_menu_opening)
        QShortcut(QKeySequence("Ctrl+U"), self, self.passages.mark)
        QShortcut(QKeySequence("F7"), self, self._on_walk)
        QShortcut(QKeySequence("F3"), self, self.finder.go_on)
        QShortcut(QKeySequence("Shift+F3"), self, self.finder.go_back)

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.passage_note.keep()
        self.tools.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.place.is_open:
            self.place.close()
            self.view.setFocus()
        elif event.key() == Qt.Key.Key_Escape and self.panel.isVisible():
            self._on_panel_closed()
        else:
            super().keyPressEvent(event)


def _selection(view: ArticleView) -> tuple[int, int]:
    cursor = view.textCursor()
    return cursor.selectionStart(), cursor.selectionEnd()


def _select(view: ArticleView, start: int, end: int) -> None:
    cursor = view.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    view.lead_to(cursor)


def _name(article: Article) -> str:
    """Return what a step of the trail is called: « 5. Qualité de vie », « Levier 2 »."""
    if article.kind == "reason":
        return f"{article.code}. {article.label}"
    return f"Levier {article.code}" if article.kind == "lever" else article.label
