"""Whatever is printed follows the writing that was chosen: texts, heads, legends, feet, sheets, names of files."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator

import pytest

from kit.acts.rendering import ActRenderer
from kit.content.writing import said_twice
from kit.documents.document import Document
from kit.documents.export import documents
from kit.documents.payload import document_inputs
from kit.documents.sheet import Sheet
from kit.documents.text import document_text
from kit.dossier.model import Status
from tests.gui.marking import mark
from ui.features.printing.choice import PrintChoice
from ui.output import list_prints, printables
from ui.output.printables import TextChoice
from ui.services.context import AppContext
from ui.services.navigation import ToPrint

TODAY = datetime.date(2026, 11, 30)
DOTTED = re.compile(r"[^\W\d_]·[^\W\d_]+")
TEXT = "elu-commission"
CHOSEN = {
    printables.PAGE: [None],
    printables.CHAPTER: [None, TextChoice(own=True)],
    printables.POSTER: [None, printables.WITH_STATE],
    printables.BOOKLET: [None, TextChoice(own=True), TextChoice(to_fold=True)],
    list_prints.DIAGNOSTIC: [None, list_prints.WITH_ANSWERS],
}


def known(context: AppContext) -> AppContext:
    """Give a dossier something of each kind that is printed, none of it written with a dot by hand."""
    session = context.session
    session.set_text("identity", "name", "Saint-Exemple")
    session.set_text("identity", "mayor", "Camille")
    session.set_text("identity", "council", "2026-12-12")
    for on in ("action:elu-commission", "milestone:elu-designation", "action:reseaux-cress"):
        mark(session, on, Status.DONE)
        session.set_text(on, "who", "Mme Martin")
        session.set_text(on, "pilot", "M. Petit")
        session.set_text(on, "due", "2027-03-01")
        session.set_text(on, "note", "Voir le compte rendu.")
    for question in context.library.shelf.questions[:6]:
        session.set_text("diagnostic", question.id, "non")
    session.settle()
    return context


def printed(context: AppContext) -> Iterator[tuple[str, Document]]:
    """Yield each document of the print screen, in each of its forms, with the key and what is chosen."""
    chapters = [chapter.id for chapter in context.library.outline.chapters]
    for key, entry in printables.PRINTABLES.items():
        for of in [TEXT] if key == printables.PAGE else chapters if key == printables.CHAPTER else [""]:
            for chosen in CHOSEN.get(key, [None]):
                yield f"{key} {of} {chosen or ''}".strip(), entry.build(context, ToPrint(key, of=of, chosen=chosen))


def told(document: Document) -> str:
    """Return all that a document says in any format: its text, what Typst is given (legends, heads), its sheets."""
    cells = [str(cell) for sheet in document.sheets for cell in _cells(sheet)]
    return "\n".join((document_text(document), *document_inputs(document).values(), *cells))


def _cells(sheet: Sheet) -> Iterator[object]:
    yield from (sheet.name, *sheet.header, *(sheet.head or ()), *sheet.hints)
    for row in sheet.rows:
        yield from row


@pytest.fixture
def double(make_context: Callable[..., AppContext]) -> AppContext:
    """Return the stores of a run where one chose « élues et élus »."""
    first = make_context()
    first.settings.set("writing", "double")
    first.settings.save()
    first.session.close()
    return known(make_context())


def test_no_dot_is_printed_for_who_wants_both_words(double: AppContext) -> None:
    left = {name: DOTTED.findall(told(document))[:5] for name, document in printed(double)}
    assert len(left) > 20
    assert {name: found for name, found in left.items() if found} == {}


def test_both_words_are_printed_for_nobody_who_wants_the_dot(context: AppContext) -> None:
    found = {name: [*said_twice(document_text(document))][:5] for name, document in printed(known(context))}
    assert {name: both for name, both in found.items() if both} == {}
    whole = "".join(document_text(document) for _, document in printed(context))
    assert len(DOTTED.findall(whole)) > 50, "the dot is what one reads"


def test_the_whole_kit_in_files_follows_it(double: AppContext) -> None:
    left = {str(name): DOTTED.findall(told(one))[:5] for name, one in documents(double.library, TODAY)}
    assert len(left) > 50
    assert {name: found for name, found in left.items() if found} == {}
    assert not [name for name in left if "·" in name]


def test_acts_follow_it(double: AppContext) -> None:
    from kit.acts.document import Issued, act_document

    renderer = ActRenderer(double.acts.models, "double")
    issued = Issued(double.library.publisher, TODAY)
    left = {}
    for model in renderer.models.all():
        left[model.id] = DOTTED.findall(told(act_document(renderer.render(model, {}), "", issued)))[:5]
    assert {name: found for name, found in left.items() if found} == {}


def test_names_of_files_follow_it(double: AppContext) -> None:
    choice = PrintChoice(double)
    for key in printables.PRINTABLES:
        choice.open_route(ToPrint(key, of=TEXT))
        document = choice.document()
        assert document is not None
        assert not DOTTED.search(document.title) and "·" not in choice.file_name(document, ".pdf")
