"""The preview kept up with what would be printed: made in the background, the latest wish first."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from kit.documents.document import Document
from kit.documents.text import WIDTH, document_text
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images
from kit.errors import KitError
from kit.typography import fr
from ui.output.page_file import PageFile
from ui.output.page_preview import PagePreview, flowed
from ui.services.jobs import Jobs, Latest, Step


class _Wish(Struct, frozen=True):
    """What a preview is made of: the same wish gives the same pages."""

    document: Document
    ppi: float


class PreviewMaker(QObject):
    """Fills a PagePreview. An earlier wish that is still under way is dropped.

    ``counted`` with the pages in sight (0 for none), ``announced`` when they are those of another document,
    ``failed`` with the KitError of a typesetter that refused.
    """

    announced = Signal(str)
    counted = Signal(int)
    failed = Signal(object)

    def __init__(self, preview: PagePreview, typesetter: Typesetter, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preview, self._typesetter = preview, typesetter
        self._making = Latest(jobs)
        self._wish: _Wish | None = None  # under way
        self._ended: _Wish | None = None  # the one that was under way last
        self._made: _Wish | None = None  # in sight
        preview.stop_requested.connect(self._on_stopped)

    def show(self, document: Document) -> None:
        """Show a document as sharp as the preview wants it, unless it stands there or is under way already."""
        wish = _Wish(document, round(self._preview.ppi_for(document.sheet_size), 1))
        if wish == self._wish:
            return
        self._drop()
        if wish == self._made:
            self._preview.show_current()
            return
        self._wish = wish
        typesetter = self._typesetter

        def work(_step: Step) -> tuple[Sequence[bytes], str]:
            pages = page_images(document, typesetter, wish.ppi)
            return _on_disk(pages), flowed(document_text(document), WIDTH)

        self._preview.show_current()
        self._preview.wait.begin("Préparation de l’aperçu…")
        self._making.run(self, work, self._on_made, self._on_failed, ended=self._on_ended)

    def show_nothing(self, words: str) -> None:
        """Show a sentence in the place of the pages."""
        self._drop()
        self._made = None
        self._preview.show_empty(words)
        self.counted.emit(0)

    def rest(self) -> None:
        """Let all pages go, as nobody sees them; ``show`` makes them again."""
        self._drop()
        self._made = None
        self._preview.show_pages((), "")

    def shows(self, document: Document) -> bool:
        """Say whether the pages in sight are those of this document."""
        return self._made is not None and self._made.document == document

    def _on_made(self, outcome: tuple[Sequence[bytes], str]) -> None:
        pages, text = outcome
        before, self._made = self._made, self._ended
        assert self._made is not None
        self._preview.show_pages(pages, text, self._made.document.sheet_size)
        self.counted.emit(len(pages))
        if before is None or before.document != self._made.document:
            self.announced.emit(
                fr("Aperçu prêt : {count} page{plural}", count=len(pages), plural="s" if len(pages) > 1 else "")
            )

    def _on_ended(self) -> None:
        """Let the same wish be made again, whatever came of this one."""
        self._ended, self._wish = self._wish, None
        self._preview.wait.end()

    def _on_failed(self, error: KitError) -> None:
        self.show_nothing("L’aperçu n’a pas pu être préparé.")
        self.failed.emit(error)

    def _on_stopped(self) -> None:
        self._drop()
        self._preview.show_stale()

    def _drop(self) -> None:
        self._making.drop()
        self._wish = None
        self._preview.wait.end()


def _on_disk(pages: list[bytes]) -> Sequence[bytes]:
    """Return the pages beside the memory, of which only the one in sight is read; in it where the disk is full."""
    try:
        return PageFile(pages)
    except OSError:
        return pages
