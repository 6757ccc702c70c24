"""One event, one line: what is written is read again, what is damaged is named and never raises."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kit.dossier.line import LINE_LIMIT, Fault, Header, Newer, encode, parse_line, seal, unknown_keys
from kit.dossier.model import Event
from tests.unit.dossier.dossier_events import HEADER, UUID, drawn_events, event, new_event, signed


def sound(**changed: object) -> dict[str, object]:
    keys: dict[str, object] = dict(v=1, w="w", n=1, l=1, t="t", by="b", on="o", f="f", x=None, r=[])
    return {**keys, **changed}


@given(drawn_events)
def test_an_event_is_read_as_it_was_written(made: Event) -> None:
    line = encode(made)
    assert b"\n" not in line
    read = parse_line(line)
    assert read == made
    assert isinstance(read, Event)
    assert read.c == made.c
    assert encode(read) == line


def test_the_line_is_canonical_json_with_the_checksum_of_the_rest() -> None:
    line = encode(event(1, {"é": [1, "\n"]}, by='d"A,"c":"x'))
    keys = json.loads(line)
    assert line == json.dumps(keys, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    told = keys.pop("c")
    assert signed(**keys) == line
    assert len(told) == 8


def test_the_bytes_of_a_line_stay_what_they_were() -> None:
    value = {"é": [1, 1.0, -0.0, 1e16, 1e-07, 2**60], "a": "\u2028 « \x7f \x1f"}
    line = encode(event(2, value, by="Zoé", r=("aaaaaaaaaaaaaaaa/1",), u="aaaaaaaaaaaaaaaa/1"))
    assert (
        line
        == (
            '{"by":"Zoé","c":"a991cf3b","f":"status","l":2,"n":2,"on":"action:a","r":["aaaaaaaaaaaaaaaa/1"],'
            '"t":"2026-11-24T08:00:00Z","u":"aaaaaaaaaaaaaaaa/1","v":1,"w":"aaaaaaaaaaaaaaaa",'
            '"x":{"a":"\u2028 « \x7f \\u001f","é":[1,1.0,-0.0,1e+16,1e-07,1152921504606846976]}}'
        ).encode()
    )


def test_a_read_event_is_a_frozen_event() -> None:
    read = parse_line(encode(event(1)))
    assert type(read) is Event
    with pytest.raises(AttributeError):
        read.n = 2  # type: ignore[misc]
    assert hash(read) == hash(event(1))
    assert replace(read, n=2).id == f"{read.w}/2"


def test_unknown_keys_are_kept_and_written_again() -> None:
    line = signed(**sound(a={"c": "00000000"}, zone="Île"))
    read = parse_line(line)
    assert isinstance(read, Event)
    assert unknown_keys(read) == {"a": {"c": "00000000"}, "zone": "Île"}
    assert encode(read) == line


@pytest.mark.parametrize("pad", [(b"", b"\r"), (b"\xef\xbb\xbf", b""), (b"  ", b" \t")])
def test_padding_of_an_editor_is_borne(pad: tuple[bytes, bytes]) -> None:
    assert parse_line(pad[0] + encode(event(1)) + pad[1]) == event(1)


def test_a_line_laid_out_again_is_sound_by_its_canonical_form() -> None:
    loose = json.dumps(json.loads(encode(event(1, "é"))), indent=None, ensure_ascii=True).encode()
    assert b", " in loose
    assert parse_line(loose) == event(1, "é")


@given(drawn_events, st.data())
def test_no_changed_byte_passes(made: Event, data: st.DataObject) -> None:
    line = bytearray(encode(made))
    place = data.draw(st.integers(0, len(line) - 1))
    line[place] ^= 1 << data.draw(st.integers(0, 7))
    read = parse_line(bytes(line))
    assert isinstance(read, Fault) or read == made


@given(st.binary(max_size=200))
def test_any_bytes_are_weighed_without_raising(raw: bytes) -> None:
    assert isinstance(parse_line(raw), Fault)


DEEP = b"[" * 20_000 + b"]" * 20_000


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b'{"by":"\xff"}', Fault.NOT_UTF8),
        (b"{", Fault.NOT_JSON),
        (b"not a line", Fault.NOT_JSON),
        (b"[1]", Fault.NOT_JSON),
        (b'"text"', Fault.NOT_JSON),
        (encode(event(1)) + b"}", Fault.NOT_JSON),
        (encode(event(1)) * 2, Fault.NOT_JSON),
        (DEEP, Fault.NOT_JSON),
        (b'{"x":' + DEEP + b"}", Fault.NOT_JSON),
        (b'{"x":' + b"9" * 5000 + b"}", Fault.NOT_JSON),
        (b'{"x":1e999}', Fault.NOT_JSON),
        (b'{"x":NaN}', Fault.NOT_JSON),
        (b'{"x":-Infinity}', Fault.NOT_JSON),
        (b"x" * (LINE_LIMIT + 1), Fault.TOO_LONG),
        (b'{"v":1}', Fault.NO_CHECKSUM),
        (b"{}", Fault.NO_CHECKSUM),
        (b'{"c":8,"v":1}', Fault.WRONG_CHECKSUM),
        (b'{"c":"00000000","v":1}', Fault.WRONG_CHECKSUM),
        (b'{"c":"00000000","x":"\\ud800"}', Fault.WRONG_CHECKSUM),
        (signed(v=1), Fault.NOT_AN_EVENT),
        (signed(**sound(v=True)), Fault.NOT_AN_EVENT),
        (signed(**sound(v=0)), Fault.NOT_AN_EVENT),
        (signed(**sound(v="1")), Fault.NOT_AN_EVENT),
        (signed(**sound(n=0)), Fault.NOT_AN_EVENT),
        (signed(**sound(n=True)), Fault.NOT_AN_EVENT),
        (signed(**sound(n=1.0)), Fault.NOT_AN_EVENT),
        (signed(**sound(n=2**53 + 1)), Fault.NOT_AN_EVENT),
        (signed(**sound(l=2**70)), Fault.NOT_AN_EVENT),
        (signed(**sound(w=1)), Fault.NOT_AN_EVENT),
        (signed(**sound(by=None)), Fault.NOT_AN_EVENT),
        (signed(**sound(on=[])), Fault.NOT_AN_EVENT),
        (signed(**sound(r="ab")), Fault.NOT_AN_EVENT),
        (signed(**sound(r=[1])), Fault.NOT_AN_EVENT),
        (signed(**sound(u=1)), Fault.NOT_AN_EVENT),
    ],
)
def test_a_line_that_is_no_event_is_named(line: bytes, fault: Fault) -> None:
    assert parse_line(line) is fault


def test_a_line_of_just_the_limit_is_read() -> None:
    made = event(1, "")
    full = event(1, "x" * (LINE_LIMIT - len(encode(made))))
    assert len(encode(full)) == LINE_LIMIT
    assert parse_line(encode(full)) == full
    assert parse_line(encode(replace(full, x=f"{full.x}x"))) is Fault.TOO_LONG


def test_line_one_and_newer_lines_are_told_apart() -> None:
    assert parse_line(HEADER) == Header(1, UUID, "0.1.0")
    assert parse_line(b'{"kitess": 3}') == Header(3, "")
    assert parse_line(signed(v=2, shape="unknown")) == Newer(2)
    assert parse_line(signed(v=2, shape="unknown").replace(b"unk", b"unc")) is Fault.WRONG_CHECKSUM


def test_half_a_pair_of_utf16_is_written_as_a_replacement() -> None:
    made = seal(new_event(1, "a\ud83d\ude00b\ud800"))
    assert made.x == "a😀b\ufffd"


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, b"bytes", object()])
def test_a_value_that_is_not_json_is_a_mistake_of_the_caller(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        encode(new_event(1, value))


@pytest.mark.parametrize("number", [0, 2**53 + 1])
def test_an_event_that_no_reader_would_take_cannot_be_sealed(number: int) -> None:
    with pytest.raises(ValueError, match="not-an-event"):
        seal(new_event(number, 1, l=1))
