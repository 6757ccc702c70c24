"""What new texts change: pages added, changed and removed, paragraph by paragraph."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kit.content.files import FileStore
from kit.content.library import Library
from kit.packs.checks import check_texts
from kit.packs.pack import Pack, lay_out

PAGE, TERM, NETWORK, DATE, QUESTION, SOURCE = "page", "term", "network", "date", "question", "source"


class Part(msgspec.Struct, frozen=True):
    """A paragraph that goes (``before`` alone), comes (``after`` alone) or is put in other words (both)."""

    before: str
    after: str


class Entry(msgspec.Struct, frozen=True):
    """A page, or an entry of a list of the kit; ``parts`` is what differs, empty for what comes or goes whole."""

    id: str
    kind: str
    title: str
    parts: tuple[Part, ...] = ()


class Changes(msgspec.Struct, frozen=True):
    """What differs between two sets of texts, in reading order."""

    added: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing that one reads differs."""
        return not (self.added or self.changed or self.removed)


def preview(pack: Pack, present: Library) -> Changes:
    """Return what a pack would change; raises PackRefused, OSError."""
    return open_pack_texts(pack, present)[0]


def open_pack_texts(pack: Pack, present: Library) -> tuple[Changes, Library]:
    """Return what a pack would change, and its texts; they are checked as at the install, away from those in use.

    Raises PackRefused, OSError.
    """
    with tempfile.TemporaryDirectory(prefix="kit-ess-") as name:
        folder = Path(name)
        lay_out(pack, folder)
        check_texts(folder, pack.path)
        texts = open_folder(folder)
        return compare(present, texts), texts  # all is read by the comparison: the folder is no more needed


def open_folder(folder: Path) -> Library:
    """Return the texts of a folder that holds ``kit.toml`` and ``content``; raises ContentError."""
    return Library(FileStore(folder / "content", folder / "kit.toml"))


def compare(old: Library, new: Library) -> Changes:
    """Return what differs between two sets of texts."""
    before = {(kind, i): (title, words) for kind, i, title, words in _entries(old)}
    after = {(kind, i): (title, words) for kind, i, title, words in _entries(new)}
    changed = [
        Entry(key[1], key[0], title, _parts(before[key][1], words))
        for key, (title, words) in after.items()
        if key in before and before[key][1] != words
    ]
    return Changes(
        added=tuple(Entry(key[1], key[0], title) for key, (title, _) in after.items() if key not in before),
        changed=tuple(changed),
        removed=tuple(Entry(key[1], key[0], title) for key, (title, _) in before.items() if key not in after),
    )


def lost(changes: Changes, new: Library) -> tuple[Entry, ...]:
    """Return the pages whose id is gone without being among the retired ones: ticks and notes on it lose their page."""
    return tuple(one for one in changes.removed if one.kind == PAGE and one.id not in new.shelf.retired)


def _entries(texts: Library) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield (kind, id, title, paragraphs) of all that can be read."""
    from kit.content.plain_text import article_text

    for article in texts.articles():
        written = article_text(article, texts.body(article.id), texts)
        more = [article.first_step, *(f"{e.place} : {e.text}" for e in article.examples)]
        yield PAGE, article.id, article.title, [*_paragraphs(written), *(words for words in more if words)]
    shelf = texts.shelf
    for term in shelf.terms:
        yield TERM, term.id, term.term, _lines(term.term, term.expansion, term.definition)
    for network in shelf.networks:
        yield NETWORK, network.id, network.name, _lines(network.name, network.what, network.ask, network.reach)
    for date in shelf.dates:
        yield DATE, date.id, date.title, _lines(date.title, date.when, date.what, *(text for _, text in date.ahead))
    for question in shelf.questions:
        words = (question.question, question.help, question.yes, question.no)
        yield QUESTION, question.id, question.question, _lines(*words)
    for source in shelf.sources.values():
        yield SOURCE, source.id, source.title, _lines(source.title, source.address)


def _lines(*words: str) -> list[str]:
    return [line for line in words if line]


def _paragraphs(written: str) -> list[str]:
    """Undo the 72 columns: a paragraph is what stands between empty lines; an item of a list is one of its own."""
    found: list[str] = []
    for block in written.split("\n\n"):
        begun = len(found)
        for line in block.splitlines():
            if not line.strip() or set(line) <= {"=", "-", "·"}:
                continue
            if len(found) == begun or line.startswith(("- ", "[")) or line.partition(". ")[0].isdigit():
                found.append(line.strip())
            else:
                found[-1] += f" {line.strip()}"
    return found


def _parts(old: list[str], new: list[str]) -> tuple[Part, ...]:
    found: list[Part] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[i1:i2], new[j1:j2]
        for place in range(max(len(gone), len(come))):
            found.append(Part(gone[place] if place < len(gone) else "", come[place] if place < len(come) else ""))
    return tuple(found)
