"""Imprimer: the options, the preview and its keys, the PDF, the printer."""

from __future__ import annotations

import datetime
import itertools
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QAccessible, QDesktopServices, QImage, QPageLayout, QPageSize, QTransform
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.document import Boxes, Document
from kit.documents.model import Options
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images
from kit.dossier.highlights import highlighted
from kit.dossier.model import Status
from kit.errors import CompileFailed, Stopped
from kit.text_quote import TextQuote
from kit.tokens import LIGHT
from tests.gui.keys import press
from tests.gui.looks import alone
from tests.gui.marking import mark
from tests.gui.printers import printer_to
from ui.features.printing.foot import paper_words
from ui.features.printing.page import PrintPage
from ui.output import printables, printing
from ui.output.page_preview import flowed
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToPrint
from ui.shell.main_window import MainWindow

SETTLED = 30_000  # ms: a loaded machine may take its time, a long chapter more
A4_INCHES = (210 / 25.4, 297 / 25.4)


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> PrintPage:
    """Return the page alone, of a commune with a name, its first preview made."""
    context.session.set_text("identity", "name", "Saint-Exemple")
    return shown(qtbot, context)


@pytest.fixture
def typesetter() -> Typesetter:
    return Typesetter()


def shown(qtbot: QtBot, context: AppContext, origin: str = "", size: tuple[int, int] = (1024, 740)) -> PrintPage:
    made = PrintPage(context)
    alone(qtbot, made)
    made.resize(*size)
    made.open_route(ToPrint(of=origin))
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    settle(qtbot, made)
    return made


def settle(qtbot: QtBot, page: PrintPage) -> None:
    """Wait until the preview is that of the page's options."""

    def is_current() -> bool:
        document = page.document()
        return document is not None and page.maker.shows(document) and not page.context.jobs.is_busy

    qtbot.waitUntil(is_current, timeout=SETTLED)


def sections(document: Document) -> list[Boxes]:
    """Return the lists of a document, one for each lever."""
    return [block for block in document.blocks if isinstance(block, Boxes)]


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def render(pdf: Path, page: int, dpi: int) -> QImage:
    """Return a page of a PDF as poppler draws it."""
    out = pdf.with_suffix("")
    command = ["pdftoppm", "-png", "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile", str(pdf), str(out)]
    subprocess.run(command, check=True)
    return QImage(f"{out}.png").convertToFormat(QImage.Format.Format_Grayscale8)


