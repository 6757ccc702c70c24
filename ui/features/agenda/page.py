"""Agenda de la collectivité: national moments, the council and what leads to it, due dates, yearly actions."""

from __future__ import annotations

import datetime

from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.days import read_day
from kit.mandate.agenda import Agenda, Kind, narrowed
from kit.typography import fr
from ui.features.agenda import agenda_cards
from ui.output import mandate_prints
from ui.output.documents import DocumentOutlet
from ui.services.agenda import agenda_of
from ui.services.context import AppContext
from ui.services.later import later
from ui.services.navigation import PageId, Route, ToPrint
from ui.services.page import Crumb, Page
from ui.text.article_view import ArticleView
from ui.text.cards import Found, Line, Link
from ui.text.list_pane import Filter, ListPane
from ui.widgets.menu_chip import MenuChip

_KINDS = "sorte"
_NO_COUNCIL = Line(
    "Ce qui mène au conseil s’affiche ici dès que sa date est connue.",
    links=(Link("Donner la date du prochain conseil", agenda_cards.COUNCIL),),
)
_PAST_COUNCIL = Line("La date du conseil est passée.", links=(Link("Donner la prochaine", agenda_cards.COUNCIL),))
_NATIONAL = fr("Les temps nationaux changent de date chaque année : vérifiez-les avant de les annoncer.")
_NOTHING = "Rien n’est prévu dans ce que vous avez choisi."
_WITHOUT_DAY = fr("Les temps sans jour connu n’y sont pas : aucune date n’est inventée.")


class AgendaPage(Page):
    """It holds nothing: it is worked out anew from the dossier at each visit and change."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.print = QPushButton("Imprimer ou enregistrer")
        self.calendar = QPushButton("Vers mon agenda (.ics)…")
        self.calendar.setToolTip("Un fichier que Thunderbird, Outlook ou un téléphone ouvre. " + _WITHOUT_DAY)
        self.calendar.setAccessibleDescription(_WITHOUT_DAY)
        self.outlet = DocumentOutlet(context, self)
        kinds = (("", "Tout"), *((kind.value, agenda_cards.TAGS[kind]) for kind in Kind))
        self.pane = ListPane(
            context.theme,
            "Agenda de la collectivité",
            "Chercher une date",
            (Filter(_KINDS, "Montrer", kinds),),
            (self.print, self.calendar),
            (self.outlet.line,),
        )
        chip = self.pane.chips[_KINDS]
        assert isinstance(chip, MenuChip)
        self.kinds, self.view = chip, self.pane.view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self._refresh_later = later(self._refresh, self)
        self.pane.narrowed.connect(self._on_narrowed)
        self.pane.announced.connect(self.announced)
        self.pane.followed.connect(self._on_link)
        self.print.clicked.connect(self._on_print)
        self.calendar.clicked.connect(self._on_calendar)
        self.outlet.announced.connect(self.announced)
        context.session.changed.connect(self._on_changed)
        self.setFocusProxy(self.pane)

    def open_route(self, route: Route) -> None:
        self.outlet.line.say("")
        self._refresh()

    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb("Mon plan d’action", Route(PageId.PLAN)), Crumb("Agenda de la collectivité")

    def scroller(self) -> ArticleView:
        return self.view

    def to_print(self) -> ToPrint:
        return ToPrint(mandate_prints.AGENDA, chosen=Kind(self.kinds.key) if self.kinds.key else None)

    def find_in_page(self) -> bool:
        self.pane.begin_search()
        return True

    def agenda(self) -> Agenda:
        """Return what is chosen of the agenda of today."""
        whole = agenda_of(self.context, datetime.date.today())
        return narrowed(whole, frozenset([Kind(self.kinds.key)])) if self.kinds.key else whole

    def _on_changed(self, _target: str) -> None:
        if self.isVisible():
            self._refresh_later()

    def _on_narrowed(self) -> None:
        self._show(keep_place=False)

    def _on_print(self) -> None:
        self.route_requested.emit(self.to_print())

    def _on_calendar(self) -> None:
        document = mandate_prints.agenda(self.context, self.to_print())
        self.outlet.save(document, "agenda", (".ics",))

    def _on_link(self, target: str) -> None:
        if target.startswith(agenda_cards.PLAN):
            self.route_requested.emit(Route(PageId.PLAN, target.removeprefix(agenda_cards.PLAN)))
        elif target.startswith(agenda_cards.DATE):
            self.route_requested.emit(Route(PageId.NETWORKS, target.removeprefix(agenda_cards.DATE)))
        elif target == agenda_cards.COUNCIL:
            self.route_requested.emit(Route(PageId.COLLECTIVITE, anchor="council"))

    def _leads(self) -> tuple[Line, ...]:
        council, today = self.context.session.text("identity", "council"), datetime.date.today()
        day = read_day(council)
        leads = (Line(_NATIONAL),) if self.kinds.key in ("", Kind.NATIONAL) else ()
        if not council:
            return (_NO_COUNCIL, *leads)
        return (_PAST_COUNCIL, *leads) if day is not None and day < today else leads

    def _refresh(self) -> None:
        self._show(keep_place=True)

    def _show(self, *, keep_place: bool) -> None:
        groups = agenda_cards.groups(self.agenda(), self.pane.wanted.words)
        leads = self._leads() if groups else (*self._leads(), Line(_NOTHING, look="lead"))
        found = Found(groups, "", notes=leads)
        self.pane.show_found(replace(found, count=_count(found.total)), keep_place=keep_place)


def _count(total: int) -> str:
    return f"{total or 'Aucune'} date{'s' if total > 1 else ''}"
