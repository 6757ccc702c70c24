"""To the printer: page images on paper, as they are, one at a time.

``QtPrintSupport`` is loaded here at the first press only: it asks CUPS, through the socket that ``app.py`` names.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import astuple, replace
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPageLayout, QPageSize, QPainter

from kit.documents.paper import Margins, Paper
from kit.errors import DocumentError, KitError
from kit.typography import fr
from ui.services.errors import not_written

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from kit.documents.document import Document

PRINT_DPI = 300
_NOT_PRINTED = fr(
    "L’imprimante n’a pas répondu. Vérifiez qu’elle est allumée et branchée, puis recommencez, "
    "ou enregistrez un PDF : rien n’est perdu."
)
_STRIP = 180  # rows, and up to twice as many: what is drawn at once while Python waits (20 ms)
_INCH = 25.4  # millimetres
_UNSET = 10 / 72 * _INCH  # the margin of a QPrinter on which nobody set one
_SAME = 0.3  # millimetres: what a dialog rounds to, in points
_COARSE = 8  # pixels of a page that are looked at as one, where its ink is sought
_WHITE_OR_NOT = bytes(255 if grey > 250 else 0 for grey in range(256))
_A_HAIR = 0.99  # a page that is larger than the paper by less than this is cut by a hair, never shrunk


class PrintRefused(DocumentError):
    """The printer, or the system's queue before it, took nothing or stopped in the middle."""


def not_sent(error: KitError) -> str:
    """Return the sentence for a document that reached neither the printer nor its file."""
    return _NOT_PRINTED if isinstance(error, PrintRefused) else not_written(error)


def has_printer() -> bool:
    """Say whether the system knows a printer. Slow where there are many on a network."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return bool(QPrinterInfo.availablePrinterNames())


def new_printer(
    title: str, sheet: tuple[int, int] = (210, 297), *, both_sides: bool = True, margins: Margins | None = None
) -> QPrinter:
    """Return a printer set for our pages: their sheet (millimetres, as it lies), whole, grey; ``title`` names the job.

    ``margins`` are those that a dialog shows: our pages have them already.

    On ``both_sides``, sheets that lie on their long side are turned on the short one, so that all pages stand upright.
    """
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(PRINT_DPI)
    short, long = sorted(sheet)
    printer.setPageSize(QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter))
    modes, lying = QPrinter.DuplexMode, sheet[0] > sheet[1]
    turned = modes.DuplexShortSide if lying else modes.DuplexLongSide
    printer.setDuplex(turned if both_sides else modes.DuplexNone)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setDocName(title)
    printer.setCreator("Kit ESS")
    _fill_the_sheet(printer, lying=lying)
    if margins is not None:
        printer.setPageMargins(QMarginsF(*astuple(margins)), QPageLayout.Unit.Millimeter)
    return printer


def ask_printer(parent: QWidget, document: Document, *, both_sides: bool = True, pages: int = 0) -> QPrinter | None:
    """Ask for the printer and the copies; with the number of ``pages``, for a range of them too. None when given up."""
    from PySide6.QtPrintSupport import QPrintDialog

    printer = _printer_for(document, both_sides=both_sides)
    dialog = QPrintDialog(printer, parent)
    if pages:
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, pages)
    accepted = dialog.exec()
    dialog.deleteLater()
    return printer if accepted else None


def ask_page(parent: QWidget, document: Document) -> Document | None:
    """Ask for the paper and its margins; return the document laid out for them, None when given up."""
    from PySide6.QtPrintSupport import QPageSetupDialog

    printer = _printer_for(document)
    dialog = QPageSetupDialog(printer, parent)
    accepted = dialog.exec()
    dialog.deleteLater()
    return composed(document, printer) if accepted else None


def composed(document: Document, printer: QPrinter) -> Document:
    """Return a document laid out for the paper, the way it lies and the margins that were set in a dialog.

    One whose pages are made for their paper, or whose paper the kit does not know, is placed on it as it is.
    """
    layout = printer.pageLayout()
    if document.keeps_paper:
        return document
    lying = layout.orientation() == QPageLayout.Orientation.Landscape
    made = replace(document, paper=_paper(layout.pageSize()) or document.paper, landscape=lying)
    return replace(made, margins=_margins_by_hand(layout, document) or document.margins)


def _printer_for(document: Document, *, both_sides: bool = True) -> QPrinter:
    title = " – ".join(part for part in (document.title, document.place) if part)
    sides = both_sides or document.folded
    return new_printer(title, document.sheet_size, both_sides=sides, margins=document.page_margins)


def _paper(size: QPageSize) -> Paper | None:
    """Return the paper of a size, None for one that our pages are not made for."""
    ids = {QPageSize.PageSizeId.A3: Paper.A3, QPageSize.PageSizeId.A4: Paper.A4, QPageSize.PageSizeId.A5: Paper.A5}
    return ids.get(size.id())


def _margins_by_hand(layout: QPageLayout, document: Document) -> Margins | None:
    """Return the margins that were set in a dialog, None where none was.

    A side that stands at the least of the printer, or at Qt's own value, was not: the system puts it there for another
    printer.
    """
    now, least, own = (
        _in_millimetres(layout.margins(), layout),
        _in_millimetres(layout.minimumMargins(), layout),
        document.page_margins,
    )
    sides = Margins(
        *(
            ours if any(abs(one - other) < _SAME for other in (ours, low, _UNSET)) else round(one, 1)
            for one, ours, low in zip(now, astuple(own), least, strict=True)
        )
    )
    return sides if sides != own else None


def _in_millimetres(margins: QMarginsF, layout: QPageLayout) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of a layout in millimetres."""
    whole = QPageLayout(layout)
    unit = whole.fullRect(QPageLayout.Unit.Millimeter).width() / whole.fullRect(whole.units()).width()
    return margins.left() * unit, margins.top() * unit, margins.right() * unit, margins.bottom() * unit


