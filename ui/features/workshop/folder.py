"""The folder of texts that the workshop works on: chosen, or copied from the kit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kit.packs.working_copy import copy_texts, is_working_copy
from kit.typography import fr
from ui.features.workshop import work
from ui.features.workshop.tasks import WorkshopTasks
from ui.services import file_dialogs
from ui.services.jobs import Step
from ui.text import html
from ui.widgets.folder_choice import FolderChoice
from ui.widgets.tool_card import ToolCard

if TYPE_CHECKING:
    from kit.content.problem import Report

SETTING = "workshop_folder"
_WHAT = (
    "On corrige une copie des textes, dans un dossier à soi. Celle du programme ne change que lorsqu’un paquet "
    "est installé."
)
_NOT_TEXTS = "Ce dossier ne contient pas de textes du kit (kit.toml et content). Choisissez-en un autre."


class FolderTool(QObject):
    """Gives the bench its folder, kept in the settings."""

    def __init__(self, tasks: WorkshopTasks) -> None:
        super().__init__(tasks)
        self._tasks = tasks
        self.card = ToolCard(tasks.theme, "1. Les textes", _WHAT)
        self.choice = FolderChoice(tasks.theme, "Dossier des textes", "", clear="Oublier ce dossier")
        self.choice.choose_requested.connect(self._on_choose)
        self.choice.cleared.connect(self._on_cleared)
        self.card.add_field(self.choice)
        self.copy = self.card.add_button("Copier les textes du kit…", self._on_copy)
        self.check = self.card.add_button("Contrôler les textes", self._on_check)
        self._show(tasks.context.settings.text(SETTING))

    def _on_choose(self) -> None:
        start = Path(self._tasks.folder) if self._tasks.folder else None
        path = file_dialogs.choose_folder(self.card, self._tasks.context.settings, "Dossier des textes", start=start)
        if path is not None and not is_working_copy(path):
            self._tasks.say(_NOT_TEXTS, wrong=True)
        elif path is not None:
            self._show(str(path))
            self._tasks.say("")

    def _on_cleared(self) -> None:
        self._show("")

    def _on_copy(self) -> None:
        words = "Un dossier vide, pour y copier les textes"
        folder = file_dialogs.choose_folder(self.card, self._tasks.context.settings, words)
        if folder is not None:

            def copy(step: Step) -> Path:
                step("write")
                copy_texts(folder)
                return folder

            self._tasks.start(copy, self._on_copied, changes_things=True)

    def _on_copied(self, folder: Path) -> None:
        self._show(str(folder))
        self._tasks.say(fr("Les textes sont copiés dans « {folder} ».", folder=folder))

    def _on_check(self) -> None:
        if folder := self._tasks.needed_texts():
            self._tasks.start(lambda step: work.check(folder, step), self._on_checked)

    def _on_checked(self, report: Report) -> None:
        rows = [
            (p.severity, fr("{file}, ligne {line} : {message}", file=p.file, line=p.line, message=p.message))
            for p in report.problems
        ]
        errors = [words for severity, words in rows if severity == "error"]
        notes = [words for severity, words in rows if severity != "error"]
        said = fr("Aucune erreur : ces textes peuvent être publiés.")
        if errors:
            said = fr("Erreurs à corriger : {count}", count=len(errors))
        title = "Contrôle des textes"
        parts = [html.heading(title), html.paragraph(said, "lead"), *map(html.paragraph, errors)]
        if notes:
            parts += [html.heading(fr("Remarques : {count}", count=len(notes))), *map(html.paragraph, notes)]
        self._tasks.show(parts, title)

    def _show(self, name: str) -> None:
        self._tasks.folder = name
        self._tasks.context.settings.set(SETTING, name)
        self.choice.show_folder(name)
