"""Whose dossier this is: the collectivité as the dossier keeps it, asked once and used everywhere."""

from __future__ import annotations

from msgspec import Struct

from kit.territoires import Collectivite, Commune, Territories, fold_name
from ui.services.session import DossierSession

TARGET = "identity"
LABEL = "identité de la collectivité"
"""What the undo list calls a change of it."""
_KINDS = {"commune": "commune", "intercommunalite": "intercommunalité"}


class Identity(Struct, frozen=True):
    """A collectivité: of the list (``insee`` or ``siren``), or a name typed by hand, with nothing else."""

    name: str = ""
    kind: str = ""
    insee: str = ""
    siren: str = ""
    departement: str = ""
    departement_code: str = ""
    epci: str = ""
    population: str = ""

    @property
    def label(self) -> str:
        """« Guéret (23) · commune », or the name alone."""
        place = f" ({self.departement_code})" if self.departement_code else ""
        kind = _KINDS.get(self.kind, "")
        return f"{self.name}{place}" + (f" · {kind}" if kind else "")

    @property
    def about(self) -> str:
        """« Creuse · CA du Grand Guéret »: what is known beside the name."""
        return " · ".join(part for part in (self.departement, self.epci) if part)


def read(session: DossierSession) -> Identity:
    """Return the identity that the dossier holds."""
    return Identity(*(session.text(TARGET, name) for name in Identity.__struct_fields__))


def keep(session: DossierSession, identity: Identity) -> None:
    """Keep an identity in the dossier, only what differs. Raises the KitErrors of ``stage``."""
    for name in Identity.__struct_fields__:
        session.set_text(TARGET, name, getattr(identity, name), label=LABEL)


def of_place(place: Collectivite, territories: Territories) -> Identity:
    """Return the identity of a collectivité of the list."""
    epci = territories.by_siren(place.epci) if isinstance(place, Commune) else None
    return Identity(
        name=place.name,
        kind=place.kind,
        insee=place.insee if isinstance(place, Commune) else "",
        siren="" if isinstance(place, Commune) else place.siren,
        departement=territories.departement_name(place.departement),
        departement_code=place.departement,
        epci=epci.name if epci else "",
        population=str(place.population),
    )


def matching(text: str, territories: Territories) -> tuple[Identity, ...]:
    """Return the collectivités that bear this very name or label: several for homonyms, none for an unknown one."""
    wanted = fold_name(text)
    found = []
    for place in territories.search(text.partition(" (")[0]):
        known = of_place(place, territories)
        if wanted in (fold_name(known.name), fold_name(known.label), fold_name(place.label)):
            found.append(known)
    return tuple(found)


def begun(text: str, territories: Territories) -> tuple[Identity, ...]:
    """Return the collectivités whose name goes on, in the middle of a word, where this text stops: « Bordeau »."""
    wanted = fold_name(text)
    found = [of_place(place, territories) for place in territories.search(text)] if wanted else []
    going_on = [(one, fold_name(one.name).removeprefix(wanted)) for one in found if fold_name(one.name) != wanted]
    return tuple(one for one, rest in going_on if rest != fold_name(one.name) and not rest.startswith(" "))
