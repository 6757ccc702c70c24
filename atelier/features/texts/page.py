"""Textes: all texts of the folder with their state, who changed them last, what the rules say of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractScrollArea, QPushButton, QVBoxLayout, QWidget

from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.services.reading import Row, Texts
from atelier.widgets.tasks import not_read
from kit.days import day_in_words, day_or_words
from kit.errors import KitError
from kit.folding import fold
from kit.typography import fr
from ui.services.navigation import Route
from ui.services.page import Crumb, Screen
from ui.text.cards import Card, Found, Group, Line
from ui.text.list_pane import Filter, ListPane
from ui.widgets.wait_bar import WaitBar

_STATES: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "": ("Tous", lambda row: True),
    "due": ("À vérifier ce mois-ci", lambda row: row.is_due),
    "provisional": ("Provisoires", lambda row: row.article.provisional),
    "read": ("Relus", lambda row: not row.article.provisional),
    "told": ("Avec des remarques", lambda row: bool(row.errors or row.remarks)),
    "changed": ("Changés depuis l’édition", lambda row: row.is_new or row.is_changed),
}
_NO_FOLDER = fr("Aucun dossier de textes n’est ouvert. Choisissez-en un, ou copiez ceux du kit.")
_READING = {"read": "Lecture des textes…", "compare": "Comparaison…", "check": "Contrôle des textes…"}
_AT_ONCE = 36


class TextsPage(Screen):
    """A list that one narrows by words and by state; « Relire » goes through what is in sight, one after the other."""

    context: AtelierContext

    def __init__(self, context: AtelierContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.proofread = QPushButton("Relire ces textes")
        self.proofread.setProperty("look", "primary")
        self.proofread.clicked.connect(self._on_proofread)
        self.choose = QPushButton("Choisir le dossier de travail")
        self.choose.setProperty("look", "primary")
        self.choose.clicked.connect(self._on_choose)
        self.wait = WaitBar(context.theme)
        filters = (
            Filter("state", "État", tuple((key, words) for key, (words, _) in _STATES.items()), in_sight=True),
            Filter("part", "Partie", (("", "Toutes les parties"),)),
        )
        self.pane = ListPane(
            context.theme, "Textes", "Chercher un texte", filters, (self.proofread, self.choose), narrowest=300
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.wait)
        column.addWidget(self.pane, 1)
        self.pane.announced.connect(self.announced)
        self.pane.narrowed.connect(self._show)
        self.pane.followed.connect(self._on_followed)
        context.open_texts.changed.connect(self._on_read)
        context.open_texts.failed.connect(self._on_failed)
        context.open_texts.stepped.connect(self._on_stepped)
        self.rows: tuple[Row, ...] = ()
        self._words = ""
        self._offer()

    def open_route(self, route: Route) -> None:
        self.context.open_texts.want()
        if route.id != self._words:  # what is typed into the field of the sidebar
            self._words = route.id
            self.pane.head.field.setText(route.id)
        self._show()

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Textes"),)

    def scroller(self) -> QAbstractScrollArea:
        return self.pane.view

    def find_in_page(self) -> bool:
        self.pane.begin_search()
        return True

    def _on_stepped(self, step: str) -> None:
        self.wait.begin(_READING[step], stoppable=False)

    def _on_read(self) -> None:
        self.wait.end()
        self._offer()
        self._show(keep_place=True)

    def _on_failed(self, error: KitError) -> None:
        self.wait.end()
        self.noticed.emit(not_read(error))

    def _on_followed(self, target: str) -> None:
        self.context.open_texts.line_up([row.article.id for row in self.rows])
        self.route_requested.emit(Route(ScreenId.TEXT, target))

    def _on_proofread(self) -> None:
        self._on_followed(self.rows[0].article.id)

    def _on_choose(self) -> None:
        self.route_requested.emit(Route(ScreenId.FOLDER))

    def _offer(self) -> None:
        texts = self.context.open_texts.texts
        chapters = texts.lint.setting.library.articles("chapter", "reason", "lever") if texts else ()
        parts = [(one.id, one.label) for one in chapters]
        self.pane.offer([Filter("part", "Partie", (("", "Toutes les parties"), *parts))])

    def _show(self, *, keep_place: bool = False) -> None:
        texts, wanted = self.context.open_texts.texts, self.pane.wanted
        self.choose.setVisible(self.context.folder.path is None)
        self.setFocusProxy(self.choose if self.context.folder.path is None else self.pane)
        if texts is None:
            lead = (
                Line(_NO_FOLDER) if self.context.folder.path is None else Line("Les textes sont en cours de lecture.")
            )
            self.rows = ()
            self.pane.show_found(Found((), "", lead))
        else:
            fits, words = _STATES[wanted.chosen["state"]][1], fold(wanted.words)
            part = wanted.chosen["part"]
            self.rows = tuple(
                row
                for row in texts.rows
                if fits(row) and words in fold(f"{row.article.title} {row.article.id}") and _is_in(row, part, texts)
            )
            self.pane.show_found(_found(self.rows, texts), at_once=_AT_ONCE, keep_place=keep_place)
        self.proofread.setVisible(bool(self.rows))


def _is_in(row: Row, part: str, texts: Texts) -> bool:
    library = texts.lint.setting.library
    return not part or part in (row.article.id, *(one.id for one in library.trail(row.article.id)))


def _found(rows: tuple[Row, ...], texts: Texts) -> Found:
    many = len(rows)
    count = "Aucun texte" if not many else "1 texte" if many == 1 else f"{many} textes"
    lead = Line(
        fr("Comparés avec l’édition {name} ; à vérifier ce mois-ci : {due}.", name=texts.edition.name, due=_due(texts))
    )
    notes = (Line(fr("Fichiers illisibles : {unread}. « Contrôler les textes » les nomme.", unread=texts.unread)),)
    return Found((Group(tuple(_card(row, texts) for row in rows)),), count, lead, notes=notes if texts.unread else ())


def _due(texts: Texts) -> int:
    return sum(row.is_due for row in texts.rows)


def _card(row: Row, texts: Texts) -> Card:
    article = row.article
    tags = ["provisoire" if article.provisional else "relu"]
    tags += ["à vérifier ce mois-ci"] if row.is_due else []
    tags += ["nouveau"] if row.is_new else ["changé"] if row.is_changed else []
    tags += [f"{row.errors} erreur{'s' if row.errors > 1 else ''}"] if row.errors else []
    tags += [f"{row.remarks} remarque{'s' if row.remarks > 1 else ''}"] if row.remarks else []
    above = texts.title_above(article)
    lines = [Line(above, look="small")] if above else []
    lines.append(Line(_when(row), look="small"))
    return Card(article.id, article.title, tuple(lines), tuple(tags), article.id)


def _when(row: Row) -> str:
    read_on = row.article.reviewed_on
    said = [fr("Vérifié le {day}.", day=day_or_words(read_on)) if read_on else "Jamais vérifié."]
    if row.due is not None:
        said.append(fr("À vérifier avant le {day}.", day=day_in_words(row.due)))
    if row.last is not None:
        when, who, what = row.last
        by = fr(" par {who}", who=who) if who else ""
        said.append(f"{what[:1].upper()}{what[1:]}{by} le {day_in_words(when.date())}.")
    return " ".join(said)
