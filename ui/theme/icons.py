"""Pictograms and icons, painted from ``resources/pictograms`` in a colour of the theme."""

from __future__ import annotations

import functools
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from kit import paths
from kit.tokens import Tokens


@functools.lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    path: Path = paths.pictograms() / f"{name}.svg"
    try:
        drawing = path.read_bytes()
    except OSError:
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"/>'
    return QSvgRenderer(QByteArray(drawing.replace(b"currentColor", colour.encode())))


class _Drawing(QIconEngine):
    """Paints one drawing at whatever size and pixel ratio is asked for."""

    def __init__(self, name: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._name, self._colour, self._disabled = name, colour, disabled

    def paint(self, painter: QPainter, rect, mode: QIcon.Mode, state: QIcon.State) -> None:  # type: ignore[no-untyped-def]
        colour = self._disabled if mode == QIcon.Mode.Disabled else self._colour
        _renderer(self._name, colour).render(painter, _left_square(QRectF(rect)))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # of a button that has no room yet: there is nothing to paint on
            return QPixmap()
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, image.rect(), mode, state)
        painter.end()
        return QPixmap.fromImage(image)

    def clone(self) -> QIconEngine:
        made = _Drawing(self._name, self._colour, self._disabled)
        _clones[:] = [one for one in _clones if isValid(one)]  # Qt has let go of the others
        _clones.append(made)  # else Python frees at once what Qt goes on using: PySide does not see that Qt takes it
        return made


_clones: list[_Drawing] = []


def _left_square(rect: QRectF) -> QRectF:
    """Return the square at the left of an oblong: the rest is the space before a button's words."""
    side = min(rect.width(), rect.height())
    return QRectF(rect.x(), rect.y() + (rect.height() - side) / 2, side, side)


def icon(name: str, colour: str, disabled: str | None = None) -> QIcon:
    """Return the drawing ``name`` as an icon; an unknown name gives an empty drawing."""
    return QIcon(_Drawing(name, colour, disabled or colour))


def dress(button: QAbstractButton, theme: Tokens, name: str, colour: str, disabled: str | None = None) -> None:
    """Put the drawing ``name`` before a button's words, with a space between the two."""
    button.setIcon(icon(name, colour, disabled))
    button.setIconSize(QSize(theme.icon + theme.space_1, theme.icon))


def paint(painter: QPainter, name: str, colour: str, rect: QRectF) -> None:
    """Paint the drawing ``name`` into ``rect``."""
    _renderer(name, colour).render(painter, rect)


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the drawing ``name`` as a square pixmap of ``size`` device-independent pixels, a null one for none."""
    if round(size * ratio) < 1:
        return QPixmap()
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    _renderer(name, colour).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return QPixmap.fromImage(image)


def program_icon() -> QIcon:
    """Return the program's own icon, in the sizes that title bars, task bars and switchers ask for."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(str(paths.program_icon(size))).render(painter)
        painter.end()
        made.addPixmap(QPixmap.fromImage(image))
    return made


def alternative(name: str) -> str:
    """Return the French alternative text of a pictogram, empty when it only decorates."""
    return _alternatives().get(name, "")


@functools.lru_cache(maxsize=1)
def _alternatives() -> dict[str, str]:
    import tomllib

    try:
        table = tomllib.loads((paths.pictograms() / "index.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return {}
    return {name: str(item.get("alt", "")) for name, item in table.items()}


def chevron(colour: str, size: int, *, down: bool = False, up: bool = False) -> QIcon:
    """Return the mark of something that opens: to the right, down when it is open or opens below, up above."""
    drawing = pixmap("chevron", colour, size, 3)
    return QIcon(drawing.transformed(QTransform().rotate(90 if down else -90))) if down or up else QIcon(drawing)
