"""Réunir des collectivités: many dossiers and messages to one anonymous table, for the CRESS or an EPCI."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from atelier.features.consolidation import united_page, work
from atelier.features.consolidation.united_page import UnitedPage
from atelier.features.consolidation.work import Order, Outcome
from atelier.services.context import AtelierContext
from atelier.widgets.tool_page import ToolPage
from kit.content.figure_words import sentence
from kit.typography import fr
from ui.output.documents import DocumentOutlet
from ui.services import clipboard, file_dialogs
from ui.text.article_html import QUOTE
from ui.widgets.folder_choice import FolderChoice
from ui.widgets.labelled import Labelled
from ui.widgets.segments import Segments
from ui.widgets.text import Label
from ui.widgets.tool_card import ToolCard

_WHAT = fr(
    "Les dossiers et les messages reçus deviennent un seul tableau sans nom : par levier, combien de "
    "collectivités, de quelle taille et de quel département, ont fait quoi. La réponse la plus récente de chacune "
    "compte."
)
_KINDS = "Dossiers (.kitess, .zip), messages (.eml, .mbox), lignes de partage (.csv)"
_FILTER = f"{_KINDS} (*.kitess *.zip *.eml *.mbox *.csv)"
_LEAST = fr("En dessous de ce nombre, un nombre est caché : il laisserait deviner la réponse d’une collectivité.")
_LEASTS = (5, 10, 20)
_NOTHING = "Rien n’est choisi. Prenez le dossier où sont rangés les fichiers reçus, ou ces fichiers."
_BEFORE = "Tableau de l’an dernier"
_BEFORE_WHAT = "Si vous en choisissez un, la page dit ce qui a changé pour chaque levier."
_BEFORE_NOTE = "Le fichier .csv ou .ods enregistré ici, ou le dossier des réponses reçues cette année-là."
_BEFORE_FILTER = "Tableaux des collectivités (*.csv *.ods *.xlsx)"
_FORMATS = (".ods", ".pdf", ".csv", ".xlsx", ".odt", ".docx")


class ConsolidationPage(ToolPage):
    """Choose what was received, a threshold and perhaps an earlier table; the page that comes of it is saved."""

    TITLE = "Réunir des collectivités"
    LEAD = _WHAT

    def __init__(self, context: AtelierContext, parent: QWidget | None = None) -> None:
        self._paths: tuple[Path, ...] = ()
        self._outcome: Outcome | None = None
        self._page: UnitedPage | None = None
        self._place = 0  # where one had scrolled to when another answer was chosen
        super().__init__(context, parent)
        self.outlet = DocumentOutlet(context, self)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self.outlet.line)
        self.outlet.announced.connect(self.announced)
        self.tasks.result.view.link_activated.connect(self._on_link)
        self.setFocusProxy(self.folder)
        self.choose(())

    def cards(self) -> list[QWidget]:
        theme = self.context.theme
        self.received = ToolCard(theme, "Ce qui a été reçu", _KINDS)
        self.chosen = Label("", "strong")
        self.received.add_field(self.chosen)
        self.least = Segments("Seuil", [(str(one), str(one)) for one in _LEASTS])
        box = Labelled(theme, "Seuil", self.least)
        box.show_note(_LEAST)
        self.received.add_field(box)
        self.folder = self.received.add_button("Choisir un dossier…", self._on_folder)
        self.files = self.received.add_button("Choisir des fichiers…", self._on_files)
        self.unite = self.received.add_button("Réunir", self._on_unite, look="primary")
        self.earlier = ToolCard(theme, "Comparer", _BEFORE_WHAT)
        self.before = FolderChoice(theme, _BEFORE, _BEFORE_NOTE, choose="Choisir le tableau…", clear="Ne pas comparer")
        self.before.choose_requested.connect(self._on_before_file)
        self.before.cleared.connect(lambda: self.before.show_folder(""))
        self.earlier.add_field(self.before)
        self.before_folder = self.earlier.add_button("Choisir le dossier des réponses…", self._on_before_folder)
        return [self.received, self.earlier]

    def choose(self, chosen: Sequence[Path]) -> None:
        """Take these files and folders."""
        self._paths = tuple(chosen)
        names = work.names_of(self._paths)
        self.chosen.setText(fr("Choisi : {names}", names=names) if self._paths else _NOTHING)
        self.unite.setEnabled(bool(self._paths))
        self.tasks.say("")

    def _on_files(self) -> None:
        paths = file_dialogs.open_files(self, self.context.settings, "Fichiers reçus", _FILTER)
        if paths:
            self._take(paths)

    def _on_folder(self) -> None:
        folder = file_dialogs.choose_folder(self, self.context.settings, "Dossier des fichiers reçus")
        if folder is not None:
            self._take([folder])

    def _take(self, paths: Sequence[Path]) -> None:
        self.choose(paths)
        self.announced.emit(self.chosen.text())

    def _on_before_file(self) -> None:
        path = file_dialogs.open_file(self, self.context.settings, _BEFORE, _BEFORE_FILTER)
        if path is not None:
            self.before.show_folder(str(path))

    def _on_before_folder(self) -> None:
        folder = file_dialogs.choose_folder(self, self.context.settings, "Dossier des réponses de l’an dernier")
        if folder is not None:
            self.before.show_folder(str(folder))

    def _on_unite(self) -> None:
        before = Path(self.before.path.text()) if self.before.path.text() else None
        order, library = Order(self._paths, int(self.least.key()), before), self.context.library
        self.tasks.start(lambda step: work.unite(library, order, step), self._on_counted)

    def _on_counted(self, outcome: Outcome) -> None:
        self._outcome = outcome
        count = len(outcome.received.latest)
        many = "s" if count > 1 else ""
        self._show()
        if not count:
            self.tasks.say(fr("Aucune collectivité trouvée : rien à enregistrer."), wrong=True)
            return
        hidden = outcome.found.hidden_cells
        of_hidden = f"{hidden} nombre{'s' if hidden > 1 else ''} caché{'s' if hidden > 1 else ''}"
        self.tasks.say(f"{count} collectivité{many} réunie{many}, {of_hidden}.")

    def _show(self) -> None:
        if self._outcome is None:
            return
        page = self._page = united_page.united_page(self.context.library, self._outcome, self.context.theme)
        todo = "Enregistrer…" if len(self._outcome.received.latest) else ""
        self.tasks.show_page(page.html, united_page.TITLE, todo, self._on_save, page.figures)

    def _on_save(self) -> None:
        if self._outcome is not None:
            self._show()  # it stays in sight: it may be saved in another format too
            self.outlet.save(self._outcome.document, "collectivites-reunies", _FORMATS)

    def _on_link(self, target: str) -> None:
        if self._page is None or self._outcome is None:
            return
        if target.startswith(QUOTE):
            words = sentence(self._page.figures[int(target.removeprefix(QUOTE))])
            clipboard.copy(words)
            self.context.feedback.tell(fr(f"Copié avec son année et sa source : {words}"))
            return
        answer = united_page.chosen_answer(target, self._page.doubles)
        if answer is not None:
            outcome, library = self._outcome, self.context.library
            self._place = self.tasks.result.view.verticalScrollBar().value()
            self.tasks.start(lambda step: work.count_other(library, outcome, answer, step), self._on_counted_again)

    def _on_counted_again(self, outcome: Outcome) -> None:
        self._on_counted(outcome)
        view = self.tasks.result.view
        view.setFocus()
        view.verticalScrollBar().setValue(self._place)
