"""The mairie's own template: chosen for Word and for LibreOffice, told, taken away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.errors import KitError
from kit.typography import fr
from ui.services import file_dialogs
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Heading, Label

if TYPE_CHECKING:
    from kit.dossier.dossier import Dossier
    from kit.dossier.pieces import Attached

_LABEL = "modèle de la mairie"
_NOTE = fr(
    "Vos actes et vos lettres enregistrés pour Word ou LibreOffice prennent les caractères, les marges, l’en-tête "
    "et le pied de page de ce modèle. Demandez au secrétariat un fichier .dotx (Word) ou .ott (LibreOffice), "
    "sans macros."
)
_NONE = fr("Aucun modèle choisi : celui du kit est appliqué.")
_REMOVED = fr("Le modèle de la mairie n’est plus appliqué.")
_FOR = {".docx": "Pour Word", ".odt": "Pour LibreOffice"}


class TemplateSlot(QWidget):
    """One template of each kind; ``announced`` carries what is said."""

    announced = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, t = context, context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_2)
        column.addWidget(Heading("Modèle de la mairie", 2))
        column.addWidget(Label(_NOTE, "muted"))
        self.state = Label(_NONE)
        column.addWidget(self.state)
        flow = FlowLayout(gap=t.space_2)
        self.choose = QPushButton("Choisir un modèle…")
        self.remove = QPushButton("Ne plus l’appliquer")
        for button, call in ((self.choose, self._on_choose), (self.remove, self._on_remove)):
            button.clicked.connect(call)
            flow.addWidget(button)
        column.addLayout(flow)
        self.status = StatusLine()
        self.status.said.connect(self.announced)
        column.addWidget(self.status)
        self.remove.hide()
        context.session.changed.connect(self._on_changed)
        context.session.switched.connect(self._on_changed)

    def refresh(self) -> None:
        """Say which templates the open dossier holds."""
        from kit.documents.keeping import template_pieces
        from kit.dossier.pieces import shown_name

        found = template_pieces(self._context.session.dossier)
        told = (fr("{kind} : {name}", kind=_FOR[kind], name=shown_name(one)) for kind, one in found.items())
        self.state.setText("\n".join(told) or _NONE)
        self.remove.setVisible(bool(found))

    def take(self, source: Path) -> None:
        """Check a template and keep it with the pieces, in the background."""
        self.status.say("")

        def work(dossier: Dossier) -> Attached:
            from kit.documents.keeping import choose_template

            return choose_template(dossier, source)

        def done(_attached: Attached) -> None:
            self._context.feedback.tell(fr("Le modèle est choisi : {name}.", name=source.name))
            self.refresh()

        self._context.session.bring(self, work, done, self._on_refused, label=_LABEL)

    def _on_changed(self, target: str = "") -> None:
        if target in ("", "identity"):
            self.refresh()

    def _on_choose(self) -> None:
        kinds = "Modèles (*.dotx *.ott)"
        source = file_dialogs.open_file(self, self._context.settings, "Choisir le modèle de la mairie", kinds)
        if source is not None:
            self.take(source)

    def _on_remove(self) -> None:
        from kit.documents.keeping import templates_removed

        self.status.say("")
        try:
            self._context.session.apply(templates_removed(self._context.session.dossier), label=_LABEL)
        except KitError as error:
            self._on_refused(error)
            return
        self._context.feedback.tell(_REMOVED)
        self.choose.setFocus()

    def _on_refused(self, error: KitError) -> None:
        self.status.say(sentence(error), wrong=True)
