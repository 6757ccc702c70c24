"""Réunir des collectivités: many dossiers and messages to one anonymous table, for the CRESS or an EPCI."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from atelier.services.context import AtelierContext
from kit import paths
from kit.typography import fr
from ui.output.documents import DocumentOutlet
from ui.services import file_dialogs
from ui.services.jobs import Step
from ui.services.page import Crumb, Screen
from ui.widgets.bounded import bounded
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labelled import Labelled
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.segments import Segments
from ui.widgets.text import Heading, Label

if TYPE_CHECKING:
    from kit.consolidate.sources import PassedOver
    from kit.documents.document import Document

_LEAD = fr(
    "Les dossiers et les messages reçus deviennent un seul tableau sans nom : par levier, combien de "
    "collectivités, de quelle taille et de quel département, ont fait quoi. La réponse la plus récente de chacune "
    "compte."
)
_WHAT = "Dossiers (.kitess) et messages (.eml, .mbox)"
_FILTER = f"{_WHAT} (*.kitess *.eml *.mbox)"
_LEAST = "En dessous de ce nombre, une case est cachée, pour qu’aucune collectivité ne se devine."
_LEASTS = (5, 10, 20)
_NOTHING = "Rien n’est choisi. Prenez les fichiers reçus, ou le dossier où ils sont rangés."
_STEPS = {"read": "Lecture des fichiers…", "count": "Calcul du tableau…"}
_REASONS = {
    "missing": "introuvable",
    "unreadable": "illisible",
    "empty": "rien à compter",
    "damaged": "ligne de partage abîmée",
    "other": "d’une autre sorte, d’une autre version ou d’une autre région",
}
_NAMED = 30  # files passed over that are named one by one


class Outcome(Struct, frozen=True):
    """What was read: the table, how many collectivités and hidden counts, and the files that gave nothing."""

    document: Document
    count: int
    hidden: int
    passed_over: tuple[PassedOver, ...]


class ConsolidationPage(Screen):
    """Choose what was received and a threshold; the table is counted, then saved where one says."""

    def __init__(self, context: AtelierContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._paths: tuple[Path, ...] = ()
        self.outlet = DocumentOutlet(context, self)
        self._area = self._build()
        self.files.clicked.connect(self._on_files)
        self.folder.clicked.connect(self._on_folder)
        self.unite.clicked.connect(self._on_unite)
        self.outlet.announced.connect(self.announced)
        self.setFocusProxy(self.files)
        self.choose(())

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Réunir des collectivités"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def choose(self, chosen: Sequence[Path]) -> None:
        """Take these files and folders."""
        self._paths = tuple(chosen)
        names = ", ".join(path.name for path in self._paths[:5])
        more = f" et {len(self._paths) - 5} autres" if len(self._paths) > 5 else ""
        self.chosen.setText(fr("Choisi : {names}{more}", names=names, more=more) if self._paths else _NOTHING)
        self.unite.setEnabled(bool(self._paths))
        self.outlet.line.say("")
        self.passed.setText("")
        self.passed.hide()

    def _on_files(self) -> None:
        paths = file_dialogs.open_files(self, self.context.settings, "Fichiers reçus", _FILTER)
        if paths:
            self.choose(paths)
            self.announced.emit(self.chosen.text())

    def _on_folder(self) -> None:
        folder = file_dialogs.choose_folder(self, self.context.settings, "Dossier des fichiers reçus")
        if folder is not None:
            self.choose([folder])
            self.announced.emit(self.chosen.text())

    def _on_unite(self) -> None:
        chosen, least, library = self._paths, int(self.least.key()), self.context.library

        def work(step: Step) -> Outcome:
            from kit.consolidate.answers import Latest
            from kit.consolidate.document import consolidation_document
            from kit.consolidate.sources import Reader
            from kit.consolidate.table import consolidate
            from kit.territoires import Territories

            step("read")
            actions = [action.id for action in library.outline.actions]
            reader = Reader(actions, Territories.shared(paths.territories()))
            latest = Latest()
            for answer in reader.read(chosen):
                latest.add(answer)
                step("read")
            step("count")
            found = consolidate(latest, actions, least=least)
            document = consolidation_document(library, found)
            return Outcome(document, len(latest), found.hidden_cells, tuple(reader.passed_over))

        self.outlet.start(work, self._on_counted, _STEPS)

    def _on_counted(self, outcome: Outcome) -> None:
        self._show_passed(outcome.passed_over)
        many = "s" if outcome.count > 1 else ""
        told = f"{outcome.count} collectivité{many} réunie{many}" if outcome.count else "Aucune collectivité trouvée"
        if not outcome.count:
            self.outlet.say(fr("{told} : rien n’est écrit.", told=told), wrong=True)
            return
        hidden = f"{outcome.hidden} nombre{'s' if outcome.hidden > 1 else ''} caché{'s' if outcome.hidden > 1 else ''}"
        self.outlet.say(f"{told}, {hidden}.")
        formats = (".ods", ".xlsx", ".csv", ".odt", ".docx", ".pdf")
        self.outlet.save(outcome.document, "collectivites-reunies", formats, told=f"{told}, {hidden}.")

    def _show_passed(self, passed: Sequence[PassedOver]) -> None:
        lines = [fr("{name} : {reasons}", name=one.path.name, reasons=_REASONS[one.reason]) for one in passed[:_NAMED]]
        if len(passed) > _NAMED:
            lines.append(f"… et {len(passed) - _NAMED} autres")
        head = f"{len(passed)} fichier{'s' if len(passed) > 1 else ''} laissé{'s' if len(passed) > 1 else ''} de côté"
        self.passed.setText("\n".join([fr("{head} :", head=head), *lines]) if passed else "")
        self.passed.setVisible(bool(passed))

    def _build(self) -> QScrollArea:
        t = self.context.theme
        self.files = QPushButton("Choisir des fichiers…")
        self.folder = QPushButton("Choisir un dossier…")
        self.unite = QPushButton("Réunir et enregistrer…")
        self.unite.setProperty("look", "primary")
        self.chosen, self.passed = Label("", "strong"), Label("", "muted")
        self.least = Segments("Seuil", [(str(one), str(one)) for one in _LEASTS])
        box = Labelled(t, "Seuil", self.least)
        box.show_note(_LEAST)
        flow = FlowLayout(gap=t.space_2)
        flow.addWidget(self.files)
        flow.addWidget(self.folder)
        last = FlowLayout(gap=t.space_2)
        last.addWidget(self.unite)
        inner = QWidget()
        column = page_column(inner, t)
        column.addWidget(Heading("Réunir des collectivités", 1))
        column.addLayout(bounded(Label(_LEAD), t.measure))
        column.addWidget(Label(_WHAT, "label"))
        column.addLayout(flow)
        column.addLayout(bounded(self.chosen, t.measure))
        column.addLayout(bounded(box, t.measure))
        column.addLayout(last)
        column.addWidget(self.outlet.line)
        column.addLayout(bounded(self.passed, t.measure))
        column.addStretch(1)
        return scrolling(self, inner)
