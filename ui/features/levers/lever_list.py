"""The levers as a list to choose from: pictogram, title, small bar, count; in a narrow window, as tabs in a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kit.content.model import Article
from kit.dossier.model import Progress, Status
from kit.tokens import Tokens
from kit.typography import counted, fr
from ui.plan.action_fields import TITLE_LIMIT
from ui.theme import icons
from ui.widgets.action_cells import ActionCells
from ui.widgets.fit_grid import FitGrid
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.limit_words import LimitWords
from ui.widgets.pictogram import Pictogram
from ui.widgets.progress_words import in_words, short
from ui.widgets.text import Label

_TITLE = "Les leviers à actionner"
_FAR = 1000
_MOVES: dict[int, int] = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Home: -_FAR,
    Qt.Key.Key_End: _FAR,
}
_TAB, _TAB_LINE, _TABS = 108, 20, 6  # pixels of a tab and of its two lines at a text scale of 1, and tabs in a row


_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_BACK_AGAIN = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class _Title(Label):
    """A title that takes as much room plain as bold, so that choosing a lever moves nothing."""

    _is_small = _is_current = False

    def set_small(self, room: int) -> None:
        """Be a tab's title, in one line where that takes ``room`` pixels at most, or with 0 one of the column."""
        self._is_small = bool(room)
        self._dress()
        self.ensurePolished()
        wide = QFontMetrics(self._bold()).horizontalAdvance(self.text()) + 2
        self.setMinimumWidth(wide if wide <= room else 0)

    def set_current(self, current: bool) -> None:
        """Be the title of the lever in sight."""
        self._is_current = current
        self._dress()

    def _dress(self) -> None:
        self.set_look(("tab" if self._is_small else "entry") + ("-strong" if self._is_current else ""))

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, width, 10_000)
        needed = QFontMetrics(self._bold()).boundingRect(room, Qt.TextFlag.TextWordWrap, self.text()).height()
        return max(super().heightForWidth(width), needed)

    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setBold(True)
        return bold


