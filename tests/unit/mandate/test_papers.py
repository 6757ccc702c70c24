"""Papers of a meeting and of a mandate: what they say, since when, and that stopping leaves nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from kit.content.library import Library
from kit.documents import handover
from kit.documents.decisions import decisions_document
from kit.documents.directory import directory_document, labels_pdf
from kit.documents.handover import handover_document, write_handover
from kit.documents.history import history_document
from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from kit.dossier import pieces
from kit.dossier.dossier import Dossier
from kit.dossier.highlights import highlighted
from kit.dossier.model import Change
from kit.dossier.pieces import PieceState
from kit.dossier.plan import build_plan
from kit.dossier.plan_changes import evidence_added, put_first
from kit.dossier.plan_lists import Evidence
from kit.errors import Stopped
from kit.mandate import directory, renewal
from kit.mandate.directory import Contact, contacts
from kit.mandate.story import Asked, Kind
from kit.text_quote import TextQuote
from tests.unit.documents.sheet_reading import tables
from tests.unit.mandate.conftest import Clock


@pytest.fixture
def clock(clock: Clock) -> Clock:
    """Begin on the day of a meeting."""
    clock.now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    return clock


def test_the_releve_begins_with_the_meeting_not_with_the_day(library: Library, dossier: Dossier, clock: Clock) -> None:
    dossier.record("action:elu-commission", "status", "fait")
    clock.now += timedelta(hours=2)
    began = clock.now
    dossier.record("action:reseaux-cress", "status", "en-cours")
    told = document_text(decisions_document(library, dossier, since=began, today=clock.now.date()))
    whole = document_text(decisions_document(library, dossier, since=clock.now.date(), today=clock.now.date()))
    assert "Prendre contact avec la CRESS" in told and "Avoir une commission ESS" not in told
    assert "Avoir une commission ESS" in whole


def test_the_history_is_narrowed_by_kind(library: Library, dossier: Dossier) -> None:
    dossier.record("action:elu-commission", "status", "fait")
    dossier.record("action:elu-commission", "note", "Au conseil de mars.")
    _, changes = directory.added({"name": "La Ressourcerie"})
    dossier.commit(*dossier.group(changes))
    found = {
        kind: document_text(history_document(library, dossier, Asked(kinds=frozenset([kind]))))
        for kind in (Kind.STATUS, Kind.PLAN, Kind.DIRECTORY, Kind.MANDATE)
    }
    assert "passe à « fait »" in found[Kind.STATUS].replace("\u00a0", " ")
    assert "conseil de mars." in found[Kind.PLAN] and "mars.." not in found[Kind.PLAN]
    assert "Répertoire" in found[Kind.DIRECTORY] and "Ressourcerie" not in found[Kind.DIRECTORY]
    assert "Aucun changement" in found[Kind.MANDATE]


def test_what_a_new_mandate_must_take_up_is_marked_in_the_plan(library: Library, dossier: Dossier) -> None:
    dossier.record("action:elu-commission", "status", "fait")
    dossier.commit(
        *dossier.group(renewal.open_mandate(dossier, date(2026, 11, 25), title="2026–2032", kept_title="Avant"))
    )
    plan = build_plan(library.outline, dossier, date(2026, 11, 25))
    assert [item.on for item in plan.items if item.is_to_confirm] == ["action:elu-commission"]
    dossier.record("action:elu-commission", "status", "en-cours")
    plan = build_plan(library.outline, dossier, date(2026, 11, 25))
    assert not any(item.is_to_confirm for item in plan.items)


def test_chosen_actions_go_first_in_the_order_given(library: Library, dossier: Dossier) -> None:
    plan = build_plan(library.outline, dossier, date(2026, 11, 25))
    chosen = [plan.items[7], plan.items[0], plan.items[3]]
    dossier.commit(*dossier.group(put_first(chosen, plan.items)))
    again = build_plan(library.outline, dossier, date(2026, 11, 25))
    rest = [item.on for item in plan.items if item not in chosen]
    assert [item.on for item in again.items] == [*(item.on for item in chosen), *rest]


def test_the_passation_names_who_was_met_only_with_names(library: Library, dossier: Dossier) -> None:
    dossier.commit(*dossier.group(directory.added({"name": "La Ressourcerie", "contact": "Prénom Nom"})[1]))
    assert "Ressourcerie" in document_text(handover_document(library, dossier))
    assert "Ressourcerie" not in document_text(handover_document(library, dossier, names=False))


@pytest.mark.parametrize("last", ["dossier", "text", "pdf", "odt", "docx", "table"])
def test_a_passation_that_is_stopped_leaves_nothing(
    library: Library, dossier: Dossier, tmp_path: Path, last: str
) -> None:
    dossier.record("action:elu-commission", "status", "fait")
    dossier.close()
    place = tmp_path / "sortie"
    place.mkdir()

    def step(name: str) -> None:
        if name == last:
            raise Stopped

    with pytest.raises(Stopped):
        write_handover(library, dossier.path, place / "passation", step=step)
    assert list(place.iterdir()) == []


def test_the_list_tells_each_entry_and_the_sheet_has_all_fields(library: Library, dossier: Dossier) -> None:
    on, changes = directory.added({"name": "La Ressourcerie", "email": "a@b.example", "met": "2026-11-03"})
    dossier.commit(*dossier.group(changes))
    dossier.record(on, "link:action:elu-commission", True)
    titles = {"action:elu-commission": "1.1 Avoir une commission ESS"}
    document = directory_document(library, contacts(dossier), titles=titles, place="Saint-Exemple")
    text = " ".join(document_text(document).split())
    for words in ("La Ressourcerie", "a@b.example", "3 novembre 2026", "1.1 Avoir une commission ESS", "une structure"):
        assert words.casefold() in text.casefold()
    assert (
        document.sheets[0].rows[0][0] == "La Ressourcerie"
        and document.sheets[0].rows[0][-1] == "1.1 Avoir une commission ESS"
    )
    assert "Le répertoire est vide" in document_text(directory_document(library, ()))


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (24, 1), (25, 2), (60, 3)])
def test_labels_fill_sheets_of_twenty_four(count: int, pages: int) -> None:
    entries = [
        Contact(f"contact:{n}", f"Structure {n}", place="12 rue de l’Exemple, 23000 Saint-Exemple")
        for n in range(count)
    ]
    with pikepdf.open(BytesIO(labels_pdf(entries, Typesetter()))) as pdf:
        assert len(pdf.pages) == pages
        box = pdf.pages[0].mediabox
    assert [round(float(side) / 72 * 25.4) for side in box[2:]] == [210, 297]


def test_a_label_takes_any_words(tmp_path: Path) -> None:
    bad = Contact("contact:x", "#set text(red) $x$ *gras* \u0007 🎈" * 20, contact="]" * 300, place=",,,\n, 12 rue,")
    with pikepdf.open(BytesIO(labels_pdf([bad], Typesetter()))) as pdf:
        assert len(pdf.pages) == 1


# --- the pieces of a passation ---


@pytest.fixture
def with_pieces(dossier: Dossier, tmp_path: Path) -> Path:
    """Return a closed dossier with a sound piece, a lost one, a changed one and a link."""
    for name in ("Délibération.pdf", "perdu.pdf", "changé.odt"):
        (tmp_path / name).write_bytes(name.encode())
        found = pieces.attach(dossier, "action:elu-commission", tmp_path / name).evidence
        if name == "perdu.pdf":
            pieces.path_of(dossier.path, found).unlink()
        elif name == "changé.odt":
            pieces.path_of(dossier.path, found).write_bytes(b"autre chose")
    link = Evidence("l", "Le site", url="https://saint-exemple.example/pv")
    dossier.record_group(evidence_added("action:elu-commission", link))
    dossier.close()
    return dossier.path


def test_a_passation_takes_the_pieces_along_and_lists_them(library: Library, with_pieces: Path, tmp_path: Path) -> None:
    folder = tmp_path / "passation"
    written = {path.name for path in write_handover(library, with_pieces, folder)}
    assert written >= {"dossier.kitess", "dossier.kitess.pieces", "passation.pdf", "LISEZ-MOI.txt"}
    with Dossier.open(folder / "dossier.kitess", write=False) as copy:
        named = pieces.evidence_in(copy)
        text = " ".join(document_text(handover_document(library, copy)).split())
        states = {pieces.shown_name(one): pieces.check(copy.path, one) for one in named}
    assert states["Délibération.pdf"] is PieceState.SOUND
    assert states["perdu.pdf"] is states["changé.odt"] is PieceState.MISSING
    for told in ("Délibération.pdf", "perdu.pdf (manque", "changé.odt (manque", "https://saint-exemple.example/pv"):
        assert told in text, told
    read_me = " ".join((folder / "LISEZ-MOI.txt").read_text("utf-8").split())
    assert "dossier.kitess.pieces : les pièces jointes aux actions (1)" in read_me.replace("\u00a0", " ")
    assert "Il manque des pièces (2)" in read_me
    pieces_told = tables((folder / "plan.ods").read_bytes())["Pièces"]
    assert "Délibération.pdf" in [row[-1] for row in pieces_told]


def test_a_passation_without_names_has_no_piece_and_says_so(
    library: Library, with_pieces: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "passation"
    write_handover(library, with_pieces, folder, names=False)
    assert not (folder / "dossier.kitess.pieces").exists()
    told = (folder / "LISEZ-MOI.txt").read_text("utf-8")
    assert "pièces jointes" in " ".join(told.split()) and "retirés" in told
    everything = b"".join(one.read_bytes() for one in folder.iterdir() if one.suffix != ".odt")
    assert "Délibération.pdf".encode() not in everything


EVERY = (OSError(28, "plein"), ValueError("x"), RuntimeError("x"), MemoryError(), KeyboardInterrupt(), Stopped())


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("names", [True, False], ids=["names", "no-names"])
@pytest.mark.parametrize("there", [True, False], ids=["empty-folder", "no-folder"])
def test_a_passation_that_anything_ends_leaves_nothing(
    library: Library,
    with_pieces: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    names: bool,
    there: bool,
) -> None:
    place = tmp_path / "sortie"
    place.mkdir()
    folder = place / "passation"
    if there:
        folder.mkdir()
    before = with_pieces.read_bytes()
    monkeypatch.setattr(handover, "write", lambda *_, **__: None)  # the typesetter is tried above

    def refuse(*_: object, **__: object) -> None:
        raise error

    parts = ["write_whole", "content_of", "handover_document", "plan_document", "write", "_read_me", "Typesetter"]
    for part in [*parts, "pieces.bring", "Path.rename"] if names else [*parts, "erase", "Path.rename"]:
        with monkeypatch.context() as patch:
            owner, _, name = f"handover.{part}".rpartition(".")
            patch.setattr({"handover": handover, "handover.pieces": pieces, "handover.Path": Path}[owner], name, refuse)
            with pytest.raises(type(error)):
                write_handover(library, with_pieces, folder, names=names)
        assert [one for one in place.rglob("*") if one != folder] == [], part
        assert with_pieces.read_bytes() == before
    write_handover(library, with_pieces, folder, names=names)
    assert (folder / "dossier.kitess").is_file()


def test_the_history_tells_passages_with_the_title_of_their_page(library: Library, dossier: Dossier) -> None:
    made, changes = highlighted("elu-commission", TextQuote("une commission dédiée"))
    dossier.record_group([*changes, Change(made.on, made.note_field, "à dire au conseil")])
    text = document_text(history_document(library, dossier)).replace("\u00a0", " ")
    told = " ".join(text.split())
    assert "« Avoir une commission ESS » : passage surligné : « une commission dédiée »" in told
    assert "une note a été prise sur un passage surligné" in told and "à dire au conseil" not in told
