"""Files and pictures as someone looked at them once; ``KIT_GOLDEN=1`` writes them anew, to be looked at again."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image, ImageChops

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "documents"
_ANEW = os.environ.get("KIT_GOLDEN") == "1"


def assert_golden(name: str, made: str) -> None:
    """Compare a text with its golden file."""
    path = GOLDEN / name
    if _ANEW:
        path.write_text(made, encoding="utf-8", newline="")
    assert made == path.read_bytes().decode("utf-8")


def assert_looks_golden(name: str, png: bytes) -> None:
    """Compare a page with its golden picture: at most one point in a thousand may differ clearly."""
    image, path = Image.open(io.BytesIO(png)).convert("L"), GOLDEN / name
    if _ANEW:
        image.save(path, optimize=True)
    kept = Image.open(path).convert("L")
    assert image.size == kept.size
    different = ImageChops.difference(image, kept).point(lambda grey: 255 if grey > 64 else 0)
    assert sum(different.histogram()[1:]) < 0.001 * image.width * image.height
