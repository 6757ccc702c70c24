from __future__ import annotations

import itertools
import os
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePath

import pytest
from msgspec.structs import replace

from kit.content.blocks import Callout, Heading, Items, Paragraph, Table, plain
from kit.content.library import Library
from kit.documents.aide_memoire import aide_memoire_document
from kit.documents.article import article_document, chapter_document
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.decisions import decisions_document
from kit.documents.document import Bar, Document, Fields, Lead, PageBreak, words
from kit.documents.docx import docx
from kit.documents.export import FORMATS, documents, export_all
from kit.documents.odt import odt
from kit.documents.payload import BOXES
from kit.documents.plan import plan_document
from kit.documents.poster import poster_document
from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images, write
from kit.dossier.model import Status
from kit.errors import OutputExists, Stopped, UnknownId
from kit.mail.plan_part import Discreet
from tests.calls import Call
from tests.unit.documents.document_samples import CHANGES, DAY, FakeDossier, HistoryDossier, texts_library
from tests.unit.documents.office_reading import Office

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def texts() -> Library:
    return texts_library()


@pytest.fixture
def dossier() -> HistoryDossier:
    return HistoryDossier(CHANGES)


def headings(document: Document) -> list[tuple[int, str]]:
    return [
        (block.level, "".join(getattr(span, "text", "") for span in block.spans))
        for block in document.blocks
        if isinstance(block, Heading)
    ]


def test_an_action_is_its_code_its_steps_after_how_and_when_it_is_done(texts: Library) -> None:
    document = article_document(texts, "l1-a1", today=DAY)
    assert document.title == "1.1 Avoir une commission ESS"
    places = [n for n, block in enumerate(document.blocks) if isinstance(block, Items)]
    assert isinstance(document.blocks[places[0] - 2], Heading)


def test_a_chapter_holds_all_its_texts_and_one_list_of_sources(texts: Library) -> None:
    titles = headings(chapter_document(texts, "convaincre", today=DAY))
    assert titles == [(2, "La fiche du maire"), (3, "Quel risque ?"), (4, "Et encore"), (2, "Sources")]


def test_only_a_chapter_is_a_chapter_and_only_a_text_a_text(texts: Library) -> None:
    with pytest.raises(UnknownId) as refused:
        chapter_document(texts, "fiche")
    assert refused.value.near == ("convaincre",)
    with pytest.raises(UnknownId):
        article_document(texts, "rien")


def test_a_plan_has_every_action_its_state_and_the_long_notes_below(texts: Library, dossier: HistoryDossier) -> None:
    document = plan_document(texts, dossier, today=DAY)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [4, 4, 2, 1]
    text = document_text(document)
    assert "État\u00a0: en cours\u00a0; Qui\u00a0: Mme Martin" in text.replace("\n  ", " ")
    assert tables[0].header == tuple(map(words, ("N°", "Action", "État", "Qui", "Pour\u00a0quand")))
    assert [plain(row[0]) for table in tables for row in table.rows][-2:] == ["3.2", "+"]
    assert text.index("Voir plus bas") < text.index("Une longue note.")
    bars = [block.statuses for block in document.blocks if isinstance(block, Bar)]
    assert [len(bar) for bar in bars] == [3, 4, 2] and bars[0][0] is Status.DONE
    assert document.sheets[0].header[:4] == ("Levier", "Numéro", "Action", "État")
    assert document.sheets[0].rows[-1][:4] == ("Nos propres actions", "", "Fête des associations", "à discuter")
    assert len(document.sheets[0].rows) == 11


