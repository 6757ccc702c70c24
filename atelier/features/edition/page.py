"""Édition: version, date and key are given, and the signed file goes where it is asked."""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from atelier.features.edition import carry_words, trial_words, work
from atelier.services.places import ScreenId
from atelier.widgets.tool_page import ToolPage
from kit.days import read_day
from kit.errors import KitError, PackRefused
from kit.packs.carry import Carried, Place, read_me_of
from kit.packs.manifest import is_well_formed
from kit.packs.pack import EXTENSION
from kit.packs.trial import Trial
from kit.packs.working_copy import next_edition
from kit.typography import fr
from ui.services import file_dialogs, pack_words
from ui.services.jobs import ignore
from ui.services.navigation import Route
from ui.text import changes_html, html
from ui.widgets.folder_choice import FolderChoice
from ui.widgets.labelled import Labelled
from ui.widgets.text import Label
from ui.widgets.tool_card import ToolCard

_WHAT = fr(
    "Le paquet est un seul fichier, signé avec votre clé privée : il se copie sur une clé USB ou s’envoie par "
    "courriel, et s’installe par « Mettre à jour depuis une clé »."
)
_KEY = fr("Gardez-la sur une clé USB à vous : qui la possède peut publier des textes.")
_WRONG_VERSION = fr("Écrivez une version comme 2027.01 : chiffres, lettres, points et tirets, vingt signes au plus.")
_WRONG_DAY = "Écrivez une date comme 15/01/2027."
_GIVE = fr(
    "Avant de le donner, essayez-le : l’atelier copie le dossier d’une collectivité, y installe l’édition comme chez "
    "l’élu·e, dit ce que deviennent les coches et les notes, puis efface la copie. Le dossier n’est pas touché."
)
_PACKS = f"Paquets de textes (*{EXTENSION})"
_DOSSIERS = "Dossiers du kit (*.kitess)"
_NO_PACK = "Signez d’abord l’édition, ou choisissez un paquet déjà signé. Rien n’a été fait."
_CHANGES = "Ce qui change dans cette édition"
_TO_SEE = fr("Regardez d’abord ce qui change : vous pourrez signer ensuite.")
_LOST = "Identifiants disparus"
_LOST_SAID = fr(
    "Les coches et les notes faites sur ces pages n’auront plus de page. Si vous avez seulement renommé la page, "
    "remettez-lui son ancien identifiant. Si vous l’avez retirée, écrivez cet identifiant dans content/retires.toml."
)
_CHANGED_SINCE = fr(
    "Les textes ont changé depuis que vous les avez comparés : rien n’a été signé. Regardez de nouveau ce qui change."
)
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
        self._proposed = ("", "")
        for field in (self.version_box, self.day_box, self.key):
            self.card.add_field(field)
        self.look = Label("", "small-ink")
        self.card.add_field(self.look)
        self.compare = self.card.add_button("Voir ce qui change", self._on_compare)
        self.make = self.card.add_button("Signer l’édition…", self._on_make, look="primary")
        self.keys = self.card.add_button(
            "Faire ou changer une clé", lambda: self.route_requested.emit(Route(ScreenId.KEYS))
        )
        self._unsee()
        self.context.folder.changed.connect(self._unsee)
        self.context.open_texts.changed.connect(self._on_texts_read)
        return [self.card, self._giving()]

    def _giving(self) -> QWidget:
        self.give = ToolCard(self.context.theme, "L’essayer, puis le donner", _GIVE)
        self.pack = FolderChoice(
            self.context.theme, "Paquet signé", "", choose="Choisir un paquet…", clear="Oublier ce paquet"
        )
        self.pack.choose_requested.connect(self._on_choose_pack)
        self.pack.cleared.connect(lambda: self.pack.show_folder(""))
        self.give.add_field(self.pack)
        self.trial = self.give.add_button("Essayer sur un dossier…", self._on_try)
        self.write = self.give.add_button("Écrire sur une clé USB…", self._on_place)
        return self.give

    def _on_choose_pack(self) -> None:
        path = file_dialogs.open_file(self, self.context.settings, "Un paquet signé", _PACKS)
        if path is not None:
            self.tasks.say("")
            self.pack.show_folder(str(path))

    def _needed_pack(self) -> Path | None:
        """Return the pack that was signed or chosen, or say that one is needed."""
        if not self.pack.path.text():
            self.tasks.say(_NO_PACK, wrong=True)
            return None
        return Path(self.pack.path.text())

    def _on_try(self) -> None:
        pack, folder = self._needed_pack(), self.context.folder.path
        if pack is None:
            return
        dossier = file_dialogs.open_file(self, self.context.settings, "Un dossier, pour l’essai", _DOSSIERS)
        if dossier is not None:
            self.tasks.start(
                lambda step: work.try_out(pack, dossier, folder, step),
                lambda found: self._on_tried(dossier, found),
                refused=self._is_not_taken,
            )

    def _on_tried(self, dossier: Path, found: Trial) -> None:
        title = fr("Essai sur « {name} »", name=dossier.name)
        self.tasks.show(trial_words.told(title, found), title, "Écrire sur une clé USB…", self._on_place)

    def _on_place(self) -> None:
        pack, folder = self._needed_pack(), self.context.folder.path
        if pack is None:
            return
        place = file_dialogs.choose_folder(self, self.context.settings, "La clé USB, ou un dossier")
        if place is not None:
            self.tasks.start(
                lambda step: work.look_at(pack, place, folder, step),
                lambda found: self._on_looked(pack, found),
                refused=self._is_not_taken,
                about=place / pack.name,
            )

    def _on_looked(self, pack: Path, place: Place) -> None:
        """Show what is there, and what would be written; what replaces something is a button of its own."""
        title, has_room = fr("Écrire sur « {place} »", place=place.folder), place.needed <= place.free
        replacing = carry_words.replace_words(place) if has_room else ""
        more = [(replacing, lambda: self._give(pack, place, replaces=True))] if replacing else []
        todo = "Écrire" if has_room and not place.is_taken else ""
        parts = carry_words.told(title, place)
        self.tasks.show(parts, title, todo, lambda: self._give(pack, place, replaces=False), more)

    def _give(self, pack: Path, place: Place, *, replaces: bool) -> None:
        folder = self.context.folder.path
        self.tasks.put_away()
        self.tasks.start(
            lambda step: work.give(pack, place.folder, folder, step, replaces=replaces),
            self._on_given,
            changes_things=True,
            refused=self._is_not_taken,
            about=place.folder / pack.name,
        )

    def _on_given(self, given: Carried) -> None:
        self.tasks.say(carry_words.done(given))

    def _is_not_taken(self, error: KitError) -> bool:
        """Say why a pack that is there already would not be taken: no word of signing it."""
        if not isinstance(error, PackRefused):
            return False
        self.tasks.say(pack_words.not_taken(error), wrong=True)
        return True

    def _unsee(self) -> None:
        """Ask again that what changes is looked at: the texts, or what they are compared with, are others now."""
        self._seen = ""
        self._base = self.context.open_texts.base
        self.look.setText(_TO_SEE)
        self.make.setEnabled(False)

    def _on_texts_read(self) -> None:
        if self.context.open_texts.base != self._base:
            self._unsee()

    def _on_seen(self, compared: work.Compared) -> None:
        self._seen = compared.seen
        told = fr("Vous avez vu ce qui change : {numbers}.", numbers=changes_html.in_numbers(compared.changes))
        self.look.setText(told)
        self.make.setEnabled(True)
        self.tasks.say("C’est vu. Vous pouvez signer.")
        needed = ((self.version, self.version), (self.day, self.day), (self.key.path, self.key.choose))
        next((goal for field, goal in needed if not field.text()), self.make).setFocus()

    def open_route(self, route: Route) -> None:
        super().open_route(route)
        if self.context.folder.key is not None:
            self.key.show_folder(str(self.context.folder.key))
        if (folder := self.context.folder.path) is not None:
            self.context.jobs.run(
                self,
                lambda _: next_edition(folder, datetime.date.today()),
                lambda found: self._propose(found[0], f"{found[1]:%d/%m/%Y}"),
                ignore,  # the list of texts and the check say what cannot be read
            )

    def _propose(self, *values: str) -> None:
        """Fill version and date, where nothing else was typed."""
        for field, before, now in zip((self.version, self.day), self._proposed, values, strict=True):
            if field.text() in ("", before):
                field.setText(now)
        self._proposed = (values[0], values[1])

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
            order = work.Order(folder, Path(self.key.path.text()), out, version, day.isoformat(), self._seen)
            self.tasks.start(
                lambda step: work.make_pack(order, step),
                self._on_made,
                changes_things=True,
                refused=self._is_to_see_again,
                about=out,
            )

    def _is_to_see_again(self, error: KitError) -> bool:
        if not isinstance(error, PackRefused) or error.reason != "changed-since":
            return False
        self._unsee()
        self.tasks.say(_CHANGED_SINCE, wrong=True)
        self.compare.setFocus()
        return True

    def _on_compare(self) -> None:
        self._compare_with(self.context.open_texts.base)

    def _on_choose_base(self) -> None:
        path = file_dialogs.open_file(self, self.context.settings, "L’édition à comparer", _PACKS)
        if path is not None:
            self._compare_with(path)

    def _compare_with(self, base: Path | None) -> None:
        folder = self.tasks.needed_texts()
        if folder is not None:
            self.tasks.start(
                lambda step: work.compare_edition(folder, base, step), self._on_compared, refused=self._is_unread
            )

    def _is_unread(self, error: KitError) -> bool:
        """Say why an edition to compare with was not read; the texts in the folder have words of their own."""
        if not isinstance(error, PackRefused) or error.path == self.context.folder.path:
            return False
        self.tasks.say(pack_words.not_compared(error), wrong=True)
        return True

    def _on_compared(self, compared: work.Compared) -> None:
        base, changes = compared.base, compared.changes
        if base != self.context.open_texts.base:  # it was read: the list of texts is compared with it too
            self._base = base
            self.context.open_texts.compare_with(base)
        against = base.name if base else "les textes du programme"
        parts = [
            html.heading(_CHANGES),
            html.paragraph(fr("Comparé avec : {against}.", against=against)),
            html.paragraph(f"{changes_html.in_numbers(changes).capitalize()}.", "lead"),
            html.paragraph("" if not changes.is_empty else "Rien de ce qui se lit ne change."),
        ]
        if compared.lost:
            gone = html.items([fr("{title} ({id})", title=entry.title, id=entry.id) for entry in compared.lost])
            told = html.heading_in_frame(_LOST, 3) + html.paragraph(_LOST_SAID) + gone
            parts.append(html.frame("box avertissement", told))
        for words, entries in (("Nouveau", changes.added), ("Retiré", changes.removed)):
            if entries:
                parts += [html.heading(words), html.items([entry.title for entry in entries])]
        for entry in changes.changed:
            parts += [html.heading(entry.title), *map(changes_html.part, entry.parts)]
        more = [("Comparer avec une autre édition…", self._on_choose_base)]
        self.tasks.show(parts, _CHANGES, "C’est vu", lambda: self._on_seen(compared), more)

    def _on_made(self, made: work.Made) -> None:
        path = made.pack.path
        self._proposed = self.version.text(), self.day.text()  # signed: the next ones may take their place
        self.pack.show_folder(str(path))
        told = fr(
            "Paquet enregistré : {path}, avec {read_me}, qui dit comment l’installer. Essayez-le, puis écrivez-le "
            "sur une clé, ou envoyez les deux par courriel.",
            path=path,
            read_me=read_me_of(path).name,
        )
        self.tasks.say(told if made.is_known else f"{told} {trial_words.UNKNOWN}")
        self.trial.setFocus()
