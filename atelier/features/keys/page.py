"""Clés: a key made step by step with its paper copy, found again, followed by another, revoked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup
from PySide6.QtWidgets import QLineEdit, QWidget

from atelier.features.keys import words, work
from atelier.services.context import AtelierContext
from atelier.widgets.tool_page import ToolPage
from kit.content.loader import load_publisher
from kit.content.model import Publisher
from kit.errors import ContentError, KeyRefused, KitError, SheetRefused
from kit.packs import paper_key
from kit.packs.keys import public_of
from kit.packs.publisher_keys import Outlook, trusted_in
from kit.typography import fr
from ui.output import printing
from ui.output.documents import DocumentOutlet
from ui.services import file_dialogs
from ui.services.errors import sentence
from ui.services.jobs import Step
from ui.services.navigation import Route
from ui.text import html
from ui.widgets.choice import Choice
from ui.widgets.folder_choice import FolderChoice
from ui.widgets.labelled import Labelled
from ui.widgets.long_text import LongText
from ui.widgets.tool_card import ToolCard

if TYPE_CHECKING:
    from kit.documents.document import Document

_STEPS = 4
_MOST, _LINES = 2_000, 5  # characters of what is typed from a sheet; lines in sight
_CHOSEN = "Choisissez d’abord le fichier de la clé d’aujourd’hui. Rien n’a été fait."
_NO_KEYS = "Le dossier de travail ne nomme aucune clé"
_CANCELLED = "Rien n’a été fait."


class KeysPage(ToolPage):
    """A card for each gesture; what it does is shown step by step in their place, each with the way back.

    No private key is held here: its file is read when something is made of it.
    """

    TITLE = "Clés"
    LEAD = fr("Ce qui signe vos éditions : sans clé, les kits des élu·es n’en prennent aucune.")

    def __init__(self, context: AtelierContext, parent: QWidget | None = None) -> None:
        self.outlet: DocumentOutlet
        self._has_sheet = False
        super().__init__(context, parent)
        self.outlet.announced.connect(self.announced)
        context.folder.changed.connect(self._show_known)
        self._show_known()

    def lines(self) -> list[QWidget]:
        self.outlet = DocumentOutlet(self.context, self)
        return [self.outlet.line]

    def cards(self) -> list[QWidget]:
        t = self.context.theme
        made = ToolCard(t, words.MAKE, words.MAKE_WHAT)
        self.make = made.add_button("Faire une clé, pas à pas", self._on_make, look="primary")
        self.reprint = made.add_button("La feuille d’une clé que vous avez…", self._on_reprint)
        return [made, self._restoring(), self._changing(), self._revoking()]

    def open_route(self, route: Route) -> None:
        super().open_route(route)
        if self.context.folder.key is not None:
            self.present.show_folder(str(self.context.folder.key))
        self._show_known()

    # A key made step by step.

    def _on_make(self) -> None:
        self._has_sheet = False
        self.tasks.say("")
        self._show_step(1, "Ce qu’est une clé", words.what(), "Continuer", self._on_where)

    def _on_where(self) -> None:
        self._show_step(2, "Où la garder", words.where(), "Choisir où l’enregistrer…", self._on_place)

    def _on_place(self) -> None:
        out = self._asked_key_file()
        if out is None:
            self._on_where()
        else:
            self._write_key(out)

    def _write_key(self, out: Path) -> None:
        folder = self.context.folder.path
        self._write_private(
            out,
            lambda step, synced: work.new_key(out, folder, step, synced=synced),
            self._on_key_made,
            self._on_place,
        )

    def _on_key_made(self, made: work.NewKey) -> None:
        self._take(made.path)
        if made.kit_file is not None:
            self.context.folder.changed.emit()
        self._show_step(
            3, "Votre clé est faite", words.made(made), "Continuer", self._on_last_step, self._sheet_buttons(made.path)
        )

    def _on_last_step(self) -> None:
        key, said = self.context.folder.key, words.lost(has_sheet=self._has_sheet)
        more = self._sheet_buttons(key) if key is not None and not self._has_sheet else []
        self._show_step(4, "Si elle est perdue ou volée", said, "Terminer", self._on_finished, more)

    def _on_finished(self) -> None:
        self.tasks.say(fr("Votre clé est prête : « Édition » la propose pour signer."))

    def _show_step(
        self,
        number: int,
        title: str,
        parts: list[Markup],
        todo: str,
        taken: Callable[[], None],
        more: list[tuple[str, Callable[[], None]]] | None = None,
    ) -> None:
        name = fr("{title} (étape {number} sur {steps})", title=title, number=number, steps=_STEPS)
        self.tasks.show([html.heading(name), *parts], name, todo, taken, more or ())

    def _write_private[T](
        self,
        out: Path,
        write: Callable[[Step, bool], T],
        then: Callable[[T], None],
        again: Callable[[], None],
        *,
        synced: bool = False,
    ) -> None:
        """Write what tells a private key; where a service would copy it away, ask first: ``again``, or all the same.

        ``write`` is told whether that is known.
        """

        def anyway() -> None:
            self._write_private(out, write, then, again, synced=True)

        def refused(error: KitError) -> bool:
            if not isinstance(error, KeyRefused) or error.reason != "synced":
                return False
            title, parts = "Ce dossier part ailleurs", words.synced(error.detail)
            more = [("L’y mettre quand même", anyway)]
            self.tasks.show([html.heading(title), *parts], title, "Choisir un autre endroit…", again, more)
            return True

        self.tasks.start(lambda step: write(step, synced), then, changes_things=True, refused=refused, about=out)

    # Its paper copy.

    def _sheet_buttons(self, key: Path) -> list[tuple[str, Callable[[], None]]]:
        return [
            ("Imprimer la feuille…", lambda: self._print_sheet(key)),
            ("L’enregistrer en PDF…", lambda: self._save_sheet(key)),
        ]

    def _on_reprint(self) -> None:
        key = file_dialogs.open_file(self, self.context.settings, "Clé privée", start=self.context.folder.key)
        if key is None:
            return

        def then(public: str) -> None:
            self._take(key)
            title = "La feuille de secours"
            said = fr("De la clé dont la moitié publique commence par {public}.", public=words.short(public))
            parts = [html.heading(title), html.paragraph(said, "lead"), *words.paper()]
            self.tasks.show(parts, title, more=self._sheet_buttons(key))

        self.tasks.start(lambda step: work.public_in(key, step), then)

    def _print_sheet(self, key: Path) -> None:
        publisher = self._publisher()

        def then(document: Document) -> None:
            if not printing.has_printer():
                self.tasks.say(words.NO_PRINTER, wrong=True)
                return
            self.outlet.print(document)
            self._has_sheet = self._has_sheet or self.outlet.is_busy

        self.tasks.start(lambda step: work.sheet(key, publisher, step), then)

    def _save_sheet(self, key: Path) -> None:
        name = f"feuille-{key.stem}.pdf"
        out = file_dialogs.save_file(
            self, self.context.settings, name, (".pdf",), title="Feuille de secours", replaces=False
        )
        if out is not None:
            self._write_sheet(key, out)

    def _write_sheet(self, key: Path, out: Path) -> None:
        publisher = self._publisher()

        def then(path: Path) -> None:
            self._has_sheet = True
            self.tasks.say(fr("Feuille enregistrée : {path}. Imprimez-la, puis effacez ce fichier.", path=path))

        self._write_private(
            out,
            lambda step, synced: work.save_sheet(key, publisher, out, step, synced=synced),
            then,
            lambda: self._save_sheet(key),
        )

    # A key found again.

    def _restoring(self) -> QWidget:
        t = self.context.theme
        card = ToolCard(t, words.RESTORE, words.RESTORE_WHAT)
        self.groups = LongText(_MOST)
        self.groups.setFixedHeight(self.groups.fontMetrics().lineSpacing() * _LINES + 2 * t.space_2)
        self.groups.textChanged.connect(self._on_groups_changed)
        self.groups_box = Labelled(t, "Les groupes de la feuille", self.groups, aside="A à Q")
        card.add_field(self.groups_box)
        self.find_again = card.add_button("Enregistrer la clé retrouvée…", self._on_restore)
        return card

    def _on_groups_changed(self) -> None:
        """Name the groups that are wrong, but for the last one, which is being typed; say how many are right."""
        found = paper_key.split(self.groups.toPlainText())
        sound = [name for name, group in zip(paper_key.NAMES, found, strict=False) if paper_key.is_sound(name, group)]
        typed = found[:-1] if found and len(found[-1]) < paper_key.DIGITS else found
        wrong = [name for name, _ in zip(paper_key.NAMES, typed, strict=False) if name not in sound]
        self.groups_box.show_note(
            fr("Groupes justes : {count} sur {all}.", count=len(sound), all=len(paper_key.NAMES)) if found else ""
        )
        self.groups_box.show_error(sentence(SheetRefused("groups", tuple(wrong))) if wrong else "")

    def _on_restore(self) -> None:
        try:
            seed = paper_key.read(self.groups.toPlainText())
        except SheetRefused as error:
            self.groups_box.show_error(sentence(error))
            self.announced.emit(sentence(error))
            self.groups.setFocus()
            return
        self.tasks.say("")
        title = words.RESTORE
        parts = [
            html.heading(title),
            html.paragraph(fr("Les dix-sept groupes sont justes."), "lead"),
            html.titled(fr("Comparez cette clé publique à celle de la feuille"), public_of(seed)),
            *words.where(),
        ]
        self.tasks.show(parts, title, "Choisir où l’enregistrer…", self._on_place_restored)

    def _on_place_restored(self) -> None:
        out = self._asked_key_file()
        if out is None:
            self.tasks.say(_CANCELLED)
        else:
            self._write_restored(out)

    def _write_restored(self, out: Path) -> None:
        folder, typed = self.context.folder.path, self.groups.toPlainText()
        self._write_private(
            out,
            lambda step, synced: work.restore(typed, out, folder, step, synced=synced),
            self._on_restored,
            self._on_place_restored,
        )

    def _on_restored(self, found: work.NewKey) -> None:
        self.groups.clear()
        self._take(found.path)
        title = "Votre clé est retrouvée"
        parts = words.restored(found, has_folder=self.context.folder.path is not None)
        self.tasks.show([html.heading(title), *parts], title)

    # The next key, a revoked one.

    def _changing(self) -> QWidget:
        t = self.context.theme
        card = ToolCard(t, words.CHANGE, words.CHANGE_WHAT)
        self.present = FolderChoice(
            t, "Clé d’aujourd’hui (privée)", "", choose="Choisir le fichier…", clear="Oublier ce fichier"
        )
        self.present.choose_requested.connect(self._on_choose_present)
        self.present.cleared.connect(lambda: self.present.show_folder(""))
        self.next = QLineEdit()
        self.next_box = Labelled(t, "Clé suivante (publique)", self.next, aside="64 signes")
        card.add_field(self.present)
        card.add_field(self.next_box)
        self.read_next = card.add_button("La lire dans le fichier de la clé suivante…", self._on_read_next)
        self.name_next = card.add_button("Voir ce qui suit, puis nommer", self._on_name_next)
        return card

    def _on_choose_present(self) -> None:
        path = file_dialogs.open_file(self, self.context.settings, "Clé d’aujourd’hui", start=self.context.folder.key)
        if path is not None:
            self.present.show_folder(str(path))

    def _on_read_next(self) -> None:
        path = file_dialogs.open_file(self, self.context.settings, "Clé suivante")
        if path is not None:
            self.tasks.start(lambda step: work.public_in(path, step), self.next.setText)

    def _on_name_next(self) -> None:
        folder, key = self.tasks.needed_texts(), self.present.path.text()
        public = "".join(self.next.text().split()).lower()
        self.next_box.show_error("" if len(public) == 64 else words.PUBLIC_WRONG)
        if folder is None or len(public) != 64:
            return
        if not key:
            self.tasks.say(_CHOSEN, wrong=True)
            return

        def then(found: Outlook) -> None:
            name = words.CHANGE
            self.tasks.show(
                [html.heading(name), *words.before_next(found)], name, "Nommer la clé suivante", lambda: write(found)
            )

        def write(found: Outlook) -> None:
            self._start(lambda step: work.name_next(folder, Path(key), found.public, step), self._on_named)

        self._start(lambda step: work.look_ahead(folder, Path(key), public, step), then)

    def _on_named(self, public: str) -> None:
        self.next.clear()
        self.context.folder.changed.emit()
        self.tasks.say(
            fr(
                "La clé suivante est nommée : {public}… Signez la prochaine édition avec la clé d’aujourd’hui.",
                public=words.short(public),
            )
        )

    def _revoking(self) -> QWidget:
        t = self.context.theme
        card = ToolCard(t, words.REVOKE, words.REVOKE_WHAT)
        self.revoked = Choice(t, [])
        self.revoked_box = Labelled(t, "Clé à révoquer", self.revoked, aside="par ses premiers signes")
        card.add_field(self.revoked_box)
        self.revoke = card.add_button("Voir ce qui suit, puis révoquer", self._on_revoke)
        return card

    def _on_revoke(self) -> None:
        folder, public = self.tasks.needed_texts(), str(self.revoked.currentData() or "")
        if folder is None or not public:
            return

        def then(found: Outlook) -> None:
            name = words.REVOKE
            parts = [html.heading(name), *words.before_revoking(found)]
            self.tasks.show(parts, name, "Révoquer cette clé", lambda: write(found))

        def write(found: Outlook) -> None:
            self._start(lambda step: work.revoke(folder, found, step), self._on_revoked)

        self._start(lambda step: work.look_at_revoking(folder, public, step), then)

    def _on_revoked(self, found: Outlook) -> None:
        self.context.folder.changed.emit()
        told = fr("La clé {public}… est révoquée dans le dossier de travail.", public=words.short(found.public))
        signers = ", ".join(f"{words.short(one)}…" for one in found.signers)
        self.tasks.say(
            fr("{told} Signez une édition avec : {signers}", told=told, signers=signers) if signers else told
        )

    def _start[T](self, act: Callable[[Step], T], then: Callable[[T], None]) -> None:
        def refused(error: KitError) -> bool:
            self.tasks.say(words.not_done(error), wrong=True)
            return True

        self.tasks.start(act, then, changes_things=True, refused=refused)

    def _show_known(self) -> None:
        """Offer the keys of the folder that are not revoked, the oldest first."""
        trusted, chosen = trusted_in(self.context.folder.path), self.revoked.currentData()
        self.revoked.clear()
        for place, public in enumerate(trusted):
            place_said = fr(", la première") if place == 0 else ""
            self.revoked.addItem(f"{words.short(public)}…{place_said}", public)
        if not trusted:
            self.revoked.addItem(_NO_KEYS, "")
        self.revoked.choose(str(chosen or ""))
        self.revoked.setEnabled(bool(trusted))
        self.revoke.setEnabled(bool(trusted))

    def _asked_key_file(self) -> Path | None:
        return file_dialogs.save_file(
            self,
            self.context.settings,
            "cle-privee.cle",
            (".cle",),
            title="Enregistrer la clé privée",
            replaces=False,
        )

    def _take(self, key: Path) -> None:
        """Propose a key from now on, here and where an edition is signed."""
        self.context.folder.key = key
        self.present.show_folder(str(key))

    def _publisher(self) -> Publisher:
        folder = self.context.folder.path
        try:
            return load_publisher(folder / "kit.toml") if folder is not None else self.context.texts.publisher
        except ContentError:
            return self.context.texts.publisher
