"""Agir: the levers, one in sight, with its actions to tick. A tick goes to the session and comes back from it."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kit.content.library import Library
from kit.content.model import Example, Lever
from kit.dossier.model import Progress, Status
from kit.errors import KitError, ValueTooLong
from ui.context import AppContext
from ui.errors import sentence
from ui.navigation import PageId, Route
from ui.pages.base import Crumb, Page
from ui.session import DossierSession
from ui.widgets.checklist_item import ItemState
from ui.widgets.lever_list import LeverList
from ui.widgets.lever_view import LeverView
from ui.widgets.two_columns import TwoColumns

_UNTOUCHED = "Chaque coche est enregistrée aussitôt"
_READ_ONLY = "Lecture seule"
_NOT_SAVED = "Pas encore enregistré. Votre texte est toujours là : quittez ce champ pour réessayer."


class LeversPage(Page):
    """The lists of actions. It holds no status: it shows the session's, and again at each ``changed``."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        outline = context.library.outline
        self._views: dict[str, LeverView] = {}
        self._lever_id = ""
        self._saved_words = _READ_ONLY if context.session.dossier.read_only else _UNTOUCHED
        self._list = LeverList(context.theme, [lever.article for lever in outline.levers])
        self._sheet = QWidget()
        self._sheets = QVBoxLayout(self._sheet)
        self._sheets.setContentsMargins(0, 0, 0, 0)
        self._columns = TwoColumns(context.theme, self._list, self._sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._columns)
        self._list.lever_chosen.connect(self._on_lever_chosen)
        self._list.print_all_requested.connect(self._on_print_all)
        session = context.session
        session.changed.connect(self._on_changed)
        session.refused.connect(self._on_refused)
        session.saved.connect(self._on_saved)
        session.saving.connect(self._on_saving)
        session.taken_back.connect(self._on_taken_back)

    def open_route(self, route: Route) -> None:
        outline = self.context.library.outline
        lever = outline.lever(route.id) or outline.lever_of(route.anchor or route.id) or _first_unfinished(self.context)
        if lever is None:
            return
        self._show_lever(lever)
        anchor = route.anchor or route.id
        wanted = [target for target in self._views[self._lever_id].targets if target.partition(":")[2] == anchor]
        QTimer.singleShot(0, self, lambda: self._aim(wanted[0] if wanted else ""))

    def crumbs(self) -> tuple[Crumb, ...]:
        lever = self.context.library.outline.lever(self._lever_id)
        if lever is None:
            return (Crumb("Agir"),)
        return Crumb("Agir", Route(PageId.ACT)), Crumb(f"{lever.article.code}. {lever.article.title}")

    def scroller(self) -> QScrollArea:
        return self._columns.area

    def in_sight(self) -> str:
        return self._lever_id

    def leave(self) -> bool:
        return all([view.keep() for view in self._views.values()])

    def _on_lever_chosen(self, lever_id: str) -> None:
        self.route_requested.emit(Route(PageId.ACT, lever_id))

    def _on_print_all(self) -> None:
        self.route_requested.emit(Route(PageId.PRINT))

    def _on_print(self) -> None:
        self.route_requested.emit(Route(PageId.PRINT, origin=self._lever_id))

    def _on_article(self, article_id: str) -> None:
        self.route_requested.emit(Route(PageId.ARTICLE, article_id))

    def _on_ticked(self, target: str, ticked: bool) -> None:
        self._on_status_chosen(target, Status.DONE if ticked else Status.TODO)

    def _on_status_chosen(self, target: str, status: Status) -> None:
        session = self.context.session
        session.set_status(target, status)
        if session.status(target) != status:  # refused at once: the window has said why
            return
        article = self.context.library.article(target.partition(":")[2])
        name = f"{article.code} {article.title}" if target.startswith("action:") else article.title
        words = [status.label]
        lever = self.context.library.outline.lever_of(article.id)
        if lever and target.startswith("action:"):
            value = _progress_of(session, lever)
            words.append(f"{value.done} sur {value.applicable}" if value.applicable else "plus aucune action à compter")
        self.announced.emit(f"{name} : {', '.join(words)}")

    def _on_text_edited(self, target: str, field: str, text: str) -> None:
        try:
            self.context.session.set_text(target, field, text)
        except ValueTooLong as error:
            self._views[_lever_of(self.context, target)].item(target).hold(field, sentence(error))
            self.announced.emit(sentence(error))

    def _on_changed(self, target: str) -> None:
        session = self.context.session
        if target == "identity":
            for lever_id in self._views:
                self._show_example(lever_id)
        elif lever_id := _lever_of(self.context, target):
            lever = self.context.library.outline.lever(lever_id)
            assert lever is not None
            self._list.show_progress(lever_id, _progress_of(session, lever))
            if view := self._views.get(lever_id):
                view.show_progress(_progress_of(session, lever))
                view.show_state(target, _state_of(session, target))

    def _on_taken_back(self, target: str, field: str, _value: object) -> None:
        if view := self._views.get(_lever_of(self.context, target)):
            view.item(target).hold(field, _NOT_SAVED)

    def _on_saving(self) -> None:
        self._show_saved("Enregistrement…")

    def _on_saved(self, when: datetime.datetime) -> None:
        self._show_saved(f"Enregistré à {when:%H:%M}")
        if self.isVisible():
            self.announced.emit(self._saved_words)

    def _on_refused(self, _error: KitError) -> None:
        self._show_saved("Non enregistré")

    def _show_saved(self, words: str) -> None:
        self._saved_words = words
        for view in self._views.values():
            view.show_saved(words)

    def _show_lever(self, lever: Lever) -> None:
        """Show a lever, built at its first visit; what was typed in another one stays there."""
        session = self.context.session
        self._lever_id = lever.article.id
        if self._lever_id not in self._views:
            self._views[self._lever_id] = self._build_view(lever)
        for lever_id, view in self._views.items():
            view.setVisible(lever_id == self._lever_id)
        view = self._views[self._lever_id]
        for target in view.targets:
            view.show_state(target, _state_of(session, target))
        view.show_progress(_progress_of(session, lever))
        view.show_saved(self._saved_words)
        for other in self.context.library.outline.levers:
            self._list.show_progress(other.article.id, _progress_of(session, other))
        self._list.show_current(self._lever_id)
        self.setFocusProxy(self._list)
        self.scroller().verticalScrollBar().setValue(0)
        self.retitled.emit()

    def _show_example(self, lever_id: str) -> None:
        home = self.context.session.text("identity", "departement")
        lever = self.context.library.outline.lever(lever_id)
        example = _example(self.context.library, lever, home) if lever else None
        near = example is not None and bool(home) and example.departement.casefold() == home.casefold()
        self._views[lever_id].show_example("Dans votre département" if near else "Dans la région", example)

    def _aim(self, target: str) -> None:
        """Bring an item into sight and give it the focus; without one, the sheet where it stands below the list."""
        view = self._views[self._lever_id]
        if target in view.targets:
            view.item(target).take_focus()
            self.scroller().ensureWidgetVisible(view.item(target), 0, self.context.theme.space_5)
        elif self._columns.is_stacked and self.isVisible():
            self.scroller().verticalScrollBar().setValue(self._sheet.y())

    def _build_view(self, lever: Lever) -> LeverView:
        view = LeverView(self.context.theme, lever)
        view.article_requested.connect(self._on_article)
        view.print_requested.connect(self._on_print)
        view.status_chosen.connect(self._on_status_chosen)
        view.text_edited.connect(self._on_text_edited)
        view.ticked.connect(self._on_ticked)
        self._views[lever.article.id] = view
        self._sheets.addWidget(view)
        self._show_example(lever.article.id)
        return view

    def hideEvent(self, event: QHideEvent) -> None:
        self.leave()
        super().hideEvent(event)


