from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.dossier.model import Status
from kit.errors import UnsharedPlace
from kit.mail import clean, share_line

IDS = [f"action-{n}" for n in range(20)]
STATUSES = st.lists(st.sampled_from(list(Status)), min_size=20, max_size=20).map(
    lambda found: dict(zip(IDS, found, strict=True))
)
PLACES = st.one_of(
    st.from_regex(r"\A([0-9]{2}|2[AB])[0-9]{3}\Z").map(lambda code: (code, "")),
    st.from_regex(r"\A[0-9]{9}\Z").map(lambda code: ("", code)),
)


def line(statuses: dict[str, Status], place: tuple[str, str] = ("23096", "")) -> str:
    return share_line.encode(statuses, IDS, place=place, program="0.1.0", texts="2026.11")


@settings(max_examples=500, database=None)
@given(STATUSES, PLACES)
def test_what_is_written_is_read(statuses: dict[str, Status], place: tuple[str, str]) -> None:
    written = line(statuses, place)
    assert len(written) <= clean.COLUMNS and clean.wrap(clean.lines(written)) == written
    (read,) = share_line.find(f"Bonjour,\n\n{written}\n")
    assert (read.insee, read.siren) == place
    assert (read.format, read.program, read.texts) == (1, "0.1.0", "2026.11")
    assert read.statuses(IDS) == statuses


@settings(max_examples=500, database=None)
@given(STATUSES, st.data())
def test_a_changed_line_is_refused_and_counted(statuses: dict[str, Status], data: st.DataObject) -> None:
    written = line(statuses)
    place = data.draw(st.integers(written.index("I23096"), len(written) - 1))
    character = data.draw(st.sampled_from([c for c in "ACDFNPX0123456789abcdef" if c != written[place]]))
    changed = written[:place] + character + written[place + 1 :]
    assert share_line.find(changed) == []
    assert share_line.damaged(changed) == 1 and share_line.damaged(written) == 0


@pytest.mark.parametrize(
    "shape",
    ["> {}", ">> {}\n>> suite", "\t{}", "« {} »", "{}.", "avant {} après", "{}\r\n-- \r\nsignature"],
)
def test_a_line_is_found_however_a_mail_program_sets_it(shape: str) -> None:
    (read,) = share_line.find(shape.format(line({"action-3": Status.DONE})))
    assert read.statuses(IDS) == dict.fromkeys(IDS, Status.TODO) | {"action-3": Status.DONE}


def test_a_line_broken_at_a_semicolon_is_put_together() -> None:
    broken = line({}).replace(";", ";\n> ", 3)
    assert len(share_line.find(broken)) == 1


def test_lines_of_several_messages_are_all_found() -> None:
    text = "\n".join((line({}), "rien", line({}, ("", "200023794"))))
    assert [(one.insee, one.siren) for one in share_line.find(text)] == [("23096", ""), ("", "200023794")]


def test_other_actions_are_not_taken_for_these() -> None:
    (read,) = share_line.find(line({}))
    assert read.statuses(IDS[:-1]) is None
    assert read.statuses(list(reversed(IDS))) is None


@pytest.mark.parametrize("place", [("", ""), ("230", ""), ("Guéret", "abc"), ("23096;x", ""), ("0٠000", "")])
def test_nobody_s_line_is_not_made(place: tuple[str, str]) -> None:
    with pytest.raises(UnsharedPlace):
        line({}, place)


def test_a_version_cannot_carry_a_field() -> None:
    with pytest.raises(ValueError, match="2026"):
        share_line.encode({}, IDS, place=("23096", ""), program="0.1;X", texts="2026.11")


def test_a_later_format_is_read_as_far_as_known() -> None:
    body = line({}).rpartition(";")[0].replace("KitESS1;", "KitESS2;", 1)
    later = f"{body};{share_line.sha256(body.encode()).hexdigest()[:6]}"
    (read,) = share_line.find(later)
    assert read.format == 2
