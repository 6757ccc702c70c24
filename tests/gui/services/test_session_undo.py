"""What the session says of an undo or a redo is what the dossier took back or did again, however many at once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Event
from kit.errors import NothingToUndo
from ui.services.jobs import Jobs
from ui.services.session import UNNAMED, Command, DossierSession


@pytest.fixture
def session(tmp_path: Path, jobs: Jobs) -> Iterator[DossierSession]:
    """Return a session in whose dossier an earlier run has left two gestures."""
    with Dossier.create(tmp_path / "ville.kitess") as dossier:
        dossier.record("action:a", "note", "earlier")
        dossier.record("action:b", "note", "earlier")
    made = DossierSession(Dossier.open(tmp_path / "ville.kitess"), jobs)
    yield made
    made.close()


def named(events: tuple[Event, ...]) -> str:
    return " ".join(sorted(f"{event.on}={event.x}" for event in events))


@pytest.mark.parametrize("seed", range(6))
def test_each_gesture_keeps_its_name_through_any_undo_and_redo(session: DossierSession, seed: int) -> None:
    dice, told, number = random.Random(seed), list[Command](), 0
    for signal in (session.undid, session.redid):
        signal.connect(told.append)
    for _ in range(80):
        word = dice.choice(["do", "do", "undo", "undo", "redo", "down"])
        told.clear()
        try:
            if word == "do":
                number += 1
                targets = dice.sample(["action:a", "action:b", "action:c"], dice.randint(1, 3))
                changes = [Change(on, "note", str(number)) for on in targets]
                session.apply(changes, label=" ".join(sorted(f"{one.on}={number}" for one in changes)))
                continue
            listed = session.dossier.undo_list(99)
            place = dice.randrange(len(listed)) if word == "down" and listed else 0
            written = session.undo_down_to(listed, place) if place else getattr(session, word.replace("down", "undo"))()
        except NothingToUndo:
            continue
        (command,) = told
        changes_of = session.dossier.origins(written)
        if command.count == 1:
            assert command.label in (UNNAMED, named(changes_of))
            assert "earlier" in named(changes_of) or command.label == named(changes_of)
        else:
            assert word in ("down", "redo") and len({event.id for event in changes_of}) >= command.count
        last = session.dossier.undo_list(1)
        if last and session.last_label not in ("", UNNAMED):
            assert session.last_label == named(last[0].events)
    assert session.settle()
