"""Pages as they look, and what makes every PDF one for everyone: checked in its structure, not by a checker."""

from __future__ import annotations

import colorsys
import io
import itertools
import re
from collections.abc import Iterator

import pikepdf
import pytest
from PIL import Image

from kit import paths
from kit.content.blocks import Heading
from kit.content.files import FileStore
from kit.content.library import Library
from kit.documents.article import chapter_document
from kit.documents.booklet import booklet_document
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.document import Boxes, Document, Drawn
from kit.documents.model import Options
from kit.documents.payload import BOXES, TEMPLATE, document_inputs
from kit.documents.poster import poster_document
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.documents.writer import page_images
from kit.dossier.model import Status
from kit.figures.drawing import PAPER
from tests.unit.documents.document_samples import DAY, every_document, lever, library_of
from tests.unit.documents.golden_files import assert_looks_golden
from tests.unit.documents.pdf_reading import Node, Pdf


def of_pages(count: int) -> Document:
    """Return a blank checklist of this many pages: 1, 2 or 30."""
    levers, actions, size = {1: (2, 4, 11), 2: (4, 6, 11), 30: (14, 20, 18)}[count]
    made = [lever(n, f"Levier {n}", [f"Action {n}.{k} à mener" for k in range(actions)]) for n in range(1, levers + 1)]
    return checklist_document(checklist(library_of(*made), None, options=Options(size=size), today=DAY))


