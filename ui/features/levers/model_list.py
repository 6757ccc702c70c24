"""« Modèles à adapter » at the foot of a lever: the models of acts that serve it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Heading
from ui.widgets.wrap_link import WrapLink

_MOST, _MOST_ACROSS, _MOST_BESIDE = 4, 3, 8
ALL = ""
"""What ``chosen`` carries when one wants to see all models."""


class ModelList(QFrame):
    """Hidden until models are shown; ``chosen`` carries the id of one, or ``ALL``."""

    chosen = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("look", "card")
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(18, 12, 18, 14)
        self._box.setSpacing(0)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.space_2)
        head.addWidget(Pictogram("modeles", theme.primary, theme.icon))
        self._title = Heading("Modèles à adapter", 2, "h3")
        head.addWidget(self._title, 1)
        self._box.addWidget(self._head)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        self._box.addLayout(self._links)
        self._line = FlowLayout(gap=theme.space_1, middle=True)
        self._box.addLayout(self._line)
        self._box.addStretch(1)
        self._is_across = self._is_beside = False
        self._pairs: tuple[tuple[str, str], ...] = ()
        self.hide()

    def set_across(self, across: bool) -> None:
        """Stand in one line, as far as there is room, or the links one below the other."""
        if across == self._is_across:
            return
        self._is_across = across
        self._box.setContentsMargins(18, *((6, 18, 6) if across else (12, 18, 14)))
        if self._pairs:
            self.show_models(self._pairs)

    def set_beside(self, beside: bool) -> None:
        """Stand beside the actions, where there is room for more, or at their foot."""
        if beside == self._is_beside:
            return
        self._is_beside = beside
        if self._pairs:
            self.show_models(self._pairs)

    def show_models(self, models: Iterable[tuple[str, str]]) -> None:
        """Show pairs of id and title, the first ones only where there are many."""
        self._line.removeWidget(self._head)
        for layout in (self._links, self._line):
            while (item := layout.takeAt(0)) is not None:
                if old := item.widget():
                    old.hide()
                    old.deleteLater()
        pairs = [*models]
        self._pairs = tuple(pairs)
        most = _MOST_ACROSS if self._is_across else _MOST_BESIDE if self._is_beside else _MOST
        shown = pairs if len(pairs) <= most else [*pairs[: most - 1], (ALL, f"Voir les {len(pairs)} modèles")]
        self._title.setWordWrap(not self._is_across)
        if self._is_across:
            self._line.addWidget(self._head)
        else:
            self._box.insertWidget(0, self._head)
        for model_id, title in shown:
            link = WrapLink(self._theme, title)
            link.clicked.connect(lambda _=False, i=model_id: self.chosen.emit(i))
            (self._line if self._is_across else self._links).addWidget(link)
        self.setVisible(bool(pairs))
