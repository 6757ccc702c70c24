"""Saisir depuis le papier: codes ticked by hand, typed back in one field, shown before they are applied."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from kit.dossier.model import Change, Status
from kit.errors import KitError
from kit.mandate import paper
from kit.typography import counted, fr
from ui.features.paper_back import paper_html
from ui.features.paper_back.paper_html import Understood
from ui.output import printables
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.navigation import PageId, Route
from ui.services.page import Crumb, Page
from ui.services.plan.words import status_words
from ui.text.article_view import ArticleView
from ui.text.head_above import head_above
from ui.widgets.bounded import bounded
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labelled import Labelled
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Heading, Label

_QUIET_MS = 500  # a screen reader is told once the typing pauses
_HINT = (
    "Recopiez les numéros de la feuille, séparés par des espaces, avec le signe écrit après eux.",
    "1.1 (case cochée) veut dire fait, 1.3x non concerné, 4.2? en cours, 2.1- à faire.",
    fr("La ligne courte d’un kit de poche (« KitLevier1… ») se colle ou se tape ici aussi."),
    fr("Rien n’est enregistré avant « Appliquer »."),
)
_NOTE = "1.1 fait · 1.3x non concerné · 4.2? en cours · 2.1- à faire"
_READ_ONLY = fr("Lecture seule : ce dossier ne peut pas être modifié ici.")


class PaperBackPage(Page):
    """It holds only what is typed; what it would change is worked out anew at each key."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._codes = paper.codes(context.library.outline)
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(_QUIET_MS)
        self._build()
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._on_apply)
        self.apply.clicked.connect(self._on_apply)
        self._told.timeout.connect(self._on_quiet)
        context.session.changed.connect(self._on_changed)
        self.setFocusProxy(self.field)
        self._show()

    def open_route(self, route: Route) -> None:
        self.status.say("")
        self._show()

    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb("Mon plan d’action", Route(PageId.PLAN)), Crumb("Saisir depuis le papier")

    def nearest_print(self) -> str:
        return printables.LISTS

    def scroller(self) -> ArticleView:
        return self.view

    def _on_typed(self, _words: str) -> None:
        self.status.say("")
        self._show()
        self._told.start()

    def _on_quiet(self) -> None:
        self.announced.emit(self.apply.text() if self._changes() else "Rien à appliquer")

    def _on_changed(self, _target: str) -> None:
        if self.isVisible():
            self._show()

    def _on_apply(self) -> None:
        changes = self._changes()
        if not changes or self.context.session.dossier.read_only:
            return
        unknown = self._reading().unknown
        self.status.say("Ce qui n’a pas été compris est resté dans le champ." if unknown else "")
        plural = "s" if len(changes) > 1 else ""
        source = "un kit de poche" if self._line(self.field.text()) else "le papier"
        label = f"{len(changes)} action{plural} notée{plural} depuis {source}"
        try:
            self.context.session.apply(changes, label=label, via=paper.ORIGIN)
        except KitError as error:
            self.status.say(sentence(error))
            return
        with QSignalBlocker(self.field):  # nobody typed: what was said stands
            self.field.setText(" ".join(unknown))
        self._show()
        self.field.setFocus()

    def _on_place(self) -> None:
        self.route_requested.emit(Route(PageId.PLAN))

    def _reading(self) -> paper.Reading:
        text = self.field.text()
        return self._line(text) or paper.read(text, self._codes)

    def _line(self, text: str) -> paper.Reading | None:
        """Return what the short line of a kit de poche says, None for anything else."""
        from kit.mail import lever_line

        return lever_line.find(text, self.context.library.outline.levers)

    def _changes(self) -> list[Change]:
        reading = self._reading()
        return paper.changes(reading, self._statuses(reading))

    def _statuses(self, reading: paper.Reading) -> dict[str, Status]:
        return {read.on: self.context.session.status(read.on) for read in reading.reads}

    def _show(self) -> None:
        reading = self._reading()
        before = self._statuses(reading)
        reads = [
            Understood(
                f"{one.code} {one.title}",
                status_words(before[one.on]),
                status_words(one.status),
                before[one.on] == one.status,
            )
            for one in reading.reads
        ]
        place = self.view.verticalScrollBar().value()
        html = paper_html.page(reads, reading.unknown, self.context.theme, hint=_HINT)
        self.view.show_article(html, "Ce qui est compris")
        self.view.verticalScrollBar().setValue(place)
        count = sum(not read.same for read in reads)
        self.apply.setEnabled(count > 0 and not self.context.session.dossier.read_only)
        self.apply.setText(f"Appliquer ({counted(count, 'changement')})" if count else "Appliquer")

    def _build(self) -> None:
        t = self.context.theme
        self.field = QLineEdit()
        self.field.setMaxLength(2000)
        self.field.setPlaceholderText("1.1 1.3x 4.2?")
        self.box = Labelled(t, "Numéros notés sur la feuille", self.field)
        self.box.show_note(_NOTE)
        self.field.setAccessibleDescription(_NOTE)
        self.apply = QPushButton("Appliquer")
        self.apply.setProperty("look", "primary")
        self.status = StatusLine()
        self.status.announced.connect(self.announced)
        plan = QPushButton("Voir le plan")
        plan.setProperty("look", "link")
        plan.clicked.connect(self._on_place)
        buttons = FlowLayout(gap=t.space_2, middle=True)
        buttons.addWidget(self.apply)
        buttons.addWidget(plan)
        self.view = ArticleView(t)
        title = Heading("Saisir depuis le papier", 1)
        locked = [Label(_READ_ONLY, "muted")] if self.context.session.dossier.read_only else []
        head_above(self, (title, bounded(self.box, t.measure), buttons, self.status, *locked), self.view, top=t.space_2)
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.status.say("")
