"""How the window looks now: the theme and size of text that the reader or the system chose."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from kit import looks, paths
from kit.content.library import Library
from kit.tokens import FAMILY, THEMES, Tokens
from ui.services.reading_looks import FILES, looked
from ui.services.settings import Settings
from ui.theme.stylesheet import stylesheet
from ui.widgets import own_words

SYSTEM = "system"
SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class Appearance(QObject):
    """Gives the tokens to build with; ``changed`` is sent when the system changed its colours and is followed."""

    changed = Signal()

    def __init__(self, app: QApplication, settings: Settings, forced: str | None = None) -> None:
        super().__init__(app)
        self._app, self._settings, self._forced = app, settings, forced
        self._loaded: set[str] = set()  # typefaces of this run besides the program's own
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def theme(self) -> Tokens:
        """Return the tokens for what is chosen now, text sizes multiplied."""
        name = self._forced or self._settings.text("theme", SYSTEM)
        tokens = looks.theme(name if name in THEMES else self._of_system())
        tokens = looked(tokens.scaled(self._settings.number("text_scale", 1.0, least=1, most=2)), self._settings)
        self._load(tokens.family)
        return tokens

    def apply(self, window: QWidget) -> Tokens:
        """Give the program its font and a window its style sheet; return their tokens. Few widgets should exist."""
        tokens = self.theme()
        set_font(self._app, tokens)
        set_style(window, tokens)
        return tokens

    def release(self) -> None:
        """Let the reader's own choice rule from now on, over what the command line asked for."""
        self._forced = None

    def _load(self, family: str) -> None:
        """Load a typeface at its first use: the start does not pay for those that nobody chose."""
        if family in FILES and family not in self._loaded:
            self._loaded.add(family)
            for name in FILES[family]:
                QFontDatabase.addApplicationFont(str(paths.reading_fonts() / name))

    def _of_system(self) -> str:
        hints = self._app.styleHints()
        contrast = getattr(hints, "accessibility", None)  # Qt 6.10 and later
        if contrast is not None and contrast().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _on_system_changed(self) -> None:
        if not self._forced and self._settings.text("theme", SYSTEM) == SYSTEM:
            self.changed.emit()


def next_scale(scale: float, step: int) -> float:
    """Return the next larger (``step`` 1) or smaller (-1) size of text, the same at the end; 0 gives the normal one."""
    if step == 0:
        return SCALES[0]
    wider = [one for one in SCALES if (one > scale + 0.001 if step > 0 else one < scale - 0.001)]
    return (min(wider) if step > 0 else max(wider)) if wider else scale


def set_font(app: QApplication, tokens: Tokens) -> None:
    """Make the bundled font the program's own."""
    font = QFont(FAMILY)
    font.setPixelSize(tokens.text)
    app.setFont(font)


def set_style(window: QWidget, tokens: Tokens, *, of: str = "") -> None:
    """Give a window and all in it the looks of a theme, and those ``of`` a window of its own.

    Never the application: Qt would then style what is being built anew at each step, three times the cost of a page.
    """
    window.setStyleSheet(stylesheet(tokens, window=of))


def dress_map(widget: QWidget, tokens: Tokens) -> None:
    """Give the map of the reasons alone other tokens than its window has."""
    widget.setStyleSheet(stylesheet(tokens, only="32-reasons"))


def in_writing(texts: Library, settings: Settings) -> Library:
    """Return the texts as the reader chose to have them written: « élu·es », or « élues et élus »."""
    own_words.choose(settings.text("writing"))
    if settings.text("writing") != "double":
        return texts
    from kit.content.double_form import written

    return written(texts, "double")
