"""What a mandate leaves and how the next begins: bilan, passation, a new mandate, what is to be confirmed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from kit import paths
from kit.days import read_day
from kit.errors import KitError
from kit.mandate import renewal
from kit.typography import fr
from ui.output import mandate_prints
from ui.output.documents import DocumentOutlet
from ui.services import file_dialogs
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.jobs import Step
from ui.services.navigation import ToPrint
from ui.widgets.bounded import bounded
from ui.widgets.days import DAY_LIMIT
from ui.widgets.labelled import Labelled
from ui.widgets.scroll import scrolling
from ui.widgets.segments import Segments
from ui.widgets.text import Label
from ui.widgets.tool_card import ToolCard
from ui.widgets.wrap_link import WrapLink

_WITH, _WITHOUT = "avec", "sans"
_NAMES = [(_WITH, "Avec les noms"), (_WITHOUT, "Sans les noms")]
_REVIEW = fr("Chiffres de la période, ce qui a été fait et par qui, ce qui reste : un document prêt à corriger.")
_HANDOVER = fr(
    "Un dossier complet pour la personne qui prend la suite : le texte (PDF, ODT et DOCX), le plan en tableau, le "
    "dossier lui-même, ses pièces et un mode d’emploi. Il se lit sans ce programme."
)
_RENEWAL = fr(
    "Après le renouvellement du conseil : l’état de l’ancien mandat est gardé en instantané, et la délégation, la "
    "commission et le comité repassent à reconfirmer. Rien n’est effacé, et Ctrl+Z annule tout."
)
_WRONG_DAY = "Écrivez une date comme 28/03/2032."
_STEPS = {
    "dossier": "Copie du dossier…",
    "pieces": "Copie des pièces…",
    "text": "Rédaction du texte…",
    "pdf": "Écriture du PDF…",
    "odt": "Écriture de l’ODT…",
    "docx": "Écriture du DOCX…",
    "table": "Écriture du tableau…",
}


class PapersPane(QWidget):
    """Cards of what can be written or begun; what came of the last press stands at the top."""

    announced = Signal(str)
    route_requested = Signal(str)
    paper_requested = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.outlet = DocumentOutlet(context, self)
        self.outlet.announced.connect(self.announced)
        self.first, self.last, self.begins = QLineEdit(), QLineEdit(), QLineEdit()
        self._boxes: dict[QLineEdit, Labelled] = {}
        self.area = self._build()

    @property
    def is_untouched(self) -> bool:
        """Whether the pane was never shown: from then on its dates stand in its fields."""
        return not (self.first.text() or self.last.text() or self.begins.text())

    def refresh(self) -> None:
        """Show the period proposed, and what waits to be confirmed."""
        for line, day in ((self.first, mandate_prints.begun(self._context)), (self.last, datetime.date.today())):
            if not line.text():
                line.setText(f"{day:%d/%m/%Y}")
        if not self.begins.text():
            self.begins.setText(f"{datetime.date.today():%d/%m/%Y}")
        self._show_waiting()

    def _on_review(self, whole: bool) -> None:
        first, last = self._day(self.first), self._day(self.last)
        if first is None or last is None:
            return
        if last < first:
            self._boxes[self.last].show_error("Cette date est avant le début de la période.")
            return
        names = self.review_names.key() == _WITH
        chosen = mandate_prints.ReviewChoice(first, last, whole, names)
        self.paper_requested.emit(ToPrint(mandate_prints.REVIEW, chosen=chosen))

    def _on_handover(self) -> None:
        words = fr("Où écrire la passation ?")
        parent = file_dialogs.choose_folder(self, self._context.settings, words)
        if not parent or not self._context.session.settle():
            return
        from kit.documents.handover import write_handover
        from kit.documents.writer import file_name

        session, library = self._context.session, self._context.library
        place = session.text("identity", "name")
        folder = Path(parent) / file_name(place, "passation", datetime.date.today(), "x").removesuffix(".x")
        path, names = session.path, self.hand_names.key() == _WITH

        def work(step: Step) -> Path:
            write_handover(library, path, folder, names=names, own=paths.written_here(), step=step)
            return folder

        self.outlet.start(work, self._on_handed_over, _STEPS)

    def _on_handed_over(self, folder: Path) -> None:
        self.outlet.say_saved(folder, fr("Passation écrite dans « {name} ».", name=folder.name))

    def _on_renewal(self) -> None:
        if self._day(self.begins) is None:
            return
        self._confirm.show()
        self.open_mandate.hide()
        self.sure.setFocus()

    def _on_sure(self) -> None:
        day = self._day(self.begins)
        if day is None:
            return
        session = self._context.session
        title = f"{day.year}–{day.year + 6}"
        changes = renewal.open_mandate(session.dossier, day, title=title, kept_title=f"Mandat avant {day.year}")
        self._on_not_sure()
        try:
            session.apply(changes, label=f"mandat {title} ouvert")
        except KitError as error:
            self.outlet.say(sentence(error), wrong=True)
            return
        self.refresh()
        self.outlet.say(
            fr("Le mandat {title} est ouvert. Ctrl+Z l’annule ; l’état d’avant est dans Instantanés.", title=title)
        )

    def _on_not_sure(self) -> None:
        self._confirm.hide()
        self.open_mandate.show()
        self.open_mandate.setFocus()

    def _day(self, line: QLineEdit) -> datetime.date | None:
        day = read_day(line.text())
        self._boxes[line].show_error("" if day else _WRONG_DAY)
        if day is None:
            line.setFocus()
        return day

    def _show_waiting(self) -> None:
        while item := self._waiting.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        found = [one for one in self._context.plan.plan.items if one.is_to_confirm]
        self._waiting_title.setVisible(bool(found))
        for one in found:
            link = WrapLink(self._context.theme, f"{one.code} {one.title}".strip())
            link.clicked.connect(lambda _=False, target=one.on: self.route_requested.emit(target))
            self._waiting.addWidget(link)

    def _build(self) -> QScrollArea:
        t = self._context.theme
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.space_6, 0, t.space_6, t.space_5)
        column.setSpacing(t.space_3)
        column.addWidget(self.outlet.line)
        for card in (self._build_review(), self._build_handover(), self._build_renewal()):
            column.addLayout(bounded(card, t.measure + 2 * t.space_5))
        column.addStretch(1)
        return scrolling(self, inner)

    def _build_review(self) -> ToolCard:
        card = ToolCard(self._context.theme, "Le bilan", _REVIEW)
        self._field(card, "Du", self.first)
        self._field(card, "Au", self.last)
        self.review_names = Segments("Noms dans le bilan", _NAMES)
        card.add_field(self.review_names)
        self.middle = card.add_button("Bilan de mi-mandat", self._call(self._on_review, False))
        self.whole = card.add_button("Bilan du mandat", self._call(self._on_review, True))
        return card

    def _build_handover(self) -> ToolCard:
        card = ToolCard(self._context.theme, "La passation", _HANDOVER)
        self.hand_names = Segments("Noms dans la passation", _NAMES)
        card.add_field(self.hand_names)
        card.add_field(
            Label("Sans les noms, les pièces, les notes et tout ce qui a été écrit à la main partent aussi.", "small")
        )
        self.hand = card.add_button("Écrire la passation…", self._on_handover)
        return card

    def _build_renewal(self) -> ToolCard:
        t = self._context.theme
        card = ToolCard(t, "Un nouveau mandat", _RENEWAL)
        self._field(card, "Premier jour du mandat", self.begins)
        self._waiting_title = Label("À reconfirmer", "label")
        card.add_field(self._waiting_title)
        holder = QWidget()
        self._waiting = QVBoxLayout(holder)
        self._waiting.setContentsMargins(0, 0, 0, 0)
        self._waiting.setSpacing(0)
        card.add_field(holder)
        self._confirm = ToolCard(t, fr("Ouvrir ce mandat ?"), "Un instantané est gardé. Un seul Ctrl+Z annule tout.")
        self.sure = self._confirm.add_button("Ouvrir le mandat", self._on_sure, look="primary")
        self._confirm.add_button("Ne rien changer", self._on_not_sure)
        self._confirm.hide()
        card.add_field(self._confirm)
        self.open_mandate = card.add_button("Ouvrir un nouveau mandat…", self._on_renewal)
        self.open_mandate.setEnabled(not self._context.session.dossier.read_only)
        return card

    def _field(self, card: ToolCard, words: str, line: QLineEdit) -> None:
        line.setMaxLength(DAY_LIMIT)
        line.setMaximumWidth(round(220 * self._context.theme.scale))
        self._boxes[line] = Labelled(self._context.theme, words, line)
        line.setPlaceholderText("28/03/2032")
        card.add_field(self._boxes[line])

    def _call(self, call: Callable[[bool], None], value: bool) -> Callable[[], None]:
        def pressed() -> None:
            call(value)

        return pressed
