"""Exemples proches: the real examples of the texts, from near and from communes of a like size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent

from kit import paths
from kit.content.example_words import role_words, size_words, year_words
from kit.content.nearby import Band, NearExample, Nearness, Place, narrowed, near_examples
from kit.content.nearby import Wanted as Asked
from kit.figures.atlas import atlas
from kit.figures.drawing import Point
from kit.figures.examples import OTHER, away_words, distance, key_of, kind_of, kind_of_reason, stands_for_more
from kit.figures.palette import ACCENTS
from kit.search.narrowing import narrow
from kit.territoires import Neighbours
from kit.tokens import Tokens
from kit.typography import counted, fr, french, number
from ui.features.reading.map_pane import MapPane, link_button
from ui.output import list_prints, printables
from ui.services.context import AppContext
from ui.services.navigation import Route, ToPrint
from ui.text import surroundings
from ui.text.cards import Card, Found, Group, LazyCards, Line, Link
from ui.text.list_page import Listing, ListPage
from ui.text.list_pane import Filter, Wanted
from ui.widgets.drawing_image import mark_image
from ui.widgets.segments import Segments

SIZE, DEPARTEMENT, LEVER, REASON = "taille", "departement", "levier", "sujet"
_ANY = ""
_RURAL, _TOWN = "rural", "ville"
_MAP_WANTED = "*map"  # of ``state``
_SIZES = (
    (_ANY, "Toutes les tailles"),
    (Band.UNDER_500, "Moins de 500 habitants"),
    (Band.UNDER_2000, fr("500 à 1 999 habitants")),
    (Band.UNDER_10000, fr("2 000 à 9 999 habitants")),
    (Band.LARGER, fr("10 000 habitants et plus")),
    (_RURAL, fr("Communes rurales (moins de 2 000)")),
    (_TOWN, fr("Villes (2 000 et plus)")),
)
_GROUPS = {
    Nearness.SAME: "Dans votre département",
    Nearness.JOINED: "Dans un département voisin, lié au vôtre par une intercommunalité",
    Nearness.REGION: "Ailleurs dans la région",
    Nearness.ELSEWHERE: "Hors de la région",
    Nearness.UNKNOWN: "",
}
_UNSIZED = "Taille non connue"
_READ = fr("Lire :")
_BESIDE, _MAP = 860, 430
_WIDE, _WIDE_MAP = 1240, 600
"""Pixels of the page at a text scale of 1, and of the map in it."""
_SMALL, _SMALL_MAP = (800, 540), 280
"""The same of a map that counts: width and height of the page, in which the list keeps more than half of the room."""
_HEAD_SHARE = 0.42  # of the height, that the head may take above both: the list would end beside it
_ORDER = {nearness: number for number, nearness in enumerate(Nearness)}
_LEAD = "Des exemples réels, avec leur source. Les plus proches de {place} viennent d’abord."
_LEAD_NO_PLACE = fr(
    "Des exemples réels, avec leur source. Indiquez votre commune dans « Ma collectivité » "
    "pour voir d’abord les plus proches."
)
_NOTHING = "Aucun exemple du kit ne correspond à ces choix. Élargissez la taille, le département ou le sujet."


class Examples(Listing):
    """The nearest first; four choices and a field narrow them. A route's id is a lever: it is chosen."""

    title = "Exemples proches"
    hint = "Chercher un exemple"
    is_steady = True
    narrowest = 270  # beside the map
    at_once = 24  # the nearest: with the map beside, more would hold the window too long

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._region: Neighbours | None = None
        self._near: Place | None = None
        self._all: tuple[NearExample, ...] = ()
        self._under = _ANY  # the subject that is looked at
        self._away: dict[str, float] = {}  # in kilometres by the id of an example, infinite where it is not known
        self.home: Point | None = None
        """Where the commune is, None while it is not known."""

    @property
    def filters(self) -> tuple[Filter, ...]:
        outline = self.context.library.outline
        levers = ((one.article.id, one.article.label) for one in outline.levers)
        reasons = ((one.id, one.label) for one in outline.reasons)
        return (
            Filter(SIZE, "Taille", _SIZES),
            Filter(DEPARTEMENT, "Département", ((_ANY, "Tous les départements"), *self._departements())),
            Filter(LEVER, "Levier", ((_ANY, "Tous les leviers"), *levers)),
            Filter(REASON, "Sujet", ((_ANY, "Tous"), *reasons, (OTHER, "Autres sujets")), in_sight=True),
        )

    def reading(self) -> Callable[[], tuple[Neighbours, Place, tuple[NearExample, ...]]]:
        """Read off the window's thread, as it takes 10 ms."""
        library, place = self.context.library, self._place()

        def read() -> tuple[Neighbours, Place, tuple[NearExample, ...]]:
            region = Neighbours.shared(paths.territories())
            atlas(paths.territories())  # the map asks for it again, once it is read
            return region, place, near_examples(library, region, place)

        return read

    def take(self, read: tuple[Neighbours, Place, tuple[NearExample, ...]]) -> None:
        self._region, self._near, self._all = read

    def printable(self, wanted: Wanted) -> str:
        return list_prints.EXAMPLES

    def part(self, wanted: Wanted) -> str:
        return wanted.chosen[DEPARTEMENT]

    def apart(self, wanted: Wanted) -> tuple[str, ...]:
        if not _as_asked(wanted).asks_size:
            return ()
        return tuple(one.example.id for one in self.examples(wanted) if one.population is None)

    def choices(self, place: str) -> Mapping[str, str]:
        return {LEVER: place} if place else {}

    def shows(self, target: str) -> bool:
        return target in ("", "identity")

    def find(self, wanted: Wanted) -> Found:
        found = self.examples(wanted)
        self._under = wanted.chosen[REASON]
        total, name = len(found), self.context.session.text("identity", "name")
        lead = _LEAD.format(place=name) if name else _LEAD_NO_PLACE
        asks_size = _as_asked(wanted).asks_size

        def title(one: NearExample) -> str:
            return _UNSIZED if asks_size and one.population is None else _GROUPS[one.nearness]

        groups = tuple(Group(LazyCards([*group], self._card), name) for name, group in groupby(found, key=title))
        unsized = sum(one.population is None for one in found) if asks_size else 0
        count = counted(total, "exemple", none="Aucun")
        count += f", dont {unsized} de taille non connue" if unsized else ""
        return Found(groups, count, Line(lead if found else _NOTHING))

    def route(self, target: str) -> Route:
        return surroundings.route_to(self.context.library, target)

    def examples(self, wanted: Wanted) -> list[NearExample]:
        """Return the examples that answer, the nearest first; those of that name, then those that tell of it.

        Where a size is asked, those whose size nobody counted come last.
        """
        self._look_around()
        asked = _as_asked(wanted)
        passed = narrowed(self._all, asked)
        if wanted.chosen[REASON] == OTHER:
            passed = tuple(one for one in passed if kind_of(one) == OTHER)
        first, then = narrow(passed, wanted.words, _place_words, _text)

        def place(one: NearExample) -> tuple[bool, int, float]:
            return asked.asks_size and one.population is None, _ORDER[one.nearness], self._away[one.example.id]

        return sorted((*first, *then), key=place)

    def counts(self, wanted: Wanted) -> dict[str, int]:
        """Return how many examples each subject would leave; all of them under the empty key."""
        found = self.examples(Wanted(wanted.words, {**wanted.chosen, REASON: _ANY}))
        reasons = [reason.id for reason in self.context.library.outline.reasons]
        counted = {reason: sum(reason in one.themes for one in found) for reason in reasons}
        return {_ANY: len(found), **counted, OTHER: sum(kind_of(one) == OTHER for one in found)}

    def _look_around(self) -> None:
        """Sort anew where the collectivité has become another."""
        if self._region is None:
            return
        if (place := self._place()) != self._near:
            self._near = place
            self._all = near_examples(self.context.library, self._region, place)
            self._away = {}
        shown = atlas(paths.territories())
        home = shown.centres.get(self.context.session.text("identity", "insee"))
        if not self._away or home != self.home:
            self.home = home
            told = ((one.example.id, distance(one, shown, home)) for one in self._all)
            self._away = {key: math.inf if away is None else away for key, away in told}

    def _departements(self) -> list[tuple[str, str]]:
        found = self._region.departements if self._region is not None else {}
        return sorted(found.items(), key=lambda pair: pair[1])

    def _place(self) -> Place:
        session = self.context.session
        return Place(session.text("identity", "departement_code"), number(session.text("identity", "population")))

    def _card(self, one: NearExample) -> Card:
        example = one.example
        where = example.place
        if example.departement and example.departement != example.place:
            where += f" ({example.departement})"
        away = self._away[example.id]
        near = "" if math.isinf(away) else away_words(int(away))
        tags = tuple(french(words) for words in (near, size_words(example), year_words(example)) if words)
        lines = [Line(french(example.text))]
        if role := role_words(example):
            lines.append(Line(french(role)))
        lines.append(Line(_READ, links=self._pages(one), look="small"))
        sign = kind_of(one, self._under), stands_for_more(one)
        return Card(example.id, where, tuple(lines), tags, sign=sign)

    def _pages(self, one: NearExample) -> tuple[Link, ...]:
        """Return links to the pages that tell it; two pages of one short title have their whole titles."""
        library = self.context.library
        articles = [library.article(page) for page in one.pages if library.has(page)]
        labels = Counter(article.label for article in articles)
        return tuple(Link(french(a.label if labels[a.label] == 1 else a.title), a.id) for a in articles)


