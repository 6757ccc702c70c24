"""Asks what to do when another dossier has taken the place of the open file: both are kept, whatever the answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from kit.dossier.model import Change
from kit.errors import DossierReplaced, KitError
from kit.naming import naming
from kit.typography import fr
from ui.services.context import AppContext
from ui.services.errors import sentence

_TEXT = fr("Un autre dossier a pris la place de « {} ».")
_MORE = fr(
    "Rien n’y est écrit, et rien n’est perdu : votre plan sera gardé dans un nouveau fichier, à côté de l’autre. "
    "Avec lequel continuez-vous ?"
)
_MINE, _OTHER = "Continuer avec mon plan", "Ouvrir l’autre dossier"
_KEPT = fr("Votre plan est gardé dans « {} », à côté de l’autre dossier.")


class ReplacedDossier(QObject):
    """Hears of it from the session, and from ``ask``; one question at a time. ``noticed`` carries what went wrong.

    ``withdrawn`` carries what was said of it in the window and is true no more once it is answered.
    """

    noticed = Signal(str)
    withdrawn = Signal(object)

    def __init__(self, context: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._refused: list[Change] = []  # what the other dossier must not get, and one's own has not
        self._latest: list[Change] = []
        self._told: tuple[str, ...] = ()
        self.box: QMessageBox | None = None
        context.session.taken_back.connect(self._on_taken_back)
        context.session.refused.connect(self._on_refused)
        context.session.switched.connect(self._forget)

    def ask(self, error: DossierReplaced) -> None:
        """Ask with which of both to go on, unless that is being asked."""
        if self.box is not None:
            return
        self._told = (sentence(error),)
        box = self.box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(naming().name)
        box.setText(_TEXT.format(error.path.name))
        box.setInformativeText(_MORE)
        mine = box.addButton(_MINE, QMessageBox.ButtonRole.AcceptRole)
        other = box.addButton(_OTHER, QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(mine)
        box.setEscapeButton(mine)
        box.buttonClicked.connect(lambda button: self._on_answered(goes_to_other=button is other))
        box.open()

    def _on_answered(self, *, goes_to_other: bool) -> None:
        """Keep one's own plan first, with what is still being typed."""
        session, dossiers = self._context.session, self._context.dossiers
        dossiers.before_leaving()
        session.settle()
        dossier, refused = session.dossier, tuple(self._refused)

        def done(path: Path) -> None:
            try:
                dossiers.switch(path, anyway=True)
                session.apply(refused)
                if goes_to_other:
                    dossiers.switch(dossier.path)
                self.withdrawn.emit(self._told)
                self._context.feedback.tell(_KEPT.format(path.name))
            except KitError as error:
                self.noticed.emit(sentence(error))

        self._context.jobs.write(
            self, lambda _: dossier.save_copy(), done, self._on_failed, ended=self._on_ended, dossier=dossier
        )

    def _on_taken_back(self, on: str, field: str, value: object) -> None:
        self._latest.append(Change(on, field, value))

    def _on_refused(self, error: KitError) -> None:
        latest, self._latest = self._latest, []
        if isinstance(error, DossierReplaced):
            self._refused = [one for one in self._refused if one not in latest] + latest
            self.ask(error)

    def _on_failed(self, error: KitError) -> None:
        self.noticed.emit(sentence(error))

    def _on_ended(self) -> None:
        if self.box is not None:
            self.box.deleteLater()
            self.box = None

    def _forget(self) -> None:
        self._refused, self._latest = [], []
