"""Exemples et réseaux: a list to narrow, each entry as a form; a case that is five years old is marked."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from msgspec.json import encode as encode_json
from PySide6.QtWidgets import QAbstractScrollArea, QStackedWidget, QVBoxLayout, QWidget

from atelier.features.cases.example_form import ExampleForm
from atelier.features.cases.network_form import NetworkForm
from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.services.reading import Texts
from atelier.widgets.buttons import button
from kit import paths
from kit.bounded import TEXT_LIMIT, decode_json
from kit.content.example_words import role_words
from kit.content.model import Article, Example
from kit.content.shelf import Network
from kit.errors import KitError
from kit.folding import fold
from kit.packs import cases, history
from kit.packs.cases import Hand
from kit.territoires import Territories
from kit.typography import fr
from ui.services.errors import sentence
from ui.services.jobs import Step, ignore
from ui.services.navigation import Route
from ui.services.page import Crumb, Screen
from ui.text.cards import Card, Found, Group, Line
from ui.text.list_pane import Filter, ListPane
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.status_line import StatusLine

_TITLE = "Exemples et réseaux"
_EXAMPLE, _NETWORK, _NEW = "exemple", "reseau", "nouveau"
_KINDS = (("", "Exemples"), ("old", "Exemples de plus de cinq ans"), (_NETWORK, "Réseaux"))
_NO_FOLDER, _WAITING = "Ouvrez d’abord un dossier de textes.", "Les textes sont en cours de lecture."
_TAKEN_UP = fr("Ce que vous aviez écrit sans l’enregistrer est repris ici.")
_AT_ONCE = 36
_WIDEST = 760  # pixels of a form at a text scale of 1


class _Told(Struct, frozen=True):
    """An example with the text that tells it."""

    article: Article
    example: Example

    @property
    def key(self) -> str:
        return f"{_EXAMPLE}:{self.article.id}:{self.example.id}"


class CasesPage(Screen):
    """A route's id is the entry whose form is shown, or empty for the list."""

    context: AtelierContext

    def __init__(self, context: AtelierContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        self.new_example = button("Nouvel exemple", lambda: self._go(f"{_EXAMPLE}:{_NEW}"), look="primary")
        self.new_network = button("Nouveau réseau", lambda: self._go(f"{_NETWORK}:{_NEW}"))
        kind = Filter("kind", "Sorte", _KINDS, in_sight=True)
        self.pane = ListPane(t, _TITLE, "Chercher", (kind,), (self.new_example, self.new_network))
        self.status = StatusLine()
        self.status.announced.connect(self.announced)
        self._holder = QWidget()
        self._column = page_column(self._holder, t)
        self._column.addWidget(self.status)
        self._form_page = QWidget()
        self._area = scrolling(self._form_page, self._holder)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pane)
        self._stack.addWidget(self._form_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.form: ExampleForm | NetworkForm | None = None
        self._wanted = ""
        self._title = ""
        self._folder: Path | None = None  # of the form
        self._draft_name = ""
        self._as_opened: dict[str, str] = {}
        self.pane.announced.connect(self.announced)
        self.pane.narrowed.connect(self._show_list)
        self.pane.followed.connect(self._go)
        context.open_texts.changed.connect(self._on_read)

    def open_route(self, route: Route) -> None:
        self.context.open_texts.want()
        self._keep_draft()
        self._wanted = route.id
        self._show()

    def crumbs(self) -> tuple[Crumb, ...]:
        above = Crumb(_TITLE, Route(ScreenId.CASES))
        return (above, Crumb(self._title)) if self._title else (Crumb(_TITLE),)

    def scroller(self) -> QAbstractScrollArea:
        return self._area if self._stack.currentWidget() is self._form_page else self.pane.view

    def find_in_page(self) -> bool:
        self.pane.begin_search()
        return True

    def _go(self, key: str) -> None:
        self.route_requested.emit(Route(ScreenId.CASES, key))

    def _on_read(self) -> None:
        if self.form is None or self.context.open_texts.texts is None:  # what is being typed into a form stays
            self._show()

    def _show(self) -> None:
        texts = self.context.open_texts.texts
        self._let_go()
        if texts is None or not self._wanted:
            self._stack.setCurrentWidget(self.pane)
            self.setFocusProxy(self.pane)
            self._show_list()
        else:
            folder, name = texts.folder, _draft_name(self._wanted)
            self.context.jobs.write(  # after what is still being kept of it
                self,
                lambda _step: (_territories(folder), history.draft(folder, name)),
                functools.partial(self._on_territories, texts),
                self._on_failed,
            )
        self.retitled.emit()

    def leave(self) -> bool:
        self._keep_draft()
        return True

    def _keep_draft(self) -> None:
        """Keep what is typed into a form, apart from the texts, until it is kept or the form is as it was."""
        form = self.form
        if form is not None and self._folder is not None:
            folder, name, typed = self._folder, self._draft_name, form.typed()
            keep = functools.partial(history.keep_draft, folder, name, encode_json(typed).decode())
            if typed == self._as_opened:
                keep = functools.partial(history.drop_draft, folder, name)
            self.context.jobs.write(self, lambda _step: keep(), ignore, self._on_failed)

    def _let_go(self) -> None:
        self._title = ""
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None

    # --- the list ---

    def _show_list(self) -> None:
        texts, wanted = self.context.open_texts.texts, self.pane.wanted
        if texts is None:
            self.pane.show_found(Found((), "", Line(_NO_FOLDER if self.context.folder.path is None else _WAITING)))
            return
        words, kind, today = fold(wanted.words), wanted.chosen["kind"], datetime.date.today()
        if kind == _NETWORK:
            made = [_network_card(one) for one in texts.shelf.networks if words in fold(f"{one.name} {one.acronym}")]
        else:
            told = [one for one in _examples(texts) if not kind or cases.is_old(one.example.year, today)]
            made = [_card(one, today) for one in told if words in _searched(one)]
        count = "Rien" if not made else "1 fiche" if len(made) == 1 else f"{len(made)} fiches"
        self.pane.show_found(Found((Group(tuple(made)),), count), at_once=_AT_ONCE, keep_place=True)

    # --- a form ---

    def _on_territories(self, texts: Texts, read: tuple[Territories, str | None]) -> None:
        territories, draft = read
        if not self._wanted or self.form is not None:
            return
        kind, _, rest = self._wanted.partition(":")
        self.form = (
            self._network_form(texts, rest) if kind == _NETWORK else self._example_form(texts, territories, rest)
        )
        self.form.setMaximumWidth(round(_WIDEST * self.context.theme.scale))
        self._column.insertWidget(1, self.form)
        self._title = self.form.title.text()
        self._folder, self._draft_name, self._as_opened = texts.folder, _draft_name(self._wanted), self.form.typed()
        typed = _typed(draft)
        if typed:
            self.form.take(typed)
        self.status.say(_TAKEN_UP if typed else "")
        self._stack.setCurrentWidget(self._form_page)
        self._area.verticalScrollBar().setValue(0)
        self.form.left.connect(lambda: self._go(""))
        (self.form.name if isinstance(self.form, NetworkForm) else self.form.place).setFocus()
        self.retitled.emit()

    def _example_form(self, texts: Texts, territories: Territories, key: str) -> ExampleForm:
        form = ExampleForm(self.context.theme, texts, territories)
        found = next((one for one in _examples(texts) if one.key == f"{_EXAMPLE}:{key}"), None)
        form.show_example(found.article if found else None, found.example if found else None)
        form.kept.connect(self._on_example_kept)
        form.removed.connect(self._on_example_removed)
        return form

    def _network_form(self, texts: Texts, key: str) -> NetworkForm:
        form = NetworkForm(self.context.theme, texts)
        form.show_network(next((one for one in texts.shelf.networks if one.id == key), None))
        form.kept.connect(self._on_network_kept)
        return form

    def _on_example_kept(self) -> None:
        form, texts = self.form, self.context.open_texts.texts
        if isinstance(form, ExampleForm) and texts is not None and (example := form.ask()) is not None:
            hand, path, source = self._hand(texts), texts.lint.path(form.page.key()), form.new_source()
            replaces = form.before.id if form.before else ""
            self._write(
                lambda: cases.keep_example(hand, path, example, replaces=replaces, source=source),
                fr("L’exemple de {place} est enregistré.", place=example.place),
            )

    def _on_example_removed(self) -> None:
        form, texts = self.form, self.context.open_texts.texts
        if isinstance(form, ExampleForm) and texts is not None and form.before is not None:
            hand, path, example = self._hand(texts), texts.lint.path(form.page.key()), form.before
            told = fr("L’exemple de {place} est retiré ; l’historique de son texte le garde.", place=example.place)
            self._write(lambda: cases.remove_example(hand, path, example.id), told)

    def _on_network_kept(self) -> None:
        form, texts = self.form, self.context.open_texts.texts
        if isinstance(form, NetworkForm) and texts is not None and (network := form.ask()) is not None:
            hand, source = self._hand(texts), form.new_source()
            replaces = form.before.id if form.before else ""
            self._write(
                lambda: cases.keep_network(hand, network, replaces=replaces, source=source),
                fr("« {name} » est enregistré.", name=network.name),
            )

    def _hand(self, texts: Texts) -> Hand:
        return Hand(texts.folder, self.context.folder.who, datetime.datetime.now(datetime.UTC))

    def _write(self, write: Callable[[], None], told: str) -> None:
        def work(_step: Step) -> None:
            write()

        folder, name = self._folder, self._draft_name

        def done(_value: None) -> None:
            if folder is not None:
                self.context.jobs.write(self, lambda _step: history.drop_draft(folder, name), ignore, self._on_failed)
            self._let_go()
            self._go("")
            self.context.feedback.tell(told)
            self.context.open_texts.read_again()

        self.context.jobs.write(self, work, done, self._on_failed, changes_things=True)

    def _on_failed(self, error: KitError) -> None:
        self.status.say(sentence(error), wrong=True)
        self.announced.emit(self.status.text())


def _draft_name(key: str) -> str:
    return f"fiche-{key.replace(':', '-')}"


def _typed(draft: str | None) -> dict[str, str]:
    """Return the fields of a draft, none where it is none of ours."""
    try:
        return decode_json(draft.encode(), dict[str, str], TEXT_LIMIT) if draft else {}
    except ValueError:
        return {}


def _territories(texts: Path) -> Territories:
    found = Territories.shared(paths.territories_of(texts))
    found.search("a")  # folds all names here, off the window's thread
    return found


def _examples(texts: Texts) -> list[_Told]:
    return [_Told(article, one) for article in texts.lint.setting.library.articles() for one in article.examples]


def _searched(told: _Told) -> str:
    example, title = told.example, told.article.title
    return fold(f"{example.place} {example.departement} {example.year or ''} {example.text} {title}")


def _card(told: _Told, today: datetime.date) -> Card:
    example = told.example
    tags = [str(example.year) if example.year else "sans année"]
    tags += ["plus de cinq ans"] if cases.is_old(example.year, today) else []
    lines = [Line(example.text), Line(role_words(example), look="small"), Line(told.article.title, look="small")]
    place = f"{example.place} · {example.departement}" if example.departement else example.place
    return Card(told.key, place, tuple(line for line in lines if line.words), tuple(tags), told.key)


def _network_card(network: Network) -> Card:
    key = f"{_NETWORK}:{network.id}"
    return Card(key, network.name, (Line(network.what), Line(network.reach, look="small")), (), key)
