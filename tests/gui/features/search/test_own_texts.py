"""The index of one's own texts: made off the window's thread, then only what changed is looked at again."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Status
from kit.mandate import directory
from kit.search.documents import Document
from kit.search.inverted import Inverted
from tests.gui.marking import mark
from ui.features.search.own_texts import OwnTexts
from ui.services.context import AppContext
from ui.switches.tour import settle

OWN = 50


class Indexed:
    """Counts the texts that are indexed, and by which thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.threads: list[int] = []
        add = Inverted.add

        def counted(index: Inverted, document: Document) -> None:
            self.threads.append(threading.get_ident())
            add(index, document)

        monkeypatch.setattr(Inverted, "add", counted)

    def taken(self) -> list[int]:
        found, self.threads = self.threads, []
        return found


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> Indexed:
    return Indexed(monkeypatch)


@pytest.fixture
def own(context: AppContext) -> OwnTexts:
    context.session.apply([Change(f"own:a{n}", "title", f"Action {n} de la commune") for n in range(OWN)])
    assert context.session.settle()
    holder = QObject(context.jobs)
    return OwnTexts(context.session, context.library, context.jobs, holder)


def made(qtbot: QtBot, own: OwnTexts) -> Inverted:
    """Ask for the index as a search does, until it is there."""
    if own.index() is None:
        with qtbot.waitSignal(own.renewed):
            pass
    index = own.index()
    assert index is not None
    return index


def test_the_first_index_is_made_off_the_windows_thread(
    qtbot: QtBot, context: AppContext, own: OwnTexts, indexed: Indexed
) -> None:
    assert own.index() is None and own.index() is None, "asked again meanwhile, it is made once"
    with qtbot.waitSignal(own.renewed):
        pass
    threads = indexed.taken()
    assert len(threads) == OWN and threading.get_ident() not in threads
    assert made(qtbot, own).count == OWN and not indexed.taken()


def test_only_the_target_that_changed_is_indexed_again(
    qtbot: QtBot, context: AppContext, own: OwnTexts, indexed: Indexed
) -> None:
    index = made(qtbot, own)
    indexed.taken()
    context.session.set_text("own:a7", "note", "Voir l’hippocampe")
    context.session.set_text("own:a7", "who", "Maïté")
    assert made(qtbot, own) is index and len(indexed.taken()) == 1
    posting = index.posting("hippocampe")
    assert posting is not None
    (number,) = posting.pages
    assert index.pages([number])[number].id == "own:a7"
    mark(context.session, "own:a8", Status.DONE)  # no word of it is searched: at most that one
    assert made(qtbot, own) is index and len(indexed.taken()) <= 1
    context.session.set_text("own:a7", "note", "")
    assert made(qtbot, own).posting("hippocampe") is None and len(indexed.taken()) == 1
    assert index.count == OWN


def test_what_changes_while_the_first_index_is_made_is_in_it(qtbot: QtBot, context: AppContext, own: OwnTexts) -> None:
    assert own.index() is None
    context.session.set_text("own:a7", "note", "Voir l’hippocampe")
    assert made(qtbot, own).posting("hippocampe") is not None


def test_a_change_of_many_things_and_another_dossier_make_it_anew(
    qtbot: QtBot, context: AppContext, own: OwnTexts, tmp_path: Path
) -> None:
    made(qtbot, own)
    context.session.apply([Change(f"own:a{n}", "title", f"Hippocampe {n}") for n in range(OWN)])
    posting = made(qtbot, own).posting("hippocampe")
    assert posting is not None and len(posting.pages) == OWN
    settle(context)
    other = tmp_path / "autre.kitess"
    with Dossier.create(other) as dossier:
        dossier.record("own:b", "title", "Méduse")
    assert own.index() is not None
    assert context.dossiers.switch(other)
    index = made(qtbot, own)
    assert index.count == 1 and index.posting("meduse") is not None


def test_an_entry_of_the_directory_is_found_by_any_of_its_words(
    qtbot: QtBot, context: AppContext, own: OwnTexts
) -> None:
    on, changes = directory.added({"name": "La Ressourcerie", "activity": "réemploi", "contact": "Hippocampe Martin"})
    context.session.apply(changes)
    for word in ("ressourcerie", "reemploi", "hippocampe"):
        posting = made(qtbot, own).posting(word)
        assert posting is not None
        (number,) = posting.pages
        page = made(qtbot, own).pages([number])[number]
        assert (page.id, page.kind) == (on, "contact")
    context.session.apply([Change(on, "name", None)])
    assert made(qtbot, own).posting("hippocampe") is None