def test_the_steps_of_an_action_are_told_in_the_table_on_the_sheet_and_below_when_long(texts: Library) -> None:
    def steps(on: str, *told: str) -> list[tuple[str, str, str, object]]:
        moment = "2026-11-25T08:00:00Z"
        return [(moment, on, f"step:{n:012x}", text) for n, text in enumerate(told, 1)]

    done = ("2026-11-25T08:00:00Z", "action:l1-a1", f"step:{1:012x}:done", True)
    long = [f"Une étape bien longue à dire, la {n}e de toutes, qui ne tient pas dans une case" for n in range(1, 6)]
    changes = [*CHANGES, *steps("action:l1-a1", "Écrire", "Voter"), done, *steps("own:fete", *long)]
    document = plan_document(texts, HistoryDossier(changes), today=DAY)
    cells = [
        plain(row[1]).partition("\n")[2] for block in document.blocks if isinstance(block, Table) for row in block.rows
    ]
    assert cells[1] == "☑ Écrire (fait)\n☐ Voter\nDélibération du 12 octobre.\nMerci à tous."
    assert cells[-1] == "Voir plus bas"
    below = [plain(block.spans) for block in document.blocks if isinstance(block, Paragraph)]
    assert (2, "Étapes et notes") in headings(document)
    assert below[-5:] == [f"☐ {text}" for text in long]
    sheet = [dict(zip(document.sheets[0].header, row, strict=True)) for row in document.sheets[0].rows]
    assert sheet[1]["Étapes"] == "☑ Écrire (fait)\n☐ Voter"
    assert sheet[-1]["Étapes"].splitlines() == [f"☐ {text}" for text in long]
    assert [row["Étapes"] for row in sheet[2:-1]] == [""] * 8


def test_the_pieces_of_an_action_are_named_in_every_format(texts: Library, tmp_path: Path) -> None:
    moment, digest = "2026-11-25T08:00:00Z", "0123456789ab" + "0" * 52
    scan = {"title": "Délibération.pdf", "file": "0123456789ab-Délibération.pdf", "sha256": digest, "size": 9}
    false = scan | {"title": "Le vote", "file": "0123456789ab-x.pdf.bat"}
    link = {"title": "Le site", "url": "https://saint-exemple.example/pv"}
    given = [(moment, "action:l1-a1", f"evidence:{n}", value) for n, value in enumerate((scan, false, link))]
    document = plan_document(texts, HistoryDossier([*CHANGES, *given]), today=DAY)
    sheet = [dict(zip(document.sheets[0].header, row, strict=True)) for row in document.sheets[0].rows]
    told = ["Délibération.pdf", "Le vote (x.pdf.bat)", "Le site (https://saint-exemple.example/pv)"]
    assert sheet[1]["Pièces"].splitlines() == told
    for ending in (".csv", ".txt", ".odt", ".docx"):
        out = tmp_path / f"plan{ending}"
        write(document, out)
        if ending in (".odt", ".docx"):
            with zipfile.ZipFile(out) as packed:
                text = packed.read("content.xml" if ending == ".odt" else "word/document.xml").decode()
        else:
            text = out.read_text("utf-8-sig")
        flat = " ".join(re.sub("<[^>]+>", "", text).split())
        assert all(re.sub(r"\s", "", one) in re.sub(r"\s", "", flat) for one in told), ending
    assert "Délibération" not in str(plan_document(texts, Discreet(HistoryDossier([*CHANGES, *given])), today=DAY))


def test_a_day_of_the_first_program_is_a_day_on_paper_and_in_the_calendar(texts: Library) -> None:
    old = HistoryDossier([*CHANGES, ("2026-11-25T08:00:00Z", "action:l2-a1", "due", "13/06/2027")])
    plan = plan_document(texts, old, today=DAY)
    assert date(2027, 6, 13) in [due.day for due in plan.dues or ()]
    assert "13 juin 2027" in document_text(plan)


def test_own_actions_are_never_counted(texts: Library, dossier: HistoryDossier) -> None:
    dossier.statuses["own:fete"] = dossier.statuses["action:l1-a1"]
    assert "2 actions faites sur 9." in document_text(plan_document(texts, dossier, today=DAY))


def test_decisions_are_those_of_the_day_with_the_state_before(texts: Library, dossier: HistoryDossier) -> None:
    text = document_text(decisions_document(texts, dossier, today=DAY))
    assert "1.1 Avoir une commission ESS (avant\u00a0: en cours)" in text
    assert "2.2" not in text
    since = document_text(decisions_document(texts, dossier, since=date(2026, 9, 1), today=DAY))
    assert "Ce qui a changé depuis le 1er septembre 2026." in since
    assert "2.2 Rencontrer Le Mouvement associatif (avant\u00a0: à faire)" in since
    none = document_text(decisions_document(texts, dossier, today=date(2027, 1, 1)))
    assert "Rien n’a changé depuis ce jour." in none
    assert "1.1" not in none


