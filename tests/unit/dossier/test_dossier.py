"""The dossier as the window and the commands use it: stage, commit, retract, undo, history."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from kit.dossier import journal
from kit.dossier.dossier import ANONYMOUS, TEXT_LIMIT, Dossier
from kit.dossier.line import LINE_LIMIT, encode
from kit.dossier.model import COUNTER_LIMIT, Event, Status
from kit.dossier.writer import Writer
from kit.errors import (
    DossierExists,
    DossierMissing,
    DossierNewer,
    NothingToUndo,
    SaveRefused,
    UnknownStatus,
    ValueTooLong,
)
from tests.unit.dossier.dossier_events import HEADER, UUID, WRITERS, event, noon, signed, write


def on_disk(path: Path) -> list[Event]:
    return journal.read(path).events


def test_a_new_dossier_holds_line_one_and_an_id(path: Path) -> None:
    with Dossier.create(path, now=noon) as made:
        header = journal.read(path).header
        assert header is not None
        assert header.uuid == made.uuid
        assert (made.uuid[14], len(made.uuid), made.uuid.count("-")) == ("4", 36, 4)
        assert b'"made": "2026-11-24T12:00:00Z"' in path.read_bytes()
        assert (made.read_only, made.set_aside, made.gaps, made.history()) == (False, 0, [], [])


def test_an_existing_file_is_not_made_anew(path: Path) -> None:
    path.write_bytes(b"precious")
    with pytest.raises(DossierExists):
        Dossier.create(path)
    assert path.read_bytes() == b"precious"


def test_a_missing_file_or_a_folder_is_missing(path: Path) -> None:
    with pytest.raises(DossierMissing):
        Dossier.open(path)
    path.mkdir()
    with pytest.raises(DossierMissing):
        Dossier.open(path)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_missing_folder_refuses(tmp_path: Path) -> None:
    with pytest.raises(SaveRefused) as caught:
        Dossier.create(tmp_path / "no" / "ville.kitess")
    assert isinstance(caught.value.cause, FileNotFoundError)


def test_a_staged_event_shows_at_once_and_is_on_disk_only_once_committed(path: Path) -> None:
    with Dossier.create(path, now=noon) as made:
        staged = made.stage("action:elu", "status", Status.DONE)
        assert made.status("elu") is Status.DONE
        assert on_disk(path) == []
        made.commit(staged)
        assert on_disk(path) == [staged]
        assert (staged.t, staged.by, staged.n, staged.l, staged.x) == ("2026-11-24T12:00:00Z", ANONYMOUS, 1, 1, "fait")
    with Dossier.open(path) as again:
        assert again.status("elu") is Status.DONE
        assert again.statuses() == {"elu": Status.DONE}


def test_statuses_of_milestones_and_own_actions_stand_apart(path: Path) -> None:
    with Dossier.create(path) as made:
        made.record("milestone:vote", "status", "fait")
        made.record("own:1", "status", "en-cours")
        made.record("own:1", "title", "Visite")
        made.record("action:a", "status", "a-discuter")
        assert made.status("milestone:vote") is Status.DONE
        assert made.status("vote") is Status.TODO
        assert made.statuses("milestone") == {"vote": Status.DONE}
        assert made.statuses("own") == {"1": Status.DOING}
        assert made.statuses() == {"a": Status.DISCUSS}
        assert made.fields("own:1") == {"status": "en-cours", "title": "Visite"}
        assert made.targets("own:") == ["own:1"]


def test_unknown_targets_fields_and_statuses_are_kept(path: Path) -> None:
    with Dossier.create(path) as made:
        made.record("action:gone-from-the-texts", "colour", {"deep": [1, None]})
        made.record("action:a", "status", "status-of-2031")
        made.record("sphere:9", "x", 3)
    with Dossier.open(path) as again:
        assert again.value("action:gone-from-the-texts", "colour") == {"deep": [1, None]}
        assert again.value("action:a", "status") == "status-of-2031"
        assert again.status("a") is Status.TODO
        assert again.targets() == ["action:gone-from-the-texts", "action:a", "sphere:9"]
    with pytest.raises(UnknownStatus):
        Status.parse("status-of-2031")


def test_lamport_and_numbers_follow_what_was_seen(path: Path) -> None:
    write(path, event(4, l=41), event(1, w=WRITERS[1], l=COUNTER_LIMIT - 1))
    with Dossier.open(path) as opened:
        assert opened.record("a", "b", 1).l == COUNTER_LIMIT
        last = opened.record("a", "b", 2)
        assert (last.l, last.n) == (COUNTER_LIMIT, 2)
        assert opened.value("a", "b") == 2
    with Dossier.open(path) as again:
        assert again.value("a", "b") == 2
        assert again.record("a", "b", 3).w != last.w


def test_times_are_utc_whatever_the_clock_says(path: Path) -> None:
    east = datetime(2026, 11, 24, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    with Dossier.create(path, now=lambda: east) as made:
        assert made.record("a", "b", 1).t == "2026-11-23T23:30:00Z"


def test_a_text_over_20000_characters_or_a_line_over_64_kib_is_refused_and_nothing_changes(path: Path) -> None:
    with Dossier.create(path) as made:
        made.record("plan", "note", "é" * TEXT_LIMIT)
        with pytest.raises(ValueTooLong) as caught:
            made.stage("plan", "note", "x" * (TEXT_LIMIT + 1))
        assert (caught.value.limit, caught.value.size) == (TEXT_LIMIT, TEXT_LIMIT + 1)
        with pytest.raises(ValueTooLong) as caught:
            made.stage("plan", "note", "😀" * TEXT_LIMIT)
        assert caught.value.limit == LINE_LIMIT
        assert caught.value.size > LINE_LIMIT
        assert made.value("plan", "note") == "é" * TEXT_LIMIT
        assert made.record("plan", "note", "court").n == 2
    with Dossier.open(path) as again:
        assert (again.value("plan", "note"), again.set_aside, again.gaps) == ("court", 0, [])


def test_history_is_in_order_and_can_begin_at_a_moment(path: Path) -> None:
    old, new = event(1, l=2), event(2, l=1)
    write(path, old, new)
    with Dossier.open(path, now=noon) as opened:
        added = opened.record("a", "b", 1)
        assert opened.history() == [new, old, added]
        assert opened.history(datetime(2026, 11, 24, 9, tzinfo=UTC)) == [added]
        assert opened.history(noon()) == [added]


def test_read_only_by_wish_writes_nothing_at_all(path: Path) -> None:
    write(path, event(1))
    path.write_bytes(path.read_bytes() + b"damaged")
    before = path.read_bytes()
    with Dossier.open(path, write=False) as opened:
        assert opened.read_only
        assert opened.set_aside == 1
        with pytest.raises(SaveRefused):
            opened.stage("a", "b", 1)
        assert (opened.undo_size > 0, opened.redo_size > 0) == (False, False)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_a_newer_format_is_kept_verbatim_and_opens_read_only(path: Path) -> None:
    newer = signed(v=2, w="w", n=9, shape="of tomorrow")
    write(path, event(1))
    path.write_bytes(path.read_bytes() + newer + b"\n")
    before = path.read_bytes()
    with Dossier.open(path) as opened:
        assert (opened.read_only, opened.version, opened.set_aside) == (True, 2, 0)
        assert opened.status("a") is Status.DONE
        with pytest.raises(DossierNewer) as caught:
            opened.stage("a", "b", 1)
        assert caught.value.version == 2
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_nothing_can_be_saved_after_closing(path: Path) -> None:
    made = Dossier.create(path)
    staged = made.stage("a", "b", 1)
    made.close()
    made.close()
    with pytest.raises(SaveRefused):
        made.commit(staged)
    assert on_disk(path) == []
    assert not path.with_name("ville.kitess.lock").exists()


# -- retract ---------------------------------------------------------------------------------------------------------


def test_a_retracted_event_leaves_everything_as_before(path: Path) -> None:
    with Dossier.create(path) as made:
        made.record("action:a", "status", "en-cours")
        before = made.history()
        made.retract(made.stage("action:a", "status", "fait"))
        assert (made.status("a"), made.history(), made.gaps) == (Status.DOING, before, [])
        made.retract(made.stage("own:1", "title", "x"))
        assert made.targets() == ["action:a"]
        assert made.record("action:a", "status", "fait").n == 2
    with Dossier.open(path) as again:
        assert (again.gaps, again.conflicts(), again.status("a")) == ([], [], Status.DONE)


@pytest.mark.parametrize("retract_first", [True, False])
def test_a_change_staged_on_a_refused_one_does_not_conflict_with_what_was_before(
    path: Path, retract_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Dossier.create(path)
    made.record("action:a", "status", "en-cours")
    refused, later = made.stage("action:a", "status", "en-pause"), made.stage("action:a", "status", "fait")
    with monkeypatch.context() as patch:
        patch.setattr(Writer, "append", lambda self, lines: _full(self))
        with pytest.raises(SaveRefused):
            made.commit(refused)
    if retract_first:
        made.retract(refused)
    made.commit(later)
    if not retract_first:
        made.retract(refused)
    assert (made.status("a"), made.conflicts(), made.gaps) == (Status.DONE, [], [])
    made.close()
    with Dossier.open(path) as again:
        assert (again.status("a"), again.conflicts()) == (Status.DONE, [])
        assert [(gap.first, gap.last) for gap in again.gaps] == [(2, 2)]


def _full(writer: Writer) -> bool:
    raise SaveRefused(writer.path, OSError(28, "full"))


def test_all_staged_events_can_be_refused_one_after_the_other(path: Path) -> None:
    with Dossier.create(path) as made:
        made.record("action:a", "status", "en-cours")
        staged = [made.stage("action:a", "status", value) for value in ("fait", "en-pause", "abandonne")]
        for one in staged:
            made.retract(one)
        assert (made.status("a"), made.conflicts(), len(made.history())) == (Status.DOING, [], 1)
        assert made.record("action:a", "status", "fait").n == 2


def test_record_that_is_refused_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Dossier.create(path) as made:
        with monkeypatch.context() as patch:
            patch.setattr(Writer, "append", lambda self, lines: _full(self))
            with pytest.raises(SaveRefused):
                made.record("action:a", "status", "fait")
        assert made.status("a") is Status.TODO
        assert made.undo_size == 0
        made.record("action:a", "status", "fait")
    assert [one.n for one in on_disk(path)] == [1]


# -- undo ------------------------------------------------------------------------------------------------------------


def test_undo_and_redo_go_through_changes_and_survive_restarts(path: Path) -> None:
    with Dossier.create(path) as made:
        assert (made.undo_size > 0, made.redo_size > 0) == (False, False)
        with pytest.raises(NothingToUndo):
            made.undo()
        made.record("action:a", "status", "en-cours")
        made.record("action:b", "status", "fait")
        last = made.record("action:a", "status", "fait")
        (undone,) = made.undo()
        assert (undone.u, undone.x, made.status("a")) == (last.id, "en-cours", Status.DOING)
        made.commit(undone)
    with Dossier.open(path) as again:
        assert (again.undo_size > 0, again.redo_size > 0) == (True, True)
        again.commit(*again.undo())
        assert again.status("b") is Status.TODO
        again.commit(*again.undo())
        assert again.status("a") is Status.TODO
        assert again.undo_size == 0
    with Dossier.open(path) as third:
        shown = []
        while third.redo_size:
            third.commit(*third.redo())
            shown.append((third.status("a"), third.status("b")))
        assert shown == [
            (Status.DOING, Status.TODO),
            (Status.DOING, Status.DONE),
            (Status.DONE, Status.DONE),
        ]
        with pytest.raises(NothingToUndo):
            third.redo()
        third.commit(*third.undo())
        assert third.status("a") is Status.DOING
    with Dossier.open(path) as fourth:
        assert (fourth.status("a"), fourth.redo_size > 0, fourth.conflicts()) == (Status.DOING, True, [])


def test_a_new_change_forgets_what_could_be_redone(path: Path) -> None:
    with Dossier.create(path) as made:
        made.record("action:a", "status", "fait")
        made.commit(*made.undo())
        made.record("action:b", "status", "fait")
        assert made.redo_size == 0
        made.commit(*made.undo())
        assert (made.status("b"), made.undo_size > 0) == (Status.TODO, False)


def test_undo_leaves_alone_what_another_has_changed_since(path: Path) -> None:
    with Dossier.create(path, by="Ana") as ana:
        ana.record("action:b", "status", "fait")
        ana.record("action:a", "status", "fait")
    with Dossier.open(path, by="Bob") as bob:
        assert bob.undo_size == 0
        bob.record("action:a", "status", "abandonne")
    with Dossier.open(path, by="Ana") as again:
        again.commit(*again.undo())
        assert (again.status("a"), again.status("b"), again.undo_size > 0) == (Status.DROPPED, Status.TODO, False)


def test_undoing_ones_head_of_a_conflict_shows_the_others(path: Path) -> None:
    base = event(1, "a-faire", by="Ana")
    mine = event(2, "fait", by="Ana", r=(base.id,), l=9)
    theirs = event(1, "en-cours", w=WRITERS[1], by="Bob", r=(base.id,), l=3)
    write(path, base, mine, theirs)
    with Dossier.open(path, by="Ana") as opened:
        assert opened.status("a") is Status.DONE
        opened.commit(*opened.undo())
        assert (opened.status("a"), opened.conflicts()) == (Status.DOING, [])
        assert opened.undo_size == 0
        opened.commit(*opened.redo())
        assert opened.status("a") is Status.DONE


def test_undos_that_name_each_other_or_nothing_are_borne(path: Path) -> None:
    one = event(1, "x", u=f"{WRITERS[0]}/2")
    two = event(2, "y", u=one.id, r=(one.id,))
    lost = event(3, "z", u="nobody/1", on="action:b")
    write(path, one, two, lost)
    with Dossier.open(path) as opened:
        while opened.undo_size:
            opened.commit(*opened.undo())
        assert opened.value("action:b", "status") is None


def test_a_long_chain_of_undos_in_any_order_is_borne(path: Path) -> None:
    size = 3000
    chain = [event(1, 0, l=size)]
    for n in range(2, size):
        chain.append(event(n, n, l=size - n + 1, u=chain[-1].id, r=(chain[-1].id,)))
    write(path, *chain)
    with Dossier.open(path) as opened:
        assert opened.undo_size >= 0
        assert opened.value("action:a", "status") == size - 1


# -- conflicts and damage ----------------------------------------------------------------------------------------------


def test_a_conflict_is_shown_and_a_choice_settles_it_for_good(path: Path) -> None:
    one, two = event(1, "fait"), event(1, "en-cours", w=WRITERS[1])
    write(path, one, two)
    with Dossier.open(path) as opened:
        (conflict,) = opened.conflicts()
        assert (conflict.on, conflict.f, [head.x for head in conflict.heads]) == (
            "action:a",
            "status",
            ["en-cours", "fait"],
        )
        assert opened.status("a") is Status.DOING
        choice = opened.record("action:a", "status", "fait")
        assert set(choice.r) == {one.id, two.id}
    with Dossier.open(path) as again:
        assert (again.conflicts(), again.status("a")) == ([], Status.DONE)


def test_a_dossier_without_line_one_or_with_it_damaged_opens_with_a_steady_id(path: Path) -> None:
    write(path, event(1))
    whole = path.read_bytes()
    found = []
    for data in (whole.removeprefix(HEADER + b"\n"), b"\x00\xff" + whole[9:]):
        path.write_bytes(data)
        with Dossier.open(path) as opened:
            found.append((opened.uuid, opened.status("a"), opened.read_only))
            opened.record("action:b", "status", "fait")
        with Dossier.open(path) as again:
            assert (again.uuid, again.status("b")) == (found[-1][0], Status.DONE)
    assert found[0] == found[1]
    assert found[0][0] != UUID


def test_an_empty_file_gets_its_line_one_with_the_first_change(path: Path) -> None:
    path.touch()
    with Dossier.open(path) as opened:
        assert opened.history() == []
        opened.record("action:a", "status", "fait")
    reading = journal.read(path)
    assert reading.header is not None
    assert reading.header.uuid == opened.uuid
    assert len(reading.events) == 1


def test_a_file_that_is_no_dossier_is_never_written(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 no dossier \n at all")
    with Dossier.open(photo) as opened:
        assert opened.read_only
        assert opened.set_aside == 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["photo.jpg"]


def test_gaps_name_what_is_lost(path: Path) -> None:
    write(path, event(1), event(5, on="action:b"))
    with Dossier.open(path) as opened:
        assert [(gap.w, gap.first, gap.last) for gap in opened.gaps] == [(WRITERS[0], 2, 4)]


def test_staging_in_one_thread_while_another_commits_keeps_the_order(path: Path) -> None:
    made = Dossier.create(path)
    waiting: list[Event] = []
    ready, finished = threading.Semaphore(0), threading.Event()

    def save() -> None:
        for place in range(120):
            ready.acquire()
            made.commit(waiting[place])
        finished.set()

    thread = threading.Thread(target=save)
    thread.start()
    for number in range(120):
        waiting.append(made.stage(f"action:{number % 7}", "status", "fait" if number % 2 else "en-cours"))
        ready.release()
        made.statuses()
        made.conflicts()
    assert finished.wait(30)
    thread.join()
    made.close()
    assert [one.n for one in on_disk(path)] == [*range(1, 121)]
    with Dossier.open(path) as again:
        assert (again.conflicts(), again.gaps, again.set_aside) == ([], [], 0)
        assert again.statuses() == made.statuses()


def test_lines_written_by_hand_are_what_the_dossier_gives(path: Path) -> None:
    with Dossier.create(path) as made:
        one = made.record("plan", "note", "a\nb\u2028c\x00")
        assert path.read_bytes().split(b"\n")[1] == encode(one)
    with Dossier.open(path) as again:
        assert again.value("plan", "note") == "a\nb\u2028c\x00"


def test_saving_never_reads_the_journal_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, *(event(n, on=f"action:{n}") for n in range(1, 400)))

    def refuse(*args: object, **named: object) -> None:
        raise AssertionError("the journal was read")

    with Dossier.open(path) as opened:
        monkeypatch.setattr(journal, "read", refuse)
        for number in range(20):
            opened.record(f"action:{number}", "status", "fait")
        opened.commit(*opened.undo())
        assert len(opened.history()) == 420


def test_thousands_of_heads_and_twins_fold_in_linear_time(path: Path) -> None:
    heads = [event(n, n) for n in range(1, 15_000)]
    twins = [event(1, n, on="action:b", w=WRITERS[1]) for n in range(15_000)]
    write(path, *heads, *twins)
    with Dossier.open(path, write=False) as opened:
        assert len(opened.conflicts()[0].heads) == len(heads)
        assert opened.value("action:a", "status") == len(heads)
        assert len(opened.conflicts()[1].heads) == len(twins)
        assert len(opened.history()) == len(heads) + len(twins)
