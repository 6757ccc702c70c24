"""What the workshop does with a folder of texts: plain functions, run in the background."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kit.content.blocks import Body
from kit.content.model import Article
from kit.content.shelf import Shelf
from kit.packs.pack import Pack
from ui.services.jobs import Step

if TYPE_CHECKING:
    from kit.content.problem import Report
    from kit.content.review_back import Changes


class Shown(Struct, frozen=True):
    """A text read from its file, with the lists that its sources and words are looked up in."""

    article: Article
    body: Body
    shelf: Shelf


def write_sheet(folder: Path, out: Path, step: Step) -> Path:
    """Write the feuille de relecture of a folder; returns its path. Raises ContentError, OSError, Stopped."""
    from kit.content.review import sheet
    from kit.documents.review import review_document
    from kit.documents.writer import write
    from kit.packs.changes import open_folder

    step("read")
    texts, today = open_folder(folder), date.today()
    document = review_document(sheet(texts, folder / "content", today), today, texts.publisher)
    step("write")
    write(document, out, force=True)  # the dialog asked about another file of this name
    return out


class SheetBack(Struct, frozen=True):
    """What a corrected sheet changes, with the difference as ``diff -u`` writes it."""

    changes: Changes
    diff: str


def compare_sheet(folder: Path, file: Path, step: Step) -> SheetBack:
    """Return what a corrected sheet changes in a folder; nothing is written. Raises ContentError, OSError."""
    from kit.content.review_back import changes, open_sheet

    step("read")
    made = changes(open_sheet(file), folder / "content")
    return SheetBack(made, made.diff(folder / "content"))


def check(folder: Path, step: Step) -> Report:
    """Return what the rules of the texts say of a folder. Raises ContentError."""
    from kit import paths
    from kit.content import lint

    step("check")
    return lint.check(folder / "content", folder / "kit.toml", paths.pictograms())


def read_text(path: Path, folder: Path | None, present: Shelf, step: Step) -> Shown:
    """Return a text as it would be shown, with the lists of its folder; raises ContentError, OSError."""
    from kit.content.headers import HeaderReader
    from kit.content.lists import load_shelf
    from kit.content.loader import Text, parse_body
    from kit.content.markdown import MarkdownReader
    from kit.errors import ContentError

    step("read")
    try:
        words = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(path, 1, "utf-8", "le fichier n’est pas en UTF-8") from error
    reader = HeaderReader(words, path)
    article = reader.article("", path.name)
    body = parse_body(Text(article, reader.parts.body, reader.parts.body_line, path), MarkdownReader())
    inside = folder is not None and path.resolve().is_relative_to(folder.resolve())
    return Shown(article, body, load_shelf(folder / "content", []) if folder and inside else present)


class Order(Struct, frozen=True):
    """A pack to make: of which folder, with which key, to which file, as which version and ISO date."""

    folder: Path
    key: Path
    out: Path
    version: str
    day: str


def make_pack(order: Order, step: Step) -> Pack:
    """Write version and date into the folder, then its pack. Raises PackRefused, KeyRefused, ContentError, OSError."""
    from kit.packs.keys import read_key
    from kit.packs.pack import build_pack
    from kit.packs.working_copy import set_version

    read_key(order.key)  # a wrong file is told before anything is written
    set_version(order.folder, order.version, order.day)
    return build_pack(order.folder, order.key, order.out, force=True, step=step)


class NewKey(Struct, frozen=True):
    """A key just made: where its private half is, and its public half."""

    path: Path
    public: str


def new_key(out: Path, step: Step) -> NewKey:
    """Make a key, never over another file. Raises OutputExists, OSError."""
    from kit.packs.keys import make_key

    step("write")
    return NewKey(out, make_key(out))
