"""Répertoire local: associations, SCIC, shops… typed or taken from a table, met or not, linked to actions."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kit.acts.record import PREFIX, saved_acts
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change
from kit.errors import KitError, UnknownId
from kit.mandate import directory, duplicates
from kit.mandate.directory import NAME, TARGET, Contact
from kit.mandate.mentions import mentions
from kit.typography import fr, french
from ui.features.directory.directory_html import FIELD_NAMES
from ui.features.directory.list_pane import DirectoryList
from ui.features.directory.sheet import ContactSheet
from ui.features.directory.table_import import ImportPane
from ui.output import mandate_prints
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.jobs import Latest, ignore
from ui.services.navigation import PageId, Route, ToActModel, ToContact, ToPrint
from ui.services.page import Crumb, Page
from ui.widgets.bounded import bounded
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.scroll import scrolling

TABLE = "tableau"
NEW = "nouvelle"
_NO_NAME = fr("Donnez au moins un nom : sans nom, la structure ne peut pas être gardée.")


class _Known(Struct, frozen=True):
    """All entries by name, and the pairs of them that seem to be one."""

    entries: list[Contact]
    doubles: list[tuple[Contact, Contact]]


class DirectoryPage(Page):
    """The list, the sheet of one entry, or a table to take: one at a time. Only the dossier holds the entries."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._known = _Known([], [])
        self._reading = Latest(context.jobs)
        self._stack = QStackedWidget()
        self.list = DirectoryList(context)
        self._taking: ImportPane | None = None
        self._sheet: ContactSheet | None = None
        self._sheet_holder = QWidget()
        self._refreshing = QTimer(self)  # in a turn of its own: a table of 1,000 changes the plan's views too
        self._refreshing.setSingleShot(True)
        self._refreshing.timeout.connect(self._read)
        for part in (self.list, self._sheet_holder):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.theme.space_2, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        self._show_part(self.list, self.list.head.field)
        self.list.show_entries(())
        self._refresh()

    @property
    def sheet(self) -> ContactSheet:
        """The sheet of one entry, built when the first one is opened."""
        if self._sheet is None:
            self._sheet = self._build_sheet()
        return self._sheet

    @property
    def taking(self) -> ImportPane:
        """Where a table is taken, built when it is first asked for."""
        if self._taking is None:
            self._taking = self._build_taking()
        return self._taking

    def open_route(self, route: Route) -> None:
        self.list.outlet.line.say("")
        if route.id not in (TABLE, NEW) and not route.id.startswith(TARGET):
            self._on_closed()
            return
        self._refresh()
        if route.id == TABLE:
            self._on_table()
        elif route.id == NEW:
            self._on_new()
        else:
            self._on_opened(route.id)

    def crumbs(self) -> tuple[Crumb, ...]:
        place, here = Crumb("Ma collectivité", Route(PageId.COLLECTIVITE)), self._stack.currentWidget()
        if here is self.list:
            return place, Crumb("Répertoire local")
        part = "Coller un tableau" if here is self._taking else "Fiche" if self.sheet.entry.on else "Nouvelle structure"
        return place, Crumb("Répertoire local", Route(PageId.DIRECTORY)), Crumb(part)

    def has_print_button(self) -> bool:
        return True

    def scroller(self) -> QAbstractScrollArea:
        here = self._stack.currentWidget()
        if here is self.list:
            return self.list.view
        return self.taking.view if here is self._taking else self._sheet_area

    def state(self) -> dict[str, str] | None:
        is_list = self._stack.currentWidget() is self.list
        is_pasted = self._taking is not None and self._taking.pasted.toPlainText()
        if not is_list or self.list.outlet.is_busy or is_pasted:
            return None
        return {"words": self.list.head.field.text(), "most": str(self.list.pane.most)}

    def restore(self, state: dict[str, str]) -> None:
        self.list.head.field.setText(state["words"])
        self._refresh()
        self.list.pane.show_at_least(int(state["most"]))

    def to_print(self) -> ToPrint | None:
        return self.list.to_print() if self._stack.currentWidget() is self.list else None

    def nearest_print(self) -> str:
        return mandate_prints.DIRECTORY

    def leave(self) -> bool:
        if self._stack.currentWidget() is self._sheet_holder:
            self.sheet.keep()
        return True

    def find_in_page(self) -> bool:
        self._on_closed()
        self.list.head.field.setFocus()
        self.list.head.field.selectAll()
        return True

    def _on_changed(self, target: str) -> None:
        if self.isVisible() and (not target or target.startswith((TARGET, "own:", "identity"))):
            self._refreshing.start(0)

    def _on_new(self) -> None:
        self._show_sheet(Contact("", ""))
        self.sheet.line(NAME).setFocus()

    def _on_opened(self, on: str) -> None:
        entry = self._entry(on)
        if entry is not None:
            self._show_sheet(entry)
            self.sheet.line(NAME).setFocus()

    def _on_table(self) -> None:
        self._show_part(self.taking, self.taking.pasted)
        self.taking.begin()

    def _on_taken(self, words: str) -> None:
        if self._stack.currentWidget() is self._taking:
            self._show_part(self.list, self.list.head.field)  # what is new there comes with the change itself
            self.list.view.setFocus()  # where Ctrl+Z is the window’s
        self.list.outlet.say(words)

    def _on_closed(self) -> None:
        self.leave()
        was = self._sheet.entry.on if self._sheet is not None else ""
        self._show_part(self.list, self.list.head.field)
        self._refresh()
        (self.list.view if was else self.list.head.field).setFocus()

    def _on_edited(self, field: str, text: str) -> None:
        entry = self.sheet.entry
        if not entry.on:
            self._add(field)
        elif field == NAME and not text:
            self.sheet.show_error(NAME, _NO_NAME)
        else:
            self.sheet.show_error(field, "")
            self._apply(directory.changed(entry, field, text), field)
            self._refresh()

    def _on_linked(self, target: str, is_linked: bool) -> None:
        if self._apply(directory.linked(self.sheet.entry, target, is_linked=is_linked), NAME):
            self._refresh()
            self.sheet.link.setFocus()
            self.announced.emit("Action liée" if is_linked else "Action déliée")

    def _on_action(self, target: str) -> None:
        is_act = target.startswith(PREFIX)
        self.route_requested.emit(ToActModel(act=target.removeprefix(PREFIX)) if is_act else Route(PageId.PLAN, target))

    def _on_message(self) -> None:
        self.leave()
        self.route_requested.emit(ToContact(to=self.sheet.entry.on))

    def _on_join(self, pair: tuple[Contact, Contact]) -> None:
        """Make one entry of two that are one structure; « Annuler » makes two of it again."""
        session = self.context.session
        changes = duplicates.joined(*pair, session.dossier, FIELD_NAMES)
        self._settle(changes, fr("Les deux fiches n’en font plus qu’une : tout ce qu’elles disaient y est."))

    def _on_apart(self, pair: tuple[Contact, Contact]) -> None:
        self._settle(duplicates.kept_apart(*pair), fr("C’est noté : ce sont deux structures."))

    def _settle(self, changes: Sequence[Change], words: str) -> None:
        try:
            self.context.session.apply(changes, label="répertoire local")
        except KitError as error:
            self.list.outlet.say(sentence(error), wrong=True)
            return
        self._refresh()
        self.list.view.setFocus()
        self.context.feedback.tell(words, "Annuler", self._on_taken_back)

    def _on_taken_back(self) -> None:
        try:
            self.context.session.undo()
        except KitError as error:
            self.list.outlet.say(sentence(error), wrong=True)

    def _on_removal(self) -> None:
        entry = self.sheet.entry
        if self._apply(directory.removed(entry, self.context.session.dossier.fields(entry.on)), NAME):
            self.sheet.show_entry(Contact("", ""), self._actions())
            self._refresh()
            self._show_part(self.list, self.list.head.field)
            self.list.view.setFocus()
            self.list.outlet.say("Structure retirée du répertoire. Ctrl+Z la remet.")

    def _add(self, field: str) -> None:
        """Make a new entry of what is typed, as soon as it has a name; until then it stays in its fields."""
        values = self.sheet.values()
        self.sheet.show_error(NAME, "" if values[NAME] else _NO_NAME)
        if not values[NAME]:
            return
        on, changes = directory.added(values)
        if self._apply(changes, field):
            self._refresh()
            self.sheet.show_entry(next(one for one in self._known.entries if one.on == on), self._actions())
            self.announced.emit("Structure ajoutée")

    def _apply(self, changes: Sequence[Change], field: str) -> bool:
        try:
            self.context.session.apply(changes, label="répertoire local")
        except KitError as error:
            self.sheet.show_error(field, sentence(error))
            return False
        return True

    def _entry(self, on: str) -> Contact | None:
        return next((one for one in self._known.entries if one.on == on), None)

    def _actions(self) -> list[tuple[str, str]]:
        return [(item.on, f"{item.code} {item.title}".strip()) for item in self.context.plan.plan.items]

    def _refresh(self) -> None:
        self._reading.drop()
        self._show_known(_known(self.context.session.dossier))

    def _read(self) -> None:
        """Refresh with what is read in the background: a table brings a thousand entries."""
        dossier = self.context.session.dossier
        self._reading.run(self, lambda _: _known(dossier), self._show_known, ignore, dossier=dossier)

    def _show_known(self, known: _Known) -> None:
        if known != self._known:
            self._known = known
            self.list.show_entries(known.entries)
            self.list.doubles.show_pairs(known.doubles)
        if self._sheet is None:
            return
        on = self.sheet.entry.on
        entry = self._entry(on)
        if on and entry is not None:
            self.sheet.show_entry(entry, self._actions())
        elif on:  # taken away elsewhere: its sheet goes too
            self.sheet.show_entry(Contact("", ""), self._actions())
            if self._stack.currentWidget() is self._sheet_holder:
                self._show_part(self.list, self.list.head.field)

    def _named(self, entry: Contact) -> list[tuple[str, str]]:
        """Return where the dossier names an entry beside the actions that it is linked to, with the titles."""
        dossier, titles = self.context.session.dossier, dict(self._actions())
        found = [on for on in mentions(dossier, entry) if on not in entry.links]
        acts = {act.on: act for act in saved_acts(dossier)} if any(on.startswith(PREFIX) for on in found) else {}
        titles |= {on: french(act.title or self._model_title(act.model_id)) for on, act in acts.items()}
        return [(on, titles[on]) for on in found if on in titles]

    def _model_title(self, model_id: str) -> str:
        try:
            return self.context.acts.models.get(model_id).title
        except UnknownId:
            return model_id

    def _show_sheet(self, entry: Contact) -> None:
        self.sheet.show_entry(entry, self._actions())
        self.sheet.show_named(self._named(entry))
        self._show_part(self._sheet_holder, self.sheet.line(NAME))
        self._sheet_area.verticalScrollBar().setValue(0)

    def _show_part(self, part: QWidget, focus: QWidget) -> None:
        self._stack.setCurrentWidget(part)
        self.setFocusProxy(focus)
        if self.isVisible():
            self.retitled.emit()

    def _connect(self) -> None:
        self.list.add.clicked.connect(self._on_new)
        self.list.announced.connect(self.announced)
        self.list.opened.connect(self._on_opened)
        self.list.paper_requested.connect(self.route_requested)
        self.list.table.clicked.connect(self._on_table)
        self.list.doubles.join_requested.connect(self._on_join)
        self.list.doubles.apart_requested.connect(self._on_apart)
        self.context.session.changed.connect(self._on_changed)

    def _build_taking(self) -> ImportPane:
        taking = ImportPane(self.context)
        taking.announced.connect(self.announced)
        taking.done.connect(self._on_taken)
        taking.left.connect(self._on_closed)
        self._stack.addWidget(taking)
        return taking

    def _build_sheet(self) -> ContactSheet:
        t = self.context.theme
        made = ContactSheet(t, writable=not self.context.session.dossier.read_only)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.space_5, 0, t.space_5, t.space_5)
        column.setSpacing(t.space_2)
        self.back = QPushButton("Revenir à la liste")
        self.back.setProperty("look", "link-flush")
        self.back.clicked.connect(self._on_closed)
        flow = FlowLayout()
        flow.addWidget(self.back)
        column.addLayout(flow)
        column.addLayout(bounded(made, t.measure))
        self._sheet_area = scrolling(self._sheet_holder, inner)
        made.closed.connect(self._on_closed)
        made.edited.connect(self._on_edited)
        made.linked.connect(self._on_linked)
        made.opened.connect(self._on_action)
        made.message_requested.connect(self._on_message)
        made.removal_requested.connect(self._on_removal)
        return made


def _known(dossier: Dossier) -> _Known:
    entries = directory.contacts(dossier)
    return _Known(entries, [] if dossier.read_only else duplicates.doubles(entries, dossier))
