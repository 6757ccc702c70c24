"""Accueil: what the kit is for on the first day, how far the commune is once something is under way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kit.content.model import Lever
from kit.dossier.model import Status
from kit.typography import fr
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.services.pack_words import old_texts
from ui.services.page import Crumb, Page
from ui.widgets.scroll import scrolling
from ui.widgets.showing import show_when
from ui.widgets.text import Label

if TYPE_CHECKING:
    from ui.features.home.first_day import FirstDay
    from ui.features.home.living import Living

_WIDEST = 1500


class HomePage(Page):
    """The first screen: one of two views, each built when it is first shown."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.first_day: FirstDay | None = None
        self.living: Living | None = None
        t = context.theme
        inner = QWidget()
        self._area = scrolling(self, inner)  # first: it would lay out at once all that is inside
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner.setMaximumWidth(round((_WIDEST + 2 * t.space_5) * t.scale))
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(t.space_5, t.space_1, t.space_5, t.space_2)
        self._column.setSpacing(t.space_4)
        if old := old_texts(context.library.publisher, date.today()):
            self._column.addWidget(Label(old, "strong"))
        self._column.addStretch(1)
        self._shown_on: date | None = None  # the day that the views tell of, None when the dossier has changed since
        context.session.changed.connect(self._on_changed)
        context.plan.updated.connect(self._on_plan_updated)

    def open_route(self, route: Route) -> None:
        if self._shown_on != date.today():
            self._refresh()

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Accueil"),)

    def nearest_print(self) -> str:
        from ui.output.printables import LISTS  # not at the start: it knows all documents

        return LISTS

    def scroller(self) -> QScrollArea:
        return self._area

    def _on_changed(self, _target: str) -> None:
        self._shown_on = None
        if self.isVisible():
            self._refresh()

    def _on_plan_updated(self) -> None:
        if not self.isVisible():
            self._shown_on = None

    def _on_resume(self) -> None:
        self.route_requested.emit(Route(PageId.ACT, self._next_lever()))

    def _is_started(self) -> bool:
        session = self.context.session
        if session.dossier.targets("own:"):
            return True
        return any(
            session.status(on) is not Status.TODO or session.text(on, "due") or session.text(on, "who")
            for lever in self.context.library.outline.levers
            for on in _targets(lever)
        )

    def _next_lever(self) -> str:
        """Return the first lever with something under way, else with something left to do, else the first."""
        levers, status = self.context.library.outline.levers, self.context.session.status
        for lever in levers:
            if any(status(on) is Status.DOING for on in _targets(lever)):
                return lever.article.id
        for lever in levers:
            value = self.context.plan.progress(lever)
            if value.done < value.applicable:
                return lever.article.id
        return levers[0].article.id if levers else ""

    def _refresh(self) -> None:
        self._shown_on = date.today()
        started = self._is_started()
        if started:
            following = self.context.library.outline.lever(self._next_lever())
            code = following.article.code if following else "1"
            self._built_living().use_room(self.width(), self.height())
            self._built_living().refresh(fr("Reprendre : levier {code}", code=code))
        else:
            self._built_first_day().refresh()
        if self.living is not None:
            show_when(self.living, started)
        if self.first_day is not None:
            show_when(self.first_day, not started)

    def _built_first_day(self) -> FirstDay:
        if self.first_day is None:
            from ui.features.home.first_day import FirstDay  # a dossier under way needs nothing of it

            self.first_day = FirstDay(self.context)
            self.first_day.route_requested.connect(self.route_requested)
            self.first_day.announced.connect(self.announced)
            self._take_in(self.first_day)
        return self.first_day

    def _built_living(self) -> Living:
        if self.living is None:
            from ui.features.home.living import Living  # a first day needs nothing of it

            self.living = Living(self.context)
            self.living.route_requested.connect(self.route_requested)
            self.living.resume.clicked.connect(self._on_resume)
            self._take_in(self.living)
        return self.living

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.living is not None:
            self.living.use_room(event.size().width(), event.size().height())

    def _take_in(self, view: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, view)


def _targets(lever: Lever) -> list[str]:
    """Return what can be ticked of a lever, as targets of the dossier."""
    own = [f"action:{action.id}" for action in lever.actions]
    return own + ([f"milestone:{lever.milestone.id}"] if lever.milestone else [])
