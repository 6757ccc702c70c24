"""Models of acts, at first use: as they were compiled, else from files; a broken model never stops the others."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kit.acts import compiled
from kit.acts.model import ActModel, Field, FieldGroup, Fields, Threshold
from kit.content.index import FORMAT
from kit.errors import ContentError, IndexUnusable, UnknownId
from kit.files import write_whole

if TYPE_CHECKING:
    from kit.acts.header import Lines

log = logging.getLogger(__name__)
COMMON_FIELDS, THRESHOLDS, COMMON_PARTS = "commun.toml", "seuils.toml", "commun"


class _Read(msgspec.Struct):
    models: dict[str, ActModel] = msgspec.field(default_factory=dict)
    problems: list[ContentError] = msgspec.field(default_factory=list)


class ActModels:
    """The models of a folder, by id, in the order of their rank. Nothing is read before the first question.

    ``problems`` names what could not be read, with file and line; a model in it is left out. Raises UnknownId for an
    id that no model has, ContentError for a common file that cannot be read. ``index`` is the folder where they were
    compiled with their texts; the files are read where it holds none.
    """

    def __init__(self, folder: Path, index: Path | None = None) -> None:
        self.folder = folder
        self._index = index

    @property
    def problems(self) -> list[ContentError]:
        """What could not be read; the rest is here."""
        return self._read.problems

    def all(self) -> tuple[ActModel, ...]:
        """Return all models, by rank."""
        return tuple(self._read.models.values())

    def offered(self, form: str) -> tuple[ActModel, ...]:
        """Return the models that are for a form of collectivité; all when it is not known."""
        return tuple(model for model in self.all() if model.fits_form(form))

    def get(self, model_id: str) -> ActModel:
        """Return the model of this id."""
        try:
            return self._read.models[model_id]
        except KeyError:
            import difflib

            raise UnknownId(model_id, tuple(difflib.get_close_matches(model_id, self._read.models, 3))) from None

    def serving(self, article_id: str) -> tuple[ActModel, ...]:
        """Return the models that serve a lever, an action or a page, by rank."""
        return tuple(model for model in self.all() if article_id in model.serves)

    @cached_property
    def common(self) -> Fields:
        """The fields declared once for all models; none in a kit that has no models (``docs/editions.md``)."""
        if self._compiled and self._compiled.common is not None:
            return {one.name: one for one in self._compiled.common}
        if not self.folder.is_dir():
            return {}
        from kit.acts.header import read_fields

        return {one.name: one for one in read_fields(*self._table(COMMON_FIELDS), common=True)}

    @cached_property
    def thresholds(self) -> dict[str, Threshold]:
        """The thresholds of population, by id."""
        if self._compiled and self._compiled.thresholds is not None:
            return {one.id: one for one in self._compiled.thresholds}
        from kit.acts.header import read_threshold

        table, lines = self._table(THRESHOLDS)
        return {key: read_threshold(key, values, lines) for key, values in table.items()}

    def fields(self, model: ActModel) -> dict[str, Field]:
        """Return all fields that a model may use: the common ones, then its own, which may say them anew."""
        return {**self.common, **{one.name: one for one in model.own_fields}}

    @cached_property
    def common_groups(self) -> tuple[FieldGroup, ...]:
        """The groups of the common fields, in their order."""
        if self._compiled and self._compiled.groups is not None:
            return self._compiled.groups
        from kit.acts.header import read_groups

        return read_groups(*self._table(COMMON_FIELDS))

    def grouped(self, model: ActModel, fields: Sequence[Field]) -> tuple[tuple[str, tuple[Field, ...]], ...]:
        """Return the titles that fields are asked under, each with its fields; one that has none is left out.

        The groups of the model stand between those of the common fields, and take these too where they name them. A
        field that no group names comes last, under its own label.
        """
        first = [one for one in self.common_groups if not one.last]
        last = [one for one in self.common_groups if one.last]
        order = [*first, *model.groups, *last]
        found: dict[str, list[Field]] = {group.title: [] for group in order}
        for field in fields:
            group = group_of(field.name, (*model.groups, *first, *last))
            found.setdefault(group.title if group else field.label, []).append(field)
        return tuple((title, tuple(inside)) for title, inside in found.items() if inside)

    def part(self, name: str) -> tuple[str, Path] | None:
        """Return the text of a common part and its file, None when there is none."""
        path = self.folder / COMMON_PARTS / f"{name}.md"
        if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
            return None
        return _text(path), path

    def write_compiled(self, index: Path) -> None:
        """Write all that is read here into the folder of an index, where another run finds it."""
        told = tuple((str(one.file), one.line, one.rule, one.detail) for one in self.problems)
        common, groups = _if_read(lambda: tuple(self.common.values())), _if_read(lambda: self.common_groups)
        thresholds = _if_read(lambda: tuple(self.thresholds.values()))
        read = compiled.ReadModels(FORMAT, self.all(), told, common, groups, thresholds)
        write_whole(index / compiled.FILE, msgspec.msgpack.encode(read))

    @cached_property
    def _compiled(self) -> compiled.ReadModels | None:
        try:
            return compiled.load(self._index) if self._index else None
        except IndexUnusable as error:
            log.warning("models read from their files: %s", error.reason)
            return None

    @cached_property
    def _read(self) -> _Read:
        if self._compiled is None:
            return _read(self.folder)
        told = [ContentError(Path(file), line, rule, detail) for file, line, rule, detail in self._compiled.problems]
        return _Read({model.id: model for model in self._compiled.models}, told)

    def _table(self, name: str) -> tuple[dict[str, object], Lines]:
        from kit.acts.header import Lines

        path = self.folder / name
        table, raw = _toml(path)
        return table, Lines(raw, path)


def _if_read[T](question: Callable[[], T]) -> T | None:
    try:
        return question()
    except ContentError:
        return None


def group_of(name: str, groups: Sequence[FieldGroup]) -> FieldGroup | None:
    """Return the group of a field: the first that names it, else the first that takes it by the word before its dot."""
    named = next((group for group in groups if name in group.fields), None)
    return named or next((group for group in groups if group.takes(name)), None)


def _read(folder: Path) -> _Read:
    from kit.acts.header import read_model

    read = _Read()
    for path in sorted(folder.glob("*.md")):
        try:
            model = read_model(_text(path), path, path.name)
            if model.id in read.models:
                raise ContentError(path, 2, "id-unique", f"{model.id} est déjà dans {read.models[model.id].file}")
            read.models[model.id] = model
        except ContentError as error:
            read.problems.append(error)
    read.models = dict(sorted(read.models.items(), key=lambda item: (item[1].rank, item[0])))
    return read


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8").replace("\r\n", "\n").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ContentError(path, line, "utf-8", "le fichier n’est pas en UTF-8") from error


def _toml(path: Path) -> tuple[dict[str, object], str]:
    from kit.content.lists import read_toml

    problems: list[ContentError] = []
    table = read_toml(path, problems)
    if problems:
        raise problems[0]
    return table, path.read_text(encoding="utf-8")
