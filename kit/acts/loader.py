"""Files → models of acts: headers at first use, bodies when one is filled in; a broken model never stops the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from kit.acts.header import Lines, read_fields, read_groups, read_model, read_threshold
from kit.acts.model import ActModel, Field, FieldGroup, Fields, Threshold
from kit.content.lists import read_toml
from kit.errors import ContentError, UnknownId

COMMON_FIELDS, THRESHOLDS, COMMON_PARTS = "commun.toml", "seuils.toml", "commun"


class _Read(msgspec.Struct):
    models: dict[str, ActModel] = msgspec.field(default_factory=dict)
    problems: list[ContentError] = msgspec.field(default_factory=list)


class ActModels:
    """The models of a folder, by id, in the order of their rank. Nothing is read before the first question.

    ``problems`` names what could not be read, with file and line; a model in it is left out. Raises UnknownId for an
    id that no model has, ContentError for a common file that cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

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
        """Return the models that serve a lever, an action or a page, by rank; what does not name it is not read.

        To read all takes 20 ms, and each first page of a run asks for this.
        """
        read = self._read if "_read" in vars(self) else _read(self.folder, naming=article_id)
        return tuple(model for model in read.models.values() if article_id in model.serves)

    @cached_property
    def common(self) -> Fields:
        """The fields declared once for all models; none in a kit that has no models (``docs/editions.md``)."""
        path = self.folder / COMMON_FIELDS
        if not self.folder.is_dir():
            return {}
        table, raw = _toml(path)
        return {one.name: one for one in read_fields(table, Lines(raw, path), common=True)}

    @cached_property
    def thresholds(self) -> dict[str, Threshold]:
        """The thresholds of population, by id."""
        path = self.folder / THRESHOLDS
        table, raw = _toml(path)
        return {key: read_threshold(key, values, Lines(raw, path)) for key, values in table.items()}

    def fields(self, model: ActModel) -> dict[str, Field]:
        """Return all fields that a model may use: the common ones, then its own, which may say them anew."""
        return {**self.common, **{one.name: one for one in model.own_fields}}

    @cached_property
    def common_groups(self) -> tuple[FieldGroup, ...]:
        """The groups of the common fields, in their order."""
        path = self.folder / COMMON_FIELDS
        table, raw = _toml(path)
        return read_groups(table, Lines(raw, path))

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

    @cached_property
    def _read(self) -> _Read:
        return _read(self.folder)


def group_of(name: str, groups: Sequence[FieldGroup]) -> FieldGroup | None:
    """Return the group of a field: the first that names it, else the first that takes it by the word before its dot."""
    named = next((group for group in groups if name in group.fields), None)
    return named or next((group for group in groups if group.takes(name)), None)


def _read(folder: Path, naming: str = "") -> _Read:
    """Read the models of a folder, or those only whose file has this id somewhere."""
    read = _Read()
    for path in sorted(folder.glob("*.md")):
        try:
            text = _text(path)
            if naming not in text:
                continue
            model = read_model(text, path, path.name)
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
    problems: list[ContentError] = []
    table = read_toml(path, problems)
    if problems:
        raise problems[0]
    return table, path.read_text(encoding="utf-8")
