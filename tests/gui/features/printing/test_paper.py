"""Paper, margins and ranges: what was set in the system's dialogs is what comes out, and no printer cuts a letter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace
from PySide6 import QtPrintSupport
from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from kit.documents.booklet import booklet_document
from kit.documents.document import Document
from kit.documents.networks import dates_document, networks_document
from kit.documents.paper import Margins, Paper
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images
from tests.gui.features.printing.test_print import choose, inked, render, settle, shown
from tests.gui.printers import printer_to
from ui.features.printing.page import PrintPage
from ui.output import printing
from ui.services.context import AppContext

MM = 25.4
SIZES = QPageSize.PageSizeId
LYING = QPageLayout.Orientation.Landscape


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> PrintPage:
    return shown(qtbot, context)


@pytest.fixture
def typesetter() -> Typesetter:
    return Typesetter()


class PageDialog(QDialog):
    """Stands for the system's dialog of the page, which Qt makes only where there is a printer."""

    def __init__(self, printer: QPrinter, parent: QWidget) -> None:
        super().__init__(parent)
        self._printer = printer

    def printer(self) -> QPrinter:
        return self._printer


def answered(
    monkeypatch: pytest.MonkeyPatch,
    dialog: type[QDialog],
    change: Callable[[QPrinter], object],
    answer: QDialog.DialogCode = QDialog.DialogCode.Accepted,
) -> None:
    """Let a dialog of the system be answered: ``change`` is what one sets there before « OK »."""

    def accept(self: PageDialog) -> int:
        change(self.printer())
        return answer

    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(QtPrintSupport, "QPageSetupDialog", PageDialog)
    monkeypatch.setattr(dialog, "exec", accept)


def margins(left: float, top: float, right: float, bottom: float) -> Callable[[QPrinter], object]:
    return lambda printer: printer.setPageMargins(QMarginsF(left, top, right, bottom), QPageLayout.Unit.Millimeter)


def ink(out: Path, page: int = 1) -> tuple[float, float, float, float]:
    """Return how far from each edge of a printed sheet its ink begins, in millimetres: left, top, right, bottom."""
    drawn = render(out, page, 150)
    box, unit = inked(drawn), MM / 150
    right, bottom = drawn.width() - 1 - box.right(), drawn.height() - 1 - box.bottom()
    return box.left() * unit, box.top() * unit, right * unit, bottom * unit


def test_a_dialog_that_is_left_as_it_is_changes_nothing(context: AppContext) -> None:
    for document in (networks_document(context.library), booklet_document(context.library)):
        for size in (11, 24):
            sized = replace(document, size=size)
            assert printing.composed(sized, printing._printer_for(sized)) == sized
            assert printing.composed(sized, printing.new_printer("Essai", sized.sheet_size)) == sized


@pytest.mark.parametrize(
    ("change", "paper", "lying"),
    [
        (lambda printer: printer.setPageSize(QPageSize(SIZES.A5)), Paper.A5, False),
        (lambda printer: printer.setPageSize(QPageSize(SIZES.A3)), Paper.A3, False),
        (lambda printer: printer.setPageOrientation(LYING), Paper.A4, True),
        (lambda printer: printer.setPageSize(QPageSize(SIZES.Letter)), Paper.A4, False),
    ],
)
def test_pages_are_laid_out_for_the_paper_that_was_chosen(
    change: Callable[[QPrinter], object],
    paper: Paper,
    lying: bool,
    context: AppContext,
    tmp_path: Path,
    typesetter: Typesetter,
) -> None:
    document, printer = dates_document(context.library), printer_to(tmp_path / "papier.pdf")
    change(printer)
    made = printing.composed(document, printer)
    assert (made.paper, made.landscape) == (paper, lying)
    printing.print_pages(page_images(made, typesetter, printing.PRINT_DPI), printer)
    with pikepdf.open(tmp_path / "papier.pdf") as pdf:
        wide, high = (float(side) / 72 * MM for side in pdf.pages[0].MediaBox[2:])
    assert (wide > high) is lying
    left, top, right, bottom = ink(tmp_path / "papier.pdf")
    assert min(left, top, right, bottom) > 6


def test_margins_of_the_dialog_of_the_page_are_those_of_preview_paper_and_pdf(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typesetter: Typesetter
) -> None:
    choose(qtbot, page, "temps-nationaux")
    answered(monkeypatch, PageDialog, margins(40, 30, 15, 25))
    page.options.how.page.click()
    settle(qtbot, page)
    document = page.document()
    assert document is not None and document.margins == Margins(40, 30, 15, 25)
    assert "40 à gauche" in page.options.how._told.text() and page.options.how._told.isVisible()
    out = tmp_path / "marges.pdf"
    printing.print_pages(page_images(document, typesetter, printing.PRINT_DPI), printer_to(out))
    left, top, right, bottom = ink(out)
    assert left == pytest.approx(40, abs=0.5) and top == pytest.approx(30, abs=1.5)
    assert right == pytest.approx(15, abs=0.5) and bottom == pytest.approx(25, abs=1.5)
    choose(qtbot, page, "plan")
    assert (again := page.document()) is not None and again.margins == document.margins, "for all documents"
    page.options.how.own_margins.click()
    assert (own := page.document()) is not None and own.margins is None
    assert not page.options.how.own_margins.isVisible()


