"""What the texts were before each correction is kept beside them, whatever happens while it is written."""

from __future__ import annotations

import contextlib
import datetime
import os
from pathlib import Path

import pytest

from kit import files
from kit.errors import ContentError, TextChanged
from kit.packs import history
from kit.packs.pack import build_pack

NOW = datetime.datetime(2027, 6, 30, 14, 5, 6, tzinfo=datetime.UTC)
FIRST, SECOND = "+++\nid = 1\n+++\n\nAvant\r\n", "+++\nid = 1\n+++\n\nAprès ≥ été\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "content" / "essai.md"
    path.parent.mkdir()
    path.write_bytes(FIRST.encode())
    return path


def correct(text: Path, before: str, after: str, who: str = 'Prénom "X"') -> None:
    history.correct(text.parents[1], "essai", text, before, after, who=who, what="corrigé", now=NOW)


def test_the_state_before_is_kept_letter_by_letter(text: Path) -> None:
    folder = text.parents[1]
    correct(text, FIRST, SECOND)
    correct(text, SECOND, FIRST)  # in the same second
    assert text.read_bytes() == FIRST.encode()
    found = history.versions(folder, "essai")
    assert [(one.raw, one.who, one.what, one.when) for one in found] == [
        (SECOND, 'Prénom "X"', "corrigé", NOW),
        (FIRST, 'Prénom "X"', "corrigé", NOW),
    ]
    assert history.latest(folder) == {"essai": (NOW, 'Prénom "X"', "corrigé")}


def test_nothing_is_kept_where_nothing_changed(text: Path) -> None:
    correct(text, FIRST, FIRST)
    assert history.versions(text.parents[1], "essai") == ()


def test_what_someone_else_wrote_meanwhile_is_not_written_over(text: Path) -> None:
    history.keep_draft(text.parents[1], "essai", SECOND)
    text.write_bytes(b"autre")
    with pytest.raises(TextChanged):
        correct(text, FIRST, SECOND)
    assert text.read_bytes() == b"autre" and history.draft(text.parents[1], "essai") == SECOND


def test_a_draft_lies_apart_until_the_text_is_kept(text: Path) -> None:
    folder = text.parents[1]
    assert history.draft(folder, "essai") is None
    history.keep_draft(folder, "essai", SECOND)
    assert history.draft(folder, "essai") == SECOND and history.versions(folder, "essai") == ()
    correct(text, FIRST, SECOND)
    assert history.draft(folder, "essai") is None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"+++\nwhen = 1\n+++\nx", b"+++\nwhen", b"Bonjour"])
def test_files_of_others_are_passed_over(text: Path, content: bytes) -> None:
    place = text.parents[1] / history.FOLDER / "essai"
    place.mkdir(parents=True)
    (place / "note.md").write_bytes(content)
    assert history.versions(text.parents[1], "essai") == ()


def test_a_text_that_is_no_utf8_is_told(text: Path) -> None:
    text.write_bytes(b"a\nb\xff")
    with pytest.raises(ContentError) as told:
        correct(text, FIRST, SECOND)
    assert told.value.line == 2


class Killed(BaseException):
    """The program ends here."""


@pytest.mark.parametrize("step", range(8))
@pytest.mark.parametrize("name", ["fsync", "replace", "link"])
def test_killed_at_any_write_nothing_is_lost(text: Path, monkeypatch: pytest.MonkeyPatch, step: int, name: str) -> None:
    folder, left = text.parents[1], [step]
    history.keep_draft(folder, "essai", SECOND)
    real = getattr(os, name)

    def dies(*args: object, **named: object) -> object:
        if not left[0]:
            raise Killed
        left[0] -= 1
        return real(*args, **named)

    with monkeypatch.context() as patched:
        patched.setattr(files.os, name, dies)
        with contextlib.suppress(Killed):
            correct(text, FIRST, SECOND)
    now = text.read_bytes().decode()
    assert now in (FIRST, SECOND)
    if now == SECOND:
        assert [one.raw for one in history.versions(folder, "essai")] == [FIRST]
    else:
        assert history.draft(folder, "essai") == SECOND
    assert [one.raw for one in history.versions(folder, "essai")] in ([], [FIRST])


def test_no_pack_takes_the_history_along(texts: Path, key: Path, tmp_path: Path) -> None:
    file = texts / "content" / "aide.md"
    raw = file.read_text(encoding="utf-8")
    history.correct(texts, "aide", file, raw, raw, who="", what="relu", now=NOW)
    history.keep(texts, "aide", raw, who="", what="relu", now=NOW)
    made = build_pack(texts, key, tmp_path / "p.kitpack")
    assert not [name for name in made.files if history.FOLDER in name]
