"""The *feuille de relecture*: every text of the kit in rows, for the CRESS to correct and date.

One row for the text itself (its state, its date, what is asked about it), one for each of its sentences that may be
corrected, one for each general question. A row carries the fingerprint of what it shows, so that ``review_back`` sees
what was changed in the sheet and what was changed in the texts meanwhile.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kit.content.headers import split
from kit.content.library import Library
from kit.content.lists import FACTS, read_toml
from kit.content.model import Article
from kit.digest import sha256

COLUMNS = ("Identifiant", "Partie", "Texte", "État", "Relu le", "Relu par", "À répondre", "Réponse", "Empreinte")
PRINTED_COLUMNS = ("Partie", "Texte", "Repère")  # of a text to print; the last tells the id and the fingerprint
PRINTED_STATE, PRINTED_DAY, PRINTED_READER = "relu ?", "relu le", "relu par"
PRINTED_ANSWER = "réponse"
ANSWER_ROOM = "…" * 30
"""What stands where an answer is to be typed, or written by hand."""
LINE_END = " ¶ "
"""What stands for the end of a line in a text to print."""
QUESTIONS = "questions-cress.toml"
SHEET, QUESTION = "fiche", "question"
REVIEWED, PROVISIONAL = "relu", "provisoire"
HEADER_PARTS = {
    "titre": "title",
    "titre court": "short_title",
    "résumé": "summary",
    "c’est fait quand": "done_when",
    "premier pas": "first_step",
}


class Row(msgspec.Struct, frozen=True):
    """One row of the sheet; ``text`` may be corrected, ``answer`` and ``reviewed_by`` are the reader's."""

    id: str
    part: str
    text: str
    state: str = ""
    reviewed_on: str = ""
    asked: str = ""
    answer: str = ""
    print: str = ""
    reviewed_by: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the cells in the order of COLUMNS."""
        told = (self.id, self.part, self.text, self.state, self.reviewed_on, self.reviewed_by)
        return (*told, self.asked, self.answer, self.print)


class Chunk(msgspec.Struct, frozen=True):
    """A paragraph of a body as written: its lines ``start`` to ``end`` (from 0, end excluded), and how it is shown."""

    start: int
    end: int
    indent: str
    shown: str


UNSEEN = "\u00ad\u200b\u2060\ufeff"
"""Letters that an office puts in and nobody sees: soft hyphen, spaces and joins without width."""
# Spaces that do not break, apostrophes and hyphens of an office are those of a keyboard.
_SAME = str.maketrans({"’": "'", "\u2011": "-"} | dict.fromkeys("\u00a0\u2009\u202f", " ") | dict.fromkeys(UNSEEN, ""))


def fingerprint(text: str) -> str:
    """Return twelve letters that stand for a text, whatever an office did to its spaces, hyphens and apostrophes.

    What Excel loses when it saves « CSV » in its old encoding (a ``?`` for « ≥ ») is no change either.
    """
    plain = unicodedata.normalize("NFC", text).translate(_SAME).replace("\r\n", "\n")
    plain = re.sub(r"[\t ]+", " ", plain)
    plain = plain.encode("cp1252", "replace").decode("cp1252")
    plain = "\n".join(line.strip() for line in plain.split("\n")).strip()
    return sha256(plain.encode("utf-8")).hexdigest()[:12]


def sheet(library: Library, folder: Path, today: datetime.date) -> tuple[Row, ...]:
    """Return the rows of the whole sheet: general questions first, then each text in reading order."""
    rows = list(_questions(library, folder))
    for article in library.articles():
        raw = (folder / article.file).read_text(encoding="utf-8")
        rows += text_rows(article, raw, today)
    return tuple(rows)


def text_rows(article: Article, raw: str, today: datetime.date) -> tuple[Row, ...]:
    """Return the rows of one text."""
    rows = [_sheet_row(article, today)]
    for part, key in HEADER_PARTS.items():
        rows += _row(article, part, getattr(article, key))
    for number, step in enumerate(article.steps, 1):
        rows += _row(article, f"étape {number}", step.text)
    for example in article.examples:
        rows += _row(article, f"exemple {example.id}", example.text)
    for number, chunk in enumerate(chunks(split(raw, Path(article.file)).body), 1):
        rows += _row(article, f"paragraphe {number}", chunk.shown)
    return tuple(rows)


def _row(article: Article, part: str, text: str) -> Iterator[Row]:
    if text:
        yield Row(article.id, part, text, print=fingerprint(text))


def state_print(state: str, reviewed_on: str) -> str:
    """Return the fingerprint of the row of a text: of its state and date, as its title stands in a row of its own."""
    return fingerprint(f"{state} {reviewed_on}")


def _sheet_row(article: Article, today: datetime.date) -> Row:
    state = PROVISIONAL if article.provisional else REVIEWED
    asked = [article.to_check] if article.to_check else []
    if article.check_by:
        asked.append(f"À vérifier en {article.check_by}.")
    if article.reviewed_on and (today - datetime.date.fromisoformat(article.reviewed_on)).days > 366:
        asked.append("Relu il y a plus d’un an : est-ce toujours exact ?")
    return Row(
        article.id,
        SHEET,
        article.title,
        state,
        article.reviewed_on,
        " ".join(asked),
        print=state_print(state, article.reviewed_on),
    )


def _questions(library: Library, folder: Path) -> Iterator[Row]:
    for item in read_toml(folder / QUESTIONS, [], optional=True).get("question", ()):
        about = ", ".join(library.article(i).title for i in item.get("ids", ()) if library.has(i))
        yield Row(str(item["id"]), QUESTION, about, asked=str(item["text"]))
    shelf = library.shelf
    lists = [(one.id, one.term, one.to_check) for one in shelf.terms]
    lists += [(one.id, one.name, one.to_check) for one in shelf.networks]
    lists += [(one.id, one.title, one.to_check) for one in shelf.dates]
    yield from (Row(entry, QUESTION, about, asked=words) for entry, about, words in lists if words)
    reasons = read_toml(folder / "ecartes.toml", [], optional=True)
    for fact in library.shelf.facts.values():
        if fact.confidence == "DOUTEUX":
            reason = reasons.get(fact.id, {}).get("reason", "Douteux.")
            yield Row(f"fait-{fact.id.lower()}", QUESTION, f"{FACTS} {fact.id}", asked=str(reason))


def chunks(body: str) -> Iterator[Chunk]:
    """Yield the paragraphs of a body: what stands between empty lines, each shown without its line breaks."""
    lines = body.split("\n")
    start = 0
    while start < len(lines):
        if not lines[start].strip():
            start += 1
            continue
        end = start
        while end < len(lines) and lines[end].strip():
            end += 1
        indent = lines[start][: len(lines[start]) - len(lines[start].lstrip(" "))]
        yield Chunk(start, end, indent, _joined([line.removeprefix(indent) for line in lines[start:end]]))
        start = end


_KEPT_LINE = re.compile(r"(?:- |\d+\. |\||!!! |#)")


def _joined(lines: list[str]) -> str:
    """Join the lines of a paragraph or item; a table, a title, the head of a callout keep their lines."""
    shown: list[str] = []
    for line in lines:
        after_head = bool(shown) and shown[-1].startswith(("!!! ", "#", "|"))
        if not shown or after_head or _KEPT_LINE.match(line.strip()):
            shown.append(line.strip() if after_head else line.rstrip())  # an item inside an item stays set in
        else:
            shown[-1] += " " + line.strip()
    return "\n".join(shown)
