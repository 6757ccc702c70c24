"""The pictures of the help: which screens, with which words; made by the tour, read by the page that shows them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kit.errors import ContentError
from ui.services.navigation import PageId, Route, place

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

LIST = "index.toml"
SIZE = (1280, 800)
"""The window that is photographed, in pixels."""
WIDTH = 720
"""How wide a picture is kept."""
_COLOURS = 48


class HelpPicture(Struct, frozen=True):
    """A screen: what it is called, what one does there, what a picture of it shows, and the place."""

    name: str
    title: str
    text: str
    alternative: str
    route: Route
    path: Path


def load_pictures(folder: Path) -> list[HelpPicture]:
    """Return the pictures in the order of the list. Raises ContentError for a list that cannot be read."""
    path = folder / LIST
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return [_picture(name, row, folder) for name, row in table.items()]
    except (OSError, ValueError, KeyError) as error:
        raise ContentError(path, 1, "liste", type(error).__name__) from error


def _picture(name: str, row: dict[str, str], folder: Path) -> HelpPicture:
    route = place(PageId(row["page"]), row.get("id", ""))
    return HelpPicture(name, row["title"], row["text"], row["alt"], route, folder / f"{name}.png")


def small(shot: QImage) -> QImage:
    """Return a photograph of the window as it is kept: small, few colours."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    scaled = shot.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    few = scaled.convertToFormat(QImage.Format.Format_RGB32)
    table = _palette(few)
    return few.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither)


def _palette(image: QImage) -> list[int]:
    """Return the colours that stand for most of a picture: rounded to steps of 12, the most frequent first."""
    from collections import Counter

    counted: Counter[int] = Counter()
    for y in range(0, image.height(), 2):
        for x in range(0, image.width(), 2):
            counted[image.pixel(x, y)] += 1
    found: list[int] = []
    for colour, _ in counted.most_common():
        if all(_apart(colour, other) for other in found):
            found.append(colour)
        if len(found) == _COLOURS:
            break
    return found


def _apart(a: int, b: int) -> bool:
    return sum(abs((a >> shift & 255) - (b >> shift & 255)) for shift in (0, 8, 16)) > 24
