"""Accueil once something is under way: how far each lever is, what is next, the council, an example near."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.content.diagnostic import TARGET
from kit.content.nearby import NearExample, Place, nearest_by_code
from kit.days import day_in_words, read_day
from kit.dossier.model import Status
from kit.errors import KitError
from kit.typography import counted, fr, number, thousands
from ui.features.home.contact_card import ContactCard
from ui.features.home.council_card import WEEKDAYS, CouncilCard
from ui.features.home.lever_ring import LARGE, SIZE, LeverRing
from ui.features.home.near_card import Near, NearCard, alone, nearest
from ui.features.home.next_actions import MOST, MOST_WHERE_ROOM, NextActions, next_actions
from ui.services import identity
from ui.services.bookmarks import Bookmarks, exists
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.jobs import ignore
from ui.services.later import later
from ui.services.navigation import LATE, PageId, Route, ToArticle, ToContact, ToPrint
from ui.theme import icons
from ui.widgets.columns import Columns
from ui.widgets.fit_grid import FitGrid
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.progress_words import in_words
from ui.widgets.showing import show_when
from ui.widgets.text import Heading, Label, card

if TYPE_CHECKING:
    from kit.mandate.agenda import CouncilDay
    from ui.features.home.doors import Doors
    from ui.features.home.reading_card import ReadingCard

_BESIDE, _LOW = 780, 700  # pixels at a text scale of 1: two columns from the one on, less words below the other
_ROOMY = (1400, 940)  # pixels of the page, from which more is shown


class Living(QWidget):
    """It holds nothing of the plan: ``refresh`` shows the session and the plan as they are.

    ``route_requested`` asks for another place.
    """

    route_requested = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._place: tuple[Place, str] | None = None
        self._first: NearExample | None = None
        self._council_asked: tuple[object, ...] = ()
        t = context.theme
        self.resume = QPushButton()
        self.rings = [LeverRing(t, lever.article) for lever in context.library.outline.levers]
        self.following = NextActions(t, writable=context.plan.is_writable)
        self.council, self.near = CouncilCard(t, writable=context.plan.is_writable), NearCard(t)
        self.reading: ReadingCard | None = None
        self.doors: Doors | None = None
        self._is_roomy = False
        self.contact = ContactCard(t, context.library.publisher)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_3)
        column.addWidget(self._build_head())
        left = self._stacked(self._build_rings(), self.following, self._build_start())
        self._right = self._stacked(self.council, self.near, self.contact)
        column.addWidget(
            Columns(left, self._right, threshold=round(_BESIDE * t.scale), gap=t.space_4, stretch=(19, 10))
        )
        column.addStretch(1)
        self._show_the_rest_later = later(self._show_the_rest, self)
        context.plan.updated.connect(self._on_plan_updated)
        self._connect_signals()

    def refresh(self, resume_words: str) -> None:
        """Show the dossier as it is now; what it says of the plan and the place follows at the end of the turn, where
        the view is in sight: many changes are then shown once, and a view that is coming up is painted once.
        """
        session, outline, today = self._context.session, self._context.library.outline, date.today()
        self._name.setText(session.text("identity", "name") or "Votre commune")
        count = number(session.text("identity", "population"))
        people = "" if count is None else fr("{count} habitants", count=thousands(count))
        day = f"{WEEKDAYS[today.weekday()]} {day_in_words(today)}"
        self._told.setText(" · ".join(part for part in (session.text("identity", "departement"), people, day) if part))
        self.resume.setText(resume_words)
        own = len(session.dossier.targets("own:"))
        words = in_words(self._context.plan.progress())
        self._sum.setText(f"{words} · " + fr("+ {own} à vous", own=own) if own else words)
        for ring, lever in zip(self.rings, outline.levers, strict=True):
            ring.show_statuses([session.status(action.id) for action in lever.actions])
        self.council.show_council(session.text("identity", "council"), today)
        self._show_answers()
        if self.isVisible():
            self._show_the_rest_later()
        else:
            self._show_the_rest()

    def use_room(self, width: int, height: int) -> None:
        """Show more where the page has room: larger rings, six actions, what was read last, the three doors.

        Where it is low, as with the bar of the last gesture at 1366 × 768, the last card keeps its button in sight.
        """
        scale = self._context.theme.scale
        show_when(self.contact.told, width < _BESIDE * scale or height >= _LOW * scale)
        is_roomy = width >= _ROOMY[0] * scale and height >= _ROOMY[1] * scale
        if is_roomy == self._is_roomy:
            return
        self._is_roomy = is_roomy
        if is_roomy and self.doors is None:
            self._build_more()
        for ring in self.rings:
            ring.ring.show_size(LARGE if is_roomy else SIZE)
        if self.doors is not None:
            self.doors.setVisible(is_roomy)
        self._show_reading()
        self._show_the_rest_later()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_reading()  # pages were seen meanwhile, and nothing else may have changed

    def _show_reading(self) -> None:
        if self.reading is None:
            return
        library = self._context.library
        seen = [one for one in Bookmarks(self._context.settings).seen() if exists(one.route, library)]
        self.reading.show_seen(seen if self._is_roomy else ())

    def _build_more(self) -> None:
        from ui.features.home.doors import Doors  # a small window needs nothing of them
        from ui.features.home.reading_card import ReadingCard

        t = self._context.theme
        self.reading, self.doors = ReadingCard(t), Doors(t)
        self.reading.opened.connect(self._go)
        self.reading.all_requested.connect(lambda: self._go(Route(PageId.FAVOURITES)))
        self.doors.route_requested.connect(self._go)
        right, column = self._right.layout(), self.layout()
        assert isinstance(right, QVBoxLayout) and isinstance(column, QVBoxLayout)
        right.insertWidget(right.count() - 1, self.reading)
        column.insertWidget(column.count() - 1, self.doors)

    def _on_plan_updated(self) -> None:
        if self.isVisible():
            self._show_the_rest_later()

    def _show_the_rest(self) -> None:
        self._look_around()
        self._look_ahead()
        actions = self._context.library.outline.actions
        steps = {action.id: action.first_step for action in actions}
        most, today = MOST_WHERE_ROOM if self._is_roomy else MOST, date.today()
        plan = self._context.plan.plan
        self.following.show_actions(next_actions(plan.items, today, steps, most), plan.late_count)

    def _show_answers(self) -> None:
        questions = self._context.library.question_ids
        count = sum(bool(self._context.session.text(TARGET, one)) for one in questions)
        total = len(questions)
        if not count:
            self._answers.setText(fr("{total} questions, 5 minutes : trois actions pour commencer", total=total))
        else:
            self._answers.setText(f"{counted(count, 'réponse')} sur {total}")
        self.start.setText("Commencer" if not count else "Continuer" if count < total else "Revoir")

    def _look_around(self) -> None:
        """Show the nearest example, where the collectivité has become another; one from afar is looked for aside."""
        session, library = self._context.session, self._context.library
        place = Place(session.text("identity", "departement_code"), number(session.text("identity", "population")))
        insee = session.text("identity", "insee")
        if (place, insee) == self._place:
            return
        self._place, self._first = (place, insee), None
        try:
            if first := nearest_by_code(library, place):
                self.near.show_near(alone(place, insee, first))
                self._first = first
        except KitError:  # texts that cannot be read: they are compiled anew just after the start
            pass
        if self._first is None:
            self.near.hide()
            self._look_further()

    def _look_further(self) -> None:
        """Look for all examples that are near; where one is shown already, the next takes its place."""
        if self._place is None:
            return
        (place, insee), library, first = self._place, self._context.library, self._first

        def found(near: Near) -> None:
            if self._place == (place, insee):
                self.near.show_near(near, 0 if first is None else 1)

        self._context.jobs.run(self, lambda _: nearest(library, place, insee, first), found, self._on_none)

    def _look_ahead(self) -> None:
        """Look when the summons of the council is to be sent, where its day or the collectivité has become another."""
        session, today = self._context.session, date.today()
        told = session.text("identity", "council")
        day = read_day(told)
        asked = told, session.text("identity", "population"), session.text("identity", "kind"), today
        if asked == self._council_asked:
            return
        self._council_asked = asked
        if day is None or day <= today:
            self.council.show_summons((), today)
            return
        from ui.services.agenda import summons_of  # with a council ahead alone

        read = summons_of(self._context, day, today)

        def show(summons: list[CouncilDay]) -> None:
            if asked == self._council_asked:
                self.council.show_summons(summons, today)

        self._context.jobs.run(self, lambda _: read(), show, ignore)

    def _on_council_given(self, day: str) -> None:
        try:
            self._context.session.set_text("identity", "council", day, label=identity.LABEL)
        except KitError as error:
            self.council.show_error(sentence(error))

    def _on_none(self, _error: KitError) -> None:
        (self.near if self._first is None else self.near.other).hide()

    def _on_ticked(self, target: str) -> None:
        if item := self._context.plan.item(target):
            self._context.plan.set_status([item], Status.DONE)
        self._show_the_rest_later()

    def _on_opened(self, target: str) -> None:
        self.route_requested.emit(Route(PageId.PLAN, target))

    def _on_ring(self) -> None:
        ring = self.sender()
        assert isinstance(ring, LeverRing)
        self.route_requested.emit(Route(PageId.ACT, ring.lever_id))

    def _go(self, route: Route) -> None:
        self.route_requested.emit(route)

    def _build_head(self) -> QWidget:
        t = self._context.theme
        words = QWidget()
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        self._name, self._told = Heading("", 1), Label("", "muted")
        lines.addWidget(self._name)
        lines.addWidget(self._told)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=t.space_3)
        self.printing = QPushButton("Imprimer les listes")
        icons.dress(self.printing, t, "imprimer", t.primary)
        self.printing.clicked.connect(lambda _=False: self._go(ToPrint()))
        self.resume.setProperty("look", "primary")
        flow.addWidget(self.printing)
        flow.addWidget(self.resume)
        return Columns(words, buttons, threshold=round(760 * t.scale), gap=t.space_2, stretch=(1, 0))

    def _build_rings(self) -> QFrame:
        t = self._context.theme
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(20, 14, 20, 8)
        column.setSpacing(t.space_1)
        self._sum = Heading("", 2, "h3")
        key = Label(fr("Plein : fait · hachuré : en cours"), "small", wrap=False)
        column.addWidget(Columns(self._sum, key, threshold=round(680 * t.scale), gap=t.space_2, stretch=(1, 0)))
        narrowest = round(96 * t.scale)
        column.addWidget(FitGrid(self.rings, narrowest=narrowest, most=len(self.rings), gap=t.space_1, even=True))
        for ring in self.rings:
            ring.clicked.connect(self._on_ring)
        return frame

    def _build_start(self) -> QFrame:
        t = self._context.theme
        frame = card()
        row = QHBoxLayout(frame)
        row.setContentsMargins(20, 12, 20, 12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Heading(fr("Par où commencer ?"), 2, "h3"))
        self._answers = Label("", "muted")
        words.addWidget(self._answers)
        row.addLayout(words, 1)
        self.start = QPushButton()
        self.start.clicked.connect(lambda _=False: self._go(Route(PageId.START_HERE)))
        self.start.setAccessibleDescription(fr("Par où commencer ?"))
        row.addWidget(self.start, 0, Qt.AlignmentFlag.AlignVCenter)
        row.setSpacing(t.space_3)
        return frame

    def _stacked(self, *parts: QWidget) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._context.theme.space_3)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        return inner

    def _connect_signals(self) -> None:
        self.following.ticked.connect(self._on_ticked)
        self.following.opened.connect(self._on_opened)
        self.following.plan_requested.connect(lambda: self._go(Route(PageId.PLAN)))
        self.following.late_requested.connect(lambda: self._go(Route(PageId.PLAN, anchor=LATE)))
        self.council.date_given.connect(self._on_council_given)
        self.council.agenda_requested.connect(lambda: self._go(Route(PageId.AGENDA)))
        self.near.others_requested.connect(self._look_further)
        self.near.read_requested.connect(lambda page: self._go(ToArticle(page)))
        self.contact.pressed.connect(lambda: self._go(ToContact()))
