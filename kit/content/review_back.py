"""The sheet comes back: dates and corrected paragraphs go into the files of the texts, after a look at the difference.

A cell that still has its fingerprint is left alone; one that has not is a correction. A paragraph that was changed in
the texts meanwhile is not written over: it is told. A file is changed only if it can still be read afterwards.
"""

from __future__ import annotations

import csv
import difflib
import errno
import io
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from kit.content import mend
from kit.content.header_edit import set_reviewed
from kit.content.headers import HeaderReader, split
from kit.content.markdown import MarkdownReader
from kit.content.review import (
    COLUMNS,
    HEADER_PARTS,
    PRINTED_ANSWER,
    PRINTED_COLUMNS,
    PRINTED_DAY,
    PRINTED_READER,
    PRINTED_STATE,
    PROVISIONAL,
    QUESTION,
    REVIEWED,
    SHEET,
    UNSEEN,
    Chunk,
    Row,
    chunks,
    fingerprint,
    state_print,
)
from kit.days import read_day
from kit.errors import ContentError
from kit.files import chosen, read_regular, write_whole
from kit.foreign_tables import NoTables, day_of, read_tables
from kit.typography import NBSP

SHEET_LIMIT = 10_000_000
"""Bytes of a sheet: thirty times that of all texts."""
ROW_LIMIT = 20_000
CELL_LIMIT = 32_767
"""Characters of a cell, as spreadsheets have it."""


_NEEDED = {"Identifiant", "Partie", "Texte", "Empreinte"}
_HEAD_ROWS = 20  # among which the names of the columns stand
_EXPECTED = f"colonnes attendues : {', '.join(COLUMNS)} dans un tableur, {', '.join(PRINTED_COLUMNS)} dans un texte"
_MARK = re.compile(r"(\S+) ([0-9a-f]{12}|question)")  # what a row of a text to print is known by
_OTHER_KINDS = (b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF")
_OTHER_KIND = (
    "ancien format (.doc, .xls, .rtf), PDF, ou fichier protégé par un mot de passe : enregistrez-le sans mot de passe "
    "en .docx, .odt, .xlsx, .ods ou .csv"
)


class Refused(msgspec.Struct, frozen=True):
    """A row that could not be brought back; ``reason`` is a key of REASONS, ``detail`` what the reason is about."""

    id: str
    part: str
    reason: str
    detail: str = ""

    @property
    def why(self) -> str:
        """The reason in words."""
        return REASONS[self.reason]


REASONS = {
    "unknown-text": "aucun texte ne porte cet identifiant",
    "unknown-part": "cette partie n’existe pas",
    "changed-meanwhile": "le texte a changé depuis la feuille : à reprendre à la main",
    "empty": "la cellule est vide : un paragraphe s’ôte dans le fichier du texte",
    "date": "la date ne se lit pas : AAAA-MM-JJ ou JJ/MM/AAAA",
    "state": "l’état est « provisoire » ou « relu »",
    "unreadable": "le texte corrigé ne se lirait plus",
}


class Changes(msgspec.Struct):
    """What a sheet changes: new texts by file, rows refused, answers to read."""

    files: dict[Path, tuple[str, str]] = msgspec.field(default_factory=dict)
    refused: list[Refused] = msgspec.field(default_factory=list)
    answers: list[Row] = msgspec.field(default_factory=list)

    def diff(self, folder: Path) -> str:
        """Return the difference, as ``diff -u`` shows it."""
        parts: list[str] = []
        for path, (old, new) in self.files.items():
            name = path.relative_to(folder).as_posix()
            parts += difflib.unified_diff(old.splitlines(True), new.splitlines(True), name, name)
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in parts)

    def write(self) -> None:
        """Write the files, each whole or not at all."""
        for path, (_, new) in self.files.items():
            write_whole(path, new.encode("utf-8"))


class SheetRead(msgspec.Struct, frozen=True):
    """The rows of a sheet, and who corrected it: the name in the file, or else the name of the file."""

    rows: tuple[Row, ...]
    who: str