def sheets(printer: QPrinter, count: int) -> list[int]:
    """Return the page numbers, from 1, in the order in which they are to be sent: range, order, copies.

    Copies that the printer makes by itself are left to it.
    """
    pages = list(range(1, count + 1))
    if printer.printRange() == printer.PrintRange.PageRange:
        first, last = printer.fromPage() or 1, printer.toPage() or count
        pages = [page for page in pages if first <= page <= last]
    if printer.pageOrder() == printer.PageOrder.LastPageFirst:
        pages.reverse()
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    if printer.collateCopies():
        return pages * copies
    return [page for page in pages for _ in range(copies)]


def print_pages(
    images: Sequence[bytes],
    printer: QPrinter,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Send PNG pages of 300 dpi to a printer, at their true size, in grey; returns how many were sent.

    May run off the window's thread (Qt: QPainter on a QPrinter in a thread). ``advance`` is called before each page
    with what is done and how much there is. What it raises, as Stopped, takes back all that was sent. Raises
    PrintRefused.
    """
    order = sheets(printer, len(images))
    if not order:
        return 0
    _fill_the_sheet(printer, lying=_lies(images[0]))
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintRefused(printer.printerName())
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    try:
        for done, page in enumerate(order):
            advance(done, len(order))
            if done and not printer.newPage():
                raise PrintRefused(printer.printerName())
            _draw(painter, printer, images[page - 1])
    except PrintRefused:
        raise
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    if printer.printerState() == printer.PrinterState.Error:
        raise PrintRefused(printer.printerName())
    return len(order)


def read_png(png: bytes) -> QImage:
    """Return a page image; unlike QImage.fromData, the reader lets other Python threads run meanwhile."""
    buffer = QBuffer()
    buffer.setData(QByteArray(png))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer, QByteArray(b"png")).read()


def _lies(png: bytes) -> bool:
    """Whether a page is wider than high (PNG, 11.2.2: the header is the first chunk)."""
    width, height = struct.unpack_from(">LL", png, 16)
    return bool(width > height)


def _fill_the_sheet(printer: QPrinter, *, lying: bool) -> None:
    """Keep what the dialog may have changed: our pages stand or lie as they were made, with margins of their own."""
    printer.setFullPage(True)
    ways = QPageLayout.Orientation
    printer.setPageOrientation(ways.Landscape if lying else ways.Portrait)


def _draw(painter: QPainter, printer: QPrinter, png: bytes) -> None:
    image = read_png(png)
    if image.isNull():
        raise PrintRefused(printer.printerName())
    paper, free = QRectF(printer.pageLayout().fullRectPixels(printer.resolution())), _printable(printer)
    place = _place(paper, image, printer.resolution())
    if free != paper:
        place = _moved(place, _inked(image), free)
    scale = place.height() / image.height()
    for top, strip in _strips(image):
        here = QRectF(place.x(), place.y() + top * scale, place.width(), strip.height() * scale)
        painter.drawImage(here, strip, QRectF(strip.rect()))


def _place(paper: QRectF, image: QImage, resolution: int) -> QRectF:
    """Return where a page goes on the sheet: its true size, in the middle, smaller only where the paper is."""
    wide, high = (side * resolution / PRINT_DPI for side in (image.width(), image.height()))
    fits = min(paper.width() / wide, paper.height() / high)
    if fits < _A_HAIR:
        wide, high = wide * fits, high * fits
    left, top = (paper.width() - wide) / 2, (paper.height() - high) / 2
    return QRectF(max(0.0, left), max(0.0, top), wide, high)


def _printable(printer: QPrinter) -> QRectF:
    """Return the part of the sheet that the printer can print on, in its pixels."""
    layout, scale = printer.pageLayout(), printer.resolution() / _INCH
    left, top, right, bottom = (scale * one for one in _in_millimetres(layout.minimumMargins(), layout))
    return QRectF(layout.fullRectPixels(printer.resolution())).adjusted(left, top, -right, -bottom)


def _moved(place: QRectF, inked: QRectF, free: QRectF) -> QRectF:
    """Return where a page goes so that all its ink is on ``free``: moved, and smaller only where that is not enough.

    ``inked`` is the part of the page that has ink, its sides as shares of the page's.
    """
    wide, high = max(inked.width() * place.width(), 1), max(inked.height() * place.height(), 1)
    fits = min(1.0, free.width() / wide, free.height() / high)
    size = QSizeF(place.width() * fits, place.height() * fits)
    moved = QRectF(place.center().x() - size.width() / 2, place.center().y() - size.height() / 2, *size.toTuple())
    left, top = moved.x() + inked.x() * size.width(), moved.y() + inked.y() * size.height()
    right, bottom = left + wide * fits, top + high * fits
    moved.translate(
        max(0.0, free.left() - left) - max(0.0, right - free.right()),
        max(0.0, free.top() - top) - max(0.0, bottom - free.bottom()),
    )
    return moved


def _inked(image: QImage) -> QRectF:
    """Return the part of a page that is not white, as shares of its width and height; all of it where nothing is."""
    small = image.scaled(
        QSize(image.width() // _COARSE, image.height() // _COARSE),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_Grayscale8)
    wide, line = small.width(), small.bytesPerLine()
    bits = bytes(small.constBits()).translate(_WHITE_OR_NOT)
    rows = [bits[at : at + wide] for at in range(0, line * small.height(), line)]
    dark = [number for number, row in enumerate(rows) if row.strip(b"\xff")]
    if not dark:
        return QRectF(0, 0, 1, 1)
    left = min(wide - len(row.lstrip(b"\xff")) for row in rows)
    right = max(len(row.rstrip(b"\xff")) for row in rows)
    high = len(rows)
    return QRectF(left / wide, dark[0] / high, (right - left) / wide, (dark[-1] + 1 - dark[0]) / high)


def _strips(image: QImage) -> Iterator[tuple[int, QImage]]:
    """Yield a page in grey strips; each holds the first row of the next, so that no seam shows between them."""
    top = 0
    while top < image.height():
        end = _quiet_row(image, top + _STRIP, top + 2 * _STRIP)
        high = min(end + 1, image.height()) - top
        yield top, image.copy(0, top, image.width(), high).convertToFormat(QImage.Format.Format_Grayscale8)
        top = end


def _quiet_row(image: QImage, first: int, last: int) -> int:
    """Return the best row to cut a page at, from ``first`` to ``last``: the middle of the most rows that are alike.

    Between two lines of text all rows are: a viewer that rounds the edge of a strip then rounds away none of the text.
    """
    if last >= image.height():
        return image.height()
    rows, size = memoryview(image.constBits()), image.bytesPerLine()
    best, run = (0, first), 0
    for row in range(first + 1, last):
        run = run + 1 if rows[(row - 1) * size : row * size] == rows[row * size : (row + 1) * size] else 0
        best = max(best, (run, row - run // 2))
    return best[1]