def dark_rows(image: QImage) -> list[int]:
    """Return the rows that hold something dark."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    line, lines = grey.bytesPerLine(), bytes(grey.constBits())
    return [y for y in range(grey.height()) if min(lines[y * line : y * line + grey.width()]) < 128]


def inked(image: QImage) -> QRect:
    """Return the smallest rectangle that holds all that is dark."""
    rows, columns = dark_rows(image), dark_rows(image.transformed(QTransform(0, 1, 1, 0, 0, 0)))
    return QRect(QPoint(columns[0], rows[0]), QPoint(columns[-1], rows[-1]))


# --- what is printed ---


@pytest.mark.parametrize(
    ("origin", "levers"),
    [
        ("", ()),
        ("reseaux", ("reseaux",)),
        ("elu-extra-municipale", ("elu-designe",)),
        ("elu-designation", ("elu-designe",)),
        ("nulle-part", ()),
    ],
)
def test_it_opens_on_the_lever_one_comes_from(
    qtbot: QtBot, context: AppContext, origin: str, levers: tuple[str, ...]
) -> None:
    page = shown(qtbot, context, origin)
    document = page.document()
    assert page.options.lists.levers() == levers
    assert document is not None and len(sections(document)) == (1 if levers else 6)
    assert page.in_sight() == (levers[0] if levers else "")


def test_each_box_changes_what_is_printed(qtbot: QtBot, page: PrintPage) -> None:
    assert page.options.lists.options() == Options(notes=True)
    assert page.options.lists.boxes.isChecked() and not page.options.lists.boxes.isEnabled()
    for name, field in (("why", "why"), ("steps", "steps"), ("notes", "notes"), ("remaining", "only_remaining")):
        before = getattr(page.options.lists.options(), field)
        press(qtbot, getattr(page.options.lists, name))
        assert getattr(page.options.lists.options(), field) is not before
    settle(qtbot, page)
    assert page.foot.paper == paper_words(page.preview.page_count)
    assert page.preview.page_count > 2


def test_blank_lists_hold_nothing_of_the_dossier(qtbot: QtBot, page: PrintPage) -> None:
    mark(page.context.session, "action:elu-commission", Status.DONE)
    page.context.session.set_text("action:elu-commission", "note", "Voir avec Camille")
    settle(qtbot, page)
    assert "Voir avec Camille" in page.preview.words()
    press(qtbot, page.options.lists.blank)
    settle(qtbot, page)
    assert page.options.lists.options() == Options(blank=True)
    assert not page.options.lists.notes.isEnabled() and not page.options.lists.remaining.isEnabled()
    words = page.preview.words()
    assert "Voir avec Camille" not in words and "[x]" not in words and "Saint-Exemple" in words
    press(qtbot, page.options.lists.blank)
    assert page.options.lists.options() == Options(notes=True)


def test_only_what_remains_leaves_out_what_is_done(qtbot: QtBot, page: PrintPage) -> None:
    mark(page.context.session, "action:elu-commission", Status.DONE)
    press(qtbot, page.options.lists.remaining)
    settle(qtbot, page)
    words = page.preview.words()
    assert "1.1" not in words and "1.2" in words


def test_several_levers_can_be_chosen(qtbot: QtBot, page: PrintPage) -> None:
    page.options.lists.lever.choose("*")
    settle(qtbot, page)
    assert page.options.lists.several.isVisible()
    assert page.options.lists.levers() == (), "all are ticked at first: opening the choice changes nothing"
    for lever in ("elu-designe", "reseaux", "communication"):
        press(qtbot, page.options.lists.several.chip(lever))
    assert page.options.lists.levers() == ("outils-economiques", "diagnostic", "evenements")
    settle(qtbot, page)
    document = page.document()
    assert document is not None and [section.title[0] for section in sections(document)] == ["3", "4", "5"]


def test_no_lever_at_all_says_so_and_prints_nothing(qtbot: QtBot, page: PrintPage) -> None:
    page.options.lists.lever.choose("*")
    for lever in page.options.lists.several.ticked():
        press(qtbot, page.options.lists.several.chip(lever))
    qtbot.waitUntil(lambda: page.preview.page_count == 0)
    assert page.document() is None
    assert page.preview.paper.text() == "Choisissez au moins un levier."
    assert not page.foot.printing.isEnabled() and not page.foot.saving.isEnabled()
    press(qtbot, page.options.lists.several.chip("reseaux"))
    settle(qtbot, page)
    assert page.foot.printing.isEnabled() and page.preview.page_count == 1


def test_the_size_of_text_is_chosen_by_arrows_and_kept(
    qtbot: QtBot, page: PrintPage, make_context: Callable[..., AppContext], context: AppContext
) -> None:
    page.options.how.text_size.button("11").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.document().size == 24
    settle(qtbot, page)
    assert page.preview.page_count >= 3
    context.session.close()
    again = PrintPage(make_context())
    alone(qtbot, again)
    assert again.options.how.text_size.key() == "24"


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        (1, "1 page, 1 feuille"),
        (2, "2 pages, 1 feuille recto-verso"),
        (3, "3 pages, 2 feuilles recto-verso"),
        (8, "8 pages, 4 feuilles recto-verso"),
    ],
)
def test_pages_are_told_in_sheets(pages: int, words: str) -> None:
    assert paper_words(pages) == words


@pytest.mark.qt_log_ignore("This plugin does not support")  # the popup of names, offscreen
def test_the_name_of_the_commune_is_asked_when_it_is_not_known(qtbot: QtBot, context: AppContext) -> None:
    page = shown(qtbot, context)
    field = page.commune_box.field
    assert field.isVisible()
    field.setFocus()
    qtbot.keyClicks(field, "Saint-Exemple")
    press(qtbot, page.options.lists.why)
    assert context.session.text("identity", "name") == "Saint-Exemple"
    settle(qtbot, page)
    assert "Saint-Exemple" in page.preview.words()
    assert field.isVisible(), "it does not vanish under the hand"
    page.open_route(ToPrint())
    assert not field.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_name_being_typed_is_kept_when_one_leaves(qtbot: QtBot, context: AppContext) -> None:
    page = shown(qtbot, context)
    page.commune_box.field.setFocus()
    qtbot.keyClicks(page.commune_box.field, "Saint-Exemple")
    assert page.leave()
    assert context.session.text("identity", "name") == "Saint-Exemple"


# --- other documents ---


def choose(qtbot: QtBot, page: PrintPage, key: str) -> Document:
    """Choose a document by hand and wait for its preview."""
    page.options.document.choose(key)
    settle(qtbot, page)
    document = page.document()
    assert document is not None
    return document


@pytest.mark.parametrize(
    ("route", "key", "title"),
    [
        (ToPrint(of="commerces-proximite"), "page", "Commerces de proximité"),
        (ToPrint("page", of="elu-commission"), "page", "1.1 Avoir une commission ESS"),
        (ToPrint("page", of="nulle-part"), "listes", "Les leviers à actionner"),
        (
            ToPrint(of="convaincre"),
            "chapitre",
            "Pourquoi inscrire l’ESS dans les politiques publiques ?",
        ),
        (ToPrint("plan"), "plan", "Notre plan d’action"),
        (ToPrint("aide-memoire"), "aide-memoire", "Aide-mémoire : l’ESS dans notre commune"),
        (ToPrint("decisions", chosen=datetime.date(2026, 1, 31)), "decisions", "Relevé de décisions"),
        (ToPrint("affiche"), "affiche", "Six leviers pour l’économie sociale et solidaire"),
        (ToPrint("inconnu"), "listes", "Les leviers à actionner"),
    ],
)
def test_a_route_chooses_the_document(qtbot: QtBot, page: PrintPage, route: Route, key: str, title: str) -> None:
    page.open_route(route)
    settle(qtbot, page)
    document = page.document()
    assert page.options.key() == key
    assert document is not None and " ".join(document.title.split()) == title
    assert title.split()[0].upper() in page.preview.words().split("\n")[0]
    offered = [page.options.document.itemData(row) for row in range(page.options.document.count())]
    assert ("page" in offered) == (key == "page")


def test_decisions_are_told_since_the_day_asked_for(qtbot: QtBot, page: PrintPage) -> None:
    page.open_route(ToPrint("decisions", chosen=datetime.date(2026, 1, 31)))
    settle(qtbot, page)
    assert "depuis le 31 janvier 2026" in page.preview.words()
    page.options.since.choose("")
    settle(qtbot, page)
    assert "depuis le" not in page.preview.words()
    page.options.since.choose("7")
    settle(qtbot, page)
    assert "depuis le" in page.preview.words()


def test_the_chapter_is_chosen_by_hand(qtbot: QtBot, page: PrintPage) -> None:
    assert not page.options.chapter_box.isVisible()
    choose(qtbot, page, "chapitre")
    assert page.options.chapter_box.isVisible() and not page.options.lists.isVisible()
    page.options.chapter.choose("agir")
    settle(qtbot, page)
    assert page.preview.words().startswith("LES LEVIERS À ACTIONNER")


def test_the_booklet_is_read_page_by_page_or_folded(qtbot: QtBot, page: PrintPage) -> None:
    read = choose(qtbot, page, "livret")
    pages = page.preview.page_count
    assert read.sheet_size == (148, 210) and page.foot.paper == paper_words(pages)
    assert ".odt" in page.foot.menu.offered
    press(qtbot, page.options.fold.button("plier"))
    settle(qtbot, page)
    document = page.document()
    assert document is not None and document.folded and document.sheet_size == (297, 210)
    sides = -(-pages // 4) * 2
    assert page.foot.paper == f"{sides} faces, {sides // 2} feuilles à plier"
    assert "n’a pas de balises" in page.options.booklet_box.findChildren(QLabel)[-1].text()
    assert page.foot.menu.offered == (".pdf",) and not page.foot.save.arrow.isVisible()
    assert not page.options.how.sides.isVisible()
    paper = page.preview.paper.pixmap()
    assert paper.width() / paper.height() == pytest.approx(297 / 210, abs=0.01)


def test_two_sides_are_offered_only_where_there_may_be_two_pages(page: PrintPage) -> None:
    for key, offered in (("affiche", False), ("schema", False), ("agenda", True), ("listes", True), ("carnet", True)):
        page.open_route(ToPrint(key))
        assert page.options.how.sides.isVisible() is offered, key


def test_the_poster_is_empty_or_as_far_as_the_work_is(qtbot: QtBot, page: PrintPage) -> None:
    mark(page.context.session, "action:elu-commission", Status.DONE)
    choose(qtbot, page, "affiche")
    assert "[x]" not in page.preview.words()
    assert not page.options.how.text_size.isVisible() and not page.options.how.paper.isVisible()
    press(qtbot, page.options.state)
    settle(qtbot, page)
    assert "[x] 1.1" in page.preview.words()
    assert any("Format A3" in label.text() for label in page.foot.findChildren(QLabel))


def test_a3_is_the_same_page_enlarged_and_kept(
    qtbot: QtBot, page: PrintPage, make_context: Callable[..., AppContext], context: AppContext
) -> None:
    before = page.preview.page_count
    press(qtbot, page.options.how.paper.button("a3"))
    press(qtbot, page.options.how.sides.button("recto"))
    settle(qtbot, page)
    document = page.document()
    assert document is not None and document.sheet_size == (297, 420)
    assert page.preview.page_count == before
    context.session.close()
    again = PrintPage(make_context())
    alone(qtbot, again)
    assert (again.options.how.paper.key(), again.options.how.both_sides) == ("a3", False)


def test_one_side_takes_more_sheets(qtbot: QtBot, page: PrintPage) -> None:
    choose(qtbot, page, "plan")
    assert page.foot.paper.endswith("recto-verso")
    pages = page.preview.page_count
    press(qtbot, page.options.how.sides.button("recto"))
    assert page.foot.paper == f"{pages} pages, {pages} feuilles"


@pytest.mark.parametrize("extension", [".odt", ".docx", ".txt", ".ods", ".xlsx", ".csv", ".ics"])
def test_every_format_is_saved_under_its_own_name(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, extension: str
) -> None:
    page.context.session.set_text("action:elu-commission", "due", "2027-03-01")
    document = choose(qtbot, page, "plan")
    offered: list[str] = []

    def answer(folder: Path, name: str) -> Path | None:
        offered.append(name)
        return tmp_path / name

    monkeypatch.setattr(page, "ask_file", answer)
    page.foot.menu.action(extension).trigger()
    qtbot.waitUntil(lambda: bool(offered))
    qtbot.waitUntil(lambda: not page.output.is_busy, timeout=SETTLED)
    assert offered == [f"saint-exemple-plan-{document.date.isoformat()}{extension}"]
    assert (tmp_path / offered[0]).stat().st_size > 100
    assert page.foot.status == f"Enregistré\u00a0: {offered[0]}"
    assert page.foot.format == extension and page.foot.saving.text().startswith("Enregistrer (")
    qtbot.keyClick(page.foot.saving, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(offered) == 2 and not page.output.is_busy, timeout=SETTLED)
    assert offered[1] == offered[0], "the format used last is the one at hand"


def test_the_format_used_last_is_kept_where_a_document_has_it(qtbot: QtBot, context: AppContext) -> None:
    context.settings.set("print_format", ".docx")
    page = shown(qtbot, context)
    choose(qtbot, page, "livret")
    assert page.foot.saving.text() == "Enregistrer (Word)"
    press(qtbot, page.options.fold.button("plier"))
    settle(qtbot, page)
    assert page.foot.saving.text() == "Enregistrer (PDF)"
    press(qtbot, page.options.fold.button("lire"))
    settle(qtbot, page)
    assert page.foot.saving.text() == "Enregistrer (Word)"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_two_buttons_hold_all_ways_out(qtbot: QtBot, context: AppContext, scale: float) -> None:
    page = shown(qtbot, replace(context, theme=LIGHT.scaled(scale)))
    page.resize(837, 560)
    choose(qtbot, page, "plan")
    buttons = [one for one in page.foot.findChildren(QPushButton) if one.isVisible()]
    assert buttons == [page.foot.printing, page.foot.saving, page.foot.save.arrow]
    assert {one.property("look") for one in buttons} == {"primary", ""}, "one of them alone is the primary"
    foot = page.foot.rect()
    assert all(foot.contains(one.mapTo(page.foot, one.rect().bottomRight())) for one in buttons)


def test_a_plan_without_any_day_is_no_calendar(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(qtbot, page, "plan")
    monkeypatch.setattr(page, "ask_file", lambda folder, name: tmp_path / name)
    page.foot.menu.action(".ics").trigger()
    qtbot.waitUntil(lambda: page.foot.status != "" and not page.output.is_busy, timeout=SETTLED)
    assert "aucune date à mettre dans un agenda" in page.foot.status
    assert list(tmp_path.glob("*.ics")) == []


def test_only_a_plan_offers_a_spreadsheet_and_a_calendar(qtbot: QtBot, page: PrintPage) -> None:
    tables, menu = (".ods", ".xlsx", ".csv", ".ics"), page.foot.menu
    assert menu.offered == (".pdf", ".docx", ".odt", ".txt")
    choose(qtbot, page, "plan")
    assert menu.offered[-4:] == tables
    assert [menu.entry(one).words for one in tables] == ["Tableur (.ods)", "Excel (.xlsx)", "CSV", "Agenda (.ics)"]


def test_the_spreadsheet_of_the_plan_takes_the_columns_of_another_platform(qtbot: QtBot, page: PrintPage) -> None:
    assert not page.options.transitions.isVisible()
    document = choose(qtbot, page, "plan")
    assert page.options.transitions.isVisible() and document.sheets[0].header[0] == "Levier"
    press(qtbot, page.options.transitions)
    asked = page.document()
    assert asked is not None and asked.sheets[0].header[0] == "Axe (x)" and asked.blocks == document.blocks
    choose(qtbot, page, "listes")
    assert not page.options.transitions.isVisible()


def test_a_text_that_is_gone_is_told(qtbot: QtBot, page: PrintPage) -> None:
    page.open_route(ToPrint(of="commerces-proximite"))
    settle(qtbot, page)
    page.choice._route = ToPrint("page", of="nulle-part")
    page.options.how.text_size.button("18").click()
    qtbot.waitUntil(lambda: page.preview.page_count == 0)
    assert page.foot.status and not page.foot.printing.isEnabled()


def test_lying_pages_are_printed_lying(context: AppContext, tmp_path: Path, typesetter: Typesetter) -> None:
    lying = printables.PRINTABLES[printables.SCHEME].build(context, ToPrint(printables.SCHEME))
    images = page_images(lying, typesetter, printing.PRINT_DPI)
    printer = printer_to(tmp_path / "lying.pdf")
    assert printing.print_pages(images, printer) == len(images)
    drawn = render(tmp_path / "lying.pdf", 1, 150)
    assert drawn.width() > drawn.height()
    assert inked(drawn).width() / (inked(QImage.fromData(images[0])).width() / 2) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("sheet", "both", "duplex"),
    [
        ((210, 297), True, QPrinter.DuplexMode.DuplexLongSide),
        ((297, 210), True, QPrinter.DuplexMode.DuplexShortSide),
        ((297, 420), False, QPrinter.DuplexMode.DuplexNone),
    ],
)
def test_the_printer_is_set_for_the_sheet(
    sheet: tuple[int, int], both: bool, duplex: QPrinter.DuplexMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[QPrinter.DuplexMode] = []  # without a real printer Qt forgets it
    monkeypatch.setattr(QPrinter, "setDuplex", lambda _printer, mode: told.append(mode))
    printer = printing.new_printer("Essai", sheet, both_sides=both)
    page = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    assert (round(page.width()), round(page.height())) == sheet
    assert told == [duplex]


def test_ctrl_p_prints_the_page_in_sight(qtbot: QtBot, window: MainWindow) -> None:
    for route, key in (
        (ToArticle("elu-commission"), "page"),
        (Route(PageId.PLAN), "plan"),
        (Route(PageId.UNDERSTAND), "chapitre"),
        (Route(PageId.CONVINCE), "schema"),
    ):
        window.open_route(route)
        qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        page = window.current_page
        assert isinstance(page, PrintPage)
        assert page.options.key() == key
        settle(qtbot, page)


# --- the preview ---


def test_the_preview_is_announced_and_shown_sharp(qtbot: QtBot, page: PrintPage, typesetter: Typesetter) -> None:
    with qtbot.waitSignal(page.announced, timeout=SETTLED) as said:
        press(qtbot, page.options.lists.steps)
        settle(qtbot, page)
    document = page.document()
    assert document is not None
    expected = page_images(document, typesetter, round(page.preview.wanted_ppi, 1))
    assert said.args == [f"Aperçu prêt\u00a0: {len(expected)} pages"]
    pixmap, first = page.preview.paper.pixmap(), QImage.fromData(expected[0])
    assert pixmap.toImage().convertToFormat(first.format()) == first, "the very pixels of the typesetter"
    assert pixmap.devicePixelRatio() == page.devicePixelRatioF()


def test_the_whole_page_fits_and_100_percent_is_true_size(qtbot: QtBot, page: PrintPage) -> None:
    room, paper = page.preview.area.viewport(), page.preview.paper
    assert paper.width() <= room.width() and paper.height() <= room.height()
    assert paper.height() > room.height() * 0.9
    click(qtbot, page.preview.view.button("true"))
    settle(qtbot, page)
    true = [round(side * 96) for side in A4_INCHES]
    assert abs(paper.pixmap().width() / page.devicePixelRatioF() - true[0]) <= 1
    assert abs(paper.pixmap().height() / page.devicePixelRatioF() - true[1]) <= 1
    assert page.preview.area.verticalScrollBar().maximum() > 0
    paper.setFocus()
    qtbot.keyClick(paper, Qt.Key.Key_Down)
    assert page.preview.area.verticalScrollBar().value() > 0


def test_a_larger_window_gets_a_sharper_page_without_a_word(qtbot: QtBot, page: PrintPage) -> None:
    said: list[str] = []
    page.announced.connect(said.append)
    before = page.preview.paper.pixmap().width()
    page.resize(1500, 1100)
    qtbot.waitUntil(lambda: page.preview.paper.pixmap().width() > before * 1.3)
    wanted = page.preview.wanted_ppi * A4_INCHES[0]
    qtbot.waitUntil(lambda: abs(page.preview._image.width() - wanted) < 2, timeout=SETTLED)
    assert said == []


def test_keys_and_buttons_turn_the_pages(qtbot: QtBot, page: PrintPage) -> None:
    press(qtbot, page.options.lists.steps)
    settle(qtbot, page)
    count, paper = page.preview.page_count, page.preview.paper
    assert count >= 3
    said: list[str] = []
    page.announced.connect(said.append)
    paper.setFocus()
    for key, number in (
        (Qt.Key.Key_PageUp, 1),
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_End, count),
        (Qt.Key.Key_PageDown, count),
        (Qt.Key.Key_Home, 1),
    ):
        qtbot.keyClick(paper, key)
        assert page.preview.page == number
        assert page.preview.where.text() == f"page {number} sur {count}"
        assert paper.accessibleName() == f"Aperçu de la page {number} sur {count}"
    assert said == [f"Page 2 sur {count}", f"Page {count} sur {count}", f"Page 1 sur {count}"]
    assert not page.preview.before.isEnabled()
    click(qtbot, page.preview.after)
    press(qtbot, page.preview.after)
    assert page.preview.page == 3
    click(qtbot, page.preview.before)
    assert page.preview.page == 2
    press(qtbot, page.options.lists.steps)
    settle(qtbot, page)
    assert page.preview.page == min(2, page.preview.page_count)


def test_each_page_has_its_own_picture(qtbot: QtBot, page: PrintPage) -> None:
    press(qtbot, page.options.lists.why)
    settle(qtbot, page)
    first = page.preview.paper.pixmap().toImage()
    press(qtbot, page.preview.paper, Qt.Key.Key_PageDown)
    assert page.preview.paper.pixmap().toImage() != first


def test_a_screen_reader_gets_the_items_as_text(qtbot: QtBot, page: PrintPage, context: AppContext) -> None:
    spoken = QAccessible.queryAccessibleInterface(page.preview.paper)
    assert spoken.role() == QAccessible.Role.Graphic
    described = spoken.text(QAccessible.Text.Description)
    click(qtbot, page.preview.view.button("text"))
    assert page.preview.text.isVisible() and page.preview.text.isReadOnly() and not page.preview.area.isVisible()
    for action in context.library.outline.actions:
        line = f"[ ] {action.code} {action.title}"
        assert line in described
        assert line in page.preview.text.toPlainText().splitlines()
    page.preview.text.setFocus()
    qtbot.keyClick(page.preview.text, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert not page.preview.text.hasFocus()


def test_text_is_flowed_without_losing_a_word() -> None:
    wrapped = "Un titre\n--------\n[ ] 1.1 une action dont\n    le titre est long\n[ ] 1.2 autre\n    Qui : Ana\n"
    assert flowed(wrapped, 24).splitlines() == [
        "Un titre",
        "[ ] 1.1 une action dont le titre est long",
        "[ ] 1.2 autre",
        "    Qui : Ana",
    ]


def test_ticks_made_elsewhere_show_once_the_page_is_in_sight(
    qtbot: QtBot, page: PrintPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[float] = []
    real = Typesetter.page_images

    def counting(self: Typesetter, template: str, inputs: dict[str, str], ppi: float) -> list[bytes]:
        made.append(ppi)
        return real(self, template, inputs, ppi)

    monkeypatch.setattr(Typesetter, "page_images", counting)
    for action in context.library.outline.actions[:5]:
        mark(context.session, f"action:{action.id}", Status.DONE)
    settle(qtbot, page)
    assert len(made) == 1, "five ticks in a row make one preview"
    page.hide()
    with qtbot.waitSignal(context.session.saved, timeout=SETTLED):
        mark(context.session, "action:communication-medias", Status.DONE)
    qtbot.waitUntil(lambda: not page._settle.isActive())
    assert len(made) == 1
    page.show()
    settle(qtbot, page)
    assert len(made) == 2
    assert page.preview.words().count("[x]") == 6


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold back all page images until the event is set."""
    opened = threading.Event()
    real = Typesetter.page_images

    def held(self: Typesetter, template: str, inputs: dict[str, str], ppi: float) -> list[bytes]:
        opened.wait(10)
        return real(self, template, inputs, ppi)

    monkeypatch.setattr(Typesetter, "page_images", held)
    yield opened
    opened.set()


