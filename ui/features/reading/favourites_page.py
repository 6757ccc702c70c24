"""Mes pages: the favourites, the pages on which one wrote, and those seen lately."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from kit.search.narrowing import narrow
from kit.typography import fr
from ui.features.reading.notes import annotated
from ui.services.bookmarks import Bookmarks, Mark, exists
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, route_of
from ui.text.cards import Card, Found, Group, Line, Link
from ui.text.list_page import Listing, ListPage
from ui.text.list_pane import Wanted

_KEPT, _WRITTEN, _SEEN = "favori", "note", "vue"
_TITLES = {_KEPT: "Favoris", _WRITTEN: "Pages où vous avez écrit", _SEEN: "Vues récemment"}
_NONE = {
    _KEPT: "Aucun favori pour le moment. Ouvrez une page qui vous sert, puis appuyez sur Ctrl+D.",
    _WRITTEN: fr("Rien pour le moment. Sur une page, « Note » garde une idée ou une question."),
    _SEEN: "Les pages que vous lirez seront rappelées ici.",
}
_OUT = "retirer:"
"""Begins the link that takes a page out of the favourites; the id of its card follows."""

_HERE = "sur cet ordinateur seul"
_NOTHING = "Aucune de vos pages ne porte ces mots."
_TARGETS = ("article:", "action:", "milestone:")


class MyPages(Listing):
    """Three groups of cards; an empty one is a line that says how it fills."""

    title = "Mes pages"
    hint = "Chercher une page"

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.marks = Bookmarks(context.settings)
        self._shown: dict[str, Mark] = {}

    def find(self, wanted: Wanted) -> Found:
        self._shown = {}
        groups, notes = [], []
        for kind, marks in self._read().items():
            named, told = narrow(marks, wanted.words, _title, self._trail)
            if found := [self._card(kind, mark) for mark in (*named, *told)]:
                groups.append(Group(tuple(found), _TITLES[kind]))
            elif not marks:
                notes.append(Line(_NONE[kind], _TITLES[kind]))
        total = sum(len(group.cards) for group in groups)
        count = f"{total or 'Aucune'} page{'s' if total > 1 else ''}, {_HERE}"
        if wanted.words:
            return Found(tuple(groups), count, None if total else Line(_NOTHING))
        return Found(tuple(groups), count, notes=tuple(notes))

    def route(self, target: str) -> Route:
        return self._shown[target].route

    def mark(self, card: str) -> Mark:
        """Return the page of a card in sight."""
        return self._shown[card]

    def shows(self, target: str) -> bool:
        return not target or target.startswith(_TARGETS)

    def _read(self) -> dict[str, list[Mark]]:
        library = self.context.library
        noted = annotated(self.context.session.dossier, library)
        return {
            _KEPT: [mark for mark in self.marks.favourites() if exists(mark.route, library)],
            _WRITTEN: [Mark(one.title, route_of(one.kind, one.id)) for one in noted],
            _SEEN: [mark for mark in self.marks.seen() if exists(mark.route, library)],
        }

    def _card(self, kind: str, mark: Mark) -> Card:
        card = f"{kind}-{len(self._shown)}"
        self._shown[card] = mark
        trail = self._trail(mark)
        lines = [Line(trail, look="small")] if trail else []
        if kind == _KEPT:
            lines.append(Line(links=(Link("Retirer des favoris", f"{_OUT}{card}"),), look="small"))
        return Card(card, mark.title, tuple(lines), target=card)

    def _trail(self, mark: Mark) -> str:
        """Return the places above a text, empty for any other page."""
        library, route = self.context.library, mark.route
        if route.page != PageId.ARTICLE or not library.has(route.id):
            return ""
        return " › ".join(article.label for article in library.trail(route.id))


class FavouritesPage(ListPage):
    """The list, with what one does with it."""

    def __init__(self, context: AppContext) -> None:
        mine, forget = MyPages(context), QPushButton("Oublier les pages vues")
        super().__init__(context, mine, actions=(forget,))
        self._mine, self.forget = mine, forget
        self.forget.clicked.connect(self._on_forget)

    def open_route(self, route: Route) -> None:
        super().open_route(route)
        self._show_seen()

    def marks_changed(self) -> None:
        self._show()

    def _on_followed(self, target: str) -> None:
        if target.startswith(_OUT):
            mark = self._mine.mark(target.removeprefix(_OUT))
            self._toggle(mark)
            words = fr("{title} : page retirée de vos favoris", title=mark.title)
            self.context.feedback.tell(words, "Annuler", lambda: self._toggle(mark))
        else:
            super()._on_followed(target)

    def _toggle(self, mark: Mark) -> None:
        self._mine.marks.toggle(mark.title, mark.route)
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


def _title(mark: Mark) -> str:
    return mark.title
