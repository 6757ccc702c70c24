"""What is asked once serves everywhere: typed in « Ma collectivité », or where it is first needed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kit.acts import record
from kit.documents import emblem
from kit.documents.document import Document
from kit.documents.writer import write
from kit.mail.letter import document as letter_document
from tests.unit.documents.emblem_samples import png
from tests.unit.documents.office_reading import Office
from tests.unit.documents.pdf_reading import Pdf
from ui.features.acts.companions import session_writer
from ui.features.acts.page import ActPage
from ui.features.contact.page import ContactPage
from ui.features.dossier.page import CollectivitePage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToActModel, ToContact
from ui.shell.main_window import MainWindow
from ui.widgets.choice import Choice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ACT, LETTER, CONVENTION = "deliberation-commission-ess", "lettre-reseaux-ess", "convention-objectifs"
SESSION, POST, MAIL = "dossier de séance", "courrier", "message"
COUNCIL = datetime.date.today().replace(day=15).replace(year=datetime.date.today().year + 1)
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
IN_WORDS = f"15 {MONTHS[COUNCIL.month - 1]} {COUNCIL.year}"

# Field of « Ma collectivité », what is typed, what is read, and where.
ASKED: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("title", "la maire", "La maire", (ACT, LETTER)),
    ("title", "la maire", "la maire", (CONVENTION,)),
    ("title", "la maire", "Pour la maire, Alix Exemple", (SESSION,)),
    ("siren", "217500016", "217 500 016", (CONVENTION,)),
    ("mayor", "Alix Exemple", "Alix Exemple", (ACT, LETTER, CONVENTION, SESSION)),
    ("secretary", "Dominique Essai", "Dominique Essai", (LETTER,)),
    ("address", "1 place du Marronnier\n23999 Saint-Exemple", "1 place du Marronnier", (LETTER, CONVENTION, POST)),
    ("council", f"{COUNCIL:%d/%m/%Y}", IN_WORDS, (ACT, SESSION, MAIL, POST)),
    ("room", "salle du Tilleul", "salle du Tilleul", (ACT, SESSION, MAIL, POST)),
    ("clerk", "Camille Modèle", "Camille Modèle", (ACT, SESSION)),
)


def write_in(qtbot: QtBot, field: object, words: str) -> None:
    """Type into a field, or choose in it by keys, and leave it."""
    if isinstance(field, Choice):
        field.setFocus()
        while field.currentText() != words:
            before = field.currentIndex()
            qtbot.keyClick(field, Qt.Key.Key_Down)
            assert field.currentIndex() > before, "no such choice"
        return
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    field.setFocus()
    field.selectAll()
    for number, line in enumerate(words.split("\n")):
        if number:
            qtbot.keyClick(field, Qt.Key.Key_Return)
        if line.isascii():
            qtbot.keyClicks(field, line)
        else:
            field.insert(line) if isinstance(field, QLineEdit) else field.insertPlainText(line)
    field.clearFocus()


def act_page(qtbot: QtBot, window: MainWindow, model: str) -> ActPage:
    window.open_route(ToActModel(model))
    page = window.current_page
    assert isinstance(page, ActPage)
    qtbot.waitUntil(lambda: page.editor is not None and page.editor.model.id == model, timeout=15_000)
    qtbot.waitUntil(lambda: page.editor is not None and page.editor.latest is not None, timeout=15_000)
    return page


def said(path: Path) -> str:
    """Return what a file says, all white space as one space."""
    data = path.read_bytes()
    return " ".join((Pdf(data).text() if path.suffix == ".pdf" else Office(data).text).split())


def has_picture(path: Path) -> bool:
    if path.suffix == ".pdf":
        return b"/Subtype /Image" in path.read_bytes() or b"/Subtype/Image" in path.read_bytes()
    return any(name.endswith(".png") and "thumbnail" not in name.lower() for name in Office(path.read_bytes()).names)


def test_what_is_typed_in_ma_collectivite_is_read_everywhere(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path
) -> None:
    context.session.set_text("identity", "name", "Saint-Exemple")
    context.session.set_text("identity", "kind", "commune")
    window.open_route(Route(PageId.COLLECTIVITE))
    page = window.current_page
    assert isinstance(page, CollectivitePage)
    for name, typed, _, _ in ASKED:
        write_in(qtbot, page.boxes[name].field, typed)
        assert page.boxes[name].error == ""
    assert context.session.settle()
    picture = tmp_path / "logo.png"
    picture.write_bytes(png(64, 64))
    emblem.choose(context.session.dossier, picture)

    files: dict[str, list[Path]] = {}

    def keep(document: Document, what: str) -> None:
        files[what] = [tmp_path / f"{what}{extension}" for extension in (".pdf", ".odt", ".docx")]
        for path in files[what]:
            write(document, path)

    for model in (ACT, LETTER, CONVENTION):
        made = act_page(qtbot, window, model).editor
        assert made is not None and made.latest is not None
        keep(made.latest.document, model)
        if model == ACT:
            folder = tmp_path / "seance"
            folder.mkdir()
            session_writer(context, made.latest, folder)()
            files[SESSION] = sorted(folder.iterdir())
    window.open_route(ToContact("rencontre"))
    contact = window.current_page
    assert isinstance(contact, ContactPage)
    keep(letter_document(contact.editor.letter(())), POST)
    told = {what: [said(path) for path in paths] for what, paths in files.items()}
    told[MAIL] = [" ".join(contact.draft().body.split())]
    wanted = [(what, name, read) for name, _, read, places in ASKED for what in places]
    assert [(what, read) for what, name, read in wanted for text in told[what] if read not in text] == []
    assert [path for paths in files.values() for path in paths if not has_picture(path)] == []
    assert len(files[SESSION]) == 2


@pytest.mark.parametrize("typed_in", ["act", "letter", "session", "mail"])
def test_what_is_asked_where_it_is_first_needed_is_known_everywhere(
    qtbot: QtBot,
    window: MainWindow,
    context: AppContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed_in: str,
) -> None:
    day = f"{COUNCIL:%d/%m/%Y}"
    if typed_in == "act":
        page = act_page(qtbot, window, ACT)
        page.side.fields.reveal("seance.date")
        write_in(qtbot, page.side.fields.boxes["seance.date"].field, day)
        window.open_route(ToContact("rencontre"))
        contact = window.current_page
        assert isinstance(contact, ContactPage)
        assert f"Notre prochain conseil : {IN_WORDS}" in " ".join(contact.editor.letter(()).draft.body.split())
    elif typed_in == "letter":
        window.open_route(ToContact("rencontre"))
        contact = window.current_page
        assert isinstance(contact, ContactPage)
        contact.panel.address.ask_for("", own=True)
        write_in(qtbot, contact.panel.address.own, "1 place du Marronnier\n23999 Saint-Exemple")
        monkeypatch.setattr(contact.delivery, "ask_file", lambda *_: tmp_path / "courrier.odt")
        monkeypatch.setattr(contact.delivery, "_may_go", lambda: True)
        contact.panel.address.save.click()
        assert "1 place du Marronnier" in contact.editor.letter(()).sender
        assert record.values(context.session.dossier)["collectivite.adresse"].startswith("1 place du Marronnier")
        qtbot.waitUntil((tmp_path / "courrier.odt").exists, timeout=15_000)
    elif typed_in == "session":
        page = act_page(qtbot, window, "arrete-delegation-ess")
        asked: list[str] = []
        monkeypatch.setattr(page.commands, "prepare_session", lambda: asked.append("made"))
        page.notes.session_requested.emit()
        form = page.notes.ask.form
        assert form is not None and not asked
        assert list(form.boxes) == ["executif.titre", "executif.nom", "seance.date", "seance.lieu"]
        write_in(qtbot, form.boxes["seance.date"].field, "demain peut-être")
        page.notes.ask.make.click()
        assert form.boxes["seance.date"].error and not asked
        write_in(qtbot, form.boxes["seance.date"].field, day)
        write_in(qtbot, form.boxes["seance.lieu"].field, "salle du Tilleul")
        page.notes.ask.make.click()
        assert asked == ["made"] and page.notes.ask.isHidden()
        assert record.values(context.session.dossier)["seance.lieu"] == "salle du Tilleul"
    else:
        window.open_route(ToContact("rencontre"))
        contact = window.current_page
        assert isinstance(contact, ContactPage)
        write_in(qtbot, contact.form.council, day)
    if typed_in != "letter":
        assert context.session.text("identity", "council") == COUNCIL.isoformat()
        window.open_route(Route(PageId.COLLECTIVITE))
        there = window.current_page
        assert isinstance(there, CollectivitePage)
        line = there.boxes["council"].field
        assert isinstance(line, QLineEdit) and line.text() == day


@pytest.mark.parametrize(("typed", "shown"), [("217500017", "217 500 017"), ("bientôt", "bientôt")])
def test_a_doubtful_siren_is_told_in_a_sentence_and_kept(
    qtbot: QtBot, window: MainWindow, context: AppContext, typed: str, shown: str
) -> None:
    window.open_route(Route(PageId.COLLECTIVITE))
    page = window.current_page
    assert isinstance(page, CollectivitePage)
    box = page.boxes["siren"]
    write_in(qtbot, box.field, typed)
    assert "SIREN" in box.error and "gardé tel quel" in box.error.lower()
    assert record.values(context.session.dossier)["collectivite.siren"] == typed
    assert page.leave()
    write_in(qtbot, box.field, "217 500 016")
    assert box.error == "" and record.values(context.session.dossier)["collectivite.siren"] == "217500016"
    act = act_page(qtbot, window, CONVENTION)
    line = act.side.fields.boxes["collectivite.siren"].field
    assert isinstance(line, QLineEdit) and line.text().split() == ["217", "500", "016"]