def test_the_latest_wish_wins(qtbot: QtBot, page: PrintPage, gate: threading.Event) -> None:
    counts: list[int] = []
    page.maker.counted.connect(counts.append)
    for box in (page.options.lists.why, page.options.lists.steps, page.options.lists.notes):
        press(qtbot, box)
        qtbot.waitUntil(lambda: not page._settle.isActive())
    press(qtbot, page.options.lists.why)
    qtbot.waitUntil(lambda: not page._settle.isActive())
    gate.set()
    settle(qtbot, page)
    assert len(counts) == 1, "only the last of four is shown"
    assert page.options.lists.options() == Options(steps=True)
    assert "1. Noter les difficultés" in page.preview.words()


def test_a_slow_preview_can_be_stopped_and_asked_again(qtbot: QtBot, page: PrintPage, gate: threading.Event) -> None:
    wait, before = page.preview.wait, page.preview.page_count
    press(qtbot, page.options.lists.steps)
    assert not wait.isVisible(), "nothing flickers for what is quick"
    qtbot.waitUntil(wait.isVisible, timeout=SETTLED)
    press(qtbot, wait.button)
    assert not wait.isVisible() and page.preview.renew.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy, timeout=SETTLED)
    assert page.preview.page_count == before
    press(qtbot, page.preview.renew)
    settle(qtbot, page)
    assert page.preview.page_count > before and not page.preview.renew.isVisible()


