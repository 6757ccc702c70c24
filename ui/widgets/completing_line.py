"""A line that offers what one may mean while one types; anything else may be typed too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QListView, QWidget

Suggest = Callable[[str], Sequence[tuple[str, str]]]


class CompletingLine(QLineEdit):
    """``suggest`` gives pairs (key, words) for what was typed; ``chosen`` carries the key.

    ``first_focused`` is sent once, so that what is needed to suggest can be fetched then.
    """

    first_focused = Signal()
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggest: Suggest | None = None
        self._was_focused = False
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(8)
        view = QListView()
        view.setObjectName("completion")
        self._completer.setPopup(view)
        view.installEventFilter(self)
        self._completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]
        self.setCompleter(self._completer)
        self.textEdited.connect(self._on_edited)

    def set_suggest(self, suggest: Suggest) -> None:
        """Offer completions from now on, at once if something is being typed."""
        self._suggest = suggest
        if self.hasFocus() and self.isModified():
            self._on_edited(self.text())

    def offered(self) -> list[str]:
        """Return the words on offer, the best first."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def key_of(self, words: str) -> str:
        """Return the key of what is on offer under these words, empty when nothing is."""
        found = self._model.findItems(words)
        return str(found[0].data(Qt.ItemDataRole.UserRole)) if found else ""

    @property
    def popup(self) -> QListView:
        """The list of what is on offer."""
        view = self._completer.popup()
        assert isinstance(view, QListView)
        return view

    def _on_edited(self, text: str) -> None:
        self._model.clear()
        if self._suggest is None:
            return
        for key, words in self._suggest(text):
            item = QStandardItem(words)
            item.setData(key, Qt.ItemDataRole.UserRole)
            self._model.appendRow(item)
        if self._model.rowCount():
            self._take_looks()
            self._completer.complete()
        else:
            self.popup.hide()

    def _take_looks(self) -> None:
        """Give the list the looks of the window, as its child: below the line itself, Qt could set no Tab order."""
        view, window = self.popup, self.window()
        if view.parentWidget() is not window:
            view.setParent(window, view.windowFlags())

    def _on_activated(self, index: QModelIndex) -> None:
        self.chosen.emit(str(index.data(Qt.ItemDataRole.UserRole)))

    def _pass_on(self, press: QMouseEvent) -> None:
        """Give a press beside the list to what lies there: the completer would only hide the list for it."""
        self.popup.hide()
        place = press.globalPosition()
        beneath = QApplication.widgetAt(place.toPoint())
        handle = self.window().windowHandle()
        if handle is not None and beneath is not None and beneath.window() is self.window():
            again = QMouseEvent(
                press.type(), handle.mapFromGlobal(place), place, press.button(), press.buttons(), press.modifiers()
            )
            QCoreApplication.postEvent(handle, again)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = event.type() == QEvent.Type.MouseButtonPress and watched is self.popup
        if is_press and isinstance(event, QMouseEvent) and not self.popup.rect().contains(event.position().toPoint()):
            self._pass_on(event)
            return True
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self._was_focused:
            self._was_focused = True
            self.first_focused.emit()
