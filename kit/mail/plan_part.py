"""What goes with a message as a PDF: the plan, without the names and the notes unless they are asked for, or a page."""

from __future__ import annotations

from collections.abc import Sequence

from kit.content.library import Library
from kit.documents.article import article_document
from kit.documents.document import Document
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.plan import plan_document
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.dossier.model import Event, Status
from kit.dossier.view import DossierView
from kit.mail.transports import Attachment

PLAN_NAME = "plan-ess.pdf"
PAGE_NAME = "page-du-kit-ess.pdf"
_TOLD = frozenset({"status", "due", "start", "title", "lever", "order", "done_year"})
"""What a plan tells when names and notes stay at home: no person, no note, no sum, no piece."""


class Discreet:
    """A dossier as someone outside may read it: states, dates and titles, and whose it is."""

    def __init__(self, dossier: DossierView) -> None:
        """Look at ``dossier`` and change nothing in it."""
        self._dossier = dossier

    def status(self, action_id: str) -> Status:
        """Return the status, as it is."""
        return self._dossier.status(action_id)

    def value(self, on: str, field: str) -> object:
        """Return a value that names nobody, None for any other."""
        named = on == "identity" and field != "mayor"
        return self._dossier.value(on, field) if named or field in _TOLD else None

    def heads(self, on: str, field: str) -> Sequence[Event]:
        """Return the changes whose values stand, of a field that names nobody."""
        return self._dossier.heads(on, field) if field in _TOLD else ()

    def fields(self, on: str) -> dict[str, object]:
        """Return the fields that name nobody: no step, no piece."""
        return {field: value for field, value in self._dossier.fields(on).items() if field in _TOLD}

    def targets(self, prefix: str = "") -> list[str]:
        """Return the targets, as they are."""
        return self._dossier.targets(prefix)


def plan(library: Library, dossier: DossierView, *, names_and_notes: bool = False) -> Document:
    """Return the plan that may go with a message."""
    return plan_document(library, dossier if names_and_notes else Discreet(dossier))


def page(library: Library, page_id: str) -> Document:
    """Return a page of the kit as a document. Raises UnknownId."""
    return article_document(library, page_id)


def attachment(document: Document, name: str, typesetter: Typesetter | None = None) -> Attachment:
    """Return a document as the PDF that goes with a message. Raises CompileFailed."""
    made = (typesetter or Typesetter()).compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED)
    return Attachment(name, made)
