"""Feuilles de relecture: the sheet goes out, comes back corrected; what it changes is shown before it is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from atelier.features.sheets import work
from atelier.widgets.tool_page import ToolPage
from kit.commands.review import WORDS
from kit.packs.changes import Part
from kit.typography import fr
from ui.services import file_dialogs
from ui.services.jobs import Step
from ui.text import changes_html, html
from ui.widgets.tool_card import ToolCard

if TYPE_CHECKING:
    from kit.content.review_back import Changes
    from kit.content.review_merge import Together

_WHAT = (
    "La feuille de relecture contient tous les textes, à corriger dans un tableur ou dans un texte. Au retour, "
    "l’atelier montre ce qui change, et qui l’a corrigé, avant de l’écrire. Plusieurs feuilles se reprennent d’un coup."
)
_BACK = "La feuille corrigée"
_KINDS = "Feuilles de relecture (*.csv *.ods *.xlsx *.docx *.odt)"
_CONFLICTS = fr("Rien n’est écrit à ces endroits : choisissez, puis corrigez le texte dans l’atelier.")
_FORMATS = (".csv", ".ods", ".xlsx", ".docx", ".odt", ".pdf")


class SheetsPage(ToolPage):
    """Two buttons on a card; all it does happens in the folder of texts."""

    TITLE = "Feuilles de relecture"
    LEAD = "Pour faire relire les textes par d’autres, sur papier ou dans un tableur."

    def cards(self) -> list[QWidget]:
        self.card = ToolCard(self.context.theme, "La feuille", _WHAT)
        self.out = self.card.add_button("Écrire la feuille…", self._on_out)
        self.back = self.card.add_button("Reprendre une feuille corrigée…", self._on_back)
        return [self.card]

    def _on_out(self) -> None:
        folder = self.tasks.needed_texts()
        if folder is None:
            return
        name = f"feuille-de-relecture-{date.today():%Y-%m-%d}.csv"
        out = file_dialogs.save_file(self.card, self.context.settings, name, _FORMATS, title="Feuille de relecture")
        if out is not None:
            self.tasks.start(lambda step: work.write_sheet(folder, out, step), self._on_written, changes_things=True)

    def _on_written(self, out: Path) -> None:
        self.tasks.say(fr("Feuille enregistrée : {out}", out=out))

    def _on_back(self) -> None:
        folder = self.tasks.needed_texts()
        if folder is None:
            return
        paths = file_dialogs.open_files(self.card, self.context.settings, _BACK, _KINDS)
        if paths:
            self.tasks.start(lambda step: work.compare_sheets(folder, paths, step), self._on_compared)

    def _on_compared(self, found: Together) -> None:
        changes, count = found.changes, len(found.changes.files)
        said = fr(
            "Textes à changer : {count}. Passages corrigés de plusieurs façons : {conflicts}. "
            "Lignes refusées : {refused}.",
            count=count,
            conflicts=len(found.conflicts),
            refused=len(changes.refused),
        )
        parts = [html.heading(_BACK), html.paragraph(said, "lead")]
        if found.conflicts:
            parts += [html.heading("Corrigés de plusieurs façons"), html.paragraph(_CONFLICTS)]
        for conflict in found.conflicts:
            parts.append(html.titled(f"{conflict.id}, {conflict.part}", conflict.before))
            parts += [
                html.paragraph(fr("{who} : {words}", who=", ".join(one.who), words=one.words)) for one in conflict.said
            ]
        for row in changes.refused:
            words = fr(
                "{id}, {part} : {words}. {detail}",
                id=row.id,
                part=row.part,
                words=WORDS[row.reason],
                detail=row.detail[:80],
            )
            parts.append(html.paragraph(words))
        if changes.answers:
            parts.append(html.heading("Réponses"))
            parts += [html.paragraph(fr("{id} : {answer}", id=row.id, answer=row.answer)) for row in changes.answers]
        if found.corrections:
            parts.append(html.heading("Ce qui change"))
        for one in found.corrections:
            parts.append(html.titled(f"{one.id}, {one.part}", fr("Corrigé par {who}.", who=", ".join(one.after.who))))
            parts.append(changes_html.part(Part(one.before, one.after.words)))
        todo = "Changer les textes" if count else ""
        self.tasks.show(parts, _BACK, todo, lambda: self._apply(changes))

    def _apply(self, changes: Changes) -> None:
        def write(step: Step) -> int:
            step("write")
            changes.write()
            return len(changes.files)

        self.tasks.start(write, self._on_applied, changes_things=True)

    def _on_applied(self, count: int) -> None:
        self.context.folder.changed.emit()
        self.tasks.say(fr("C’est fait. Textes changés : {count}.", count=count))
