"""Highlighted passages of the text in sight: marked, shown where they are found, told in the panel, taken away."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kit.content.library import Library
from kit.content.model import Article
from kit.content.paragraphs import whole_words
from kit.dossier import highlights
from kit.dossier.highlights import PAGE, Highlight, highlighted, highlights_of
from kit.text_quote import Words
from kit.typography import fr
from ui.features.reading.side_panel import Said
from ui.services.context import AppContext
from ui.services.gesture_words import PASSAGE_MARKED, PASSAGE_REMOVED
from ui.text.article_view import ArticleView
from ui.widgets.days import shown_day

REMOVE, MINE = "passage-retirer:", "passage-tous:"
"""Begin the links of the panel that take a passage away, and that lead to all of them."""

_QUOTED = 280  # characters of a passage in the panel
LOST = fr("Passage introuvable dans le texte d’aujourd’hui : voici ce que vous aviez surligné.")
ONLY_NOTE = "Surlignage retiré, sa note reste."
_NONE = fr("Sélectionnez d’abord les mots à surligner : à la souris, ou F7 puis Maj et les flèches.")
_NO_TEXT = fr("Ces mots ne se surlignent pas : choisissez un passage du texte lui-même, d’une page au plus.")
_SHUT = fr("Ce dossier s’ouvre en lecture seule : on n’y surligne rien.")


class Passages(QObject):
    """Of one view. ``opened`` carries a passage to tell of, ``lost`` the id of one that is there no more.

    ``noticed`` carries why nothing was marked.
    """

    opened = Signal(object)
    lost = Signal(str)
    noticed = Signal(str)

    def __init__(self, context: AppContext, view: ArticleView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._view = context, view
        self._article = ""
        self._shown: dict[str, Highlight] = {}
        context.session.changed.connect(self._on_changed)

    def show(self, article: Article) -> None:
        """Mark the passages of the text that the view shows now; none of one that is not the kit's."""
        self._article = article.id if self._context.library.has(article.id) else ""
        self._refresh()

    def mark(self) -> None:
        """Highlight what is selected; without a selection, open the passage that the cursor is in."""
        place = self._view.own_range
        if place is None:
            inside = self._view.passages.at(self._view.textCursor().position())
            self.open(inside) if inside else self.noticed.emit(_NONE)
            return
        same = next(
            (key for key, one in self._view.passages.places.items() if one[0] <= place[0] and place[1] <= one[1]), ""
        )
        if same:
            self.open(same)
            return
        if self._context.session.dossier.read_only:
            self.noticed.emit(_SHUT)
            return
        quote = self._words().quote(*place)
        if quote is None or not self._article or whole(self._context.library, self._article).find(quote) is None:
            self.noticed.emit(_NO_TEXT)
            return
        made, changes = highlighted(self._article, quote)
        if self._context.session.apply(changes, label=PASSAGE_MARKED):
            cursor = self._view.textCursor()
            cursor.setPosition(place[1])
            self._view.setTextCursor(cursor)  # the mark is seen, and no longer the selection
            self.open(made.id)

    def open(self, key: str) -> None:
        """Ask for the panel to tell of a passage."""
        if key in self._shown:
            self.opened.emit(self._shown[key])

    def remove(self, key: str) -> None:
        """Take a passage away, with its note."""
        if key in self._shown:
            self._context.session.apply(highlights.removed(self._shown[key]), label=PASSAGE_REMOVED)

    def place(self, key: str) -> tuple[int, int] | None:
        """Return where a passage stands in the view, None where it does not."""
        return self._view.passages.places.get(key)

    def is_in_text(self, key: str) -> bool:
        """Say whether a passage of this text stands in all of it, be it in sight or folded away."""
        one = self._shown.get(key)
        return one is not None and whole(self._context.library, self._article).find(one.quote) is not None

    def said(self, one: Highlight) -> Said:
        """Return what the panel tells of a passage."""
        words = [(quoted(one, _QUOTED) or ONLY_NOTE, "")]
        if one.quote.exact and not self.is_in_text(one.id):
            words.append((LOST, "strong"))
        if when := self._context.session.given_at(one.on, one.field):
            words.append((f"Surligné le {shown_day(when.date().isoformat())}", "small"))
        links = [(f"{MINE}{one.id}", "Tous mes passages")]
        if not self._context.session.dossier.read_only:
            links.insert(0, (f"{REMOVE}{one.id}", "Retirer le surlignage"))
        return Said("Passage surligné", tuple(words), tuple(links), note="Ma note sur ce passage")

    def _on_changed(self, target: str) -> None:
        if self._article and target in ("", PAGE + self._article):
            self._refresh()

    def _refresh(self) -> None:
        before, self._shown = self._shown, {}
        places = {}
        if self._article:
            on = PAGE + self._article
            self._shown = {one.id: one for one in highlights_of(on, self._context.session.dossier.fields(on))}
        if self._shown:
            words = self._words()
            found = ((key, words.find(one.quote)) for key, one in self._shown.items())
            places = {key: place for key, place in found if place is not None}
        self._view.passages.show(places)
        for key in before.keys() - self._shown.keys():
            self.lost.emit(key)

    def _words(self) -> Words:
        return Words(self._view.document().toRawText(), self._view.notes.places)


def quoted(one: Highlight, most: int) -> str:
    """Return the words of a passage on one line, cut to so many characters; empty where its note alone is left."""
    quote = " ".join(one.quote.exact.split())
    return fr("« {quote} »", quote=quote if len(quote) <= most else f"{quote[: most - 1]}…") if quote else ""


def whole(library: Library, article_id: str) -> Words:
    """Return the words of a text as no view folds it."""
    return whole_words(library.article(article_id), library.body(article_id))
