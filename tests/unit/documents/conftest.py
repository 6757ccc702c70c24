"""Fixtures of the documents' tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kit.content.library import Library
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.model import Checklist
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.typeset import Typesetter
from kit.dossier.model import Status
from tests.unit.documents.document_samples import DAY, LEVERS, FakeDossier, library_of


@pytest.fixture
def library() -> Library:
    return library_of(*LEVERS)


@pytest.fixture
def dossier() -> FakeDossier:
    """Every status once; lever 3 concerns nobody."""
    return FakeDossier(
        {
            "milestone:l1-jalon": Status.DONE,
            "action:l1-a1": Status.DONE,
            "action:l1-a2": Status.NOT_CONCERNED,
            "action:l2-a1": Status.DOING,
            "action:l2-a2": Status.DISCUSS,
            "action:l2-a3": Status.PAUSED,
            "action:l2-a4": Status.DROPPED,
            "action:l3-a1": Status.NOT_CONCERNED,
            "action:l3-a2": Status.NOT_CONCERNED,
        },
        {
            ("identity", "name"): "Saint-Exemple",
            ("action:l1-a1", "note"): "Délibération du 12 octobre.\nMerci à tous.",
            ("action:l2-a1", "who"): "Adjointe",
            ("action:l2-a1", "due"): "2027-03-01",
        },
    )


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture
def sample(library: Library, dossier: FakeDossier) -> Checklist:
    return checklist(library, dossier, today=DAY)


@pytest.fixture
def pdf(typesetter: Typesetter) -> Callable[[Checklist], bytes]:
    return lambda document: typesetter.compile_pdf(TEMPLATE, document_inputs(checklist_document(document)))
