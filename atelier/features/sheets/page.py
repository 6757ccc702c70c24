"""Feuilles de relecture: the sheet goes out, comes back corrected; what it changes is shown before it is written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup
from PySide6.QtWidgets import QWidget

from atelier.features.sheets import work
from atelier.services.places import ScreenId
from atelier.widgets.tool_page import ToolPage
from kit.content.review import PROVISIONAL, REVIEWED, SHEET
from kit.days import day_in_words, read_day
from kit.packs.changes import Part
from kit.typography import fr
from ui.services import file_dialogs
from ui.services.navigation import Route
from ui.text import changes_html, html
from ui.widgets.tool_card import ToolCard

if TYPE_CHECKING:
    from kit.content.review_back import Refused
    from kit.content.review_merge import Conflict, Correction, Together

_WHAT = fr(
    "La feuille contient tous les textes, à corriger dans un tableur (.xlsx, .ods, .csv) ou un traitement de texte "
    "(.docx, .odt). Envoyez-la à qui relit. Au retour, l’atelier montre ce qui change, et qui l’a corrigé, avant de "
    "l’écrire. Plusieurs feuilles se reprennent d’un coup. Le PDF se lit et s’annote à la main, il ne se reprend pas."
)
_BACK = "La feuille corrigée"
_KINDS = "Feuilles de relecture (*.csv *.ods *.xlsx *.docx *.odt)"
_CONFLICTS = fr("Rien n’est écrit à ces endroits : choisissez, puis corrigez le texte dans l’atelier.")
_SEND = fr("Envoyez-la ; quand elle revient, « Reprendre une feuille corrigée… ».")
_PAPER = fr("Les corrections faites sur le papier se tapent dans « Relecture ».")
_NOTHING = fr("Rien à reprendre : les textes disent déjà ce que dit la feuille.")
_DRAFTS = fr(
    "Vous avez commencé à corriger, sans enregistrer : {titles}. Ce brouillon reste, la feuille n’y touche pas."
)
_DONE = fr("C’est fait. Textes changés : {count}. L’historique de chacun garde l’état d’avant, et qui l’a corrigé.")
_LEFT, _OPEN = "À reprendre à la main", "Ouvrir ce texte"
_LEFT_SAID = "Les autres corrections sont dans les textes. Ici, rien n’est écrit."
_FORMATS = (".xlsx", ".ods", ".docx", ".odt", ".csv", ".pdf")


class SheetsPage(ToolPage):
    """Two buttons on a card; all it does happens in the folder of texts."""

    TITLE = "Feuilles de relecture"
    LEAD = "Pour faire relire les textes par d’autres, qui n’ont pas l’atelier."

    def cards(self) -> list[QWidget]:
        self.card = ToolCard(self.context.theme, "La feuille", _WHAT)
        self.out = self.card.add_button("Écrire la feuille…", self._on_out)
        self.back = self.card.add_button("Reprendre une feuille corrigée…", self._on_back)
        self.tasks.result.view.link_activated.connect(self._on_link)
        return [self.card]

    def _on_out(self) -> None:
        folder = self.tasks.needed_texts()
        if folder is None:
            return
        name = f"feuille-de-relecture-{date.today():%Y-%m-%d}.xlsx"
        out = file_dialogs.save_file(self.card, self.context.settings, name, _FORMATS, title="Feuille de relecture")
        if out is not None:
            self.tasks.start(lambda step: work.write_sheet(folder, out, step), self._on_written, changes_things=True)

    def _on_written(self, out: Path) -> None:
        self.tasks.say(fr("Feuille enregistrée : {out}. {then}", out=out, then=_then(out)))

    def _on_back(self) -> None:
        folder = self.tasks.needed_texts()
        if folder is None:
            return
        paths = file_dialogs.open_files(self.card, self.context.settings, _BACK, _KINDS)
        if paths:
            self.tasks.start(lambda step: work.compare_sheets(folder, paths, step), self._on_compared)

    def _on_compared(self, compared: work.Compared) -> None:
        found = compared.found
        changes, count = found.changes, len(found.changes.files)
        said = fr(
            "Textes à changer : {count}. Passages corrigés de plusieurs façons : {conflicts}. "
            "Lignes refusées : {refused}.",
            count=count,
            conflicts=len(found.conflicts),
            refused=len(changes.refused),
        )
        parts = [html.heading(_BACK), html.paragraph(said, "lead")]
        if not (count or found.conflicts or changes.refused or changes.answers):
            parts.append(html.paragraph(_NOTHING))
        drafts = ", ".join(found.titles[one] for one in compared.drafts)
        parts.append(html.paragraph(_DRAFTS.format(titles=drafts) if drafts else ""))
        parts += _by_hand(found)
        if changes.answers:
            parts.append(html.heading("Réponses"))
            parts += [html.titled(found.titles.get(row.id, row.text or row.id), row.answer) for row in changes.answers]
        if found.corrections:
            parts.append(html.heading("Ce qui change"))
        for one in found.corrections:
            parts.append(html.titled(_place(found, one), fr("Corrigé par {who}.", who=", ".join(one.after.who))))
            parts.append(changes_html.part(Part(_state_in_words(one.before), _state_in_words(one.after.words))))
        todo = "Changer les textes" if count else ""
        self.tasks.show(parts, _BACK, todo, lambda: self._apply(compared))

    def _apply(self, compared: work.Compared) -> None:
        now = datetime.now(UTC)
        self.tasks.start(lambda step: work.take_sheets(compared, now, step), self._on_applied, changes_things=True)

    def _on_applied(self, compared: work.Compared) -> None:
        self.context.folder.changed.emit()
        self.tasks.say(_DONE.format(count=len(compared.found.changes.files)))
        left = _by_hand(compared.found)
        if left:
            self.tasks.show([html.heading(_LEFT), html.paragraph(_LEFT_SAID, "lead"), *left], _LEFT)

    def _on_link(self, target: str) -> None:
        self.route_requested.emit(Route(ScreenId.TEXT, target))


def _then(out: Path) -> str:
    """Return what is next once a sheet is written."""
    return _PAPER if out.suffix == ".pdf" else _SEND


def _place(found: Together, one: Correction | Conflict | Refused) -> str:
    part = "état" if one.part == SHEET else one.part
    return f"{found.titles.get(one.id, one.id)}, {part}"


def _state_in_words(words: str) -> str:
    """Return the state of a text as it is read: « relu 2027-03-01 » is « relu le 1er mars 2027 »."""
    state, _, day = words.partition(" ")
    known = read_day(day) if state in (REVIEWED, PROVISIONAL) else None
    return fr("{state}, vérifié le {day}", state=state, day=day_in_words(known)) if known else words


def _by_hand(found: Together) -> list[Markup]:
    """Return the parts of a page that tell what no sheet changes by itself, each with the way to its text."""
    parts: list[Markup] = []
    if found.conflicts:
        parts += [html.heading("Corrigés de plusieurs façons"), html.paragraph(_CONFLICTS)]
    for conflict in found.conflicts:
        parts.append(html.titled(_place(found, conflict), _state_in_words(conflict.before)))
        parts += [
            html.paragraph(fr("{who} : {words}", who=", ".join(one.who), words=_state_in_words(one.words)))
            for one in conflict.said
        ]
        parts.append(html.paragraph(html.link(conflict.id, _OPEN)))
    refused = found.changes.refused
    if refused:
        parts.append(html.heading("Lignes refusées"))
    for row in refused:
        detail = fr("{words}. {detail}", words=row.why.capitalize(), detail=row.detail[:80])
        parts.append(html.titled(_place(found, row), detail))
        if row.id in found.titles:
            parts.append(html.paragraph(html.link(row.id, _OPEN)))
    return parts
