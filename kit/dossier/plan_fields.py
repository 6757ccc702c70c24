"""Names of the plan's targets and fields in the journal, and the lists that are kept one entry a field.

Targets: ``action:<id>`` and ``milestone:<id>`` (of the texts), ``own:<id>`` (an action that the collectivité added),
``own-lever:<id>`` (a lever that it added), ``identity``.

A list must merge without a conflict when two people add to it apart, so each entry is a field of its own, with a random
id: a sub-step is ``step:<id>`` (its text), ``step:<id>:done`` (true) and ``step:<id>:rank``, so that one may tick what
another rewords; a piece of evidence is ``evidence:<id>``, one object. Clearing the text, or the object, removes it.
"""

from __future__ import annotations

import os

STATUS = "status"
WHO = "who"
"""The élu·e référent·e."""
PILOT = "pilot"
PARTNERS = "partners"
START = "start"
"""An ISO date, or words (« fin mars »), as DUE."""
DUE = "due"
BUDGET = "budget"
NOTE = "note"
ORDER = "order"
"""A rank (``plan_order``): the place that she gave to the action herself."""
TITLE = "title"
"""Of an own action or an own lever."""
LEVER = "lever"
"""Of an own action: the id of a lever of the texts, or of an own lever."""
TO_CONFIRM = "to_confirm"
"""The day from which what was decided is to be confirmed again, for as long as its status is « à discuter »."""
DONE_YEAR = "done_year"
"""Of a yearly action marked done: the year, an integer."""

STEP = "step:"
EVIDENCE = "evidence:"
STEP_DONE, STEP_RANK = ":done", ":rank"

ACTION, MILESTONE, OWN, OWN_LEVER = "action:", "milestone:", "own:", "own-lever:"
IDENTITY = "identity"

TEXTS = (WHO, PILOT, PARTNERS, START, DUE, BUDGET, NOTE)
"""Fields of any action that hold a text."""
IDENTITY_FIELDS = (
    "name",
    "kind",
    "insee",
    "siren",
    "departement",
    "departement_code",
    "population",
    "epci",
    "mayor",
    "council",
)
LABELS = {
    STATUS: "État",
    TITLE: "Titre",
    WHO: "Élu·e référent·e",
    DUE: "Échéance",
    NOTE: "Note",
    PILOT: "Pilote",
    PARTNERS: "Partenaires",
    START: "Début",
    BUDGET: "Budget",
    ORDER: "Place dans la liste",
    LEVER: "Levier",
    TO_CONFIRM: "À confirmer",
    DONE_YEAR: "Année",
    "name": "Nom",
    "kind": "Sorte de collectivité",
    "insee": "Code INSEE",
    "siren": "Numéro SIREN",
    "departement": "Département",
    "departement_code": "Numéro du département",
    "population": "Population",
    "epci": "Intercommunalité",
    "mayor": "Maire",
    "council": "Date du conseil",
}
"""What a field is called in French, as it stands before the field."""


def new_id() -> str:
    """Return a random id for an own action, an own lever, a sub-step or a piece of evidence."""
    return os.urandom(6).hex()


def step_fields(step_id: str) -> tuple[str, str, str]:
    """Return the fields of a sub-step: its text, whether it is done, its rank."""
    field = STEP + step_id
    return field, field + STEP_DONE, field + STEP_RANK
