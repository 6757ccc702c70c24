"""Mes pages: the favourites, the passages one highlighted, the pages on which one wrote, and those seen lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton

from kit.content.library import Library
from kit.dossier import highlights
from kit.dossier.highlights import Highlight, all_highlights
from kit.errors import KitError
from kit.search.narrowing import narrow
from kit.text_quote import Words
from kit.typography import counted, fr
from ui.access.nodes import PASSAGE
from ui.features.reading.notes import annotated, left_over
from ui.features.reading.passages import LOST, ONLY_NOTE, quoted, whole
from ui.services.bookmarks import Bookmarks, Mark, exists
from ui.services.context import AppContext
from ui.services.gesture_words import PASSAGE_REMOVED
from ui.services.jobs import Job
from ui.services.navigation import PageId, Route, ToArticle, route_of
from ui.text.cards import Card, Found, Group, Line, Link
from ui.text.list_page import Listing, ListPage
from ui.text.list_pane import Wanted
from ui.widgets.days import shown_day

_KEPT, _MARKED, _WRITTEN, _SEEN = "favori", "passage", "note", "vue"
_TITLES = {
    _KEPT: "Favoris",
    _MARKED: "Passages surlignés",
    _WRITTEN: "Pages où vous avez écrit",
    _SEEN: "Vues récemment",
}
_NONE = {
    _KEPT: "Aucun favori pour le moment. Ouvrez une page qui vous sert, puis appuyez sur Ctrl+D.",
    _MARKED: fr("Aucun passage pour le moment. Dans un texte, sélectionnez des mots, puis « Surligner » (Ctrl+U)."),
    _WRITTEN: fr("Rien pour le moment. Sur une page, « Note » garde une idée ou une question."),
    _SEEN: "Les pages que vous lirez seront rappelées ici.",
}
_OUT = "retirer:"
"""Begins the link that takes a page out of the favourites; the id of its card follows."""

_OFF = "surlignage:"
"""Begins the link that takes a passage away; its card follows."""

_NO_PAGE = fr("Cette page n’est plus dans les textes d’aujourd’hui.")
_GONE = fr("Cette page n’est plus dans les textes d’aujourd’hui : ce que vous y avez écrit reste ici.")
_AT_ONCE, _QUOTED = 60, 200  # cards, and characters of a passage
_HERE = "sur cet ordinateur seulement"
_NOTHING = "Aucune de vos pages ne contient ces mots."
_TARGETS = ("article:", "action:", "milestone:")


class Entry(Struct, frozen=True):
    """A page or a passage: what its card says, and where it leads; None for a page that is no more.

    ``kept`` is the place of a favourite, which stays one when its page is no more.
    """

    title: str
    route: Route | None
    trail: str = ""
    lines: tuple[Line, ...] = ()
    told: str = ""
    passage: Highlight | None = None
    kept: Route | None = None
    id: str = ""


class MyPages(Listing):
    """Groups of cards; an empty one is a line that says how it fills."""

    at_once = _AT_ONCE

    title = "Mes pages"
    hint = "Chercher une page"

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.marks = Bookmarks(context.settings)
        self._shown: dict[str, Entry] = {}
        self._found: dict[Highlight, bool] = {}  # whether each passage stands in the texts of today, as far as known

    def find(self, wanted: Wanted) -> Found:
        self._shown = {}
        groups, notes, passages = [], [], 0
        for kind, entries in self._read().items():
            named, told = narrow(entries, wanted.words, _title, _told)
            if found := [self._card(kind, entry) for entry in (*named, *told)]:
                groups.append(Group(tuple(found), _TITLES[kind]))
                passages += len(found) if kind == _MARKED else 0
            elif not entries:
                notes.append(Line(_NONE[kind], _TITLES[kind]))
        total = sum(len(group.cards) for group in groups)
        pages = total - passages
        marked = f"{counted(passages, 'passage')}, " if passages else ""
        count = f"{counted(pages, 'page', none='Aucune')}, {marked}{_HERE}"
        if wanted.words:
            return Found(tuple(groups), count, None if total else Line(_NOTHING))
        return Found(tuple(groups), count, notes=tuple(notes))

    def route(self, target: str) -> Route:
        return self._shown[target].route or Route(PageId.FAVOURITES)

    def entry(self, card: str) -> Entry:
        """Return what a card in sight is of."""
        return self._shown[card]

    def unknown(self) -> list[Highlight]:
        """Return the passages in sight of which nobody knows yet whether they stand in the texts."""
        passages = (entry.passage for entry in self._shown.values())
        return [one for one in passages if one is not None and one not in self._found]

    def take_found(self, found: Mapping[Highlight, bool]) -> None:
        """Know whether these passages stand in the texts."""
        self._found |= found

    def shows(self, target: str) -> bool:
        return not target or target.startswith(_TARGETS)

    def _read(self) -> dict[str, list[Entry]]:
        library, dossier = self.context.library, self.context.session.dossier
        noted = [Mark(one.title, route_of(one.kind, one.id)) for one in annotated(dossier, library)]
        gone = (
            Entry(page, None, lines=(Line(_GONE), Line(note)), told=note) for page, note in left_over(dossier, library)
        )
        return {
            _KEPT: [self._favourite(mark) for mark in self.marks.favourites()],
            _MARKED: self._passages(),
            _WRITTEN: [*map(self._page, noted), *gone],
            _SEEN: [self._page(mark) for mark in self.marks.seen() if exists(mark.route, library)],
        }

    def _favourite(self, mark: Mark) -> Entry:
        if exists(mark.route, self.context.library):
            return replace(self._page(mark), kept=mark.route)
        return Entry(mark.title, None, lines=(Line(_NO_PAGE),), kept=mark.route)

    def _page(self, mark: Mark) -> Entry:
        trail = self._trail(mark.route)
        return Entry(mark.title, mark.route, trail, told=trail)

    def _passages(self) -> list[Entry]:
        """Return the passages, the one highlighted last first."""
        session = self.context.session
        found: list[tuple[str, Entry]] = []
        for one in all_highlights(session.dossier):
            when = session.given_at(one.on, one.field if one.quote.exact else one.note_field)
            found.append(
                (when.isoformat() if when else "", self._passage(one, when.date().isoformat() if when else ""))
            )
        return [entry for _, entry in sorted(found, key=lambda pair: pair[0], reverse=True)]

    def _passage(self, one: Highlight, day: str) -> Entry:
        library = self.context.library
        known = library.has(one.article)
        title = library.article(one.article).title if known else ""
        lines = [Line(one.note, "Ma note")] if one.note.strip() else []
        if not known or not self._found.get(one, True):
            lines.append(Line(LOST if known else _GONE))
        route = ToArticle(one.article, f"{PASSAGE}{one.id}") if known else None
        name = quoted(one, _QUOTED) or ONLY_NOTE
        trail = ", ".join(part for part in (title, f"le {shown_day(day)}" if day else "") if part)
        return Entry(name, route, trail, tuple(lines), f"{one.quote.exact} {one.note} {title}", one, id=one.id)

    def _card(self, kind: str, entry: Entry) -> Card:
        card = entry.id or f"{kind}-{len(self._shown)}"
        self._shown[card] = entry
        lines = [Line(entry.trail, look="small")] if entry.trail else []
        lines += entry.lines
        if kind == _KEPT:
            lines.append(Line(links=(Link("Retirer des favoris", f"{_OUT}{card}"),), look="small"))
        if entry.passage is not None and not self.context.session.dossier.read_only:
            lines.append(Line(links=(Link("Retirer le surlignage", f"{_OFF}{card}"),), look="small"))
        return Card(card, entry.title, tuple(lines), target=card if entry.route else "")

    def _trail(self, route: Route) -> str:
        """Return the places above a text, empty for any other page."""
        library = self.context.library
        if route.page != PageId.ARTICLE or not library.has(route.id):
            return ""
        return " › ".join(article.label for article in library.trail(route.id))


class FavouritesPage(ListPage):
    """The list, with what one does with it."""

    def __init__(self, context: AppContext) -> None:
        mine, forget = MyPages(context), QPushButton("Oublier les pages vues")
        super().__init__(context, mine, actions=(forget,))
        self._mine, self.forget = mine, forget
        self._look: Job | None = None  # for the passages in the texts, which takes some milliseconds a text
        self.forget.clicked.connect(self._on_forget)

    def open_route(self, route: Route) -> None:
        super().open_route(route)
        self._show_seen()

    def marks_changed(self) -> None:
        self._show()

    def _show(self) -> bool:
        found = super()._show()
        if (unknown := self._mine.unknown()) and self._look is None:
            library, jobs = self.context.library, self.context.jobs
            self._look = jobs.run(
                self, lambda _: _found_in(library, unknown), self._on_looked, _not_looked, ended=self._on_ended
            )
        return found

    def _on_ended(self) -> None:
        self._look = None

    def _on_looked(self, found: dict[Highlight, bool]) -> None:
        self._mine.take_found(found)
        self._show()

    def _on_followed(self, target: str) -> None:
        if target.startswith(_OUT):
            entry = self._mine.entry(target.removeprefix(_OUT))
            self._toggle(entry)
            words = fr("{title} : page retirée de vos favoris", title=entry.title)
            self.context.feedback.tell(words, "Annuler", lambda: self._toggle(entry))
        elif target.startswith(_OFF):
            if passage := self._mine.entry(target.removeprefix(_OFF)).passage:
                self.context.session.apply(highlights.removed(passage), label=PASSAGE_REMOVED)
                self.view.setFocus()
        else:
            super()._on_followed(target)

    def _toggle(self, entry: Entry) -> None:
        if entry.kept is not None:
            self._mine.marks.toggle(entry.title, entry.kept)
        self._show()
        self.view.setFocus()

    def _on_forget(self) -> None:
        take_back = self._mine.marks.forget_seen()
        self._show_seen()
        self.setFocus()

        def undo() -> None:
            take_back()
            self._show_seen()

        self.context.feedback.tell("Les pages vues sont oubliées", "Annuler", undo)

    def _show_seen(self) -> None:
        self._show()
        self.forget.setVisible(bool(self._mine.marks.seen()))


def _found_in(library: Library, passages: Sequence[Highlight]) -> dict[Highlight, bool]:
    """Return whether each passage stands in the texts; a note whose passage was removed is not looked for."""
    texts: dict[str, Words] = {}
    found = {}
    for one in passages:
        if one.quote.exact and library.has(one.article) and one.article not in texts:
            texts[one.article] = whole(library, one.article)
        found[one] = not one.quote.exact or (one.article in texts and texts[one.article].find(one.quote) is not None)
    return found


def _not_looked(_error: KitError) -> None:
    """The next look at the page tries again."""


def _title(entry: Entry) -> str:
    return entry.title


def _told(entry: Entry) -> str:
    return entry.told
