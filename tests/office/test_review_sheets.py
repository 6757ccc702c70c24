"""The review sheet as a real LibreOffice saves it: corrected, in its own form or in another, and taken back."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

import pytest

from kit import paths
from kit.content.review import SHEET, Row, sheet
from kit.content.review_back import take_sheet
from kit.content.review_merge import Together, together
from kit.documents.review import review_document
from kit.documents.writer import write
from kit.packs.changes import open_folder
from tests.office.macro import Work, correct

pytestmark = [pytest.mark.office, pytest.mark.timeout(500)]
TODAY = datetime.date(2026, 11, 30)
FORMS = (".csv", ".ods", ".xlsx", ".docx", ".odt")
# Form that went out, form that came back: a reader saves what her office proposes.
WAYS = [(form, form) for form in FORMS]
WAYS += [(".docx", ".odt"), (".odt", ".docx"), (".ods", ".xlsx"), (".xlsx", ".ods"), (".csv", ".xlsx")]
WAYS += [(".xlsx", ".csv")]
TRACKED = (".docx", ".odt")
TEXT, OLD, NEW = "elu-commission", "Elle laisse aussi le temps", "Elle donne encore le temps"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of all shipped texts."""
    folder = tmp_path_factory.mktemp("textes")
    shutil.copytree(paths.content(), folder / "content")
    shutil.copy(paths.kit_file(), folder / "kit.toml")
    return folder


@pytest.fixture(scope="module")
def rows(texts: Path) -> tuple[Row, ...]:
    library = open_folder(texts)
    found = sheet(library, texts / "content", TODAY)
    library.close()
    return found


@pytest.fixture(scope="module")
def saved(texts: Path, rows: tuple[Row, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the sheet in each form; have it corrected and saved in each way."""
    folder = tmp_path_factory.mktemp("feuilles")
    library = open_folder(texts)
    document = review_document(rows, TODAY, library.publisher)
    library.close()
    for form in FORMS:
        write(document, folder / f"feuille{form}")
    works = []
    for out, back in WAYS:
        source, target = folder / f"feuille{out}", folder / f"revient-{out[1:]}{back}"
        works.append(Work(source, target, ((OLD, NEW),), _fills(rows, out)))
    works += [Work(folder / f"feuille{form}", folder / f"suivi{form}", ((OLD, NEW),), (), True) for form in TRACKED]
    correct(folder, works)
    return folder


def _fills(rows: tuple[Row, ...], form: str) -> tuple[tuple[str, ...], ...]:
    head = next(row for row in rows if (row.id, row.part) == (TEXT, SHEET))
    question = next(row for row in rows if row.part == "question")
    if form in (".docx", ".odt"):
        mark = f"{TEXT} {head.print}"
        return (
            ("relu ?", mark, "oui"),
            ("relu le", mark, "30/06/2027"),
            ("relu par", mark, "Ann"),
            ("réponse", f"{question.id} question", "C’est exact."),
        )
    return (
        (TEXT, SHEET, "État", "relu"),
        (TEXT, SHEET, "Relu le", "2027-06-30"),
        (TEXT, SHEET, "Relu par", "Ann"),
        (question.id, "question", "Réponse", "C’est exact."),
    )


def judge(found: Together, *, filled: bool) -> None:
    """See that the correction alone came, and the state where it was filled in."""
    assert [(one.id, one.part, one.reason, one.detail[:60]) for one in found.changes.refused] == []
    assert [path.name for path in found.changes.files] == [f"{TEXT}.md"]
    before, after = next(iter(found.changes.files.values()))
    assert NEW in re.sub(r"\s+", " ", after)
    told = re.sub(r"\s+", " ", before).replace(OLD, NEW)
    if filled:
        assert "reviewed_on = 2027-06-30" in after and "provisional = false" in after
        assert [row.answer for row in found.changes.answers] == ["C’est exact."]
        state = r"reviewed_on = \S+|provisional = \w+"
        assert re.sub(state, "", re.sub(r"\s+", " ", after)) == re.sub(state, "", told)
    else:
        assert re.sub(r"\s+", " ", after) == told


@pytest.mark.parametrize(("out", "back"), WAYS)
def test_a_corrected_sheet_comes_back(saved: Path, texts: Path, out: str, back: str) -> None:
    found = together([take_sheet(saved / f"revient-{out[1:]}{back}")], texts / "content")
    judge(found, filled=True)
    assert "Ann" in {name for one in found.corrections for name in one.after.who}


@pytest.mark.parametrize("form", TRACKED)
def test_noted_changes_count_as_made(saved: Path, texts: Path, form: str) -> None:
    judge(together([take_sheet(saved / f"suivi{form}")], texts / "content"), filled=False)
