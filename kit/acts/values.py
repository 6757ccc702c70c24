"""Typed values as an act writes them, and the pieces that stand for them while a model is filled in.

A template only ever sees marks (private-use characters): what was typed is put in after the Markdown is parsed, so it
can be neither template nor markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec

from kit import siren
from kit.acts.model import NO, YES, Field
from kit.days import day_or_words, read_day
from kit.documents.wording import wording
from kit.errors import UnfitValue
from kit.typography import NBSP, number, thousands

OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")


class Piece(msgspec.Struct, frozen=True):
    """What stands at one mark: ``to_fill`` for a space left to complete, which is marked and counted.

    ``field`` is the name of the field that it comes of.
    """

    text: str
    to_fill: bool = False
    field: str = ""


class Filling:
    """One filling-in of a model: what each field holds, the pieces put in, the fields that were asked for in vain."""

    def __init__(self, fields: Mapping[str, Field], values: Mapping[str, str]) -> None:
        self.fields = fields
        self.pieces: list[Piece] = []
        self.missing: dict[str, Field] = {}
        self.asked: set[str] = set()
        self.say = wording()
        self._values = {name: text for name, raw in values.items() if (text := str(raw).strip())}

    def raw(self, name: str) -> str:
        """Return what was typed for a field, else its default, else nothing."""
        self.asked.add(name)
        field = self.fields.get(name)
        return self._values.get(name) or (field.default if field else "")

    def mark(self, text: str, field: str, *, to_fill: bool = False) -> str:
        """Return the mark that stands for a text, which comes of the field of this name."""
        self.pieces.append(Piece(text, to_fill, field))
        return f"{OPEN}{len(self.pieces) - 1}{CLOSE}"

    def lacks(self, field: Field) -> str:
        """Count a field as missing and return the mark of its visible space."""
        self.missing[field.name] = field
        return self.mark(self.say.say("acts", "to_fill", label=field.label), field.name, to_fill=True)

    def ask(self, field: Field) -> None:
        """Count a field as missing without writing anything."""
        self.missing[field.name] = field


class Value:
    """A field as a template sees it: prints a mark, compares by what was chosen, yields the lines of a list."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, field: Field, filling: Filling) -> None:
        self.field = field
        self.filling = filling

    @property
    def written(self) -> str:
        """What the act says for this field; empty when nothing was typed."""
        return written(self.field, self.filling.raw(self.field.name))

    def __str__(self) -> str:
        text = self.written
        return self.filling.mark(text, self.field.name) if text else self.filling.lacks(self.field)

    def __bool__(self) -> bool:
        raw = self._tested()
        return raw == YES if self.field.type == "oui-non" else bool(raw)

    def __eq__(self, other: object) -> bool:
        return self._tested() == (str(other) if isinstance(other, str) else other)

    def __iter__(self) -> Iterator[str]:
        lines = [line.strip() for line in self.filling.raw(self.field.name).splitlines() if line.strip()]
        for line in lines:
            yield self.filling.mark(line, self.field.name)
        if not lines:
            yield self.filling.lacks(self.field)

    def _tested(self) -> str:
        """Return what a condition looks at; a choice that nobody made yet is missing."""
        raw = self.filling.raw(self.field.name)
        if not raw and self.field.type in ("choix", "oui-non"):
            self.filling.ask(self.field)
        return raw


class Group:
    """The fields of one word (``seance``) for a template: only their names, no method to call."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Value]) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> Value:
        return self._fields[name]


def context(filling: Filling) -> dict[str, Value | Group]:
    """Return what the names of a template mean."""
    found: dict[str, Value | Group] = {}
    groups: dict[str, dict[str, Value]] = {}
    for name, field in filling.fields.items():
        group, _, rest = name.partition(".")
        if rest:
            groups.setdefault(group, {})[rest] = Value(field, filling)
        else:
            found[name] = Value(field, filling)
    return {**found, **{name: Group(values) for name, values in groups.items()}}


def written(field: Field, raw: str) -> str:
    """Return a value as an act writes it: « 15 décembre 2026 », « 1 500 € », the words of a choice.

    What is no date and no number is written as typed; lines are kept, other white space is single.
    """
    text = "\n".join(" ".join(line.split()) for line in raw.strip().splitlines()).strip("\n")
    match field.type:
        case "date":
            return day_or_words(text)
        case "nombre":
            return _grouped(text)
        case "montant":
            return _amount(text)
        case "choix":
            return dict(field.options).get(text, "")
        case "siren":
            return siren.spaced(text)
        case "texte" | "personne":
            return " ".join(text.split())
    return text


def taken(field: Field, raw: str) -> str:
    """Return what to keep of a value typed for a field: of a choice its value, else as typed; empty clears.

    UnfitValue where the field cannot hold it, with the values or the forms that it can.
    """
    text = raw.strip()
    if not text:
        return ""
    if field.type in ("choix", "oui-non"):
        options = dict(field.options) or {YES: YES, NO: NO}
        found = next((value for value, said in options.items() if text.casefold() in (value, said.casefold())), None)
        if found is None:
            raise UnfitValue(field.name, text, tuple(options))
        return found
    reader, forms = _READERS.get(field.type, (None, ()))
    if reader is not None and reader(text) is None:
        raise UnfitValue(field.name, text, forms)
    return raw


def _grouped(text: str) -> str:
    found = number(text)
    return text if found is None else thousands(found)


def _amount(text: str) -> str:
    told = _typed_amount(text)
    return f"{_grouped(told[0])}{told[1]}{NBSP}€" if told else text


def _typed_amount(text: str) -> tuple[str, str] | None:
    """Return the digits of the euros, and those of the cents after their comma."""
    found = re.fullmatch(r"([\d\s\u00a0\u202f]*\d)(?:[.,](\d{1,2}))?", text.removesuffix("€").strip())
    whole = number(found[1]) if found else None
    if found is None or whole is None:
        return None
    return str(whole), f",{found[2]:0<2}" if found[2] else ""


_READERS: Mapping[str, tuple[Callable[[str], object], tuple[str, ...]]] = {
    "date": (read_day, ("AAAA-MM-JJ", "JJ/MM/AAAA", "15 décembre 2026")),
    "nombre": (number, ("un nombre entier",)),
    "montant": (_typed_amount, ("1500", "1 500,50 €")),
}