def test_going_back_to_what_is_in_sight_needs_no_work(qtbot: QtBot, page: PrintPage, gate: threading.Event) -> None:
    press(qtbot, page.options.lists.steps)
    qtbot.waitUntil(page.preview.wait.isVisible, timeout=SETTLED)
    press(qtbot, page.preview.wait.button)
    press(qtbot, page.options.lists.steps)
    qtbot.waitUntil(lambda: not page.preview.renew.isVisible())
    document = page.document()
    assert document is not None and page.maker.shows(document)


def test_a_typesetter_that_refuses_is_told(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object) -> list[bytes]:
        raise CompileFailed("font")

    monkeypatch.setattr(Typesetter, "page_images", refuse)
    monkeypatch.setattr(Typesetter, "compile_pdf", refuse)
    press(qtbot, page.options.lists.steps)
    qtbot.waitUntil(lambda: page.preview.page_count == 0, timeout=SETTLED)
    assert page.preview.paper.text() == "L’aperçu n’a pas pu être préparé."
    assert "n’a pas pu être préparé" in page.foot.status
    save(qtbot, page, monkeypatch, tmp_path / "non.pdf")
    assert "n’a pas pu être préparé" in page.foot.status
    assert list(tmp_path.glob("*non*")) == []


def test_missing_fonts_are_told_and_the_wait_ends(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kit.paths.fonts", lambda: tmp_path)
    press(qtbot, page.options.lists.steps)
    qtbot.waitUntil(lambda: "n’a pas pu être préparé" in page.foot.status, timeout=SETTLED)
    assert page.preview.paper.text() == "L’aperçu n’a pas pu être préparé."
    assert not page.preview.wait.isVisible()


# --- the PDF ---


def save(qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, path: Path | None) -> list[tuple[Path, str]]:
    """Press « Enregistrer (PDF) » and answer the dialog with ``path``; return what it offered."""
    offered: list[tuple[Path, str]] = []

    def answer(folder: Path, name: str) -> Path | None:
        offered.append((folder, name))
        return path

    monkeypatch.setattr(page, "ask_file", answer)
    press(qtbot, page.foot.saving)
    qtbot.waitUntil(lambda: not page.output.is_busy, timeout=SETTLED)
    return offered


def test_the_pdf_is_saved_and_its_folder_opened(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kit.paths.documents", lambda: tmp_path)
    target, opened = tmp_path / "à imprimer" / "listes élu·es.pdf", []
    target.parent.mkdir()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    said: list[str] = []
    page.announced.connect(said.append)
    document = page.document()
    assert document is not None
    offered = save(qtbot, page, monkeypatch, target)
    assert offered == [(tmp_path, f"saint-exemple-leviers-{document.date.isoformat()}.pdf")]
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == page.preview.page_count
        assert pdf.Root.MarkInfo.Marked
    assert page.foot.status == "Enregistré\u00a0: listes élu·es.pdf" and said == [page.foot.status]
    press(qtbot, page.foot.folder)
    assert opened == [QUrl.fromLocalFile(str(target.parent))]
    assert save(qtbot, page, monkeypatch, None)[0][0] == target.parent, "the last folder is offered again"
    target.unlink()
    target.parent.rmdir()
    assert save(qtbot, page, monkeypatch, None)[0][0] == tmp_path


def test_a_folder_that_does_not_open_is_named(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save(qtbot, page, monkeypatch, tmp_path / "a.pdf")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    press(qtbot, page.foot.folder)
    assert str(tmp_path) in page.foot.status


def test_only_a_file_one_was_asked_about_is_replaced(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old = tmp_path / "liste.pdf"
    old.write_bytes(b"ancien")
    asked: list[str] = []

    def answering(*names: str) -> None:
        told = iter(names)

        def answer(_parent: QWidget, _title: str, start: str, *_: object) -> tuple[str, str]:
            asked.append(Path(start).name)
            name = next(told)
            return (str(tmp_path / name) if name else "", "Document PDF (*.pdf)")

        monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
        press(qtbot, page.foot.saving)
        qtbot.waitUntil(lambda: not page.output.is_busy, timeout=SETTLED)

    answering("liste", "")  # asked again, with the extension, and given up
    assert asked[1] == "liste.pdf" and old.read_bytes() == b"ancien"
    answering("liste", "liste.pdf")
    assert old.read_bytes().startswith(b"%PDF-")
    answering("liste.v2")
    assert (tmp_path / "liste.v2.pdf").read_bytes().startswith(b"%PDF-")


def test_a_disk_that_refuses_leaves_nothing_and_says_what_to_do(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save(qtbot, page, monkeypatch, tmp_path / "partie" / "liste.pdf")
    assert page.foot.status == (
        "«\u00a0liste.pdf\u00a0» n’a pas été enregistré\u00a0: le support a disparu. "
        "Rebranchez la clé ou le lecteur réseau, puis recommencez."
    )
    (tmp_path / "pris.pdf").write_bytes(b"ancien")

    def shut(*_: object, **__: object) -> None:
        raise PermissionError(13, "sharing violation")

    monkeypatch.setattr("kit.documents.writer.write", shut)
    save(qtbot, page, monkeypatch, tmp_path / "pris.pdf")
    assert "ouvert dans un autre programme" in page.foot.status
    assert (tmp_path / "pris.pdf").read_bytes() == b"ancien"
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} == {".kitess", ".lock", ".pdf"}


def test_giving_up_a_dialog_changes_nothing(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save(qtbot, page, monkeypatch, None)
    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(page, "ask_printer", lambda _document: None)
    press(qtbot, page.foot.printing)
    assert not page.output.is_busy and page.foot.status == ""


# --- the printer ---


def print_to(qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, printer: QPrinter) -> None:
    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(page, "ask_printer", lambda _document: printer)
    press(qtbot, page.foot.printing)
    qtbot.waitUntil(lambda: not page.output.is_busy, timeout=20000)


def test_the_pages_are_printed_at_their_true_size(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typesetter: Typesetter
) -> None:
    out, document = tmp_path / "papier.pdf", page.document()
    assert document is not None
    print_to(qtbot, page, monkeypatch, printer_to(out))
    count = page.preview.page_count
    assert page.foot.status.startswith(f"{count} page")
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == count
        for sheet in pdf.pages:
            assert [float(side) for side in sheet.MediaBox] == pytest.approx([0, 0, 595.28, 841.89], abs=0.5)
    expected = page_images(document, typesetter, 150)
    for number in range(1, count + 1):
        want, got = QImage.fromData(expected[number - 1]), render(out, number, 150)
        assert abs(want.width() - got.width()) <= 1 and abs(want.height() - got.height()) <= 1
        here, there = inked(want), inked(got)
        for edge in (QRect.left, QRect.top, QRect.right, QRect.bottom):
            assert abs(edge(here) - edge(there)) <= 1


def test_strips_leave_no_seam(tmp_path: Path) -> None:
    """A black page comes out black in every row, and is drawn without loss."""
    black = QImage(2480, 3508, QImage.Format.Format_RGB32)
    black.fill(Qt.GlobalColor.black)
    png = tmp_path / "noir.png"
    black.save(str(png))
    printing.print_pages([png.read_bytes()], printer_to(tmp_path / "noir.pdf"))
    for dpi in (97, 150):
        drawn = render(tmp_path / "noir.pdf", 1, dpi)
        middle = [drawn.pixelColor(drawn.width() // 2, y).value() for y in range(2, drawn.height() - 2)]
        assert set(middle) == {0}


def test_no_line_of_text_is_cut_by_a_strip(context: AppContext, typesetter: Typesetter) -> None:
    """Viewers round the edges of images: the rows on both sides of a cut must be alike."""
    options = Options(size=11, why=True, steps=True)
    inputs = document_inputs(checklist_document(checklist(context.library, None, options=options)))
    for png in typesetter.page_images(TEMPLATE, inputs, printing.PRINT_DPI)[:2]:
        image = printing.read_png(png)
        strips = list(printing._strips(image))
        assert len(strips) > 8 and strips[-1][0] + strips[-1][1].height() == image.height()
        for (above, strip), (top, _) in itertools.pairwise(strips):
            assert above + strip.height() == top + 1
            assert strip.height() <= 361
            near = image.copy(0, top - 3, image.width(), 7)
            rows = [bytes(near.constScanLine(y)) for y in range(7)]
            assert len(set(rows)) == 1


def test_a_smaller_sheet_gets_a_smaller_page_and_a_larger_one_the_same(
    context: AppContext, tmp_path: Path, typesetter: Typesetter
) -> None:
    blank = document_inputs(checklist_document(checklist(context.library, None)))
    images = typesetter.page_images(TEMPLATE, blank, printing.PRINT_DPI)[:1]
    original = inked(QImage.fromData(images[0])).width() / 2
    for paper, factor in ((QPageSize.PageSizeId.A5, 148 / 210), (QPageSize.PageSizeId.A3, 1.0)):
        printer = printer_to(tmp_path / "autre.pdf")
        printer.setPageSize(QPageSize(paper))
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        assert printing.print_pages(images, printer) == 1
        drawn = render(tmp_path / "autre.pdf", 1, 150)
        assert drawn.height() > drawn.width(), "our pages stand upright whatever the dialog says"
        assert inked(drawn).width() / original == pytest.approx(factor, abs=0.01)
        middle = inked(drawn).left() + inked(drawn).width() / 2
        assert middle == pytest.approx(drawn.width() / 2, abs=4)


def test_range_order_and_copies_of_the_dialog_are_kept(tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "x.pdf")
    assert printing.sheets(printer, 4) == [1, 2, 3, 4]
    printer.setFromTo(2, 3)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    assert printing.sheets(printer, 4) == [2, 3]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert printing.sheets(printer, 4) == [3, 2]
    printer.setCopyCount(2)
    printer.setCollateCopies(True)
    assert printing.sheets(printer, 4) == [3, 2, 3, 2]
    printer.setCollateCopies(False)
    assert printing.sheets(printer, 4) == [3, 3, 2, 2]


def test_no_printer_at_all_leads_to_the_pdf(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    with qtbot.waitSignal(page.announced) as said:
        press(qtbot, page.foot.printing)
    assert page.foot.status == (
        "Aucune imprimante n’est installée sur cet ordinateur\u00a0: enregistrez le PDF et imprimez-le ailleurs."
    )
    assert said.args == [page.foot.status]
    save(qtbot, page, monkeypatch, tmp_path / "ailleurs.pdf")
    assert (tmp_path / "ailleurs.pdf").is_file()


@pytest.mark.qt_log_ignore("QPainter", "QPdf")
def test_a_printer_that_refuses_is_told(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    print_to(qtbot, page, monkeypatch, printer_to(tmp_path / "pas-là" / "x.pdf"))
    assert page.foot.status.startswith("L’imprimante n’a pas répondu.")
    assert page.foot.printing.isEnabled()


def test_printing_can_be_stopped(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, gate: threading.Event
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(printing, "print_pages", lambda *_: sent.append(1) or 1)
    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(page, "ask_printer", lambda _document: printer_to(tmp_path / "x.pdf"))
    press(qtbot, page.foot.printing)
    press(qtbot, page.foot.printing)
    qtbot.waitUntil(page.foot.wait.isVisible, timeout=SETTLED)
    press(qtbot, page.foot.wait.button)
    assert page.foot.status == "Impression arrêtée." and not page.foot.wait.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy, timeout=SETTLED)
    assert sent == [] and page.foot.status == "Impression arrêtée."


def test_a_job_stopped_between_pages_is_taken_back(tmp_path: Path, typesetter: Typesetter) -> None:
    page = QImage(QSize(248, 351), QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    page.save(str(tmp_path / "p.png"))
    asked: list[tuple[int, int]] = []

    def advance(done: int, total: int) -> None:
        asked.append((done, total))
        if done:
            raise Stopped

    images = [(tmp_path / "p.png").read_bytes()] * 3
    with pytest.raises(Stopped):
        printing.print_pages(images, printer_to(tmp_path / "x.pdf"), advance)
    assert asked == [(0, 3), (1, 3)]


def test_the_page_loads_no_print_support_before_a_press(tmp_path: Path) -> None:
    code = (
        "import sys; import ui.features.printing.page; from PySide6.QtWidgets import QApplication\n"
        "from ui import app; from ui.services.jobs import Jobs; from ui.services.navigation import *\n"
        "a = QApplication([]); t = Jobs()\n"
        f"c = app.build_context(app.parser().parse_args([{str(tmp_path / 'd.kitess')!r}]), t)\n"
        "p = ui.features.printing.page.PrintPage(c); p.open_route(ToPrint()); p.show(); a.processEvents()\n"
        "print([m for m in sys.modules if 'PrintSupport' in m]); t.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[4]
    )
    assert done.stdout.strip() == "[]"


# --- keys, words, room ---


def test_tab_follows_the_reading_order(qtbot: QtBot, page: PrintPage) -> None:
    options, foot, preview = page.options, page.foot, page.preview
    settle(qtbot, page)
    assert preview.page_count == 1
    order = [
        options.document,
        options.lists.lever,
        options.lists.why,
        options.lists.steps,
        options.lists.notes,
        options.lists.remaining,
        options.lists.blank,
        options.how.text_size.button("11"),
        options.how.paper.button("a4"),
        options.how.sides.button("recto-verso"),
        options.how.page,
        page.paper,
        page.pocket,
        page.book,
        page.all,
        foot.printing,
        foot.saving,
        foot.save.arrow,
        preview.view.button("fit"),
        preview.paper,
    ]
    order[0].setFocus()
    for expected in order[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected
    qtbot.keyClick(preview.paper, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is options.document


def test_everything_that_takes_the_focus_has_a_name(page: PrintPage) -> None:
    focusable = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
    ]
    assert len(focusable) > 10
    for widget in focusable:
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget


def test_the_focus_shows_on_the_paper(page: PrintPage) -> None:
    before = page.preview.paper.grab().toImage()
    page.preview.paper.setFocus()
    after = page.preview.paper.grab().toImage()
    assert after != before
    assert after.pixelColor(after.width() // 2, 1).name() == page.context.theme.focus.lower()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_fits_from_a_narrow_window_to_a_wide_one(qtbot: QtBot, context: AppContext, scale: float) -> None:
    large = replace(context, theme=LIGHT.scaled(scale))
    page = shown(qtbot, large)
    for width, height in ((644, 500), (768, 517), (1024, 740), (2600, 1500)):
        page.resize(width, height)
        area, inner = page.scroller(), page.scroller().widget()
        qtbot.waitUntil(lambda w=width, a=area: a.width() == w and a.widget().width() <= a.viewport().width())
        settle(qtbot, page)
        for widget in (*page.findChildren(QLabel), page.foot.printing, page.foot.saving):
            if widget.isVisible() and widget is not page.preview.paper:
                place = widget.mapTo(inner, QPoint())
                assert place.x() >= 0 and place.x() + widget.width() <= inner.width()
        beside = page._columns.side_by_side
        assert beside == (inner.width() >= (620 + 2 * 28) * scale)
        if beside:
            bottom = page.foot.saving.mapTo(page, page.foot.saving.rect().bottomRight()).y()
            assert bottom < height, "the buttons are in sight without scrolling"
            assert area.verticalScrollBar().maximum() == 0


def test_ctrl_p_on_a_lever_prints_that_lever(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.ACT, "diagnostic"))
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page = window.current_page
    assert isinstance(page, PrintPage)
    assert page.options.lists.levers() == ("diagnostic",)
    assert window.windowTitle().startswith("Imprimer")
    settle(qtbot, page)
    assert page.preview.page_count == 1


def test_passages_are_printed_by_choice_where_a_page_has_some(qtbot: QtBot, context: AppContext) -> None:
    page = shown(qtbot, context, "ess-en-cinq-minutes")
    assert page.options.own_box.isHidden()
    _, changes = highlighted("ess-en-cinq-minutes", TextQuote("économie sociale"))
    context.session.apply(changes)
    page.open_route(ToPrint(of="ess-en-cinq-minutes"))
    assert page.options.own_box.isVisible() and page.options.own.isChecked()

    def is_told() -> bool:
        document = page.document()
        assert document is not None
        return "Passages surlignés" in document_text(document)

    assert is_told()
    page.options.own.click()
    assert not is_told()
    page.open_route(ToPrint(of="la-loi-en-dix-lignes"))
    assert page.options.own_box.isHidden()
    settle(qtbot, page)


@pytest.mark.parametrize("key", [printables.CHAPTER, printables.BOOKLET])
def test_what_is_given_to_others_has_passages_and_notes_only_by_choice(
    qtbot: QtBot, context: AppContext, key: str
) -> None:
    chapter = context.library.outline.chapters[0].id
    page = shown(qtbot, context, "ess-en-cinq-minutes")
    page.open_route(ToPrint(key, of=chapter))
    assert page.options.own_box.isHidden(), "nothing was written"
    context.session.set_text("article:ess-en-cinq-minutes", "note", "À relire avant mai")
    page.open_route(ToPrint(of="ess-en-cinq-minutes"))
    assert page.options.own_box.isVisible() and page.options.own.isChecked()
    page.options.document.choose(key)
    page.options.chapter.choose(chapter)
    assert page.options.own_box.isVisible() and not page.options.own.isChecked()

    def is_told() -> bool:
        document = page.document()
        assert document is not None
        return "À relire avant mai" in document_text(document)

    assert not is_told() and not page.choice.has_own()
    page.options.own.click()
    assert is_told() and page.choice.has_own()
    page.open_route(ToPrint(key, of=chapter))
    assert not page.options.own.isChecked(), "asked for again, it is given again"
    settle(qtbot, page)


def test_a_small_window_shows_what_one_may_print_beside_the_preview(qtbot: QtBot, context: AppContext) -> None:
    context.session.set_text("identity", "name", "Saint-Exemple")  # its name is asked for above else
    page = shown(qtbot, context, "elu-designe", (837, 560))
    area = page._scrolled.viewport()
    boxes = [one for one in page.options.findChildren(QCheckBox) if one.isVisible()]
    whole = [one for one in boxes if area.rect().contains(one.mapTo(area, one.rect().bottomLeft()))]
    assert len(boxes) >= 5 and len(whole) >= 5
    for one in (page.paper, page.pocket, page.book, page.all):
        page._scrolled.ensureWidgetVisible(one)
        assert area.rect().contains(one.mapTo(area, one.rect().center()))
