"""Where a dossier keeps what acts need: the identity, the words of all acts, those of each act. All names stand here.

``identity`` holds the collectivité (asked once for the whole kit), ``acts`` the other common fields (seance.date…),
``act:<id>`` one act: its model, its state, the fields of its own, and a common one that it says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from kit.acts.model import COMMUNE, EPCI, ActModel, Field
from kit.dossier.model import Change
from kit.dossier.plan_fields import IDENTITY, TITLE, new_id, step_fields
from kit.dossier.view import DossierView

SHARED, PREFIX = "acts", "act:"
NO_VALUES: Mapping[str, str] = MappingProxyType({})
MODEL, STATE, SERVES, STEP = "model", "state", "serves", "step"
VALUE = "v:"
"""Before the name of a field of the act itself, so that no field is ever mistaken for ``model`` or ``state``."""

_IDENTITY = {
    "collectivite.nom": "name",
    "collectivite.forme": "kind",
    "collectivite.departement": "departement",
    "collectivite.population": "population",
    "executif.nom": "mayor",
    "seance.date": "council",
}
_OF_THE_LIST = {"collectivite.siren": "siren"}
"""Common fields that the list of collectivités knows, for as long as nobody says otherwise."""
_OF_A_MEETING = "seance."
_OF_THE_ACT = ("vote.", "courrier.", "acte.numero", "acte.date", "seance.rapporteur", "seance.votants")
"""Common fields that differ from one act of a meeting to the next: never taken over, as they would be invented."""
_FORMS = {"commune": COMMUNE, "intercommunalite": EPCI, "epci": EPCI}
_KINDS = {COMMUNE: "commune", EPCI: "intercommunalite"}


class State(StrEnum):
    """How far an act is; the value is what the dossier holds."""

    DRAFT = "brouillon"
    WRITTEN = "redige"

    @property
    def label(self) -> str:
        """The state as a person reads it."""
        return {"brouillon": "brouillon", "redige": "rédigé"}[self.value]


class SavedAct(msgspec.Struct, frozen=True):
    """An act of the dossier: ``on`` is its target, ``values`` what was typed for its own fields.

    ``serves`` is the target that it is listed under, ``step`` the sub-step that it does; ``title`` a name of her own.
    """

    on: str
    model_id: str
    state: State = State.DRAFT
    title: str = ""
    serves: str = ""
    step: str = ""
    values: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the act in its dossier."""
        return self.on.removeprefix(PREFIX)


def new_act(model: ActModel, serves: str = "", step: str = "") -> tuple[str, list[Change]]:
    """Return the target of a new act and what to record to begin it.

    ``serves`` is the target that it is listed under (``action:elu-designe``), ``step`` the id of the sub-step of that
    target which is done once the act is written.
    """
    on = f"{PREFIX}{new_id()}"
    told = {MODEL: model.id, STATE: State.DRAFT.value, SERVES: serves, STEP: step}
    return on, [Change(on, name, value) for name, value in told.items() if value]


def state_given(act: SavedAct, state: State, shared: Mapping[str, str] = NO_VALUES) -> list[Change]:
    """Return what to record when an act is said to be written, or a draft again; its sub-step follows.

    ``shared`` (``shared_values``) is what a written act keeps for itself of the meeting, so that the date of the next
    council does not change it; a draft follows the dossier again.
    """
    changes = [Change(act.on, STATE, state.value)]
    meeting = {name: value for name, value in shared.items() if is_shared(name) and _may_change(name)}
    for name, value in meeting.items():
        if state is State.WRITTEN and name not in act.values:
            changes.append(Change(act.on, VALUE + name, value))
        elif state is State.DRAFT and name in act.values:
            changes.append(Change(act.on, VALUE + name, None))
    if act.serves and act.step:
        _, done, _ = step_fields(act.step)
        changes.append(Change(act.serves, done, True if state is State.WRITTEN else None))
    return changes


def removed(dossier: DossierView, act: SavedAct) -> list[Change]:
    """Return what to record to remove an act: each of its fields is cleared."""
    return [Change(act.on, name, None) for name in dossier.fields(act.on)]


def saved_acts(dossier: DossierView) -> tuple[SavedAct, ...]:
    """Return the acts of a dossier, the oldest first; those whose model is cleared are gone."""
    found = (saved_act(dossier, on) for on in dossier.targets(PREFIX))
    return tuple(act for act in found if act is not None)


def saved_act(dossier: DossierView, on: str) -> SavedAct | None:
    """Return one act, or None."""
    told = dossier.fields(on)
    model_id = told.get(MODEL)
    if not isinstance(model_id, str):
        return None
    state = State.WRITTEN if told.get(STATE) == State.WRITTEN.value else State.DRAFT
    values = {name.removeprefix(VALUE): str(value) for name, value in told.items() if name.startswith(VALUE)}
    title, serves, step = (str(told.get(name) or "") for name in (TITLE, SERVES, STEP))
    return SavedAct(on, model_id, state, title, serves, step, values)


def shared_values(dossier: DossierView) -> dict[str, str]:
    """Return the common fields as the dossier holds them, by name."""
    told = {name.removeprefix(VALUE): value for name, value in dossier.fields(SHARED).items() if name.startswith(VALUE)}
    for name, key in _OF_THE_LIST.items():
        told.setdefault(name, dossier.value(IDENTITY, key) or "")
    told |= {name: value for name, key in _IDENTITY.items() if (value := dossier.value(IDENTITY, key)) is not None}
    told["collectivite.forme"] = _FORMS.get(str(told.get("collectivite.forme", "")), "")
    return {name: text for name, value in told.items() if (text := str(value).strip())}


def values(dossier: DossierView, act: SavedAct | None = None) -> dict[str, str]:
    """Return all that is known for an act: common fields, then its own."""
    return {**shared_values(dossier), **(act.values if act else {})}


def home(name: str) -> tuple[str, str]:
    """Return where the dossier keeps a common field that all acts share: its target and the field there."""
    return (IDENTITY, _IDENTITY[name]) if name in _IDENTITY else (SHARED, VALUE + name)


def is_shared(name: str) -> bool:
    """Say whether a common field is kept for all acts of the dossier, not for one alone."""
    return not name.startswith(_OF_THE_ACT)


def change(field: Field, value: str, on: str, kept: Iterable[str] = ()) -> Change:
    """Return what to record when a field of an act is typed: common fields go where every act finds them.

    ``kept`` names what the act has for itself (``SavedAct.values``): it stays there.
    """
    told: object = value if value.strip() else None
    if not field.common or not is_shared(field.name) or field.name in kept:
        return Change(on, VALUE + field.name, told)
    if field.name == "collectivite.forme":
        told = _KINDS.get(value)
    if field.name == "collectivite.population" and told is not None:
        digits = re.sub(r"[\s\u00a0\u202f]", "", value)
        told = int(digits) if digits.isascii() and digits.isdigit() else value
    return Change(*home(field.name), told)


def superseded(dossier: DossierView, changes: Iterable[Change]) -> list[Change]:
    """Return what clears the place where an earlier program kept what these changes say, so that it is not read."""
    said = {(one.on, one.f) for one in changes}
    old = [(SHARED, VALUE + name) for name in _IDENTITY if home(name) in said]
    return [Change(on, field, None) for on, field in old if dossier.value(on, field) is not None]


def _may_change(name: str) -> bool:
    """Say whether a shared field may be another one for the next act: all but whose dossier it is."""
    return name not in _IDENTITY or name.startswith(_OF_A_MEETING)
