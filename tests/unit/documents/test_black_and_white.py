"""Pages as a printer that has black alone puts them on paper (``pdftoppm -mono``): nothing is lost there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from PIL import Image

from kit.content.blocks import Heading, Items, Table, plain
from kit.documents.document import Block, Document, Lead, heading, said, with_kept, words
from kit.documents.plan import plan_document
from kit.documents.typeset import Typesetter
from kit.documents.writer import write
from kit.figures.drawing import PAPER
from tests.unit.documents.document_samples import CHANGES, DAY, HistoryDossier, texts_library

_DPI = 150


def in_black(document: Document, folder: Path, typesetter: Typesetter) -> Image.Image:
    """Return the first page of a document as points that are black or white."""
    write(document, folder / "a.pdf", typesetter=typesetter)
    asked = ["pdftoppm", "-mono", "-r", str(_DPI), "-f", "1", "-l", "1", "-singlefile", "a.pdf", "a"]
    subprocess.run(asked, cwd=folder, check=True, capture_output=True)
    return Image.open(folder / "a.pbm").convert("L")


def lines_across(page: Image.Image) -> int:
    """Return how many lines run from one margin to the other without a gap."""
    left, right = round(page.width * 25 / 210), round(page.width * 185 / 210)
    rows = [not any(page.crop((left, y, right, y + 1)).tobytes()) for y in range(page.height)]
    return sum(here and not above for above, here in zip([False, *rows], rows, strict=False))


def test_each_row_of_a_table_has_its_rule(tmp_path: Path, typesetter: Typesetter) -> None:
    rows = tuple((words(f"a{n}"), words(f"b{n}")) for n in range(20))
    table = Table((words("A"), words("B")), rows)
    page = in_black(Document("Un tableau", (table,), DAY), tmp_path, typesetter)
    assert lines_across(page) >= 19  # the head of the page and of the table, in the accent, may be rows of points


def test_the_foot_of_a_page_is_black(tmp_path: Path, typesetter: Typesetter) -> None:
    """Letters of a grey would be broken into points: their stems have gaps."""
    document = Document("Titre", (), DAY, footer="l" * 20)
    page = in_black(document, tmp_path, typesetter)
    foot = page.crop((0, page.height * 9 // 10, page.width, page.height))
    stems = [column for x in range(foot.width) if 0 in (column := foot.crop((x, 0, x + 1, foot.height)).tobytes())]
    assert stems
    whole = [column for column in stems if len(re.findall(b"\x00+", column)) == 1 and column.count(0) > 10]
    assert len(whole) >= 20


def test_a_second_title_stands_below_what_ends_above_it(tmp_path: Path, typesetter: Typesetter) -> None:
    lines = Items(False, tuple(said(f"ligne {n}") for n in range(5)))
    document = Document("Titre", (Lead(words("Un chapeau.")), heading(1, "Seconde"), lines, heading(1, "Tierce")), DAY)
    write(document, tmp_path / "a.pdf", typesetter=typesetter)
    asked = ["pdftotext", "-bbox", "a.pdf", "-"]
    told = subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    boxes = {word: (float(top), float(end)) for top, end, word in
             re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', told)}  # fmt: skip
    for above, below in (("chapeau.", "Seconde"), ("4", "Tierce")):
        assert boxes[above][1] < boxes[below][0], (above, below)
    heights = {word: boxes[word][1] - boxes[word][0] for word in ("Titre", "Seconde", "chapeau.")}
    assert heights["Titre"] > heights["Seconde"] > heights["chapeau."]


def test_what_stands_between_the_lead_and_the_first_title_goes_with_it() -> None:
    lead, (note, text) = Lead(words("Un chapeau.")), said("Texte provisoire.", "Le texte.")
    blocks: tuple[Block, ...] = (lead, note, heading(2, "Pourquoi"), text, heading(2, "Comment"))
    assert [kept for block, kept in with_kept(blocks) if block in (note, text)] == [True, False]


def test_how_far_a_lever_is_stays_on_one_line() -> None:
    document = plan_document(texts_library(), HistoryDossier(CHANGES), today=DAY)
    titles = [plain(block.spans) for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    counted = [title for title in titles if "sur\u00a0" in title]
    assert len(counted) == 3 and all(re.search("\\(\\d\u00a0sur\u00a0\\d\\)$", title) for title in counted)


def test_the_words_of_a_figure_are_black_or_white() -> None:
    """Grey words of a drawing are rows of points on a printer that has black alone, as their sources were."""
    names = [name for name in PAPER if name in ("ink", "muted") or name.startswith("on-")]
    assert {PAPER[name] for name in names} == {"#000000", "#FFFFFF"}
