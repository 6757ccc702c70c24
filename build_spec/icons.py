"""Draws the program's icon: PNG in all sizes, ``.ico`` for Windows, ``.icns`` for macOS. ``icons.py DIR``

The drawings are the program's own: ``resources/icone.svg``, and ``icone-petite.svg`` for 16 to 24 pixels.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

import build_env

from kit import edition, looks

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256, 512)
_SMALL = 24
_ICO = (16, 20, 24, 32, 40, 48, 64, 256)
_ICNS = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09"}


def draw(size: int) -> bytes:
    """Return the icon as a PNG of ``size`` pixels a side."""
    from PySide6.QtCore import QBuffer, QIODevice, QRectF
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    drawing = build_env.sources() / "resources" / ("icone-petite.svg" if size <= _SMALL else "icone.svg")
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(drawing)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return a Windows icon that holds PNGs."""
    offset = 6 + 16 * len(pictures)
    head, body = [struct.pack("<HHH", 0, 1, len(pictures))], []
    for size, png in pictures.items():
        head.append(struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), offset))
        body.append(png)
        offset += len(png)
    return b"".join(head + body)


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """Return a macOS icon that holds PNGs, by the type of each."""
    body = b"".join(kind + struct.pack(">I", len(png) + 8) + png for kind, png in pictures.items())
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def side_picture() -> bytes:
    """Return the picture at the left of the installer's first and last page (BMP, 164 by 314)."""
    from PySide6.QtCore import QBuffer, QIODevice, QRectF
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    resources = build_env.sources() / "resources"
    theme = looks.coloured(edition.read(resources))["light"]
    image = QImage(164, 314, QImage.Format.Format_RGB888)
    image.fill(QColor(theme.primary_soft))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(resources / "icone.svg")).render(painter, QRectF(34, 40, 96, 96))
    painter.fillRect(0, 306, 164, 8, QColor(theme.primary))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "BMP")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def make(folder: Path) -> None:
    """Write all icons into ``folder``."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {size: draw(size) for size in SIZES}
    for size, png in drawn.items():
        (folder / f"kit-ess-{size}.png").write_bytes(png)
    (folder / "kit-ess.ico").write_bytes(ico({size: drawn[size] for size in _ICO}))
    (folder / "kit-ess.icns").write_bytes(icns({kind: drawn[size] for size, kind in _ICNS.items()}))
    (folder / "side.bmp").write_bytes(side_picture())
    (folder / "kit-ess.svg").write_bytes((build_env.sources() / "resources" / "icone.svg").read_bytes())


if __name__ == "__main__":
    make(Path(sys.argv[1]))
