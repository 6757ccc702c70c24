"""Agenda de la collectivité: national moments, the council and what leads to it, due dates, yearly actions."""

from __future__ import annotations

import datetime

from markupsafe import Markup, escape
from PySide6.QtWidgets import QPushButton, QWidget

from kit.days import read_day
from kit.mandate.agenda import Agenda, Kind, narrowed
from kit.typography import fr
from ui.features.agenda import agenda_html
from ui.output import mandate_prints
from ui.output.documents import DocumentOutlet
from ui.services.agenda import agenda_of
from ui.services.context import AppContext
from ui.services.later import later
from ui.services.navigation import PageId, Route, ToPrint
from ui.services.page import Crumb, Page
from ui.text.article_view import ArticleView
from ui.text.head_above import head_above
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.menu_chip import MenuChip
from ui.widgets.text import Heading

_NO_COUNCIL = Markup('Donnez la date du <a href="conseil">prochain conseil</a>&nbsp;: ce qui y mène s’affiche ici.')
_PAST_COUNCIL = Markup('La date du <a href="conseil">conseil</a> est passée&nbsp;: donnez la prochaine.')
_NATIONAL = fr("Les temps nationaux changent de date chaque année : vérifiez-les avant de les annoncer.")
_NOTHING = "Rien n’est prévu dans ce que vous avez choisi."
_WITHOUT_DAY = fr("Les temps sans jour connu n’y sont pas : aucune date n’est inventée.")


class AgendaPage(Page):
    """It holds nothing: it is worked out anew from the dossier at each visit and change."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        self.kinds = MenuChip(t, "Montrer")
        self.kinds.show_choices([("", "Tout"), *((kind.value, agenda_html.TAGS[kind]) for kind in Kind)])
        self.print = QPushButton("Imprimer ou enregistrer")
        self.calendar = QPushButton("Vers mon agenda (.ics)…")
        self.calendar.setToolTip("Un fichier que Thunderbird, Outlook ou un téléphone ouvre. " + _WITHOUT_DAY)
        self.calendar.setAccessibleDescription(_WITHOUT_DAY)
        self.outlet = DocumentOutlet(context, self)
        self.view = ArticleView(t)
        self._build()
        self._refresh_later = later(self._refresh, self)
        self.kinds.chosen.connect(self._on_chosen)
        self.print.clicked.connect(self._on_print)
        self.calendar.clicked.connect(self._on_calendar)
        self.outlet.announced.connect(self.announced)
        self.view.link_activated.connect(self._on_link)
        context.session.changed.connect(self._on_changed)
        self.setFocusProxy(self.kinds)

    def open_route(self, route: Route) -> None:
        self.outlet.line.say("")
        self._refresh()

    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb("Mon plan d’action", Route(PageId.PLAN)), Crumb("Agenda de la collectivité")

    def scroller(self) -> ArticleView:
        return self.view

    def agenda(self) -> Agenda:
        """Return what is chosen of the agenda of today."""
        whole = agenda_of(self.context, datetime.date.today())
        return narrowed(whole, frozenset([Kind(self.kinds.key)])) if self.kinds.key else whole

    def _on_changed(self, _target: str) -> None:
        if self.isVisible():
            self._refresh_later()

    def _on_chosen(self, _key: str) -> None:
        self._refresh()
        count = sum(1 for _ in self.agenda().moments)
        self.announced.emit(f"{count} date{'s' if count > 1 else ''}" if count else _NOTHING)

    def _on_print(self) -> None:
        self.route_requested.emit(self._paper())

    def _on_calendar(self) -> None:
        document = mandate_prints.agenda(self.context, self._paper())
        self.outlet.save(document, "agenda", (".ics",))

    def _paper(self) -> ToPrint:
        return ToPrint(mandate_prints.AGENDA, chosen=Kind(self.kinds.key) if self.kinds.key else None)

    def _on_link(self, target: str) -> None:
        if target.startswith(agenda_html.PLAN):
            self.route_requested.emit(Route(PageId.PLAN, target.removeprefix(agenda_html.PLAN)))
        elif target.startswith(agenda_html.DATE):
            self.route_requested.emit(Route(PageId.NETWORKS, target.removeprefix(agenda_html.DATE)))
        elif target == agenda_html.COUNCIL:
            self.route_requested.emit(Route(PageId.COLLECTIVITE, anchor="council"))

    def _leads(self) -> list[Markup]:
        council, today = self.context.session.text("identity", "council"), datetime.date.today()
        day = read_day(council)
        leads = [escape(_NATIONAL)] if self.kinds.key in ("", Kind.NATIONAL) else []
        if not council:
            leads.insert(0, _NO_COUNCIL)
        elif day is not None and day < today:
            leads.insert(0, _PAST_COUNCIL)
        return leads

    def _refresh(self) -> None:
        place = self.view.verticalScrollBar().value()
        html = agenda_html.page(self.agenda(), self._leads(), self.context.theme, nothing=_NOTHING)
        self.view.show_article(html, "Agenda de la collectivité")
        self.view.verticalScrollBar().setValue(place)

    def _build(self) -> None:
        t = self.context.theme
        flow = FlowLayout(gap=t.space_2, middle=True)
        for part in (self.kinds, self.print, self.calendar):
            flow.addWidget(part)
        title = Heading("Agenda de la collectivité", 1)
        head_above(self, (title, flow, self.outlet.line), self.view, top=t.space_2)
