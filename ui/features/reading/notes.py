"""Notes in the margin of a page, and on a passage of it: where each is kept, and its field tied to the dossier."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from kit.content.library import Library
from kit.content.model import Article
from kit.dossier.dossier import Dossier
from kit.errors import ValueTooLong
from kit.typography import fr
from ui.features.reading.note_panel import NoteBox
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


def left_over(dossier: Dossier, library: Library) -> Iterator[tuple[str, str]]:
    """Yield (id, note) of the pages one wrote on that the texts of today do not have."""
    for on in dossier.targets():
        kind, _, page = on.partition(":")
        note = str(dossier.fields(on).get(NOTE) or "")
        if kind in (*_OF_PLAN, "article") and note.strip() and not library.has(page):
            yield page, note


class KeptNote(QObject):
    """Fills the field of a note and keeps what is typed there: after a pause, and when the field is left.

    ``announced`` tells a screen reader when something could not be kept.
    """

    announced = Signal(str)

    def __init__(self, context: AppContext, box: NoteBox, label: str, parent: QObject | None = None) -> None:
        """``label`` is what the undo list calls a change of it."""
        super().__init__(parent)
        self._session, self._box, self._label = context.session, box, label
        self._target = self._field = ""
        self._dossier = ""  # the id of the one that the note is of: another may be open by the time it is left
        self._held = False  # the disk refused what is in the field
        self._is_typed = False  # since it was kept: a dossier that is restored has another note, which stays
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SETTLE_MS)
        self._pause.timeout.connect(self.keep)
        box.edited.connect(self._on_edited)
        box.left.connect(self.keep)
        context.session.changed.connect(self._on_changed)
        context.session.taken_back.connect(self._on_taken_back)

    def show(self, target: str, field: str, name: str) -> bool:
        """Show the note that a field holds, keeping first what was typed of another; say whether there is one."""
        self.keep()
        self._target, self._field, self._dossier = target, field, self._session.dossier.uuid
        self._box.show_for(name, writable=not self._session.dossier.read_only)
        self._refresh()
        return bool(self._box.text())

    def forget(self) -> None:
        """Be about nothing any more, and keep nothing: what the note was about is gone."""
        self._pause.stop()
        self._target, self._held, self._is_typed = "", False, False

    def keep(self) -> bool:
        """Keep what was typed; False when that is refused."""
        self._pause.stop()
        self._held = False
        if not self._target or not self._is_typed or self._dossier != self._session.dossier.uuid:
            return True
        if self._box.text() == self._session.text(self._target, self._field):
            self._is_typed = False
            return True
        try:
            self._session.set_text(self._target, self._field, self._box.text(), label=self._label)
        except ValueTooLong as error:
            words = _LONG.format(over=error.size - error.limit)
            self._box.say(words, wrong=True)
            self.announced.emit(words)
            return False
        self._is_typed = self._held
        return True

    def _on_edited(self) -> None:
        self._is_typed = True
        self._pause.start()

    def _on_changed(self, target: str) -> None:
        if target in ("", self._target):
            self._refresh()

    def _on_taken_back(self, target: str, field: str, value: object) -> None:
        if target == self._target and field == self._field and isinstance(value, str):
            self._held = self._is_typed = True
            self._box.show_text(value)
            self._box.say(_HELD, wrong=True)
            self.announced.emit(_HELD)

    def _refresh(self) -> None:
        """Show what the dossier says, unless something newer is being typed."""
        kept = self._session.text(self._target, self._field)
        if self._pause.isActive() or self._held or not self._target:
            return
        if kept != self._box.text():
            self._box.show_text(kept)
        if self._session.dossier.read_only:
            self._box.say(_SHUT)
        else:
            self._box.say(_KEPT if kept else _EMPTY)
