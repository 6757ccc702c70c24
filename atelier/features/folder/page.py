"""Dossier de travail: the folder of texts that is worked on, chosen or copied from the kit, and its check."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup
from PySide6.QtWidgets import QLineEdit, QWidget

from atelier.features.folder import work
from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.widgets.tasks import not_read
from atelier.widgets.tool_page import ToolPage
from kit.errors import KitError
from kit.packs.pack import EXTENSION
from kit.packs.working_copy import copy_texts, is_working_copy
from kit.typography import fr
from ui.services import file_dialogs
from ui.services.jobs import Step
from ui.services.navigation import Route
from ui.text import html
from ui.widgets.folder_choice import FolderChoice
from ui.widgets.labelled import Labelled
from ui.widgets.tool_card import ToolCard

if TYPE_CHECKING:
    from kit.content.problem import Problem

_WHAT = fr(
    "On corrige une copie des textes, dans un dossier à soi. La première fois : « Copier les textes du kit… », dans un "
    "dossier vide. Les textes du programme ne changent que lorsqu’un paquet est installé."
)
_EDITION = "Ce qui a changé depuis cette édition est marqué dans la liste des textes et dans chaque page."
_WHO = "Ce nom est gardé dans l’historique du dossier, à côté de chaque correction. Il ne va nulle part ailleurs."
_PACKS = f"Paquets de textes (*{EXTENSION})"
_LONGEST = 80  # characters of a name
_NO_ERROR = fr("Aucune erreur : ces textes peuvent être publiés.")
_NOT_TEXTS = "Ce dossier ne contient pas de textes du kit (kit.toml et content). Choisissez-en un autre."


class FolderPage(ToolPage):
    """The folder is kept in the settings; every other screen works on it."""

    TITLE = "Dossier de travail"
    LEAD = (
        "Tout ce que fait l’atelier se passe dans un dossier à vous. Rien ici ne touche aux dossiers des collectivités."
    )

    def __init__(self, context: AtelierContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        context.folder.changed.connect(self._show)
        context.open_texts.failed.connect(self._on_unread)
        context.open_texts.changed.connect(self._show_base)
        self._show()
        self._show_base()

    def cards(self) -> list[QWidget]:
        self.card = ToolCard(self.context.theme, "Les textes", _WHAT)
        self.choice = FolderChoice(self.context.theme, "Dossier des textes", "", clear="Oublier ce dossier")
        self.choice.choose_requested.connect(self._on_choose)
        self.choice.cleared.connect(self._on_cleared)
        self.card.add_field(self.choice)
        self.go = self.card.add_button("Aller aux textes", self._on_go, look="primary")
        self.copy = self.card.add_button("Copier les textes du kit…", self._on_copy)
        self.tasks.result.view.link_activated.connect(self._on_link)
        self.check = self.card.add_button("Contrôler les textes", self._on_check)
        return [self.card, self._build_edition(), self._build_name()]

    def _build_edition(self) -> QWidget:
        card = ToolCard(self.context.theme, "L’édition de référence", _EDITION)
        self.base = FolderChoice(
            self.context.theme, "Comparer avec", "", choose="Choisir un paquet…", clear="Les textes du programme"
        )
        self.base.path.setPlaceholderText("Les textes du programme")
        self.base.choose_requested.connect(self._on_choose_pack)
        self.base.cleared.connect(self._on_base_cleared)
        card.add_field(self.base)
        self.base_folder = card.add_button("Choisir un dossier de textes…", self._on_choose_base)
        return card

    def _build_name(self) -> QWidget:
        card = ToolCard(self.context.theme, "Qui corrige", _WHO)
        self.who = QLineEdit(self.context.folder.who)
        self.who.setMaxLength(_LONGEST)
        self.who.editingFinished.connect(self._on_named)
        card.add_field(Labelled(self.context.theme, "Votre nom, ou vos initiales", self.who))
        return card

    def _on_named(self) -> None:
        self.context.folder.sign(self.who.text().strip())

    def _on_choose_pack(self) -> None:
        path = file_dialogs.open_file(self, self.context.settings, "Un paquet de textes", _PACKS)
        if path is not None:
            self._compare_with(path)

    def _on_choose_base(self) -> None:
        path = file_dialogs.choose_folder(self, self.context.settings, "Textes à comparer")
        if path is not None and not is_working_copy(path):
            self.tasks.say(_NOT_TEXTS, wrong=True)
        elif path is not None:
            self._compare_with(path)

    def _on_base_cleared(self) -> None:
        self._compare_with(None)

    def _compare_with(self, path: Path | None) -> None:
        self.base.show_folder(str(path or ""))
        self.tasks.say("")
        self.context.open_texts.compare_with(path)

    def _on_unread(self, error: KitError) -> None:
        """Say why an edition or the folder could not be read."""
        self.tasks.say(not_read(error), wrong=True)

    def _on_choose(self) -> None:
        start = self.context.folder.path
        path = file_dialogs.choose_folder(self.card, self.context.settings, "Dossier des textes", start=start)
        if path is not None and not is_working_copy(path):
            self.tasks.say(_NOT_TEXTS, wrong=True)
        elif path is not None:
            self.context.folder.choose(str(path))
            self.tasks.say("")

    def _on_cleared(self) -> None:
        self.context.folder.choose("")

    def _on_copy(self) -> None:
        words = "Un dossier vide, pour y copier les textes"
        folder = file_dialogs.choose_folder(self.card, self.context.settings, words)
        if folder is not None:

            def copy(step: Step) -> Path:
                step("write")
                copy_texts(folder)
                return folder

            self.tasks.start(copy, self._on_copied, changes_things=True)

    def _on_copied(self, folder: Path) -> None:
        self.context.folder.choose(str(folder))
        self.tasks.say(fr("Les textes sont copiés dans « {folder} ». « Aller aux textes » les montre.", folder=folder))
        self.go.setFocus()

    def _on_check(self) -> None:
        if folder := self.tasks.needed_texts():
            self.tasks.start(lambda step: work.check(folder, step), self._on_checked)

    def _on_checked(self, checked: work.Checked) -> None:
        problems = checked.report.problems
        errors = [_problem_line(one, checked.ids) for one in problems if one.severity == "error"]
        notes = [_problem_line(one, checked.ids) for one in problems if one.severity != "error"]
        said = fr("Erreurs à corriger : {count}", count=len(errors)) if errors else _NO_ERROR
        title = "Contrôle des textes"
        parts = [html.heading(title), html.paragraph(said, "lead")]
        parts += [html.items(errors)] if errors else []
        if notes:
            parts += [html.heading(fr("Remarques : {count}", count=len(notes))), html.items(notes)]
        self.tasks.show(parts, title, "" if errors else "Aller à l’édition", self._on_edition)

    def _on_edition(self) -> None:
        self.route_requested.emit(Route(ScreenId.EDITION))

    def _show_base(self) -> None:
        self.base.show_folder(str(self.context.open_texts.base or ""))

    def _on_link(self, target: str) -> None:
        self.route_requested.emit(Route(ScreenId.TEXT, target))

    def _on_go(self) -> None:
        self.route_requested.emit(Route(ScreenId.TEXTS))

    def _show(self) -> None:
        self.choice.show_folder(self.context.folder.name)
        self.go.setVisible(self.context.folder.path is not None)


def _problem_line(one: Problem, ids: Mapping[str, str]) -> Markup:
    """Return a problem with the way to its text."""
    words = fr("{file}, ligne {line} : {message}", file=one.file, line=one.line, message=one.message)
    return html.link(ids[one.file], words) if one.file in ids else Markup("{}").format(words)
