"""What shows that an action was done: links, and files copied into the dossier's folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kit.dossier.pieces import is_document, shown_name
from kit.dossier.plan_lists import Evidence
from kit.tokens import Tokens
from kit.typography import fr
from ui.services.plan.gestures import EvidenceOpened, EvidenceRemoved, FileWanted, LinkAdded
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Label, as_text

_ONE_LINE = 32  # characters of what is told of a piece beside its buttons, in the narrowest sheet


class PlanEvidence(QWidget):
    """Shows the evidence of an action; ``asked`` carries what is wanted of it."""

    asked = Signal(object)

    def __init__(self, theme: Tokens, subject: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[Evidence, ...] = ()
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        told = Label("Pièces jointes", "label")
        column.addWidget(told)
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        column.addWidget(self._list)
        row = QHBoxLayout()
        row.setSpacing(theme.space_2)
        self.link = QLineEdit()
        self.link.setMaxLength(2000)  # what browsers take of an address
        self.link.setPlaceholderText("Coller un lien…")
        self.link.setAccessibleName(f"Ajouter un lien, action {subject}")
        self.link.setAccessibleDescription("Entrée ajoute le lien")
        self.link.returnPressed.connect(self._on_link)
        told.setBuddy(self.link)
        row.addWidget(self.link, 1)
        self.file = QPushButton("Joindre un fichier…")
        self.file.setProperty("look", "small")
        self.file.setAccessibleName(f"Joindre un fichier, action {subject}")
        self.file.setToolTip("Le fichier est copié à côté du dossier")
        self.file.clicked.connect(self._on_file)
        row.addWidget(self.file)
        column.addLayout(row)

    def show_evidence(self, evidence: Sequence[Evidence]) -> None:
        """Show these, the oldest first."""
        if tuple(evidence) == self._shown:
            return
        self._shown = tuple(evidence)
        had_focus = any(button.hasFocus() for button in self.buttons)
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for one in self._shown:
            self._lines.addWidget(self._build_line(one))
        if had_focus:
            self.link.setFocus()

    def keep(self) -> None:
        """Send a link that was typed and not added yet."""
        self._on_link()

    def _on_link(self) -> None:
        url = self.link.text().strip()
        if url:
            self.link.setText("")  # with what Ctrl+Z would bring back
            self.asked.emit(LinkAdded(url))

    def _on_file(self) -> None:
        self.asked.emit(FileWanted())

    def _build_line(self, one: Evidence) -> QWidget:
        """Build what is told of a piece, and its buttons: beside it, or below where it takes more than a line."""
        line, words = QWidget(), _words(one)
        flow = FlowLayout(gap=self._theme.space_3, middle=True)
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        is_long = len(words) > _ONE_LINE
        told = Label(words, wrap=is_long)
        told.setToolTip(as_text(shown_name(one) if one.file else one.url))
        (column if is_long else flow).addWidget(told)
        column.addLayout(flow)
        for verb, gesture in ((_verb(one), EvidenceOpened(one.id)), ("Retirer", EvidenceRemoved(one.id))):
            if not verb:
                continue
            button = QPushButton(verb)
            button.setProperty("look", "link-small")
            button.setAccessibleName(fr("{verb} : {title}", verb=verb, title=one.title))
            button.clicked.connect(lambda _=False, wish=gesture: self.asked.emit(wish))
            self.buttons.append(button)
            flow.addWidget(button)
        return line


def _verb(one: Evidence) -> str:
    """Return what can be done with a piece: only documents are opened; an address is copied, if it is one."""
    if one.url:
        return "Copier le lien" if one.is_web else ""
    return "Ouvrir" if is_document(one) else "Montrer où il est"


def _words(one: Evidence) -> str:
    """Return the title with what it stands for: a title may say anything of a file or of an address."""
    if one.url:
        told = _short(one.title) if one.title == one.url else f"{_short(one.title)} – {_short(one.url)}"
        return f"{told} ({'nécessite Internet' if one.is_web else 'adresse non ouverte'})"
    size = max(1, round(one.size / 1024))
    told = fr("{size:.1f} Mo", size=size / 1024).replace(".", ",") if size > 1024 else fr("{size} Ko", size=size)
    name = shown_name(one)
    file = _short(name, ending=True)
    named = file if one.title == name else f"{_short(one.title)} – fichier {file}"
    return f"{named} ({told})"


def _short(title: str, limit: int = 40, *, ending: bool = False) -> str:
    """Shorten a text; the ``ending`` of a file's name, which says its kind, stays in sight. No mark turns it around."""
    title = "".join(sign for sign in title if unicodedata.category(sign) not in ("Cc", "Cf"))
    if len(title) <= limit:
        return title
    return f"{title[: limit - 13]}…{title[-12:]}" if ending else f"{title[: limit - 1]}…"
