"""Several answers that stand for one thing, after a merge: paper says all of them until one is chosen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kit.content.library import Library
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.decisions import decisions_document
from kit.documents.document import Document
from kit.documents.mandate_review import mandate_review_document
from kit.documents.model import Options
from kit.documents.plan import plan_document
from kit.documents.text import document_text
from kit.dossier.dossier import Dossier
from kit.dossier.merge import merge_files
from kit.dossier.preview import Mode, preview, reunite
from kit.mail import plan_part

ON = "action:elu-commission"
MINE = {"status": "fait", "who": "Marie Petit", "due": "2027-03-01", "note": "Vu avec la commission."}
THEIRS = {"status": "abandonne", "who": "Paul Roux", "due": "2027-09-15", "note": "Refusé\nen bureau."}
STATE, WHO = "État : « fait » ou « abandonné ».", "Qui : « Marie Petit » ou « Paul Roux »."
DUE = "Pour quand : « 1er mars 2027 » ou « 15 septembre 2027 »."
NOTE = "Note : « Vu avec la commission. » ou « Refusé en bureau. »."
ONE = "Une action a plusieurs réponses : il reste à choisir laquelle garder."


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "ville.kitess"
    with Dossier.create(path, by="Anne") as dossier:
        dossier.record(ON, "status", "en-cours")
    shutil.copy(path, tmp_path / "collegue.kitess")
    for file, by, values in ((tmp_path / "collegue.kitess", "Bruno", THEIRS), (path, "Anne", MINE)):
        with Dossier.open(file, by=by) as dossier:
            for field, value in values.items():
                dossier.record(ON, field, value)
    return path


@pytest.fixture
def theirs(mine: Path) -> Path:
    return mine.with_name("collegue.kitess")


@pytest.fixture
def merged(mine: Path, theirs: Path, tmp_path: Path) -> Iterator[Dossier]:
    """Return the dossier of both, in which nobody has chosen yet."""
    merge_files(mine, theirs, backups=tmp_path / "copies")
    with Dossier.open(mine, by="Anne") as dossier:
        yield dossier


def lists(library: Library, dossier: Dossier, **options: bool) -> Document:
    return checklist_document(checklist(library, dossier, options=Options(**options)))


def words(document: Document) -> str:
    """Return a document's words on one line: where it breaks them does not matter."""
    return " ".join(document_text(document).replace("\u00a0", " ").replace("\u202f", " ").split())


def of_first(told: str) -> str:
    """Return a sentence of two answers the other way round: the one displayed first is the later one."""
    field, _, rest = told.partition(" : ")
    first, second = rest.removesuffix(".").split(" ou ")
    return f"{field} : {second} ou {first}."


def holds(text: str, *told: str) -> bool:
    return all(one in text or of_first(one) in text for one in told)


def test_the_plan_tells_every_answer(shipped: Library, merged: Dossier) -> None:
    text = words(plan_document(shipped, merged))
    assert ONE in text and holds(text, STATE, WHO, DUE, NOTE)
    assert "Plusieurs réponses : voir plus bas" in text


def test_a_list_tells_the_answers_to_what_it_shows(shipped: Library, merged: Dossier) -> None:
    text = words(lists(shipped, merged, notes=True))
    assert ONE in text and holds(text, STATE, WHO, DUE, NOTE)
    without = words(lists(shipped, merged))
    assert holds(without, STATE, WHO, DUE) and "Refusé" not in without
    blank = words(lists(shipped, merged, blank=True, notes=True))
    assert "plusieurs réponses" not in blank.lower()


def test_a_report_of_decisions_and_a_review_say_what_is_not_settled(shipped: Library, merged: Dossier) -> None:
    assert holds(words(decisions_document(shipped, merged, since=date(2020, 1, 1))), STATE, WHO, DUE, NOTE)
    review = words(mandate_review_document(shipped, merged, date(2020, 1, 1), date.today()))
    assert "À départager ------------ - 1.1 Avoir une commission ESS" in review


def test_a_spreadsheet_has_a_column_of_answers_where_there_are_any(
    shipped: Library, merged: Dossier, theirs: Path
) -> None:
    (sheet,) = plan_document(shipped, merged).sheets
    told = [row[-1] for row in sheet.rows if row[-1]]
    assert sheet.header[-1] == "Réponses à départager" and len(told) == 1
    assert {len(row) for row in sheet.rows} == {len(sheet.header)}
    with Dossier.open(theirs, write=False) as alone:
        (plain,) = plan_document(shipped, alone).sheets
    assert plain.header == sheet.header[:-1]


def test_a_plan_sent_without_names_tells_no_name_among_the_answers(shipped: Library, merged: Dossier) -> None:
    text = words(plan_part.plan(shipped, merged))
    assert holds(text, STATE, DUE)
    assert not any(name in text for name in ("Marie Petit", "Paul Roux", "Refusé", "Vu avec"))
    assert holds(words(plan_part.plan(shipped, merged, names_and_notes=True)), WHO, NOTE)


def test_what_one_chose_is_told_alone(shipped: Library, merged: Dossier) -> None:
    for field, value in MINE.items():
        merged.record(ON, field, value)
    for document in (plan_document(shipped, merged), lists(shipped, merged, notes=True)):
        text = words(document)
        assert "Marie Petit" in text and "plusieurs réponses" not in text.lower() and "Paul Roux" not in text


@pytest.mark.parametrize("mode", [Mode.ALL, Mode.NO_CONFLICT])
def test_a_dossier_reunited_with_a_choice_prints_what_was_chosen(
    shipped: Library, mine: Path, theirs: Path, tmp_path: Path, mode: Mode
) -> None:
    with Dossier.open(mine, by="Anne") as dossier:
        found = preview(dossier, theirs)
        assert {one.f for one in found.conflicts} == set(MINE)
        reunite(dossier, found, found.sides(mode), backups=tmp_path / "copies")
        text = words(plan_document(shipped, dossier))
    assert "plusieurs réponses" not in text.lower()
    assert ("Paul Roux" in text, "Marie Petit" in text) == ((True, False) if mode is Mode.ALL else (False, True))


def test_two_who_said_the_same_have_nothing_to_choose(shipped: Library, tmp_path: Path) -> None:
    path, other = tmp_path / "a.kitess", tmp_path / "b.kitess"
    Dossier.create(path).close()
    shutil.copy(path, other)
    for file in (path, other):
        with Dossier.open(file) as dossier:
            dossier.record(ON, "who", "Marie Petit")
    merge_files(path, other, backups=tmp_path / "copies")
    with Dossier.open(path) as dossier:
        assert dossier.conflicts()
        assert "plusieurs réponses" not in words(plan_document(shipped, dossier)).lower()


def test_an_answer_taken_away_is_told_as_nothing(shipped: Library, tmp_path: Path) -> None:
    path, other = tmp_path / "a.kitess", tmp_path / "b.kitess"
    with Dossier.create(path) as dossier:
        dossier.record(ON, "who", "Marie Petit")
    shutil.copy(path, other)
    for file, value in ((path, ""), (other, "Paul Roux")):
        with Dossier.open(file) as dossier:
            dossier.record(ON, "who", value)
    merge_files(path, other, backups=tmp_path / "copies")
    with Dossier.open(path) as dossier:
        assert holds(words(plan_document(shipped, dossier)), "Qui : « rien » ou « Paul Roux ».")
