"""The composition root: arguments, logging, stores, window. The only place that builds stores."""

from __future__ import annotations

import argparse
import functools
import gc
import logging
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QTimer,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from kit import __version__, paths
from kit.dossier.dossier import ANONYMOUS
from kit.mail.outbox import Outbox
from kit.naming import naming
from kit.opening import open_library
from kit.tokens import Tokens
from kit.typography import fr
from ui.access import accessibility
from ui.services import collector, technical_log, window_size
from ui.services.acts import ActsService
from ui.services.appearance import Appearance, in_writing, set_font
from ui.services.context import AppContext
from ui.services.dossiers import Dossiers, first_path, is_another_file, open_first
from ui.services.errors import install_excepthook, safety, show_crash
from ui.services.feedback import Feedback
from ui.services.jobs import Jobs
from ui.services.navigation import PageId, Route, ToUpdate
from ui.services.outbox import OutboxSession
from ui.services.plan.model import PlanModel
from ui.services.search import SearchService
from ui.services.session import DossierSession
from ui.services.settings import Settings
from ui.shell.empty_fields import EmptyFields
from ui.shell.focus_in_sight import FocusInSight
from ui.shell.main_window import MainWindow
from ui.shell.qt_translations import QtWords
from ui.shell.safe_start import RunMark, forget_caches
from ui.shell.window import Window
from ui.theme.icons import program_icon

log = logging.getLogger(__name__)

AFTER_FIRST_FRAME_MS = 150  # the frame is on the screen and the first click not yet made
_FOCUS = "kit-focus-in-sight"
CUPS_SOCKET = "/run/cups/cups.sock"
_AFTER_CRASH = fr(
    "La dernière fois, le kit s’est arrêté sans prévenir. Tout ce qui était dit « Enregistré » est là ; "
    "le kit a repris sur l’accueil. Pour aider à comprendre, ouvrez « À propos », puis « Copier les "
    "informations » : rien de ce que vous avez écrit n’y figure."
)
_MAILTO = r"(?is)mailto:.*"  # Qt also prints addresses decoded, spaces and all


def parser() -> argparse.ArgumentParser:
    """Return the parser of the window's switches (``design/cli.md``)."""
    from kit.commands.french import Parser

    names = naming()
    p = Parser(prog=names.package, description=f"{names.full_name}, sans Internet.")
    p.add_argument("dossier", nargs="?", type=Path, metavar="D", help="dossier à ouvrir (.kitess)")
    p.add_argument("--tour", type=Path, metavar="DIR", help="photographier chaque écran dans DIR, puis quitter")
    p.add_argument("--all", action="store_true", help="avec --tour : chaque article aussi")
    p.add_argument("--theme", choices=("contrast", "dark", "light"), help="apparence")
    p.add_argument("--scale", type=float, choices=(1, 1.5, 2), default=1, help="taille de l’affichage")
    p.add_argument("--size", type=_size, default="", metavar="LxH", help="taille de la fenêtre")
    p.add_argument("--profile", type=Path, metavar="FICHIER", help="mesurer le démarrage, puis quitter")
    p.add_argument("--self-test", nargs="?", const="-", metavar="FICHIER", help="vérifier le programme, puis quitter")
    p.add_argument("--hand-over", type=Path, help=argparse.SUPPRESS)  # tests/packaging: ui/switches/hand_over.py
    p.add_argument("--version", action="version", version=f"{names.package} {__version__}", help="dire la version")
    return p


def _size(text: str) -> str:
    if text and not re.fullmatch(r"[1-9]\d{1,3}x[1-9]\d{1,3}", text):
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas une taille, largeur x hauteur, comme 1280x800")
    return text


def read_arguments(words: list[str]) -> argparse.Namespace:
    """Return the switches; a start without any does not pay for the parser (2 ms)."""
    if len(words) <= 1 and not any(word.startswith("-") for word in words):
        values = {"tour": None, "all": False, "theme": None, "scale": 1, "size": "", "profile": None, "self_test": None}
        return argparse.Namespace(dossier=Path(words[0]) if words else None, hand_over=None, **values)
    return parser().parse_args(words)


def prepare_environment() -> None:
    """Set what must be set before Qt's plugins load: no socket but AF_UNIX, CUPS included."""
    os.environ.setdefault("CUPS_SERVER", CUPS_SOCKET)
    os.environ.setdefault("QT_NO_XDG_DESKTOP_PORTAL", "1")


def on_qt_message(kind: QtMsgType, _context: object, message: str) -> None:
    """Log what Qt says, with every mailto cut out: it holds a name and a message."""
    words = re.sub(_MAILTO, "mailto:…", message)
    levels = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}
    logging.getLogger("qt").log(levels.get(kind, logging.WARNING), "%s", words)


