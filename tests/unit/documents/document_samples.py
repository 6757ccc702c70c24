"""A small library, a dossier in memory, and checklists made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import cast

from kit.content.library import Library, Store
from kit.content.model import Article, Lever, Outline, Publisher, Step
from kit.documents.model import Checklist, Options
from kit.dossier.model import Status

DAY = date(2026, 11, 24)
PUBLISHER = Publisher(
    "CRESS Nouvelle-Aquitaine", "", "Nouvelle-Aquitaine", "", "", "", "", "", "2026.11", "2026-11-24"
)  # fmt: skip


def lever(number: int, title: str, actions: list[str], milestone: str = "") -> Lever:
    """Return a lever whose actions are named l1-a1, l1-a2…"""
    name = f"l{number}"
    return Lever(
        Article(name, "lever", title, code=str(number)),
        Article(f"{name}-jalon", "milestone", milestone, code=f"{number}.0", summary="Chacun sait à qui parler.")
        if milestone
        else None,
        tuple(
            Article(
                f"{name}-a{n}",
                "action",
                action,
                summary=f"Pourquoi : {action}.",
                code=f"{number}.{n}",
                parent=name,
                steps=(Step("Écrire la question.", "maire", "dix minutes"), Step("Voter.")),
            )
            for n, action in enumerate(actions, 1)
        ),
    )


LEVERS = (
    lever(1, "Avoir un·e élu·e désigné·e à l’ESS",
          ["Avoir une commission ESS", "Faire entrer des acteurs au conseil de développement",
           "Mettre en place une commission extra-municipale"], "Un·e élu·e est désigné·e"),
    lever(2, "S’appuyer sur les réseaux",
          ["Prendre contact avec la CRESS", "Rencontrer Le Mouvement associatif", "Repérer les PTCE",
           "Recenser les réseaux locaux"]),
    lever(3, "Communiquer et informer", ["Parler de l’ESS", "Rappeler le lien"]),
)  # fmt: skip


class FakeStore(SimpleNamespace):
    """As much of a store as a checklist asks for."""

    problems: tuple[()] = ()

    def articles(self) -> list[Article]:
        return [found.article for found in self.outline.levers]


def library_of(*levers: Lever) -> Library:
    return Library(cast(Store, FakeStore(outline=Outline(PUBLISHER, levers=levers))))


class FakeDossier:
    """A dossier held in two dicts."""

    def __init__(self, statuses: dict[str, Status], values: dict[tuple[str, str], object]) -> None:
        self.statuses = statuses
        self.values = values

    def status(self, action_id: str, /) -> Status:
        return self.statuses.get(action_id, Status.TODO)

    def value(self, on: str, field: str, /) -> object:
        return self.values.get((on, field))


def with_text(document: Checklist, text: str, *, size: int = 11) -> Checklist:
    """Return a checklist of one item that holds ``text`` in every field a person can fill."""
    item = replace(document.items[1], title=text, note=text, why=text, steps=(text, text), who=text, due=text)
    section = replace(document.sections[0], title=text, items=(replace(document.items[0], note=text), item))
    return replace(
        document, title=text, collectivite=text, sections=(section,), publisher=text, options=Options(size=size)
    )
