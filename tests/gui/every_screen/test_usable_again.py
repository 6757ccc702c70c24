"""Whoever began work that nobody foresaw the end of can begin again: no wait bar stays, nothing is busy for ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kit.documents.article import article_document
from kit.documents.document import Document
from kit.documents.typeset import Typesetter
from kit.dossier.dossier import Dossier
from kit.errors import KitError
from ui.features.dossier import merge_page
from ui.features.printing import preview as previewing
from ui.features.printing.foot import PrintFoot
from ui.features.update.new_texts import NewTexts
from ui.output import messages
from ui.output.documents import DocumentOutlet
from ui.output.page_preview import PagePreview
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow
from ui.widgets.wait_bar import WaitBar

UNFORESEEN = [
    ValueError("x"),
    KeyError("x"),
    RuntimeError("x"),
    MemoryError(),
    RecursionError("x"),
    BaseException("of a library in another language"),
]
type Fault = Callable[..., object]


@pytest.fixture(params=UNFORESEEN, ids=lambda error: type(error).__name__)
def fault(request: pytest.FixtureRequest) -> Fault:
    """Return a function that raises what nobody foresaw."""

    def raises(*_args: object, **_named: object) -> object:
        raise request.param

    return raises


@pytest.fixture
def crashes(context: AppContext) -> list[BaseException]:
    found: list[BaseException] = []
    context.jobs.crashed.connect(found.append)
    return found


@pytest.fixture
def document(context: AppContext) -> Document:
    return article_document(context.library, "elu-commission")


def idle(qtbot: QtBot, context: AppContext) -> None:
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=20_000)


def is_over(bar: WaitBar) -> bool:
    return bar.isHidden() and not bar._soon.isActive()


def test_the_outlet_of_documents(qtbot: QtBot, context: AppContext, crashes: list[BaseException], fault: Fault) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    outlet, done = DocumentOutlet(context, page), list[object]()
    with qtbot.waitSignal(outlet.ended):
        outlet.start(fault, done.append)
    idle(qtbot, context)
    assert not outlet.is_busy and is_over(outlet.line.wait) and len(crashes) == 1 and not done
    outlet.start(lambda _: "again", done.append)
    idle(qtbot, context)
    assert done == ["again"]


def test_the_printing_of_documents(
    qtbot: QtBot,
    context: AppContext,
    document: Document,
    crashes: list[BaseException],
    fault: Fault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    foot = PrintFoot(context.theme)
    qtbot.addWidget(foot)
    output = DocumentOutlet(context, foot, foot, typesetter=Typesetter())
    with monkeypatch.context() as patched:
        patched.setattr("kit.documents.writer.write", fault)
        output.write(document, tmp_path / "a.txt")
        idle(qtbot, context)
    assert not output.is_busy and is_over(foot.wait) and len(crashes) == 1
    output.write(document, tmp_path / "a.txt")
    idle(qtbot, context)
    assert (tmp_path / "a.txt").is_file() and "Enregistré" in foot.status


def test_what_goes_with_a_message(
    qtbot: QtBot,
    context: AppContext,
    document: Document,
    crashes: list[BaseException],
    fault: Fault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wait = WaitBar(context.theme)
    qtbot.addWidget(wait)
    out = messages.Outgoing(wait, context.jobs)
    enclosed = messages.Enclosed.of(document, "a.pdf")
    with monkeypatch.context() as patched:
        patched.setattr(messages, "_made", fault)
        out.save_pdf(enclosed, tmp_path / "a.pdf")
        idle(qtbot, context)
    assert is_over(wait) and len(crashes) == 1
    with qtbot.waitSignal(out.done, timeout=20_000):
        out.save_pdf(enclosed, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").is_file()


def test_the_preview(
    qtbot: QtBot,
    context: AppContext,
    document: Document,
    crashes: list[BaseException],
    fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    preview = PagePreview(context.theme)
    qtbot.addWidget(preview)
    maker = previewing.PreviewMaker(preview, Typesetter(), context.jobs)
    with monkeypatch.context() as patched:
        patched.setattr(previewing, "page_images", fault)
        maker.show(document)
        idle(qtbot, context)
    assert is_over(preview.wait) and len(crashes) == 1 and not maker.shows(document)
    maker.show(document)
    idle(qtbot, context)
    assert maker.shows(document) and preview.page_count


def test_new_texts(
    qtbot: QtBot,
    context: AppContext,
    crashes: list[BaseException],
    fault: Fault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from kit.packs import pack

    texts, failed = NewTexts(context), list[KitError]()
    texts.failed.connect(failed.append)
    with monkeypatch.context() as patched:
        patched.setattr(pack, "read_pack", fault)
        with qtbot.waitSignal(texts.ended):
            texts.look_at(tmp_path / "x.kitpack")
        idle(qtbot, context)
    assert not texts.is_busy and len(crashes) == 1 and not failed
    texts.look_at(tmp_path / "x.kitpack")
    idle(qtbot, context)
    assert len(failed) == 1, "the file is not there: said as ever"


def test_a_reunion(
    qtbot: QtBot,
    window: MainWindow,
    crashes: list[BaseException],
    fault: Fault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Dossier.create(tmp_path / "collegue.kitess", by="Adjointe") as theirs:
        theirs.record("action:elu-commission", "who", "Adjointe")
    window.open_route(Route(PageId.MERGE, str(tmp_path / "collegue.kitess")))
    page = window.current_page
    assert isinstance(page, merge_page.MergePage)
    idle(qtbot, window.context)
    with monkeypatch.context() as patched:
        patched.setattr(merge_page, "reunite", fault)
        page.go.click()
        idle(qtbot, window.context)
    assert is_over(page.wait) and len(crashes) == 1 and not window.context.session.is_saving
    page.go.click()
    idle(qtbot, window.context)
    assert window.context.session.text("action:elu-commission", "who") == "Adjointe"
