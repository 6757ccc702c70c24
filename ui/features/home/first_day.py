"""Accueil as long as nothing is under way: what the kit is for, what to begin with, the three chapters."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kit.typography import fr
from ui.features.home.contact_card import ContactCard
from ui.features.home.doors import Doors
from ui.features.home.first_steps import FirstSteps
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToContact, ToPrint, place
from ui.theme import icons
from ui.widgets.columns import Columns
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.own_words import in_chosen_form
from ui.widgets.showing import show_when
from ui.widgets.text import Heading, Label, card

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


class FirstDay(QWidget):
    """It holds nothing of the dossier: ``refresh`` shows the session as it is.

    ``route_requested`` asks for another place, ``announced`` has a screen reader say something.
    """

    route_requested = Signal(object)
    announced = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.steps: FirstSteps | None = None
        t = context.theme
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_4)
        column.addLayout(self._build_welcome())
        self.doors = Doors(t)
        self.doors.route_requested.connect(self.route_requested)
        column.addWidget(self.doors)
        contact = ContactCard(t, context.library.publisher)
        contact.pressed.connect(self._on_contact)
        parts = (self._build_progress(), contact)
        column.addWidget(Columns(*parts, threshold=round(760 * t.scale), gap=t.space_4, stretch=(21, 10)))

    def refresh(self) -> None:
        """Show the dossier as it is now."""
        session = self._context.session
        name = session.text("identity", "name")
        self._question.setText(fr("Où en est {name} ?", name=name) if name else fr("Où en est votre commune ?"))
        self._sum.setText(f"{self._context.plan.progress().total} actions possibles")
        own = len(session.dossier.targets("own:"))
        self._rest.setText(fr("· + {own} à vous", own=own) if own else "")
        self._show_steps(not self._context.settings.text(_CLOSED))

    def _on_questions(self) -> None:
        self.route_requested.emit(Route(PageId.START_HERE))

    def _on_step(self, key: str) -> None:
        self.route_requested.emit(place(PageId(key)) if key in set(PageId) else ToArticle(key))

    def _on_steps_closed(self) -> None:
        self._context.settings.set(_CLOSED, "closed")
        self._show_steps(False)
        self.doors.cards[0].setFocus()
        self.announced.emit(fr("« Commencer » ne sera plus montré. L’aide reste à portée : F1."))

    def _on_print(self) -> None:
        self.route_requested.emit(ToPrint())

    def _on_contact(self) -> None:
        self.route_requested.emit(ToContact())

    def _show_steps(self, shown: bool) -> None:
        """Show what to begin with, or what stands in its place: the button that prints."""
        if shown and self.steps is None:
            self.steps = self._build_steps()
            self._column.insertWidget(1, self.steps)
        if self.steps is not None:
            show_when(self.steps, shown)
        show_when(self._printing, not shown)

    def _build_welcome(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(self._context.theme.space_1)
        publisher = self._context.library.publisher
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
        to = self._context.library.publisher.called_to
        steps = FirstSteps(self._context.theme, [(key, drawing, text.format(to=to)) for key, drawing, text in _STEPS])
        steps.chosen.connect(self._on_step)
        steps.closed.connect(self._on_steps_closed)
        return steps

    def _build_progress(self) -> QFrame:
        t = self._context.theme
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
        large = t.scale > 1.5  # the long words then stand on two lines
        asking = QPushButton(_QUESTIONS.replace("? ", "?\n") if large else _QUESTIONS)
        asking.setAccessibleName(_QUESTIONS)
        asking.setProperty("look", "primary")
        asking.clicked.connect(self._on_questions)
        self._printing = QPushButton("Imprimer les listes")
        icons.dress(self._printing, t, "imprimer", t.primary)
        self._printing.clicked.connect(self._on_print)
        buttons.addWidget(asking)
        buttons.addWidget(self._printing)
        box.addLayout(buttons)
        return frame
