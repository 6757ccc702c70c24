"""Rechercher: what the words typed in the sidebar find, as they are typed."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit.search.index import Hit
from ui.context import AppContext
from ui.navigation import PageId, Route, route_of
from ui.pages.base import Crumb, Page
from ui.widgets.bounded import bounded
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.hit_list import HitList
from ui.widgets.hit_row import HitRow
from ui.widgets.kind_chips import KindChips
from ui.widgets.scroll import scrolling
from ui.widgets.text import Heading, Label

FIRST = "premier"
_MOST = 20
_ALL = "all"
_WIDEST = 1.5  # of the measure of a text
_QUIET_MS = 500  # a screen reader is told once the typing pauses

_KINDS = (
    (_ALL, "Tout"),
    ("article", "Articles"),
    ("competence", "Compétences"),
    ("reason", "Raisons"),
    ("topic", "Sujets"),
    ("lever", "Leviers"),
    ("action", "Actions"),
)
_GROUPS = {"chapter": "article", "milestone": "lever"}
_TAGS = {
    "chapter": "Chapitre",
    "article": "Article",
    "competence": "Compétence",
    "reason": "Raison",
    "topic": "Sujet",
    "lever": "Levier",
    "milestone": "Point de départ",
    "action": "Action",
}
_SUGGESTIONS = ("élu·e référent·e", "commerce", "crèche", "achats responsables", "PTCE", "bien vieillir", "mobilité")
_HINT = (
    "Tapez un mot ou deux dans la case «\u00a0Rechercher\u00a0», en haut à gauche (Ctrl+K). "
    "Les accents, les majuscules et les points médians ne comptent pas."
)
_KEYS = "↑\u00a0↓ pour choisir · Entrée pour ouvrir · Échap pour revenir où vous étiez."
_ADVICE = "Essayez avec moins de mots, un mot plus court, ou un mot voisin. Vous pouvez aussi demander à la CRESS."


class SearchPage(Page):
    """The screen; the search field is the sidebar's, each key of it opens the route anew."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._text = ""
        self._hits: list[Hit] = []
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(_QUIET_MS)
        self._told.timeout.connect(self._on_quiet)
        self._build()
        self._show()

    def open_route(self, route: Route) -> None:
        if route.id != self._text:
            self._text = route.id
            self._hits = self.context.search.search(route.id, _MOST)
            self._show()
        if route.anchor == FIRST:
            QTimer.singleShot(0, self, self._on_first_wanted)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Rechercher"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def count_words(self) -> str:
        """Return « 7 résultats », as shown and said."""
        number = len(self._hits)
        if number == _MOST:
            return f"Les {_MOST} premiers résultats"
        return f"{number or 'Aucun'} résultat{'s' if number > 1 else ''}"

    def _on_first_wanted(self) -> None:
        """Open the first answer; coming back then finds the answers, not this wish again."""
        self.route_requested.emit(Route(PageId.SEARCH, self._text))
        if self.hits.rows():
            self._on_opened(self.hits.rows()[0])

    def _on_opened(self, row: HitRow) -> None:
        hit = next(hit for hit in self._hits if hit.id == row.key)
        self.route_requested.emit(route_of(hit.kind, hit.id, anchor=f"?{self._text.strip()}"))

    def _on_kind_chosen(self, kind: str) -> None:
        self._show_rows(kind)

    def _on_row_shown(self, row: QRect) -> None:
        top = self.hits.mapTo(self._inner, row.topLeft()).y()
        margin = self.context.theme.space_3
        self._area.ensureVisible(0, top + row.height(), 0, margin)
        self._area.ensureVisible(0, top, 0, margin)

    def _on_left(self) -> None:
        self.search_requested.emit()

    def _on_suggested(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.route_requested.emit(Route(PageId.SEARCH, button.text()))

    def _on_ask(self) -> None:
        self.route_requested.emit(Route(PageId.CONTACT))

    def _on_quiet(self) -> None:
        self.announced.emit(self.count_words())

    def _show(self) -> None:
        """Show the answers, or what to do where there is none."""
        asked, found = bool(self._text.strip()), bool(self._hits)
        self.count.setText(f"{self.count_words()} pour «\u00a0{self._text.strip()}\u00a0»" if asked else "")
        for part, wanted in ((self.count, asked), (self.chips, found), (self.hits, found), (self._keys, found)):
            part.setVisible(wanted)
        self._hint.setVisible(not asked)
        self._nothing.setVisible(asked and not found)
        self.ask.setVisible(asked)
        self.setFocusProxy(self.hits if found else None)  # type: ignore[arg-type]
        counts = Counter(_group(hit) for hit in self._hits)
        counts[_ALL] = len(self._hits)
        self._show_rows(self.chips.show_counts(counts))
        self._area.verticalScrollBar().setValue(0)
        if asked:
            self._told.start()
        else:
            self._told.stop()

    def _show_rows(self, kind: str) -> None:
        self.hits.show_rows([_row(hit) for hit in self._hits if kind in (_ALL, _group(hit))])

    def _build(self) -> None:
        t = self.context.theme
        self._inner = QWidget()
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(t.space_6, t.space_2, t.space_6, t.space_5)
        column.setSpacing(t.space_3)
        self.count = Label("", "muted")
        self.chips = KindChips(t, "Montrer", _KINDS)
        self.hits = HitList(t)
        self._keys = Label(_KEYS, "small")
        self._hint = self._build_hint()
        self._nothing = Label(_ADVICE)
        self.ask = QPushButton("Rien trouvé\u00a0? Poser la question à la CRESS")
        self.ask.setProperty("look", "link")
        column.addWidget(Heading("Rechercher", 1))
        for part in (self.count, self._hint, self.chips):
            column.addWidget(part)
        column.addLayout(bounded(self.hits, round(t.measure * _WIDEST)))
        column.addWidget(self._keys)
        column.addWidget(self._nothing)
        column.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._area = scrolling(self, self._inner)
        self.chips.chosen.connect(self._on_kind_chosen)
        self.hits.opened.connect(self._on_opened)
        self.hits.left.connect(self._on_left)
        self.hits.row_shown.connect(self._on_row_shown)
        self.ask.clicked.connect(self._on_ask)

    def _build_hint(self) -> QWidget:
        t = self.context.theme
        hint = QWidget()
        column = QVBoxLayout(hint)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_3)
        column.addWidget(Label(_HINT))
        column.addWidget(Label("Par exemple\u00a0:", "muted"))
        flow = FlowLayout(gap=t.space_2)
        for words in _SUGGESTIONS:
            button = QPushButton(words)
            button.setProperty("look", "chip")
            button.setAccessibleDescription("Chercher ces mots")
            button.clicked.connect(self._on_suggested)
            flow.addWidget(button)
        column.addLayout(flow)
        return hint


def _group(hit: Hit) -> str:
    return _GROUPS.get(hit.kind, hit.kind)


def _row(hit: Hit) -> HitRow:
    tag = _TAGS.get(hit.kind, hit.kind)
    return HitRow(hit.id, tag, hit.title, hit.where, hit.extract, hit.marks, hit.title_marks)
