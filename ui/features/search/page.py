"""Rechercher: what the words typed in the sidebar find, as they are typed."""

from __future__ import annotations

from collections import Counter

import msgspec
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit.search.index import Answer, Hit
from kit.typography import counted, fr
from ui.features.search.hit_list import HitList
from ui.features.search.hit_row import HitRow
from ui.features.search.kind_chips import KindChips
from ui.features.search.own_texts import OwnTexts
from ui.features.search.screens import SCREEN, named, screen_of
from ui.features.search.word_chips import WordChips
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToContact, ToSearch, place, route_of
from ui.services.page import Crumb, Page
from ui.widgets.bounded import bounded
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.text import Heading, Label

CONTACT = "contact"
"""The kind of an answer that is an entry of the local directory; its id is its target."""
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
    ("note", "Mes notes"),
    (CONTACT, "Répertoire local"),
    ("example", "Exemples"),
    ("term", "Glossaire"),
    ("network", "Réseaux et agenda"),
    ("source", "Sources"),
    ("model", "Modèles"),
    (SCREEN, "Pages du kit"),
)
_GROUPS = {"chapter": "article", "milestone": "lever", "own": "note", "date": "network"}
_TAGS = {
    "chapter": "Chapitre",
    "article": "Article",
    "competence": "Compétence",
    "reason": "Raison",
    "topic": "Sujet",
    "lever": "Levier",
    "milestone": "Point de départ",
    "action": "Action",
    "note": "Ma note",
    "own": "Mon action",
    CONTACT: "Répertoire local",
    "example": "Exemple",
    "term": "Glossaire",
    "network": "Réseau",
    "date": "Agenda",
    "source": "Source",
    "model": "Modèle",
    SCREEN: "Page du kit",
}
_SUGGESTIONS = ("élu·e référent·e", "commerce", "crèche", "achats responsables", "PTCE", "bien vieillir", "mobilité")
_HINT = fr(
    "Tapez un mot ou deux dans le champ « Rechercher », en haut à gauche (Ctrl+K). "
    "Les accents, les majuscules et les points médians ne comptent pas."
)
_KEYS = fr("↑ ↓ pour choisir · Entrée pour ouvrir · Échap pour revenir où vous étiez.")
_SCREENS = {"contact": PageId.CONTACT, "accueil": PageId.HOME, "sources": PageId.SOURCES}
_FILTERS = fr("Pour aller plus loin : « prêt de salle » entre guillemets, levier:2, statut:fait, type:sujet.")
_SEARCHED = (
    "Rien dans les articles, les sujets, les actions, les exemples, les modèles, le glossaire, les réseaux, l’agenda, "
    "les sources, ni dans vos notes ou votre répertoire. Essayez avec moins de mots, ou un mot voisin. Vous pouvez "
    "aussi demander {to}."
)


