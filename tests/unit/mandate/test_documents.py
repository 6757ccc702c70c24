"""Six years of a commune told again: every figure recounted another way, the passation read without the kit."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from kit.content.library import Library
from kit.documents.handover import handover_document, write_handover
from kit.documents.history import history_document
from kit.documents.mandate_review import mandate_review_document
from kit.documents.text import document_text
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.dossier.plan import build_plan
from kit.errors import OutputExists
from kit.mandate.figures import figures
from kit.mandate.story import Asked
from tests.unit.documents.sheet_reading import parts, tables
from tests.unit.mandate.conftest import Clock

TEAMS = (("Adjointe", "Maire", "Secrétaire"), ("Conseiller délégué", "Nouvelle maire"))
FIRST, LAST = date(2026, 4, 1), date(2032, 3, 20)


@pytest.fixture(scope="module")
def six_years(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """Return a dossier of 400 events over six years, by five people of two teams."""
    path = tmp_path_factory.mktemp("mandat") / "saint-exemple.kitess"
    dice = random.Random(2026)
    targets = [f"action:{action.id}" for action in library.outline.actions] + ["milestone:elu-designation", "own:abc"]
    times = sorted(dice.sample(range((LAST - FIRST).days), 399))
    clock = [datetime(2026, 4, 1, 8, tzinfo=UTC)]
    with Dossier.create(path, by=TEAMS[0][0], now=lambda: clock[0]) as dossier:
        dossier.record("own:abc", "title", "Rencontrer le café associatif")
        for days in times:
            clock[0] = datetime(2026, 4, 1, 9, tzinfo=UTC) + timedelta(days=days)
            dossier.by = dice.choice(TEAMS[0] if days < 1100 else TEAMS[1])
            on = dice.choice(targets)
            if dice.random() < 0.7:
                dossier.record(on, "status", dice.choice([*Status]).value)
            else:
                dossier.record(on, "note", f"Note {days}")
    return path


def lines_of(path: Path) -> list[dict[str, object]]:
    """Read the journal with nothing but JSON: the other way."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize(
    ("first", "last"),
    [(FIRST, LAST), (FIRST, date(2029, 3, 31)), (date(2029, 4, 1), LAST), (date(2040, 1, 1), date(2041, 1, 1))],
)
def test_every_figure_is_recounted_another_way(library: Library, six_years: Path, first: date, last: date) -> None:
    with Dossier.open(six_years, write=False) as dossier:
        counted = figures(build_plan(library.outline, dossier, LAST), dossier.history(), first, last)
    raw = lines_of(six_years)
    stood: dict[tuple[object, object], object] = {}
    changes = []
    for e in raw:
        if stood.get((e["on"], e["f"]), "a-faire") != e["x"]:  # the same again is no change
            changes.append(e)
        stood[e["on"], e["f"]] = e["x"]
    inside = [e for e in changes if first.isoformat() <= str(e["t"])[:10] <= last.isoformat()]
    actions = {f"action:{action.id}" for action in library.outline.actions}

    def statuses(until: str) -> dict[str, str]:
        return {str(e["on"]): str(e["x"]) for e in raw if e["f"] == "status" and str(e["t"])[:10] <= until}

    evening = statuses(last.isoformat())
    morning = statuses((first - timedelta(days=1)).isoformat())
    assert counted.after.done == sum(evening.get(on) == "fait" for on in actions)
    assert counted.after.not_concerned == sum(evening.get(on) == "non-concerne" for on in actions)
    assert counted.before.done == sum(morning.get(on) == "fait" for on in actions)
    assert counted.begun == sum(evening.get(on) == "en-cours" for on in actions)
    assert counted.changes == len(inside)
    assert counted.people == len({e["by"] for e in inside})
    told = {str(e["on"]): e for e in inside if e["f"] == "status"}
    done = {on: str(e["t"])[:4] for on, e in told.items() if e["x"] == "fait"}
    assert {one.on for one in counted.done} == set(done)
    assert dict(counted.by_year) == {int(year): n for year, n in Counter(done.values()).items()}
    assert counted.own_done == sum(on.startswith("own:") for on in done)


