"""What the collectivité's own file is among its pieces, where one can be chosen and taken away: a logo, a template."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.errors import KitError
from ui.services import file_dialogs
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Heading, Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.dossier.dossier import Dossier
    from kit.dossier.model import Change
    from kit.dossier.pieces import Attached


class PieceSlot(QWidget):
    """A title, a note, what is chosen in words, two buttons; ``announced`` carries what is said.

    A slot says what it is called and which files it takes, and shows its piece in ``refresh``.
    """

    announced = Signal(str)
    title: str
    note: str
    none: str
    choose_words: str
    remove_words: str
    asked: str
    """The title of the file dialog."""
    kinds: str
    """The files that it offers, as Qt writes them."""
    label: str
    """What undo calls the choice."""
    removed: str
    """What is said once it is taken away."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, t = context, context.theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(t.space_2)
        self._column.addWidget(Heading(self.title, 2))
        self._column.addWidget(Label(self.note, "muted"))
        self.state = Label(self.none)
        self._column.addWidget(self.state)
        flow = FlowLayout(gap=t.space_2)
        self.choose, self.remove = QPushButton(self.choose_words), QPushButton(self.remove_words)
        for button, call in ((self.choose, self._on_choose), (self.remove, self._on_remove)):
            button.clicked.connect(call)
            flow.addWidget(button)
        self._column.addLayout(flow)
        self.status = StatusLine()
        self.status.announced.connect(self.announced)
        self._column.addWidget(self.status)
        self.remove.hide()
        context.session.changed.connect(self._on_changed)
        context.session.switched.connect(self._on_changed)

    def refresh(self) -> None:
        """Show the piece that the open dossier holds."""
        raise NotImplementedError

    def take(self, source: Path) -> None:
        """Check a file and keep it with the pieces, in the background."""
        raise NotImplementedError

    def removal(self, dossier: Dossier) -> Sequence[Change]:
        """Return the changes that take the piece away."""
        raise NotImplementedError

    def _keep(self, work: Callable[[Dossier], Attached], told: str) -> None:
        """Keep a file by ``work`` in the background, and say so in the bar."""
        self.status.say("")

        def done(_attached: Attached) -> None:
            self._context.feedback.tell(told)
            self.refresh()

        self._context.session.bring(self, work, done, self._on_refused, label=self.label)

    def _on_changed(self, target: str = "") -> None:
        if target in ("", "identity"):
            self.refresh()

    def _on_choose(self) -> None:
        source = file_dialogs.open_file(self, self._context.settings, self.asked, self.kinds)
        if source is not None:
            self.take(source)

    def _on_remove(self) -> None:
        self.status.say("")
        session = self._context.session
        try:
            session.apply(self.removal(session.dossier), label=self.label)
        except KitError as error:
            self._on_refused(error)
            return
        self._context.feedback.tell(self.removed)
        self.choose.setFocus()

    def _on_refused(self, error: KitError) -> None:
        self.status.say(sentence(error), wrong=True)
