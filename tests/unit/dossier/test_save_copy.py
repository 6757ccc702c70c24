"""One's own plan goes into a new file beside when another dossier took its place: whole, and the other is untouched."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.dossier import snapshot
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status

ON = "action:elu-commission"


def replaced(path: Path) -> bytes:
    """Put another dossier in the place of a file."""
    with Dossier.create(path.with_name("leur.kitess"), by="Voisine") as theirs:
        theirs.record(ON, "who", "Voisine")
    path.write_bytes(path.with_name("leur.kitess").read_bytes())
    return path.read_bytes()


def test_all_events_go_along(tmp_path: Path) -> None:
    path = tmp_path / "ville.kitess"
    dossier = Dossier.create(path, by="Maire")
    for status in (Status.DOING, Status.DONE):
        dossier.record(ON, "status", status.value)
    theirs, events = replaced(path), dossier.history()
    beside = dossier.save_copy()
    assert beside.parent == tmp_path and path.read_bytes() == theirs
    with Dossier.open(beside, write=False) as mine:
        assert mine.uuid == dossier.uuid
        assert mine.history() == events and mine.value(ON, "who") is None
        assert mine.gaps == [] and mine.twins == []
    assert dossier.save_copy() != beside, "no file is written over"


def test_what_a_snapshot_left_out_is_not_fetched_from_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "LEAST", 0)
    path, cache = tmp_path / "ville.kitess", tmp_path / "etats"
    with Dossier.create(path, by="Maire", cache=cache) as dossier:
        for status in (Status.DOING, Status.DONE):
            dossier.record(ON, "status", status.value)
    dossier = Dossier.open(path, cache=cache)
    assert not dossier._state.is_whole, "a snapshot was taken"
    replaced(path)
    with Dossier.open(dossier.save_copy(), write=False) as mine:
        assert mine.status(ON) is Status.DONE and mine.value(ON, "who") is None
