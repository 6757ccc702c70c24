from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.content.library import Library
from kit.documents.document import Document
from kit.documents.text import document_text
from kit.dossier.dossier import Dossier
from kit.errors import UnknownId, UnsharedPlace
from kit.mail import knowledge, plan_part, share_line


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    with Dossier.create(tmp_path / "d.kitess") as made:
        made.record("identity", "name", "Saint-Exemple")
        made.record("action:elu-commission", "status", "a-discuter")
        made.record("action:elu-extra-municipale", "due", "2027-03-01")
        made.record("action:elu-extra-municipale", "who", "Camille Secret")
        made.record("action:elu-extra-municipale", "note", "note confidentielle")
        made.record("action:elu-conseil-developpement", "due", "fin mars")
        made.record("action:elu-conseil-developpement", "status", "fait")
        made.record("own:abc", "title", "Une action à nous")
        made.record("own:abc", "who", "Camille Secret")
        made.record("page:commerces-proximite", "question", "Qui paie\nle local ?")
        made.record("page:page-disparue", "question", "perdue")
        yield made


def test_a_lever_tells_what_the_dossier_holds(library: Library, dossier: Dossier) -> None:
    (lever,) = knowledge.chosen_levers(library, dossier, ["elu-designe"])
    commission = library.article("elu-commission").label
    extra = library.article("elu-extra-municipale").label
    assert (lever.number, lever.done, lever.applicable) == (1, 1, 3)
    assert lever.hesitating == (commission,)
    assert lever.dates == ((extra, "1er mars 2027"),)  # what is done has no date to come
    with pytest.raises(UnknownId):
        knowledge.chosen_levers(library, dossier, ["levier-inconnu"])


def test_a_page_is_named_with_its_id_and_the_version_of_the_texts(library: Library) -> None:
    page = knowledge.page_reference(library, "commerces-proximite")
    assert page is not None
    assert (page.id, page.version) == ("commerces-proximite", library.publisher.content_version)
    assert page.title == library.article("commerces-proximite").title and page.summary
    assert knowledge.page_reference(library, "page-disparue") is None


def test_questions_noted_on_pages_are_found(library: Library, dossier: Dossier) -> None:
    title = library.article("commerces-proximite").title
    assert knowledge.noted_questions(library, dossier) == ((title, "Qui paie\nle local ?"),)


def test_the_line_holds_the_twenty_actions_and_nobody(library: Library, dossier: Dossier) -> None:
    with pytest.raises(UnsharedPlace):
        knowledge.shared(library, dossier)
    dossier.record("identity", "insee", "23001")
    (read,) = share_line.find(knowledge.shared(library, dossier))
    ids = [action.id for action in library.outline.actions]
    statuses = read.statuses(ids)
    assert len(ids) == 20 and statuses is not None
    assert statuses == {i: dossier.status(i) for i in ids}
    assert (read.insee, read.texts) == ("23001", library.publisher.content_version)


def test_a_plan_goes_without_names_and_notes_unless_they_are_wanted(library: Library, dossier: Dossier) -> None:
    def words(document: Document) -> str:
        return document_text(document) + str(document.sheets) + str(document.dues)

    dossier.record("own:abc", "step:" + "1" * 12, "Voir Mme Secret")
    discreet, whole = plan_part.plan(library, dossier), plan_part.plan(library, dossier, names_and_notes=True)
    for secret in ("Camille Secret", "note confidentielle", "Voir Mme Secret"):
        assert secret in words(whole) and secret not in words(discreet)
    for told in ("Une action à nous", "1er mars 2027", "Saint-Exemple"):
        assert told in words(discreet)


def test_what_goes_along_is_a_pdf_of_a_fixed_name(library: Library, dossier: Dossier) -> None:
    made = plan_part.attachment(plan_part.plan(library, dossier), plan_part.PLAN_NAME)
    assert made.content.startswith(b"%PDF-") and made.name == "plan-ess.pdf"
    page = plan_part.attachment(plan_part.page(library, "commerces-proximite"), plan_part.PAGE_NAME)
    assert page.content.startswith(b"%PDF-")
