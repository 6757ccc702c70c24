"""The calendar of the plan: national moments, the council and what leads to it, due dates, meetings, what was done.

A month and a list are two views of the same moments.
"""

from __future__ import annotations

import datetime

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kit.days import read_day
from kit.mandate.agenda import Agenda, Kind, Moment, narrowed
from kit.typography import counted, fr
from ui.features.agenda import agenda_cards
from ui.features.agenda.head import LIST, MONTH, STAYS, CalendarHead
from ui.features.agenda.month_grid import MonthGrid
from ui.features.agenda.month_side import WIDTH, MonthSide
from ui.features.agenda.month_words import day_words, month_words, where_to_open
from ui.output import mandate_prints
from ui.output.documents import DocumentOutlet
from ui.services.agenda import agenda_of
from ui.services.context import AppContext
from ui.services.later import later
from ui.services.navigation import PageId, Route, ToPrint
from ui.services.page import Crumb, Page
from ui.text.cards import Found, Line, Link
from ui.text.list_pane import ListPane
from ui.widgets.columns import Columns
from ui.widgets.scroll import scrolling
from ui.widgets.text import card

_GIVE, _GIVE_NEXT = "Donner la date du prochain conseil", "Donner la prochaine"
_NO_COUNCIL = Line(
    "Ce qui mène au conseil s’affiche ici dès que sa date est connue.",
    links=(Link(_GIVE, agenda_cards.COUNCIL),),
)
_PAST_COUNCIL = Line("La date du conseil est passée.", links=(Link(_GIVE_NEXT, agenda_cards.COUNCIL),))
_NATIONAL = fr("Les temps nationaux changent de date chaque année : vérifiez-les avant de les annoncer.")
_AT_ONCE = 60  # cards shown before one asks for more
_FOOT = 8  # pixels of the month's card below its last week
_NOTHING = "Rien n’est prévu dans ce que vous avez choisi."


