"""Accueil: what the kit is for, how far the commune is, and the way to the CRESS."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit.content.model import Lever
from kit.dossier.model import Status
from kit.typography import fr
from ui.access.tab_order import follow_layout
from ui.features.home.first_steps import FirstSteps
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToContact, ToPrint, place
from ui.services.pack_words import old_texts
from ui.services.page import Crumb, Page
from ui.theme import icons
from ui.widgets.card_button import CardButton
from ui.widgets.columns import Columns
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.own_words import in_chosen_form
from ui.widgets.pictogram import Pictogram
from ui.widgets.scroll import scrolling
from ui.widgets.text import Heading, Label, card

if TYPE_CHECKING:
    from ui.features.home.living import Living

_WIDEST = 1500
_INVITATION = fr(
    "Rien n’est encore coché. Répondez à douze questions sur votre commune : le kit vous propose trois premières "
    "actions et dit pourquoi. Ou ouvrez les listes et cochez ce qui est déjà fait."
)
_QUESTIONS = fr("Par où commencer ? 12 questions, 5 minutes")
_CLOSED = "first_steps"
_STEPS = (
    ("ess-en-cinq-minutes", "comprendre", "Lire l’ESS en cinq minutes"),
    (PageId.ACT, "agir", "Cocher ce qui est déjà fait"),
    (PageId.PRINT, "imprimer", "Imprimer les listes"),
    (PageId.CONTACT, "courriel", "Écrire {to}"),
)
_CHAPTERS = (
    (
        "comprendre",
        PageId.UNDERSTAND,
        "teal",
        "1. Comprendre",
        fr("Qu’est-ce que l’ESS et où la trouve-t-on déjà dans les collectivités ?"),
        fr("Lire →"),
    ),
    (
        "convaincre",
        PageId.CONVINCE,
        "orange",
        "2. Convaincre",
        "Cinq raisons d’inscrire l’ESS au cœur des politiques publiques, avec des exemples.",
        fr("Voir les cinq raisons →"),
    ),
    (
        "agir",
        PageId.ACT,
        "green",
        "3. Agir",
        "Six leviers et leurs actions à cocher, à imprimer et à planifier.",
        fr("Ouvrir les listes →"),
    ),
)


class HomePage(Page):
    """The first screen."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._cards: list[CardButton] = []
        self._started = False
        self.living: Living | None = None
        t = context.theme
        inner = QWidget()
        self._area = scrolling(self, inner)  # first: it would lay out at once all that is inside
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner.setMaximumWidth(round((_WIDEST + 2 * t.space_5) * t.scale))
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.space_5, t.space_1, t.space_5, t.space_2)
        column.setSpacing(t.space_4)
        if old := old_texts(context.library.publisher, date.today()):
            column.addWidget(Label(old, "strong"))
        self._first_day = QWidget()
        column.addWidget(self._first_day)
        self._column = column
        column = QVBoxLayout(self._first_day)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_4)
        column.addLayout(self._build_welcome())
        self.steps = self._build_steps()
        column.addWidget(self.steps)
        self._chapters = self._build_chapters()
        column.addLayout(self._chapters)
        state = (self._build_progress(), self._build_contact())
        column.addWidget(Columns(*state, threshold=round(760 * t.scale), gap=t.space_4, stretch=(21, 10)))
        self._column.addStretch(1)
        context.session.changed.connect(self._on_changed)
        self._refresh()

    def open_route(self, route: Route) -> None:
        self._refresh()

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Accueil"),)

    def nearest_print(self) -> str:
        from ui.output.printables import LISTS  # not at the start: it knows all documents

        return LISTS

    def scroller(self) -> QScrollArea:
        return self._area

    def _on_changed(self, _target: str) -> None:
        if self.isVisible():
            self._refresh()

    def _on_resume(self) -> None:
        self.route_requested.emit(Route(PageId.ACT, self._next_lever()))

    def _on_questions(self) -> None:
        self.route_requested.emit(Route(PageId.START_HERE))

    def _on_step(self, key: str) -> None:
        self.route_requested.emit(place(PageId(key)) if key in set(PageId) else ToArticle(key))

    def _on_steps_closed(self) -> None:
        self.context.settings.set(_CLOSED, "closed")
        self._show_steps(False)
        self._cards[0].setFocus()
        self.announced.emit(fr("« Commencer » ne sera plus montré. L’aide reste à portée : F1."))

    def _on_print(self) -> None:
        self.route_requested.emit(ToPrint())

    def _on_contact(self) -> None:
        self.route_requested.emit(ToContact())

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
        session, outline = self.context.session, self.context.library.outline
        name = session.text("identity", "name")
        self._question.setText(fr("Où en est {name} ?", name=name) if name else fr("Où en est votre commune ?"))
        self._sum.setText(f"{self.context.plan.progress().total} actions possibles")
        own = len(session.dossier.targets("own:"))
        self._rest.setText(fr("· + {own} à vous", own=own) if own else "")
        self._started = any(
            session.status(on) is not Status.TODO or session.text(on, "due") or session.text(on, "who")
            for lever in outline.levers
            for on in _targets(lever)
        )
        self._show_steps(not self._started and not self.context.settings.text(_CLOSED))
        large = self.context.theme.scale > 1.5  # the long words then stand on two lines
        self._asking.setText(_QUESTIONS.replace("? ", "?\n") if large else _QUESTIONS)
        self._asking.setAccessibleName(_QUESTIONS)
        if self._started:
            following = outline.lever(self._next_lever())
            code = following.article.code if following else "1"
            self._built_living().refresh(fr("Reprendre : levier {code}", code=code))
        if self.living is not None:
            self.living.setVisible(self._started)
        self._first_day.setVisible(not self._started)

    def _built_living(self) -> Living:
        if self.living is None:
            from ui.features.home.living import Living  # a first day needs nothing of it

            self.living = Living(self.context, self._build_contact())
            self.living.route_requested.connect(self.route_requested)
            self.living.resume.clicked.connect(self._on_resume)
            self._column.insertWidget(self._column.count() - 1, self.living)
            if self.isVisible():
                follow_layout(self)
        return self.living

    def _show_steps(self, shown: bool) -> None:
        """Show what to begin with, or what stands in its place: the button that prints."""
        self.steps.setVisible(shown)
        self._printing.setVisible(not shown)

    def _build_welcome(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(self.context.theme.space_1)
        publisher = self.context.library.publisher
        box.addWidget(Label(in_chosen_form(f"{publisher.name} · pour les élu·es du bloc communal"), "muted"))
        words = fr("Vous la côtoyez sans forcément le savoir :\nl’ESS est au cœur du bloc communal.")
        box.addWidget(Heading(words, 1, "h0"))
        box.addWidget(
            Label(
                "Explications, exemples et arguments pour inscrire l’économie sociale et solidaire "
                "dans vos politiques publiques.",
                "muted",
            )
        )
        return box

    def _build_steps(self) -> FirstSteps:
        to = self.context.library.publisher.called_to
        steps = FirstSteps(self.context.theme, [(key, drawing, text.format(to=to)) for key, drawing, text in _STEPS])
        steps.chosen.connect(self._on_step)
        steps.closed.connect(self._on_steps_closed)
        return steps

    def _build_chapters(self) -> QBoxLayout:
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(self.context.theme.space_4)
        for drawing, page, accent, title, text, go in _CHAPTERS:
            button = CardButton(self.context.theme, title=title, text=text, go=go, pictogram=drawing, accent=accent)
            button.clicked.connect(lambda _=False, p=page: self.route_requested.emit(place(p)))
            row.addWidget(button, 1)
            self._cards.append(button)
        return row

    def _build_progress(self) -> QFrame:
        t = self.context.theme
        frame = card()
        box = QVBoxLayout(frame)
        box.setContentsMargins(20, 18, 20, 18)
        box.setSpacing(t.space_3)
        self._question = Heading("", 2)
        self._sum = Label("", "strong", wrap=False)
        self._rest = Label("", "muted", wrap=False)
        sums = QWidget()
        flow = FlowLayout(sums, gap=t.space_1)
        flow.addWidget(self._sum)
        flow.addWidget(self._rest)
        box.addWidget(Columns(self._question, sums, threshold=round(540 * t.scale), gap=t.space_2, stretch=(1, 0)))
        box.addWidget(Label(_INVITATION))
        box.addStretch(1)
        buttons = FlowLayout(gap=t.space_3)
        self._asking = QPushButton("")
        self._asking.setProperty("look", "primary")
        self._asking.clicked.connect(self._on_questions)
        printing = self._printing = QPushButton("Imprimer les listes")
        icons.dress(printing, t, "imprimer", t.primary)
        printing.clicked.connect(self._on_print)
        buttons.addWidget(self._asking)
        buttons.addWidget(printing)
        box.addLayout(buttons)
        return frame

    def _build_contact(self) -> QFrame:
        t = self.context.theme
        dark = t.name != "light"
        frame = card("hero")
        frame.setProperty("ground", "dark" if dark else "")
        box = QVBoxLayout(frame)
        box.setContentsMargins(20, 18, 20, 18)
        box.setSpacing(t.space_2)
        head = QHBoxLayout()
        head.setSpacing(t.space_3)
        drawing = Pictogram("courriel", t.ink if dark else t.primary_ink, round(28 * min(t.scale, 1.5)))
        head.addWidget(drawing, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Heading(f"Rencontrer les équipes {self.context.library.publisher.called_of}", 2, "h3"), 1)
        box.addLayout(head)
        box.addWidget(
            Label("Un message déjà rédigé à partir de vos leviers, à envoyer vous-même quand vous aurez Internet.")
        )
        box.addSpacing(t.space_2)
        button = QPushButton("Préparer le message")
        button.setProperty("look", "primary" if dark else "on-hero")
        button.clicked.connect(self._on_contact)
        box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < 720 * self.context.theme.scale
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._chapters.setDirection(direction)
        for button in self._cards:
            button.lie_down(narrow)


def _targets(lever: Lever) -> list[str]:
    """Return what can be ticked of a lever, as targets of the dossier."""
    own = [f"action:{action.id}" for action in lever.actions]
    return own + ([f"milestone:{lever.milestone.id}"] if lever.milestone else [])
