"""Adapting a model: its fields at the left, the very pages at the right, then out to Word, ODT or PDF."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kit.acts import record
from kit.acts.model import ActModel, Field
from kit.acts.parties import filled, parties
from kit.acts.record import PREFIX, State, saved_act
from kit.errors import ActUnfit, KitError
from kit.mandate.directory import contacts
from kit.typography import fr, french
from ui.features.acts.commands import ActCommands
from ui.features.acts.editor import ActEditor, MadeAct
from ui.features.acts.head import ActHead
from ui.features.acts.output import ActOutput
from ui.features.acts.session_ask import ASKED
from ui.features.acts.side_panel import NEXT_KEY, ActSide
from ui.output import list_prints
from ui.output.page_preview import PagePreview, flowed
from ui.services import identity
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.jobs import Latest
from ui.services.navigation import TEMPLATE, PageId, Route, ToActModel
from ui.services.page import Crumb, Page
from ui.widgets.columns import Columns
from ui.widgets.fitting import FittingColumn
from ui.widgets.own_words import in_chosen_form
from ui.widgets.scroll import scrolling

_TWO_COLUMNS = 620
_WIDTH = 72
_LEAST = 140  # what the preview keeps where it stands below the fields
_FROM_DIRECTORY = "L’adresse et la personne à joindre viennent du répertoire."
_FULL = "tout est rempli, rien ne reste à vérifier"
_BLANKS = "{n} blancs restent visibles dans le document"
_BLANK = "1 blanc reste visible dans le document"
_CHECKS = fr("tout est rempli ; {n} références à vérifier avant signature")
_CHECK = fr("tout est rempli ; 1 référence à vérifier avant signature")


class ActPage(Page):
    """One act; ``ToActModel(model)`` begins one, ``ToActModel(act=…)`` goes on with one of the dossier."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._title = "Modèle"
        self.editor: ActEditor | None = None
        self._wanted = ""
        self._route = ToActModel()
        self._reading = Latest(context.jobs)
        self.output = ActOutput(context)
        self.head = ActHead(context, self.output)
        self._build()

    def open_route(self, route: Route) -> None:
        assert isinstance(route, ToActModel)
        self.leave()
        self._reading.drop()
        self._route = route
        on = self._act_of(route)
        if self.editor is not None and on and self.editor.on == on:
            return
        if self.editor is not None and self.editor.is_untouched and self.editor.is_of(route.id, route.about) and not on:
            self.output.say("")
            self.side.fields.show_values(self.editor.values())
            self.editor.make()  # the dossier may have another coat of arms, or be another one
            return
        self._let_go()
        self._wanted = on
        model_id, acts = self._model_id(route.id, on), self.context.acts
        self._reading.run(self, lambda _: acts.models.get(model_id), self._on_model, self._show_failure)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Modèles à adapter", Route(PageId.MODELS)), Crumb(self._title))

    def nearest_print(self) -> str:
        return list_prints.MODELS

    def scroller(self) -> QScrollArea:
        return self._area

    def print_here(self) -> bool:
        return self.commands.print()

    def leave(self) -> bool:
        if self.editor is None:
            return True
        try:
            self.editor.save()
        except KitError as error:
            self.output.say(sentence(error), wrong=True)
            return False
        return True

    def _act_of(self, route: ToActModel) -> str:
        """Return the target of the act that a route names, empty where it names none, or one that is no more."""
        on = f"{PREFIX}{route.act}" if route.act else ""
        return on if on and (not route.id or saved_act(self.context.session.dossier, on)) else ""

    def _let_go(self) -> None:
        if self.editor is not None:
            self.editor.blockSignals(True)  # what it still has under way is no longer wanted
            self.editor.deleteLater()
            self.editor = self.commands.editor = None
            self.side.fields.clear()

    def _model_id(self, model_id: str, on: str) -> str:
        saved = saved_act(self.context.session.dossier, on) if on else None
        return saved.model_id if saved else model_id

    def _on_model(self, model: ActModel) -> None:
        on = self._wanted
        self._title = in_chosen_form(french(model.title))
        self.head.title.setText(self._title)
        self.output.say("")
        self.notes.show_model(model)
        self.editor = self.commands.editor = ActEditor(self.context, model, on, self, about=self._route.about)
        self.editor.made.connect(self._on_made)
        self.editor.failed.connect(self._show_failure)
        self.editor.ppi = self.preview.wanted_ppi
        self.editor.asked.connect(self._show_fields)
        self.editor.begun.connect(self._on_begun)
        self.editor.changed.connect(self._on_changed)
        self.editor.begin()
        if on:
            self._on_begun()
        self._show_state()
        self.retitled.emit()

    def _show_fields(self, fields: tuple[Field, ...]) -> None:
        assert self.editor is not None
        groups = self.context.acts.models.grouped(self.editor.model, fields)
        self.side.fields.show_fields(groups, self.editor.values())

    def _on_begun(self) -> None:
        """Have the history name the act, no longer the model alone: going back to it opens the draft."""
        if self.editor is not None:
            now = ToActModel(self.editor.model.id, act=self.editor.on.removeprefix(PREFIX))
            before, self._route = self._route, now
            self.renamed.emit(before, now)

    def _on_typed(self, name: str, value: str) -> None:
        if self.editor is not None:
            self.editor.type(name, value)

    def _on_party_chosen(self, name: str, target: str) -> None:
        """Fill in what the directory knows of whom the act is made with; what is typed already stays."""
        entry = next((one for one in contacts(self.context.session.dossier) if one.on == target), None)
        if self.editor is None or entry is None:
            return
        fields = self.context.acts.models.fields(self.editor.model)
        told = filled(parties(fields.values())[name], entry, self.editor.values())
        for one, value in told.items():
            if one in self.side.fields.boxes:
                self.editor.type(one, value)
        self.side.fields.show_values(self.editor.values())
        if len(told) > 1:
            self.announced.emit(_FROM_DIRECTORY)

    def _on_changed(self) -> None:
        if self.editor is not None:
            self.side.fields.show_values(self.editor.values())
            self._show_state()

    def _on_made(self, made: MadeAct) -> None:
        self.preview.show_pages(made.pages, flowed(made.text, _WIDTH), places=made.places)
        self.side.fields.show_asked(made.act.asked, frozenset(field.name for field in made.act.missing))
        empty, unread = len(made.act.missing), len(made.act.to_check)
        if empty:
            self._left.setText(_BLANK if empty == 1 else _BLANKS.format(n=empty))
        else:
            self._left.setText(_FULL if not unread else _CHECK if unread == 1 else _CHECKS.format(n=unread))
        self.notes.show_act(made.act, made.values, self.context)
        self._show_state()

    def _on_entered(self, name: str) -> None:
        self.preview.follow(name)
        box = self.side.fields.boxes[name]
        self.side.area.ensureWidgetVisible(box, 0, self.context.theme.space_4)

    def _on_next_blank(self) -> None:
        if not self.side.fields.next_blank():
            self.announced.emit("Tout est rempli.")

    def _on_zoomed(self) -> None:
        if self.editor is not None and round(self.editor.ppi, 1) != round(self.preview.wanted_ppi, 1):
            self.editor.ppi = self.preview.wanted_ppi
            self.editor.make()

    def _on_turned(self) -> None:
        """Let the fields scroll beside the preview, or the whole page where they stand above it."""
        beside = self._columns.side_by_side
        self.side.stand(beside=beside)
        self.preview.setMinimumHeight(0 if beside else max(_LEAST, self.height() - self.context.theme.space_5))
        self._inner.set_fitting(beside)

    def _on_stated(self, words: str) -> None:
        self._show_state()
        self.announced.emit(words)

    def _on_session(self) -> None:
        """Ask for what the first page of the dossier de séance says of whom and when; once, then it is made."""
        if self.editor is None:
            return
        known, ask = self.editor.values(), self.notes.ask
        lacking = [field for name, field in self.context.acts.models.common.items() if name in ASKED]
        lacking = [field for field in lacking if not known.get(field.name)]
        if lacking and ask.isHidden() and not self.context.session.dossier.read_only:
            ask.ask_for(lacking)
            self.announced.emit(ask.says.text())
        else:
            self._on_session_given()

    def _on_session_given(self) -> None:
        """Keep what was typed for all acts, then make the dossier de séance."""
        common, given = self.context.acts.models.common, self.notes.ask.values()
        try:
            changes = [record.change(common[name], value, "") for name, value in given.items()]
            self.context.session.apply(changes, label=identity.LABEL)
        except KitError as error:
            self.output.say(sentence(error), wrong=True)
            return
        self.notes.ask.end()
        self.commands.prepare_session()

    def _on_removed(self) -> None:
        if self.editor is not None:
            self.editor.remove()
            self.announced.emit("Retiré de vos actes. Ctrl+Z le remet.")
            self.route_requested.emit(Route(PageId.MODELS))

    def _show_state(self) -> None:
        saved = self.editor.saved() if self.editor is not None else None
        written = saved is not None and saved.state is State.WRITTEN
        self.output.show_written(written)
        self.remove.setVisible(saved is not None)
        self.side.state.setText(fr("Gardé dans votre dossier : {label}", label=saved.state.label) if saved else "")

    def _show_failure(self, error: KitError) -> None:
        words = error.reason if isinstance(error, ActUnfit) else sentence(error)
        self.preview.show_empty(words)
        self._left.setText(words)

    def _build(self) -> None:
        t = self.context.theme
        inner = FittingColumn()
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.space_5, t.space_2, t.space_5, t.space_4)
        column.setSpacing(t.space_2)
        self.preview = PagePreview(t, follows=True)
        self.preview.zoomed.connect(self._on_zoomed)
        self.preview.resized.connect(self._on_zoomed)
        self._build_side()
        self._columns = Columns(
            self.side, self.preview, threshold=round(_TWO_COLUMNS * t.scale), gap=t.space_4, stretch=(20, 35)
        )
        self._columns.turned.connect(self._on_turned)
        column.addWidget(self.head)
        column.addWidget(self.output.below)
        column.addWidget(self._columns, 1)
        self._inner = inner
        self._area = scrolling(self, inner)
        self._on_turned()

    def _build_side(self) -> None:
        self.side = side = ActSide(self.context)
        fields = side.fields
        fields.typed.connect(self._on_typed)
        fields.field_left.connect(self.leave)
        fields.party_chosen.connect(self._on_party_chosen)
        fields.entered.connect(self._on_entered)
        fields.counted.connect(lambda: self.head.show_count(fields.count))
        self.preview.place_pressed.connect(fields.reveal)
        side.next.clicked.connect(self._on_next_blank)
        QShortcut(QKeySequence(NEXT_KEY), self, self._on_next_blank)
        self.notes, self.remove, self._left = side.notes, side.remove, self.head.left
        self.output.template_requested.connect(
            lambda: self.route_requested.emit(Route(PageId.COLLECTIVITE, anchor=TEMPLATE))
        )
        self.commands = ActCommands(self.context, self.output, self.leave, self)
        self.commands.stated.connect(self._on_stated)
        self.notes.session_requested.connect(self._on_session)
        self.notes.ask.given.connect(self._on_session_given)
        self.notes.calendar_requested.connect(self.commands.save_calendar)
        self.notes.route_requested.connect(self.route_requested)
        self.remove.clicked.connect(self._on_removed)
        self.output.announced.connect(self.announced)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_turned()

    def hideEvent(self, event: QHideEvent) -> None:
        self.leave()
        super().hideEvent(event)
