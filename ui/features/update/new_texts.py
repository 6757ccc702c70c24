"""Texts on a key, as the window handles them: looked at, installed, taken back, all in the background."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from kit import compiling
from kit.content.index import IndexStore
from kit.packs.changes import Changes
from kit.packs.orphans import Orphan
from kit.packs.pack import Pack
from ui.services.context import AppContext
from ui.services.jobs import Job, Step


class Preview(Struct, frozen=True):
    """What a pack would do here: what changes to read, and what in the dossier would lose its page."""

    pack: Pack
    changes: Changes
    orphans: tuple[Orphan, ...]


class NewTexts(QObject):
    """One piece of work at a time: ``previewed`` carries a Preview; ``swapped`` says that other texts are read now.
    ``looked_back`` carries the Changes since the texts before.

    ``advanced`` carries the name of each step; ``ended`` comes after each work, whatever came of it, ``failed`` then
    with its KitError. It outlives the page that asked: texts that were installed are read, whoever still looks.
    """

    advanced = Signal(str)
    ended = Signal()
    failed = Signal(object)
    previewed = Signal(object)
    looked_back = Signal(object)
    swapped = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether work is under way."""
        return self._job is not None and self._job.is_running

    def stop(self) -> None:
        """Stop what is under way, before its next step."""
        if self._job is not None:
            self._job.stop()

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

        self._start(work, self._on_previewed, changes_things=False)

    def look_back(self, before: Path) -> None:
        """Compare the present texts with those of a folder, which were in use before."""

        def work(_step: Step) -> Changes:
            from kit.opening import open_library
            from kit.packs.changes import compare, open_folder

            with closing(open_library()[0]) as present, closing(open_folder(before)) as past:
                return compare(past, present)

        self._start(work, self.looked_back.emit, changes_things=False)

    def install(self, pack: Pack) -> None:
        """Put the texts of a pack that was looked at into use; it can be stopped until the very last step."""

        def work(step: Step) -> Path:
            from kit.packs.install import install

            install(pack, step, checked=True)
            return compiling.fresh_index()

        self._start(work, self._on_swapped, changes_things=True)

    def go_back(self) -> None:
        """Put the texts before the present ones into use again."""

        def work(_step: Step) -> Path:
            from kit.packs.install import go_back

            go_back()
            return compiling.fresh_index()

        self._start(work, self._on_swapped, changes_things=True)

    def _start[T](self, work: Callable[[Step], T], then: Callable[[T], None], *, changes_things: bool) -> None:
        if self.is_busy:
            return
        self._job = self._context.jobs.run(
            self,
            work,
            then,
            self.failed.emit,
            ended=self.ended.emit,
            stepped=self._on_stepped,
            changes_things=changes_things,
        )

    def _on_stepped(self, step: str, _done: int, _total: int) -> None:
        self.advanced.emit(step)

    def _on_previewed(self, preview: Preview) -> None:
        self.previewed.emit(preview)

    def _on_swapped(self, index: Path) -> None:
        self._context.library.adopt(IndexStore(index))
        self._context.search.adopt(index)
        self._context.acts.adopt(index)
        self.swapped.emit()
