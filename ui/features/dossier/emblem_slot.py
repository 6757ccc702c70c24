"""The coat of arms or logo of the collectivité: shown, chosen once, taken away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from kit.errors import KitError
from kit.typography import fr
from ui.services import file_dialogs
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.jobs import Step
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Heading, Label

if TYPE_CHECKING:
    from kit.documents.document import Emblem
    from kit.documents.emblem import Picture
    from kit.dossier.dossier import Dossier
    from kit.dossier.pieces import Attached

_LABEL = "blason ou logo"
_NOTE = fr(
    "Imprimé en tête de vos actes, de vos lettres et de vos listes, sur l’affiche et la couverture du livret. "
    "Une image PNG ou SVG, 1 Mo au plus ; elle est copiée avec les pièces du dossier."
)
_NONE = "Aucune image choisie."
_GONE = fr("L’image choisie n’est plus à côté du dossier : rien n’est imprimé à sa place. Choisissez-la de nouveau.")
_REMOVED = "Le blason ou logo n’est plus imprimé."
_HIGH, _WIDE = 96, 240  # pixels at a scale of 1


class EmblemSlot(QWidget):
    """Looks at the piece in the background; ``announced`` carries what is said."""

    announced = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, t = context, context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_2)
        column.addWidget(Heading("Blason ou logo", 2))
        column.addWidget(Label(_NOTE, "muted"))
        self.picture = QLabel()
        self.picture.hide()
        column.addWidget(self.picture)
        self.state = Label(_NONE)
        column.addWidget(self.state)
        flow = FlowLayout(gap=t.space_2)
        self.choose = QPushButton("Choisir une image…")
        self.remove = QPushButton("Retirer l’image")
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
        """Show the picture that the open dossier holds; its file is read in the background."""
        from kit.documents.emblem import emblem, evidence
        from kit.dossier.pieces import shown_name

        dossier = self._context.session.dossier
        told, piece = emblem(dossier), evidence(dossier)
        if told is None or piece is None:
            self._show(None, _NONE, "")
            self.remove.hide()
            return
        name, alt = shown_name(piece), told.alt

        def look(_step: Step, told: Emblem = told) -> tuple[Picture | None]:
            from kit.documents.emblem import read

            return (read(told),)

        def show(found: tuple[Picture | None]) -> None:
            self._show(found[0], name if found[0] else _GONE, alt)
            self.remove.show()

        self._context.jobs.run(self, look, show, self._on_refused, dossier=dossier)

    def _show(self, found: Picture | None, words: str, alt: str) -> None:
        self.picture.setPixmap(_pixmap(found, self._context.theme.scale) if found else QPixmap())
        self.picture.setAccessibleName(alt)
        self.picture.setVisible(found is not None)
        self.state.setText(words)

    def _on_changed(self, target: str = "") -> None:
        if target in ("", "identity") and self.isVisible():  # else when one comes back to the page
            self.refresh()

    def _on_choose(self) -> None:
        kinds = "Images (*.png *.svg)"
        source = file_dialogs.open_file(self, self._context.settings, "Choisir un blason ou un logo", kinds)
        if source is not None:
            self.take(source)

    def take(self, source: Path) -> None:
        """Check a picture and keep it with the pieces, in the background."""
        self.status.say("")

        def work(dossier: Dossier) -> Attached:
            from kit.documents.emblem import choose

            return choose(dossier, source)

        def done(_attached: Attached) -> None:
            self._context.feedback.tell(fr("Le blason ou logo est choisi : {name}.", name=source.name))
            self.refresh()

        self._context.session.bring(self, work, done, self._on_refused, label=_LABEL)

    def _on_remove(self) -> None:
        from kit.documents.emblem import removed

        self.status.say("")
        try:
            self._context.session.apply([removed()], label=_LABEL)
        except KitError as error:
            self._on_refused(error)
            return
        self._context.feedback.tell(_REMOVED)
        self.choose.setFocus()

    def _on_refused(self, error: KitError) -> None:
        self.status.say(sentence(error), wrong=True)


def _pixmap(found: Picture, scale: float) -> QPixmap:
    """Return a picture on white, as on paper, no larger than its place."""
    by = min(_HIGH / found.height, _WIDE / found.width) * scale
    size = QSize(max(1, round(found.width * by)), max(1, round(found.height * by)))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if found.kind == "svg":
        from PySide6.QtSvg import QSvgRenderer

        QSvgRenderer(QByteArray(found.data)).render(painter, QRectF(0, 0, size.width(), size.height()))
    else:
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), QImage.fromData(found.data))
    painter.end()
    return QPixmap.fromImage(image)