def test_what_was_undone_is_no_change_of_the_period_in_which_it_was(
    library: Library, dossier: Dossier, clock: Clock
) -> None:
    def counted(last: date) -> tuple[int, int, int]:
        found = figures(build_plan(library.outline, dossier, LAST), dossier.history(), FIRST, last)
        return found.changes, found.people, len(found.done)

    dossier.by = "Maire"
    dossier.record("action:elu-commission", "status", "fait")
    dossier.by = "Adjointe"
    dossier.record("action:reseaux-cress", "note", "Par erreur")
    dossier.commit(*dossier.undo())
    assert counted(date(2026, 4, 30)) == (1, 1, 1)
    clock.now = datetime(2026, 5, 10, 9, tzinfo=UTC)
    dossier.record("action:elu-commission", "status", "en-cours")
    clock.now = datetime(2026, 6, 10, 9, tzinfo=UTC)
    dossier.commit(*dossier.undo())
    assert counted(date(2026, 5, 31)) == (2, 2, 0), "undone later, but not by then"
    assert counted(LAST) == (1, 1, 1)


def test_the_review_prints_its_figures(library: Library, six_years: Path) -> None:
    with Dossier.open(six_years, write=False) as dossier:
        counted = figures(build_plan(library.outline, dossier, LAST), dossier.history(), FIRST, LAST)
        text = document_text(mandate_review_document(library, dossier, FIRST, LAST, whole=True, today=LAST))
    assert f"{counted.after.done} actions faites sur {counted.after.applicable}" in text
    assert "BILAN DU MANDAT" in text and "5 personnes" in " ".join(text.split())
    assert all(str(year) in text for year in counted.by_year)


def test_the_history_is_told_in_french_and_filtered(library: Library, six_years: Path) -> None:
    with Dossier.open(six_years, write=False) as dossier:
        text = " ".join(document_text(history_document(library, dossier, today=LAST)).split())
        some = history_document(library, dossier, Asked(by="Maire", first=FIRST, last=date(2026, 12, 31)), today=LAST)
    assert "« Rencontrer le café associatif » : action ajoutée (Adjointe)." in text
    assert "« Avoir une commission ESS » : passe de « " in text
    words = " ".join(document_text(some).split())
    assert "(Maire)" in words and "(Adjointe)" not in words and "2027" not in words.replace(str(LAST), "")


def test_the_passation_is_read_without_the_kit(library: Library, six_years: Path, tmp_path: Path) -> None:
    folder = tmp_path / "passation"
    names = {path.name for path in write_handover(library, six_years, folder, today=LAST)}
    assert names == {"passation.pdf", "passation.odt", "passation.docx", "plan.ods", "dossier.kitess", "LISEZ-MOI.txt"}
    with pikepdf.open(folder / "passation.pdf") as pdf:
        assert "pdfaid" in str(pdf.open_metadata()) and pdf.Root.MarkInfo.Marked
    header = tables((folder / "plan.ods").read_bytes())["Plan"][2]
    assert header[0] == "Levier" and "Note" in header
    with Dossier.open(folder / "dossier.kitess", write=False) as copy, Dossier.open(six_years, write=False) as first:
        assert copy.statuses() == first.statuses() and len(copy.history()) == len(first.history()) == 400


def test_names_and_typed_words_can_be_left_out_of_all_of_it(library: Library, six_years: Path, tmp_path: Path) -> None:
    folder = tmp_path / "passation"
    write_handover(library, six_years, folder, names=False, today=LAST)
    with Dossier.open(folder / "dossier.kitess", write=False) as copy:
        text = document_text(handover_document(library, copy, names=False, today=LAST))
        assert copy.status("elu-commission") == Dossier.open(six_years, write=False).status("elu-commission")
    everything = [text, *((folder / n).read_text("utf-8") for n in ("dossier.kitess", "LISEZ-MOI.txt"))]
    for packed in ("plan.ods", "passation.odt", "passation.docx"):
        everything += [part.decode("utf-8", "replace") for part in parts((folder / packed).read_bytes()).values()]
    for name in (*TEAMS[0], *TEAMS[1], "café associatif", "Note 1"):
        assert not any(name in one.replace("maire", "") for one in everything), name
    assert Dossier.open(six_years, write=False).history()[5].by  # the dossier itself is as it was


def test_a_folder_that_holds_something_is_not_touched(library: Library, six_years: Path, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "autre.txt").write_text("à moi", encoding="utf-8")
    with pytest.raises(OutputExists):
        write_handover(library, six_years, tmp_path / "x")
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["autre.txt"]
