"""Files → Library: parents, numbers, broken files, and the compiled index that says the same."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import msgspec
import pytest

from kit.content import compiler, index
from kit.content.files import FileStore
from kit.content.library import Library
from kit.errors import IndexUnusable, UnknownId


def load(folder: Path) -> Library:
    return Library(FileStore(folder, folder.parent / "kit.toml"))


def test_actions_hang_on_their_lever_and_have_short_codes(folder: Path) -> None:
    library = load(folder)
    assert library.article("elu-extra-municipale").parent == "elu-designe"
    assert [a.code for a in library.outline.levers[0].actions] == ["1.1", "1.2", "1.3"]
    assert [a.title for a in library.trail("commerces-proximite")] == [
        library.article("convaincre").title,
        library.article("raison-qualite-de-vie").title,
    ]


def test_a_broken_text_is_named_with_its_line_and_the_rest_is_there(folder: Path) -> None:
    broken = folder / "agir" / "elu-designe" / "elu-commission.md"
    broken.write_text(broken.read_text(encoding="utf-8").replace("order = 1", "order = [", 1), encoding="utf-8")
    library = load(folder)
    assert not library.has("elu-commission")
    assert len(library.outline.actions) == 19
    (problem,) = library.problems
    assert problem.file == broken
    assert problem.line > 1 and problem.rule == "en-tete"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "action"', 'kind = "actoin"'),
        ("order = 1", 'order = "un"'),
        ('id = "elu-commission"', 'id = "Élu commission"'),
        ("title =", "titel ="),
        ("provisional = true", 'provisional = "oui"'),
        ("reviewed_on = ", 'reviewed_on = "hier" # '),
    ],
)
def test_each_wrong_field_is_told(folder: Path, old: str, new: str) -> None:
    broken = folder / "agir" / "elu-designe" / "elu-commission.md"
    raw = broken.read_text(encoding="utf-8")
    assert old in raw
    broken.write_text(raw.replace(old, new, 1), encoding="utf-8")
    (problem,) = load(folder).problems
    assert problem.file == broken
    assert problem.line in {n for n, line in enumerate(raw.splitlines(), 1) if old in line} | {2}


def test_two_texts_with_one_id_are_told(folder: Path) -> None:
    source = folder / "agir" / "elu-designe" / "elu-commission.md"
    shutil.copy(source, source.with_name("encore.md"))
    (problem,) = load(folder).problems
    assert problem.rule == "id-unique"


def test_a_file_that_is_not_utf8_is_told_with_its_line(folder: Path) -> None:
    broken = folder / "agir" / "elu-designe" / "elu-commission.md"
    raw = broken.read_bytes()
    place = raw.index(b"commission", raw.index(b"+++", 3))
    broken.write_bytes(raw[:place] + b"\xff\xfe" + raw[place:])
    (problem,) = load(folder).problems
    assert problem.rule == "utf-8" and problem.line == raw[:place].count(b"\n") + 1


def test_an_unknown_id_offers_near_ones(folder: Path) -> None:
    with pytest.raises(UnknownId) as caught:
        load(folder).article("elu-comission")
    assert "elu-commission" in caught.value.near


def test_the_index_says_the_same_as_the_files(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    out = tmp_path / "index"
    compiler.compile_index(folder, folder.parent / "kit.toml", out)
    files, compiled = load(folder), Library(index.IndexStore(out))
    request.addfinalizer(compiled.close)
    assert compiled.outline == files.outline
    for article in files.articles():
        assert compiled.article(article.id) == article
        assert compiled.body(article.id) == files.body(article.id)
    assert files.shelf.dates and len(files.shelf.questions) == 12 and compiled.shelf == files.shelf
    assert [*compiled.shelf.sources] == [*files.shelf.sources]
    assert [*compiled.articles("topic", "lever")] == [one for one in files.articles() if one.kind in ("topic", "lever")]
    some = {"raison-emplois", "elu-commission", "inconnu"}
    assert [one.id for one in compiled.among(some)] == [one.id for one in files.articles() if one.id in some]
    assert [*compiled.among(some)] == [*files.among(some)]
    assert [*compiled.among(())] == []
    assert compiled.children("raison-emplois", "topic") == files.children("raison-emplois", "topic")


def test_a_changed_text_makes_the_index_stale(folder: Path, tmp_path: Path) -> None:
    out, kit_file = tmp_path / "index", folder.parent / "kit.toml"
    compiler.compile_index(folder, kit_file, out)
    assert not compiler.is_stale(index.IndexStore(out), folder, kit_file)
    text = folder / "accueil.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nUne phrase.\n", encoding="utf-8")
    assert compiler.is_stale(index.IndexStore(out), folder, kit_file)


@pytest.mark.parametrize("damage", ["cut", "type", "format", "no-texts", "garbage"])
def test_a_damaged_index_is_refused_not_believed(
    folder: Path, tmp_path: Path, damage: str, request: pytest.FixtureRequest
) -> None:
    out = tmp_path / "index"
    compiler.compile_index(folder, folder.parent / "kit.toml", out)
    outline = out / index.OUTLINE
    if damage == "cut":
        outline.write_bytes(outline.read_bytes()[:-200])
    elif damage == "format":
        raw = outline.read_bytes()
        outline.write_bytes(raw.replace(b"format" + bytes([index.FORMAT]), b"format" + bytes([index.FORMAT + 1]), 1))
        assert outline.read_bytes() != raw
    elif damage == "type":
        outline.write_bytes(msgspec.msgpack.encode(msgspec.msgpack.decode(outline.read_bytes()) | {"problems": [1]}))
    elif damage == "no-texts":
        (out / index.TEXTS).unlink()
    else:
        (out / index.TEXTS).write_bytes(b"not a database, " * 400)
    with pytest.raises(IndexUnusable):
        store = index.IndexStore(out)
        request.addfinalizer(store.close)
        store.article("accueil")


@pytest.mark.parametrize("record", [None, b"", b"\x90", b"\xc1", "ä"], ids=["null", "empty", "list", "garbage", "text"])
def test_a_text_that_does_not_fit_its_type_is_refused(
    folder: Path, tmp_path: Path, record: object, request: pytest.FixtureRequest
) -> None:
    out = tmp_path / "index"
    compiler.compile_index(folder, folder.parent / "kit.toml", out)
    with contextlib.closing(sqlite3.connect(out / index.TEXTS)) as db:
        db.execute("UPDATE article SET record = ?, body = ?", (record, record if record != b"\x90" else b"\x80"))
        db.execute("UPDATE shelf SET record = ?", (record,))
        db.commit()
    store = index.IndexStore(out)
    request.addfinalizer(store.close)
    for asked in (lambda: store.article("accueil"), lambda: store.body("accueil"), store.shelf):
        with pytest.raises(IndexUnusable):
            asked()
