"""Copies de sécurité: what each copy holds against the dossier of now, and taking one up again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit.dossier.backup import ClockJump, jumps, restore
from kit.dossier.copies import Copy, describe
from kit.errors import KitError
from kit.typography import counted, fr
from ui.features.dossier.hand_on import HandOn
from ui.output import printables
from ui.plan.field_words import field_words, target_words, value_words
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.navigation import PageId, Route
from ui.services.page import Crumb, Page
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.fold_panel import FoldPanel
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Heading, Label, card
from ui.widgets.wait_bar import WaitBar

_LEAD = fr(
    "Le kit garde des copies de votre dossier et de ses pièces dans un autre emplacement : celles du jour, puis "
    "une par jour, par semaine et par mois. Reprendre une copie garde d’abord une copie de l’état d’aujourd’hui."
)
_UNREADABLE = fr(
    "Le dossier « {name} » est vide ou illisible. Rien d’autre n’est touché : reprenez une copie "
    "ci-dessous, ou continuez avec un dossier neuf."
)
_NONE = "Aucune copie pour le moment. La première se fait toute seule après vos premiers changements."
_TAKEN = fr(
    "La copie du {when} est reprise. L’état d’avant est devenu la première des copies ci-dessous : reprenez-la "
    "pour y revenir."
)
_JUMP = fr("L’horloge de l’ordinateur a {moved} entre deux copies : du {before} au {after}.")
_JUMPED = fr(
    "Les dates de ces copies sont donc peut-être fausses, mais aucune copie n’a été retirée à cause de cela : "
    "elles sont rangées dans l’ordre où elles ont été faites, la dernière en premier."
)
_SHOWN = 12
_SILENT = (":rank", "order")


class RestorePage(Page):
    """The copies, the newest first; ``Route(id=« illisible »)`` when the dossier itself cannot be read."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        inner = QWidget()
        column = page_column(inner, t)
        column.addWidget(Heading("Copies de sécurité", 1))
        self.warning = Label("", "error")
        self.warning.hide()
        self.wait = WaitBar(t)
        self.status = StatusLine()
        self.status.announced.connect(self.announced)
        self.clock = Label("", "strong")
        self.clock.hide()
        self.hand_on = HandOn(t, fr("Une copie à vous, sur une clé ou ailleurs : le dossier et ses pièces ensemble."))
        self.hand_on.route_requested.connect(self.route_requested)
        for part in (Label(_LEAD), self.warning, self.hand_on, self.wait, self.status, self.clock):
            part.setMaximumWidth(t.measure)
            column.addWidget(part)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(t.space_3)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._area = scrolling(self, inner)
        self.buttons: list[QPushButton] = []

    def open_route(self, route: Route) -> None:
        path = self.context.dossiers.unreadable or self.context.session.path
        broken = self.context.dossiers.unreadable is not None
        self.warning.setText(_UNREADABLE.format(name=path.stem) if broken else "")
        self.warning.setVisible(broken)
        self.hand_on.setVisible(not broken)
        self.status.say("")
        self._load()

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Ma collectivité", Route(PageId.COLLECTIVITE)), Crumb("Copies de sécurité"))

    def nearest_print(self) -> str:
        return printables.PLAN

    def scroller(self) -> QScrollArea:
        return self._area

    def _load(self) -> None:
        self.context.session.settle()
        path = self._path()
        dossier = self.context.session.dossier
        self.wait.begin("Lecture des copies…", stoppable=False)
        self.context.jobs.run(
            self, lambda _: describe(path), self._on_described, self._on_failed, ended=self.wait.end, dossier=dossier
        )

    def _path(self) -> Path:
        return self.context.dossiers.unreadable or self.context.session.path

    def _on_described(self, copies: list[Copy]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for copy in copies:
            self._rows.addWidget(self._build_copy(copy))
        if not copies:
            self._rows.addWidget(Label(_NONE, "muted"))
        clock = _clock_words(jumps([copy.backup for copy in copies]))
        self.clock.setText(clock)
        self.clock.setVisible(bool(clock))
        count = f"{len(copies)} copies" if len(copies) > 1 else "1 copie" if copies else _NONE
        self.announced.emit(f"{count}. {clock}" if clock else count)

    def _on_restore(self, name: str, when: str) -> None:
        path, dossiers = self._path(), self.context.dossiers
        try:
            done = dossiers.replaced(path, lambda: restore(path, name))
        except KitError as error:
            self.status.say(sentence(error), wrong=True)
            return
        if not done:
            self.status.say(fr("Un changement n’a pas pu être enregistré : rien n’a été repris."), wrong=True)
            return
        self.context.feedback.tell(_TAKEN.format(when=when))

    def _on_failed(self, error: KitError) -> None:
        self.status.say(sentence(error), wrong=True)

    def _build_copy(self, copy: Copy) -> QFrame:
        t = self.context.theme
        frame = card()
        frame.setMaximumWidth(t.measure)
        column = QVBoxLayout(frame)
        column.setContentsMargins(t.space_4, t.space_3, t.space_4, t.space_3)
        column.setSpacing(t.space_2)
        when = _moment(copy.made)
        column.addWidget(Heading(when, 2, "h3"))
        shown = [one for one in copy.differences if not one.f.endswith(_SILENT)]
        column.addWidget(Label(_copy_in_words(copy, len(shown)), "muted"))
        if shown and copy.is_sound:
            panel = FoldPanel(t, "Voir ce qui changerait")
            lines = [
                fr(
                    "• {what}, {field} : {now} → {then}",
                    what=target_words(self.context.library, one.on, self.context.session.text(one.on, "title")),
                    field=field_words(one.f).lower(),
                    now=value_words(one.f, one.now),
                    then=value_words(one.f, one.then),
                )
                for one in shown[:_SHOWN]
            ]
            if len(shown) > _SHOWN:
                lines.append(f"… et {len(shown) - _SHOWN} autres.")
            panel.body.addWidget(Label("\n".join(lines)))
            column.addWidget(panel)
        flow = FlowLayout(gap=t.space_2)
        button = QPushButton("Reprendre cette copie")
        button.setAccessibleName(f"Reprendre la copie du {when}")
        button.setEnabled(copy.is_sound)
        button.clicked.connect(lambda _=False, name=copy.name: self._on_restore(name, when))
        flow.addWidget(button)
        self.buttons.append(button)
        column.addLayout(flow)
        return frame


def _moment(made: datetime) -> str:
    return f"{made.astimezone():%d/%m/%Y à %H:%M}"


def _clock_words(found: list[ClockJump]) -> str:
    """Return where the clock jumped between copies, and that nothing was lost for it; empty where it did not."""
    told = [
        _JUMP.format(moved="reculé" if one.is_back else "avancé", before=_moment(one.before), after=_moment(one.after))
        for one in found
    ]
    return " ".join([*told, _JUMPED]) if told else ""


def _copy_in_words(copy: Copy, differences: int) -> str:
    if not copy.is_sound:
        return "Cette copie est illisible."
    ticks = counted(copy.ticks, "action faite", "actions faites")
    changes = counted(copy.events, "changement noté", "changements notés")
    same = "comme aujourd’hui" if not differences else counted(differences, "différence")
    return f"{ticks} · {changes} · {same}"
