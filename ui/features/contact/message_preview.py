"""The message as it will be handed over: to whom, about what, and the text, which can be edited."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.fitting import WholeFrame
from ui.widgets.long_text import LongText
from ui.widgets.text import Heading, Label, rule

_LINES = 3  # at least: it takes all the height that is left
_HOLDS = 12_000  # characters of what is pasted
_HINT = "Le texte reste modifiable avant l’envoi."
_BY_HAND = fr("Vous avez modifié le texte : il ne suit plus le formulaire.")
_CUT = fr("Texte collé trop long : la fin ({cut} caractères) n’a pas été reprise. Joignez-la plutôt en fichier.")


class MessagePreview(WholeFrame):
    """Follows what is proposed until the text is edited by hand; then it is left alone.

    ``edited`` at each change made by hand, ``copy_requested`` with « to » or « subject ».
    """

    edited = Signal()
    copy_requested = Signal(str)

    def __init__(self, theme: Tokens, panel: QWidget | None = None, parent: QWidget | None = None) -> None:
        """``panel`` are the buttons that hand the message over, at the foot."""
        super().__init__(parent)
        self._proposed = ""
        self._by_hand = False
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(theme.space_2)
        head = QHBoxLayout()
        head.addWidget(Heading("Votre message", 2, "h3"), 1)
        self._editable = Label("modifiable avant l’envoi", "small", wrap=False)
        head.addWidget(self._editable)
        column.addLayout(head)
        self.to, self.copy_to = self._build_line(column, "small", "Copier l’adresse", "to")
        self.subject, self.copy_subject = self._build_line(column, "strong", "Copier l’objet", "subject")
        column.addWidget(rule())
        self.editor = self._build_editor()
        column.addWidget(self.editor, 1)
        foot = QHBoxLayout()
        self.hint = Label("", "small")
        self.hint.hide()
        foot.addWidget(self.hint, 1)
        self.restore = QPushButton("Revenir au texte proposé")
        self.restore.setProperty("look", "link")
        self.restore.clicked.connect(self._on_restore)
        self.restore.hide()
        foot.addWidget(self.restore)
        column.addLayout(foot)
        if panel is not None:
            column.addWidget(panel)

    @property
    def by_hand(self) -> bool:
        """Whether the text was edited and no longer follows what is proposed."""
        return self._by_hand

    def text(self) -> str:
        """Return the text in sight."""
        return self.editor.toPlainText()

    def write_by_hand(self, text: str) -> None:
        """Show a text that was edited earlier; what is proposed can be brought back."""
        self.editor.setPlainText(text)

    def follow(self) -> None:
        """Show what is proposed again, as for a new message."""
        self.editor.setPlainText(self._proposed)

    def propose(self, to: str, subject: str, body: str, *, cc: str = "") -> None:
        """Show a message; a text edited by hand stays as it is."""
        self.to.setText(fr("À : {to}", to=to) + (fr("\nCopie : {cc}", cc=cc) if cc else ""))
        self.subject.setText(fr("Objet : {subject}", subject=subject))
        if body == self._proposed:
            return
        self._proposed = body
        if self._by_hand:
            self._on_text_changed()
            return
        self.editor.blockSignals(True)
        self.editor.setPlainText(body)
        self.editor.blockSignals(False)

    def _on_text_changed(self) -> None:
        self._by_hand = self.editor.toPlainText() != self._proposed
        self.restore.setVisible(self._by_hand)
        self._say_hint(_BY_HAND if self._by_hand else _HINT)
        self.edited.emit()

    def _on_cut(self, cut: int) -> None:
        if cut:
            self._say_hint(_CUT.format(cut=cut))

    def _on_restore(self) -> None:
        """Bring the proposed text back as one change, which Ctrl+Z in the field takes back."""
        cursor = QTextCursor(self.editor.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(self._proposed)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_hint(self, words: str) -> None:
        self.hint.setText("" if words == _HINT else words)
        self.hint.setVisible(words != _HINT)
        self._editable.setVisible(words == _HINT)
        self.editor.setAccessibleDescription(words)

    def _fit(self) -> None:
        """Keep the field at one height whatever its text, which scrolls: the page around it never jumps."""
        self.editor.setMinimumHeight(_LINES * self.editor.fontMetrics().lineSpacing())

    def _build_line(self, column: QVBoxLayout, look: str, words: str, part: str) -> tuple[Label, QPushButton]:
        row = QHBoxLayout()
        label = Label("", look)
        button = QPushButton(words)
        button.setProperty("look", "link")
        button.clicked.connect(lambda: self.copy_requested.emit(part))
        row.addWidget(label, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        return label, button

    def _build_editor(self) -> LongText:
        editor = _Body(_HOLDS)
        editor.setProperty("look", "message")
        editor.setAccessibleName("Texte du message")
        editor.setAccessibleDescription(_HINT)
        editor.left_out.connect(self._on_cut)
        editor.textChanged.connect(self._on_text_changed)
        return editor

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class _Body(LongText):
    """The text: it asks for its least height, and takes what is left."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())
