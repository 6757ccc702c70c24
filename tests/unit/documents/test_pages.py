"""Pages as they look, and what makes every PDF one for everyone: checked in its structure, not by a checker."""

from __future__ import annotations

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
    assert found


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_box_says_its_state_as_text_too(name: str, made: dict[str, Pdf]) -> None:
    document = DOCUMENTS[name]
    boxes = [box for block in document.blocks if isinstance(block, Boxes) for box in block.boxes]
    drawn = {block.alt for block in document.blocks if isinstance(block, Drawn)}
    alternatives = [node.alt for node in made[name].root.all("Figure") if node.alt not in drawn]
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


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_all_is_black_on_white(name: str, made: dict[str, Pdf]) -> None:
    """Black on white is 21:1: nothing can be said by colour, nothing is too pale for 7:1.

    Figures have their own colours, and all that they show is said in words and in the table below them.
    """
    has_figures = any(isinstance(block, Drawn) for block in DOCUMENTS[name].blocks)
    allowed = {tuple(round(int(c[n : n + 2], 16) / 255, 2) for n in (1, 3, 5)) for c in PAPER.values()}
    setters = {"g", "G", "rg", "RG", "k", "K", "sc", "SC", "scn", "SCN"}
    seen = 0
    for page in made[name].pdf.pages:
        streams = [page, *page.resources.get("/XObject", {}).values()]
        for stream in streams:
            if isinstance(stream, pikepdf.Object) and str(stream.get("/Subtype", "")) == "/Image":
                raise AssertionError("a picture of points")
            for instruction in pikepdf.parse_content_stream(stream):
                if str(instruction.operator) in setters:
                    values = [float(value) for value in instruction.operands if not isinstance(value, pikepdf.Name)]
                    colour = tuple(round(value, 2) for value in values)
                    if not (has_figures and (colour in allowed or colour * 3 in allowed)):
                        assert all(value == 0 for value in values), (instruction.operator, values)
                    seen += 1
    assert seen


@pytest.mark.parametrize("name", ["booklet", "chapter", "whole-chapter", "shipped-booklet"])
def test_the_contents_are_links_that_can_be_followed(name: str, made: dict[str, Pdf]) -> None:
    root = made[name].root
    assert root.all("TOC")
    assert len(root.all("Link")) >= len(root.all("TOCI")) > 0
