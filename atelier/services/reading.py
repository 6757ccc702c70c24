"""The texts of the folder as the atelier reads them: their state, what the rules say, what changed. Pure, no Qt."""

from __future__ import annotations

import datetime
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from kit import paths
from kit.content.blocks import Body
from kit.content.due import due_on, is_due
from kit.content.library import Library
from kit.content.lint import Lint
from kit.content.model import Article
from kit.content.shelf import Shelf
from kit.packs import history
from kit.packs.since import since
from ui.services.jobs import Step


class Row(Struct, frozen=True):
    """A text in the list: when it is due, how many errors and remarks, whether it is new or changed, who did what."""

    article: Article
    is_due: bool
    due: datetime.date | None = None
    errors: int = 0
    remarks: int = 0
    is_new: bool = False
    is_changed: bool = False
    last: tuple[datetime.datetime, str, str] | None = None


class Edition(Struct, frozen=True):
    """The texts that those of the folder are compared with: what they are called, and each with its body."""

    name: str
    texts: Mapping[str, tuple[Article, Body]]


class Texts(Struct, frozen=True):
    """All that was read of a folder."""

    folder: Path
    lint: Lint
    rows: tuple[Row, ...]
    edition: Edition
    shelf: Shelf
    unread: int
    """Files that cannot be read: the check names them."""

    def row(self, article_id: str) -> Row | None:
        """Return the row of a text."""
        return next((one for one in self.rows if one.article.id == article_id), None)

    def title_above(self, article: Article) -> str:
        """Return the title of what holds a text, empty at the top."""
        library = self.lint.setting.library
        return library.article(article.parent).label if library.has(article.parent) else ""


def read_texts(folder: Path, base: Path | None, today: datetime.date, step: Step) -> Texts:
    """Read and check a folder, compared with ``base``: a pack, another folder, or the texts of the program for None.

    Raises ContentError, PackRefused, OSError.
    """
    step("read")
    lint = Lint(folder / "content", folder / "kit.toml", paths.pictograms(), today)
    library = lint.setting.library
    step("compare")
    edition = _edition(base, folder)
    step("check")
    found = lint.run().problems
    errors = Counter(one.file for one in found if one.severity == "error")
    remarks = Counter(one.file for one in found if one.severity != "error")
    last = history.latest(folder)
    rows = tuple(
        Row(
            article,
            is_due(article, today),
            due_on(article),
            errors[article.file],
            remarks[article.file],
            article.id not in edition.texts,
            _has_changed(article, library, edition),
            last.get(article.id),
        )
        for article in library.articles()
    )
    return Texts(folder, lint, rows, edition, lint.setting.shelf, len(library.problems))


def _edition(base: Path | None, folder: Path) -> Edition:
    """Return the edition to compare with, all read; ``folder`` may name its key. ContentError, PackRefused, OSError."""
    from kit.opening import open_library
    from kit.packs.changes import open_folder
    from kit.packs.checks import check_texts
    from kit.packs.pack import lay_out, read_pack_of
    from kit.packs.publisher_keys import trusted_in

    if base is None:
        with closing(open_library()[0]) as texts:  # its own: the window goes on reading in the other
            return _whole(texts)
    if base.is_dir():
        return _whole(open_folder(base))
    with tempfile.TemporaryDirectory(prefix="kit-ess-") as name:
        lay_out(read_pack_of(base, trusted_in(folder))[0], Path(name))
        check_texts(Path(name), base)
        return _whole(open_folder(Path(name)))


def _whole(texts: Library) -> Edition:
    bodies = {article.id: (article, texts.body(article.id)) for article in texts.articles()}
    return Edition(texts.publisher.content_version, bodies)


def _has_changed(article: Article, library: Library, edition: Edition) -> bool:
    before = edition.texts.get(article.id)
    return before is not None and not since(*before, article, library.body(article.id)).is_empty
