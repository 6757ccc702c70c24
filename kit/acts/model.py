"""What a model of an act is made of: its header, its fields, its legal references, and the thresholds of the law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from kit.days import months_between

COMMUNE, EPCI = "commune", "epci"
FORMS = (COMMUNE, EPCI)
KINDS = ("arrete", "deliberation", "convention", "lettre", "note", "fiche", "reglement", "clause")
TYPES = ("texte", "texte-long", "personne", "date", "nombre", "montant", "choix", "oui-non", "liste", "siren")
TO_SIGN = ("arrete", "deliberation", "convention", "reglement", "clause")
"""Acts of law: what is signed is always written in the double form, whatever the reader chose for the texts."""
YES, NO = "oui", "non"
OLD_AFTER_MONTHS = 18
"""A model reviewed longer ago than that warns before it is written."""


class Why(msgspec.Struct, frozen=True):
    """One reason for the wording of a model, and the facts that carry it."""

    text: str
    facts: tuple[str, ...] = ()


class Reference(msgspec.Struct, frozen=True):
    """A legal text that a model leans on, as its body writes it; ``to_check``: to be read again before signature."""

    text: str
    fact: str
    to_check: bool = False


class Field(msgspec.Struct, frozen=True):
    """What a model asks for. ``name`` is dotted (``delegue.nom``); ``options`` are (value, words) of a choice.

    ``feminine`` are the values of a choice that an agreement takes as feminine; ``common``: declared once for all
    models, so that its value is kept once for the whole dossier.
    """

    name: str
    type: str
    label: str
    example: str = ""
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    default: str = ""
    feminine: tuple[str, ...] = ()
    common: bool = False


class FieldGroup(msgspec.Struct, frozen=True):
    """Fields that a form asks for together, under a title: « Le local ».

    ``fields`` are names of fields, or the word before their dot, which stands for all that begin with it. ``last``:
    shown after the groups of the model itself (of common fields only).
    """

    title: str
    fields: tuple[str, ...]
    last: bool = False

    def takes(self, name: str) -> bool:
        """Say whether a field belongs here by the word before its dot."""
        return name.partition(".")[0] in self.fields


class Threshold(msgspec.Struct, frozen=True):
    """A number of inhabitants that changes an act: ``operator`` is ``>`` or ``>=``, ``article`` the law that says so.

    ``epci`` says what holds for an EPCI: ``population`` (its own count), ``always`` or ``never``.
    """

    id: str
    operator: str
    number: int
    article: str
    fact: str
    epci: str = "population"
    to_check: bool = False

    def holds(self, population: int | None, form: str) -> bool | None:
        """Say whether the rule applies; None when the population or the form is not known."""
        if form == EPCI and self.epci != "population":
            return self.epci == "always"
        if population is None or (not form and self.epci != "population"):
            return None
        return population > self.number if self.operator == ">" else population >= self.number


class ActModel(msgspec.Struct, frozen=True):
    """A model: what it is for, who signs it, when, what it leans on, what it asks; its body is not yet read.

    ``pages`` are the texts to read that it serves, beside its ``levers`` and ``actions``. ``fits`` are the forms of
    collectivité it is made for, ``unfit`` says why it is not for the others;
    ``money``: it gives money or a place to an association, so that who must step out is asked. ``reviewed_on`` ISO.
    """

    id: str
    code: str
    rank: int
    title: str
    name: str
    kind: str
    summary: str
    reviewed_on: str
    levers: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    fits: tuple[str, ...] = FORMS
    unfit: str = ""
    signed_by: str = ""
    when: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    money: bool = False
    why: tuple[Why, ...] = ()
    references: tuple[Reference, ...] = ()
    own_fields: tuple[Field, ...] = ()
    groups: tuple[FieldGroup, ...] = ()
    body: str = ""
    body_line: int = 1
    file: str = ""

    @property
    def serves(self) -> tuple[str, ...]:
        """All texts beside which it is offered."""
        return (*self.levers, *self.actions, *self.pages)

    def fits_form(self, form: str) -> bool:
        """Say whether the model is for this form of collectivité; unknown (empty) fits."""
        return not form or form in self.fits

    def months_since_review(self, today: date) -> int:
        """Return how many whole months ago the model was reviewed."""
        return months_between(date.fromisoformat(self.reviewed_on), today)

    def is_old(self, today: date) -> bool:
        """True when the review is more than 18 months old."""
        return self.months_since_review(today) >= OLD_AFTER_MONTHS


Fields = Mapping[str, Field]