def report_crashes(session: DossierSession, jobs: Jobs) -> None:
    """Have all that nobody foresaw told in one place, with whether the work is safe."""

    def safe() -> str:
        return safety(is_saving=session.is_saving, lost_last=session.lost_last)

    def on_crash(error: BaseException) -> None:
        log.error("unexpected in the background", exc_info=error)
        show_crash(type(error).__name__, "jobs", safe)

    install_excepthook(safe)
    jobs.crashed.connect(on_crash)


def set_up_logs() -> None:
    """Log to stderr, where there is one, and to the file that outlives the window."""
    shown = logging.StreamHandler()
    shown.setFormatter(technical_log.PlacesOnly("%(name)s: %(message)s"))
    # A windowed program of Windows has none.
    logging.basicConfig(level=logging.WARNING, handlers=[shown] if sys.stderr is not None else [])
    technical_log.install()
    qInstallMessageHandler(on_qt_message)


def set_up_names(app: QApplication, name: str, shown: str, desktop: str) -> None:
    """Say who this program is to the system: the ``desktop`` file that it belongs to is ``build_spec/linux``'s."""
    app.setApplicationName(name)
    app.setApplicationDisplayName(shown)
    app.setDesktopFileName(desktop)


def set_up_language(app: QApplication) -> None:
    """Make the standard buttons, dates and messages of Qt French."""
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    app.installTranslator(QtWords(app))
    translator = QTranslator(app)
    if translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    else:
        log.warning("qtbase_fr is missing")


def set_up_fonts(app: QApplication, theme: Tokens) -> None:
    """Load the bundled font."""
    for name in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(paths.fonts() / f"AtkinsonHyperlegible-{name}.ttf"))
    set_font(app, theme)


def watch_fields(app: QApplication) -> None:
    """Have what takes the focus come in sight, and empty fields say what they are for; once a run."""
    if not app.property(_FOCUS):  # ``findChild`` would take 1.5 ms, the first time
        app.setProperty(_FOCUS, True)
        FocusInSight(app)
        EmptyFields(app)


def build_context(arguments: argparse.Namespace, jobs: Jobs) -> AppContext:
    """Build the stores of one run."""
    settings = Settings(paths.user_data() / "reglages.json")
    texts, index = open_library()
    library = in_writing(texts, settings)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    appearance = Appearance(app, settings, arguments.theme)
    watch_fields(app)
    asked = arguments.dossier
    refused = asked if asked is not None and is_another_file(asked) else None
    path, missing = first_path(None if refused else asked, settings.text("last_dossier"))
    by = settings.text("by") or ANONYMOUS
    dossier, unreadable = open_first(path, by)
    session = DossierSession(dossier, jobs)
    plan = PlanModel(session, library, jobs)  # first to hear of a change: whoever hears next reads it
    search = SearchService(library, index)
    dossiers = Dossiers(settings, session)
    dossiers.unreadable, dossiers.missing, dossiers.refused = unreadable, missing, refused
    kept = arguments.tour / "messages" if arguments.tour else paths.outbox()  # a tour leaves one's own alone
    acts, outbox = ActsService(index, lambda: settings.text("writing")), OutboxSession(Outbox(kept), jobs)
    theme = appearance.theme()
    return AppContext(
        library=library,
        search=search,
        session=session,
        settings=settings,
        jobs=jobs,
        theme=theme,
        texts=texts,
        appearance=appearance,
        dossiers=dossiers,
        acts=acts,
        outbox=outbox,
        plan=plan,
        feedback=Feedback(),
    )


def first_size(app: QApplication, wanted: str) -> tuple[int, int]:
    """Return the size asked for, else 1280 × 800 or what the screen has room for, the frame counted."""
    if wanted:
        width, _, height = wanted.partition("x")
        return int(width), int(height)
    size = window_size.first_size(app.primaryScreen().availableSize())
    return size.width(), size.height()


def open_window_as_left(window: Window, app: QApplication, wanted: str, *, anew: bool = False) -> None:
    """Give the window the size that is asked for, else the place and size of the last time, or its first size."""
    if wanted or anew or not window_size.restore(window, window.context.settings.text(window_size.GEOMETRY)):
        window.resize(*first_size(app, wanted))


