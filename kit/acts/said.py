"""The words of the models that someone reads, for the rules of language: header, fields, body, what they share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kit.acts.loader import COMMON_FIELDS, COMMON_PARTS, ActModels
from kit.acts.model import ActModel, Field

_CODE = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_AGREED = re.compile(r"\baccord\(([^)]*)\)")
_QUOTED = re.compile(r'"([^".]*)"')


def told_texts(models: ActModels) -> Iterator[tuple[str, str, str]]:
    """Yield (file, its whole content, a text in it), with what the template prints itself left out."""
    for model in models.all():
        file, raw = f"actes/{model.file}", (models.folder / model.file).read_text(encoding="utf-8")
        yield from ((file, raw, text) for text in (*_header(model), *printed(model.body)))
    raw = (models.folder / COMMON_FIELDS).read_text(encoding="utf-8")
    yield from ((f"actes/{COMMON_FIELDS}", raw, text) for text in _fields(models.common.values()))
    for path in sorted((models.folder / COMMON_PARTS).glob("*.md")):
        raw = path.read_text(encoding="utf-8")
        yield from ((f"actes/{COMMON_PARTS}/{path.name}", raw, text) for text in printed(raw))


def printed(body: str) -> Iterator[str]:
    """Yield the words of a body: those outside its code, and the two forms of each agreement."""
    yield _CODE.sub(" ", body)
    for agreed in _AGREED.finditer(body):
        yield from _QUOTED.findall(agreed[1])


def _header(model: ActModel) -> Iterator[str]:
    yield from (model.title, model.summary, model.unfit, model.signed_by, model.when, *model.before, *model.after)
    yield from (why.text for why in model.why)
    yield from _fields(model.own_fields)


def _fields(fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        yield from (field.label, field.example, field.help, *(words for _, words in field.options))
