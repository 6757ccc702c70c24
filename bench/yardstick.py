"""A piece of work of a known size, done by Qt alone: what times of the window are held against on any machine."""

from __future__ import annotations


def yardstick() -> None:
    """Build, lay out and paint forty labels."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

    sheet = QWidget()
    column = QVBoxLayout(sheet)
    for number in range(40):
        column.addWidget(
            QLabel(f"Ligne {number} d’un texte assez long pour se plier, une fois ou deux, selon la place")
        )
    sheet.resize(600, 800)
    picture = QPixmap(sheet.size())
    sheet.render(picture)
    sheet.deleteLater()
    QCoreApplication.sendPostedEvents(sheet, QEvent.Type.DeferredDelete)