class FirstPaint(QObject):
    """Calls back once, when the window has painted its first frame."""

    def __init__(self, window: MainWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        self._watched: QWidget = window.centralWidget() or window
        self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._watched.removeEventFilter(self)
            QTimer.singleShot(AFTER_FIRST_FRAME_MS, self, self._then)
        return False


def look_after(window: MainWindow, context: AppContext, *, crashed: bool) -> None:
    """Do, once the first frame is painted, what must not delay it."""
    gc.freeze()  # what the start made stays: going through it again at each collection takes 10 ms
    collector.allow()
    if crashed:
        window.show_notice(_AFTER_CRASH, stays=True)
    from ui.shell.after_start import AfterStart
    from ui.shell.read_sources import forget_sources

    forget_sources(context.jobs)
    QApplication.setWindowIcon(program_icon())
    later = AfterStart(context, context.search.folder, window)
    later.noticed.connect(functools.partial(window.show_notice, stays=True))
    later.offered.connect(window.offer)
    later.withdrawn.connect(window.notice.withdraw)
    later.texts_changed.connect(window.show_texts_anew)
    later.texts_found.connect(lambda words, path: window.offer(words, "Voir ce qui change", ToUpdate(file=Path(path))))
    later.run()
    from ui.services.dossier_watch import DossierWatch
    from ui.shell.early_imports import EarlyImports
    from ui.shell.replaced_dossier import ReplacedDossier

    watch, question = DossierWatch(context, window), ReplacedDossier(context, window)
    watch.noticed.connect(window.show_notice)
    watch.replaced.connect(question.ask)
    question.withdrawn.connect(window.notice.withdraw)
    question.noticed.connect(functools.partial(window.show_notice, stays=True))
    EarlyImports(window).loaded.connect(functools.partial(forget_sources, context.jobs))
    from ui.shell.termination import Ending

    Ending(window)
    from ui.shell.reader_offer import ReaderOffer

    ReaderOffer(window).look()


def run_by_itself(arguments: argparse.Namespace, window: MainWindow, context: AppContext) -> int:
    """Run what nobody sits before: the tour, or a message through the Contact page's button; returns the exit code."""
    if arguments.tour:
        from ui.switches.tour import run_tour

        return run_tour(window, context, arguments.tour, every_article=arguments.all)
    from ui.switches.hand_over import hand_over

    return hand_over(window, context, arguments.hand_over)


def open_first_place(window: MainWindow, *, anew: bool) -> None:
    """Open Accueil, then where the window was closed (not ``anew``), or the copies of an unreadable dossier.

    Another dossier than that of the last time is seen from Accueil, which says what waits in it.
    """
    window.open_route(Route(PageId.HOME))
    last, here = window.context.settings.text("last_dossier"), window.context.session.path
    if not anew and (not last or Path(last).absolute() == here.absolute()):
        window.reopen_last()
    if window.context.dossiers.unreadable is not None:
        window.open_route(Route(PageId.RESTORE))


def main(argv: list[str] | None = None) -> int:
    """Run the window; returns the exit code."""
    arguments = read_arguments(sys.argv[1:] if argv is None else argv)
    prepare_environment()
    if arguments.tour:  # one's own choices neither change the pictures nor are changed by them
        os.environ.setdefault("KIT_DATA", str(arguments.tour.absolute() / "donnees"))
    if arguments.scale != 1:
        os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)
    set_up_logs()
    mark = None if arguments.self_test else RunMark(paths.user_cache())
    if mark is not None and mark.crashed:
        technical_log.note_crash(mark.traces)
    install_excepthook()
    app = QApplication([sys.argv[0]])
    accessibility.install()
    names = naming()
    set_up_names(app, names.package, names.name, names.app_id)
    set_up_language(app)
    if mark is None:
        from ui.switches.self_test import run_self_test

        return run_self_test(arguments.self_test, naming().package)
    if arguments.tour and arguments.dossier is None:
        from ui.switches.tour import make_sample

        arguments.dossier = make_sample(arguments.tour / "dossier" / "saint-exemple.kitess")
    if mark.crashed:
        forget_caches()
    jobs = Jobs()
    context = build_context(arguments, jobs)
    report_crashes(context.session, jobs)
    set_up_fonts(app, context.theme)
    window = MainWindow(context)
    anew = bool(arguments.tour or arguments.profile or mark.crashed)
    open_window_as_left(window, app, arguments.size or ("1280x800" if arguments.tour else ""), anew=anew)
    open_first_place(window, anew=anew)
    if arguments.tour or arguments.hand_over:
        mark.close()
        return run_by_itself(arguments, window, context)
    if app.platformName() == "cocoa":
        from ui.shell.file_open import FileOpen

        FileOpen(window)
    if arguments.profile:
        from ui.switches.profile import watch

        watch(window, arguments.profile)
    window.show()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # else the first frame is laid out twice
    FirstPaint(window, lambda: look_after(window, context, crashed=mark.crashed))
    code = app.exec()
    jobs.close()
    context.search.close()
    context.library.close()
    mark.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