class AgendaPage(Page):
    """It keeps no date: all is worked out anew from the dossier at each visit and change."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        self._view = MONTH
        self._agenda = Agenda((0, 0), (), (), ())  # what is shown
        self._why = ""  # this month is shown and not today's, until one turns it
        self._is_opened = False
        self.head = CalendarHead(t)
        self.kinds, self.calendar = self.head.kinds, self.head.calendar
        self.outlet = DocumentOutlet(context, self)
        self._over_list, self._over_month = QWidget(), QWidget()
        self.pane = ListPane(t, "Calendrier en liste", "Chercher une date", above=(self._over_list,), is_titled=False)
        self.view = self.pane.view
        self.grid = MonthGrid(t, datetime.date.today())
        self.side = MonthSide(t)
        self._stack = QStackedWidget()
        self._month = QWidget()
        self._area = scrolling(self._month, self._build_month())
        for part in (self._area.viewport(), self._columns):  # their height, and where the head above ends
            part.installEventFilter(self)
        for part in (self._month, self.pane):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._refresh_later = later(self._refresh, self)
        self._connect_signals()
        self._show_view(MONTH)

    def open_route(self, route: Route) -> None:
        self.outlet.line.say("")
        self._show_view(route.id if route.id in (MONTH, LIST) else self._view)
        self._open_where_something_is()
        self._refresh()

    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb("Mon plan d’action", Route(PageId.PLAN)), Crumb("Calendrier")

    def scroller(self) -> QAbstractScrollArea:
        return self.view if self._view == LIST else self._area

    def state(self) -> dict[str, str] | None:
        if self.outlet.is_busy:
            return None
        day, opened = self.grid.day, self.side.day
        return {
            "view": self._view,
            "kind": self.kinds.key,
            "day": "" if day == datetime.date.today() or self._why else day.isoformat(),
            "opened": opened.isoformat() if opened else "",
            "words": self.pane.head.field.text(),
            "most": str(self.pane.most),
        }

    def restore(self, state: dict[str, str]) -> None:
        self.kinds.choose(state["kind"])
        self.pane.head.field.setText(state["words"])
        if state["day"]:
            self._is_opened = True
            self.grid.go_to(datetime.date.fromisoformat(state["day"]), turn=True)
        if state["opened"]:
            self._open_day(datetime.date.fromisoformat(state["opened"]))
        self._show_view(state["view"])
        self._refresh()
        self.pane.show_at_least(int(state["most"]))

    def to_print(self) -> ToPrint:
        return ToPrint(mandate_prints.AGENDA, chosen=Kind(self.kinds.key) if self.kinds.key else None)

    def find_in_page(self) -> bool:
        self._show_view(LIST)
        self._refresh()
        self.pane.begin_search()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            above = self._columns.y() + self.grid.mapTo(self._columns, QPoint()).y()
            self.grid.fill(self._area.viewport().height() - above - _FOOT - self.context.theme.space_2)
        return False

    def agenda(self) -> Agenda:
        """Return what is chosen of the agenda of today."""
        whole = agenda_of(self.context, datetime.date.today())
        return narrowed(whole, frozenset([Kind(self.kinds.key)])) if self.kinds.key else whole

    def _on_changed(self, _target: str) -> None:
        if self.isVisible():
            self._refresh_later()

    def _on_narrowed(self) -> None:
        self._show_list(self.agenda(), keep_place=False)

    def _on_kind(self, _key: str) -> None:
        self._show(keep_place=False)
        total = sum(1 for _ in (*self._agenda.moments, *self._agenda.past))
        self.announced.emit(f"{self.kinds.text()}, {_count(total).lower()}")

    def _on_way(self, way: str) -> None:
        self.route_requested.emit(Route(PageId.PLAN, way))

    def _on_view(self, view: str) -> None:
        self.route_requested.emit(Route(PageId.AGENDA, view))
        self.head.views.button(view).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_turn(self, by: int) -> None:
        self.grid.turn(by)
        self.announced.emit(month_words(self.grid.month))

    def _on_today(self) -> None:
        self.grid.go_to_today()
        self.announced.emit(day_words(self.grid.day))

    def _bring_day(self) -> None:
        """Bring the day where one is into sight, once another month has its height."""
        inner, place = self._area.widget(), self.grid.visualRect(self.grid.currentIndex())
        assert inner is not None
        middle = self.grid.viewport().mapTo(inner, place.center())
        self._area.ensureVisible(middle.x(), middle.y(), 0, place.height() // 2 + self.context.theme.space_2)

    def _open_where_something_is(self) -> None:
        """Go, at the first visit, to the next day that holds something, where today's month has none."""
        if self._is_opened:
            return
        self._is_opened = True
        day, why = where_to_open(self.agenda().by_day(), datetime.date.today())
        if why:
            self.grid.go_to(day, turn=True)
            self._why = why
            self.announced.emit(why)

    def _on_turned(self, _month: object) -> None:
        self._why = ""
        self._show_around(self._agenda)

    def _on_day(self, day: datetime.date) -> None:
        if not self._agenda.by_day().get(day):
            self.announced.emit(fr("Rien n’est noté pour le {day}", day=day_words(day)))
            self._open_day(None)
            return
        self._open_day(day)
        self.side.take_focus()

    def _on_day_closed(self) -> None:
        day = self.side.day
        self._open_day(None)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        if day is not None:
            self.grid.go_to(day)
        self._bring_day()

    def _open_day(self, day: datetime.date | None) -> None:
        self.side.open_day(day)
        self.grid.show_opened(day)
        self._show_around(self._agenda)

    def _on_moment(self, moment: Moment) -> None:
        if target := agenda_cards.target_of(moment):
            self._on_link(target)
        elif moment.day is not None:
            self._on_day(moment.day)

    def _on_calendar(self) -> None:
        document = mandate_prints.agenda(self.context, self.to_print())
        self.outlet.save(document, "agenda", (".ics",), told=STAYS)

    def _on_link(self, target: str) -> None:
        if target.startswith(agenda_cards.PLAN):
            self.route_requested.emit(Route(PageId.PLAN, target.removeprefix(agenda_cards.PLAN)))
        elif target.startswith(agenda_cards.DATE):
            self.route_requested.emit(Route(PageId.NETWORKS, target.removeprefix(agenda_cards.DATE)))
        elif target.startswith(agenda_cards.CONTACT):
            self.route_requested.emit(Route(PageId.DIRECTORY, target.removeprefix(agenda_cards.CONTACT)))
        elif target == agenda_cards.COUNCIL:
            self.route_requested.emit(Route(PageId.COLLECTIVITE, anchor="council"))

    def _leads(self) -> tuple[Line, ...]:
        leads = (Line(_NATIONAL),) if self.kinds.key in ("", Kind.NATIONAL) else ()
        return (*self._council(), *leads)

    def _council(self) -> tuple[Line, ...]:
        """Return what is to be said of the council's date, where it is not known or over."""
        council, today = self.context.session.text("identity", "council"), datetime.date.today()
        day = read_day(council)
        if not council:
            return (_NO_COUNCIL,)
        return (_PAST_COUNCIL,) if day is not None and day < today else ()

    def _refresh(self) -> None:
        self._show(keep_place=True)

    def _show(self, *, keep_place: bool) -> None:
        self._agenda = self.agenda()
        if self._view == LIST:
            self._show_list(self._agenda, keep_place=keep_place)
        else:
            self._show_month(self._agenda)

    def _show_list(self, agenda: Agenda, *, keep_place: bool) -> None:
        groups = agenda_cards.groups(agenda, self.pane.wanted.words)
        leads = self._leads() if groups else (*self._leads(), Line(_NOTHING, look="lead"))
        found = Found(groups, "", notes=leads)
        self.pane.show_found(replace(found, count=_count(found.total)), at_once=_AT_ONCE, keep_place=keep_place)

    def _show_month(self, agenda: Agenda) -> None:
        self.grid.show_moments(agenda.by_day(), datetime.date.today())
        self._show_around(agenda)

    def _show_around(self, agenda: Agenda) -> None:
        """Name the month, and show what stands beside it."""
        today = datetime.date.today()
        self.head.show_month(month_words(self.grid.month), self._why)
        ask = [(link.words, link.target) for line in self._council() for link in line.links]
        self.side.show_agenda(agenda, self.grid.month, today, ask if self.kinds.key in ("", Kind.COUNCIL) else ())

    def _show_view(self, view: str) -> None:
        self._view = view
        holder = self._over_list if view == LIST else self._over_month
        layout = holder.layout()
        assert layout is not None
        if self.head.parentWidget() is not holder:
            layout.addWidget(self.head)
            layout.addWidget(self.outlet.line)
            self.head.show()
        self.head.show_view(view)
        self._stack.setCurrentWidget(self.pane if view == LIST else self._month)
        self.setFocusProxy(self.pane if view == LIST else self.grid)

    def _build_month(self) -> QWidget:
        t = self.context.theme
        for holder in (self._over_list, self._over_month):
            box = QVBoxLayout(holder)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(t.space_2)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(2, 4, 2, _FOOT)  # within the round corners
        inside.addWidget(self.grid)
        held = QWidget()
        above = QVBoxLayout(held)
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(frame)
        above.addStretch(1)
        width = round(WIDTH * min(t.scale, 1.5))
        self._columns = Columns(held, self.side, threshold=width + round(700 * t.scale), gap=t.space_4, stretch=(1, 0))
        self._columns.turned.connect(self._on_columns_turned)
        self._on_columns_turned()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.space_5, t.space_2, t.space_5, t.space_4)
        column.setSpacing(t.space_3)
        column.addWidget(self._over_month)
        column.addWidget(self._columns)
        column.addStretch(1)
        return inner

    def _on_columns_turned(self) -> None:
        self.side.set_across(across=not self._columns.side_by_side)

    def _connect_signals(self) -> None:
        self.pane.narrowed.connect(self._on_narrowed)
        self.pane.announced.connect(self.announced)
        self.pane.followed.connect(self._on_link)
        self.head.way_chosen.connect(self._on_way)
        self.head.view_chosen.connect(self._on_view)
        self.head.turned.connect(self._on_turn)
        self.head.today_requested.connect(self._on_today)
        self.kinds.chosen.connect(self._on_kind)
        self.calendar.clicked.connect(self._on_calendar)
        self.grid.turned.connect(self._on_turned)
        self.grid.came_by_key.connect(later(self._bring_day, self))
        self.grid.opened.connect(self._on_day)
        self.grid.moment_chosen.connect(self._on_moment)
        self.side.followed.connect(self._on_link)
        self.side.closed.connect(self._on_day_closed)
        self.side.list_requested.connect(lambda: self.route_requested.emit(Route(PageId.AGENDA, LIST)))
        self.outlet.announced.connect(self.announced)
        self.context.session.changed.connect(self._on_changed)


def _count(total: int) -> str:
    return counted(total, "date", none="Aucune")
