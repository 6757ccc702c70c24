"""The models of acts as they are compiled beside the texts: ``models.msgpack``, decoded in one go.

The screens that list them and those that fill one in would else read 25 files of TOML. ``ActModels`` takes what is
here; the command line, which shows the files as they are, does without.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from kit.acts.model import ActModel, Field, FieldGroup, Threshold
from kit.content.index import FORMAT, Format
from kit.errors import IndexUnusable

FILE = "models.msgpack"


class ReadModels(msgspec.Struct, frozen=True):
    """All that a folder of models says, by rank; None where a common file cannot be read: whoever asks is told why.

    ``problems`` are (file, line, rule, detail) of the models that were left out.
    """

    format: Format
    models: tuple[ActModel, ...]
    problems: tuple[tuple[str, int, str, str], ...]
    common: tuple[Field, ...] | None
    groups: tuple[FieldGroup, ...] | None
    thresholds: tuple[Threshold, ...] | None


class _Head(msgspec.Struct):
    format: Format


def load(index: Path) -> ReadModels:
    """Return what is compiled in the folder of an index; raises IndexUnusable."""
    return _decoded(index, ReadModels)


def is_usable(index: Path) -> bool:
    """Say whether a folder holds compiled models of this program's format."""
    try:
        return _decoded(index, _Head).format == FORMAT
    except IndexUnusable:
        return False


def _decoded[T](index: Path, wanted: type[T]) -> T:
    try:
        return msgspec.msgpack.decode((index / FILE).read_bytes(), type=wanted)
    except (OSError, msgspec.DecodeError) as error:
        raise IndexUnusable(index, str(error)) from error
