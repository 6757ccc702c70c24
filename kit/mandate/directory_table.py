"""A table typed elsewhere (CSV of a spreadsheet, or cells pasted) → entries of the directory, after a look.

Separator, encoding and header are guessed; each guess is shown and can be changed before anything is written.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kit.dossier.model import Change
from kit.folding import fold
from kit.mandate import directory as names
from kit.mandate.directory import Contact, added, same_key

SIZE_LIMIT = 2_000_000
"""Bytes of a file that are taken."""
ROW_LIMIT = 1_000
"""Rows taken at once: one gesture must stay one press of Ctrl+Z."""
COLUMN_LIMIT = 30
"""Columns taken: each is shown with a choice of its own."""
TEXT_LIMIT = 2_000
"""Characters of a cell, and of a field that several columns make up, that are kept."""

_SEPARATORS = ";\t,|"
_HEADERS = {
    names.NAME: "nom structure association organisme entreprise raison denomination intitule name",
    names.KIND: "sorte type genre statut forme categorie kind",
    names.ACTIVITY: "activite activites objet domaine secteur theme",
    names.PLACE: "adresse lieu commune ville localite cp code postal siege rue voie",
    names.CONTACT: "contact referent referente responsable president presidente personne interlocuteur prenom",
    names.EMAIL: "courriel email mail mel messagerie e",
    names.PHONE: "telephone tel portable mobile fixe phone",
    names.MET: "rencontre rencontree vu date",
    names.NOTE: "note notes remarque remarques commentaire commentaires observation observations",
}
_FIELD_OF = {word: field for field, words in _HEADERS.items() for word in words.split()}
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?[\d\s.()-]{9,20}")


class Import(Struct, frozen=True):
    """A table as it was read: the title and the field (empty: left out) of each column, and the rows of cells.

    ``is_cut`` says that there were more than ROW_LIMIT rows, ``is_narrowed`` more than COLUMN_LIMIT columns.
    """

    titles: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_cut: bool = False
    is_narrowed: bool = False

    def with_field(self, column: int, field: str) -> Import:
        """Return the table with another field for a column."""
        fields = list(self.fields)
        fields[column] = field
        return replace(self, fields=tuple(fields))

    def entries(self) -> list[dict[str, str]]:
        """Return the values of each row that has a name; columns of one field are joined in their order."""
        found = []
        for row in self.rows:
            values: dict[str, str] = {}
            for field, cell in zip(self.fields, row, strict=False):
                if field and cell:
                    joint = " " if field == names.NAME else ", "
                    values[field] = f"{values[field]}{joint}{cell}"[:TEXT_LIMIT] if field in values else cell
            if values.get(names.NAME):
                found.append(values)
        return found


class Plan(Struct, frozen=True):
    """What an import would do: the changes of all new entries, and how many are there already."""

    changes: tuple[Change, ...]
    new: int
    known: int


def decode(data: bytes) -> str:
    """Return the text of a file: UTF-8 with or without its mark, UTF-16 with it, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read(text: str) -> Import:
    """Read a table; any text whatever gives one, without rows where there is nothing to take."""
    found = [row for row in _parsed(text) if row]
    rows = [row[:COLUMN_LIMIT] for row in found]
    width = max(map(len, rows), default=0)
    if not rows:
        return Import((), (), ())
    header = [_field_of(cell) for cell in rows[0]]
    if names.NAME in header or sum(bool(field) for field in header) > 1 or (width == 1 and header[0]):
        titles, body = rows[0], rows[1:]
        fields = header
    else:
        titles, body = [""] * width, rows
        fields = [_guess(row[place] for row in rows if place < len(row)) for place in range(width)]
    fields += [""] * (width - len(fields))
    if names.NAME not in fields and "" in fields:
        fields[fields.index("")] = names.NAME
    taken = tuple(tuple(row) for row in body[:ROW_LIMIT])
    titles = [*titles, *[""] * (width - len(titles))]
    is_narrowed = max(map(len, found)) > COLUMN_LIMIT
    return Import(tuple(titles), tuple(fields), taken, len(body) > ROW_LIMIT, is_narrowed)


def plan(table: Import, known: Iterable[Contact]) -> Plan:
    """Return what an import would add; an entry of the same name and mail (or place) is not added twice."""
    seen = {same_key(one.name, one.place, one.email) for one in known}
    changes: list[Change] = []
    new = there = 0
    for values in table.entries():
        key = same_key(values[names.NAME], values.get(names.PLACE, ""), values.get(names.EMAIL, ""))
        if key in seen:
            there += 1
            continue
        seen.add(key)
        new += 1
        changes += added(values)[1]
    return Plan(tuple(changes), new, there)


def _parsed(text: str) -> list[list[str]]:
    """Return the cleaned cells of the first rows that say something: a title, ROW_LIMIT of them, and one more."""
    plain = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in plain.split("\n") if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    limit = csv.field_size_limit()
    try:
        csv.field_size_limit(SIZE_LIMIT)
        return _filled(csv.reader(io.StringIO(plain), delimiter=separator, skipinitialspace=True))
    except csv.Error:  # quotes that nothing closes: lines, then
        return _filled(line.split(separator) for line in plain.split("\n"))
    finally:
        csv.field_size_limit(limit)


def _filled(rows: Iterable[list[str]]) -> list[list[str]]:
    """Return the first rows that say something, their cells cleaned and without the empty ones at their ends."""
    found: list[list[str]] = []
    for row in rows:
        cells = [_clean(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append(cells)
        if len(found) > ROW_LIMIT + 1:
            break
    return found


def _clean(cell: str) -> str:
    """Return a cell on one line; the apostrophe that shields a formula (kit.documents.spreadsheet) goes."""
    words = " ".join(cell.split())
    return (words[1:] if words[:1] == "'" and words[1:2] in ("=", "+", "-", "@") else words)[:TEXT_LIMIT]


def _field_of(title: str) -> str:
    """Return the field that a title of a column names, the first word that says something deciding."""
    for word in re.findall(r"[a-z]+", fold(title)):
        if word in _FIELD_OF and len(title) < 60 and "@" not in title:
            return _FIELD_OF[word]
    return ""


def _guess(cells: Iterable[str]) -> str:
    """Return the field that the cells of a column without title look like."""
    told = [cell for cell in cells if cell]
    for pattern, field in ((_MAIL, names.EMAIL), (_PHONE, names.PHONE)):
        if told and sum(bool(pattern.fullmatch(cell)) for cell in told) * 2 > len(told):
            return field
    return ""


def titles_of(table: Import) -> Sequence[str]:
    """Return what names each column: its title, else the first cell that is not empty."""
    found = []
    for place, title in enumerate(table.titles):
        example = next((row[place] for row in table.rows if place < len(row) and row[place]), "")
        found.append(title or example)
    return found
