"""Édition: version, date and key are given, and the signed file goes where it is asked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from atelier.features.edition import work
from atelier.services.places import Desk
from atelier.widgets.tool_page import ToolPage
from kit.days import read_day
from kit.packs.changes import Changes
from kit.packs.manifest import is_well_formed
from kit.packs.pack import EXTENSION, Pack
from kit.typography import fr
from ui.services import file_dialogs
from ui.services.navigation import Route
from ui.text import changes_html, html
from ui.widgets.folder_choice import FolderChoice
from ui.widgets.labelled import Labelled
from ui.widgets.tool_card import ToolCard

_WHAT = fr(
    "Le paquet est un seul fichier, signé avec votre clé privée : il se copie sur une clé USB ou s’envoie par "
    "courriel, et s’installe par « Mettre à jour depuis une clé »."
)
_KEY = fr("Gardez-la sur une clé USB à vous : qui la possède peut publier des textes.")
_WRONG_VERSION = fr("Écrivez une version comme 2027.01 : chiffres, lettres, points et tirets, vingt signes au plus.")
_WRONG_DAY = "Écrivez une date comme 15/01/2027."
_CHANGES = "Ce qui change dans cette édition"
_NO_KEY = "Choisissez d’abord le fichier de votre clé privée. Rien n’a été fait."


class EditionPage(ToolPage):
    """Fields and buttons on a card; the key is read when the pack is made, and never kept."""

    TITLE = "Édition"
    LEAD = "Les textes qui partent chez les élu·es, en un seul fichier signé."

    def cards(self) -> list[QWidget]:
        theme = self.context.theme
        self.card = ToolCard(theme, "Le paquet", _WHAT)
        self.version, self.day = QLineEdit(), QLineEdit()
        self.version_box = Labelled(theme, "Version des textes", self.version, aside="par exemple 2027.01")
        self.day_box = Labelled(theme, "Date des textes", self.day, aside="par exemple 15/01/2027")
        self.key = FolderChoice(theme, "Clé privée", _KEY, choose="Choisir le fichier…", clear="Oublier ce fichier")
        self.key.choose_requested.connect(self._on_choose_key)
        self.key.cleared.connect(self._on_key_cleared)
        for field in (self.version_box, self.day_box, self.key):
            self.card.add_field(field)
        self.make = self.card.add_button("Fabriquer le paquet…", self._on_make, look="primary")
        self.compare = self.card.add_button("Voir ce qui change…", self._on_compare)
        self.keys = self.card.add_button(
            "Faire ou changer une clé", lambda: self.route_requested.emit(Route(Desk.KEYS))
        )
        return [self.card]

    def open_route(self, route: Route) -> None:
        super().open_route(route)
        if self.context.folder.key is not None:
            self.key.show_folder(str(self.context.folder.key))

    def _on_choose_key(self) -> None:
        start = Path(self.key.path.text()) if self.key.path.text() else None
        path = file_dialogs.open_file(self.card, self.context.settings, "Clé privée", start=start)
        if path is not None:
            self.context.folder.key = path
            self.key.show_folder(str(path))

    def _on_key_cleared(self) -> None:
        self.context.folder.key = None
        self.key.show_folder("")

    def _on_make(self) -> None:
        folder, day, version = self.tasks.needed_texts(), read_day(self.day.text()), self.version.text().strip()
        fits = is_well_formed(version, "2000-01-01", "0")
        self.version_box.show_error("" if fits else _WRONG_VERSION)
        self.day_box.show_error("" if day else _WRONG_DAY)
        if folder is None or day is None or not fits:
            return
        if not self.key.path.text():
            self.tasks.say(_NO_KEY, wrong=True)
            return
        out = file_dialogs.save_file(
            self.card,
            self.context.settings,
            f"textes-{version}{EXTENSION}",
            (EXTENSION,),
            title="Enregistrer le paquet",
        )
        if out is not None:
            order = work.Order(folder, Path(self.key.path.text()), out, version, day.isoformat())
            self.tasks.start(lambda step: work.make_pack(order, step), self._on_made, changes_things=True)

    def _on_compare(self) -> None:
        folder, base = self.tasks.needed_texts(), self.context.bench.base
        if folder is not None:
            self.tasks.start(lambda step: work.compare_edition(folder, base, step), self._on_compared)

    def _on_compared(self, changes: Changes) -> None:
        base = self.context.bench.base
        against = base.name if base else "les textes du programme"
        parts = [
            html.heading(_CHANGES),
            html.paragraph(fr("Comparé avec : {against}.", against=against)),
            html.paragraph(f"{changes_html.in_numbers(changes).capitalize()}.", "lead"),
        ]
        for words, entries in (("Nouveau", changes.added), ("Retiré", changes.removed)):
            if entries:
                parts += [html.heading(words), html.items([entry.title for entry in entries])]
        for entry in changes.changed:
            parts += [html.heading(entry.title), *map(changes_html.part, entry.parts)]
        self.tasks.show(parts, _CHANGES, "Fabriquer le paquet…", self._on_make)

    def _on_made(self, pack: Pack) -> None:
        self.tasks.say(
            fr(
                "Paquet enregistré : {path}, avec {read_me}, qui dit comment l’installer. Copiez les deux sur une clé, "
                "ou envoyez-les par courriel.",
                path=pack.path,
                read_me=work.read_me_of(pack.path).name,
            )
        )
