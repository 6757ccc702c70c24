"""Accueil once something is under way: how far each lever is, what is next, the council, an example near."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.content.diagnostic import TARGET
from kit.content.nearby import NearExample, Place, nearest_by_code
from kit.days import day_in_words
from kit.dossier.model import Status
from kit.errors import KitError
from kit.typography import fr, number, thousands
from ui.features.home.contact_card import ContactCard
from ui.features.home.council_card import WEEKDAYS, CouncilCard
from ui.features.home.lever_ring import LeverRing
from ui.features.home.near_card import NearCard, nearest
from ui.features.home.next_actions import NextActions, next_actions
from ui.services.context import AppContext
from ui.services.later import later
from ui.services.navigation import PageId, Route, ToArticle, ToContact, ToPrint
from ui.theme import icons
from ui.widgets.columns import Columns
from ui.widgets.fit_grid import FitGrid
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.progress_words import in_words
from ui.widgets.text import Heading, Label, card


class Living(QWidget):
    """It holds nothing of the plan: ``refresh`` shows the session and the plan as they are.

    ``route_requested`` asks for another place.
    """

    route_requested = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._place: Place | None = None
        t = context.theme
        self.resume = QPushButton()
        self.rings = [LeverRing(t, lever.article) for lever in context.library.outline.levers]
        self.following = NextActions(t, writable=context.plan.is_writable)
        self.council, self.near = CouncilCard(t), NearCard(t)
        self.contact = ContactCard(t, context.library.publisher)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_3)
        column.addWidget(self._build_head())
        left = self._stacked(self._build_rings(), self.following, self._build_start())
        right = self._stacked(self.council, self.near, self.contact)
        column.addWidget(Columns(left, right, threshold=round(780 * t.scale), gap=t.space_4, stretch=(19, 10)))
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
        doing = sum(session.status(action.id) is Status.DOING for action in outline.actions)
        words += f" · {doing} en cours" if doing else ""
        self._sum.setText(f"{words} · " + fr("+ {own} à vous", own=own) if own else words)
        for ring, lever in zip(self.rings, outline.levers, strict=True):
            ring.show_statuses([session.status(action.id) for action in lever.actions])
        self.council.show_council(session.text("identity", "council"), today)
        self._show_answers()
        if self.isVisible():
            self._show_the_rest_later()
        else:
            self._show_the_rest()

    def _on_plan_updated(self) -> None:
        if self.isVisible():
            self._show_the_rest_later()

    def _show_the_rest(self) -> None:
        self._look_around()
        actions = self._context.library.outline.actions
        steps = {action.id: action.first_step for action in actions}
        self.following.show_actions(next_actions(self._context.plan.plan.items, date.today(), steps))

    def _show_answers(self) -> None:
        questions = self._context.library.question_ids
        count = sum(bool(self._context.session.text(TARGET, one)) for one in questions)
        total = len(questions)
        if not count:
            self._answers.setText(fr("{total} questions, 5 minutes : trois actions pour commencer", total=total))
        else:
            self._answers.setText(f"{count} réponse{'s' if count > 1 else ''} sur {total}")
        self.start.setText("Commencer" if not count else "Continuer" if count < total else "Revoir")

    def _look_around(self) -> None:
        """Show the nearest example, where the collectivité has become another; one from afar is looked for aside."""
        session, library = self._context.session, self._context.library
        place = Place(session.text("identity", "departement_code"), number(session.text("identity", "population")))
        if place != self._place:
            self._place = place
            try:
                near = nearest_by_code(library, place)
            except KitError:  # texts that cannot be read: they are compiled anew just after the start
                near = None
            self.near.show_example(near)
            if near is not None:
                return
            self._context.jobs.run(self, lambda _: nearest(library, place), self._on_found, self._on_none)

    def _on_found(self, near: NearExample | None) -> None:
        self.near.show_example(near)

    def _on_none(self, _error: KitError) -> None:
        self.near.hide()

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
        column.addWidget(Columns(self._sum, key, threshold=round(600 * t.scale), gap=t.space_2, stretch=(1, 0)))
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
        self.council.date_requested.connect(lambda: self._go(Route(PageId.COLLECTIVITE, anchor="council")))
        self.council.agenda_requested.connect(lambda: self._go(Route(PageId.AGENDA)))
        self.near.read_requested.connect(lambda page: self._go(ToArticle(page)))
        self.near.all_requested.connect(lambda: self._go(Route(PageId.EXAMPLES)))
        self.contact.pressed.connect(lambda: self._go(ToContact()))
