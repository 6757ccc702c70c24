"""Files to a table: dossiers, messages, boxes of messages; a wrong or hostile one is named and passed over."""

from __future__ import annotations

import csv
import io
import json
import mailbox
import os
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from kit import cli, paths
from kit.consolidate.answers import EPCI, Latest
from kit.consolidate.mail_text import LINE_LIMIT, MESSAGE_LIMIT, PART_LIMIT, mail_of, message_of, messages_of
from kit.consolidate.sources import Reader
from kit.consolidate.table import consolidate
from kit.content.files import FileStore
from kit.content.library import Library
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.mail import share_line
from kit.territoires import Territories
from tests.growth import LINEAR, growth


@pytest.fixture(scope="module")
def territories() -> Territories:
    return Territories.load(paths.territories())


@pytest.fixture(scope="module")
def actions() -> list[str]:
    outline = Library(FileStore(paths.content(), paths.kit_file())).outline
    return [action.id for action in outline.actions]


def make_dossier(path: Path, insee: str, done: list[str], *, name: str = "Saint-Exemple") -> Path:
    with Dossier.create(path) as dossier:
        dossier.record("identity", "name", name)
        if insee:
            dossier.record("identity", "insee", insee)
        for action in done:
            dossier.record(f"action:{action}", "status", Status.DONE.value)
    return path


def line_for(insee: str, done: list[str], actions: list[str]) -> str:
    return share_line.encode(
        dict.fromkeys(done, Status.DONE), actions, place=(insee, ""), program="0.1.0", texts="2026.11"
    )


def message(text: str, when: str = "Tue, 24 Nov 2026 10:00:00 +0100", *, html: bool = False) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Date"] = "mairie@saint-exemple.example", "cress@example.org", when
    made.set_content(
        f"<p>Bonjour</p><p>{text}</p>" if html else f"Bonjour,\n\n{text}\n", subtype="html" if html else "plain"
    )
    return made


def test_a_dossier_answers_for_its_commune(tmp_path: Path, actions: list[str], territories: Territories) -> None:
    path = make_dossier(tmp_path / "a.kitess", "23096", actions[:2])
    (answer,) = Reader(actions, territories).read([path])
    assert answer.key == "23096" and answer.departement == "Creuse" and answer.band == "from-10000"
    assert answer.done == 0b11


def test_a_typed_name_counts_by_its_dossier(tmp_path: Path, actions: list[str], territories: Territories) -> None:
    path = make_dossier(tmp_path / "a.kitess", "", actions[:1])
    (answer,) = Reader(actions, territories).read([path])
    assert answer.band == "unknown" and answer.departement == "" and "-" in answer.key


@pytest.mark.parametrize("html", [False, True])
def test_a_message_answers_by_its_line(
    tmp_path: Path, actions: list[str], territories: Territories, html: bool
) -> None:
    path = tmp_path / "m.eml"
    path.write_bytes(bytes(message(line_for("23096", actions[2:3], actions), html=html)))
    (answer,) = Reader(actions, territories).read([path])
    assert answer.key == "23096" and answer.done == 0b100


def test_the_latest_of_a_dossier_and_messages_wins(
    tmp_path: Path, actions: list[str], territories: Territories
) -> None:
    box = mailbox.mbox(tmp_path / "boite.mbox")
    box.add(message(line_for("23096", actions[:1], actions), "Mon, 02 Nov 2026 10:00:00 +0100"))
    box.add(message(line_for("23096", actions[:3], actions), "Tue, 03 Nov 2026 10:00:00 +0100"))
    box.add(message("rien de plus", "Wed, 04 Nov 2026 10:00:00 +0100"))
    box.close()
    reader = Reader(actions, territories)
    (answer,) = Latest(reader.read([tmp_path]))
    assert answer.done == 0b111
    assert [passed.reason for passed in reader.passed_over] == ["empty"]


def test_a_date_to_come_does_not_win_for_ever(tmp_path: Path, actions: list[str], territories: Territories) -> None:
    path = tmp_path / "m.eml"
    path.write_bytes(bytes(message(line_for("23096", [], actions), "Mon, 02 Jan 2199 10:00:00 +0100")))
    now = datetime(2026, 11, 25, tzinfo=UTC)
    (answer,) = Reader(actions, territories, now=now).read([path])
    assert answer.when == now.timestamp()


HOSTILE = {
    "vide.kitess": b"",
    "octets.kitess": bytes(range(256)) * 20,
    "profond.kitess": b"[" * 100_000,
    "vide.eml": b"",
    "octets.eml": bytes(range(256)) * 20,
    "types.eml": b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
    + b"--x\r\nContent-Type: text/plain; charset=nope\r\n\r\n\xff\r\n" * 50,
    "ligne-coupee.eml": b"Date: x\r\n\r\nKitESS1;0.1.0;2026.11;I23096;FFFF;aaaaaa;bbbbbb\r\n",
    "boite.mbox": b"From x\n" * 500 + b"\xff\xfe" * 1000,
    "autre.txt": b"bonjour",
}


