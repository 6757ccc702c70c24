"""What the tools of a screen share: the work under way, what is said, what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from atelier.services.context import AtelierContext
from atelier.widgets.result_pane import ResultPane
from kit.content.blocks import Figure
from kit.errors import ContentError, KitError, OutputExists, PackRefused, SaveRefused, TextChanged
from kit.refusals import reason_and_advice
from kit.tokens import Tokens
from kit.typography import fr
from ui.services import pack_words
from ui.services.errors import not_written, sentence
from ui.services.jobs import Job, Step
from ui.text import html
from ui.widgets.status_line import StatusLine
from ui.widgets.wait_bar import WaitBar

_STEPS = {
    "read": "Lecture…",
    "count": "Calcul du tableau…",
    "write": "Écriture…",
    "check": "Contrôle des textes…",
    "sign": "Signature…",
    "verify": "Relecture de ce qui est écrit…",
    "compile": "Préparation des textes…",
}
_NO_FOLDER = fr("Choisissez d’abord le dossier des textes, dans « Dossier de travail ». Rien n’a été fait.")
_CHANGED = fr("« {name} » a changé depuis que vous avez regardé : il n’a pas été remplacé. Recommencez.")
_NOT_EMPTY = fr("Ce dossier n’est pas vide : rien n’y a été copié. Choisissez ou créez un dossier vide.")


class Tasks(QObject):
    """One work at a time; ``result_wanted`` when there is something to read, ``result_left`` when it is read."""

    result_wanted = Signal()
    result_left = Signal()
    announced = Signal(str)

    def __init__(self, context: AtelierContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.status = StatusLine()
        self.status.announced.connect(self.announced)
        self.wait = WaitBar(context.theme)
        self.result = ResultPane(context.theme)
        self._taken: Callable[[], None] | None = None
        self._job: Job | None = None
        self.wait.stopped.connect(self._on_stopped)
        self.result.left.connect(self.put_away)
        self.result.taken.connect(self._on_taken)

    @property
    def theme(self) -> Tokens:
        """The looks to build with."""
        return self.context.theme

    def needed_texts(self) -> Path | None:
        """Return the folder of texts, or say that one is needed."""
        folder = self.context.folder.path
        if folder is None:
            self.say(_NO_FOLDER, wrong=True)
        return folder

    def start[T](
        self,
        work: Callable[[Step], T],
        then: Callable[[T], None],
        *,
        changes_things: bool = False,
        refused: Callable[[KitError], bool] | None = None,
        about: Path | None = None,
    ) -> None:
        """Do work in the background, one at a time, with what is under way in sight.

        ``refused`` returns True for an error that it has told itself; ``about`` is the file that a refusal of the disk
        is told of.
        """
        if self._job is not None and self._job.is_running:
            return
        self.say("")
        self.wait.begin(_STEPS["read"])
        self._job = self.context.jobs.run(
            self,
            work,
            then,
            lambda error: None if refused is not None and refused(error) else self._on_failed(error, changes_things),
            about=about,
            ended=self.wait.end,
            stepped=self._on_advanced,
            changes_things=changes_things,
        )

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say what was done, or what went wrong; empty words take it back."""
        self.status.say(words, wrong=wrong)

    def show(
        self,
        parts: Iterable[str],
        name: str,
        todo: str = "",
        taken: Callable[[], None] | None = None,
        more: Sequence[tuple[str, Callable[[], None]]] = (),
    ) -> None:
        """Show what was found; ``todo`` names the button that calls ``taken``, ``more`` others, which stay."""
        self.show_page(html.page(parts, self.theme), name, todo, taken, more=more)

    def show_page(
        self,
        html: str,
        name: str,
        todo: str = "",
        taken: Callable[[], None] | None = None,
        figures: Sequence[Figure] = (),
        more: Sequence[tuple[str, Callable[[], None]]] = (),
    ) -> None:
        """Show a page that is HTML already, with its figures."""
        self._taken = taken
        self.result_wanted.emit()
        self.result.show_result(html, name, todo, figures, more)
        self.announced.emit(name)

    def put_away(self) -> None:
        """Go back from what is shown to the tools."""
        self._taken = None
        self.result_left.emit()

    def _on_taken(self) -> None:
        taken = self._taken
        self.put_away()
        if taken is not None:
            taken()

    def _on_advanced(self, step: str, done: int, total: int) -> None:
        if total:
            words = fr("{step} {done} sur {total}", step=_STEPS[step], done=done + 1, total=total)
            self.wait.advance(words, done, total)
        else:
            self.wait.begin(_STEPS[step])

    def _on_stopped(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _on_failed(self, error: KitError, has_written: bool) -> None:
        if isinstance(error, SaveRefused):
            self.say(not_written(error) if has_written else not_read(error), wrong=True)
        else:
            self.say(_sentence(error), wrong=True)


def not_read(error: KitError) -> str:
    """Return why the texts, or the edition that they are compared with, were not read: nothing was to be written."""
    if isinstance(error, PackRefused):
        return pack_words.not_compared(error)
    if not isinstance(error, SaveRefused):
        return _sentence(error)
    return fr(
        "« {name} » n’a pas pu être lu : {why}, puis recommencez. Rien n’a été changé.",
        name=error.path.name,
        why=reason_and_advice(error.cause),
    )


def _sentence(error: KitError) -> str:
    if isinstance(error, ContentError):
        return fr(
            "Un fichier ne se lit pas : {name}, ligne {line} : {detail}. "
            "Corrigez-le, puis recommencez ; rien n’a été changé.",
            name=error.file.name,
            line=error.line,
            detail=error.detail,
        )
    if isinstance(error, TextChanged):
        return _CHANGED.format(name=error.path.name)
    if isinstance(error, PackRefused):
        return pack_words.unfit(error)
    return _NOT_EMPTY if isinstance(error, OutputExists) and error.path.is_dir() else sentence(error)
