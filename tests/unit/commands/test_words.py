"""The words of the calls: plurals, names of fields, what the system refuses, what a merge leaves to settle."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from kit import paths
from kit.dossier import plan_fields
from kit.dossier.plan_fields import LABELS
from kit.refusals import reason
from kit.typography import counted
from tests.calls import Call

ACTION, STONE = "elu-commission", "elu-designation"


def test_a_number_agrees_with_what_it_counts() -> None:
    assert [counted(n, "erreur") for n in (0, 1, 2)] == ["0 erreur", "1 erreur", "2 erreurs"]
    assert counted(1, "nombre caché", "nombres cachés") == "1 nombre caché"
    assert counted(0, "nombre caché", "nombres cachés") == "0 nombre caché"
    assert counted(7, "nombre caché", "nombres cachés") == "7 nombres cachés"


KNOWN = "ENOSPC EROFS EACCES EPERM ENOENT ENOTDIR EISDIR ENAMETOOLONG EIO EBUSY EFBIG EDQUOT".split()


def test_what_the_system_refuses_is_said_in_french() -> None:
    told = {name: reason(OSError(getattr(errno, name), os.strerror(getattr(errno, name)))) for name in KNOWN}
    assert all("erreur du système" not in words for words in told.values())
    assert told["ENOSPC"] == "le disque est plein"
    assert reason(OSError(errno.EXDEV, "x")) == f"erreur du système n° {errno.EXDEV}"
    assert reason(PermissionError("x")) == "le système a refusé"


def test_every_field_of_a_plan_has_words() -> None:
    fields = {*plan_fields.TEXTS, *plan_fields.IDENTITY_FIELDS, plan_fields.STATUS, plan_fields.TITLE}
    fields |= {plan_fields.LEVER, plan_fields.ORDER, plan_fields.DONE_YEAR}
    assert fields <= set(LABELS)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("who", "Ana", "élu·e référent·e"),
        ("due", "fin mars", "échéance"),
        ("referent", "Ana", "élu·e référent·e"),
        ("step:a", "Appeler", "étape"),
        ("step:a:done", "oui", "étape"),
        ("evidence:a", "https://exemple.fr/a", "pièce"),
    ],
)
def test_what_was_set_is_said_in_french(call: Call, path: Path, field: str, value: str, words: str) -> None:
    code, out, _ = call("dossier", "set", path, ACTION, field, value)
    assert code == 0 and words in out and field not in out.replace(words, "") and "enregistré" in out


def test_verify_and_restore_agree_with_their_numbers(call: Call, path: Path) -> None:
    assert call("dossier", "verify", path)[1] == "1 changement, 0 ligne mise de côté, 0 manque\n"
    call("dossier", "tick", path, ACTION)
    other = path.with_name("b.kitess")
    other.write_bytes(path.read_bytes())
    assert call("dossier", "merge", path, other)[1] == "0 changement ajouté, 0 désaccord à trancher\n"
    call("dossier", "tick", other, STONE)
    assert call("dossier", "merge", path, other)[1] == "1 changement ajouté, 0 désaccord à trancher\n"
    listed = call("dossier", "restore", path)[1]
    assert "1 fait" in listed and "1 différence " in listed and "0 différences" not in listed


def test_consolidate_agrees_with_its_numbers(call: Call, path: Path) -> None:
    call("dossier", "tick", path, ACTION)
    assert "1 collectivité, " in call("consolidate", path, "--out", path.with_name("t.csv"))[1]


def test_an_unknown_target_says_what_a_lever_holds(call: Call, path: Path) -> None:
    code, _, err = call("dossier", "tick", path, "elu-designe")
    assert code == 2 and "elu-commission" in err
    for english in ("action ou milestone", "milestone", "pas de action"):
        assert english not in err


def test_a_merge_names_what_is_left_to_settle_and_how(call: Call, path: Path) -> None:
    other = path.with_name("b.kitess")
    other.write_bytes(path.read_bytes())
    call("dossier", "set", path, ACTION, "who", "Ana")
    call("dossier", "set", other, ACTION, "who", "Bob")
    call("dossier", "tick", path, STONE)
    call("dossier", "tick", other, STONE, "--status", "en-cours")
    call("dossier", "set", path, ACTION, "note", "pareil")
    call("dossier", "set", other, ACTION, "note", "pareil")
    code, out, err = call("dossier", "merge", path, other)
    assert (code, err) == (0, "")
    first, *rest = out.splitlines()
    assert first == "3 changements ajoutés, 2 désaccords à trancher"
    text = "\n".join(rest)
    assert "élu·e référent·e : « Ana » ou « Bob »" in text or "élu·e référent·e : « Bob » ou « Ana »" in text
    assert "« fait »" in text and "« en cours »" in text and "milestone" not in text and "pareil" not in text
    assert f"kit dossier set {path} {ACTION} who VALEUR" in text
    assert f"kit dossier tick {path} {STONE} --status ÉTAT" in text
    assert call("dossier", "set", path, ACTION, "who", "Ana")[0] == 0
    assert call("dossier", "tick", path, STONE)[0] == 0
    assert "0 désaccord à trancher" in call("dossier", "merge", path, other)[1]


def test_a_merge_into_a_new_file_settles_there(call: Call, path: Path) -> None:
    other, out = path.with_name("b.kitess"), path.with_name("c.kitess")
    other.write_bytes(path.read_bytes())
    call("dossier", "set", path, ACTION, "who", "Ana")
    call("dossier", "set", other, ACTION, "who", "Bob")
    told = call("dossier", "merge", path, other, "--out", out)[1]
    assert f"kit dossier set {out} {ACTION} who" in told


# --- lint -------------------------------------------------------------------------------------


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Return a copy of the texts, to break."""
    folder = tmp_path / "textes"
    shutil.copytree(paths.content(), folder / "content")
    shutil.copy(paths.kit_file(), folder / "kit.toml")
    return folder


