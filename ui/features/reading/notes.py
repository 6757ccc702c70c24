"""Notes in the margin of a page: where each is kept, and the panel tied to the dossier."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from kit.content.library import Library
from kit.content.model import Article
from kit.dossier.dossier import Dossier
from kit.errors import ValueTooLong
from kit.typography import fr
from ui.features.reading.note_panel import PageNote
from ui.services.context import AppContext

NOTE = "note"
_OF_PLAN = ("action", "milestone")
_SETTLE_MS = 1200
_KEPT = "Enregistrée dans votre dossier."
_EMPTY = "Rien n’est écrit ici pour l’instant. Votre note reste sur cet ordinateur."
_HELD = fr("Pas encore enregistrée. Votre texte est toujours là : quittez ce champ pour réessayer.")
_LONG = fr("Trop long de {over} caractères : raccourcissez votre note, elle n’est pas encore enregistrée.")
_SHUT = fr("Ce dossier s’ouvre en lecture seule : votre note se lit, elle ne se change pas.")


def target_of(article: Article) -> str:
    """Return where the note of a page is kept: that of an action is its note in the plan."""
    return f"{article.kind if article.kind in _OF_PLAN else 'article'}:{article.id}"


def annotated(dossier: Dossier, library: Library) -> Iterator[Article]:
    """Yield the pages on which something is written, in the order of the texts."""
    noted = {on for on in dossier.targets() if str(dossier.fields(on).get(NOTE) or "").strip()}
    ids = {on.partition(":")[2] for on in noted}  # of thousands of texts only these are read
    yield from (article for article in library.among(ids) if target_of(article) in noted)


class PageNotes(QObject):
    """Fills a panel and keeps what is typed there: after a pause, and when the panel is left.

    ``announced`` tells a screen reader when something could not be kept.
    """

    announced = Signal(str)

    def __init__(self, context: AppContext, panel: PageNote, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._panel = context.session, panel
        self._target = ""
        self._held = False  # the disk refused what is in the field
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SETTLE_MS)
        self._pause.timeout.connect(self.keep)
        panel.edited.connect(self._pause.start)
        panel.left.connect(self.keep)
        context.session.changed.connect(self._on_changed)
        context.session.taken_back.connect(self._on_taken_back)

    def show(self, article: Article) -> bool:
        """Show the note of a page, keeping first what was typed on another; say whether there is one."""
        self.keep()
        self._target = target_of(article)
        self._panel.show_page(article.title, writable=not self._session.dossier.read_only)
        self._refresh()
        return bool(self._panel.text())

    def keep(self) -> bool:
        """Keep what was typed; False when that is refused."""
        self._pause.stop()
        self._held = False
        if not self._target or self._panel.text() == self._session.text(self._target, NOTE):
            return True
        try:
            self._session.set_text(self._target, NOTE, self._panel.text(), label="note sur un texte")
        except ValueTooLong as error:
            words = _LONG.format(over=error.size - error.limit)
            self._panel.say(words, wrong=True)
            self.announced.emit(words)
            return False
        return True

    def _on_changed(self, target: str) -> None:
        if target in ("", self._target):
            self._refresh()

    def _on_taken_back(self, target: str, field: str, value: object) -> None:
        if target == self._target and field == NOTE and isinstance(value, str):
            self._held = True
            self._panel.show_text(value)
            self._panel.say(_HELD, wrong=True)
            self.announced.emit(_HELD)

    def _refresh(self) -> None:
        """Show what the dossier says, unless something newer is being typed."""
        kept = self._session.text(self._target, NOTE)
        if self._pause.isActive() or self._held or not self._target:
            return
        if kept != self._panel.text():
            self._panel.show_text(kept)
        if self._session.dossier.read_only:
            self._panel.say(_SHUT)
        else:
            self._panel.say(_KEPT if kept else _EMPTY)
