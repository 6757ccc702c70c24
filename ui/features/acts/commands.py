"""What one does with an act: save it, print it, make its dossier de séance or calendar, say that it is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from kit.acts.record import State
from kit.typography import fr
from ui.features.acts.companions import calendar_document, session_writer
from ui.features.acts.editor import ActEditor, MadeAct
from ui.features.acts.output import ActOutput
from ui.services.context import AppContext

_DOUBT = fr(
    "{n} blancs restent à compléter. Vous pouvez marquer ce document comme rédigé quand même : ils y restent "
    "visibles, entre crochets."
)
_DOUBT_ONE = fr(
    "Un blanc reste à compléter. Vous pouvez marquer ce document comme rédigé quand même : il y reste visible, "
    "entre crochets."
)
_CHECK = "{n} références restent à vérifier avant signature. Vous pouvez marquer ce document comme rédigé quand même."
_CHECK_ONE = "Une référence reste à vérifier avant signature. Vous pouvez marquer ce document comme rédigé quand même."


class ActCommands(QObject):
    """Commands on the act in ``editor``; ``stated``, with words for a screen reader, when it is written or a draft.

    ``keep`` puts what is typed in the dossier first; where that is refused, nothing is printed or put together.
    """

    stated = Signal(str)

    def __init__(self, context: AppContext, output: ActOutput, keep: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._output, self._keep = context, output, keep
        self.editor: ActEditor | None = None
        output.save_requested.connect(self.save)
        output.print_requested.connect(self.print)
        output.written_toggled.connect(self._on_written)

    def save(self, extension: str) -> None:
        """Write the act in a file of this format; an act that was not begun is begun by it."""

        def save(made: MadeAct) -> None:
            from kit.acts.document import act_file_name

            name = act_file_name(made.act.model, made.values, date.today(), extension)
            self._output.save(made.document, name)

        if self.editor is not None:
            if self._keep():
                self.editor.save(anyhow=True)
            self.editor.give(save)

    def print(self) -> bool:
        """Send the act to the printer; False where there is none."""
        if self.editor is not None and self._keep():
            self.editor.give(lambda made: self._output.print(made.document))
        return self.editor is not None

    def prepare_session(self) -> None:
        """Write the dossier de séance in a folder."""

        def save(made: MadeAct) -> None:
            folder = self._output.ask_folder(fr("Où ranger le dossier de séance ?"))
            if folder is not None:
                work = session_writer(self._context, made, folder)
                self._output.fill("Préparation du dossier de séance…", folder, work)

        if self.editor is not None and self._keep():
            self.editor.give(save)

    def save_calendar(self) -> None:
        """Write the calendar up to the signature."""

        def save(made: MadeAct) -> None:
            document = calendar_document(self._context, made)
            if document is None:
                self._output.say("Indiquez d’abord la date de la séance ou de la signature.", wrong=True)
                return
            self._output.save(document, "retro-planning.ics", ".ics", ".pdf")

        if self.editor is not None:
            self.editor.give(save)

    def _on_written(self) -> None:
        """Change the state; an act in which something is left to do says so once, and goes on if asked again."""
        if self.editor is None:
            return
        saved = self.editor.saved()
        if saved is not None and saved.state is State.WRITTEN:
            self._give_state(State.DRAFT, "De nouveau un brouillon")
        elif self._output.is_doubtful:
            self._give_state(State.WRITTEN, "Rédigé")
        else:
            self.editor.give(self._mark_written)

    def _mark_written(self, made: MadeAct) -> None:
        empty, unread = len(made.act.missing), len(made.act.to_check)
        if empty:
            self._output.doubt(_DOUBT_ONE if empty == 1 else _DOUBT.format(n=empty))
        elif unread:
            self._output.doubt(_CHECK_ONE if unread == 1 else _CHECK.format(n=unread))
        else:
            self._give_state(State.WRITTEN, "Rédigé")

    def _give_state(self, state: State, words: str) -> None:
        assert self.editor is not None
        self._output.say("")
        self.editor.give_state(state)
        self.stated.emit(words)
