"""What is received: mails of the kit read back, hostile folders, doubles, progress and stopping, an earlier table."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import cli, paths
from kit.commands.shared import library as shipped
from kit.consolidate import sources
from kit.consolidate.answers import KEPT, Answer, Latest
from kit.consolidate.document import consolidation_document
from kit.consolidate.earlier import compare, read_standing, standing
from kit.consolidate.figures import change_words
from kit.consolidate.sources import Reader
from kit.consolidate.table import consolidate
from kit.consolidate.whole import compared, earlier, receive, table_of
from kit.content.library import Library
from kit.documents.wording import wording
from kit.documents.writer import write
from kit.dossier import archive
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.errors import NotComparable, Stopped
from kit.mail import dossier_part, share_line, transports
from kit.mail.compose import compose
from kit.mail.draft import MailRequest
from kit.mail.templates import MailTemplate, load_templates
from kit.territoires import Territories

TODAY = date(2026, 11, 30)
STATUSES = st.dictionaries(st.integers(0, 19), st.sampled_from(list(Status)))
KINDS = ("rencontre", "levier", "exemple", "question", "erreur", "mise-a-jour", "situation", "page", "plan", "dossier")


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped()


@pytest.fixture(scope="module")
def actions(library: Library) -> list[str]:
    return [action.id for action in library.outline.actions]


@pytest.fixture(scope="module")
def territories() -> Territories:
    return Territories.shared(paths.territories())


@pytest.fixture(scope="module")
def templates() -> dict[str, MailTemplate]:
    return load_templates(paths.mail_templates(), to="contact@cress-na.org")


def make_dossier(path: Path, insee: str, statuses: dict[str, Status]) -> Path:
    with Dossier.create(path) as dossier:
        dossier.record("identity", "name", "Saint-Exemple")
        dossier.record("identity", "insee", insee)
        for action, status in statuses.items():
            dossier.record(f"action:{action}", "status", status.value)
    return path


def received_mail(folder: Path, name: str, insee: str, actions: list[str], done: Iterable[str], day: str) -> Path:
    """Write a message as a mail program keeps it: with the date on which it was sent."""
    line = share_line.encode(dict.fromkeys(done, Status.DONE), actions, place=(insee, ""), program="1", texts="2026.11")
    path = folder / name
    path.write_text(f"Date: {day} 10:00:00 +0100\nContent-Type: text/plain\n\n{line}\n", "ascii")
    return path


def told(reader: Reader) -> dict[str, str]:
    return {one.inside or one.path.name: one.reason for one in reader.passed_over}


# --- what the kit's own writer makes ---


def test_the_kinds_of_request_are_those_that_ship(templates: dict[str, MailTemplate]) -> None:
    assert set(templates) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=8, deadline=None)
@given(given_statuses=STATUSES, words=st.text(max_size=200))
def test_a_mail_of_the_kit_is_read_back(
    kind: str,
    given_statuses: dict[int, Status],
    words: str,
    tmp_path_factory: pytest.TempPathFactory,
    templates: dict[str, MailTemplate],
    actions: list[str],
    territories: Territories,
) -> None:
    folder = tmp_path_factory.mktemp("courriel")
    statuses = {actions[place]: status for place, status in given_statuses.items() if place < len(actions)}
    line = share_line.encode(statuses, actions, place=("23096", ""), program="0.1.0", texts="2026.11")
    request = MailRequest(request=kind, to="x@example.org" * (kind in ("page", "plan", "dossier")), share=line)
    request = MailRequest(**{**{f: getattr(request, f) for f in request.__struct_fields__}, "message": words})
    attached = []
    if templates[kind].attached == "dossier":
        attached.append(dossier_part.attachment(make_dossier(folder / "notre.kitess", "23096", statuses)))
    (folder / "m.eml").write_bytes(transports.eml(compose(request, templates[kind]), attached))
    reader = Reader(actions, territories)
    answers = list(reader.read([folder / "m.eml"]))
    if "share" not in templates[kind].fields and not attached:
        assert answers == [] and told(reader) == {"m.eml": "empty"}
        return
    (answer,) = answers
    assert told(reader) == {} and answer.key == "23096" and answer.name == "Guéret (23)"
    done = sum(1 << actions.index(one) for one, status in statuses.items() if status is Status.DONE)
    begun = {Status.DOING, Status.DISCUSS, Status.PAUSED}
    assert (answer.done, answer.begun) == (
        done,
        sum(1 << actions.index(one) for one, status in statuses.items() if status in begun),
    )


def test_a_dossier_attached_is_told_once_with_its_line(
    tmp_path: Path, templates: dict[str, MailTemplate], actions: list[str], territories: Territories
) -> None:
    made = make_dossier(tmp_path / "notre.kitess", "23096", {actions[0]: Status.DONE})
    line = share_line.encode({}, actions, place=("23096", ""), program="0.1.0", texts="2026.11")
    draft = compose(MailRequest(request="situation", share=line), templates["situation"])
    raw = transports.Attachment("brut.kitess", made.read_bytes(), "application/octet-stream")
    records = transports.Attachment("lignes.csv", f"Guéret;x\r\n{line}\r\n".encode(), "text/csv")
    (tmp_path / "m.eml").write_bytes(transports.eml(draft, [raw, dossier_part.attachment(made)]))
    reader = Reader(actions, territories)
    (answer,) = reader.read([tmp_path / "m.eml"])
    assert answer.done == 1 and answer.path.name == "m.eml" and not reader.passed_over
    (tmp_path / "n.eml").write_bytes(transports.eml(draft, [records]))
    (tmp_path / "n.csv").write_bytes(records.content)
    assert [one.key for one in reader.read([tmp_path / "n.eml", tmp_path / "n.csv"])] == ["23096", "23096"]


def test_an_archive_of_a_dossier_is_read_without_its_pieces(
    tmp_path: Path, actions: list[str], territories: Territories
) -> None:
    archive.archive(make_dossier(tmp_path / "a.kitess", "23096", {actions[1]: Status.DONE}), tmp_path / "a.zip")
    (answer,) = Reader(actions, territories).read([tmp_path / "a.zip"])
    assert answer.done == 2 and answer.path.name == "a.zip"


# --- folders of strangers ---


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("a.kitess", "w") as journal:
        for _ in range(archive.JOURNAL_LIMIT // 2**20 + 1):
            journal.write(bytes(2**20))
    return out.getvalue()


def test_whatever_is_in_a_folder_the_sound_files_count_and_the_others_are_named(
    tmp_path: Path, templates: dict[str, MailTemplate], actions: list[str], territories: Territories
) -> None:
    folder = tmp_path / "recus"
    deep = folder.joinpath(*"abcdefghijklm")
    deep.mkdir(parents=True)
    make_dossier(folder / "bon.kitess", "23096", {})
    received_mail(deep.parent, "encore.eml", "23176", actions, [], "Mon, 02 Mar 2026")
    received_mail(deep, "trop-loin.eml", "23030", actions, [], "Mon, 02 Mar 2026")
    outside = received_mail(tmp_path, "dehors.eml", "23075", actions, [], "Mon, 02 Mar 2026")
    (folder / "lien.eml").symlink_to(outside)
    (folder / "boucle").symlink_to(folder)
    os.mkfifo(folder / "tube.eml")
    for kind in sources.KINDS:
        with (folder / f"enorme{kind}").open("wb") as file:
            file.truncate(2**31)
        (folder / f"casse{kind}").write_bytes(b"\xff\x00PK\x05\x06" * 40)
    bombs = {"bombe.zip": bomb(), "dehors.zip": elsewhere("../evade.kitess"), "vide.kitess": b""}
    bombs["ailleurs.zip"] = elsewhere("note.txt")
    hostile = [transports.Attachment(name, data, "application/zip") for name, data in bombs.items()]
    draft = compose(MailRequest(request="dossier", to="x@example.org"), templates["dossier"])
    (folder / "pieges.eml").write_bytes(transports.eml(draft, hostile))
    reader = Reader(actions, territories)
    assert {answer.key for answer in reader.read([folder])} == {"23096", "23176"}
    assert told(reader) == {
        **{f"enorme{kind}": "too-large" for kind in sources.KINDS},
        "casse.kitess": "unreadable", "casse.zip": "unreadable",
        "casse.eml": "empty", "casse.mbox": "empty", "casse.csv": "empty",
        "lien.eml": "link", "boucle": "link", "tube.eml": "other", "m": "too-deep",
        "bombe.zip": "too-large", "dehors.zip": "other", "vide.kitess": "unreadable", "ailleurs.zip": "other",
    }  # fmt: skip
    assert not (tmp_path / "evade.kitess").exists()


def elsewhere(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, b"x")
    return out.getvalue()


def test_a_folder_of_too_many_files_is_read_to_the_limit_and_named(
    tmp_path: Path, actions: list[str], territories: Territories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "FILES_LIMIT", 3)
    for number, commune in enumerate(territories.communes[:5]):
        received_mail(tmp_path, f"{number}.eml", commune.insee, actions, [], "Mon, 02 Mar 2026")
    reader = Reader(actions, territories)
    assert len(list(reader.read([tmp_path]))) == 3 and told(reader) == {tmp_path.name: "too-many"}
    monkeypatch.setattr(sources, "LOOKED_AT", 4)
    reader = Reader(actions, territories)
    assert list(reader.read([tmp_path])) == [] and told(reader) == {tmp_path.name: "too-many"}


@pytest.mark.parametrize(
    ("typed", "read"), [("creuse", "Creuse"), ("*", ""), ("Mairie de Guéret", ""), ("x" * 9_000, "")]
)
def test_only_a_departement_of_the_region_is_told(
    typed: str, read: str, tmp_path: Path, actions: list[str], territories: Territories
) -> None:
    with Dossier.create(tmp_path / "a.kitess") as dossier:
        dossier.record("identity", "departement", typed)
        dossier.record("identity", "population", "600")
    (answer,) = Reader(actions, territories).read([tmp_path / "a.kitess"])
    assert (answer.departement, answer.band) == (read, "from-500")


def test_a_day_before_all_clocks_is_no_day(tmp_path: Path, actions: list[str], territories: Territories) -> None:
    path = received_mail(tmp_path, "m.eml", "23096", actions, [], "Tue, 01 Jan 1901")
    assert [answer.when for answer in Reader(actions, territories).read([path])] == [0.0]


# --- doubles ---


def test_the_newest_counts_and_the_others_are_told_with_day_and_file(
    tmp_path: Path, actions: list[str], library: Library
) -> None:
    for name, day in (("b.eml", "Mon, 02 Mar 2026"), ("a.eml", "Thu, 02 Apr 2026"), ("c.eml", "pas un jour")):
        received_mail(tmp_path, name, "23096", actions, actions[:1] if name == "a.eml" else [], day)
    received_mail(tmp_path, "seul.eml", "23176", actions, [], "Mon, 02 Mar 2026")
    latest = receive(library, [tmp_path]).latest
    (double,) = latest.doubles
    assert double.counted.path.name == "a.eml" and double.received == 3 and double.counted.name == "Guéret (23)"
    assert [(one.path.name, one.when > 0) for one in double.others] == [("b.eml", True), ("c.eml", False)]
    assert datetime.fromtimestamp(double.others[0].when, UTC).date() == date(2026, 3, 2)
    assert sorted(answer.done for answer in latest) == [0, 1]
    latest.choose(double.others[1])
    assert {answer.path.name for answer in latest} == {"c.eml", "seul.eml"}
    assert [one.path.name for one in latest.doubles[0].others] == ["a.eml", "b.eml"]
    assert not latest.choose_file(tmp_path / "absent.eml") and latest.choose_file(tmp_path / "b.eml")
    assert sorted(answer.done for answer in latest) == [0, 0] and len(latest) == 2
    with pytest.raises(ValueError, match=r"d\.eml"):
        latest.choose(Answer("23096", 0.0, "", "", 0, path=Path("d.eml")))


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 60), st.integers(0, 3)), max_size=80))
def test_of_any_many_the_newest_counts_and_few_are_kept(received: list[tuple[str, int, int]]) -> None:
    answers = [Answer(key, float(when), "epci", "Creuse", done, path=Path(str(n)))
               for n, (key, when, done) in enumerate(received)]  # fmt: skip
    latest = Latest(answers)
    for answer in latest:
        assert answer.when == max(one.when for one in answers if one.key == answer.key)
    for double in latest.doubles:
        assert double.received == sum(one.key == double.counted.key for one in answers)
        assert len(double.others) == min(double.received, KEPT) - 1
        whens = [one.when for one in double.others]
        assert whens == sorted(whens, reverse=True)


# --- under way ---


def test_three_hundred_dossiers_are_each_opened_once_and_counted_on_the_way(
    tmp_path: Path, library: Library, territories: Territories, actions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = make_dossier(tmp_path / "modele.kitess", "23096", {actions[0]: Status.DONE})
    folder = tmp_path / "recus"
    folder.mkdir()
    for commune in territories.communes[:300]:
        archive.archive(model, folder / "un.zip", force=True)
        (folder / "un.zip").rename(folder / f"{commune.insee}.zip")
    opened: list[Path] = []
    read = Dossier.open

    def counting(path: Path, *, write: bool = True) -> Dossier:
        opened.append(path)
        return read(path, write=write)

    monkeypatch.setattr(Dossier, "open", counting)
    steps: list[tuple[int, int]] = []
    received = receive(library, [folder], lambda *at: steps.append(at))
    assert len(opened) == 300 and not received.passed_over
    assert steps[0] == (0, 0) and steps[1:] == [(n, 300) for n in range(300)]
    (double,) = received.latest.doubles
    assert double.received == 300 and len(double.others) == KEPT - 1
    assert not list(Path(opened[0]).parent.parent.glob(f"{opened[0].parent.name}*")), "nothing stays of what was opened"


@pytest.mark.parametrize("stop_at", [(0, 0), (0, 4), (2, 4)])
def test_stopping_ends_it_before_the_next_file(
    tmp_path: Path, library: Library, actions: list[str], stop_at: tuple[int, int]
) -> None:
    for number, insee in enumerate(("23096", "23176", "23075", "23030")):
        received_mail(tmp_path, f"{number}.eml", insee, actions, [], "Mon, 02 Mar 2026")
    seen: list[tuple[int, int]] = []

    def step(*at: int) -> None:
        seen.append((at[0], at[1]))
        if seen[-1] == stop_at:
            raise Stopped

    with pytest.raises(Stopped):
        receive(library, [tmp_path], step)
    assert seen[-1] == stop_at


def test_stopping_ends_it_within_a_box_of_messages(tmp_path: Path, library: Library, actions: list[str]) -> None:
    one = received_mail(tmp_path, "un.eml", "23096", actions, [], "Mon, 02 Mar 2026").read_text("ascii")
    (tmp_path / "boite.mbox").write_text(f"From x\n{one}\n" * 50, "ascii")
    asked = iter([*[None] * 9, Stopped()])

    def step(_done: int, _total: int) -> None:
        if (error := next(asked)) is not None:
            raise error

    with pytest.raises(Stopped):
        receive(library, [tmp_path / "boite.mbox"], step)


# --- an earlier table ---

ANSWERS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 2**20 - 1)), min_size=1, max_size=60)


def answers_of(table: list[tuple[int, int, int]]) -> list[Answer]:
    bands, names = ("under-500", "from-500", "from-2000", "from-10000", "epci"), ("Creuse", "Landes", "")
    return [Answer(str(n), 0.0, bands[a], names[b], done, done >> 3) for n, (a, b, done) in enumerate(table)]


@pytest.mark.parametrize("ending", [".csv", ".ods", ".xlsx"])
@settings(max_examples=8, deadline=None)
@given(table=ANSWERS)
def test_a_table_of_the_kit_is_read_back(
    ending: str, table: list[tuple[int, int, int]], library: Library, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("tableau") / f"t{ending}"
    found = table_of(library, Latest(answers_of(table)))
    write(consolidation_document(library, found, today=TODAY), out)
    read = read_standing(out, [lever.article.id for lever in library.outline.levers])
    assert read == standing(found, 2026, "réponses reçues par CRESS Nouvelle-Aquitaine, novembre 2026")
    told_again = compared(library, found, read, TODAY)
    assert all(change.points in (0, None) for change in told_again.changes)


OTHER_FILES: dict[str, bytes] = {
    "vide.csv": b"",
    "autre.csv": b"a;b\r\n1;2\r\n",
    "octets.csv": bytes(range(256)) * 20,
    "octets.ods": bytes(range(256)) * 20,
    "texte.xlsx": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_any_other_file_is_not_compared_with(name: str, tmp_path: Path, library: Library) -> None:
    (tmp_path / name).write_bytes(OTHER_FILES[name])
    with pytest.raises(NotComparable):
        earlier(library, tmp_path / name)
    with pytest.raises(NotComparable):
        earlier(library, tmp_path)  # a folder that holds no answer


@pytest.mark.parametrize(
    ("column", "value"), [(5, "-3"), (5, "1e9"), (5, "9" * 30), (6, "400"), (6, "=1"), (7, "l’an mil"), (7, "")]
)
def test_a_table_whose_numbers_were_changed_is_not_compared_with(
    column: int, value: str, tmp_path: Path, library: Library
) -> None:
    out = tmp_path / "t.csv"
    found = table_of(library, Latest(answers_of([(0, 0, n % 2 * (2**20 - 1)) for n in range(20)])))
    write(consolidation_document(library, found, today=TODAY), out)
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig")), delimiter=";"))
    for row in rows[1:]:
        row[column] = value
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    with pytest.raises(NotComparable):
        earlier(library, out)


def test_last_year_s_folder_is_hidden_from_by_the_same_rules(
    tmp_path: Path, library: Library, actions: list[str], territories: Territories
) -> None:
    for number, commune in enumerate(territories.communes[:20]):
        done = actions[:1] if number < 10 else []
        received_mail(tmp_path, f"{number}.eml", commune.insee, actions, done, "Mon, 03 Mar 2025")
    before = earlier(library, tmp_path, 11)
    assert (before.year, before.count) == (2025, 20) and set(before.levers.values()) == {None}
    assert "mars 2025" in before.source
    assert set(earlier(library, tmp_path).levers.values()) == {10, None}


def test_what_has_changed_is_one_sentence_a_lever() -> None:
    say: Callable[..., str] = lambda *of: change_words(wording(), "1. Élu·e", 2025, *of).replace("\u00a0", " ")  # noqa: E731
    assert say(30, 45) == (
        "1. Élu·e : 45 % des collectivités ont fait au moins une action, contre 30 % en 2025 (15 points de plus)."
    )
    assert say(45, 44).endswith("contre 45 % en 2025 (1 point de moins).")
    assert say(45, 45).endswith("au moins une action, comme en 2025.")
    assert say(None, 45) == say(45, None) == "1. Élu·e : pas de comparaison, un des deux nombres est caché ou manque."


def test_a_lever_that_is_new_has_nothing_to_be_compared_with() -> None:
    found = consolidate(answers_of([(0, 0, n % 2) for n in range(20)]), ["a"], levers={"new": ["a"]})
    now = standing(found, 2026, "ici")
    told_of_it = compare(standing(consolidate([], ["a"]), 2025, "ici"), now)
    assert [(one.lever, one.before, one.now, one.points) for one in told_of_it.changes] == [("new", None, 50, None)]


# --- the command line ---


def test_the_command_tells_doubles_prefers_and_compares(
    tmp_path: Path, actions: list[str], territories: Territories, capsys: pytest.CaptureFixture[str]
) -> None:
    now, then = tmp_path / "maintenant", tmp_path / "alors"
    for folder, many, year in ((now, 9, 2026), (then, 6, 2025)):
        folder.mkdir()
        for number, commune in enumerate(territories.communes[:20]):
            done = actions[:1] if number < many else []
            received_mail(folder, f"{number}.eml", commune.insee, actions, done, f"Mon, 02 Mar {year}")
    old = received_mail(now, "ancien.eml", territories.communes[0].insee, actions, [], "Mon, 05 Jan 2026")
    call = ["consolidate", str(now), "--compare", str(then), "--json"]
    assert cli.main([*call, "--out", str(tmp_path / "t.txt")]) == 0
    said = capsys.readouterr()
    assert '"doubles": 1' in said.out and "reçue 2 fois ; compte : 2 mars 2026, 0.eml" in said.err
    assert "Laissé : 5 janvier 2026, ancien.eml" in said.err
    text = " ".join((tmp_path / "t.txt").read_text("utf-8").split())
    assert "45 % des collectivités ont fait au moins une action, contre 30 % en 2025 (15 points de plus)" in text
    assert cli.main([*call, "--out", str(tmp_path / "u.txt"), "--prefer", str(old)]) == 0
    assert "compte : 5 janvier 2026, ancien.eml" in capsys.readouterr().err
    assert "40 % des collectivités" in " ".join((tmp_path / "u.txt").read_text("utf-8").split())
    assert cli.main([*call, "--out", str(tmp_path / "v.txt"), "--prefer", str(tmp_path / "absent.eml")]) == 1
    assert cli.main(["consolidate", str(now), "--compare", str(tmp_path / "absent.csv"), "--out", str(old)]) == 1
    assert "rien n’est comparé" in capsys.readouterr().err
