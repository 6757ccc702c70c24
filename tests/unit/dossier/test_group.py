"""Gestures of several changes: one write, one Ctrl+Z, also after a restart."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kit.dossier.dossier import Dossier
from kit.dossier.model import Change
from kit.errors import NothingToUndo, SaveRefused, ValueTooLong

THREE = [Change("action:a", "status", "fait"), Change("action:b", "status", "fait"), Change("own:x", "title", "À nous")]


def values(dossier: Dossier) -> list[object]:
    return [dossier.value(change.on, change.f) for change in THREE]


def test_a_gesture_is_one_write_and_one_sync(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Dossier.create(path) as made:
        made.record("action:c", "status", "fait")
        calls: list[str] = []
        write, sync = os.write, os.fsync
        monkeypatch.setattr(os, "write", lambda fd, data: calls.append("write") or write(fd, data))
        monkeypatch.setattr(os, "fsync", lambda fd: calls.append("fsync") or sync(fd))
        made.commit(*made.group(THREE))
        assert calls == ["write", "fsync"]
        monkeypatch.undo()


def test_a_gesture_is_undone_and_redone_in_one_also_after_a_restart(path: Path) -> None:
    with Dossier.create(path) as made:
        made.record("action:a", "status", "en-cours")
        made.commit(*made.group(THREE, via="papier"))
        assert {event.via for event in made.history()[1:]} == {"papier"}
    with Dossier.open(path) as again:
        assert again.undo_size
        undone = again.undo()
        again.commit(*undone)
        assert len(undone) == 3
        assert values(again) == ["en-cours", None, None]
    with Dossier.open(path) as third:
        third.commit(*third.redo())
        assert values(third) == ["fait", "fait", "À nous"]
        third.commit(*third.undo())
        third.commit(*third.undo())
        assert values(third) == [None, None, None]
        with pytest.raises(NothingToUndo):
            third.undo()
        third.commit(*third.redo())
        third.commit(*third.redo())
        assert values(third) == ["fait", "fait", "À nous"]


def test_a_gesture_that_changes_a_field_twice_goes_all_the_way_back(path: Path) -> None:
    with Dossier.create(path) as made:
        made.record("action:a", "note", "zéro")
        made.commit(*made.group([Change("action:a", "note", "un"), Change("action:a", "note", "deux"), THREE[1]]))
        made.commit(*made.undo())
        assert (made.value("action:a", "note"), made.value("action:b", "status")) == ("zéro", None)
        made.commit(*made.redo())
        assert (made.value("action:a", "note"), made.value("action:b", "status")) == ("deux", "fait")


def test_undoing_a_gesture_leaves_alone_what_another_has_changed_since(path: Path) -> None:
    with Dossier.create(path, by="Ana") as ana:
        ana.commit(*ana.group(THREE))
    with Dossier.open(path, by="Bob") as bob:
        bob.record("action:b", "status", "en-pause")
    with Dossier.open(path, by="Ana") as ana:
        ana.commit(*ana.undo())
        assert values(ana) == [None, "en-pause", None]


def test_a_gesture_with_one_value_too_long_changes_nothing(path: Path) -> None:
    with Dossier.create(path) as made, pytest.raises(ValueTooLong):
        made.group([*THREE, Change("action:a", "note", "x" * 20_001)])
    with Dossier.open(path) as again:
        assert values(again) == [None, None, None]
        again.record("action:a", "status", "fait")
        assert again.gaps == []


def test_a_refused_gesture_is_taken_back_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Dossier.create(path) as made:
        made.record("action:a", "status", "en-cours")
        events = made.group(THREE)
        monkeypatch.setattr(os, "fsync", lambda fd: (_ for _ in ()).throw(OSError(28, "plein")))
        with pytest.raises(SaveRefused):
            made.commit(*events)
        monkeypatch.undo()
        made.retract(*events)
        assert values(made) == ["en-cours", None, None]
        made.commit(*made.group(THREE))
    with Dossier.open(path, write=False) as again:
        assert values(again) == ["fait", "fait", "À nous"]
        assert (again.gaps, again.conflicts()) == ([], [])