class SearchPage(Page):
    """The screen; the search field is the sidebar's, each key of it opens the route anew."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._text = ""
        self._answer = Answer()
        self._hits: list[Hit] = []
        self._most = _MOST
        self._counts: Counter[str] = Counter()
        self._kind = _ALL
        self._is_first_wanted = False  # once one's own texts, still being read, have answered too
        self._own = OwnTexts(context.session, context.library, context.jobs, self)
        self._own.renewed.connect(self._on_own_renewed)
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(_QUIET_MS)
        self._told.timeout.connect(self._on_quiet)
        self._build()
        self._show()

    def open_route(self, route: Route) -> None:
        assert isinstance(route, ToSearch)
        self._is_first_wanted = False
        if route.id != self._text:
            self._text, self._most = route.id, _MOST
            self._answer = self._ask()
            self._hits = list(self._answer.hits)
            self._show()
        if route.opens_first:
            QTimer.singleShot(0, self, self._on_first_wanted)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Rechercher"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def count_words(self) -> str:
        """Return « 7 résultats », as shown and said."""
        total = self._answer.total
        if total > len(self._answer.hits):
            return f"{len(self._answer.hits)} premiers résultats sur {total}"
        return counted(total, "résultat", none="Aucun")

    def _on_first_wanted(self) -> None:
        """Open the first answer; coming back then finds the answers, not this wish again."""
        if not self.isVisible():  # one has gone elsewhere meanwhile
            return
        self.route_requested.emit(ToSearch(self._text))
        if self.hits.rows():
            self._on_opened(self.hits.rows()[0])
        else:
            self._is_first_wanted = self._own.is_being_made

    def _on_opened(self, row: HitRow) -> None:
        hit = next(hit for hit in self._hits if _key(hit) == row.key)
        self.route_requested.emit(_place(hit))

    def _on_kind_chosen(self, kind: str) -> None:
        self._show_rows(kind)

    def _on_more(self) -> None:
        """Show as many answers again; the one that comes first is chosen, for the keyboard and the reader."""
        here = len(self.hits.rows())
        self._most = here + _MOST
        self._answer = self._ask()
        self._say_count()
        self._show_rows(self._kind)
        self.hits.setFocus()
        self.hits.setCurrentIndex(self.hits.model().index(here, 0))

    def _on_word_chosen(self, word: str) -> None:
        self.route_requested.emit(ToSearch(word))

    def _on_row_shown(self, row: QRect) -> None:
        top = self.hits.mapTo(self._inner, row.topLeft()).y()
        margin = self.context.theme.space_3
        self._area.ensureVisible(0, top + row.height(), 0, margin)
        self._area.ensureVisible(0, top, 0, margin)

    def _on_left(self) -> None:
        self.search_requested.emit()

    def _on_ask(self) -> None:
        self.route_requested.emit(ToContact(searched=f"{self._text.strip()}"))

    def _on_own_renewed(self) -> None:
        """Answer again where one's own texts answer too."""
        answer = self._ask() if self._text.strip() else self._answer
        if answer != self._answer:
            self._answer, self._hits = answer, list(answer.hits)
            self._show()
        if self._is_first_wanted:
            self._on_first_wanted()

    def _on_quiet(self) -> None:
        self.announced.emit(self.count_words())

    def _ask(self, kinds: frozenset[str] = frozenset()) -> Answer:
        session = self.context.session
        own = self._own.index()

        def status(on: str) -> str:
            return session.status(on).value

        found = self.context.search.ask(
            lambda index: index.answer(self._text, self._most, kinds=kinds, own=own, status=status)
        )
        screens = named(self._text)
        if not screens:
            return found
        shown = screens if not kinds or SCREEN in kinds else ()
        counts = (*found.counts, (SCREEN, len(screens)))
        return msgspec.structs.replace(found, hits=(*shown, *found.hits), counts=counts, near=())

    def _show(self) -> None:
        """Show the answers, or what to do where there is none."""
        asked, found = bool(self._text.strip()), bool(self._hits)
        self._say_count()
        self._mended.setText(_mended_words(self._answer))
        self.near.show_words(fr("Essayez :"), self._answer.near if asked and not found else ())
        parts = (self.count, asked), (self.chips, found), (self.hits, found), (self._keys, found)
        for part, wanted in (*parts, (self._mended, asked and bool(self._answer.mended))):
            part.setVisible(wanted)
        self._hint.setVisible(not asked)
        self._nothing.setVisible(asked and not found)
        self.ask.setVisible(asked)
        self.setFocusProxy(self.hits if found else None)  # type: ignore[arg-type]
        self._counts = Counter({_ALL: self._answer.total})
        for kind, count in self._answer.counts:
            self._counts[_GROUPS.get(kind, kind)] += count
        self._show_rows(self.chips.show_counts(self._counts))
        self._area.verticalScrollBar().setValue(0)
        if asked:
            self._told.start()
        else:
            self._told.stop()

    def _show_rows(self, kind: str) -> None:
        """Show the best answers, of all kinds or of one, which may have more than were found among all."""
        kinds = frozenset(one for one in _TAGS if _GROUPS.get(one, one) == kind)
        whole = kind == _ALL or self._answer.total == len(self._answer.hits)
        self._hits = list((self._answer if whole else self._ask(kinds)).hits)
        rows = [_row(hit) for hit in self._hits if kind == _ALL or hit.kind in kinds]
        self.hits.show_rows(rows)
        left = self._counts[kind] - len(rows) if rows else 0
        self.more.setText(f"Voir {'le suivant' if left == 1 else f'les {min(left, _MOST)} suivants'}")
        self.more.setVisible(left > 0)
        self._kind = kind

    def _say_count(self) -> None:
        words = self._text.strip()
        self.count.setText(
            fr("{count_words} pour « {words} »", count_words=self.count_words(), words=words) if words else ""
        )

    def _build(self) -> None:
        t = self.context.theme
        self._inner = QWidget()
        column = page_column(self._inner, t)
        self.count = Label("", "muted")
        self.chips = KindChips(t, "Montrer", _KINDS)
        self.hits = HitList(t)
        self._keys = Label(_KEYS, "small")
        self._hint = self._build_hint()
        self._mended = Label("")
        self._nothing = Label(_SEARCHED.format(to=self.context.library.publisher.called_to))
        self.near = WordChips(t, "Mots proches")
        self.ask = QPushButton(
            fr("Rien trouvé ? Poser la question {called_to}", called_to=self.context.library.publisher.called_to)
        )
        self.ask.setProperty("look", "link")
        column.addWidget(Heading("Rechercher", 1))
        for part in (self.count, self._mended, self._hint, self.chips):
            column.addWidget(part)
        column.addLayout(bounded(self.hits, round(t.measure * _WIDEST)))
        self.more = QPushButton()
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._keys)
        column.addWidget(self._nothing)
        column.addWidget(self.near)
        column.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._area = scrolling(self, self._inner)
        self.chips.chosen.connect(self._on_kind_chosen)
        self.hits.opened.connect(self._on_opened)
        self.hits.left.connect(self._on_left)
        self.hits.row_shown.connect(self._on_row_shown)
        self.ask.clicked.connect(self._on_ask)
        self.more.clicked.connect(self._on_more)
        self.near.chosen.connect(self._on_word_chosen)

    def _build_hint(self) -> QWidget:
        t = self.context.theme
        hint = QWidget()
        column = QVBoxLayout(hint)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_3)
        column.addWidget(Label(_HINT))
        self.suggestions = WordChips(t, "Mots à essayer")
        self.suggestions.chosen.connect(self._on_word_chosen)
        column.addWidget(self.suggestions)
        self.suggestions.show_words(fr("Par exemple :"), _SUGGESTIONS)  # in its place first: alone it is a window
        column.addWidget(Label(_FILTERS, "muted"))
        return hint


