"""The open dossier with its pieces as one: copied, moved, put into one file, taken out of it; missing pieces found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kit import paths
from kit.errors import KitError
from kit.typography import counted, fr
from ui.output.documents import DocumentOutlet
from ui.services import file_dialogs
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.jobs import Step
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Label, card

if TYPE_CHECKING:
    from kit.dossier.pieces import Search
    from kit.dossier.plan_lists import Evidence
    from kit.dossier.several import Move, Whole

_STEPS = {"dossier": "Copie du dossier…", "pieces": "Copie des pièces…", "search": "Recherche des pièces…"}
LEAD = (
    "Les fichiers que vous joignez à vos actions sont rangés à côté du dossier, dans un répertoire qui porte son nom. "
    "Ces boutons prennent toujours le dossier et ses pièces ensemble."
)
_MOVED = fr("Le dossier est maintenant ici, avec ses pièces : {place}")
_STAYED = fr(" Restés à l’ancien endroit, car un autre programme s’en sert ou ils ne sont pas du dossier : {names}.")
_STILL = "Le dossier est resté à sa place, avec ses pièces."
_BUSY = fr("Un changement n’a pas pu être enregistré : rien n’a été déplacé.")
_SAME = fr("C’est déjà l’emplacement du dossier : rien n’a changé.")
_BOUNDED = fr(" Seul le début a été regardé, car il y a trop de fichiers : choisissez un emplacement plus précis.")
_ELSEWHERE = fr(
    "Si le dossier a été renommé ou copié sans elles, montrez où elles sont : leur contenu les fait reconnaître."
)
_ELSEWHERE_ONE = fr(
    "Si le dossier a été renommé ou copié sans elle, montrez où elle est : son contenu la fait reconnaître."
)
_NAMED = 4  # pieces named in a sentence


class WholeDossier(QWidget):
    """Buttons, what came of the last one, and what lacks; ``made`` comes when a dossier is new in the list.

    ``noticed`` carries what is to be said once the page is built anew, ``opened`` a dossier out of an archive;
    ``mail_requested`` asks for the message that takes the dossier along.
    """

    announced = Signal(str)
    noticed = Signal(str)
    made = Signal()
    opened = Signal(object)
    mail_requested = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: list[Evidence] = []
        t = context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_2)
        flow = FlowLayout(gap=t.space_2)
        self.duplicate = self._button(flow, "Dupliquer…")
        self.move_away = self._button(flow, "Déplacer…")
        self.archive = self._button(flow, "Archiver…")
        self.mail = self._button(flow, "Envoyer par courriel…")
        column.addLayout(flow)
        self.outlet = DocumentOutlet(context, self)
        self.outlet.announced.connect(self.announced)
        column.addWidget(self.outlet.line)
        self.lacking = self._build_lacking()
        column.addWidget(self.lacking)
        for button, call in (
            (self.duplicate, self._on_duplicate),
            (self.move_away, self._on_move),
            (self.archive, self._on_archive),
            (self.mail, self.mail_requested),
            (self.near, self._on_near),
            (self.look, self._on_find),
        ):
            button.clicked.connect(call)

    def refresh(self) -> None:
        """Look, in the background, which pieces are not there, and whether they lie near."""
        dossier = self._context.session.dossier
        copies = paths.backups()

        def look(_step: Step) -> Search:
            from kit.dossier import piece_copies, pieces, several

            path = dossier.path
            wanted = several.lacking(path)
            places = [*pieces.folders_beside(path), piece_copies.folder_in(copies)] if wanted else []
            return pieces.find(path, wanted, places, bring=False)

        def refused(error: KitError) -> None:
            self.outlet.say(sentence(error), wrong=True)

        self._context.jobs.run(self, look, self._show_lacking, refused, dossier=dossier)

    def unpack(self, source: Path) -> None:
        """Take a dossier out of an archive, among those of this computer; ``opened`` carries it."""

        def work(step: Step) -> Path:
            from kit.dossier import archive, pieces

            stem = pieces.safe_name(source.stem)
            out, rank = paths.dossiers() / f"{stem}.kitess", 1
            while out.exists() or pieces.folder_of(out).exists():
                rank += 1
                out = paths.dossiers() / f"{stem}-{rank}.kitess"
            return archive.unpack(source, out, step=step).path

        self.outlet.start(work, self.opened.emit, _STEPS)

    def _on_duplicate(self) -> None:
        path = self._context.session.path
        out = self._ask("Dupliquer le dossier", path.with_name(f"{path.stem}-copie.kitess"))
        if out is None or not self._context.session.settle():
            return

        def work(step: Step) -> Whole:
            from kit.dossier.several import duplicate

            return duplicate(path, out, step=step)

        self.outlet.start(work, self._on_duplicated, _STEPS)

    def _on_duplicated(self, done: Whole) -> None:
        dossiers = self._context.dossiers
        dossiers.remember(done.path)
        dossiers.remember(self._context.session.path)  # which stays the first
        self.outlet.say_saved(
            done.path, fr("Copié sous le nom « {name} », {pieces}.", name=done.path.stem, pieces=_with(done.pieces))
        )
        self.made.emit()

    def _on_move(self) -> None:
        path = self._context.session.path
        out = self._ask("Déplacer le dossier", paths.documents() / path.name)
        if out is None or not self._context.session.settle():
            return
        if out == path:
            self.outlet.say(_SAME)
            return

        def work(step: Step) -> Move:
            from kit.dossier.several import Move

            moving = Move(path, out)
            moving.copy(step)
            return moving

        self.outlet.start(work, self._on_copied, _STEPS)

    def _on_copied(self, moving: Move) -> None:
        """Let the dossier go for the moment in which it changes its place; the page is built anew then."""
        left: list[Path] = []

        def finish() -> None:
            moving.finish()
            left.extend(moving.clear())

        try:
            done = self._context.dossiers.replaced(moving.out, finish)
        except KitError as error:
            self.noticed.emit(f"{_STILL} {sentence(error)}")
            return
        if not done:
            moving.undo()
            self.outlet.say(_BUSY, wrong=True)
            return
        stayed = _STAYED.format(names=", ".join(one.name for one in left)) if left else ""
        self._context.feedback.tell(f"{_MOVED.format(place=moving.out)}.{stayed}")

    def _on_archive(self) -> None:
        path = self._context.session.path
        out = self.outlet.ask_file(f"{path.stem}.zip", (".zip",))
        if out is None or not self._context.session.settle():
            return

        def work(step: Step) -> Whole:
            from kit.dossier.archive import archive

            return archive(path, out, force=True, step=step)  # the dialog asked about another file of this name

        self.outlet.start(work, self._on_archived, _STEPS)

    def _on_archived(self, done: Whole) -> None:
        words = fr("Archive écrite : {name}, {pieces}.", name=done.path.name, pieces=_with(done.pieces))
        self.outlet.say_saved(done.path, fr("{words} « Ouvrir un dossier… » la reprend.", words=words))

    def _on_near(self) -> None:
        from kit.dossier import piece_copies, pieces

        beside = pieces.folders_beside(self._context.session.path)
        self._look_in([*beside, piece_copies.folder_in(paths.backups())])

    def _on_find(self) -> None:
        words = fr("Où chercher les pièces ?")
        folder = file_dialogs.choose_folder(self, self._context.settings, words)
        if folder is not None:
            self._look_in([folder])

    def _look_in(self, places: list[Path]) -> None:
        path, wanted = self._context.session.path, self._wanted

        def work(step: Step) -> Search:
            from kit.dossier import pieces

            return pieces.find(path, wanted, places, step)

        self.outlet.start(work, self._on_found, _STEPS)

    def _on_found(self, search: Search) -> None:
        words = f"{_found_words(search)}{'' if search.whole else _BOUNDED}"
        if search.found:
            self.outlet.say_done(words)
        else:
            self.outlet.say(words, wrong=True)
        self.refresh()

    def _show_lacking(self, search: Search) -> None:
        self._wanted = [*search.found, *search.missing]
        count, near = len(self._wanted), len(search.found)
        self.lacking.setVisible(bool(count))
        if not count:
            return
        one = count == 1
        are = "Une pièce jointe n’est plus à sa place" if one else f"{count} pièces jointes ne sont plus à leur place"
        told = fr("{are}, à côté du dossier : {names}. ", are=are, names=_names(self._wanted))
        if near:
            told += f"{'Elle a été retrouvée' if one else _these(near, count)} sur cet ordinateur."
        else:
            told += _ELSEWHERE_ONE if one else _ELSEWHERE
        self._told.setText(told)
        self.near.setVisible(bool(near))
        self.near.setText("La reprendre" if near == 1 else f"Reprendre ces {near} pièces")
        self.announced.emit(told)

    def _ask(self, title: str, proposed: Path) -> Path | None:
        """Ask where a dossier goes; what stands there is never replaced, so that the dialog need not ask."""
        return file_dialogs.save_file(
            self,
            self._context.settings,
            proposed.name,
            (".kitess",),
            title=title,
            folder=proposed.parent,
            replaces=False,
        )

    def _build_lacking(self) -> QFrame:
        t = self._context.theme
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(t.space_4, t.space_3, t.space_4, t.space_3)
        column.setSpacing(t.space_2)
        self._told = Label("")
        column.addWidget(self._told)
        flow = FlowLayout(gap=t.space_2)
        self.near = self._button(flow, "Les reprendre")
        self.look = self._button(flow, "Retrouver les pièces…")
        column.addLayout(flow)
        frame.hide()
        return frame

    def _button(self, flow: FlowLayout, words: str) -> QPushButton:
        button = QPushButton(words)
        flow.addWidget(button)
        return button


def _with(count: int) -> str:
    return {0: "sans pièce jointe", 1: "avec une pièce jointe"}.get(count, f"avec {count} pièces jointes")


def _these(near: int, count: int) -> str:
    if near == count:
        return "Elles ont été retrouvées"
    return f"{near} ont été retrouvées" if near > 1 else "L’une d’elles a été retrouvée"


def _names(pieces_wanted: list[Evidence] | tuple[Evidence, ...]) -> str:
    from kit.dossier.pieces import shown_name

    names = [fr("« {shown_name} »", shown_name=shown_name(one)) for one in pieces_wanted[:_NAMED]]
    rest = len(pieces_wanted) - len(names)
    return ", ".join(names) + (f" et {counted(rest, 'autre')}" if rest else "")


def _found_words(search: Search) -> str:
    found, missing = len(search.found), len(search.missing)
    if not found:
        return fr("Aucune pièce n’a été retrouvée là. Rien n’a changé : essayez ailleurs, ou redemandez-les.")
    told = "Une pièce est revenue" if found == 1 else f"{found} pièces sont revenues"
    rest = f" Il manque encore {_names(search.missing)}." if missing else ""
    return f"{told} à côté du dossier.{rest}"
