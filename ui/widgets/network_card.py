"""A network on its card: who it is, what to ask, how to reach it; and a date of the agenda on its row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kit.content.shelf import NationalDate, Network
from kit.content.typography import french
from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Heading, Label

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


class NetworkCard(QFrame):
    """One network; what is not yet known is said."""

    def __init__(self, theme: Tokens, network: Network, sources: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.network_id = network.id
        self.setProperty("look", "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(theme.space_1)
        sigle = network.acronym if network.acronym not in network.name else ""
        box.addWidget(Heading(f"{network.name} ({sigle})" if sigle else network.name, 3))
        box.addWidget(Label(french(network.what)))
        for title, words in (("À demander", network.ask), ("Pour les joindre", network.reach)):
            if words:
                box.addSpacing(theme.space_1)
                box.addWidget(Label(title, "label"))
                line = Label(french(words))
                line.setTextInteractionFlags(_SELECTABLE)
                box.addWidget(line)
        box.addSpacing(theme.space_1)
        box.addWidget(Label(source_line(sources), "small"))
        if network.to_check:
            box.addWidget(Label(f"Reste à contrôler\u00a0: {french(network.to_check)}", "small"))
        box.addStretch(1)


class DateRow(QWidget):
    """One date of the agenda."""

    def __init__(
        self, theme: Tokens, date: NationalDate, sources: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.date_id = date.id
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.space_2, 0, theme.space_2)
        box.setSpacing(theme.space_1)
        box.addWidget(Heading(french(date.title), 3))
        marks = QWidget()
        flow = FlowLayout(marks, gap=theme.space_2)
        flow.addWidget(Label(french(date.when), "muted"))
        if date.check_by:
            flow.addWidget(Label(f"à vérifier en {date.check_by}", "tag", wrap=False))
        box.addWidget(marks)
        box.addWidget(Label(french(date.what)))
        box.addWidget(Label(source_line(sources), "small"))
        if date.to_check:
            box.addWidget(Label(f"Reste à contrôler\u00a0: {french(date.to_check)}", "small"))


def source_line(sources: Sequence[str]) -> str:
    """Return « Sources : … » in words, or that none was read."""
    if not sources:
        return "Aucune source lue\u00a0: à contrôler avec la CRESS."
    return f"Source{'s' if len(sources) > 1 else ''}\u00a0: {' ; '.join(french(title) for title in sources)}".replace(
        " ;", "\u00a0;"
    )
