"""Where a collectivité lies: the region with its département filled and a star, for the eye; its name says it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kit.figures.atlas import Atlas
from kit.figures.drawing import Point
from kit.figures.region import Mark, drawn, lay_out
from kit.tokens import Tokens
from ui.widgets.drawing_image import drawing_image


class LocatorMap(QWidget):
    """A small map that nobody needs to press; without a place it is hidden."""

    def __init__(self, theme: Tokens, parent: QWidget | None = None, *, size: tuple[int, int] = (230, 300)) -> None:
        """``size`` in pixels at a text scale of 1."""
        super().__init__(parent)
        self._theme, self._atlas = theme, Atlas((), {})
        self._own = self._closer = ""
        self._home: Point | None = None
        self._mark: Mark | None = None
        self._image: QImage | None = None
        self.setFixedSize(round(size[0] * theme.scale), round(size[1] * theme.scale))
        self.hide()

    def show_place(self, atlas: Atlas, words: str, own: str, home: Point | None) -> None:
        """Show a département (its code) and a commune, which ``words`` name for a screen reader."""
        self._atlas, self._own, self._home, self._image = atlas, own, home, None
        self.setAccessibleName(words)
        self.setVisible(self._atlas.outline(own) is not None)
        self.update()

    def show_mark(self, atlas: Atlas, words: str, own: str, home: Point | None, mark: Mark) -> None:
        """Show an example beside the commune: its département from near, or the region where it lies in another."""
        self._mark, self._closer = mark, own if mark.departement == own else ""
        self.show_place(atlas, words, own or mark.departement, home)

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        scale = self._theme.scale
        if self._image is None:
            marks = (self._mark,) if self._mark else ()
            wide, high = self.width() / scale, self.height() / scale
            region = lay_out(self._atlas, marks, wide, high, departement=self._closer, home=self._home)
            drawing = drawn(region, self._atlas, own=self._own, names_own_only=not marks, has_names=not marks)
            self._image = drawing_image(drawing, self._theme, scale, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawImage(0, 0, self._image)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._image = None
