"""Exemples proches: the real examples of the texts, from near and from communes of a like size."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kit import paths
from kit.content.library import Library
from kit.content.nearby import Band, NearExample, Place, Wanted, narrowed, near_examples
from kit.errors import KitError, UnknownId
from kit.search.narrowing import narrow
from kit.territoires import Territories
from kit.typography import fr
from ui.features.reading import examples_html
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.navigation import Route
from ui.services.page import Crumb, Page
from ui.text import surroundings
from ui.text.article_view import ArticleView
from ui.text.filter_head import FilterHead, stand_above
from ui.widgets.choice import Choice
from ui.widgets.flow_layout import FlowLayout

_ANY = ""
_CHOICE = 212
_RURAL, _TOWN = "rural", "ville"
_SIZES = [
    (_ANY, "Toutes les tailles"),
    (Band.UNDER_500, "Moins de 500 habitants"),
    (Band.UNDER_2000, fr("500 à 1 999 habitants")),
    (Band.UNDER_10000, fr("2 000 à 9 999 habitants")),
    (Band.LARGER, fr("10 000 habitants et plus")),
    (_RURAL, fr("Communes rurales (moins de 2 000)")),
    (_TOWN, fr("Villes (2 000 et plus)")),
]
_LEAD = "Des exemples réels, avec leur source. Les plus proches de {place} viennent d’abord."
_LEAD_NO_PLACE = fr(
    "Des exemples réels, avec leur source. Indiquez votre commune dans « Ma collectivité » "
    "pour voir d’abord les plus proches."
)
_NOTHING = "Aucun exemple du kit ne répond à ces choix. Élargissez la taille, le département ou le sujet."


type _Read = tuple[Territories, Place, tuple[NearExample, ...]]


class ExamplesPage(Page):
    """A list that four choices and a field narrow; it is one text, read, searched and copied as an article is."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        self._territories: Territories | None = None
        self._all: tuple[NearExample, ...] = ()
        self._near: Place | None = None
        self._in_sight: tuple[object, ...] = ()
        self.head = FilterHead(t, "Exemples proches", "Chercher un exemple")
        self.view = ArticleView(t)
        stand_above(self, self.head, self.view, self._build_choices())
        self.setFocusProxy(self.head.field)
        self.head.left.connect(self._on_left)
        self.head.told.connect(self.announced)
        self.head.words_changed.connect(self._on_changed)
        self.view.link_activated.connect(self._on_link)
        library, place = context.library, self._place()
        context.jobs.run(self, lambda _: _read(library, place), self._on_loaded, self._on_failed)

    def open_route(self, route: Route) -> None:
        if route.id:
            self.lever.choose(route.id)
        self._gather()

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Exemples proches"),)

    def scroller(self) -> ArticleView:
        return self.view

    def find_in_page(self) -> bool:
        self.head.begin_search()
        return True

    def shown(self) -> list[NearExample]:
        """Return the examples in sight."""
        typed = self.head.field.text().strip()
        first, then = narrow(narrowed(self._all, self._wanted()), typed, _place_words, _text)
        return [*first, *then]

    def _on_loaded(self, found: _Read) -> None:
        self._territories, self._near, self._all = found
        for code, name in sorted(self._territories.departements.items(), key=lambda pair: pair[1]):
            self.departement.addItem(name, code)
        self._gather()

    def _on_failed(self, error: KitError) -> None:
        self.announced.emit(sentence(error))

    def _on_changed(self, _words: str = "") -> None:
        self._show()

    def _on_chosen(self) -> None:
        self._show()
        self.announced.emit(self.head.count.text())

    def _on_left(self) -> None:
        self.view.setFocus()

    def _on_link(self, target: str) -> None:
        self.route_requested.emit(surroundings.route_to(self.context.library, target))

    def _gather(self) -> None:
        if self._territories is None:
            return
        place = self._place()
        if place != self._near:
            self._near, self._in_sight = place, ()
            self._all = near_examples(self.context.library, self._territories, place)
        self._show()

    def _place(self) -> Place:
        session = self.context.session
        digits = session.text("identity", "population")
        return Place(session.text("identity", "departement_code"), int(digits) if digits.isdigit() else None)

    def _wanted(self) -> Wanted:
        size = self.size_of_place.key()
        return Wanted(
            bands=frozenset({Band(size)}) if size in set(Band) else frozenset(),
            rural={_RURAL: True, _TOWN: False}.get(size),
            departement=self.departement.key(),
            lever=self.lever.key(),
            theme=self.theme.key(),
        )

    def _show(self) -> None:
        name = self.context.session.text("identity", "name")
        wanted = (self._wanted(), self.head.field.text().strip(), name)
        if wanted == self._in_sight:
            return
        self._in_sight = wanted
        found = self.shown()
        lead = _LEAD.format(place=name) if name else _LEAD_NO_PLACE
        titles = {page: self._title(page) for one in found for page in one.pages}
        text = examples_html.examples(found, titles, self.context.theme, lead=lead if found else _NOTHING)
        self.view.show_article(text, "Exemples proches")
        typed = self.head.field.text().strip()
        if len(typed) > 1:
            self.view.finder.search(typed)
        total = len(found)
        self.head.show_count(f"{total or 'Aucun'} exemple{'s' if total > 1 else ''}")

    def _title(self, page: str) -> str:
        try:
            return self.context.library.article(page).label
        except UnknownId:
            return page

    def _build_choices(self) -> QWidget:
        t, outline = self.context.theme, self.context.library.outline
        self.size_of_place = Choice(t, _SIZES)
        self.departement = Choice(t, [(_ANY, "Tous les départements")])
        levers = [(one.article.id, one.article.label) for one in outline.levers]
        self.lever = Choice(t, [(_ANY, "Tous les leviers"), *levers])
        reasons = [(one.id, one.label) for one in outline.reasons]
        self.theme = Choice(t, [(_ANY, "Tous les sujets"), *reasons])
        box = QWidget()
        flow = FlowLayout(box, gap=t.space_2)
        for words, choice in (
            ("Taille", self.size_of_place),
            ("Département", self.departement),
            ("Levier", self.lever),
            ("Sujet", self.theme),
        ):
            choice.activated.connect(self._on_chosen)
            choice.setAccessibleName(words)  # in sight, the first item says it: « Toutes les tailles »
            choice.setFixedWidth(round(_CHOICE * min(t.scale, 1.35)))
            flow.addWidget(choice)
        return box


def _read(library: Library, place: Place) -> _Read:
    """Return all examples in the order of who is near; off the window's thread, as it takes 30 ms."""
    territories = Territories.shared(paths.territories())
    return territories, place, near_examples(library, territories, place)


def _place_words(one: NearExample) -> str:
    return f"{one.example.place} {one.example.departement}"


def _text(one: NearExample) -> str:
    return one.example.text
