"""A printer that every machine has."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from ui.output import printing


def printer_to(path: Path) -> QPrinter:
    """Return a printer that leaves a PDF at ``path``."""
    printer = printing.new_printer("Essai")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer
