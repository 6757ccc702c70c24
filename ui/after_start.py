"""What is looked at once the first frame is painted: changed texts, lines set aside, a newer dossier."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kit import compiling, paths
from kit.content.index import IndexStore
from kit.dossier.dossier import Dossier
from kit.errors import IndexUnusable, KitError
from ui.context import AppContext
from ui.errors import sentence


class AfterStart(QObject):
    """Runs once; ``noticed`` carries a sentence to show, ``texts_changed`` asks for the pages to be built anew."""

    noticed = Signal(str)
    texts_changed = Signal()

    def __init__(self, context: AppContext, index: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._index = index

    def run(self) -> None:
        """Say what there is to say, and look at the texts in the background."""
        for words in dossier_remarks(self._context.session.dossier):
            self.noticed.emit(words)
        self._tell_problems()
        self._context.tasks.run(self._fresh_index, self._on_index, self._on_failed)

    def _fresh_index(self) -> Path | None:
        """Return the folder of an index made of the texts as they are, None when the present one is."""
        if self._index is not None and compiling.is_fresh(self._index):
            return None
        shipped = paths.shipped_index()
        if compiling.is_fresh(shipped):
            compiling.forget(paths.own_index())  # made for texts that are no more: the next start must not take it
            return shipped
        try:
            compiling.compile_all(paths.own_index())
        except OSError as error:  # a cache that cannot be written: the texts as loaded stay
            raise IndexUnusable(paths.own_index(), str(error)) from error
        return paths.own_index()

    def _on_index(self, folder: Path | None) -> None:
        if folder is None:
            return
        self._context.library.adopt(IndexStore(folder))
        self._context.search.adopt(folder)
        self.texts_changed.emit()
        self._tell_problems()

    def _on_failed(self, error: KitError) -> None:
        self.noticed.emit(sentence(error))

    def _tell_problems(self) -> None:
        problems = self._context.library.problems
        if problems:
            more = f" et {len(problems) - 1} autre(s)" if len(problems) > 1 else ""
            self.noticed.emit(f"{sentence(problems[0])[:-1]}{more}." if more else sentence(problems[0]))


def dossier_remarks(dossier: Dossier) -> list[str]:
    """Return what a reader should know of the dossier just opened, most important first."""
    remarks = []
    if dossier.read_only:
        remarks.append(
            "Ce dossier s’ouvre en lecture seule\u00a0: vous pouvez lire et imprimer, mais pas cocher. "
            "Copiez-le à un endroit où vous pouvez écrire, ou installez la version récente du kit."
        )
    if dossier.set_aside:
        lines = "ligne illisible a été mise" if dossier.set_aside == 1 else "lignes illisibles ont été mises"
        remarks.append(
            f"{dossier.set_aside} {lines} de côté, dans une copie à côté du dossier "
            f"({dossier.path.name}.mis-de-cote). {_kept(len(dossier.history()))}"
        )
    if dossier.gaps:
        remarks.append(
            "Des changements faits sur un autre ordinateur manquent à ce dossier. Rien d’autre n’est touché\u00a0; "
            "réunissez-le avec la copie qui les contient."
        )
    if dossier.holder:
        remarks.append(_opened_twice(dossier.holder, own=dossier.by))
    return remarks


def _kept(count: int) -> str:
    if not count:
        return (
            "Aucun changement lisible n’a été trouvé dans ce fichier\u00a0: si vous y aviez travaillé, "
            "reprenez une copie de sécurité avant de continuer."
        )
    return "Le reste est là\u00a0: 1 changement." if count == 1 else f"Le reste est là\u00a0: {count} changements."


def _opened_twice(holder: str, *, own: str) -> str:
    if holder == own:
        return (
            "Le kit est déjà ouvert avec ce dossier. Vous pouvez continuer ici\u00a0: "
            "vos changements sont gardés à part, puis réunis."
        )
    return (
        f"Ce dossier est aussi ouvert par {holder}. Vous pouvez continuer tous les deux\u00a0: "
        "vos changements sont gardés à part, puis réunis."
    )
