"""Asking for a file or a folder: the dialogs of the system, which begin in the folder used last and remember it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kit import paths
from ui.services.settings import Settings

LAST_FOLDER = "last_folder"
_KINDS = {
    ".cle": "Clés",
    ".csv": "Tableau CSV",
    ".docx": "Document Word",
    ".eml": "Brouillon de courriel",
    ".epub": "Livre numérique",
    ".html": "Page pour un navigateur",
    ".ics": "Agenda",
    ".kitess": "Dossiers du kit",
    ".kitpack": "Textes du kit",
    ".ods": "Tableur",
    ".odt": "Document ODT",
    ".pdf": "Document PDF",
    ".png": "Image PNG",
    ".svg": "Dessin SVG",
    ".txt": "Texte seul",
    ".vcf": "Carnet d’adresses",
    ".xlsx": "Excel",
    ".zip": "Archive",
}


def last_folder(settings: Settings) -> Path:
    """Return the folder where a file was chosen last, while it is there; else that of the user's documents."""
    last = settings.text(LAST_FOLDER)
    return Path(last) if last and Path(last).is_dir() else paths.documents()


def remember(settings: Settings, path: Path) -> None:
    """Offer the folder of this file first the next time."""
    settings.set(LAST_FOLDER, str(path.parent))


def open_file(
    parent: QWidget, settings: Settings, title: str, kinds: str = "", *, start: Path | None = None
) -> Path | None:
    """Ask for a file that is there; ``kinds`` is a filter of Qt. None when given up."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(start or last_folder(settings)), kinds)
    return _chosen(settings, name, known=start is not None)


def open_files(parent: QWidget, settings: Settings, title: str, kinds: str) -> list[Path]:
    """Ask for files that are there; none when given up."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, str(last_folder(settings)), kinds)
    return [path for name in names if (path := _chosen(settings, name))]


def choose_folder(parent: QWidget, settings: Settings, title: str, *, start: Path | None = None) -> Path | None:
    """Ask for a folder; None when given up."""
    name = QFileDialog.getExistingDirectory(parent, title, str(start or last_folder(settings)))
    return Path(name) if name else None


def save_file(
    parent: QWidget,
    settings: Settings,
    name: str,
    formats: Sequence[str],
    *,
    title: str = "Enregistrer",
    folder: Path | None = None,
    replaces: bool = True,
) -> Path | None:
    """Ask where a file goes, in one of these formats (extensions), under ``name`` at first; None when given up.

    The extension typed counts, else that of the filter is added. The dialog asks before a file is replaced, unless
    it never is (``replaces`` False): then the caller refuses a name that is taken.
    """
    filters = [f"{_KINDS[one]} (*{one})" for one in formats]
    option = QFileDialog.Option(0) if replaces else QFileDialog.Option.DontConfirmOverwrite
    proposed = (folder or last_folder(settings)) / name
    shown: Path | None = None
    while True:
        chosen, picked = QFileDialog.getSaveFileName(
            parent, title, str(proposed), ";;".join(filters), filters[0], option
        )
        if not chosen:
            return None
        path = _with_extension(Path(chosen), name, formats, formats[filters.index(picked)] if picked in filters else "")
        if not replaces or path in (Path(chosen), shown) or not path.exists():
            return _chosen(settings, str(path), known=folder is not None)
        proposed = shown = path  # nobody was asked about this file: the dialog comes again, with the name in full


def _with_extension(path: Path, proposed: str, formats: Sequence[str], picked: str) -> Path:
    typed = path.suffix.lower()
    if picked and typed in formats and typed != picked and path.name == proposed:
        return path.with_suffix(picked)  # another filter was taken, the proposed name was left as it is
    return path if typed in formats else path.with_name(f"{path.name}{picked or formats[0]}")


def _chosen(settings: Settings, name: str, *, known: bool = False) -> Path | None:
    """Return what was chosen and remember its folder, except where the dialog began in a folder of its own."""
    if not name:
        return None
    if not known:
        remember(settings, Path(name))
    return Path(name)
