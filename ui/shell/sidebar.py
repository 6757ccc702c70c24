"""The map of the program: brand, search field, places, the dossier's card, and the foot links."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.shell.nav_button import NavButton
from ui.theme.tokens import Tokens
from ui.widgets.cross import add_cross
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.scroll import scrolling
from ui.widgets.text import Label, card, rule

ROOMS = (9, 7, 6, 5, 4, 3)
"""Pixels above and below the words of an entry: as many as the window has room for."""

_LONGEST = 200  # characters: a text pasted by mistake is not looked for


class Place(Struct, frozen=True):
    """An entry of the map; ``key`` comes back in ``place_chosen``. An entry without text is a rule."""

    key: str
    text: str
    icon: str


class SearchField(QLineEdit):
    """The search box; Escape gives the focus back by ``left``."""

    left = Signal()
    moved_down = Signal()

    def __init__(self, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_LONGEST)
        self._hint = Label(shortcut, "small", wrap=False, parent=self)
        self._cross: QToolButton | None = None
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._on_text_changed)

    def _on_text_changed(self, text: str) -> None:
        if text and self._cross is None:  # its drawing costs 5 ms: not at the start
            self._cross = add_cross(self)
            if self._cross is not None:
                self._cross.installEventFilter(self)
        self._show_hint()

    def _show_hint(self) -> None:
        """Show the shortcut where the cross stands, once that has faded away."""
        cross = self._cross is not None and not self._cross.isHidden()
        self._hint.setVisible(not self.text() and not cross)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._cross and event.type() in (QEvent.Type.HideToParent, QEvent.Type.ShowToParent):
            self._show_hint()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.adjustSize()
        self._hint.move(self.width() - self._hint.width() - 11, (self.height() - self._hint.height()) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.moved_down.emit()
        else:
            super().keyPressEvent(event)


class Sidebar(QFrame):
    """The left column. It knows no page: it says what was chosen or typed."""

    place_chosen = Signal(str)
    search_typed = Signal(str)
    search_entered = Signal()
    search_left = Signal()
    results_wanted = Signal()

    def __init__(self, theme: Tokens, places: list[Place], foot: list[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("sidebar")
        self.setFixedWidth(theme.sidebar)
        self._buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._inner = QWidget()
        scrolling(self, self._inner)  # first: it would lay out at once all that is inside
        self._column = column = QVBoxLayout(self._inner)
        self._gaps: list[tuple[QWidget, int]] = []
        column.addLayout(self._build_brand())
        column.addWidget(self._gap(theme.space_3))
        self.search = self._build_search()
        column.addWidget(self.search)
        column.addWidget(self._gap(theme.space_2))
        for place in places:
            if place.text:
                column.addWidget(self._build_place(place))
            else:
                column.addLayout(self._build_rule())
        column.addStretch(1)
        column.addWidget(self._gap(theme.space_3))
        column.addWidget(self._build_dossier())
        column.addWidget(self._build_foot(foot))
        self._above = 0
        self._set_room(ROOMS[0])

    def show_place(self, key: str) -> None:
        """Mark the entry where one is; an unknown key marks none."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def show_count(self, key: str, text: str, spoken: str) -> None:
        """Show a small count beside an entry, with its words for a screen reader."""
        button = self._buttons[key]
        button.show_count(text)
        button.setAccessibleDescription(spoken)

    def show_entry(self, key: str, shown: bool) -> None:
        """Show an entry, or leave it out as long as there is nothing behind it."""
        button = self._buttons[key]
        if button.isHidden() == shown:  # else all is laid out for nothing
            button.setVisible(shown)
            self._fit()

    def show_dossier(self, name: str, saved: str, texts: str) -> None:
        """Fill the dossier's card: whose it is, whether it is saved, the date of the texts."""
        self._name.setText(name)
        self._saved.setText(saved)
        self._texts.setText(texts)

    def show_saved(self, words: str) -> None:
        """Say whether all is saved."""
        self._saved.setText(words)

    def show_query(self, words: str) -> None:
        """Show what is searched, or an empty field; what is being typed is left alone."""
        if self.search.text() != words:
            self.search.setText(words)

    def focus_search(self) -> None:
        """Put the cursor in the search field and select what is there."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_place_clicked(self, key: str) -> None:
        self._buttons[key].setChecked(True)
        self.place_chosen.emit(key)

    def _build_brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(10)
        mark = QLabel("ESS")
        mark.setObjectName("brand-mark")
        side = round(34 * self._theme.scale)
        mark.setFixedSize(side, side)
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name = QLabel("Kit des collectivités")
        name.setObjectName("brand")
        name.setWordWrap(True)
        row.addWidget(mark)
        row.addWidget(name, 1)
        return row

    def _build_search(self) -> SearchField:
        field = SearchField("Ctrl K")
        field.setProperty("look", "search")
        field.setPlaceholderText("Rechercher…")
        field.setAccessibleName("Rechercher dans le kit")
        field.textEdited.connect(self.search_typed)
        field.returnPressed.connect(self.search_entered)
        field.left.connect(self.search_left)
        field.moved_down.connect(self.results_wanted)
        return field

    def _build_place(self, place: Place) -> NavButton:
        button = NavButton(self._theme, place.text, place.icon)
        button.clicked.connect(lambda _=False, key=place.key: self._on_place_clicked(key))
        self._buttons[place.key] = button
        return button

    def _build_rule(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setContentsMargins(self._theme.space_2, 0, self._theme.space_2, 0)
        box.setSpacing(0)
        box.addWidget(self._gap(self._theme.space_2))
        box.addWidget(rule())
        box.addWidget(self._gap(self._theme.space_2))
        return box

    def _gap(self, high: int) -> QWidget:
        """Return a space that shrinks where the window is low."""
        gap = QWidget()
        self._gaps.append((gap, high))
        return gap

    def _set_room(self, above: int) -> None:
        """Give each entry this room above and below its words, and all else in proportion."""
        if above == self._above:
            return
        self._above = above
        tight = above < ROOMS[0]
        self._column.setContentsMargins(14, 8 if tight else 18, 14, 4 if tight else 12)
        self._column.setSpacing(0 if tight else 3)
        for gap, high in self._gaps:
            gap.setFixedHeight(high * above // ROOMS[0])
        for button in self._buttons.values():
            button.set_room(above)
        self._box.setContentsMargins(12, 3 if tight else 10, 12, 3 if tight else 10)
        self._box.setSpacing(0 if tight else 2)
        self._texts.setVisible(not tight)
        self._column.invalidate()

    def _fit(self) -> None:
        """Choose the most room in which all entries are in sight without scrolling, if any."""
        if not self.isVisible():  # it has no height yet
            return
        for above in ROOMS:
            self._set_room(above)
            if self._column.totalHeightForWidth(self.width()) <= self.height():
                return

    def _build_dossier(self) -> QFrame:
        frame = card()
        frame.setObjectName("dossier-card")
        box = self._box = QVBoxLayout(frame)
        self._name = Label("", "strong")
        self._saved = Label("", "muted")
        self._texts = Label("", "muted")
        for label in (self._name, self._saved, self._texts):
            box.addWidget(label)
        return frame

    def _build_foot(self, foot: list[Place]) -> QWidget:
        links = QWidget()
        row = FlowLayout(links, gap=self._theme.space_2)
        for place in foot:
            button = QPushButton(place.text)
            button.setProperty("look", "link")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, key=place.key: self.place_chosen.emit(key))
            row.addWidget(button)
        return links

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
