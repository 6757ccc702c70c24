"""Printing by the system's own dialog, on a printer of CUPS that leaves a PDF: what was set there is what comes out."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pikepdf
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPageSetupDialog, QPrintDialog
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QWidget,
)  # fmt: skip
from pytestqt.qtbot import QtBot

from kit.commands.shared import library
from kit.documents.booklet import booklet_document
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.document import Document
from kit.documents.networks import networks_document
from kit.documents.paper import Margins, Paper
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images
from kit.dossier.dossier import Dossier
from kit.tokens import LIGHT
from ui.output import printing
from ui.output.documents import DocumentOutlet
from ui.services.context import AppContext
from ui.services.feedback import Feedback
from ui.services.jobs import Jobs

pytestmark = [pytest.mark.office, pytest.mark.timeout(600)]

QUEUE, WHO = "kit-essai", "kit-ess-essai"  # a user whom no system has: cups-pdf keeps what it prints for « anonymous »
PRINTED = Path("/var/spool/cups-pdf/ANONYMOUS")
PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
A4_POINTS, A5_POINTS = (595.28, 841.89), (419.53, 595.28)
DPI = 60
TODAY = date(2026, 11, 30)

_PLACES = """
ServerRoot {here}/server
RequestRoot {here}/spool
TempDir {here}/spool/tmp
CacheDir {here}/cache
StateDir {here}/state
AccessLog {here}/log/access
ErrorLog {here}/log/error
PageLog {here}/log/page
SystemGroup root
"""
_SCHEDULER = """
LogLevel info
Listen {socket}
Browsing No
WebInterface No
DefaultAuthType None
<Location />
Order allow,deny
Allow all
</Location>
<Location /admin>
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""


@pytest.fixture(scope="module")
def printer() -> Iterator[str]:
    """Have a scheduler of CUPS of our own, on a socket of its own, with one printer that writes PDF."""
    with tempfile.TemporaryDirectory(prefix="kit-cups-") as folder:
        yield from _scheduled(Path(folder))


def _scheduled(here: Path) -> Iterator[str]:
    here.chmod(0o755)  # its filters run as another user
    for name in ("server", "spool/tmp", "cache", "state", "log"):
        (here / name).mkdir(parents=True)
    socket = here / "sock"
    (here / "places").write_text(_PLACES.format(here=here), encoding="ascii")
    (here / "scheduler").write_text(_SCHEDULER.format(socket=socket), encoding="ascii")
    before = {name: os.environ.get(name) for name in ("CUPS_SERVER", "CUPS_USER")}
    os.environ.update(CUPS_SERVER=str(socket), CUPS_USER=WHO)
    scheduler = subprocess.Popen(
        ["/usr/sbin/cupsd", "-f", "-c", here / "scheduler", "-s", here / "places"], stderr=subprocess.DEVNULL
    )
    try:
        _wait(lambda: subprocess.run(["lpstat", "-r"], capture_output=True).stdout.endswith(b"is running\n"))
        made = ["lpadmin", "-p", QUEUE, "-E", "-v", "cups-pdf:/", "-P", PPD, "-o", "printer-error-policy=abort-job"]
        subprocess.run(made, check=True, capture_output=True)
        yield QUEUE
    finally:
        scheduler.terminate()
        scheduler.wait(10)
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _wait(is_so: Callable[[], bool], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "CUPS did not answer"
        time.sleep(0.1)  # another program's work: nothing here can be waited on


class Answers:
    """What one sets in the dialog and in its « Propriétés », by hand as it were; ``OK`` then."""

    def __init__(self) -> None:
        self.seen = ""
        self._steps: list[Callable[[QDialog], object]] = []
        self._properties: list[Callable[[QDialog], object]] = []

    def copies(self, count: int) -> Answers:
        self._steps.append(lambda dialog: _part(dialog, QSpinBox, "copies").setValue(count))
        return self

    def pages(self, first: int, last: int) -> Answers:
        self._steps += [
            lambda dialog: _part(dialog, QRadioButton, "printRange").click(),
            lambda dialog: _part(dialog, QSpinBox, "from").setValue(first),
            lambda dialog: _part(dialog, QSpinBox, "to").setValue(last),
        ]
        return self

    def paper(self, name: str) -> Answers:
        def choose(dialog: QDialog) -> None:
            sizes = _part(dialog, QComboBox, "pageSizeCombo")
            assert sizes.findText(name) >= 0
            sizes.setCurrentText(name)

        self._properties.append(choose)
        return self

    def left(self, millimetres: float) -> Answers:
        self._properties.append(lambda dialog: _part(dialog, QDoubleSpinBox, "leftMargin").setValue(millimetres))
        return self

    def begin(self) -> None:
        """Answer the dialog that opens next."""
        QTimer.singleShot(0, self._answer)

    def _answer(self) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QPrintDialog)
        self.seen = dialog.printer().printerName()
        if self._properties:
            QTimer.singleShot(0, self._answer_properties)
            _part(dialog, QPushButton, "properties").click()  # comes back once they are answered
        for step in self._steps:
            step(dialog)
        dialog.accept()

    def _answer_properties(self) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog) and not isinstance(dialog, QPrintDialog)
        for step in self._properties:
            step(dialog)
        dialog.accept()


def _part[W: QWidget](dialog: QDialog, kind: type[W], name: str) -> W:
    found = dialog.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    """Have an empty dossier, without a coat of arms to print."""
    with Dossier.create(tmp_path / "commune.kitess") as made:
        yield made


