"""What one does with the page in sight besides reading it: keep it, note, hear, copy, adapt a model that serves it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kit.content.double_form import written
from kit.content.library import Library
from kit.content.model import Article
from kit.content.paragraphs import paragraphs
from kit.errors import KitError
from kit.typography import fr
from ui.access.voice import Voice
from ui.features.reading import quoting
from ui.features.reading.note_panel import PageNote
from ui.features.reading.notes import NOTE as NOTE_FIELD
from ui.features.reading.notes import KeptNote, target_of
from ui.features.reading.passages import Passages
from ui.services import clipboard
from ui.services.context import AppContext
from ui.services.jobs import Latest
from ui.services.page import PRINT_TOOL, PageTool
from ui.text import surroundings
from ui.text.article_aside import AsideCard
from ui.text.article_view import ArticleView

if TYPE_CHECKING:
    from kit.acts.model import ActModel

log = logging.getLogger(__name__)

NOTE, VOICE, COPY = (f"{surroundings.TOOL}{name}" for name in ("note", "voix", "copier"))
_ROOM_FOR_NOTE = 620  # pixels of the page's height from which a note stands open by itself
_MODELS = 2  # shown as cards; more are a link away
_COPIED = fr("La page est copiée, avec sa source : collez-la où vous voulez (Ctrl+V).")
_COPIED_PART = fr("La sélection est copiée, avec sa source : collez-la où vous voulez (Ctrl+V).")
_MUTE = "La voix du système n’a pas répondu. Vérifiez le son, ou lisez avec votre lecteur d’écran."


class PageTools(QObject):
    """The tools of one view; ``renamed`` when their words changed, ``models_found`` with cards for the aside.

    ``print_requested`` asks the window; ``announced`` is heard, ``noticed``, what went
    wrong, is shown too.
    """

    announced = Signal(str)
    models_found = Signal(object)
    noticed = Signal(str)
    print_requested = Signal()
    renamed = Signal()

    def __init__(self, context: AppContext, view: ArticleView, panel: PageNote, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._view, self._panel = context, view, panel
        self._article = Article("", "article", "")
        self._models = Latest(context.jobs)
        self.voice = Voice(self)
        self.notes = KeptNote(context, panel.box, "note sur un texte", self)
        self.passages = Passages(context, view, self)
        self._tools: dict[str, Callable[[], None]] = {
            NOTE: self._on_note,
            VOICE: self._on_voice,
            COPY: self.copy,
            PRINT_TOOL.target: self.print_requested.emit,
        }
        self.notes.announced.connect(self.announced)
        self.voice.ended.connect(self.renamed)
        self.passages.noticed.connect(self._on_unmarked)
        self.voice.failed.connect(self._on_mute)
        panel.closed.connect(self._on_note_closed)

    def show(self, article: Article, library: Library) -> None:
        """Serve another page; ``library`` says whether it is one of the kit's."""
        self._article = article
        self.voice.stop()
        self._models.drop()
        known = library.has(article.id)
        self.passages.show(article)
        name = f"Mes notes sur la page {article.title}"
        noted = known and self.notes.show(target_of(article), NOTE_FIELD, name)
        tall = self._view.window().height() >= _ROOM_FOR_NOTE
        self._panel.setVisible(bool(noted and tall))
        if known:
            acts = self._context.acts
            self._models.run(self, lambda _: acts.serving(article.id), self._on_models, self._on_none)

    def above(self) -> tuple[PageTool, ...]:
        """Return the tools of the line above the page, as things stand; none for a text that is not the kit's."""
        if not self._context.library.has(self._article.id):
            return ()
        noted = bool(self._panel.text())
        return (
            PageTool(NOTE, "Note", "Voir ma note" if noted else "Écrire une note", "note", is_on=noted),
            PageTool(COPY, "Copier", "Copier avec la source (Ctrl+Maj+C)", "copier"),
            PRINT_TOOL,
        )

    def beside(self) -> tuple[tuple[str, str], ...]:
        """Return (target, words) of the tools that stand beside the text, as things stand."""
        if not self.voice.is_there:
            return ()
        return ((VOICE, "Arrêter la lecture" if self.voice.is_speaking else "Lire à voix haute"),)

    def use(self, target: str) -> None:
        """Do what a tool is for."""
        self._tools[target]()

    def leave(self) -> bool:
        """Be silent, and keep what was typed of the page; False when that is refused."""
        if self.voice.is_speaking:
            self.voice.stop()
            self.renamed.emit()
        return self.notes.keep()

    def copy(self) -> None:
        """Put the selection, else the whole page, on the clipboard with its source."""
        if not self._context.library.has(self._article.id):
            return
        selected = self._view.own_selection
        clipboard.copy(quoting.quote(self._context.library, self._article, selected))
        self._context.feedback.tell(_COPIED_PART if selected.strip() else _COPIED)

    def _on_note(self) -> None:
        self._panel.show()
        self._panel.field.setFocus()
        self.announced.emit(self._panel.field.accessibleName())

    def _on_note_closed(self) -> None:
        self.notes.keep()
        self._panel.hide()
        self._view.setFocus()
        self.renamed.emit()

    def _on_voice(self) -> None:
        if self.voice.is_speaking:
            self.voice.stop()
        else:
            texts = written(self._context.texts, "double")  # « élu·es » cannot be said
            selected = self._view.own_selection.strip()
            words = paragraphs(texts.article(self._article.id), texts.body(self._article.id))
            self.voice.read(selected.split("\u2029") if selected else words)
        self.renamed.emit()

    def _on_unmarked(self, words: str) -> None:
        self._context.feedback.explain(words)

    def _on_mute(self) -> None:
        self.noticed.emit(_MUTE)

    def _on_none(self, error: KitError) -> None:
        log.info("no models: %s", type(error).__name__)

    def _on_models(self, models: tuple[ActModel, ...]) -> None:
        cards = [AsideCard("Modèle", one.title, "Adapter", f"{surroundings.MODEL}{one.id}") for one in models[:_MODELS]]
        more = len(models) - _MODELS
        if more > 0:
            words = f"{more} autres modèles servent ici" if more > 1 else "Un autre modèle sert ici"
            cards.append(AsideCard("Autres modèles", words, "Voir les modèles", surroundings.MODEL))
        if cards:
            self.models_found.emit(tuple(cards))
