"""The compiled texts' format counts on with the shape of what is stored: else older files would be misread."""

from __future__ import annotations

import json
from hashlib import sha256

import msgspec

from kit.acts.compiled import ReadModels
from kit.content.cases import Case
from kit.content.index import FORMAT, Fingerprint
from kit.content.model import Article, Outline
from kit.content.shelf import Shelf

SHAPE = (11, "8945b185d619288a")
"""The format, and the digest of the shape that it was counted for: where one changes, so does the other."""


def test_the_format_counts_on_with_the_shape() -> None:
    _, shape = msgspec.json.schema_components((Article, Case, Fingerprint, Outline, ReadModels, Shelf))
    digest = sha256(json.dumps(shape).encode()).hexdigest()[:16]
    assert (FORMAT, digest) == SHAPE, f"{digest} is another shape: count FORMAT of kit/content/index.py on"
