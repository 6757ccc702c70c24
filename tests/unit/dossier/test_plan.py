"""The plan as typed values, and the changes that its gestures write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.content.model import Article, Lever, Outline, Publisher
from kit.dossier import plan_changes as gestures
from kit.dossier.dossier import Dossier
from kit.dossier.merge import merge_files
from kit.dossier.model import Change, Status
from kit.dossier.plan import Plan, PlanItem, Wanted, build_plan, ordered
from kit.dossier.plan_fields import EVIDENCE
from kit.dossier.plan_order import is_rank, natural_rank, rank_between

TODAY = date(2026, 11, 24)


def article(kind: str, own_id: str, code: str = "", **rest: str) -> Article:
    return Article(own_id, kind, own_id.capitalize(), code=code, **rest)


OUTLINE = Outline(
    Publisher(**dict.fromkeys(Publisher.__struct_fields__, "")),
    levers=(
        Lever(
            article("lever", "designer", "1"),
            article("milestone", "jalon"),
            (article("action", "nommer", "1.1"), article("action", "former", "1.2")),
        ),
        Lever(article("lever", "relier", "2"), None, (article("action", "bilan", "2.1", rhythm="yearly"),)),
    ),
)


@pytest.fixture
def dossier(path: Path) -> Iterator[Dossier]:
    with Dossier.create(path) as made:
        yield made


def plan(dossier: Dossier, today: date = TODAY) -> Plan:
    return build_plan(OUTLINE, dossier, today)


def item(dossier: Dossier, on: str, today: date = TODAY) -> PlanItem:
    found = plan(dossier, today).item(on)
    assert found is not None
    return found


def keep(dossier: Dossier, changes: Sequence[Change]) -> None:
    dossier.commit(*dossier.group(changes))


def order(dossier: Dossier) -> list[str]:
    return [one.on for one in plan(dossier).items]


def test_an_untouched_plan_is_in_the_order_of_the_texts(dossier: Dossier) -> None:
    found = plan(dossier)
    assert order(dossier) == ["milestone:jalon", "action:nommer", "action:former", "action:bilan"]
    assert [one.is_counted for one in found.items] == [False, True, True, True]
    assert {one.status for one in found.items} == {Status.TODO}
    assert [(lever.id, lever.code) for lever in found.levers] == [("designer", "1"), ("relier", "2")]
    assert (found.progress.done, found.progress.applicable, found.own_count) == (0, 3, 0)


def test_every_field_given_is_read_back_typed(dossier: Dossier) -> None:
    for field in ("who", "pilot", "partners", "budget", "note"):
        keep(dossier, gestures.text_given([item(dossier, "action:nommer")], field, f"le {field}"))
    keep(dossier, gestures.text_given([item(dossier, "action:nommer")], "start", "2026-12-01"))
    keep(dossier, gestures.text_given([item(dossier, "action:nommer")], "due", "fin mars"))
    found = item(dossier, "action:nommer")
    assert (found.who, found.pilot, found.partners, found.budget, found.note) == (
        "le who",
        "le pilot",
        "le partners",
        "le budget",
        "le note",
    )
    assert (found.start_day, found.due_day, found.due) == (date(2026, 12, 1), None, "fin mars")
    assert found.people == ("le who", "le pilot")
    assert gestures.text_given([found], "who", "le who") == []
    keep(dossier, gestures.text_given([found], "who", ""))
    assert dossier.value("action:nommer", "who") is None


@pytest.mark.parametrize(
    ("status", "due", "late"),
    [
        (Status.TODO, "2026-11-23", True),
        (Status.TODO, "2026-11-24", False),
        (Status.PAUSED, "2026-01-01", True),
        (Status.DONE, "2026-01-01", False),
        (Status.NOT_CONCERNED, "2026-01-01", False),
        (Status.DROPPED, "2026-01-01", False),
        (Status.TODO, "avant l’été", False),
        (Status.TODO, "", False),
    ],
)
def test_late_is_due_before_today_and_still_to_do(dossier: Dossier, status: Status, due: str, late: bool) -> None:
    keep(dossier, [Change("action:nommer", "due", due or None), Change("action:nommer", "status", status.value)])
    assert item(dossier, "action:nommer").is_late is late
    assert plan(dossier).late_count == int(late)


def test_a_yearly_action_is_done_for_a_year_and_then_to_do_again(dossier: Dossier) -> None:
    keep(dossier, gestures.status_given([item(dossier, "action:bilan")], Status.DONE, TODAY))
    now, later = item(dossier, "action:bilan"), item(dossier, "action:bilan", date(2027, 1, 1))
    assert (now.done_year, now.is_to_redo, now.remains) == (2026, False, False)
    assert (later.done_year, later.is_to_redo, later.remains) == (2026, True, True)
    assert gestures.status_given([now], Status.DONE, TODAY) == []
    keep(dossier, gestures.status_given([later], Status.DONE, date(2027, 5, 1)))
    again = item(dossier, "action:bilan", date(2027, 5, 2))
    assert (again.status, again.done_year, again.is_to_redo) == (Status.DONE, 2027, False)
    keep(dossier, gestures.status_given([item(dossier, "action:nommer")], Status.DONE, TODAY))
    assert item(dossier, "action:nommer", date(2030, 1, 1)).is_to_redo is False


def test_a_yearly_action_ticked_without_a_year_has_that_of_the_tick(path: Path) -> None:
    from tests.unit.dossier.dossier_events import noon

    with Dossier.create(path, now=noon) as dossier:
        dossier.record("action:bilan", "status", "fait")
        assert item(dossier, "action:bilan").done_year == 2026


def test_own_actions_and_levers_have_the_same_rights_and_never_count(dossier: Dossier) -> None:
    on, changes = gestures.own_action("Rencontrer le café", "designer")
    keep(dossier, changes)
    lever, changes = gestures.own_lever("Nos circuits courts")
    keep(dossier, changes)
    other, changes = gestures.own_action("Halle", lever)
    keep(dossier, changes)
    keep(dossier, gestures.status_given([item(dossier, on)], Status.DONE, TODAY))
    found = plan(dossier)
    assert order(dossier) == ["milestone:jalon", "action:nommer", "action:former", on, "action:bilan", other]
    assert (found.progress.done, found.progress.applicable, found.own_count) == (0, 3, 2)
    own = item(dossier, on)
    assert (own.kind, own.title, own.lever_title, own.status) == ("own", "Rencontrer le café", "Designer", Status.DONE)
    assert item(dossier, other).lever_title == "Nos circuits courts"
    assert [(one.title, one.is_own) for one in found.levers][-1] == ("Nos circuits courts", True)
    keep(dossier, gestures.removed(on, dossier.fields(on)))
    assert plan(dossier).item(on) is None
    dossier.commit(*dossier.undo())
    assert item(dossier, on).status is Status.DONE


def test_moving_writes_one_field_of_one_action(dossier: Dossier) -> None:
    items = plan(dossier).items
    changes = gestures.moved(items[3], None, items[0])
    assert [(one.on, one.f) for one in changes] == [("action:bilan", "order")]
    keep(dossier, changes)
    assert order(dossier)[0] == "action:bilan"
    items = plan(dossier).items
    keep(dossier, gestures.moved(items[0], items[2], items[3]))
    assert order(dossier) == ["milestone:jalon", "action:nommer", "action:bilan", "action:former"]
    items = plan(dossier).items
    keep(dossier, gestures.moved(items[0], items[3], None))
    assert order(dossier)[-1] == "milestone:jalon"


def test_a_rank_that_is_none_is_as_if_not_given(dossier: Dossier) -> None:
    for odd in ("", "abc", "10", "é", 7, None):
        dossier.record("action:bilan", "order", odd)
        assert order(dossier)[-1] == "action:bilan"


_ranks = st.from_regex(r"[0-9]{0,6}[1-9]", fullmatch=True)


@given(_ranks, _ranks)
def test_there_is_always_a_rank_between_two(a: str, b: str) -> None:
    low, high = sorted((a, b))
    found = rank_between(low, high)
    assert is_rank(found)
    assert low < found and (low == high or found < high)
    assert rank_between("", low) < low
    assert rank_between(high, "") > high


@given(st.lists(st.integers(0, 200), min_size=1, max_size=60))
def test_any_sequence_of_moves_keeps_an_order(places: list[int]) -> None:
    ranks = [natural_rank(place) for place in range(1, 6)]
    for place in places:
        at = place % (len(ranks) + 1)
        before = ranks[at - 1] if at else ""
        after = ranks[at] if at < len(ranks) else ""
        ranks.insert(at, rank_between(before, after))
        assert ranks == sorted(set(ranks))


def test_sub_steps_are_added_ticked_reworded_moved_and_removed(dossier: Dossier) -> None:
    for text in ("un", "deux", "trois"):
        keep(dossier, gestures.step_added(item(dossier, "action:nommer"), text))
    found = item(dossier, "action:nommer")
    assert [step.text for step in found.steps] == ["un", "deux", "trois"]
    keep(dossier, gestures.step_changed(found, found.steps[1], text="deux bis", is_done=True))
    keep(dossier, gestures.step_moved(found, found.steps[2], None, found.steps[0]))
    found = item(dossier, "action:nommer")
    assert [(step.text, step.is_done) for step in found.steps] == [("trois", False), ("un", False), ("deux bis", True)]
    assert gestures.step_changed(found, found.steps[0], text="trois", is_done=False) == []
    keep(dossier, gestures.step_changed(found, found.steps[2], text=""))
    assert [step.text for step in item(dossier, "action:nommer").steps] == ["trois", "un"]
    dossier.commit(*dossier.undo())
    assert item(dossier, "action:nommer").steps[2].is_done


def test_lists_filled_apart_merge_without_a_conflict(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "autre.kitess"
    with Dossier.create(path, by="Ana") as ana:
        keep(ana, gestures.step_added(item(ana, "action:nommer"), "commun"))
    other.write_bytes(path.read_bytes())
    for place, name in ((path, "Ana"), (other, "Bob")):
        with Dossier.open(place, by=name) as dossier:
            keep(dossier, gestures.step_added(item(dossier, "action:nommer"), f"de {name}"))
            keep(dossier, gestures.link_added(item(dossier, "action:nommer"), f"https://exemple.fr/{name}"))
    with Dossier.open(other, by="Bob") as bob:
        step = item(bob, "action:nommer").steps[0]
        keep(bob, gestures.step_changed(item(bob, "action:nommer"), step, is_done=True))
    with Dossier.open(path, by="Ana") as ana:
        keep(ana, gestures.step_changed(item(ana, "action:nommer"), item(ana, "action:nommer").steps[0], text="à deux"))
    merge_files(path, other, backups=tmp_path / "copies")
    with Dossier.open(path, write=False) as dossier:
        assert dossier.conflicts() == []
        found = item(dossier, "action:nommer")
        assert {step.text: step.is_done for step in found.steps} == {"à deux": True, "de Ana": False, "de Bob": False}
        assert {one.url for one in found.evidence} == {"https://exemple.fr/Ana", "https://exemple.fr/Bob"}


def test_evidence_that_is_not_sound_is_left_out(dossier: Dossier) -> None:
    for number, odd in enumerate(("texte", 7, [], {}, {"url": 3}, {"file": "a", "size": "x"}, {"title": "vide"})):
        dossier.record("action:nommer", f"{EVIDENCE}{number}", odd)
    assert item(dossier, "action:nommer").evidence == ()
    keep(dossier, gestures.link_added(item(dossier, "action:nommer"), "https://exemple.fr", "Le site"))
    found = item(dossier, "action:nommer")
    assert [(one.title, one.url) for one in found.evidence] == [("Le site", "https://exemple.fr")]
    keep(dossier, gestures.evidence_removed(found, found.evidence[0]))
    assert item(dossier, "action:nommer").evidence == ()


def test_filters_let_pass_what_is_asked_and_sorting_puts_the_missing_last(dossier: Dossier) -> None:
    items = plan(dossier).items
    keep(dossier, gestures.text_given([items[1]], "who", "Zoé"))
    keep(dossier, gestures.text_given([items[2]], "who", "Ana"))
    keep(dossier, gestures.text_given([items[2]], "due", "2026-10-01"))
    keep(dossier, gestures.status_given([items[3]], Status.DONE, TODAY))
    found = plan(dossier)

    def passing(wanted: Wanted) -> list[str]:
        return [one.id for one in found.items if wanted.lets_pass(one)]

    assert passing(Wanted()) == ["jalon", "nommer", "former", "bilan"]
    assert passing(Wanted(lever="relier")) == ["bilan"]
    assert passing(Wanted(person="Ana")) == ["former"]
    assert passing(Wanted(late=True)) == ["former"]
    assert passing(Wanted(remaining=True)) == ["jalon", "nommer", "former"]
    assert passing(Wanted(status=Status.DONE, lever="relier")) == ["bilan"]
    assert found.people == ("Ana", "Zoé")
    assert [one.id for one in ordered(found.items, "who")] == ["former", "nommer", "jalon", "bilan"]
    assert ordered(found.items, "due")[0].id == "former"
    assert [one.id for one in ordered(found.items, "status")][-1] == "bilan"


def test_conflicts_are_named_by_field(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "autre.kitess"
    with Dossier.create(path) as made:
        made.record("action:nommer", "who", "Ana")
    other.write_bytes(path.read_bytes())
    for place in (path, other):
        with Dossier.open(place) as dossier:
            dossier.record("action:nommer", "who", place.name)
            dossier.record("action:former", "who", "la même")
    merge_files(path, other, backups=tmp_path / "copies")
    with Dossier.open(path, write=False) as dossier:
        assert item(dossier, "action:nommer").conflicts == {"who"}
        assert item(dossier, "action:former").conflicts == frozenset()


def test_each_own_action_is_read_once_for_the_plan(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    count = 40
    keep(dossier, [Change(f"own:{n}", field, f"{field} {n}") for n in range(count) for field in ("title", "note")])
    read: list[str] = []
    real = Dossier.fields

    def note(self: Dossier, on: str) -> dict[str, object]:
        read.append(on)
        return real(self, on)

    monkeypatch.setattr(Dossier, "fields", note)
    assert plan(dossier).own_count == count
    assert sorted(one for one in read if one.startswith("own:")) == sorted(f"own:{n}" for n in range(count))
