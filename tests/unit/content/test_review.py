"""The *feuille de relecture* goes out, is corrected in a spreadsheet, and comes back without harm."""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kit import cli, paths
from kit.content import lint
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.review import COLUMNS, QUESTION, SHEET, Row, chunks, fingerprint, sheet
from kit.content.review_back import (
    CELL_LIMIT,
    ROW_LIMIT,
    SHEET_LIMIT,
    Changes,
    changes,
    open_sheet,
    read_sheet,
)
from kit.documents.spreadsheet import csv_file
from kit.errors import ContentError

TODAY = datetime.date(2026, 11, 29)
ACTION = "elu-commission"


@pytest.fixture
def resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the resources that the command line reads and writes."""
    root = tmp_path / "resources"
    shutil.copytree(paths.content(), root / "content")
    shutil.copytree(paths.pictograms(), root / "pictograms")
    shutil.copytree(paths.territories(), root / "territoires")
    shutil.copy(paths.kit_file(), root / "kit.toml")
    monkeypatch.setenv("KIT_RESOURCES", str(root))
    return root


@pytest.fixture
def folder(resources: Path) -> Path:
    return resources / "content"


def rows_of(folder: Path, today: datetime.date = TODAY) -> tuple[Row, ...]:
    return sheet(Library(FileStore(folder, folder.parent / "kit.toml")), folder, today)


def corrected(folder: Path, change: Callable[[dict[str, str]], None]) -> Changes:
    """Write the sheet, let ``change`` edit each of its rows as a spreadsheet does, read it back."""
    content = csv_file([COLUMNS, *(row.cells() for row in rows_of(folder))])
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    for row in table:
        change(row)
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(table)
    return changes(read_sheet(out.getvalue().encode("utf-8-sig"), Path("f.csv")), folder)


def cell(article_id: str, part: str, column: str, value: str) -> Callable[[dict[str, str]], None]:
    """Return an edit of one cell; ``part`` may end in … to take the first that starts so."""
    done: list[str] = []

    def edit(row: dict[str, str]) -> None:
        same = row["Partie"] == part or (part.endswith("…") and row["Partie"].startswith(part[:-1]))
        if row["Identifiant"] == article_id and same and not done:
            done.append(row["Partie"])
            row[column] = value

    return edit


def test_every_text_has_its_row_its_state_and_its_questions(folder: Path) -> None:
    library = Library(FileStore(folder, folder.parent / "kit.toml"))
    rows = rows_of(folder)
    told = {row.id: row for row in rows if row.part == SHEET}
    assert set(told) == {article.id for article in library.articles()}
    for article in library.articles():
        assert told[article.id].state == ("provisoire" if article.provisional else "relu")
        assert article.to_check in told[article.id].asked
    words = " ".join(row.text for row in rows)
    assert "Seuls des conseiller·ères municipaux en sont membres" in words


def test_what_is_to_check_in_the_lists_is_asked_too(folder: Path) -> None:
    shelf = Library(FileStore(folder, folder.parent / "kit.toml")).shelf
    asked = {row.id: row.asked for row in rows_of(folder) if row.part == QUESTION}
    to_check = {one.id: one.to_check for one in (*shelf.terms, *shelf.networks, *shelf.dates) if one.to_check}
    assert len(to_check) >= 40
    assert {entry: asked.get(entry) for entry in to_check} == to_check


def test_the_sheet_asks_the_slips_of_the_page_and_the_doubtful_facts(folder: Path) -> None:
    asked = {row.id: row.asked for row in rows_of(folder) if row.part == QUESTION}
    said = " ".join(asked.values())
    for words in ("est au cœur", "intégrer un conseil de développement", "RICLESS", "ESPRESSO", "formulaire"):
        assert words in said
    assert {"fait-f213", "fait-f301", "fait-f403", "fait-f600"} <= set(asked)
    assert "prix" in asked["fait-f301"]


def test_a_text_not_reviewed_for_a_year_is_asked_about(folder: Path) -> None:
    late = [row for row in rows_of(folder, datetime.date(2028, 1, 1)) if row.part == SHEET]
    assert all("plus d’un an" in row.asked for row in late)
    assert not any("plus d’un an" in row.asked for row in rows_of(folder))


def test_an_untouched_sheet_changes_nothing(folder: Path) -> None:
    made = corrected(folder, lambda row: None)
    assert (made.files, made.refused, made.answers) == ({}, [], [])


def test_what_a_spreadsheet_does_to_spaces_changes_nothing(folder: Path) -> None:
    def spoil(row: dict[str, str]) -> None:
        row["Texte"] = row["Texte"].replace("\u00a0", " ").replace("’", "'").replace("\n", "\r\n") + "  "

    made = corrected(folder, spoil)
    assert (made.files, made.refused) == ({}, [])


def test_the_old_encoding_of_excel_changes_nothing(folder: Path) -> None:
    content = csv_file([COLUMNS, *(row.cells() for row in rows_of(folder))]).decode("utf-8-sig")
    made = changes(read_sheet(content.encode("cp1252", "replace"), Path("f.csv")), folder)
    assert (made.files, made.refused) == ({}, [])


def test_a_corrected_paragraph_comes_back_alone_and_with_french_spaces(folder: Path) -> None:
    path = folder / "agir" / "elu-designe" / "elu-commission.md"
    before = path.read_text(encoding="utf-8")
    old = next(r for r in rows_of(folder) if r.id == ACTION and "Seuls des conseiller·ères" in r.text)
    head = old.text.split("\n")[0]
    new = f"{head}\nSeuls des élus y siègent : c'est la loi [F508]."
    made = corrected(folder, cell(ACTION, old.part, "Texte", new))
    assert list(made.files) == [path] and made.refused == []
    made.write()
    after = path.read_text(encoding="utf-8")
    assert "    Seuls des élus y siègent\u00a0: c’est la loi [F508].\n" in after
    gone, came = set(before.splitlines()) - set(after.splitlines()), set(after.splitlines()) - set(before.splitlines())
    assert len(came) == 1 and all(line.startswith("    ") for line in gone)
    again = corrected(folder, lambda row: None)
    assert again.files == {}


@pytest.mark.parametrize(
    ("part", "key"),
    [("titre", "title"), ("résumé", "summary"), ("c’est fait quand", "done_when"), ("premier pas", "first_step")],
)
def test_a_corrected_sentence_of_the_header_comes_back(folder: Path, part: str, key: str) -> None:
    made = corrected(folder, cell(ACTION, part, "Texte", 'Une phrase "neuve" \\ ici.'))
    made.write()
    article = Library(FileStore(folder, folder.parent / "kit.toml")).article(ACTION)
    assert getattr(article, key) == 'Une phrase "neuve" \\ ici.'
    assert lint.check(folder, folder.parent / "kit.toml", paths.pictograms(), TODAY).errors == 0


def test_steps_and_examples_come_back(folder: Path) -> None:
    made = corrected(folder, cell(ACTION, "étape 2", "Texte", "Faire ceci."))
    made.write()
    library = Library(FileStore(folder, folder.parent / "kit.toml"))
    assert library.article(ACTION).steps[1].text == "Faire ceci."
    topic = library.article("commerces-proximite")
    part = f"exemple {topic.examples[0].id}"
    corrected(folder, cell(topic.id, part, "Texte", "Un récit corrigé.")).write()
    assert FileStore(folder, folder.parent / "kit.toml").article(topic.id).examples[0].text == "Un récit corrigé."  # type: ignore[union-attr]


@pytest.mark.parametrize(("typed", "kept"), [("2027-02-03", "2027-02-03"), ("03/02/2027", "2027-02-03")])
def test_the_date_of_a_review_comes_back(folder: Path, typed: str, kept: str) -> None:
    made = corrected(folder, cell(ACTION, SHEET, "Relu le", typed))
    made.write()
    store = FileStore(folder, folder.parent / "kit.toml")
    article = store.article(ACTION)
    assert article is not None and article.reviewed_on == kept and article.provisional


def test_a_text_said_to_be_reviewed_is_no_longer_provisional(folder: Path) -> None:
    before = FileStore(folder, folder.parent / "kit.toml").article(ACTION)
    corrected(folder, cell(ACTION, SHEET, "État", "Relu")).write()
    article = FileStore(folder, folder.parent / "kit.toml").article(ACTION)
    assert before is not None and article is not None
    assert not article.provisional and article.reviewed_on == before.reviewed_on


def test_a_paragraph_changed_meanwhile_is_told_not_written_over(folder: Path) -> None:
    rows = list(rows_of(folder))
    place = next(n for n, row in enumerate(rows) if row.id == ACTION and "Seuls des conseiller·ères" in row.text)
    path = folder / "agir" / "elu-designe" / "elu-commission.md"
    raw = path.read_text(encoding="utf-8").replace("Seuls des conseiller·ères", "Seules des personnes", 1)
    path.write_text(raw, encoding="utf-8")
    cells = list(rows[place].cells())
    cells[2] = "Autre chose [F508]."
    made = changes([Row(*cells)], folder)
    assert made.files == {}
    assert [(r.id, r.reason) for r in made.refused] == [(ACTION, "changed-meanwhile")]


def test_a_sheet_brought_back_twice_is_done(folder: Path) -> None:
    old = next(r for r in rows_of(folder) if r.id == ACTION and "Seuls des conseiller·ères" in r.text)
    dated = next(r for r in rows_of(folder) if r.id == ACTION and r.part == SHEET)
    text = old.text.split("\n")[0] + "\nSeuls des élus y siègent [F508]."
    sent = [
        Row(old.id, old.part, text, print=old.print),
        Row(dated.id, SHEET, dated.text, dated.state, "2027-01-01", print=dated.print),
    ]
    changes(sent, folder).write()
    again = changes(sent, folder)
    assert (again.files, again.refused) == ({}, [])


@pytest.mark.parametrize(
    ("part", "column", "value", "reason"),
    [
        (SHEET, "Relu le", "hier", "date"),
        (SHEET, "Relu le", "", "date"),
        (SHEET, "État", "parfait", "state"),
        ("résumé", "Texte", "", "empty"),
        ("paragraphe 1", "Texte", "  ", "empty"),
        ("paragraphe 2", "Texte", "# Un titre de page", "unreadable"),
        ("paragraphe 2", "Texte", "Du <b>HTML</b>.", "unreadable"),
    ],
)
def test_what_cannot_come_back_is_told_and_nothing_is_harmed(
    folder: Path, part: str, column: str, value: str, reason: str
) -> None:
    made = corrected(folder, cell(ACTION, part, column, value))
    assert made.files == {}
    assert [(r.id, r.reason) for r in made.refused] == [(ACTION, reason)]


def test_unknown_texts_and_parts_are_told(folder: Path) -> None:
    made = changes([Row("nulle-part", "titre", "x", print="y"), Row(ACTION, "couleur", "x", print="y")], folder)
    assert [r.reason for r in made.refused] == ["unknown-text", "unknown-part"]


def test_answers_are_given_to_the_writer(folder: Path) -> None:
    made = corrected(folder, cell("cress-ricless", QUESTION, "Réponse", "Rencontres…"))
    assert [(row.id, row.answer) for row in made.answers] == [("cress-ricless", "Rencontres…")]
    assert made.files == {}


def test_a_list_keeps_its_items_and_no_formula_reaches_the_spreadsheet(folder: Path) -> None:
    rows = [row for row in rows_of(folder) if row.text.startswith("- ")]
    assert rows
    content = csv_file([COLUMNS, *(row.cells() for row in rows)]).decode("utf-8-sig")
    table = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    assert not [text for line in table for text in line if text[:1] in "=+-@" and text]
    assert [row.text for row in read_sheet(content.encode("utf-8"), Path("f.csv"))] == [row.text for row in rows]


def test_every_body_is_made_of_its_chunks(folder: Path) -> None:
    for path in folder.rglob("*.md"):
        body = path.read_text(encoding="utf-8").split("+++\n", 2)[2]
        lines = body.split("\n")
        held = {n for chunk in chunks(body) for n in range(chunk.start, chunk.end)}
        assert all(not line.strip() for n, line in enumerate(lines) if n not in held)
        for chunk in chunks(body):
            assert re.sub(r"\s+", "", chunk.shown) == re.sub(r"\s+", "", "".join(lines[chunk.start : chunk.end]))


def test_another_file_is_no_sheet(tmp_path: Path) -> None:
    for content in (b"", b"a;b\r\n1;2\r\n", bytes(range(256))):
        with pytest.raises(ContentError):
            read_sheet(content, tmp_path / "x.csv")


HEAD = ";".join(COLUMNS).encode() + b"\r\n"
TOO_LARGE = {
    "a cell over what csv reads": HEAD + b"a;b;" + b"c" * 200_000 + b"\r\n",
    "a cell over what a spreadsheet holds": HEAD + b"a;b;" + b"c" * (CELL_LIMIT + 1) + b"\r\n",
    "a quote that nothing closes": HEAD + b'"' + b"a;b\r\n" * 50_000,
    "rows": HEAD + b"a;b;c\r\n" * (ROW_LIMIT + 1),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_sheet_that_no_spreadsheet_wrote_is_refused(
    name: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(TOO_LARGE[name])
    with pytest.raises(ContentError):
        open_sheet(file)
    assert cli.main(["review", "--apply", str(file)]) == 1
    assert "trop grande" in capsys.readouterr().err


def test_a_sheet_may_quote_all_its_cells(folder: Path, tmp_path: Path) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([COLUMNS, *(row.cells() for row in rows_of(folder))])
    (tmp_path / "x.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    assert len(open_sheet(tmp_path / "x.csv")) == len(rows_of(folder))


def test_a_sheet_is_read_to_its_bound_and_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    with (tmp_path / "x.csv").open("wb") as file:
        file.truncate(SHEET_LIMIT + 1)
    with pytest.raises(ContentError):
        open_sheet(tmp_path / "x.csv")
    os.mkfifo(tmp_path / "y.csv")
    with pytest.raises(OSError):
        open_sheet(tmp_path / "y.csv")


def test_fingerprints_tell_words_apart() -> None:
    assert fingerprint("Deux mots") != fingerprint("Trois mots")
    assert fingerprint("l’été\u00a0: oui") == fingerprint("l'été : oui \r\n")


# --- the command line ------------------------------------------------------------------------------


def test_review_out_then_apply(resources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "feuille.csv"
    assert cli.main(["review", "--out", str(out)]) == 0
    assert cli.main(["review", "--out", str(out)]) == 1
    assert cli.main(["review", "--out", str(out), "--force"]) == 0
    capsys.readouterr()
    text = out.read_bytes().decode("utf-8-sig")
    changed = text.replace("Seuls des conseiller·ères municipaux en sont membres", "Seuls des élus en sont membres")
    assert changed != text
    out.write_bytes(changed.encode("utf-8-sig"))
    path = resources / "content" / "agir" / "elu-designe" / "elu-commission.md"
    before = path.read_bytes()
    assert cli.main(["review", "--apply", str(out)]) == 0
    shown = capsys.readouterr().out
    assert (
        "--- agir/elu-designe/elu-commission.md" in shown
        and "+    - **Des élu·es, et seulement des élu·es.** Seuls des élus" in shown
    )
    assert "+        - " not in shown
    assert path.read_bytes() == before
    assert cli.main(["review", "--apply", str(out), "--yes"]) == 0
    assert "Seuls des élus en sont membres" in path.read_text(encoding="utf-8")


def test_review_says_which_formats_it_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["review", "--out", str(tmp_path / "f.xyz")]) == 2
    assert ".csv" in capsys.readouterr().err
    assert cli.main(["review", "--apply", str(tmp_path / "absent.csv")]) == 1


def test_refused_rows_are_said_and_give_one(
    resources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "feuille.csv"
    cells = Row("nulle-part", "titre", "Autre", print="x").cells()
    out.write_bytes(csv_file([COLUMNS, cells]))
    assert cli.main(["review", "--apply", str(out), "--yes"]) == 1
    assert "aucun texte ne porte cet identifiant" in capsys.readouterr().err
