"""Adapting a model: its fields at the left, the very pages at the right, then out to Word, ODT or PDF."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit.acts.model import ActModel, Field
from kit.acts.record import PREFIX, State, saved_act
from kit.content.typography import french
from kit.errors import ActUnfit, KitError
from ui.act_desk import ActDesk, MadeAct
from ui.act_notes import ActNotes
from ui.act_output import ActOutput
from ui.act_papers import calendar_document, session_writer
from ui.context import AppContext
from ui.errors import sentence
from ui.navigation import PageId, Route
from ui.pages.base import Crumb, Page
from ui.tab_order import follow_layout
from ui.widgets.act_form import ActForm
from ui.widgets.columns import Columns
from ui.widgets.fold_panel import FoldPanel
from ui.widgets.page_preview import PagePreview, flowed
from ui.widgets.scroll import scrolling
from ui.widgets.snug_area import SnugArea
from ui.widgets.text import Heading, Label, rule

_LEFT = 342
_TWO_COLUMNS = 620
_WIDTH = 72
_LEAST = 140  # what the fields keep before the page scrolls as a whole
_ANY = 16_777_215  # Qt’s own maximum
_DONE = "Tout est rempli."
_SEVERAL = "{n} choses restent à faire avant signature. Elles restent visibles dans le document."
_DOUBT = (
    "{n} cases restent à compléter. Vous pouvez marquer ce document comme rédigé quand même\u00a0: elles y restent "
    "visibles, entre crochets."
)
_DOUBT_ONE = (
    "Une case reste à compléter. Vous pouvez marquer ce document comme rédigé quand même\u00a0: elle y reste visible, "
    "entre crochets."
)
_ONE = "Il reste une chose à faire avant signature. Elle reste visible dans le document."


class ActPage(Page):
    """One act; ``Route(id=model)`` begins one, ``Route(anchor=act)`` goes on with one of the dossier."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._title = "Modèle"
        self.desk: ActDesk | None = None
        self.forms: dict[str, ActForm] = {}
        self._wanted = ""
        self._build()

    def open_route(self, route: Route) -> None:
        self.leave()
        on = f"{PREFIX}{route.anchor}" if route.anchor else ""
        if self.desk is not None and on and self.desk.on == on:
            return
        self._let_go()
        self._wanted = on
        model_id, acts = self._model_id(route.id, on), self.context.acts
        self.context.tasks.run(lambda: acts.models.get(model_id), self._on_model, self._show_failure)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Modèles à adapter", Route(PageId.MODELS)), Crumb(self._title))

    def scroller(self) -> QScrollArea:
        return self._area

    def leave(self) -> bool:
        if self.desk is None:
            return True
        try:
            self.desk.save()
        except KitError as error:
            self.output.say(sentence(error), wrong=True)
            return False
        return True

    def _let_go(self) -> None:
        if self.desk is not None:
            self.desk.blockSignals(True)  # what it still has under way is no longer wanted
            self.desk.deleteLater()
            self.desk = None

    def _model_id(self, model_id: str, on: str) -> str:
        saved = saved_act(self.context.session.dossier, on) if on else None
        return saved.model_id if saved else model_id

    def _on_model(self, model: ActModel) -> None:
        self._take(model, self._wanted)

    def _take(self, model: ActModel, on: str) -> None:
        self._let_go()  # two asked for at once: the last one stays
        self._title = french(model.title)
        self._heading.setText(self._title)
        self._summary.setText(french(model.summary))
        self.output.say("")
        self.notes.show_model(model, self.context)
        self.desk = ActDesk(self.context, model, on, self)
        self.desk.made.connect(self._on_made)
        self.desk.failed.connect(self._show_failure)
        self.desk.ppi = self.preview.wanted_ppi
        self.desk.asked.connect(self._show_fields)
        self.desk.begin()
        self._show_state()
        self.retitled.emit()

    def _show_fields(self, fields: tuple[Field, ...]) -> None:
        assert self.desk is not None
        values = self.desk.values()
        for old in (self._common, self._own):
            while (item := old.takeAt(0)) is not None:
                if widget := item.widget():
                    widget.hide()
                    widget.deleteLater()
        common = [field for field in fields if field.common]
        own = [field for field in fields if not field.common]
        theme = self.context.theme
        self.forms = {"own": ActForm(theme, own, values), "common": ActForm(theme, common, values)}
        for key, column in (("own", self._own), ("common", self._common)):
            form = self.forms[key]
            form.changed.connect(self.desk.type)
            form.left.connect(self.leave)
            column.addWidget(form)
        empty = sum(not values.get(field.name) for field in common)
        self._shared.set_title(f"Ma collectivité ({empty} à compléter)" if empty else "Ma collectivité")
        self._shared.setVisible(bool(common))
        self._shared.button.setChecked(not own)
        follow_layout(self)

    def _on_made(self, made: MadeAct) -> None:
        self.preview.show_pages(made.pages, flowed(made.text, _WIDTH))
        for form in self.forms.values():
            form.show_only(made.act.asked)
        left = made.act.left
        words = _DONE if not left else _ONE if left == 1 else _SEVERAL.format(n=left)
        self._left.setText(words)
        self.notes.show_act(made.act, made.values, self.context)
        self._show_state()

    def _on_zoomed(self) -> None:
        if self.desk is not None and round(self.desk.ppi, 1) != round(self.preview.wanted_ppi, 1):
            self.desk.ppi = self.preview.wanted_ppi
            self.desk.make()

    def _on_turned(self) -> None:
        """Let the fields scroll beside the preview, or the whole page where they stand above it."""
        beside, wide = self._columns.side_by_side, round(_LEFT * self.context.theme.scale)
        self._scrolled.set_whole(not beside)
        self._left_column.setMinimumWidth(wide if beside else 0)
        self._left_column.setMaximumWidth(round(1.3 * wide) if beside else _ANY)
        self.preview.setMinimumHeight(0 if beside else max(_LEAST, self.height() - self.context.theme.space_5))
        self._inner.setMaximumHeight(max(self.height(), self._inner.minimumSizeHint().height()) if beside else _ANY)

    def _on_written(self) -> None:
        """Change the state; an act in which something is left to complete says so once, and goes on if asked again."""
        if self.desk is None:
            return
        saved = self.desk.saved()
        if saved is not None and saved.state is State.WRITTEN:
            self._give_state(State.DRAFT, "De nouveau un brouillon")
        elif self.output.is_doubtful:
            self._give_state(State.WRITTEN, "Rédigé")
        else:
            self.desk.give(self._mark_written)

    def _mark_written(self, made: MadeAct) -> None:
        left = len(made.act.missing)
        if not left:
            self._give_state(State.WRITTEN, "Rédigé")
        else:
            self.output.doubt(_DOUBT_ONE if left == 1 else _DOUBT.format(n=left))

    def _give_state(self, state: State, words: str) -> None:
        assert self.desk is not None
        self.output.say("")
        self.desk.give_state(state)
        self._show_state()
        self.announced.emit(words)

    def _on_removed(self) -> None:
        if self.desk is not None:
            self.desk.remove()
            self.announced.emit("Retiré de vos actes. Ctrl+Z le rend.")
            self.route_requested.emit(Route(PageId.MODELS))

    def _on_save(self, extension: str) -> None:
        def save(made: MadeAct) -> None:
            from kit.acts.document import act_file_name

            name = act_file_name(made.act.model, made.values, date.today(), extension)
            self.output.save(made.document, name)

        if self.desk is not None:
            if self.leave():
                self.desk.save(anyhow=True)
            self.desk.give(save)

    def _on_session(self) -> None:
        def save(made: MadeAct) -> None:
            folder = self.output.ask_folder("Où ranger le dossier de séance\u00a0?")
            if folder is not None:
                work = session_writer(self.context, made, folder)
                self.output.fill("Préparation du dossier de séance…", folder, work)

        if self.desk is not None and self.leave():
            self.desk.give(save)

    def _on_calendar(self) -> None:
        def save(made: MadeAct) -> None:
            document = calendar_document(self.context, made)
            if document is None:
                self.output.say("Indiquez d’abord la date de la séance ou de la signature.", wrong=True)
                return
            self.output.save(document, "retro-planning.ics", ".ics", ".pdf")

        if self.desk is not None:
            self.desk.give(save)

    def _show_state(self) -> None:
        saved = self.desk.saved() if self.desk is not None else None
        written = saved is not None and saved.state is State.WRITTEN
        self.output.show_written(written)
        self.remove.setVisible(saved is not None)
        self._state.setText(f"Gardé dans votre dossier\u00a0: {saved.state.label}" if saved else "")

    def _show_failure(self, error: KitError) -> None:
        words = error.reason if isinstance(error, ActUnfit) else sentence(error)
        self.preview.show_empty(words)
        self._left.setText(words)

    def _build(self) -> None:
        t = self.context.theme
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.space_6, t.space_2, t.space_5, t.space_4)
        column.setSpacing(t.space_2)
        self._heading, self._summary = Heading("", 1), Label("", "muted")
        column.addWidget(self._heading)
        column.addWidget(self._summary)
        self.preview = PagePreview(t)
        self.preview.zoomed.connect(self._on_zoomed)
        self.preview.resized.connect(self._on_zoomed)
        self._columns = Columns(
            self._build_left(), self.preview, threshold=round(_TWO_COLUMNS * t.scale), gap=t.space_4, stretch=(20, 35)
        )
        self._columns.turned.connect(self._on_turned)
        column.addWidget(self._columns, 1)
        self._inner = inner
        self._area = scrolling(self, inner)
        self._on_turned()

    def _build_left(self) -> QWidget:
        t = self.context.theme
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, t.space_2, t.space_1)
        column.setSpacing(t.space_3)
        self._own, self._common = QVBoxLayout(), QVBoxLayout()
        column.addLayout(self._own)
        self._shared = FoldPanel(t, "Ma collectivité")
        self._shared.body.addLayout(self._common)
        column.addWidget(self._shared)
        self.notes = ActNotes(t)
        self.notes.session_requested.connect(self._on_session)
        self.notes.calendar_requested.connect(self._on_calendar)
        self.notes.route_requested.connect(self.route_requested)
        column.addWidget(self.notes)
        self._state = Label("", "muted")
        column.addWidget(self._state)
        self.remove = QPushButton("Retirer de mes actes")
        self.remove.setProperty("look", "link-flush")
        self.remove.clicked.connect(self._on_removed)
        column.addWidget(self.remove)
        self._scrolled = SnugArea(inner, least=_LEAST)
        self._left_column = QWidget()
        left = QVBoxLayout(self._left_column)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(t.space_2)
        left.addWidget(self._scrolled)
        self._left = Label("", "strong")
        left.addWidget(rule())
        left.addWidget(self._left)
        self.output = ActOutput(self.context)
        self.output.save_requested.connect(self._on_save)
        self.output.written_toggled.connect(self._on_written)
        self.output.announced.connect(self.announced)
        left.addWidget(self.output)
        left.addStretch(1)
        return self._left_column

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_turned()