def _key(hit: Hit) -> str:
    return f"{hit.kind}:{hit.id}"  # a topic and a word of the glossary may share an id


def _place(hit: Hit) -> Route:
    """Return where an answer is read, at its words."""
    words = " ".join(hit.found)
    if hit.kind == "example":
        return ToArticle(hit.parent, words=words)
    if hit.kind == "note" and not hit.parent:  # of a page, not of an action
        return route_of("article", hit.id.partition(":")[2] or hit.id)
    if hit.kind in ("note", "own"):
        return Route(PageId.ACT, hit.parent, hit.id)
    if hit.kind == SCREEN:
        return screen_of(hit)
    if hit.kind == CONTACT:
        return Route(PageId.DIRECTORY, hit.id)
    if hit.id in _SCREENS:
        return place(_SCREENS[hit.id])
    return route_of(hit.kind, hit.id, words=words)


def _mended_words(answer: Answer) -> str:
    """Return « Essayez » in words: what was looked for in place of what was typed."""
    pairs = (fr("« {meant} » au lieu de « {typed} »", meant=meant, typed=typed) for typed, meant in answer.mended)
    return fr("Cherché aussi : {pairs}.", pairs=", ".join(pairs)) if answer.mended else ""


def _row(hit: Hit) -> HitRow:
    tag = _TAGS.get(hit.kind, hit.kind)
    return HitRow(_key(hit), tag, hit.title, hit.where, hit.extract, hit.marks, hit.title_marks)
