"""The levers as a list to choose from: pictogram, title, thin bar, count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kit.content.model import Article
from kit.dossier.model import Progress
from kit.typography import fr
from ui.plan.action_fields import TITLE_LIMIT
from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.limit_words import LimitWords
from ui.widgets.pictogram import Pictogram
from ui.widgets.progress_bar import LeverProgress
from ui.widgets.progress_words import in_words, short
from ui.widgets.text import Label

_TITLE = "Les leviers à actionner"
_FAR = 1000
_MOVES: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -_FAR, Qt.Key.Key_End: _FAR}


_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_BACK_AGAIN = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class _Title(Label):
    """A title that takes as much room plain as bold, so that choosing a lever moves nothing."""

    def heightForWidth(self, width: int) -> int:
        bold = QFont(self.font())
        bold.setBold(True)
        room = QRect(0, 0, width, 10_000)
        needed = QFontMetrics(bold).boundingRect(room, Qt.TextFlag.TextWordWrap, self.text()).height()
        return max(super().heightForWidth(width), needed)


class LeverEntry(QPushButton):
    """One lever: a press opens it; what a screen reader hears is its title, its count and whether it is open."""

    def __init__(self, theme: Tokens, lever: Article, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lever_id = lever.id
        self.title = lever.title
        self._name = f"{lever.code}. {lever.title}" if lever.code else lever.title
        self._words = ""
        self.setProperty("look", "lever")
        self.setProperty("current", False)
        self.setProperty("ring", False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self._name)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(theme.space_3)
        row.addWidget(Pictogram(lever.pictogram, theme.primary, round(theme.icon * 1.2)))
        middle = QVBoxLayout()
        middle.setSpacing(6)
        self._title = _Title(lever.title, "entry")
        self._bar = LeverProgress(theme, self._name, 5)
        middle.addWidget(self._title)
        middle.addWidget(self._bar)
        row.addLayout(middle, 1)
        self._count = Label("", "small", wrap=False)
        self._count.setObjectName(f"count-{lever.id}")
        row.addWidget(self._count)
        for widget in (self._title, self._bar, self._count):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_progress(self, value: Progress) -> None:
        """Show how far the lever is."""
        self._bar.show_progress(value)
        self._count.setText(short(value))
        self._words = in_words(value)
        self._describe()

    def show_own(self, count: int) -> None:
        """Show how many actions a lever of one's own has: they are never counted with the others."""
        self._bar.hide()
        self._count.setText(fr("+ {count}", count=count))
        self._words = f"{count} action{'s' if count > 1 else ''} à vous"
        self._describe()

    def set_current(self, current: bool) -> None:
        """Mark the lever in sight; it is also the one that Tab reaches."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        self._title.set_look("entry-strong" if current else "entry")
        self._mark("current", current)
        self._describe()

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
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout else -1


class LeverList(QWidget):
    """The levers, one in sight. Up and Down move among them, Enter or a press opens: ``lever_chosen``.

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
        self._entries_column = QVBoxLayout()
        self._entries_column.setSpacing(theme.space_1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        heading = Label(_TITLE, "caps")  # no title of its own to a reader: that of the page comes after it
        font = QFont(heading.font())
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        heading.setFont(font)
        column.addWidget(heading)
        self.setAccessibleName(_TITLE)
        column.addSpacing(theme.space_1)
        column.addLayout(self._entries_column)
        for lever in levers:
            self._add(lever)
        column.addSpacing(theme.space_2)
        everything = QPushButton("Imprimer toutes les listes")
        icons.dress(everything, theme, "imprimer", theme.primary)
        everything.clicked.connect(self.print_all_requested)
        column.addWidget(everything, 0, Qt.AlignmentFlag.AlignLeft)
        self.paper = QPushButton("Saisir depuis le papier")
        self.paper.setProperty("look", "link-flush")
        self.paper.clicked.connect(self.paper_requested)
        column.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignLeft)
        self._build_new(column)
        column.addStretch(1)

    def show_own(self, levers: Sequence[tuple[Article, int]]) -> None:
        """Show the levers of one's own after the others, each with how many actions it has."""
        titles = {lever.id: lever.title for lever, _ in levers}
        for lever_id in [known for known in self._own if self._entries[known].title != titles.get(known)]:
            entry = self._entries.pop(lever_id)
            self._own.remove(lever_id)
            self._entries_column.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        for lever, count in levers:
            if lever.id not in self._entries:
                self._add(lever)
                self._own.append(lever.id)
            self._entries[lever.id].show_own(count)

    def show_progress(self, lever_id: str, value: Progress) -> None:
        """Show how far a lever is."""
        self._entries[lever_id].show_progress(value)

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

    def _build_new(self, column: QVBoxLayout) -> None:
        self.new_button = QPushButton("+ Un levier à vous")
        self.new_button.setProperty("look", "link-small")
        self.new_button.setAccessibleName("Ajouter un levier à vous")
        self.new_button.clicked.connect(self._on_new_wanted)
        column.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
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
        self._entries[lever.id] = entry
        self._entries_column.addWidget(entry)

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
