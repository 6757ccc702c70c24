"""The snapshot: the same dossier, sooner; and the journal itself whenever anything is in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kit import paths
from kit.dossier import journal, snapshot
from kit.dossier.backup import list_backups, restore
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.fold import State
from kit.dossier.line import encode
from kit.dossier.model import Event
from kit.dossier.sidecar import sibling_of
from tests.unit.dossier.dossier_events import WRITERS, event, event_sets, write

EVENTS = [
    event(n, f"valeur {n}", on=f"action:{n % 7}", r=(f"{WRITERS[0]}/{n - 7}",) if n > 7 else ()) for n in range(1, 60)
]


@pytest.fixture
def cache(own_places: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(snapshot, "LEAST", 0)
    return paths.snapshots()


@pytest.fixture
def kept(path: Path, cache: Path) -> Path:
    """Return a dossier with a snapshot."""
    write(path, *EVENTS)
    with Dossier.open(path, cache=cache) as opened:
        assert opened.keep_snapshot()
    assert len([*cache.iterdir()]) == 1
    return path


def is_from_snapshot(path: Path, cache: Path) -> bool:
    """Say whether an opening trusts the snapshot; see also that it tells the same as the whole journal."""
    with Dossier.open(path, cache=cache, write=False) as opened:
        trusted = not opened._state.is_whole
        with Dossier.open(path, write=False) as whole:
            assert told(opened) == told(whole)
            assert opened.history() == whole.history()
            assert opened.undo_size == whole.undo_size
        assert opened._state.is_whole
    return trusted


def told(dossier: Dossier) -> list[object]:
    targets = dossier.targets()
    changes = [dossier.change(on, field) for on in targets for field in dossier.fields(on)]
    return [{on: dossier.fields(on) for on in targets}, dossier.conflicts(), dossier.gaps, changes, dossier.uuid]


def test_a_dossier_opens_from_its_snapshot_and_what_was_appended_since(kept: Path, cache: Path) -> None:
    assert is_from_snapshot(kept, cache)
    with Dossier.open(kept, by="Ana") as opened:  # without the cache: the snapshot stays as it was
        opened.record("action:1", "status", "fait")
        opened.record("own:x", "title", "À nous")
    assert is_from_snapshot(kept, cache)


def test_the_snapshot_follows_at_each_closing(kept: Path, cache: Path) -> None:
    for value in ("fait", "en-cours", "a-discuter"):
        before = snapshot.place_of(cache, kept).read_bytes()
        with Dossier.open(kept, cache=cache) as opened:
            assert not opened._state.is_whole
            opened.record("action:1", "status", value)
        assert snapshot.place_of(cache, kept).read_bytes() != before
        assert is_from_snapshot(kept, cache)


def test_undo_after_a_restart_fetches_the_history(kept: Path, cache: Path) -> None:
    with Dossier.open(kept, cache=cache) as opened:
        assert opened.value("action:3", "status") == "valeur 59"
        opened.commit(*opened.undo())
        assert opened.value("action:3", "status") == "valeur 52"
    with Dossier.open(kept, cache=cache) as again:
        again.commit(*again.redo())
        assert again.value("action:3", "status") == "valeur 59"
        again.load_history()
        assert len(again.history()) == len(EVENTS) + 2


def test_a_refused_change_gives_back_what_stood_in_the_snapshot(kept: Path, cache: Path) -> None:
    with Dossier.open(kept, cache=cache) as opened:
        opened.retract(opened.stage("action:3", "status", "fait"))
        assert opened.value("action:3", "status") == "valeur 59"
        assert opened.gaps == []


def shorten(path: Path, cache: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def change_the_end(path: Path, cache: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)


def change_line_one(path: Path, cache: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"2026-11-24T08:00:00Z", b"2026-11-25T08:00:00Z", 1))


def append_a_known_event(path: Path, cache: Path) -> None:
    with path.open("ab") as file:
        file.write(encode(EVENTS[0]) + b"\n")


def append_rubbish(path: Path, cache: Path) -> None:
    with path.open("ab") as file:
        file.write(b"rubbish\n")


def leave_a_sibling(path: Path, cache: Path) -> None:
    write(sibling_of(path, WRITERS[1]), event(1, "autre", w=WRITERS[1]))


def damage_the_snapshot(path: Path, cache: Path) -> None:
    place = snapshot.place_of(cache, path)
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)


def empty_the_snapshot(path: Path, cache: Path) -> None:
    snapshot.place_of(cache, path).write_bytes(b"")


@pytest.mark.parametrize(
    "doubt",
    [
        shorten,
        change_the_end,
        change_line_one,
        append_a_known_event,
        append_rubbish,
        leave_a_sibling,
        damage_the_snapshot,
        empty_the_snapshot,
    ],
)
def test_any_doubt_folds_the_journal_from_its_start(kept: Path, cache: Path, doubt: object) -> None:
    assert callable(doubt)
    doubt(kept, cache)
    assert not is_from_snapshot(kept, cache)


def test_another_program_throws_the_snapshot_away(kept: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.naming.__version__", "99.0")
    assert not is_from_snapshot(kept, cache)
    monkeypatch.undo()
    monkeypatch.setattr(snapshot, "FORMAT", 2)
    assert not is_from_snapshot(kept, cache)


def test_files_written_anew_forget_the_snapshot(kept: Path, cache: Path, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    place = snapshot.place_of(cache, kept)
    for work in (
        lambda: erase(kept, backups=copies),
        lambda: restore(kept, list_backups(kept, copies)[0].path.name, copies),
    ):
        with Dossier.open(kept, cache=cache) as opened:
            opened.keep_snapshot()
        assert place.exists()
        work()
        assert not place.exists()


def test_nothing_is_kept_of_short_damaged_or_doubled_dossiers(
    path: Path, own_places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = paths.snapshots()
    write(path, *EVENTS)
    with Dossier.open(path, cache=cache) as short:
        assert not short.keep_snapshot()
    monkeypatch.setattr(snapshot, "LEAST", 0)
    twin = event(1, "autre chose", on="action:1")
    for lines in ([b"rubbish"], [encode(twin)]):
        write(path, *EVENTS)
        with path.open("ab") as file:
            file.write(b"\n".join(lines) + b"\n")
        with Dossier.open(path, cache=cache) as opened:
            assert not opened.keep_snapshot()
    with Dossier.open(path) as without:
        assert not without.keep_snapshot()
    assert not cache.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(event_sets, event_sets)
def test_going_on_from_a_summary_is_as_folding_all(before: list[Event], after: list[Event]) -> None:
    whole = State(before)
    if whole.twins():
        return
    summary = whole.summary()
    fresh = [one for one in after if one.n > summary.highest.get(one.w, 0)]
    if State(fresh).twins():
        return
    partial = State(fresh, summary=summary, earlier=lambda: before)
    full = State([*before, *fresh])
    names = full.names()
    assert partial.lamport == full.lamport
    assert partial.gaps() == full.gaps()
    assert [partial.heads(*name) for name in names] == [full.heads(*name) for name in names]
    assert partial.history() == full.history()
    assert [partial.heads(*name) for name in names] == [full.heads(*name) for name in names]


def test_with_a_snapshot_only_the_end_is_read(kept: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[int] = []
    real = journal.read

    def note(path: Path, start: int = 0) -> journal.Reading:
        starts.append(start)
        return real(path, start)

    monkeypatch.setattr(snapshot, "read", note)
    monkeypatch.setattr(journal, "read", note)
    with Dossier.open(kept, cache=cache) as opened:
        assert opened.value("action:3", "status") == "valeur 59"
        opened.record("action:3", "status", "fait")
        assert opened.gaps == [] and opened.conflicts() == []
    assert starts == [kept.stat().st_size - len(encode(opened.history()[-1])) - 1] or starts[0] > 0
    assert len(starts) >= 1 and 0 not in starts[:1]
