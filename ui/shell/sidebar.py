"""The map of the program: brand, search field, places, the dossier's card, and the foot links."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kit.tokens import Tokens
from ui.shell.nav_button import NavButton
from ui.widgets.cross import add_cross
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.pressable_card import PressableCard
from ui.widgets.scroll import bring_into_sight, scrolling
from ui.widgets.text import Label, rule

ROOMS = (8, 7, 6, 5, 4, 3)
"""Pixels above and below the words of an entry: as many as the window has room for."""

_SIDE = 14  # pixels left and right of all that is in it
_NARROW = 9  # and where it shows icons alone
_EDGE = 1  # of the line at its right
_MARK = 34  # of the brand, at a text scale of 1
_LONGEST = 200  # characters: a text pasted by mistake is not looked for


class Place(Struct, frozen=True):
    """An entry of the map; ``key`` comes back in ``place_chosen``. An entry without text is a rule."""

    key: str
    text: str
    icon: str


class SearchField(QLineEdit):
    """The search box; Escape gives the focus back by ``left``; ``unfocused`` whenever the focus has gone."""

    left = Signal()
    unfocused = Signal()
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:  # it comes back with the window
            self.unfocused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.moved_down.emit()
        else:
            super().keyPressEvent(event)


class _DossierCard(PressableCard):
    """Whose dossier it is; pressed, it opens « Ma collectivité »."""

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("dossier-card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class Sidebar(QFrame):
    """The left column. It knows no page: it says what was chosen or typed. The first of ``foot`` is the dossier's card.

    Narrow, it shows the icons alone, with their words as tips and their counts below them; it is wide again as long
    as one searches.
    """

    place_chosen = Signal(str)
    search_typed = Signal(str)
    search_entered = Signal()
    search_left = Signal()
    results_wanted = Signal()

    def __init__(
        self,
        theme: Tokens,
        places: Sequence[Place],
        foot: Sequence[Place],
        *,
        brand: str,
        searched: str,
        parent: QWidget | None = None,
    ) -> None:
        """``brand`` names the program, ``searched`` what the search field is for."""
        super().__init__(parent)
        self._theme, self._foot = theme, foot
        self.setObjectName("sidebar")
        self._is_narrow = False  # what is chosen
        self._is_slim = False  # what is shown
        self._buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._inner = QWidget()
        self._area = scrolling(self, self._inner)  # first: it would lay out at once all that is inside
        self._column = column = QVBoxLayout(self._inner)
        self._gaps: list[tuple[QWidget, int]] = []
        column.addWidget(self._build_brand(brand))
        column.addWidget(self._gap(theme.space_3))
        self.search = self._build_search(searched)
        column.addWidget(self.search)
        self._finder = self._build_entry(Place("", "Rechercher (Ctrl+K)", "recherche"), self.focus_search)
        column.addWidget(self._finder)
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
        self._icons = [self._build_foot_icon(place) for place in foot]
        for button in self._icons:
            column.addWidget(button)
        self._above = 0
        self._show_width()
        self._set_room(ROOMS[0])

    @property
    def is_narrow(self) -> bool:
        """Whether it is to show icons alone."""
        return self._is_narrow

    def set_narrow(self, narrow: bool) -> None:
        """Show the icons alone, or all."""
        self._is_narrow = narrow
        self._show_slim()

    def show_place(self, key: str) -> None:
        """Mark the entry where one is, and bring it into sight; an unknown key marks none."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        if here := self._buttons.get(key):
            bring_into_sight(here)

    def show_count(self, key: str, text: str, spoken: str) -> None:
        """Show a small count beside an entry, with its words for a screen reader."""
        button = self._buttons[key]
        button.show_count(text)
        button.describe(spoken)

    def show_entry(self, key: str, shown: bool) -> None:
        """Show an entry, or leave it out as long as there is nothing behind it."""
        button = self._buttons[key]
        if button.isHidden() == shown:  # else all is laid out for nothing
            button.setVisible(shown)
            self._fit()

    def show_dossier(self, name: str, saved: str, texts: str) -> None:
        """Fill the dossier's card: whose it is, whether it is saved, the date of the texts."""
        self._name.setText(name)
        self._texts.setText(texts)
        self.show_saved(saved)

    def show_saved(self, words: str) -> None:
        """Say whether all is saved."""
        self._saved.setText(words)
        said = ", ".join((self._name.text(), words))
        self._dossier.setAccessibleDescription(said)
        self._icons[0].describe(said)

    def show_query(self, words: str) -> None:
        """Show what is searched, or an empty field; what is being typed is left alone."""
        if self.search.text() != words:
            self.search.setText(words)
        self._show_slim()

    def focus_search(self) -> None:
        """Put the cursor in the search field, which is shown for it, and select what is there."""
        self._set_slim(False)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_place_clicked(self, key: str) -> None:
        self._buttons[key].setChecked(True)
        self.place_chosen.emit(key)

    def _show_slim(self) -> None:
        """Show the icons alone where that is chosen and nobody searches."""
        self._set_slim(self._is_narrow and not self.search.text() and not self.search.hasFocus())

    def _set_slim(self, slim: bool) -> None:
        if slim == self._is_slim:
            return
        self._is_slim = slim
        self._show_width()
        self._fit()

    def _show_width(self) -> None:
        slim = self._is_slim
        for button in (*self._buttons.values(), self._finder, *self._icons):
            button.set_narrow(slim)
        for part in (self._brand_name, self.search, self._dossier, self._links):
            part.setVisible(not slim)
        for part in (self._finder, *self._icons):
            part.setVisible(slim)
        self._brand.setContentsMargins(0 if slim else 6, 0, 0, 0)
        self._set_sides()
        self._take_width()

    def _take_width(self, *, scrolls: bool = False) -> None:
        """Be as wide as the theme says, or as the widest icon or count, and a scroll bar where there is one."""
        t, entries = self._theme, (*self._buttons.values(), *self._icons)
        widest = max(round(_MARK * t.scale), *(one.sizeHint().width() for one in entries)) + 2 * _NARROW + _EDGE
        bar = self._area.verticalScrollBar().sizeHint().width() if scrolls else 0
        self.setFixedWidth(widest + bar if self._is_slim else t.sidebar)

    def _set_sides(self) -> None:
        side, tight = _NARROW if self._is_slim else _SIDE, self._above < ROOMS[0]
        self._column.setContentsMargins(side, 8 if tight else 18, side, 4 if tight else 12)

    def _build_brand(self, words: str) -> QWidget:
        brand = QWidget()
        row = self._brand = QHBoxLayout(brand)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(10)
        mark = QLabel("ESS")
        mark.setObjectName("brand-mark")
        side = round(_MARK * self._theme.scale)
        mark.setFixedSize(side, side)
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name = QLabel(words)
        name.setObjectName("brand")
        name.setWordWrap(True)
        self._brand_name = name
        row.addWidget(mark)
        row.addWidget(name, 1)
        return brand

    def _build_search(self, name: str) -> SearchField:
        field = SearchField("Ctrl K")
        field.setProperty("look", "search")
        field.setPlaceholderText("Rechercher…")
        field.setAccessibleName(name)
        field.textEdited.connect(self.search_typed)
        field.returnPressed.connect(self.search_entered)
        field.left.connect(self.search_left)
        field.moved_down.connect(self.results_wanted)
        field.unfocused.connect(self._show_slim)
        return field

    def _build_place(self, place: Place) -> NavButton:
        button = self._build_entry(place, lambda: self._on_place_clicked(place.key))
        self._buttons[place.key] = button
        return button

    def _build_foot_icon(self, place: Place) -> NavButton:
        return self._build_entry(place, lambda: self.place_chosen.emit(place.key))

    def _build_entry(self, place: Place, chosen: Callable[[], None]) -> NavButton:
        button = NavButton(self._theme, place.text, place.icon)
        button.clicked.connect(lambda _=False: chosen())
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
        self._set_sides()
        self._column.setSpacing(0 if tight else 2)
        for gap, high in self._gaps:
            gap.setFixedHeight(high * above // ROOMS[0])
        for button in (*self._buttons.values(), self._finder, *self._icons):
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
            fits = self._column.totalHeightForWidth(self.width()) <= self.height()
            if fits:
                break
        if self._is_slim:
            self._take_width(scrolls=not fits)

    def _build_dossier(self) -> QWidget:
        frame = self._dossier = _DossierCard(self._theme)
        frame.setAccessibleName(self._foot[0].text)
        frame.clicked.connect(lambda _=False: self.place_chosen.emit(self._foot[0].key))
        box = self._box = QVBoxLayout(frame)
        self._name = Label("", "label")
        self._saved = Label("", "small")
        self._texts = Label("", "small")
        for label in (self._name, self._saved, self._texts):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            box.addWidget(label)
        return frame

    def _build_foot(self, foot: Sequence[Place]) -> QWidget:
        links = self._links = QWidget()
        row = FlowLayout(links, gap=self._theme.space_2)
        for place in foot[1:]:
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
