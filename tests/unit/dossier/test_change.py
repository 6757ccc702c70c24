"""Which change gave the value displayed: seen through undo and redo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kit.dossier.dossier import Dossier

ON, FIELD = "action:elu-commission", "status"


@pytest.fixture
def dossier(path: Path) -> Iterator[Dossier]:
    """Return a dossier whose clock moves one day at each change."""
    days = iter(range(1000))
    start = datetime(2026, 10, 12, tzinfo=UTC)
    with Dossier.create(path, now=lambda: start + timedelta(days=next(days))) as made:
        yield made


def test_value_never_given_has_no_change(dossier: Dossier) -> None:
    assert dossier.change(ON, FIELD) is None


def test_latest_change_is_the_one_displayed(dossier: Dossier) -> None:
    dossier.record(ON, FIELD, "en-cours")
    done = dossier.record(ON, FIELD, "fait")
    assert dossier.change(ON, FIELD) == done


def test_undo_gives_the_earlier_change_back_and_redo_the_later(dossier: Dossier) -> None:
    done = dossier.record(ON, FIELD, "fait")
    todo = dossier.record(ON, FIELD, "a-faire")
    dossier.commit(*dossier.undo())
    assert dossier.change(ON, FIELD) == done
    dossier.commit(*dossier.redo())
    assert dossier.change(ON, FIELD) == todo


def test_several_undos_go_back_to_nothing(dossier: Dossier) -> None:
    first = dossier.record(ON, FIELD, "en-cours")
    dossier.record(ON, FIELD, "fait")
    dossier.commit(*dossier.undo())
    assert dossier.change(ON, FIELD) == first
    dossier.commit(*dossier.undo())
    assert dossier.change(ON, FIELD) is None
    dossier.commit(*dossier.redo())
    assert dossier.change(ON, FIELD) == first


def test_undo_that_names_itself_or_a_later_one_ends(dossier: Dossier) -> None:
    writer = dossier.record(ON, FIELD, "fait").w
    for number in (2, 3):
        dossier.commit(dossier.stage(ON, FIELD, "a-faire", undoes=f"{writer}/{5 - number}"))
    dossier.commit(dossier.stage(ON, FIELD, "a-faire", undoes=f"{writer}/4"))
    assert dossier.change(ON, FIELD) is None