def open_sheet(file: Path) -> tuple[Row, ...]:
    """Return the rows of a sheet, as ``take_sheet``."""
    return take_sheet(file).rows


def take_sheet(file: Path) -> SheetRead:
    """Return what a sheet tells, in any form that it went out in, whatever its name says.

    Raises ContentError for another file, OSError for one that cannot be read.
    """
    try:
        content = read_regular(chosen(file), SHEET_LIMIT)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise _too_large(file, 1) from error
        raise
    if content.startswith(_OTHER_KINDS):
        raise ContentError(file, 1, "feuille", _OTHER_KIND)
    if not content.startswith(b"PK"):
        return SheetRead(read_sheet(content, file), file.stem)
    try:
        found = read_tables(content)
    except NoTables as error:
        raise ContentError(file, 1, "feuille", "fichier abîmé, protégé ou trop grand") from error
    rows: list[Row] = []
    for table in found.tables:
        _bounded(table, file, len(table))
        head = _head(table)
        if head is not None:
            rows += _rows(table[head:])
        else:
            rows += _printed(table)
    if not rows:
        raise ContentError(file, 1, "feuille", _EXPECTED)
    if len(rows) > ROW_LIMIT:
        raise _too_large(file, ROW_LIMIT)
    return SheetRead(tuple(rows), found.who or file.stem)


def read_sheet(content: bytes, file: Path) -> tuple[Row, ...]:
    """Return the rows of a CSV file (``;`` or ``,``; UTF-8, or what Excel saves); raises ContentError for another."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # « Texte Unicode » of Excel
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    for delimiter in (";", ",", "\t"):
        first = "\n".join(text.split("\n", _HEAD_ROWS)[:_HEAD_ROWS])
        if _head(_cells(first, delimiter, file)) is not None:
            cells = _cells(text, delimiter, file)
            return tuple(_rows(cells[_head(cells) :]))
    raise ContentError(file, 1, "feuille", _EXPECTED)


def _head(rows: list[list[str]]) -> int | None:
    """Return where the names of the columns stand: a spreadsheet of the kit has its title above them."""
    return next((number for number, cells in enumerate(rows[:_HEAD_ROWS]) if set(cells) >= _NEEDED), None)


def _cells(text: str, delimiter: str, file: Path) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = list(itertools.islice(reader, ROW_LIMIT + 1))
    except csv.Error:
        raise _too_large(file, reader.line_num) from None
    _bounded(rows, file, reader.line_num)
    return rows


def _bounded(rows: list[list[str]], file: Path, line: int) -> None:
    if len(rows) > ROW_LIMIT or max((len(cell) for row in rows for cell in row), default=0) > CELL_LIMIT:
        raise _too_large(file, line)


def _printed(rows: list[list[str]]) -> Iterator[Row]:
    """Yield the rows of a table of a text: part, words, id and fingerprint. Its head may be gone: marks are enough.

    What a reader says of a text itself stands in rows of its own, and is one row here.
    """
    own: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for cells in rows:
        part, text, mark = (*cells[:3], "", "", "")[:3]
        part, found = " ".join(part.split()), _MARK.fullmatch(" ".join(mark.split()))
        if found is None or not part:
            continue
        text = re.sub(r"\s*\n\s*", " ", text)  # a break that came while typing; « ¶ » ends a line
        text = re.sub(" ?¶ ?", "\n", _cleaned(text)).strip()
        if part.lower() in _OF_A_TEXT:
            own[found[1], found[2]][part.lower()] = text
        else:
            yield Row(found[1], part, text, print=found[2])
    for (article_id, told), said in own.items():
        answer = _ROOM.sub("", said.get(PRINTED_ANSWER, "")).strip()
        if told == QUESTION or PRINTED_STATE not in said:  # a line that a reader took away says nothing
            yield Row(article_id, QUESTION, "", answer=answer)
        else:
            state, day = _said_state(said[PRINTED_STATE]), said.get(PRINTED_DAY, "")
            day = re.sub(r"^le ", "", day.strip(), flags=re.IGNORECASE)
            reader = _ROOM.sub("", said.get(PRINTED_READER, "")).strip()
            yield Row(article_id, SHEET, "", state, day, answer=answer, print=told, reviewed_by=reader)


_OF_A_TEXT = (PRINTED_STATE, PRINTED_DAY, PRINTED_READER, PRINTED_ANSWER)
_ROOM = re.compile(r"…{2,}")  # what is left of ANSWER_ROOM around an answer
_YES = re.compile(r"(oui|relu|vrai|x|ok)\b|[✓✔☑☒✗]", re.IGNORECASE)
_NO = re.compile(r"(non|provisoire|faux)\b|☐", re.IGNORECASE)


def _said_state(words: str) -> str:
    """Return the state that « oui », « Oui. » or « non » stands for, other words as they are: they are refused."""
    return REVIEWED if _YES.match(words.strip()) else PROVISIONAL if _NO.match(words.strip()) else words


_CLEAN = str.maketrans({"\u202f": NBSP, "\u2009": NBSP} | dict.fromkeys(UNSEEN, ""))


def _cleaned(words: str) -> str:
    """Return words as the texts have them: letters whole, one kind of no-break space, nothing that is not seen."""
    return unicodedata.normalize("NFC", words).translate(_CLEAN)


def _too_large(file: Path, line: int) -> ContentError:
    return ContentError(file, line, "feuille", "la feuille, ou une de ses cellules, est trop grande")


def _rows(rows: list[list[str]]) -> Iterator[Row]:
    head = rows[0]
    for cells in rows[1:]:
        told = {name: _unescaped(cell) for name, cell in zip(head, cells, strict=False)}
        if any(told.values()):
            told["Relu le"] = day_of(told.get("Relu le", ""))
            yield Row(
                id=told.get("Identifiant", ""),
                part=told.get("Partie", ""),
                text=told.get("Texte", ""),
                state=told.get("État", ""),
                reviewed_on=told["Relu le"],
                asked=told.get("À répondre", ""),
                answer=told.get("Réponse", ""),
                print=told.get("Empreinte", ""),
                reviewed_by=told.get("Relu par", ""),
            )


def _unescaped(cell: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from reading « - item » as a formula."""
    text = _cleaned(cell.replace("\r\n", "\n")).strip()
    return text[1:] if re.match(r"['’]\s*[=+\-@]", text) else text


