"""Several threads ask the compiled texts and the search index at once: each gets its own answers, whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from kit import paths
from kit.content.index import IndexStore
from kit.search.storage import FILE, StoredIndex

TIMES = 150
pytestmark = pytest.mark.usefixtures("compiled_texts")


@pytest.fixture(autouse=True)
def threads_change_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def at_once(ask: Callable[[], object]) -> list[object]:
    """Return the answers that three threads get."""
    with ThreadPoolExecutor(3) as pool:
        return [done.result() for done in [pool.submit(ask) for _ in range(TIMES)]]


def test_texts_asked_by_several_threads_are_whole() -> None:
    store = IndexStore(paths.shipped_index())
    wanted = list(store.articles())
    assert all(found == wanted for found in at_once(lambda: list(store.articles())))
    store.close()


def test_the_search_index_asked_by_several_threads_answers_whole() -> None:
    index = StoredIndex(paths.shipped_index() / FILE)
    wanted = index.marks_of_pages()
    assert wanted and all(found == wanted for found in at_once(index.marks_of_pages))
    index.close()