def test_wrong_and_hostile_files_are_named_and_the_others_count(
    tmp_path: Path, actions: list[str], territories: Territories
) -> None:
    for name, data in HOSTILE.items():
        (tmp_path / name).write_bytes(data)
    make_dossier(tmp_path / "bon.kitess", "23096", actions[:1])
    reader = Reader(actions, territories)
    found = list(
        reader.read([*(tmp_path / name for name in HOSTILE), tmp_path / "bon.kitess", tmp_path / "absent.eml"])
    )
    assert [answer.key for answer in found] == ["23096"]
    named = {passed.path.name for passed in reader.passed_over}
    assert named == {*HOSTILE, "absent.eml"}


HTML = b"Content-Type: text/html\r\n\r\n"
GROWING: dict[str, Callable[[int], bytes]] = {
    "tags that nothing closes": lambda n: HTML + b"<" * n,
    "tags that begin": lambda n: HTML + b"<a " * n,
    "entities": lambda n: HTML + b"&a" * n,
    "empty lines": lambda n: b"\n" * n,
    "returns": lambda n: b"A: b\n\n" + b"\r" * n,
    "lines that begin as ours": lambda n: b"\n" + b"KitESS1;a;b;I23096;AAAA " * n,
    "letters": lambda n: b"\nKitESS1;a;b;I23096;" + b"A" * n + b" " * n,
    "headers": lambda n: b"A: b\n" * n + b"\n",
    "a header in rows": lambda n: b"A: b\n" + b" c\n" * n + b"\n",
}


@pytest.mark.parametrize("name", GROWING)
def test_the_work_on_a_message_grows_with_its_size_alone(name: str) -> None:
    def work(size: int) -> object:
        return share_line.find(mail_of(GROWING[name](size), (".zip",)).text)

    assert growth(work, 6_000) < LINEAR


def nested(depth: int, kind: str = "multipart/mixed") -> bytes:
    head = 'Content-Type: {kind}; boundary="b{n}"\r\n\r\n--b{n}\r\n'
    return "".join(head.format(kind=kind, n=n) for n in range(depth)).encode()


POISON = {
    "nested": nested(5_000),
    "nested, with a text": nested(PART_LIMIT + 1) + b"\r\nbonjour",
    "messages within messages": b"Content-Type: message/rfc822\r\n\r\n" * 5_000,
    "many parts": b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\na\r\n" * 5_000,
    "parameters": b"Content-Type: text/plain" + b";a=b" * 50_000 + b"\r\n\r\n",
    "parameters in rows": b"Content-Type: text/plain" + b";\r\n a=b" * 50_000 + b"\r\n\r\n",
    "a number of 5,000 digits": HTML + b"&#" + b"1" * 5_000 + b";",
}


@pytest.mark.parametrize("name", POISON)
def test_a_poisoned_message_is_named_and_the_others_in_its_box_count(
    tmp_path: Path, actions: list[str], territories: Territories, name: str
) -> None:
    good = bytes(message(line_for("23096", actions[:1], actions)))
    box = tmp_path / "boite.mbox"
    box.write_bytes(b"From x\n" + POISON[name] + b"\nFrom x\n" + good)
    (tmp_path / "seul.eml").write_bytes(POISON[name])
    reader = Reader(actions, territories)
    assert [answer.key for answer in reader.read([box, tmp_path / "seul.eml"])] == ["23096"]
    assert [(passed.path.name, passed.reason) for passed in reader.passed_over] == [
        ("boite.mbox", "unreadable"),
        ("seul.eml", "unreadable"),
    ]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path, actions: list[str], territories: Territories) -> None:
    os.mkfifo(tmp_path / "a.eml")
    (tmp_path / "b.mbox").symlink_to("/dev/zero")
    (tmp_path / "c.eml").write_bytes(bytes(message(line_for("23096", [], actions))))
    (tmp_path / "d.eml").symlink_to(tmp_path / "c.eml")
    reader = Reader(actions, territories)
    found = list(reader.read([tmp_path, tmp_path / "a.eml", tmp_path / "b.mbox", tmp_path / "d.eml"]))
    assert [answer.key for answer in found] == ["23096", "23096"]  # a link in a folder is left, one named is followed
    assert {passed.path.name for passed in reader.passed_over} == {"a.eml", "b.mbox", "d.eml"}


