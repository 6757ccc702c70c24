"""The composition root of the atelier: arguments, stores, window."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from atelier.services.context import AtelierContext
from atelier.services.open_texts import OpenTexts
from atelier.services.texts_folder import TextsFolder
from atelier.tour import run_tour, sample
from atelier.window import AtelierWindow
from kit import __version__, paths
from kit.naming import naming
from kit.opening import open_library
from ui import app as kit_app
from ui.access import accessibility
from ui.services import technical_log
from ui.services.appearance import Appearance, in_writing
from ui.services.errors import install_excepthook, show_crash
from ui.services.feedback import Feedback
from ui.services.jobs import Jobs
from ui.services.settings import Settings
from ui.shell.safe_start import RunMark
from ui.shell.termination import Ending
from ui.theme.icons import program_icon

_SAFE = "Ce qui était enregistré dans le dossier de travail y est."


def parser() -> argparse.ArgumentParser:
    """Return the parser of the window's switches."""
    from kit.commands.french import Parser

    name = naming().atelier_package
    p = Parser(prog=name, description="Relire, corriger et signer les textes du Kit ESS, sans Internet.")
    p.add_argument("folder", nargs="?", type=Path, metavar="DOSSIER", help="dossier de textes à ouvrir")
    p.add_argument("--tour", type=Path, metavar="DIR", help="photographier chaque écran dans DIR, puis quitter")
    p.add_argument("--theme", choices=("contrast", "dark", "light"), help="apparence")
    p.add_argument("--self-test", nargs="?", const="-", metavar="FICHIER", help="vérifier le programme, puis quitter")
    p.add_argument("--version", action="version", version=f"{name} {__version__}", help="dire la version")
    return p


def build_context(arguments: argparse.Namespace, jobs: Jobs) -> AtelierContext:
    """Build the stores of one run; the settings are the atelier's own."""
    settings = Settings(paths.user_data() / "atelier.json")
    texts, _ = open_library()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    appearance = Appearance(app, settings, arguments.theme)
    folder = TextsFolder(settings)
    if arguments.folder is not None:
        folder.choose(str(arguments.folder.absolute()))
    return AtelierContext(
        library=in_writing(texts, settings),
        settings=settings,
        jobs=jobs,
        theme=appearance.theme(),
        texts=texts,
        appearance=appearance,
        feedback=Feedback(),
        folder=folder,
        open_texts=OpenTexts(folder, jobs, settings),
    )


def report_crashes(jobs: Jobs) -> None:
    """Have all that nobody foresaw told in one place."""

    def safe() -> str:
        return _SAFE

    install_excepthook(safe)
    jobs.crashed.connect(lambda error: show_crash(type(error).__name__, "jobs", safe))


def main(argv: list[str] | None = None) -> int:
    """Run the window; returns the exit code."""
    arguments = parser().parse_args(sys.argv[1:] if argv is None else argv)
    kit_app.prepare_environment()
    if arguments.tour:  # one's own settings neither change the pictures nor are changed by them
        os.environ.setdefault("KIT_DATA", str(arguments.tour.absolute() / "donnees"))
        arguments.folder = sample(arguments.tour)
    kit_app.set_up_logs()
    mark = None if arguments.self_test else RunMark(paths.user_cache() / "atelier")
    if mark is not None and mark.crashed:
        technical_log.note_crash(mark.traces)
    app = QApplication([sys.argv[0]])
    accessibility.install()
    names = naming()
    kit_app.set_up_names(app, names.atelier_package, names.atelier, names.atelier_id)
    kit_app.set_up_language(app)
    if mark is None:
        from atelier import self_test

        return self_test.run(arguments.self_test)
    app.setWindowIcon(program_icon())
    jobs = Jobs()
    context = build_context(arguments, jobs)
    report_crashes(jobs)
    kit_app.set_up_fonts(app, context.theme)
    kit_app.watch_fields(app)
    window = AtelierWindow(context)
    kit_app.open_window_as_left(window, app, "1280x800" if arguments.tour else "", anew=bool(arguments.tour))
    window.open_route(window.program.home)
    if arguments.tour:
        code = run_tour(window, arguments.tour)
    else:
        window.show()
        Ending(window)
        code = app.exec()
    jobs.close()
    context.texts.close()
    mark.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
