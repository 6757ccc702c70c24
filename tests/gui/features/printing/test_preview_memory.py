"""The preview keeps the page in sight: the others stand in a file without a name, and none once it is out of sight."""

from __future__ import annotations

import errno
import tracemalloc
from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.features.printing.test_print import choose, press, settle, shown
from tests.gui.windows import open_window
from ui.features.printing.page import PrintPage
from ui.output.page_file import PageFile
from ui.output.page_preview import TEXT
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToPrint


def test_a_page_file_is_the_pages_it_was_made_of() -> None:
    pages = [b"un", b"", b"trois" * 1000]
    kept = PageFile(pages)
    assert list(kept) == pages and len(kept) == 3
    assert kept[-1] == pages[2] and kept[1:] == pages[1:]
    with pytest.raises(IndexError):
        kept[3]
    assert len(PageFile([])) == 0


def test_the_pages_of_a_page_file_are_not_in_memory() -> None:
    tracemalloc.start()
    try:
        kept = PageFile(bytes(1_000_000) for _ in range(40))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(kept) == 40 and held < 2_000_000


def test_the_preview_turns_the_pages_of_its_file(qtbot: QtBot, context: AppContext) -> None:
    page = shown(qtbot, context)
    choose(qtbot, page, "reseaux")
    assert isinstance(page.preview._pages, PageFile) and page.preview.page_count > 3
    first = page.preview.paper.pixmap().toImage()
    press(qtbot, page.preview.after)
    assert page.preview.page == 2 and page.preview.paper.pixmap().toImage() != first


def test_the_text_is_laid_out_for_who_looks_at_it(qtbot: QtBot, context: AppContext) -> None:
    page = shown(qtbot, context)
    assert page.preview.words() and not page.preview.text.toPlainText()
    page.preview.view.button(TEXT).click()
    settle(qtbot, page)
    assert page.preview.text.toPlainText() == page.preview.words()


def test_pages_out_of_sight_are_let_go_and_come_again(qtbot: QtBot, context: AppContext) -> None:
    window = open_window(qtbot, context, ToPrint("reseaux"))
    page = window.current_page
    assert isinstance(page, PrintPage)
    settle(qtbot, page)
    count = page.preview.page_count
    window.open_route(Route(PageId.SETTINGS))
    assert page.preview.page_count == 0 and page.preview.words() == ""
    window.navigator.back()
    settle(qtbot, page)
    assert page.preview.page_count == count > 0


def test_a_full_disk_takes_no_preview_away(qtbot: QtBot, context: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_pages: Sequence[bytes]) -> PageFile:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr("ui.features.printing.preview.PageFile", full)
    page = shown(qtbot, context)
    assert page.preview.page_count > 0