class LeverEntry(QPushButton):
    """One lever: a press opens it; what a screen reader hears is its title, its count and whether it is open."""

    def __init__(self, theme: Tokens, lever: Article, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lever_id = lever.id
        self.title = lever.title
        self._name = f"{lever.code}. {lever.title}" if lever.code else lever.title
        self._words = ""
        self.setProperty("look", "lever")
        self.setProperty("current", False)
        self.setProperty("ring", False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self._name)
        self._short = lever.label
        self._is_tab = False
        self._pictogram = Pictogram(lever.pictogram, theme.primary, round(theme.icon * 1.2), parent=self)
        self._title = _Title(lever.title, "entry", parent=self)
        self._bar = ActionCells(theme, parent=self)
        self._count = Label("", "small", wrap=False, parent=self)
        self._count.setObjectName(f"count-{lever.id}")
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        self._arrange()
        for widget in (self._title, self._bar, self._count):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_tab(self, tab: bool) -> None:
        """Be a tab in a row, with the short title, or an entry of the column."""
        if tab != self._is_tab:
            self._is_tab = tab
            self._arrange()

    def show_progress(self, value: Progress, statuses: Sequence[Status]) -> None:
        """Show how far the lever is."""
        self._bar.show_statuses(statuses)
        self._count.setText(short(value))
        self._words = in_words(value)
        self._describe()

    def show_own(self, count: int) -> None:
        """Show how many actions a lever of one's own has: they are never counted with the others."""
        self._bar.hide()
        self._count.setText(fr("+ {count}", count=count))
        self._words = f"{counted(count, 'action')} à vous"
        self._describe()

    def set_current(self, current: bool) -> None:
        """Mark the lever in sight; it is also the one that Tab reaches."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        self._title.set_current(current)
        self._mark("current", current)
        self._describe()

    def _arrange(self) -> None:
        t, grid, tab = self._theme, self._grid, self._is_tab
        for part in (self._pictogram, self._title, self._bar, self._count):
            grid.removeWidget(part)
        wide = QSizePolicy.Policy.Preferred if tab else QSizePolicy.Policy.Ignored
        policy = QSizePolicy(wide, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._pictogram.setVisible(not tab)
        self._title.setText(self._short if tab else self.title)
        self._title.set_small(round(1.3 * _TAB * t.scale) if tab else 0)
        grid.setContentsMargins(*((7, 5, 7, 5) if tab else (12, 10, 12, 10)))
        grid.setHorizontalSpacing(t.space_2 if tab else t.space_3)
        grid.setVerticalSpacing(2 if tab else 6)
        if tab:
            grid.addWidget(self._title, 0, 0, 1, 3, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(self._bar, 1, 0, 1, 2)
            grid.addWidget(self._count, 1, 2)
        else:
            grid.addWidget(self._pictogram, 0, 0, 2, 1, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self._title, 0, 1)
            grid.addWidget(self._bar, 1, 1)
            grid.addWidget(self._count, 0, 2, 2, 1)
        for row in range(2):
            grid.setRowMinimumHeight(row, round(_TAB_LINE * t.scale) if tab else 0)
        self.updateGeometry()

    def _mark(self, name: str, value: bool) -> None:
        if self.property(name) == value:
            return
        self.setProperty(name, value)
        self.style().unpolish(self)
        self.style().polish(self)

    def _describe(self) -> None:
        shown = "affiché, " if self.property("current") else ""
        self.setAccessibleDescription(shown + self._words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _BACK_AGAIN:  # the frame is for those who move by keys
            self._mark("ring", event.reason() in _BY_KEYS)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES:  # a button would go where Tab goes: the list knows better
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return self._grid.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._grid.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._grid.heightForWidth(width)


class LeverList(QWidget):
    """The levers, one in sight. Arrows move among them, Enter or a press opens: ``lever_chosen``.

    ``tools`` is what one does with all of them; whoever shows the list gives it its place.

    ``lever_added`` carries the title of a lever of one's own.
    """

    lever_chosen = Signal(str)
    lever_added = Signal(str)
    print_all_requested = Signal()
    paper_requested = Signal()

    def __init__(self, theme: Tokens, levers: Iterable[Article], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: dict[str, LeverEntry] = {}
        self._own: list[str] = []
        self._shown: tuple[LeverEntry, ...] = ()
        self._are_tabs = False
        self._grid = FitGrid((), narrowest=round(_TAB * theme.scale), most=1, gap=theme.space_1, even=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        heading = self._heading = Label(
            _TITLE, "caps"
        )  # no title of its own to a reader: that of the page comes after it
        font = QFont(heading.font())
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        heading.setFont(font)
        column.addWidget(heading)
        self.setAccessibleName(_TITLE)
        column.addWidget(self._grid)
        for lever in levers:
            self._add(lever)
        self._show_entries()
        self.tools = self._build_tools()
        column.addStretch(1)

    def show_own(self, levers: Sequence[tuple[Article, int]]) -> None:
        """Show the levers of one's own after the others, each with how many actions it has."""
        titles = {lever.id: lever.title for lever, _ in levers}
        for lever_id in [known for known in self._own if self._entries[known].title != titles.get(known)]:
            entry = self._entries.pop(lever_id)
            self._own.remove(lever_id)
            entry.hide()
            entry.deleteLater()
        for lever, count in levers:
            if lever.id not in self._entries:
                self._add(lever)
                self._own.append(lever.id)
            self._entries[lever.id].show_own(count)
        self._show_entries()

    def set_tabs(self, tabs: bool) -> None:
        """Stand as tabs in a row, or as a column."""
        self._are_tabs = tabs
        self._heading.setVisible(not tabs)
        for entry in self._entries.values():
            entry.set_tab(tabs)
        self._shown = ()
        self._show_entries()

    def show_progress(self, lever_id: str, value: Progress, statuses: Sequence[Status]) -> None:
        """Show how far a lever is, and how each of its actions stands."""
        self._entries[lever_id].show_progress(value, statuses)

    def show_current(self, lever_id: str) -> None:
        """Mark the lever in sight."""
        for key, entry in self._entries.items():
            entry.set_current(key == lever_id)
        self.setFocusProxy(self._entries[lever_id])

    def entry(self, lever_id: str) -> LeverEntry:
        """Return the entry of a lever."""
        return self._entries[lever_id]

    def _on_new(self) -> None:
        title = self.new.text().strip()
        if title:
            self.new.setText("")  # with what Ctrl+Z would bring back
            self.new.hide()
            self.lever_added.emit(title)

    def _on_new_wanted(self) -> None:
        self.new.show()
        self.new.setFocus()

    def _show_entries(self) -> None:
        entries = tuple(self._entries.values())
        if entries != self._shown:
            self._shown = entries
            self._grid.show_parts(entries, _TABS if self._are_tabs else 1)

    def _build_tools(self) -> QWidget:
        """Return what one does with all levers: it stands below the list, or at the foot of the page."""
        theme, tools = self._theme, QWidget()
        column = QVBoxLayout(tools)
        column.setContentsMargins(0, theme.space_2, 0, 0)
        column.setSpacing(theme.space_1)
        flow = FlowLayout(gap=theme.space_2, middle=True)
        everything = QPushButton("Imprimer toutes les listes")
        icons.dress(everything, theme, "imprimer", theme.primary)
        everything.clicked.connect(self.print_all_requested)
        self.paper = QPushButton("Saisir depuis le papier")
        self.paper.setProperty("look", "link-flush")
        self.paper.clicked.connect(self.paper_requested)
        self.new_button = QPushButton("+ Un levier à vous")
        for button in (everything, self.paper, self.new_button):
            flow.addWidget(button)
        column.addLayout(flow)
        self._build_new(column)
        return tools

    def _build_new(self, column: QVBoxLayout) -> None:
        self.new_button.setProperty("look", "link-small")
        self.new_button.setAccessibleName("Ajouter un levier à vous")
        self.new_button.clicked.connect(self._on_new_wanted)
        self.new = QLineEdit()
        self.new.setPlaceholderText("Titre du levier")
        self.new.setAccessibleName("Titre du levier à ajouter")
        self.new.setAccessibleDescription("Entrée l’ajoute après les leviers du kit")
        self.new.setMaxLength(TITLE_LIMIT)
        self.new.returnPressed.connect(self._on_new)
        self.new.hide()
        column.addWidget(self.new)
        self.limit = LimitWords(self.new)
        column.addWidget(self.limit)

    def _add(self, lever: Article) -> None:
        entry = LeverEntry(self._theme, lever)
        entry.clicked.connect(self._on_clicked)
        entry.set_current(False)
        entry.set_tab(self._are_tabs)
        self._entries[lever.id] = entry

    def _on_clicked(self) -> None:
        entry = self.sender()
        if isinstance(entry, LeverEntry):
            self.lever_chosen.emit(entry.lever_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entries = [*self._entries.values()]
        here = next((number for number, entry in enumerate(entries) if entry.hasFocus()), None)
        move = _MOVES.get(event.key())
        if here is None or move is None:
            super().keyPressEvent(event)
            return
        entries[min(max(here + move, 0), len(entries) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
