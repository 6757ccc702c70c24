"""« Modèles à adapter » at the foot of a lever: the models of acts that serve it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from ui.theme.tokens import Tokens
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Heading
from ui.widgets.wrap_link import WrapLink

_MOST = 4
ALL = ""
"""What ``chosen`` carries when one wants to see all models."""


class ModelList(QFrame):
    """Hidden until models are shown; ``chosen`` carries the id of one, or ``ALL``."""

    chosen = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("look", "card")
        box = QGridLayout(self)
        box.setContentsMargins(18, 12, 18, 14)
        box.setHorizontalSpacing(theme.space_2)
        box.setColumnStretch(1, 1)
        box.setRowStretch(2, 1)
        box.addWidget(Pictogram("modeles", theme.primary, theme.icon), 0, 0)
        box.addWidget(Heading("Modèles à adapter", 2, "h3"), 0, 1)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        box.addLayout(self._links, 1, 0, 1, 2)
        self.hide()

    def show_models(self, models: Iterable[tuple[str, str]]) -> None:
        """Show pairs of id and title, the first ones only where there are many."""
        while (item := self._links.takeAt(0)) is not None:
            if old := item.widget():
                old.deleteLater()
        pairs = list(models)
        shown = pairs if len(pairs) <= _MOST else [*pairs[: _MOST - 1], (ALL, f"Voir les {len(pairs)} modèles")]
        for model_id, title in shown:
            link = WrapLink(self._theme, title)
            link.clicked.connect(lambda _=False, i=model_id: self.chosen.emit(i))
            self._links.addWidget(link)
        self.setVisible(bool(pairs))