def _first_unfinished(context: AppContext) -> Lever | None:
    """Return the first lever with something left to do, else the first."""
    levers = context.library.outline.levers
    for lever in levers:
        value = _progress_of(context.session, lever)
        if value.done < value.applicable:
            return lever
    return levers[0] if levers else None


def _progress_of(session: DossierSession, lever: Lever) -> Progress:
    return session.progress(action.id for action in lever.actions)


def _lever_of(context: AppContext, target: str) -> str:
    """Return the id of the lever that holds a target of the dossier, empty for other targets."""
    kind, _, article_id = target.partition(":")
    lever = context.library.outline.lever_of(article_id) if kind in ("action", "milestone") else None
    return lever.article.id if lever else ""


def _state_of(session: DossierSession, target: str) -> ItemState:
    given = session.given_at(target, "status")
    return ItemState(
        status=session.status(target),
        done_on=f"{given:%d/%m/%Y}" if given else "",
        who=session.text(target, "who"),
        due=session.text(target, "due"),
        note=session.text(target, "note"),
    )


def _example(library: Library, lever: Lever, departement: str) -> Example | None:
    """Return a real example of a lever: one of the département first, then of its actions, then of its topics."""
    own = {action.id for action in lever.actions}
    topics = {article.id for article in library.articles("topic") if lever.article.id in article.levers}
    found = [example for example in library.examples() if example.parent in own | topics]
    wanted = departement.casefold()
    near = [example for example in found if wanted and example.departement.casefold() == wanted]
    ranked = sorted(near or found, key=lambda example: example.parent not in own)
    return ranked[0] if ranked else None