class ExamplesPage(ListPage):
    """The list with its map beside it, or one of both where there is room for one.

    A mark and its card stand out together; a département that is chosen on the map narrows the list; the chips of the
    subjects are the legend of the map too.
    """

    def __init__(self, context: AppContext) -> None:
        self.listed = Examples(context)
        self.to_map = link_button("Voir la carte", "exemples", context.theme)
        super().__init__(context, self.listed, actions=(self.to_map,))
        self.map: MapPane | None = None
        self._is_map_wanted = False
        self._kinds: dict[str, str] = {}
        self._came_from_map = self._came_from_map_alone = False
        self.to_map.hide()
        self.to_map.clicked.connect(self._on_to_map)
        self.view.installEventFilter(self)
        self.view.viewport().setMouseTracking(True)
        self.view.viewport().installEventFilter(self)
        self.view.cursorPositionChanged.connect(self._on_cursor_moved)
        self._show_signs()

    def state(self) -> dict[str, str] | None:
        state = super().state()
        return None if state is None else {**state, _MAP_WANTED: "1" if self._is_map_wanted else ""}

    def restore(self, state: dict[str, str]) -> None:
        self._is_map_wanted = bool(state[_MAP_WANTED])
        super().restore(state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.map is None:
            return False
        if watched is self.view:
            return self._is_way_back(event)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            cursor = self.view.cursorForPosition(event.position().toPoint())
            self._point_at(self.view.anchor_at(cursor.position()))
        elif event.type() == QEvent.Type.Leave:
            self._point_at("")
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _on_read(self, read: object) -> None:
        context, region = self.context, Neighbours.shared(paths.territories())
        found = atlas(paths.territories())
        if found.outlines:
            reasons = {reason.id: reason.label for reason in context.library.outline.reasons}
            self.map = MapPane(context.theme, found, region.departements, reasons)
            self.pane.put_beside(self.map)
            self.map.departement_chosen.connect(self._on_departement)
            self.map.mark_pointed.connect(self._on_mark_pointed)
            self.map.mark_chosen.connect(self._on_mark)
            self.map.print_requested.connect(self._on_print)
            self.map.list_requested.connect(self._on_to_list)
            self.map.large_requested.connect(self._on_to_map)
            self._arrange()
        super()._on_read(read)

    def _show(self) -> bool:
        if not super()._show():
            return False
        wanted, session = self.pane.wanted, self.context.session
        if isinstance(chips := self.pane.chips[REASON], Segments):
            chips.show_counts(self.listed.counts(wanted))
        if self.map is None:
            return True
        found, under = self.listed.examples(self._everywhere()), wanted.chosen[REASON]
        self._kinds = {key_of(one): kind_of(one, under) for one in found}
        self.map.show_examples(
            found,
            own=session.text("identity", "departement_code"),
            home=self.listed.home,
            departement=wanted.chosen[DEPARTEMENT],
            under=under,
        )
        return True

    def _show_signs(self) -> None:
        """Let the chips of the subjects be the legend."""
        if not isinstance(chips := self.pane.chips[REASON], Segments):
            return
        reasons = [reason.id for reason in self.context.library.outline.reasons]
        kinds = {key: kind_of_reason(key) for key in (*reasons, OTHER)}
        theme, ratio = self.context.theme, self.devicePixelRatioF()
        chips.show_signs({key: _sign(kind, theme, ratio) for key, kind in kinds.items()}, theme.icon)

    def _everywhere(self) -> Wanted:
        """Return what narrows the list but for the département: what the map shows."""
        wanted = self.pane.wanted
        return Wanted(wanted.words, {**wanted.chosen, DEPARTEMENT: _ANY})

    def _arrange(self) -> None:
        """Put the map beside the list where both have room, a small one where it has some, else the one wanted."""
        if self.map is None:
            return
        scale = self.context.theme.scale
        room = self.width() / scale
        beside = room >= _BESIDE
        alone = self._is_map_wanted and not beside
        small = not beside and not alone and room >= _SMALL[0] and self.height() / scale >= _SMALL[1]
        self.to_map.setVisible(not (beside or alone or small))
        self.map.show_form(is_small=small, is_alone=alone)
        wide = _SMALL_MAP if small else _WIDE_MAP if room >= _WIDE else _MAP
        shown = beside or alone or small
        self.pane.show_beside(round(wide * scale) if shown else 0, alone=alone, head_share=_HEAD_SHARE if small else 0)

    def _point_at(self, card: str) -> None:
        """Let a card and its mark stand out together, as a hand points at the card."""
        assert self.map is not None
        self.map.map.point_at(card)
        self.pane.mark(card if card in self._kinds else "", self._accent(card))

    def _accent(self, card: str) -> str:
        return ACCENTS.get(self._kinds.get(card, ""), "")

    def _on_mark_pointed(self, mark: str) -> None:
        self.pane.point_at(mark, self._accent(mark))

    def _is_way_back(self, event: QEvent) -> bool:
        """Go back to the map by Escape from the card that one came to from there."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.KeyPress and is_escape and self._came_from_map and self.map is not None:
            self._came_from_map = False
            self._is_map_wanted = self._came_from_map_alone
            self._arrange()
            self.map.map.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def _on_to_map(self) -> None:
        self._is_map_wanted = True
        self._arrange()
        assert self.map is not None
        self.map.map.setFocus()

    def _on_to_list(self) -> None:
        self._is_map_wanted = False
        self._arrange()
        assert self.map is not None
        (self.to_map if self.to_map.isVisible() else self.map.to_large).setFocus()

    def _on_departement(self, code: str) -> None:
        self.pane.choose(DEPARTEMENT, code)
        self._show()
        self.announced.emit(self.head.count.text())

    def _on_mark(self, mark: str) -> None:
        self._came_from_map_alone, self._came_from_map = self._is_map_wanted, True
        self._is_map_wanted = False
        self._arrange()
        if not self.pane.go_to(mark):  # of a neighbour of the département that fills the map
            other = (one for one in self.listed.examples(self._everywhere()) if one.example.id == mark)
            self._on_departement(next((one.departement for one in other), _ANY))
            self.pane.go_to(mark)
        self.pane.mark(mark, self._accent(mark))
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_cursor_moved(self) -> None:
        if self.map is not None and self.view.hasFocus():
            self._point_at(self.view.anchor_at(self.view.textCursor().position()))

    def _on_print(self) -> None:
        self.route_requested.emit(ToPrint(printables.MAP, chosen=self.pane.wanted.chosen[DEPARTEMENT]))


def _sign(kind: str, theme: Tokens, ratio: float) -> QIcon:
    """Return the sign of a subject for its chip, light on a chip that is chosen."""
    size, made = theme.icon, QIcon()
    made.addPixmap(QPixmap.fromImage(mark_image(kind, theme, size, ratio)))
    chosen = QPixmap.fromImage(mark_image(kind, theme, size, ratio, colour="surface"))
    made.addPixmap(chosen, QIcon.Mode.Normal, QIcon.State.On)
    return made


def _as_asked(wanted: Wanted) -> Asked:
    size = wanted.chosen[SIZE]
    return Asked(
        bands=frozenset({Band(size)}) if size in set(Band) else frozenset(),
        rural={_RURAL: True, _TOWN: False}.get(size),
        departement=wanted.chosen[DEPARTEMENT],
        lever=wanted.chosen[LEVER],
        theme=wanted.chosen[REASON] if wanted.chosen[REASON] != OTHER else _ANY,
    )


def _place_words(one: NearExample) -> str:
    return f"{one.example.place} {one.example.departement}"


def _text(one: NearExample) -> str:
    return one.example.text