def test_the_paper_of_the_dialog_is_the_one_that_is_shown_as_chosen(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def a5_lying(printer: QPrinter) -> None:
        printer.setPageSize(QPageSize(SIZES.A5))
        printer.setPageOrientation(LYING)

    answered(monkeypatch, PageDialog, a5_lying)
    page.options.how.page.click()
    settle(qtbot, page)
    document = page.document()
    assert document is not None and document.sheet_size == (210, 148)
    assert page.options.how.paper.key() == "a5" and document.margins is None
    choose(qtbot, page, "plan")
    assert (plan := page.document()) is not None and plan.paper is Paper.A5


def test_a_dialog_of_the_page_that_is_given_up_changes_nothing(
    page: PrintPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = page.document()
    answered(monkeypatch, PageDialog, margins(40, 30, 15, 25), QDialog.DialogCode.Rejected)
    page.options.how.page.click()
    assert page.document() == before


def test_without_a_printer_there_is_no_page_to_set_and_one_is_told(
    page: PrintPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    page.options.how.page.click()
    assert page.foot.status.startswith("Aucune imprimante")


def test_what_is_made_for_its_paper_has_no_margins_to_set(qtbot: QtBot, page: PrintPage) -> None:
    choose(qtbot, page, "affiche")
    assert not page.options.how.page.isVisible()


def test_margins_beyond_all_reason_leave_room_for_the_text(context: AppContext, typesetter: Typesetter) -> None:
    wild = replace(networks_document(context.library), margins=Margins(180, 200, 180, 200))
    kept = wild.page_margins
    assert kept.left + kept.right <= 105 and kept.top + kept.bottom <= 210
    assert page_images(wild, typesetter, 20)
    assert replace(wild, margins=Margins(-5, 10, 5, 5)).page_margins.left == 0


def test_an_a5_booklet_comes_out_in_its_true_size_in_the_middle_of_a4(
    context: AppContext, tmp_path: Path, typesetter: Typesetter
) -> None:
    document, out = booklet_document(context.library), tmp_path / "livret.pdf"
    printer = printer_to(out)
    assert printing.composed(document, printer) is document
    images = page_images(document, typesetter, printing.PRINT_DPI)[:2]
    printing.print_pages(images, printer)
    with pikepdf.open(out) as pdf:
        assert [float(side) for side in pdf.pages[0].MediaBox[2:]] == pytest.approx([595.28, 841.89], abs=0.5)
    drawn, own = inked(render(out, 2, 150)), inked(QImage.fromData(images[1]))
    assert drawn.width() == pytest.approx(own.width() / 2, abs=2)
    assert (drawn.left() - own.left() / 2) * MM / 150 == pytest.approx((210 - 148) / 2, abs=0.3)


def limited(printer: QPrinter, left: float, top: float, right: float, bottom: float) -> QPrinter:
    """Return a printer that cannot print near the edges of its sheets: millimetres of each."""
    layout = printer.pageLayout()
    layout.setUnits(QPageLayout.Unit.Millimeter)
    layout.setMinimumMargins(QMarginsF(left, top, right, bottom))
    printer.setPageLayout(layout)
    return printer


def test_a_printer_that_cannot_reach_the_edge_cuts_no_letter() -> None:
    page = QRectF(0, 0, 2100, 2970)
    shares = QRectF(0.05, 0.02, 0.9, 0.97)  # ink up to 1 % from the foot
    free = page.adjusted(60, 60, -60, -150)
    moved = printing._moved(page, shares, free)
    ink_now = QRectF(
        moved.x() + shares.x() * moved.width(),
        moved.y() + shares.y() * moved.height(),
        shares.width() * moved.width(),
        shares.height() * moved.height(),
    )
    assert free.adjusted(-0.01, -0.01, 0.01, 0.01).contains(ink_now)
    assert moved.width() < page.width(), "smaller, as it is too high"
    low = page.adjusted(60, 60, -60, -60)
    only_moved = printing._moved(page, QRectF(0.05, 0.5, 0.9, 0.49), low)
    assert only_moved.width() == page.width() and only_moved.y() == pytest.approx(-30.3, abs=0.1)
    assert printing._moved(page, QRectF(0.1, 0.1, 0.8, 0.8), free) == page, "what fits stays where it is"


def test_the_ink_of_a_page_is_found(context: AppContext, typesetter: Typesetter) -> None:
    (first, *_) = page_images(networks_document(context.library), typesetter, printing.PRINT_DPI)
    image = printing.read_png(first)
    found, true = printing._inked(image), inked(image)
    assert found.x() * image.width() == pytest.approx(true.x(), abs=9)
    assert found.bottom() * image.height() == pytest.approx(true.bottom(), abs=9)
    white = QImage(800, 800, QImage.Format.Format_RGB32)
    white.fill(0xFFFFFF)
    assert printing._inked(white) == QRectF(0, 0, 1, 1)


def test_the_dialog_of_the_printer_is_asked_and_followed(
    qtbot: QtBot, page: PrintPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "choisi.pdf"

    def a5_page_two_twice(printer: QPrinter) -> None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        printer.setPageSize(QPageSize(SIZES.A5))
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(2, 2)
        printer.setCopyCount(2)

    choose(qtbot, page, "reseaux")
    monkeypatch.setattr(QPrinter, "supportsMultipleCopies", lambda _self: False)
    answered(monkeypatch, QPrintDialog, a5_page_two_twice)
    page.foot.printing.click()
    qtbot.waitUntil(lambda: not page.output.is_busy, timeout=30_000)
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 2
        assert float(pdf.pages[0].MediaBox[2]) == pytest.approx(148 / MM * 72, abs=0.6)
    assert page.foot.status.startswith("2 pages")
    shown_now: Document | None = page.document()
    assert shown_now is not None and shown_now.paper is Paper.A4, "one print changes nothing of the screen"