def test_a_status_of_a_later_program_is_still_to_do(texts: Library, dossier: HistoryDossier) -> None:
    later = [replace(dossier.events[0], on="action:l1-a1", f="status", x=value) for value in ("nouveau", 3, None)]
    dossier.events = [*later, *(event for event in dossier.events if event.t > "2026-11")]
    text = document_text(decisions_document(texts, dossier, today=DAY))
    assert "1.1 Avoir une commission ESS (avant\u00a0: à faire)" in text


def test_the_aide_memoire_of_the_shipped_texts_is_one_page(shipped: Library, typesetter: Typesetter) -> None:
    document = aide_memoire_document(shipped, today=DAY)
    assert len(page_images(document, typesetter, 10)) == 1
    text = document_text(document)
    assert all(action.code in text for action in shipped.outline.actions)
    assert shipped.publisher.mail in text


def test_every_shipped_text_is_a_document_without_a_gap_in_its_titles(shipped: Library) -> None:
    count = 0
    for name, document in documents(shipped, DAY):
        levels = [1, *(level for level, _ in headings(document))]
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), name
        count += 1
    assert count == 1 + 3 + 5 + 1 + len(shipped.outline.levers) + len(list(shipped.articles()))


def test_no_text_holds_what_a_list_of_an_office_cannot(shipped: Library) -> None:
    def inside(blocks: tuple[object, ...]) -> Iterator[object]:
        for block in blocks:
            if isinstance(block, Items):
                yield from (inner for item in block.items for inner in item)
                yield from (found for item in block.items for found in inside(item))
            elif isinstance(block, Callout):
                yield from inside(block.blocks)

    for name, document in documents(shipped, DAY):
        assert not [found for found in inside(document.blocks) if isinstance(found, (Table, Callout, Heading))], name


def test_the_whole_kit_is_written_as_files(texts: Library, tmp_path: Path) -> None:
    out = tmp_path / "kit"
    count = export_all(texts, out, today=DAY, files=[(PurePath("kit-de-poche.html"), b"page")])
    files = [path for path in out.rglob("*") if path.is_file()]
    assert len(files) == count == 4 * (1 + 2 + 5 + 1 + 3 + len(list(texts.articles()))) + 1 + 1 + 1 + 1
    assert {path.suffix for path in files} == {*FORMATS, ".html", ".epub"}
    assert (out / "textes" / "1-convaincre" / "01-la-fiche-du-maire.odt").is_file()
    told = (out / "LISEZ-MOI.txt").read_text(encoding="utf-8")
    assert "listes vierges" in told and "kit-de-poche.html" in told and "livre-numerique.epub" in told
    assert (out / "kit-de-poche.html").read_bytes() == b"page"
    assert [path.name for path in tmp_path.iterdir()] == ["kit"]