def test_lint_counts_in_french(call: Call, texts: Path) -> None:
    out = call("lint", "--texts", texts)[1]
    counts = next(line for line in out.splitlines() if "chapitre" in line)
    assert "3 chapitres" in counts and "20 actions" in counts
    for english in ("chapters", "levers", "topics", "milestones", "words", "provisional"):
        assert english not in counts
    assert set(json.loads(call("lint", "--texts", texts, "--json")[1])["counts"]) >= {"chapters", "provisional"}


def broken(call: Call, texts: Path, file: Path) -> list[str]:
    out = call("lint", "--texts", texts)[1]
    return [line for line in out.splitlines() if line.startswith(file.relative_to(texts / "content").as_posix())]


def test_a_header_that_is_no_toml_has_one_line_and_french_words(call: Call, texts: Path) -> None:
    file = next(path for path in sorted((texts / "content").rglob("*.md")) if "+++" in path.read_text("utf-8"))
    lines = file.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if line.startswith("title"))
    lines[number] = "title = bonjour"
    file.write_text("\n".join(lines), encoding="utf-8")
    (told,) = [line for line in broken(call, texts, file) if "TOML" in line]
    assert f":{number + 1}: " in told and "guillemets" in told
    assert "line" not in told and "Invalid" not in told and f"ligne {number}" not in told


def test_a_list_that_is_no_toml_has_its_line(call: Call, texts: Path) -> None:
    file = texts / "content" / "reseaux.toml"
    file.write_text("# réseaux\n[[network]]\nid = \n", encoding="utf-8")
    (told,) = [line for line in broken(call, texts, file) if "TOML" in line]
    assert told.startswith("reseaux.toml:3: ") and "Invalid" not in told


def test_a_fact_that_is_not_there_is_named_whatever_its_digits(call: Call, texts: Path) -> None:
    file = next(path for path in sorted((texts / "content").rglob("*.md")) if "[F" in path.read_text("utf-8"))
    raw = file.read_text(encoding="utf-8")
    file.write_text(raw + "\nUne phrase de plus [F99999].\n", encoding="utf-8")
    told = broken(call, texts, file)
    assert any("pas de fait F99999" in line for line in told)
    assert not any("chiffre" in line and "99999" in line for line in told)
