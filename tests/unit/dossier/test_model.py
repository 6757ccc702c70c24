"""Statuses, progress and gaps."""

from __future__ import annotations

import pytest

from kit.dossier.model import Conflict, Gap, Progress, Status, find_gaps, progress
from kit.errors import UnknownStatus
from tests.unit.dossier.dossier_events import event


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Non concerné", Status.NOT_CONCERNED),
        ("non-concerne", Status.NOT_CONCERNED),
        ("NON CONCERNE", Status.NOT_CONCERNED),
        ("à faire", Status.TODO),
        ("A\u0300 faire", Status.TODO),
        ("a\u00a0faire", Status.TODO),
        ("  En   cours ", Status.DOING),
        ("à_discuter", Status.DISCUSS),
        ("abandonné", Status.DROPPED),
    ],
)
def test_a_status_is_read_with_or_without_accents_spaces_and_capitals(text: str, status: Status) -> None:
    assert Status.parse(text) is status


@pytest.mark.parametrize("status", Status)
def test_each_status_reads_its_own_label_and_value(status: Status) -> None:
    assert Status.parse(status.label) is status
    assert Status.parse(status.value) is status


@pytest.mark.parametrize("text", ["", "faite", "done", "non", "à faire !"])
def test_an_unknown_status_is_refused_with_its_value(text: str) -> None:
    with pytest.raises(UnknownStatus) as caught:
        Status.parse(text)
    assert caught.value.value == text


def test_progress_counts_each_action_once_and_leaves_out_what_does_not_apply() -> None:
    statuses = {"a": Status.DONE, "b": Status.NOT_CONCERNED, "c": Status.DROPPED, "own": Status.DONE}
    found = progress(statuses, ["a", "b", "c", "d", "a"])
    assert found == Progress(done=1, applicable=3, not_concerned=1, total=4)


def test_progress_counts_nothing_when_nothing_applies() -> None:
    assert progress({"a": Status.NOT_CONCERNED}, ["a"]) == Progress(0, 0, 1, 1)
    assert progress({}, []) == Progress(0, 0, 0, 0)


def test_gaps_name_the_first_and_the_last_number_missing() -> None:
    known = [("w", 3), ("w", 4), ("w", 9), ("v", 1), ("v", 2), ("w", 9)]
    assert find_gaps(known) == [Gap("w", 1, 2), Gap("w", 5, 8)]
    assert find_gaps([("w", 2**53)]) == [Gap("w", 1, 2**53 - 1)]
    assert find_gaps([]) == []


def test_a_conflict_is_agreed_only_when_all_values_are_the_same() -> None:
    assert Conflict("on", "f", (event(1, "fait"), event(2, "fait"))).agreed
    assert not Conflict("on", "f", (event(1, 1), event(2, True))).agreed
