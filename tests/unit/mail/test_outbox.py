from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from kit.errors import SaveRefused, ValueTooLong
from kit.mail.outbox import FILE_LIMIT, KEPT_DAYS, Means, Message, Outbox, Sender, State

ROOT = Path(__file__).resolve().parents[3]


class Clock:
    """A clock that is set by hand; each look moves it by a second."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 25, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path, clock: Clock) -> Outbox:
    return Outbox(tmp_path / "data" / "messages", clock)


def draft(outbox: Outbox, subject: str = "Objet", body: str = "Bonjour,\n\nun mot.") -> Message:
    fields = {"request": "levier", "message": "un mot."}
    message = replace(outbox.new(), to="contact@cress-na.org", subject=subject, body=body, fields=fields)
    outbox.keep(message)
    return message


def test_a_message_is_read_as_it_was_kept(outbox: Outbox, tmp_path: Path) -> None:
    message = outbox.prepared(draft(outbox, "Œuvre « é »"), Means.EML, tmp_path / "m.eml")
    outbox.keep(message)
    assert Outbox(outbox.folder).messages() == [message]
    assert message.files == (str(tmp_path / "m.eml"),)


def test_the_states_are_those_of_the_person(outbox: Outbox) -> None:
    message = draft(outbox)
    assert message.state is State.DRAFT and outbox.waiting() == 0
    prepared = outbox.prepared(outbox.prepared(message, Means.MAILTO), Means.COPY)
    outbox.keep(prepared)
    assert (prepared.state, prepared.means, prepared.attempts) == (State.PREPARED, Means.COPY, 2)
    assert outbox.waiting() == 1
    sent = outbox.said_sent(prepared, date(2026, 11, 24))
    outbox.keep(sent)
    assert outbox.waiting() == 0
    assert sent.erased_on == date(2026, 11, 24) + timedelta(days=KEPT_DAYS)
    again = outbox.prepared(sent, Means.MAILTO)
    assert again.state is State.PREPARED and again.sent == ""


def test_the_text_of_a_sent_message_goes_after_its_days_and_the_subject_stays(outbox: Outbox, clock: Clock) -> None:
    outbox.keep(outbox.said_sent(draft(outbox, "Objet", "un secret"), date(2026, 11, 25)))
    clock.moment += timedelta(days=KEPT_DAYS - 1)
    assert outbox.tidy() == 0 and outbox.messages()[0].body == "un secret"
    clock.moment += timedelta(days=2)
    assert outbox.messages()[0].body == ""
    assert outbox.tidy() == 1
    (path,) = outbox.folder.glob("*.json")
    assert "un secret" not in path.read_text(encoding="utf-8") and "un mot" not in path.read_text(encoding="utf-8")
    assert outbox.messages()[0].subject == "Objet"


def test_a_removed_message_can_be_put_back(outbox: Outbox) -> None:
    message = draft(outbox)
    outbox.remove(message)
    assert outbox.messages() == []
    outbox.keep(message)
    assert outbox.messages() == [message]


def test_the_latest_comes_first(outbox: Outbox) -> None:
    first, second = draft(outbox, "un"), draft(outbox, "deux")
    assert [message.id for message in outbox.messages()] == [second.id, first.id]
    outbox.keep(outbox.changed(first))
    assert outbox.messages()[0].id == first.id


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"format": 1}', b"\xff\xfe", b'{"format": 99, "id": "x", "fields": {}, "files": []}'],
)
def test_a_damaged_file_harms_no_other_and_is_left_alone(outbox: Outbox, content: bytes) -> None:
    message = draft(outbox)
    bad = outbox.folder / f"{'0' * 32}.json"
    bad.write_bytes(content)
    assert outbox.messages() == [message] and outbox.unreadable == 1
    outbox.tidy()
    assert bad.read_bytes() == content


DEEP = b"[" * 200_000
SENT = {"state": "envoye", "sent": "9999-12-31T12:00:00+00:00"}
DAMAGE: dict[str, bytes | dict[str, object]] = {
    "deep": DEEP,
    "deep in its form": b'{"format": 1, "fields": ' + DEEP,
    "far to come": SENT,
    "far to come, when made": {"made": "9999-12-31T23:59:59-23:59"},
    "before the calendar": {"changed": "0001-01-01T00:00:00+23:59"},
    "a day that is none": {"opened": "hier"},
    "a number of 4,000 digits": {"attempts": 10**4000},
    "a text for a number": {"attempts": "deux"},
    "a number that is none": b'{"format": NaN}',
    "too large": {"body": "a" * 5_000_000},
    "half a character": {"subject": "\ud800"},
    "a list for a text": {"fields": {"message": ["a"]}},
    "a format that is true": {"format": True},
}


@pytest.mark.parametrize("name", DAMAGE)
def test_whatever_is_in_a_message_the_others_are_read_and_tidied(outbox: Outbox, clock: Clock, name: str) -> None:
    good = draft(outbox)
    old = outbox.said_sent(draft(outbox, body="un secret"), date(2026, 1, 2))
    outbox.keep(old)
    bad = outbox.folder / f"{'0' * 32}.json"
    harm, sound = DAMAGE[name], json.loads((outbox.folder / f"{good.id}.json").read_bytes())
    told = harm if isinstance(harm, bytes) else json.dumps(sound | {"id": "0" * 32} | harm).encode()
    bad.write_bytes(told)
    outbox.tidy()
    assert {message.id for message in outbox.messages()} == {good.id, old.id}
    assert [error.path for error in outbox.damaged] == [bad] and outbox.unreadable == 1
    assert bad.read_bytes() == told
    assert outbox.get(old.id) == replace(old, body="", fields={}, to="")
    (outbox.folder / "qui-ecrit.json").write_bytes(told)
    assert isinstance(outbox.sender(), Sender)


def test_what_is_no_file_is_passed_over_and_stops_no_erasing(outbox: Outbox, tmp_path: Path) -> None:
    good = draft(outbox)
    os.mkfifo(outbox.folder / f"{'1' * 32}.json")
    (outbox.folder / f"{'2' * 32}.json").symlink_to("/dev/zero")
    (outbox.folder / f"{'3' * 32}.json").mkdir()
    assert outbox.messages() == [good] and outbox.unreadable == 3
    last = replace(draft(outbox), files=("a\0b", "c" * 5_000))
    outbox.keep(last)
    with pytest.raises(SaveRefused):
        outbox.erase()
    assert [path.name for path in outbox.folder.iterdir()] == [f"{'3' * 32}.json"]  # not ours, and said


def test_a_message_that_could_not_be_read_again_is_not_kept(outbox: Outbox) -> None:
    message = draft(outbox)
    with pytest.raises(ValueTooLong):
        outbox.keep(replace(message, body="é" * FILE_LIMIT))
    assert outbox.messages() == [message]


def test_any_one_value_of_the_wrong_kind_is_a_damaged_file(outbox: Outbox) -> None:
    draft(outbox)
    (path,) = outbox.folder.glob("*.json")
    sound = json.loads(path.read_bytes())
    for key in ("id", "state", "means", "fields", "files", "sent", "format"):
        path.write_text(json.dumps(sound | {key: {"a": 1} if key != "fields" else "x"}), encoding="utf-8")
        outbox.messages()
        assert outbox.unreadable == 1, key


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_nobody_else_may_read(outbox: Outbox) -> None:
    previous = os.umask(0)
    try:
        draft(outbox)
        outbox.keep_sender(Sender("Prénom Nom"))
    finally:
        os.umask(previous)
    assert outbox.folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in outbox.folder.iterdir()} == {0o600}


def test_who_writes_is_asked_once(outbox: Outbox) -> None:
    assert outbox.sender() == Sender()
    told = Sender("Prénom Nom", "maire", "a@b.fr", "05", "le mardi", (("CC de Blaye", "cc@exemple.fr"),))
    outbox.keep_sender(told)
    assert Outbox(outbox.folder).sender() == told
    (outbox.folder / "qui-ecrit.json").write_text("[1]", encoding="utf-8")
    assert outbox.sender() == Sender()


def test_erasing_leaves_nothing_and_names_what_is_elsewhere(outbox: Outbox, tmp_path: Path) -> None:
    there, gone = tmp_path / "m.eml", tmp_path / "parti.eml"
    there.write_bytes(b"x")
    message = outbox.prepared(draft(outbox), Means.EML, there)
    outbox.keep(outbox.prepared(message, Means.EML, gone))
    outbox.keep_sender(Sender("Prénom Nom"))
    for half in (".a-moitie-0123abcd.tmp", f".{'0' * 32}.json.0123456789abcdef.tmp"):
        (outbox.folder / half).write_bytes(b"secret")
    (outbox.folder / f"{'0' * 32}.json").write_bytes(b"secret")
    assert outbox.erase() == (str(there),)
    assert not outbox.folder.exists() and there.exists()
    assert outbox.messages() == [] and outbox.sender() == Sender()


def test_a_disk_that_refuses_is_said_and_the_message_before_is_unharmed(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = draft(outbox)

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(SaveRefused):
        outbox.keep(replace(message, body="autre"))
    monkeypatch.undo()
    assert outbox.messages() == [message]
    assert [path.suffix for path in outbox.folder.iterdir()] == [".json"]


KEEP_FOR_EVER = """
import sys
from msgspec.structs import replace
from pathlib import Path
from kit.mail.outbox import Outbox
outbox = Outbox(Path(sys.argv[1]))
message = replace(outbox.new(), body="0")
n = 0
while True:
    n += 1
    outbox.keep(replace(message, body=str(n) * 20000))
    print(n, flush=True)
"""


def test_a_message_said_to_be_kept_survives_kill_9(tmp_path: Path) -> None:
    for turn in range(5):
        folder = tmp_path / str(turn)
        process = subprocess.Popen(
            [sys.executable, "-c", KEEP_FOR_EVER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(3 + turn * 7):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        last = process.communicate()[0].split() or ["3"]
        (message,) = Outbox(folder).messages()
        number = len(message.body) // 20000
        value = int(message.body[:number])
        assert message.body == str(value) * 20000 and value >= int(last[-1])
        Outbox(folder).tidy()
        assert len(list(folder.iterdir())) == 1
