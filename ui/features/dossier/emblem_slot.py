"""The coat of arms or logo of the collectivité: shown, chosen once, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from kit.typography import fr
from ui.features.dossier.piece_slot import PieceSlot
from ui.services.context import AppContext
from ui.services.jobs import Latest, Step

if TYPE_CHECKING:
    from kit.documents.document import Emblem
    from kit.documents.emblem import Picture
    from kit.dossier.dossier import Dossier
    from kit.dossier.model import Change
    from kit.dossier.pieces import Attached

_GONE = fr("L’image choisie n’est plus à côté du dossier : rien n’est imprimé à sa place. Choisissez-la de nouveau.")
_HIGH, _WIDE = 96, 240  # pixels at a scale of 1


class EmblemSlot(PieceSlot):
    """Looks at the piece in the background."""

    title = "Blason ou logo"
    note = fr(
        "Imprimé en tête de vos actes, de vos lettres et de vos listes, sur l’affiche et la couverture du livret. "
        "Une image PNG ou SVG, 1 Mo au plus ; elle est copiée avec les pièces du dossier."
    )
    none = "Aucune image choisie."
    choose_words, remove_words = "Choisir une image…", "Retirer l’image"
    asked, kinds = "Choisir un blason ou un logo", "Images (*.png *.svg)"
    label = "blason ou logo"
    removed = "Le blason ou logo n’est plus imprimé."

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._look = Latest(context.jobs)
        self.picture = QLabel()
        self.picture.hide()
        self._column.insertWidget(self._column.indexOf(self.state), self.picture)

    def refresh(self) -> None:
        """Show the picture that the open dossier holds; its file is read in the background."""
        from kit.documents.emblem import emblem, evidence
        from kit.dossier.pieces import shown_name

        self._look.drop()
        dossier = self._context.session.dossier
        told, piece = emblem(dossier), evidence(dossier)
        if told is None or piece is None:
            self._show(None, self.none, "")
            self.remove.hide()
            return
        name, alt = shown_name(piece), told.alt

        def look(_step: Step, told: Emblem = told) -> tuple[Picture | None]:
            from kit.documents.emblem import read

            return (read(told),)

        def show(found: tuple[Picture | None]) -> None:
            self._show(found[0], name if found[0] else _GONE, alt)
            self.remove.show()

        self._look.run(self, look, show, self._on_refused, dossier=dossier)

    def _show(self, found: Picture | None, words: str, alt: str) -> None:
        self.picture.setPixmap(_pixmap(found, self._context.theme.scale) if found else QPixmap())
        self.picture.setAccessibleName(alt)
        self.picture.setVisible(found is not None)
        self.state.setText(words)

    def take(self, source: Path) -> None:
        def work(dossier: Dossier) -> Attached:
            from kit.documents.emblem import choose

            return choose(dossier, source)

        self._keep(work, fr("Le blason ou logo est choisi : {name}.", name=source.name))

    def removal(self, dossier: Dossier) -> Sequence[Change]:
        from kit.documents.emblem import removed

        return [removed()]

    def _on_changed(self, target: str = "") -> None:
        if self.isVisible():  # else when one comes back to the page
            super()._on_changed(target)


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
