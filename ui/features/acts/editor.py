"""One act being adapted: what is typed, what the dossier knows, the document that comes of both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from kit.acts import record
from kit.acts.model import ActModel, Field
from kit.documents.places import Places, placed_images
from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from kit.dossier.model import Change
from kit.dossier.plan_fields import IDENTITY
from kit.errors import KitError
from ui.services.context import AppContext
from ui.services.jobs import Latest, Step

if TYPE_CHECKING:
    from kit.acts.rendering import RenderedAct
    from kit.documents.document import Document

_SETTLE_MS = 250
_LABEL = "modèle adapté"


class MadeAct(Struct, frozen=True):
    """An act filled in, its document, the values that it was made of, and its pages as images and as text.

    ``places`` are where the words of each field stand on the pages.
    """

    act: RenderedAct
    document: Document
    values: dict[str, str]
    pages: list[bytes]
    places: Places
    text: str


class ActEditor(QObject):
    """Holds what is typed until ``save`` puts it in the dossier; ``asked`` with the fields, ``made`` with a document.

    ``on`` is the act's target in the dossier, empty until something was saved: ``begun`` says so. ``about`` is the
    action or lever that one came from, empty from elsewhere. ``changed`` when
    the dossier says something else of the act than before, as after an undo.
    """

    asked = Signal(object)
    begun = Signal()
    changed = Signal()
    made = Signal(object)
    failed = Signal(object)

    def __init__(
        self, context: AppContext, model: ActModel, on: str = "", parent: QObject | None = None, *, about: str = ""
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.model = model
        self.on = on
        self._about = about
        self.ppi = 96.0
        self._typesetter = Typesetter()
        self._typed: dict[str, str] = {}
        self._fields: dict[str, Field] = {}
        self._making = Latest(context.jobs)
        self._latest: MadeAct | None = None
        self._awaited: Callable[[MadeAct], None] | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self.make)
        context.session.changed.connect(self._on_changed)
        context.session.taken_back.connect(self._on_taken_back)

    @property
    def latest(self) -> MadeAct | None:
        """The act made last, None before the first."""
        return self._latest

    @property
    def is_untouched(self) -> bool:
        """Whether all its fields are there, and nothing was typed in them or saved of it."""
        return bool(self._fields) and not self.on and not self._typed

    def is_of(self, model_id: str, about: str) -> bool:
        """Say whether it adapts this model, for this action or lever."""
        return (self.model.id, self._about) == (model_id, about)

    def give(self, then: Callable[[MadeAct], None]) -> None:
        """Hand on the act made of all that is known now: at once, or when it is made. The last one who asks gets it."""
        if self._latest is not None and self._latest.values == self.values():
            then(self._latest)
            return
        self._awaited = then
        self.make()

    def begin(self) -> None:
        """Read which fields the model asks for, in the background, then make the first document."""
        acts, model = self._context.acts, self.model
        self._context.jobs.run(self, lambda _: acts.fields(model), self._on_fields, self._on_failed)

    def values(self) -> dict[str, str]:
        """Return all that is known now: the dossier's values, then what is typed and not saved yet."""
        dossier = self._context.session.dossier
        saved = record.saved_act(dossier, self.on) if self.on else None
        return {name: value for name, value in (record.values(dossier, saved) | self._typed).items() if value}

    def saved(self) -> record.SavedAct | None:
        """Return the act as the dossier holds it, None before anything was saved."""
        return record.saved_act(self._context.session.dossier, self.on) if self.on else None

    def type(self, name: str, value: str) -> None:
        """Take what was typed; the document follows shortly."""
        self._typed[name] = value
        self._settle.start(_SETTLE_MS)

    def save(self, *, anyhow: bool = False) -> None:
        """Put what was typed in the dossier as one gesture; ``anyhow`` also begins an act where nothing was typed."""
        changes: list[Change] = []
        held, on, saved = dict(self._typed), self.on, self.saved()
        before = record.values(self._context.session.dossier, saved)
        typed = {name: value for name, value in self._typed.items() if before.get(name, "") != value}
        is_begun = saved is None and bool(typed or anyhow)
        if is_begun:  # never begun, or taken back since
            self.on, changes = record.new_act(self.model, self._served())
        own = saved.values if saved else {}
        changes += [record.change(self._fields[name], value, self.on, own) for name, value in typed.items()]
        changes += record.superseded(self._context.session.dossier, changes)
        self._typed.clear()
        if changes:
            try:
                self._context.session.apply(changes, label=_LABEL)
            except KitError:
                self._typed, self.on = held, on
                raise
        if is_begun:
            self.begun.emit()

    def give_state(self, state: record.State) -> None:
        """Say that the act is written, or a draft again."""
        self.save(anyhow=True)
        act, shared = self.saved(), record.shared_values(self._context.session.dossier)
        if act is not None:
            self._context.session.apply(record.state_given(act, state, shared), label=_LABEL)

    def remove(self) -> None:
        """Take the act out of the dossier; Ctrl+Z brings it back."""
        act = self.saved()
        self._typed.clear()
        if act is not None:
            self._context.session.apply(record.removed(self._context.session.dossier, act), label="modèle retiré")
            self.on = ""

    def make(self) -> None:
        """Make the document of what is known now; an earlier wish under way is dropped."""
        self._settle.stop()
        acts, model, values = self._context.acts, self.model, self.values()
        dossier = self._context.session.dossier
        publisher, typesetter, ppi = self._context.library.publisher, self._typesetter, self.ppi

        def work(_step: Step) -> MadeAct:
            from kit.documents.emblem import with_emblem

            act = acts.render(model, values)
            document = with_emblem(acts.document(act, values, publisher, date.today()), dossier)
            pages, places = placed_images(document, typesetter, ppi)
            return MadeAct(act, document, values, pages, places, document_text(document))

        self._making.run(self, work, self._on_made, self._on_failed, dossier=dossier)

    def _on_changed(self, target: str) -> None:
        if self._fields and target in ("", self.on, record.SHARED, IDENTITY):
            self.changed.emit()
            if self._latest is None or self._latest.values != self.values():
                self.make()

    def _on_taken_back(self, target: str, field: str, value: object) -> None:
        """Hold on to what the disk refused, as typed and not saved yet."""
        own = (field.removeprefix(record.VALUE),) if target == self.on else ()
        for one in self._fields.values():
            change = record.change(one, "", self.on, own)
            if (change.on, change.f) == (target, field) and not one.options:
                self._typed.setdefault(one.name, "" if value is None else str(value))

    def _served(self) -> str:
        """Return the action or milestone that the act is for, as a target.

        It is the one that one came from, or the only one of that lever, or of all levers, that the model serves:
        where there are several, nobody said which, and it is none.
        """
        library = self._context.library
        served = [one for one in map(library.article, self.model.actions) if one.kind in ("action", "milestone")]
        asked = [one for one in served if one.id == self._about]
        if not asked and (lever := library.outline.lever(self._about)):
            asked = [one for one in served if library.outline.lever_of(one.id) == lever]
        elif not asked:
            asked = served
        return f"{asked[0].kind}:{asked[0].id}" if len(asked) == 1 else ""

    def _on_fields(self, fields: tuple[Field, ...]) -> None:
        self._fields = {field.name: field for field in fields}
        self.asked.emit(fields)
        self.make()

    def _on_made(self, made: MadeAct) -> None:
        self._latest = made
        self.made.emit(made)
        then, self._awaited = self._awaited, None
        if then is not None:
            then(made)

    def _on_failed(self, error: KitError) -> None:
        self._awaited = None
        self.failed.emit(error)
