"""Réglages: how the texts are written, how large, in which colours; applied at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QScrollArea, QWidget

from kit.typography import fr
from ui.services import file_dialogs
from ui.services.appearance import SCALES, SYSTEM
from ui.services.context import AppContext
from ui.services.page import Crumb, Page
from ui.text.reading_choices import ReadingChoices
from ui.widgets.choice import Choice
from ui.widgets.folder_choice import FolderChoice
from ui.widgets.labelled import Labelled
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.text import Heading, Label

WRITINGS = [("point", "élu·es, un·e élu·e"), ("double", "élues et élus, une élue ou un élu")]
_NAMES = {1.0: "Normale", 1.25: fr("Grande (125 %)"), 1.5: fr("Très grande (150 %)"), 2.0: fr("Double (200 %)")}
SIZES = [(str(scale), _NAMES.get(scale, fr("{percent:.0f} %", percent=scale * 100))) for scale in SCALES]
THEMES = [(SYSTEM, "Comme le système"), ("light", "Clair"), ("dark", "Sombre"), ("contrast", "Très contrasté")]
_WATCHED = (
    "À chaque ouverture, le kit regarde si un fichier de textes plus récents y est arrivé, et vous le propose. "
    "Par exemple un dossier partagé de la mairie."
)
_DONE = "C’est fait, et retenu pour la prochaine fois."


class SettingsPage(Page):
    """Choices kept on this computer."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        inner = QWidget()
        column = page_column(inner, t)
        column.addWidget(Heading("Réglages", 1))
        column.addWidget(Label("Ces choix ne concernent que cet ordinateur.", "muted"))
        settings = context.settings
        self.writing = Choice(t, WRITINGS)
        self.writing.choose(settings.text("writing", "point"))
        self.size_of_text = Choice(t, SIZES)
        self.size_of_text.choose(str(settings.number("text_scale", 1.0, least=1, most=2)))
        self.look = Choice(t, THEMES)
        self.look.choose(settings.text("theme", SYSTEM))
        fields = (
            ("writing", "Écriture des textes, à l’écran, sur papier et dans le message", self.writing),
            ("text-size", "Taille du texte", self.size_of_text),
            ("colours", "Couleurs", self.look),
        )
        for name, words, choice in fields:
            box = Labelled(t, words, choice, wraps=True)
            box.setMaximumWidth(t.measure)
            column.addWidget(box)
            choice.setObjectName(f"setting-{name}")  # where the focus returns to
            choice.activated.connect(self._on_chosen)
        self.reading = ReadingChoices(t, settings)
        self.reading.setMaximumWidth(t.measure)
        self.reading.chosen.connect(self._on_reading)
        column.addWidget(self.reading)
        self.watched = FolderChoice(t, "Dossier surveillé, pour les nouveaux textes", _WATCHED)
        self.watched.setMaximumWidth(t.measure)
        self.watched.show_folder(settings.text("watched_folder"))
        self.watched.choose_requested.connect(self._on_watched_asked)
        self.watched.cleared.connect(self._on_watched_cleared)
        column.addWidget(self.watched)
        column.addStretch(1)
        self._area = scrolling(self, inner)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Réglages"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def state(self) -> dict[str, str]:
        return {}

    def _on_watched_asked(self) -> None:
        watched = self.context.settings.text("watched_folder")
        start = Path(watched) if watched else None
        folder = file_dialogs.choose_folder(self, self.context.settings, "Dossier surveillé", start=start)
        if folder is not None:
            self._watch(str(folder))

    def _on_watched_cleared(self) -> None:
        self._watch("")

    def _watch(self, name: str) -> None:
        self.context.settings.set("watched_folder", name)
        self.watched.show_folder(name)
        self.announced.emit(_DONE)

    def _on_reading(self) -> None:
        self.announced.emit(_DONE)
        self.restyle_requested.emit()

    def _on_chosen(self) -> None:
        settings = self.context.settings
        settings.set("writing", self.writing.key())
        settings.set("text_scale", float(self.size_of_text.key()))
        settings.set("theme", self.look.key())
        self.context.appearance.release()
        self.announced.emit(_DONE)
        self.restyle_requested.emit()