def laid_out(pages: list[bytes]) -> bytes:
    """Return pages side by side, six in a row, as one picture."""
    images = [Image.open(io.BytesIO(page)).convert("L") for page in pages]
    wide, high = images[0].size
    across = min(6, len(images))
    sheet = Image.new("L", (across * wide, -(-len(images) // across) * high), 128)
    for place, image in enumerate(images):
        sheet.paste(image, (place % across * wide, place // across * high))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("count", [1, 2, 30])
def test_one_two_and_thirty_pages_look_as_they_were_looked_at(count: int, typesetter: Typesetter) -> None:
    document = of_pages(count)
    pages = page_images(document, typesetter, 24)
    assert len(pages) == count
    assert_looks_golden(f"pages-{count}.png", laid_out(pages))
    pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
    boxes = [box for block in document.blocks if isinstance(block, Boxes) for box in block.boxes]
    assert len(pdf.root.all("Figure")) == len(boxes)


# --- made for everyone ---


def shipped() -> dict[str, Document]:
    """Return documents of the shipped texts: the longest, the largest, the smallest pages."""
    library = Library(FileStore(paths.content(), paths.kit_file()))
    return {
        "whole-chapter": chapter_document(library, "comprendre", today=DAY),
        "shipped-poster": poster_document(library, today=DAY),
        "shipped-booklet": booklet_document(library, today=DAY),
    }


DOCUMENTS = every_document() | shipped()


@pytest.fixture(scope="module")
def made(typesetter: Typesetter) -> dict[str, Pdf]:
    """Return each document as a PDF, made once."""
    return {
        name: Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
        for name, document in DOCUMENTS.items()
    }


def parents(node: Node, above: tuple[str, ...] = ()) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Yield each element with the tags above it."""
    yield node, above
    for child in node.children:
        yield from parents(child, (*above, node.tag))


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_bookmarks_are_the_titles(name: str, made: dict[str, Pdf]) -> None:
    def told(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
        for item in items:
            yield " ".join(str(item.title).split())
            yield from told(item.children)

    document = DOCUMENTS[name]
    with made[name].pdf.open_outline() as outline:
        found = list(told(outline.root))
    assert found[0] == " ".join(document.title.split())
    titles = [one for one in document.blocks if isinstance(one, Heading) or (isinstance(one, Boxes) and one.title)]
    assert len(found) == 1 + len(titles), "the title of a table of contents is none"


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_titles_go_down_by_one(name: str, made: dict[str, Pdf]) -> None:
    levels = [int(node.tag[1]) for node in made[name].root.walk() if re.fullmatch(r"H\d", node.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_lists_tables_and_contents_hold_only_their_parts(name: str, made: dict[str, Pdf]) -> None:
    rows = ("THead", "TBody", "Table")
    wanted = {"LI": "L", "Lbl": "LI", "LBody": "LI", "TOCI": "TOC", "TR": rows, "TH": "TR", "TD": "TR"}
    found = 0
    for node, above in parents(made[name].root):
        if node.tag in wanted and not (node.tag == "Lbl" and above[-1] in ("Note", "TOCI")):
            assert above[-1] in wanted[node.tag], (node.tag, above)
            found += 1
    assert found or name == "glossaire"  # titles and paragraphs alone


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_box_says_its_state_as_text_too(name: str, made: dict[str, Pdf]) -> None:
    document = DOCUMENTS[name]
    boxes = [box for block in document.blocks if isinstance(block, Boxes) for box in block.boxes]
    figures = {block.alt for block in document.blocks if isinstance(block, Drawn)}
    alternatives = [node.alt for node in made[name].root.all("Figure") if node.alt not in figures]
    alternatives = [told for told in alternatives if told != "Case à cocher"]  # to tick by hand: it has no state yet
    words = {Status.TODO: "À faire", Status.DONE: "Fait"}
    assert alternatives == [words.get(box.status, box.status.label.capitalize()) for box in boxes]
    told = made[name].words()
    for status, sign in BOXES.items():
        if any(box.status is status for box in boxes):
            assert sign in told


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_heads_and_feet_are_artifacts_and_the_title_shows(name: str, made: dict[str, Pdf]) -> None:
    opened = made[name].pdf
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
    assert str(opened.Root.Lang) == "fr-FR"
    assert str(opened.docinfo.Title).startswith(DOCUMENTS[name].title)
    for page in opened.pages:
        content = page.Contents.read_bytes()
        assert b"/Header" in content and b"/Footer" in content
        assert str(page.obj.get("/Tabs")) == "/S"


def contrast(colour: list[float]) -> float:
    """Return the contrast of a colour with white (WCAG 2.2); one number is a grey."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (colour * 3)[:3])
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _hue(colour: str) -> float:
    """Return the hue of a colour of a drawing, whose parts differ by form or texture as well."""
    return round(colorsys.rgb_to_hsv(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))[0], 2)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_letter_has_ink_enough_and_there_is_one_accent(name: str, made: dict[str, Pdf]) -> None:
    """7:1 for all that is read (WCAG 2.2, 1.4.6); greys and one hue alone, so that a grey print loses nothing."""
    letters, hues = 0, set()
    figures = any(isinstance(block, Drawn) for block in DOCUMENTS[name].blocks)  # white words on a dark ground
    for page in made[name].pdf.pages:
        for stream in (page, *page.resources.get("/XObject", {}).values()):
            if isinstance(stream, pikepdf.Object) and str(stream.get("/Subtype", "")) == "/Image":
                raise AssertionError("a picture of points")
            fill, kept = [0.0], []
            for instruction in pikepdf.parse_content_stream(stream):
                operator = str(instruction.operator)
                if operator == "q":
                    kept.append(fill)
                elif operator == "Q":
                    fill = kept.pop()
                elif operator in ("g", "rg", "sc", "scn", "G", "RG", "SC", "SCN"):
                    values = [float(one) for one in instruction.operands if not isinstance(one, pikepdf.Name)]
                    if len(values) == 3 and max(values) - min(values) > 0.1:
                        hues.add(round(colorsys.rgb_to_hsv(*values)[0], 2))
                    fill = values if operator.islower() and values else fill
                elif operator in ("Tj", "TJ"):
                    letters += 1
                    assert contrast(fill) >= 7 or (figures and min(fill) == 1), fill
    assert letters
    accent = {0.53}  # that of #0b5563 and of its tints
    assert hues <= (accent | {_hue(colour) for colour in PAPER.values()} if figures else accent)


@pytest.mark.parametrize("name", ["booklet", "chapter", "whole-chapter", "shipped-booklet"])
def test_the_contents_are_links_that_can_be_followed(name: str, made: dict[str, Pdf]) -> None:
    root = made[name].root
    assert root.all("TOC")
    assert len(root.all("Link")) >= len(root.all("TOCI")) > 0
