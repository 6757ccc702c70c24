"""The script of the page does what the kit does: folding, search, journal, short line, code; and its types hold."""

from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.content.library import Library
from kit.dossier import journal
from kit.dossier.dossier import Dossier
from kit.dossier.fold import State
from kit.dossier.line import parse_line
from kit.dossier.merge import merge, merge_files
from kit.dossier.model import Change, Event, Status
from kit.dossier.preview import Kind, preview
from kit.mail import lever_line
from kit.pocket.data import page_data, search_data
from kit.pocket.state import seed
from kit.search.folding import folded_text, query_words
from kit.search.index import SearchIndex

HERE = Path(__file__).resolve().parent
QUESTIONS = HERE.parent / "search"
Node = Callable[..., Any]
AGREED = 0.95


def test_types_hold() -> None:
    done = subprocess.run([HERE / "node_modules/.bin/tsc", "-p", HERE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_first_answer_is_that_of_the_kit(texts: Library, node: Node) -> None:
    index = SearchIndex.in_memory(texts)
    halves = [QUESTIONS / name for name in ("judgements.toml", "judgements_test.toml")]
    asked = [one["text"] for path in halves for one in tomllib.loads(path.read_text(encoding="utf-8"))["question"]]
    asked += ['"dernier commerce"', "levier:2 cress", "type:sujet mobilite", "statut:fait", "l", "co", "com", "élu·e·s"]
    told = node("core.mjs", {"index": search_data(texts), "questions": asked}, "search")
    other = []
    for question, found in zip(asked, told, strict=True):
        wanted = [[hit.id, hit.extract] for hit in index.search(question, 10)]
        if found[:1] != wanted[:1]:
            other.append((question, wanted[:1], found[:1]))
    assert len(asked) > 400
    print(f"{len(asked) - len(other)} premières réponses égales sur {len(asked)}")
    assert 1 - len(other) / len(asked) >= AGREED, other


def test_folding_is_that_of_the_kit(node: Node) -> None:
    latin = st.characters(min_codepoint=32, max_codepoint=0x24F) | st.characters(
        min_codepoint=0x300, max_codepoint=0x36F
    )
    letters = st.text(latin | st.sampled_from("aéÉœ ·.•’-0123L,\u202f\u00a0ßæ😀ﬁ"))
    given_texts: list[str] = []

    @given(letters)
    @settings(max_examples=1000, database=None)
    def collect(text: str) -> None:
        given_texts.append(text)

    collect()
    told = node("core.mjs", given_texts, "fold")
    wrong = [
        (text, found, [folded_text(text), query_words(text)])
        for text, found in zip(given_texts, told, strict=True)
        if found != [folded_text(text), query_words(text)]
    ]
    assert wrong == []


def test_the_code_is_the_one_of_another_writer(node: Node) -> None:
    text = "KitLevier1;3;FACNDPXFACNDPX;9f3ca0;51d2e7x"  # 42 bytes: segno pads shorter texts in a way of its own
    assert len(text) == 42
    rows, none = node("core.mjs", [text, text + "x"], "code")
    made = segno.make_qr(text, error="m", version=3, mask=2, mode="byte", boost_error=False)
    assert rows == [[bool(one) for one in row] for row in made.matrix]
    assert none is None


@pytest.mark.parametrize("number", range(6))
def test_the_short_line_is_that_of_the_kit(texts: Library, node: Node, number: int) -> None:
    data = page_data(texts, None)
    statuses = {item["on"]: [*Status][at % 7] for at, item in enumerate(data["levers"][number]["items"])}
    changes = [{"on": on, "f": "status", "x": status.value} for on, status in statuses.items()]
    line = node("core.mjs", {"data": data, "lever": number, "changes": changes}, "line")
    assert line == lever_line.encode(texts.outline.levers[number], statuses)


ONS = st.sampled_from(["action:elu-commission", "action:reseaux-cress", "milestone:elu-designation", "article:contact"])
FIELDS = st.sampled_from(["status", "note", "who", "done_year"])
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.sampled_from([one.value for one in Status])
    | st.text(max_size=30)
    | st.sampled_from(
        ["\ud800x", "</script>", "\u2028\u2029\x7f\x00\x1f", "😀é", "x" * 20_001, "é" * 20_000, "\x01" * 12_000]
    )
)
CHANGED = st.builds(lambda on, f, x: {"on": on, "f": f, "x": x}, ONS, FIELDS, VALUES)
CHANGES = st.lists(CHANGED, min_size=1, max_size=3)
GIVEN = st.builds(lambda changes: {"changes": changes}, CHANGES)
STEPS = st.lists(GIVEN | st.builds(lambda number: {"undo": number}, st.integers(0, 9)), max_size=6)
HISTORIES = 1000
MERGED_ON_DISK = 20


def desktop_changes() -> st.SearchStrategy[list[tuple[str, str, Any]]]:
    """Return changes as the program makes them."""
    values = st.none() | st.booleans() | st.integers(0, 3000) | st.text(st.characters(codec="utf-8"), max_size=20)
    return st.lists(st.tuples(ONS, FIELDS, values), max_size=5)


@pytest.mark.timeout(900)
def test_a_round_from_the_program_to_the_page_and_back(node: Node, tmp_path: Path) -> None:
    """A dossier goes to the page as its state or its file, changes on both sides, and comes back: nothing is lost."""
    rounds: list[tuple[list[tuple[str, str, Any]], list[tuple[str, str, Any]], Any, bool]] = []

    @given(desktop_changes(), desktop_changes(), STEPS, st.booleans())
    @settings(max_examples=HISTORIES, database=None, suppress_health_check=[HealthCheck.too_slow])
    def collect(before: list[Any], meanwhile: list[Any], steps: Any, seeded: bool) -> None:
        rounds.append((before, meanwhile, steps, seeded))

    collect()
    assert len(rounds) >= HISTORIES
    pages = []
    for number, (before, meanwhile, steps, seeded) in enumerate(rounds):
        path = tmp_path / f"{number}.kitess"
        with Dossier.create(path, by="bureau") as dossier:
            _record(dossier, before)
            held = seed(dossier) if seeded else None
            lines = [] if seeded else path.read_bytes().decode().split("\n")[1:-1]  # a text may hold U+0085
            pages.append({"seed": held, "lines": lines, "steps": steps})
            _record(dossier, meanwhile)
    for number, told in enumerate(node("core.mjs", pages, "journal", seconds=600)):
        on_disk = number % MERGED_ON_DISK == 0
        _check_round(tmp_path / f"{number}.kitess", tmp_path / "poche.kitess", told, pages[number], on_disk=on_disk)


def _record(dossier: Dossier, changes: list[tuple[str, str, Any]]) -> None:
    if changes:
        dossier.commit(*dossier.group(Change(on, f, x) for on, f, x in changes))


def _check_round(path: Path, back: Path, told: dict[str, Any], given_page: dict[str, Any], *, on_disk: bool) -> None:
    back.write_text(told["file"], encoding="utf-8")
    read = journal.read(back)
    assert not read.set_aside and not read.newer and read.header and not told["aside"]
    own = [event for event in read.events if event.w == told["writer"]]
    assert [event.n for event in own] == [*range(1, len(own) + 1)]
    if given_page["seed"]:
        assert len(own) == len(read.events), "the state that a page was made with is no part of what it saves"
        assert read.header.uuid == given_page["seed"]["dossier"]
    else:
        assert {line.decode() for line in read.lines} >= set(given_page["lines"])
        _same_state(State(read.events), told["shown"])
    before = journal.read(path).events if path.stat().st_size else []
    if not read.events:
        return
    if on_disk:
        merge_files(path, back)
    after = journal.read(path).events if on_disk else merge(before, read.events)
    assert {event.id for event in after} == {event.id for event in (*before, *read.events)}
    state = State(after)
    assert not state.twins()
    last = {(event.on, event.f): event for event in own}
    for (on, f), event in last.items():
        assert event.id in {head.id for head in state.heads(on, f)}, "what the page said last stands, alone or beside"


def test_the_next_morning_the_kit_shows_what_the_telephone_brings(node: Node, tmp_path: Path) -> None:
    """What the page changed after the dossier is newer; what both changed apart is a conflict; shared as .txt too."""
    commission, cress, ptce = "action:elu-commission", "action:reseaux-cress", "action:reseaux-ptce"
    given_steps = [{"changes": [{"on": on, "f": "status", "x": "fait"}]} for on in (commission, cress, ptce)]
    with Dossier.create(tmp_path / "mairie.kitess", by="bureau") as dossier:
        _record(dossier, [(commission, "status", "en-cours"), (cress, "status", "en-cours")])
        (told,) = node("core.mjs", [{"seed": seed(dossier, named=False), "lines": [], "steps": given_steps}], "journal")
        _record(dossier, [(cress, "status", "en-pause")])
        back = tmp_path / "kit-de-poche.kitess.txt"
        back.write_text(told["file"], encoding="utf-8")
        found = preview(dossier, back)
    assert found.same_dossier and not found.unreadable
    assert {one.on: one.kind for one in found.differences} == {
        commission: Kind.NEWER,
        cress: Kind.CONFLICT,
        ptce: Kind.NEW,
    }


def _same_state(state: State, shown: list[Any]) -> None:
    for on, f, heads in shown:
        assert [[head.id, head.x] for head in state.heads(on, f)] == heads


def test_whatever_a_file_holds_the_page_reads_as_the_kit_does(node: Node) -> None:
    sound = _sound_line()
    lines = [
        sound,
        sound.replace('"fait"', '"en-cours"'),
        sound.replace(',"f":', ', "f" : '),
        "[" * 50_000,
        '{"a":' * 20_000,
        '{"__proto__":{"c":"1"},"constructor":1}',
        '{"v":1,"c":"00000000"}',
        '{"kitess":1,"dossier":5}',
        "null",
        "1",
        "\ufeff" + sound,
        "x" * 70_000,
        '{"by":"","c":"12345678"',
        _sealed({"v": 2, "w": "a", "n": 1}),
        _sealed({"v": 1, "w": "a", "n": 1}),
        _sealed({**json.loads(sound), "n": 0}),
        _sealed({**json.loads(sound), "n": 2**54}),
        _sealed({**json.loads(sound), "r": [1]}),
        _sealed({**json.loads(sound), "x": {"__proto__": {"polluted": 1}}, "zz": [1.5, None]}),
    ]
    kinds = []
    for line in lines:
        (told,) = node("core.mjs", [{"seed": None, "lines": [line], "steps": []}], "journal")
        kinds.append("event" if told["shown"] else "newer" if told["newer"] else "bad" if told["aside"] else "header")
    wanted = []
    for line in lines:
        found = parse_line(line.encode())
        name = type(found).__name__
        wanted.append({"Event": "event", "Newer": "newer", "Header": "header"}.get(name, "bad"))
    assert kinds == wanted


def _sound_line() -> str:
    return _sealed(
        {"by": "Anne", "f": "status", "l": 1, "n": 1, "on": "action:a", "r": [], "t": "2026-11-30T08:00:00Z", "v": 1,
         "w": "ab", "x": "fait"}
    )  # fmt: skip


def _sealed(body: dict[str, Any]) -> str:
    from kit.dossier.line import checksum

    body = {key: value for key, value in body.items() if key != "c"}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    body["c"] = checksum(text.encode())
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_an_event_of_the_page_is_one_of_the_kit(node: Node) -> None:
    steps = [{"changes": [{"on": "action:elu-commission", "f": "status", "x": "fait"}]}]
    (told,) = node("core.mjs", [{"seed": None, "lines": [], "steps": steps}], "journal")
    event = parse_line(told["file"].splitlines()[1].encode())
    assert isinstance(event, Event)
    assert (event.on, event.f, event.x, event.by, event.n, event.l) == (
        "action:elu-commission", "status", "fait", "cet appareil", 1, 1,
    )  # fmt: skip
