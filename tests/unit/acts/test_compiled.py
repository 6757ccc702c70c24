"""The models compiled beside the texts say what their files say, and are not believed where they do not fit."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kit import compiling, paths
from kit.acts import compiled
from kit.acts.loader import COMMON_FIELDS, THRESHOLDS, ActModels
from kit.content.index import FORMAT
from kit.errors import ContentError, IndexUnusable
from tests.unit.acts.act_samples import folder_with, model_text


@pytest.mark.usefixtures("compiled_texts")
def test_compiled_models_say_what_their_files_say(tmp_path: Path) -> None:
    files = ActModels(paths.acts())
    read = ActModels(tmp_path / "not-there", paths.shipped_index())
    assert len(read.all()) == 25 and read.all() == files.all()
    assert list(read.common.items()) == list(files.common.items()) and read.common_groups == files.common_groups
    assert read.thresholds == files.thresholds
    assert read.problems == files.problems == []
    assert read.serving("elu-designe") == files.serving("elu-designe") != ()


def test_what_could_not_be_read_is_told_by_the_compiled_ones_too(tmp_path: Path) -> None:
    files = folder_with(tmp_path / "actes", bon=model_text("# T\n"), mauvais=model_text("pas de titre\n"))
    (files.folder / THRESHOLDS).write_text("a = [", encoding="utf-8")
    (files.folder / COMMON_FIELDS).unlink()
    files.write_compiled(tmp_path)
    read = ActModels(files.folder, tmp_path)
    assert [model.id for model in read.all()] == ["essai"]
    (problem,) = read.problems
    assert (problem.file, problem.line) == (files.problems[0].file, files.problems[0].line)
    for asked in (lambda: read.thresholds, lambda: read.common, lambda: read.common_groups):
        with pytest.raises(ContentError):
            asked()


@pytest.mark.parametrize("damage", ["none", "cut", "format", "type"])
def test_models_that_do_not_fit_are_read_from_their_files(tmp_path: Path, damage: str) -> None:
    files = folder_with(tmp_path / "actes", bon=model_text("# T\n"))
    files.write_compiled(tmp_path)
    assert compiled.is_usable(tmp_path) and compiled.load(tmp_path).format == FORMAT
    path = tmp_path / compiled.FILE
    told = msgspec.msgpack.decode(path.read_bytes())
    if damage == "none":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    elif damage == "format":
        path.write_bytes(msgspec.msgpack.encode(told | {"format": FORMAT - 1}))
    else:
        path.write_bytes(msgspec.msgpack.encode(told | {"models": [1]}))
    with pytest.raises(IndexUnusable):
        compiled.load(tmp_path)
    assert ActModels(files.folder, tmp_path).all() == files.all() != ()


@pytest.mark.usefixtures("compiled_texts")
def test_an_index_without_the_models_is_made_anew(tmp_path: Path) -> None:
    out = tmp_path / "index"
    compiling.compile_all(out)
    assert compiling.is_fresh(out)
    (out / compiled.FILE).unlink()
    assert not compiling.is_fresh(out)