def test_only_the_beginning_of_a_message_is_looked_at(tmp_path: Path) -> None:
    head = b"Date: x\n\n"
    for body, most in ((b"a" * 60 + b"\n", MESSAGE_LIMIT), (b"\n", len(head) + LINE_LIMIT), (b"\r\n", 2 * LINE_LIMIT)):
        many = io.BytesIO(head + body * (most // len(body) + LINE_LIMIT))
        assert len(message_of(many)) <= most
        many.seek(0)
        assert [len(one) <= most for one in messages_of(many)] == [True]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, actions: list[str], territories: Territories) -> None:
    outside = make_dossier(tmp_path / "dehors.kitess", "23096", [])
    folder = tmp_path / "dossiers"
    folder.mkdir()
    (folder / "lien.kitess").symlink_to(outside)
    assert list(Reader(actions, territories).read([folder])) == []


def made_up(territories: Territories, actions: list[str], share: int) -> Iterator[EmailMessage]:
    for number, commune in enumerate(territories.communes[::share]):
        done = [action for place, action in enumerate(actions) if (number * 7 + place * 3) % 5 < 2]
        yield message(line_for(commune.insee, done, actions))


def test_the_whole_region_in_one_box(tmp_path: Path, actions: list[str], territories: Territories) -> None:
    box = mailbox.mbox(tmp_path / "region.mbox")
    for one in made_up(territories, actions, 1):
        box.add(one)
    box.close()
    reader = Reader(actions, territories)
    latest = Latest(reader.read([tmp_path / "region.mbox"]))
    assert len(latest) == len(territories.communes) == 4293 and not reader.passed_over
    found = consolidate(latest, actions)
    assert found.count == 4293 and all(part.count >= 10 for part in found.parts) and found.hidden_cells < 100


def test_memory_does_not_grow_with_the_messages(tmp_path: Path, actions: list[str], territories: Territories) -> None:
    peaks = []
    for times in (20, 80):
        path = tmp_path / f"{times}.mbox"
        one = b"From x\n" + bytes(message(line_for("23096", actions[:1], actions))) + b"\n" + b"x" * 20_000 + b"\n"
        path.write_bytes(one * 10 * times)
        reader = Reader(actions, territories)
        list(reader.read([path]))
        tracemalloc.start()
        latest = Latest(reader.read([path]))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert len(latest) == 1
    assert peaks[1] < 1.5 * peaks[0]


def test_the_command_writes_a_table_and_says_how_much_is_hidden(
    tmp_path: Path, actions: list[str], territories: Territories, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "messages"
    folder.mkdir()
    for number, one in enumerate(made_up(territories, actions, 40)):
        (folder / f"{number}.eml").write_bytes(bytes(one))
    (folder / "casse.eml").write_bytes(b"\xff\xfe")
    out = tmp_path / "t.csv"
    assert cli.main(["consolidate", str(folder), "--out", str(out), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["dossiers"] == 108 and "casse.eml" in said.err
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig")), delimiter=";"))
    assert rows[0][:7] == ["Levier", "N°", "Action", "Taille", "Département", "Collectivités", "Ont fait"]
    assert rows[0][7:] == ["Année", "Source", "Identifiant"]
    assert {row[7] for row in rows[1:]} == {str(date.today().year)} and all("CRESS" in row[8] for row in rows[1:])
    hidden = sum(row[6] == "…" for row in rows)
    assert hidden == json.loads(said.out)["hidden_cells"]
    codes = {commune.insee for commune in territories.communes}
    assert not codes & {cell for row in rows for cell in row}


@pytest.mark.parametrize("extension", [".odt", ".docx", ".pdf", ".txt"])
def test_the_command_writes_each_format(
    tmp_path: Path, actions: list[str], territories: Territories, extension: str
) -> None:
    path = make_dossier(tmp_path / "a.kitess", "23096", actions[:2])
    out = tmp_path / f"t{extension}"
    assert cli.main(["consolidate", str(path), "--out", str(out), "--min", "1"]) == 0
    assert out.stat().st_size > 300
    assert cli.main(["consolidate", str(path), "--out", str(out)]) == 1  # never over a file unasked


def test_a_threshold_of_nothing_is_wrong_usage(tmp_path: Path) -> None:
    assert cli.main(["consolidate", str(tmp_path), "--out", str(tmp_path / "t.csv"), "--min", "0"]) == 2


def test_intercommunalites_have_a_line_of_their_own(
    tmp_path: Path, actions: list[str], territories: Territories
) -> None:
    answers = []
    for epci in territories.epci[:40]:
        line = share_line.encode({}, actions, place=("", epci.siren), program="0.1.0", texts="2026.11")
        path = tmp_path / "m.eml"
        path.write_bytes(bytes(message(line)))
        answers += list(Reader(actions, territories).read([path]))
    assert {answer.band for answer in answers} == {EPCI}