def test_an_export_tells_how_far_it_is_and_stopped_leaves_nothing(texts: Library, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    def stop(*step: object) -> None:
        told.append(step)  # type: ignore[arg-type]
        if len(told) == 3:
            raise Stopped

    with pytest.raises(Stopped):
        export_all(texts, tmp_path / "kit", today=DAY, step=stop)
    assert [name for name, _, _ in told] == ["files"] * 3 and [done for _, done, _ in told] == [0, 1, 2]
    assert told[0][2] == len(list(documents(texts, DAY))) and list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(
    texts: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "à moi.txt").write_text("à garder", encoding="utf-8")
    with pytest.raises(OutputExists):
        export_all(texts, tmp_path / "kit", today=DAY)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            export_all(texts, tmp_path / "kit", today=DAY, force=True)
    assert [path.name for path in tmp_path.rglob("*")] == ["kit", "à moi.txt"]
    export_all(texts, tmp_path / "kit", today=DAY, force=True)
    assert (tmp_path / "kit" / "à moi.txt").read_text(encoding="utf-8") == "à garder"
    assert (tmp_path / "kit" / "aide-memoire.pdf").is_file()


def test_the_calls_write_what_the_contract_says(call: Call, tmp_path: Path) -> None:
    dossier = tmp_path / "d.kitess"
    assert call("dossier", "new", dossier, "--name", "Saint-Exemple").code == 0
    assert call("dossier", "tick", dossier, "elu-commission", "--status", "en-cours").code == 0
    assert call("dossier", "set", dossier, "elu-commission", "due", "2027-03-01").code == 0
    calls = {
        "plan": (["plan", "--dossier", dossier], "pdf odt docx txt csv ods xlsx ics"),
        "decisions": (["decisions", "--dossier", dossier], "pdf odt docx txt"),
        "slides": (["slides", "--dossier", dossier], "pdf odt docx txt"),
        "article": (["article", "elu-commission", "--size", "18"], "pdf odt docx txt"),
        "chapter": (["chapter", "comprendre"], "docx"),
        "aide": (["aide-memoire"], "odt"),
        "checklist": (["checklist", "--dossier", dossier], "odt docx"),
        "affiche": (["poster"], "pdf odt docx txt"),
        "faite": (["poster", "--dossier", dossier], "txt"),
        "livret": (["booklet"], "pdf odt docx txt"),
    }
    for name, (words_told, extensions) in calls.items():
        for extension in extensions.split():
            out = tmp_path / f"{name}.{extension}"
            done = call(*words_told, "--out", out)
            assert (done.code, done.err) == (0, ""), (name, extension)
            assert out.stat().st_size > 100
    told = (tmp_path / "decisions.txt").read_text(encoding="utf-8")
    assert "Saint-Exemple" in told
    assert "1.1 Avoir une commission ESS (avant\u00a0: à faire)" in told


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["article", "rien", "--out", "a.pdf"], 2, "identifiant"),
        (["chapter", "elu-commission", "--out", "a.pdf"], 2, "comprendre"),
        (["article", "elu-commission", "--out", "a.csv"], 2, ".docx, .odt, .pdf, .txt"),
        (["plan", "--dossier", "none.kitess", "--out", "a.pdf"], 1, "pas de dossier"),
        (["aide-memoire", "--out", "pyproject.toml"], 2, "pas de format"),
        (["export-all", "docs"], 1, "--force"),
        (["booklet", "--imposed", "--out", "a.odt"], 2, ".pdf"),
        (["poster", "--size", "18", "--out", "a.pdf"], 2, "--size"),
        (["decisions", "--dossier", "d", "--since", "hier", "--out", "a.pdf"], 2, "AAAA-MM-JJ"),
    ],
)
def test_wrong_calls_get_a_plain_sentence(words: list[str], code: int, said: str, call: Call) -> None:
    done = call(*words)
    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err


def test_spaces_to_fill_and_breaks_hold_no_text() -> None:
    assert document_text(Document("T", (Fields(("Qui ?",)), PageBreak()), DAY)).count("_" * 18) == 1


def test_a_blank_checklist_has_neither_place_nor_state(texts: Library) -> None:
    document = checklist_document(checklist(texts, None, today=DAY))
    assert (document.blank, document.place) == (True, "")


def test_the_poster_explains_the_signs_that_it_prints() -> None:
    statuses = {"action:l1-a1": Status.DONE, "action:l1-a2": Status.NOT_CONCERNED}
    document = poster_document(texts_library(), FakeDossier(statuses, {}), today=DAY)
    lead = next(plain(block.spans) for block in document.blocks if isinstance(block, Lead))
    assert "« x »" not in lead and "(–)" in lead
    for told in (document_text(document), *(Office(make(document)).text for make in (docx, odt))):
        box = next(line for line in told.splitlines() if "1.2" in line)
        assert "–" in box.partition("1.2")[0]
    assert BOXES[Status.NOT_CONCERNED] == "–"
    blank = next(
        plain(one.spans) for one in poster_document(texts_library(), today=DAY).blocks if isinstance(one, Lead)
    )
    assert "« x »".replace(" ", "\u00a0") in blank, "what is written by hand is typed back as it is written"