def changes(rows: Iterable[Row], folder: Path) -> Changes:
    """Return what the rows change in the texts of ``folder``; nothing is written."""
    made = Changes()
    paths = {article_id: path for article_id, path in paths_of(folder)}
    by_text: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.answer:
            made.answers.append(row)
        if row.part == QUESTION:
            continue
        if row.id not in paths:
            made.refused.append(Refused(row.id, row.part, "unknown-text"))
        else:
            by_text[row.id].append(row)
    for article_id, own in by_text.items():
        _change(made, paths[article_id], own)
    return made


def paths_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the id and the file of each text that can be read."""
    for path in sorted(folder.rglob("*.md")):
        try:
            yield HeaderReader(path.read_text(encoding="utf-8"), path).article("", path.name).id, path
        except (ContentError, UnicodeDecodeError):
            continue


def _change(made: Changes, path: Path, rows: list[Row]) -> None:
    whole = path.read_bytes().decode("utf-8")
    end = "\r\n" if "\r\n" in whole else "\n"
    old = whole.replace("\r\n", "\n")
    text = _Text(old, path)
    for row in rows:
        reason = text.take(row)
        if reason:
            made.refused.append(Refused(row.id, row.part, reason, row.text or row.reviewed_on or row.state))
    if text.raw == old:
        return
    try:
        new = mend.fix_text(text.raw)
        HeaderReader(new, path).article("", path.name)
        MarkdownReader().read(split(new, path).body, path)
        made.files[path] = (whole, new.replace("\n", end))
    except ContentError as error:
        made.refused.append(Refused(rows[0].id, SHEET, "unreadable", error.detail))


class _Text:
    """One file while its rows are brought in."""

    def __init__(self, raw: str, path: Path) -> None:
        self.raw = raw
        self._path = path

    def take(self, row: Row) -> str:
        """Bring one row in; returns why it was refused, or nothing."""
        if row.part == SHEET:
            return self._state(row)
        if fingerprint(row.text) == row.print:
            return ""
        if not row.text.strip():
            return "empty"
        if row.part.startswith("paragraphe "):
            return self._paragraph(row)
        return self._sentence(row)

    def _state(self, row: Row) -> str:
        read, state = read_day(row.reviewed_on), row.state.strip().lower()
        day = read.isoformat() if read else row.reviewed_on.strip()
        if state_print(state, day) == row.print:
            return ""
        if not read:
            return "date"
        if state not in (REVIEWED, PROVISIONAL):
            return "state"
        article = HeaderReader(self.raw, self._path).article("", self._path.name)
        now = PROVISIONAL if article.provisional else REVIEWED
        if state_print(state, day) == state_print(now, article.reviewed_on):
            return ""  # brought in before
        if state_print(now, article.reviewed_on) != row.print:
            return "changed-meanwhile"
        self.raw = set_reviewed(self.raw, self._path, day, provisional=state == PROVISIONAL)
        return ""

    def _paragraph(self, row: Row) -> str:
        parts = split(self.raw, self._path)
        found = list(chunks(parts.body))
        same = [chunk for chunk in found if fingerprint(chunk.shown) == row.print]
        if not same:
            there = any(fingerprint(chunk.shown) == fingerprint(row.text) for chunk in found)
            return "" if there else "changed-meanwhile"
        chunk = same[0] if len(same) == 1 else _nearest(same, found, row)
        lines = parts.body.split("\n")
        lines[chunk.start : chunk.end] = _written(row.text, chunk)
        before = "\n".join(self.raw.split("\n")[: parts.body_line - 1])
        ending = "\n" if self.raw.endswith("\n") and not "\n".join(lines).endswith("\n") else ""
        self.raw = f"{before}\n" + "\n".join(lines) + ending
        return ""

    def _sentence(self, row: Row) -> str:
        parts = split(self.raw, self._path)
        keys = HEADER_PARTS.get(row.part) or ("text" if row.part.split(" ")[0] in ("étape", "exemple") else "")
        if not keys:
            return "unknown-part"
        pattern = re.compile(rf'(?m)((?:^|[{{,]\s*){keys}\s*=\s*")((?:[^"\\\n]|\\.)*)(")')
        found = [m for m in pattern.finditer(parts.header) if fingerprint(_plain(m[2])) == row.print]
        if not found:
            there = any(fingerprint(_plain(m[2])) == fingerprint(row.text) for m in pattern.finditer(parts.header))
            return "" if there else "changed-meanwhile"
        words = re.sub(r"\s+", " ", row.text.strip()).replace("\\", "\\\\").replace('"', '\\"')
        start, end = found[0].span(2)
        self.raw = self.raw.replace(parts.header, parts.header[:start] + words + parts.header[end:], 1)
        return ""


def _plain(literal: str) -> str:
    return literal.replace('\\"', '"').replace("\\\\", "\\")


def _nearest(same: list[Chunk], found: list[Chunk], row: Row) -> Chunk:
    """Of paragraphs that say the same, return the one nearest to the place that the row tells."""
    number = int(re.sub(r"\D", "", row.part) or 1) - 1
    return min(same, key=lambda chunk: abs(found.index(chunk) - number))


def _written(text: str, chunk: Chunk) -> list[str]:
    """Return the lines of a corrected paragraph, set in as the one before; what stands in a callout stays in it."""
    lines = [line.rstrip() for line in text.strip().split("\n") if line.strip()]
    head = lines[0].startswith("!!! ")
    within = [line if line.startswith("    ") else f"    {line}" for line in lines[1:]] if head else lines[1:]
    return [chunk.indent + line for line in (lines[0], *within)]
