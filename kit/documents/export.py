"""The whole kit as files, for someone without the program: every text, blank lists, the aide-mémoire."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path, PurePath

import msgspec

from kit.content.library import Library
from kit.content.model import Article
from kit.documents.aide_memoire import aide_memoire_document
from kit.documents.article import article_document, chapter_document, title, under
from kit.documents.bibliography import bibliography_document
from kit.documents.book import book
from kit.documents.booklet import booklet_document, folded
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.diagnostic import diagnostic_document
from kit.documents.document import Document
from kit.documents.epub import EXTENSION, epub
from kit.documents.glossary import glossary_document
from kit.documents.networks import dates_document, networks_document
from kit.documents.poster import poster_document
from kit.documents.text import wrapped
from kit.documents.typeset import Typesetter
from kit.documents.wording import wording
from kit.documents.writer import formats, plain_name, write
from kit.errors import OutputExists
from kit.files import write_whole
from kit.steps import unwatched

FORMATS: tuple[str, ...] = (".pdf", ".odt", ".docx", ".txt")
EDITABLE: tuple[str, ...] = (".odt", ".docx")
_NAME = 60  # characters of a title in a file name


def export_all(
    library: Library,
    folder: Path,
    *,
    force: bool = False,
    today: date | None = None,
    more: Iterable[tuple[PurePath, Document]] = (),
    files: Iterable[tuple[PurePath, bytes]] = (),
    step: Callable[[str, int, int], None] = unwatched,
) -> int:
    """Write every document in every format under ``folder``; returns how many files.

    ``more`` are documents to change (the models of acts), each with its place: as ODT and DOCX only; ``files`` are made
    already (the kit de poche), and named in the text to read first.

    A folder that holds anything is refused without ``force``, which replaces files of the same names. All is made
    beside first: a disk that refuses leaves nothing, and no more does a ``step`` that raises; it is told « files » with
    how many documents of all are made, then « write ». Raises OutputExists, CompileFailed, OSError.
    """
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())) and not force:
        raise OutputExists(folder)
    beside = folder.with_name(f".{folder.name[:20]}-{os.urandom(4).hex()}.tmp")
    typesetter, count = Typesetter(), 0
    try:
        made = [(name, one, FORMATS) for name, one in documents(library, today or date.today())]
        made += [(name, one, EDITABLE) for name, one in more]
        for number, (name, document, wanted) in enumerate(made):
            step("files", number, len(made))
            for extension in (one for one in wanted if one in formats(document)):
                out = beside / name.parent / f"{name.name}{extension}"
                out.parent.mkdir(parents=True, exist_ok=True)
                write(document, out, typesetter=typesetter)
                count += 1
        step("files", len(made), len(made))
        write_whole(beside / _book_name(), epub(book(library), typesetter), force=False)
        extra = [*files]
        for name, content in extra:
            write_whole(beside / name, content, force=False)
        count += 1 + len(extra)
        _read_me(library, beside, extra=bool(extra), with_models=(beside / wording().say("export", "models")).is_dir())
        step("write", 0, 0)
        shutil.copytree(beside, folder, dirs_exist_ok=True) if folder.is_dir() else beside.rename(folder)
    except OSError as error:
        error.filename, error.filename2 = str(folder), None  # who reads it knows no other name
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return count + 1


def documents(library: Library, today: date) -> Iterator[tuple[PurePath, Document]]:
    """Yield every document with its place in the folder, without extension."""
    say = wording()
    texts, lists = PurePath(say.say("export", "texts")), PurePath(say.say("export", "lists"))
    yield PurePath(say.say("documents", "file_aide_memoire")), aide_memoire_document(library, today=today)
    booklet = booklet_document(library, today=today)
    yield PurePath(say.say("documents", "file_diagnostic")), diagnostic_document(library, today=today)
    yield PurePath(say.say("documents", "file_networks")), networks_document(library, today=today)
    yield PurePath(say.say("documents", "file_dates")), dates_document(library, today=today)
    yield PurePath(say.say("documents", "file_glossary")), glossary_document(library, today=today)
    yield PurePath(say.say("documents", "file_sources")), bibliography_document(library, today=today)
    yield PurePath(say.say("documents", "file_poster")), poster_document(library, today=today)
    yield PurePath(say.say("documents", "file_booklet")), booklet
    yield PurePath(say.say("documents", "file_folded")), folded(booklet)
    yield lists / say.say("export", "all_levers"), checklist_document(checklist(library, None, today=today))
    for lever in library.outline.levers:
        name = f"{lever.article.code}-{_name(lever.article.label)}"
        one = checklist(library, None, levers=(lever.article.id,), today=today)
        yield lists / name, checklist_document(one)
    told = set()
    for number, chapter in enumerate(library.outline.chapters, 1):
        folder = texts / f"{number}-{_name(chapter.label)}"
        yield folder, chapter_document(library, chapter.id, today=today)
        for place, (article, _) in enumerate(under(library, chapter.id), 1):
            yield folder / f"{place:02}-{_titled(article)}", article_document(library, article.id, today=today)
            told.add(article.id)
    for article in library.articles():
        if article.kind != "chapter" and article.id not in told:
            yield texts / _titled(article), article_document(library, article.id, today=today)


def _titled(article: Article) -> str:
    return _name(title(msgspec.structs.replace(article, title=article.label)))


def _name(text: str) -> str:
    return plain_name(text)[:_NAME].strip("-")


def _book_name() -> str:
    return f"{wording().say('documents', 'file_book')}{EXTENSION}"


def _read_me(library: Library, folder: Path, *, extra: bool, with_models: bool) -> None:
    say, publisher = wording(library), library.publisher
    texts, lists = say.say("export", "texts"), say.say("export", "lists")
    told = (
        say.say("export", "readme_title"),
        say.say("export", "readme"),
        say.say("export", "first"),
        say.say("export", "folders", texts=texts, lists=lists),
        *([say.say("export", "models_readme", folder=say.say("export", "models"))] if with_models else []),
        say.say("export", "book", name=_book_name()),
        *([say.say("export", "pocket")] if extra else []),
        say.say("documents", "footer", publisher=publisher.name, version=publisher.content_version),
    )
    lines = "\n\n".join("\n".join(wrapped(sentence)) for sentence in told)
    write_whole(folder / say.say("export", "readme_name"), f"{lines}\n".encode(), force=False)
