"""The book for e-readers before EPUBCheck and Ace: left out of ``make test``, run by ``make test-epub``.

A missing program is a failure, never a skip.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kit.commands.shared import library
from kit.content.library import Library
from kit.documents.book import book
from kit.documents.epub import epub
from kit.dossier.dossier import Dossier
from kit.dossier.highlights import highlighted
from kit.dossier.model import Change
from kit.text_quote import TextQuote


def pytest_ignore_collect() -> bool | None:
    """Leave this folder out unless it was asked for."""
    return None if os.environ.get("KIT_EPUB") == "1" else True


@pytest.fixture(scope="session")
def texts() -> Library:
    """Return the shipped texts."""
    return library()


@pytest.fixture(scope="session")
def whole(texts: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the book of all texts, nobody's."""
    path = tmp_path_factory.mktemp("livre") / "kit-ess.epub"
    path.write_bytes(epub(book(texts)))
    return path


@pytest.fixture(scope="session")
def chosen(texts: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the book of some texts with the state, the notes and the passages of a dossier."""
    folder = tmp_path_factory.mktemp("choix")
    with Dossier.create(folder / "notre.kitess") as dossier:
        passage, changes = highlighted("elu-designe", TextQuote("délégation, commission, comité ouvert"))
        told = [
            Change("identity", "name", "Saint-Exemple & Cie <b>"),
            Change("identity", "departement_code", "23"),
            Change("action:elu-commission", "status", "fait"),
            Change("action:elu-commission", "note", "À revoir\x0b\u2028 & <i>vite</i> ]]>"),
            Change("article:elu-designe", "note", "Page lue\nen bureau"),
            Change(passage.on, passage.note_field, "À citer"),
        ]
        dossier.record_group([*told, *changes])
        data = epub(book(texts, dossier, chosen=("elu-designe", "raison-emplois", "accueil"), notes=True))
    path = folder / "choix.epub"
    path.write_bytes(data)
    return path
