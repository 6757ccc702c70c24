"""``--self-test``: the program looks at itself from inside, a line a check; 0 when all is well."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from kit import __version__, paths
from kit.files import write_whole
from kit.tokens import FAMILY, LIGHT
from ui.theme import icons
from ui.theme.stylesheet import stylesheet


def _texts() -> str:
    from kit.opening import open_library

    library, _ = open_library()
    outline = library.outline
    if library.problems or not outline.actions:
        raise AssertionError(f"{len(outline.actions)} actions, {len(library.problems)} problèmes")
    body = library.body(outline.actions[0].id)
    return f"{sum(1 for _ in library.articles())} textes, {len(outline.actions)} actions, {len(body)} blocs"


def _search() -> str:
    from kit.opening import open_library
    from ui.services.search import SearchService

    library, folder = open_library()
    wanted = library.outline.actions[0]
    hits = SearchService(library, folder).ask(lambda index: index.search(wanted.title))
    if wanted.id not in {hit.id for hit in hits}:
        raise AssertionError("une action n’est pas trouvée par son titre")
    return f"{len(hits)} réponses"


def _pictogram() -> str:
    image = icons.pixmap("comprendre", LIGHT.ink, 24).toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 0 for x in range(24) for y in range(24))
    if not inked:
        raise AssertionError("dessin vide")
    return f"{inked} points encrés"


def _font() -> str:
    if QFontDatabase.addApplicationFont(str(paths.fonts() / "AtkinsonHyperlegible-Regular.ttf")) < 0:
        raise AssertionError("la police du kit n’est pas là")
    family = QFontInfo(QFont(FAMILY)).family()
    if family != FAMILY:
        raise AssertionError(family)
    return family


def _style() -> str:
    words = stylesheet(LIGHT)
    if "QPushButton" not in words:
        raise AssertionError("les feuilles de style manquent")
    return f"{len(words)} caractères"


def _pdf() -> str:
    from kit.documents.checklist import checklist
    from kit.documents.writer import write
    from kit.opening import open_library

    library, _ = open_library()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "essai.pdf"
        write(checklist(library, None), path)
        made = path.read_bytes()
    if not made.startswith(b"%PDF-"):
        raise AssertionError("pas un PDF")
    return f"{len(made)} octets"


def _journal() -> str:
    from kit.dossier.dossier import Dossier
    from kit.dossier.model import Status

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "essai élu.kitess"
        with Dossier.create(path) as dossier:
            dossier.record("action:elu-commission", "status", Status.DONE.value)
        with Dossier.open(path) as dossier:
            if dossier.status("elu-commission") is not Status.DONE:
                raise AssertionError("coche perdue")
    return "écrit et relu"


def _french() -> str:
    words = QCoreApplication.translate("QPlatformTheme", "Cancel")
    if words != "Annuler" or QLocale().language() != QLocale.Language.French:
        raise AssertionError(words)
    return words


def _libraries() -> str:
    """Import what kit and ui import at first use; the list is made when the program is built (build_spec/stage.py)."""
    import importlib

    listed = paths.resources() / "bibliotheques.txt"
    names = listed.read_text(encoding="ascii").split() if listed.is_file() else []
    for name in names:
        importlib.import_module(name)
    return f"{len(names)} modules"


def _mail() -> str:
    from kit.mail.templates import load_templates, read_recipient

    found = load_templates(paths.mail_templates(), to=read_recipient(paths.kit_file()))
    return f"{len(found)} modèles"


type Checks = Mapping[str, Callable[[], str]]

WINDOW: Checks = {
    "textes": _texts,
    "pictogramme": _pictogram,
    "police": _font,
    "apparence": _style,
    "pdf": _pdf,
    "bibliothèques": _libraries,
    "français": _french,
}
"""What every window of the house needs."""
CHECKS: Checks = {**WINDOW, "recherche": _search, "dossier": _journal, "message": _mail}


def run_self_test(out: str, program: str, checks: Checks = CHECKS) -> int:
    """Run the checks of a program; a line each to ``out`` (``-`` for stdout). Returns 0 or 1."""
    lines, code = [f"{program} {__version__}"], 0
    for name, check in checks.items():
        try:
            lines.append(f"ok {name} : {check()}")
        except Exception as error:  # noqa: BLE001  a check that fails in any way has failed
            lines.append(f"ÉCHEC {name} : {type(error).__name__} {error}")
            code = 1
    text = "\n".join(lines) + "\n"
    if out == "-":
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(text)
    else:
        write_whole(Path(out), text.encode())
    return code