def sent(qtbot: QtBot, dossier: Dossier, document: Document, answers: Answers) -> tuple[Path, str]:
    """Print a document as a page of the window does; return the PDF that came of it, and what the window says."""
    before = _printed()
    place = QWidget()
    qtbot.addWidget(place)
    place.show()
    jobs = Jobs()
    session, feedback = SimpleNamespace(dossier=dossier), Feedback()
    parts = SimpleNamespace(theme=LIGHT, jobs=jobs, session=session, feedback=feedback)
    outlet = DocumentOutlet(cast(AppContext, parts), place)
    said: list[str] = []
    outlet.announced.connect(said.append)
    feedback.told.connect(lambda done: said.append(done.words))
    answers.begin()
    outlet.print(document)
    qtbot.waitUntil(lambda: bool(said) and not outlet.is_busy, timeout=300_000)
    _wait(lambda: not subprocess.run(["lpstat", "-o"], capture_output=True, check=True).stdout)
    ((made, _),) = _printed() - before
    return made, said[-1]


def _printed() -> set[tuple[Path, int]]:
    """Return what stands in the folder of cups-pdf, and since when: a run that was broken off leaves some."""
    return {(path, path.stat().st_mtime_ns) for path in PRINTED.glob("*.pdf")}


def looks(out: Path) -> list[QImage]:
    """Return the pages of a PDF as poppler draws them, grey."""
    stem = out.with_suffix(".page")
    subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), out, stem], check=True)
    found = sorted(stem.parent.glob(f"{stem.name}-*.pgm"))
    try:
        return [QImage(str(one)) for one in found]
    finally:
        for one in found:
            one.unlink()


def is_alike(one: QImage, other: QImage) -> bool:
    """Whether two pages have their ink in the same places: the same page is off by 2 of 255, another by 13 and more."""
    smooth, grey = Qt.TransformationMode.SmoothTransformation, QImage.Format.Format_Grayscale8
    small = [image.scaled(60, 85, mode=smooth).convertToFormat(grey) for image in (one, other)]
    greys = [[image.pixelColor(x, y).value() for y in range(85) for x in range(60)] for image in small]
    return sum(abs(a - b) for a, b in zip(*greys, strict=True)) < 6 * 60 * 85


def expected(document: Document) -> list[QImage]:
    return [QImage.fromData(png) for png in page_images(document, Typesetter(), DPI)]


def sheet(out: Path) -> tuple[float, float]:
    with pikepdf.open(out) as pdf:
        boxes = {tuple(round(float(side)) for side in page.MediaBox[2:]) for page in pdf.pages}
    (box,) = boxes
    return box


def test_two_copies_of_a_range_of_pages(qtbot: QtBot, printer: str, dossier: Dossier) -> None:
    document = networks_document(library(), today=TODAY)
    answers = Answers().pages(2, 3).copies(2)
    out, said = sent(qtbot, dossier, document, answers)
    try:
        assert answers.seen == printer and printer in said
        assert sheet(out) == pytest.approx(A4_POINTS, abs=1)
        own, came = expected(document), looks(out)
        assert len(came) == 4, "two pages, twice"
        assert all(is_alike(page, own[number]) for page, number in zip(came, (1, 2, 1, 2), strict=True))
        assert not is_alike(came[0], own[0]) and not is_alike(own[1], own[2])
    finally:
        out.unlink()


def test_pages_for_the_paper_and_the_margins_of_the_dialog(qtbot: QtBot, printer: str, dossier: Dossier) -> None:
    document = checklist_document(checklist(library(), None, today=TODAY))
    out, _ = sent(qtbot, dossier, document, Answers().paper("A5").left(25))
    try:
        laid = replace(document, paper=Paper.A5, margins=Margins(25, 13, 20, 10))
        own, came = expected(laid), looks(out)
        assert sheet(out) == pytest.approx(A5_POINTS, abs=3)
        assert len(came) == len(own) > len(expected(document))
        assert all(is_alike(page, mine) for page, mine in zip(came, own, strict=True))
    finally:
        out.unlink()


def test_an_a5_booklet_on_a4(qtbot: QtBot, printer: str, dossier: Dossier) -> None:
    document = booklet_document(library(), today=TODAY)
    out, _ = sent(qtbot, dossier, document, Answers().paper("A4").pages(1, 2))
    try:
        assert sheet(out) == pytest.approx(A4_POINTS, abs=1)
        own, came = expected(document), looks(out)
        assert len(came) == 2
        wide, high = own[0].width(), own[0].height()
        for page, mine in zip(came, own, strict=False):
            left, top = (page.width() - wide) // 2, (page.height() - high) // 2
            assert is_alike(page.copy(left, top, wide, high), mine), "in its true size, in the middle"
    finally:
        out.unlink()


def test_the_dialog_of_the_page_sets_paper_and_margins(qtbot: QtBot, printer: str) -> None:
    document = networks_document(library(), today=TODAY)
    place = QWidget()
    qtbot.addWidget(place)
    place.show()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QPageSetupDialog)
        assert _part(dialog, QDoubleSpinBox, "leftMargin").value() == 20, "what the kit has is what one begins with"
        _part(dialog, QComboBox, "pageSizeCombo").setCurrentText("A5")
        _part(dialog, QDoubleSpinBox, "leftMargin").setValue(30)
        dialog.accept()

    QTimer.singleShot(0, answer)
    laid = printing.ask_page(place, document)
    assert laid == replace(document, paper=Paper.A5, margins=Margins(30, 13, 20, 10))
