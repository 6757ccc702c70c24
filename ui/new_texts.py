"""Texts on a key, as the window handles them: looked at, installed, taken back, all in the background."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kit import compiling
from kit.content.index import IndexStore
from kit.packs.changes import Changes
from kit.packs.orphans import Orphan
from kit.packs.pack import Pack
from ui.context import AppContext
from ui.one_work import OneWork, Step


@dataclass(frozen=True, slots=True)
class Preview:
    """What a pack would do here: what changes to read, and what in the dossier would lose its page."""

    pack: Pack
    changes: Changes
    orphans: tuple[Orphan, ...]


class NewTexts(QObject):
    """``previewed`` carries a Preview; ``swapped`` says that other texts are read from now on.

    It outlives the page that asked: texts that were installed are read, whoever still looks.
    """

    previewed = Signal(object)
    swapped = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.work = OneWork(context.tasks)

    def look_at(self, path: Path) -> None:
        """Read a pack and compare it with the present texts."""
        dossier = self._context.session.dossier

        def work(_step: Step) -> Preview:
            from kit.opening import open_library
            from kit.packs.changes import open_pack_texts
            from kit.packs.orphans import orphans
            from kit.packs.pack import read_pack

            pack = read_pack(path)
            with closing(open_library()[0]) as present:  # its own: the window goes on reading in the other
                changes, texts = open_pack_texts(pack, present)
                known = {one.id for one in orphans(dossier, present)}
                lost = orphans(dossier, texts, present)
            return Preview(pack, changes, tuple(one for one in lost if one.id not in known))

        self.work.start(work, self._on_previewed)

    def install(self, pack: Pack) -> None:
        """Put the texts of a pack that was looked at into use; it can be stopped until the very last step."""

        def work(step: Step) -> Path:
            from kit.packs.install import install

            install(pack, step, checked=True)
            return compiling.fresh_index()

        self.work.start(work, self._on_swapped, changes_things=True)

    def go_back(self) -> None:
        """Put the texts before the present ones into use again."""

        def work(_step: Step) -> Path:
            from kit.packs.install import go_back

            go_back()
            return compiling.fresh_index()

        self.work.start(work, self._on_swapped, changes_things=True)

    def _on_previewed(self, preview: Preview) -> None:
        self.previewed.emit(preview)

    def _on_swapped(self, index: Path) -> None:
        self._context.library.adopt(IndexStore(index))
        self._context.search.adopt(index)
        self.swapped.emit()
