"""The contract of the command line, called as users call it: a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.calls import Call, Done, call_apart
from tests.unit.documents.office_reading import Office

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def dossier(call: Call, tmp_path: Path) -> Path:
    """Return a fresh dossier of a real commune of the data, made in this process: what is tested is what follows."""
    path = tmp_path / "d.kitess"
    assert call("dossier", "new", path, "--collectivite", "23025").code == 0
    return path


def test_lint_counts_the_page(linted: Done) -> None:
    report = linted.json
    assert (linted.code, report["errors"]) == (0, 0)
    counts = report["counts"]
    assert [counts[k] for k in ("chapters", "reasons", "levers", "actions")] == [3, 5, 6, 20]
    assert counts["topics"] >= 24
    names = "chapters reasons topics levers milestones actions competences terms examples "
    names += "models questions sources words provisional"
    assert set(counts) == set(names.split())
    cases = report["cases"]
    assert set(cases) == {"total", "by_departement", "under_1000", "under_3500", "with_role"}
    assert cases["total"] >= sum(cases["by_departement"].values()) > 0 and len(cases["by_departement"]) == 12


def test_list_is_in_reading_order(kit: Call) -> None:
    actions = kit("list", "--kind", "action", "--json").json
    assert [set(row) for row in actions] == [{"id", "kind", "title", "parent", "file"}] * 20
    assert [row["id"] for row in actions[:3]] == ["elu-commission", "elu-conseil-developpement", "elu-extra-municipale"]
    assert actions[0]["parent"] == "elu-designe"
    kinds = {row["kind"] for row in kit("list", "--json").json}
    assert {
        "chapter",
        "reason",
        "topic",
        "lever",
        "milestone",
        "action",
        "competence",
        "term",
        "example",
        "source",
    } <= kinds


def test_show_prints_72_columns(kit: Call) -> None:
    done = kit("show", "commerces-proximite")
    assert done.code == 0 and "Commerces de proximité" in done.out
    long = [line for line in done.out.splitlines() if len(line) > 72 and len(max(line.split(), key=len)) < 60]
    assert long == []
    record = kit("show", "elu-commission", "--json").json
    assert record["id"] == "elu-commission" and record["kind"] == "action" and "1.1" in record["text"]


@pytest.mark.parametrize("wanted", ["pas-un-id", "fait"])
def test_an_unknown_id_is_wrong_usage(kit: Call, wanted: str) -> None:
    done = kit("show", wanted)
    assert done.code == 2 and done.out == "" and wanted in done.err and "Traceback" not in done.err


def test_search_finds_inclusive_forms_and_nothing_is_no_error(kit: Call) -> None:
    hits = kit("search", "élues", "--limit", "3", "--json").json
    assert 0 < len(hits) <= 3 and set(hits[0]) == {"id", "kind", "title", "where", "extract"}
    nothing = kit("search", "xyzxyz", "--json")
    assert (nothing.code, nothing.json) == (0, [])


def test_new_fills_the_identity_and_refuses_an_existing_file(kit: Call, dossier: Path) -> None:
    shown = kit("dossier", "show", dossier, "--json").json
    assert shown["identity"]["name"] == "Bonnat" and shown["identity"]["departement"] == "Creuse"
    again = kit("dossier", "new", dossier)
    assert again.code == 1 and "existe déjà" in again.err
    assert kit("dossier", "new", dossier.with_name("x.kitess"), "--collectivite", "99999").code == 2


def test_tick_set_show_and_progress(kit: Call, dossier: Path) -> None:
    assert kit("dossier", "tick", dossier, "elu-commission", "--json").json == {
        "id": "elu-commission",
        "status": "fait",
    }
    assert kit("dossier", "tick", dossier, "elu-designation").code == 0
    assert kit("dossier", "tick", dossier, "elu-conseil-developpement", "--status", "Non concerné").code == 0
    assert kit("dossier", "tick", dossier, "reseaux-cress", "--status", "en-cours").code == 0
    assert kit("dossier", "set", dossier, "reseaux-cress", "note", "À rappeler, l’été").code == 0
    shown = kit("dossier", "show", dossier, "--json").json
    assert shown["progress"] == {"done": 1, "applicable": 19}
    assert shown["milestones"] == {"elu-designation": {"status": "fait"}}
    assert shown["actions"]["reseaux-cress"] == {"status": "en cours", "note": "À rappeler, l’été"}
    assert shown["actions"]["elu-extra-municipale"]["status"] == "à faire"
    assert (shown["conflicts"], shown["set_aside"], shown["own"]) == ([], 0, {})


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("tick", "D", "pas-une-action"), 2),
        (("tick", "D", "commerces-proximite"), 2),
        (("tick", "D", "elu-commission", "--status", "peut-être"), 2),
        (("set", "D", "elu-commission", "couleur", "bleu"), 2),
        (("set", "D", "elu-commission", "note", "x" * 20_001), 1),
        (("show", "MANQUE"), 1),
        (("tick", "MANQUE", "elu-commission"), 1),
        (("merge", "D", "MANQUE"), 1),
        (("effacer", "D"), 2),
    ],
)
def test_wrong_calls_have_their_code_and_one_sentence(
    kit: Call, dossier: Path, words: tuple[str, ...], code: int
) -> None:
    places = {"D": str(dossier), "MANQUE": str(dossier.with_name("manque.kitess"))}
    before = dossier.read_bytes()
    done = kit("dossier", *(places.get(word, word) for word in words))
    assert done.code == code
    assert done.err.strip() and "Traceback" not in done.err
    assert dossier.read_bytes() == before


def test_verify_and_history(kit: Call, call: Call, dossier: Path) -> None:
    call("dossier", "tick", dossier, "elu-commission")
    sound = kit("dossier", "verify", dossier, "--json")
    assert sound.code == 0 and sound.json["set_aside"] == 0 and sound.json["gaps"] == []
    events = kit("dossier", "history", dossier, "--json").json
    assert events[-1]["on"] == "action:elu-commission" and events[-1]["value"] == "fait"
    assert kit("dossier", "history", dossier, "--since", "2199-01-01", "--json").json == []
    with dossier.open("ab") as file:
        file.write(b"ligne etrangere\n")
    damaged = kit("dossier", "verify", dossier, "--json")
    assert damaged.code == 1 and damaged.json["set_aside"] == 1
    assert kit("dossier", "show", dossier, "--json").json["progress"]["done"] == 1


def test_merge_brings_both_together(kit: Call, call: Call, dossier: Path, tmp_path: Path) -> None:
    other = tmp_path / "autre.kitess"
    other.write_bytes(dossier.read_bytes())
    call("dossier", "tick", dossier, "elu-commission")
    call("dossier", "tick", other, "reseaux-cress")
    call("dossier", "tick", other, "elu-commission", "--status", "en cours")
    out = tmp_path / "ensemble.kitess"
    united = kit("dossier", "merge", dossier, other, "--out", out, "--json")
    assert united.code == 0 and united.json == {"added": 2, "conflicts": 1}
    shown = kit("dossier", "show", out, "--json").json
    assert shown["actions"]["reseaux-cress"]["status"] == "fait"
    (conflict,) = shown["conflicts"]
    assert conflict["on"] == "action:elu-commission" and set(conflict["values"]) == {"fait", "en-cours"}
    assert kit("dossier", "merge", dossier, other, "--json").json["added"] == 2
    assert kit("dossier", "merge", dossier, other, "--json").json["added"] == 0


def test_checklist_makes_pdf_and_text_and_refuses_to_overwrite(
    kit: Call, call: Call, dossier: Path, tmp_path: Path
) -> None:
    call("dossier", "tick", dossier, "elu-commission")
    out = tmp_path / "liste.pdf"
    assert kit("checklist", "--out", out, "--dossier", dossier, "--lever", "elu-designe").code == 0
    assert out.read_bytes().startswith(b"%PDF-")
    refused = kit("checklist", "--out", out)
    assert refused.code == 1 and "--force" in refused.err
    assert kit("checklist", "--out", out, "--force", "--size", "18", "--with", "why,steps").code == 0
    text = tmp_path / "liste.txt"
    assert kit("checklist", "--out", text, "--dossier", dossier).code == 0
    assert "Bonnat" in text.read_text(encoding="utf-8")
    assert kit("checklist", "--out", tmp_path / "liste.xyz").code == 2
    assert kit("checklist", "--out", tmp_path / "l.pdf", "--lever", "pas-un-levier").code == 2
    assert kit("checklist", "--out", tmp_path / "l.pdf", "--with", "photos").code == 2
    assert not (tmp_path / "l.pdf").exists()


def test_mail_by_each_way(kit: Call, call: Call, dossier: Path, tmp_path: Path) -> None:
    call("dossier", "tick", dossier, "elu-commission")
    record = kit("mail", "--dossier", dossier, "--lever", "elu-designe", "--json").json
    assert set(record) == {"to", "subject", "body", "mailto"}
    assert record["to"] == "contact@cress-na.org"
    assert record["subject"].startswith("[Kit ESS] Bonnat (23) - ")
    assert "1 action faite sur 3" in record["body"]
    link = kit("mail", "--dossier", dossier, "--lever", "elu-designe", "--mailto")
    assert link.out.strip() == record["mailto"] and len(record["mailto"]) <= 1900
    assert record["subject"] in kit("mail", "--dossier", dossier, "--lever", "elu-designe", "--text").out
    out = tmp_path / "m.eml"
    assert kit("mail", "--dossier", dossier, "--eml", out).code == 0
    message = message_from_bytes(out.read_bytes(), policy=policy.default)
    assert message["To"] == "contact@cress-na.org" and message["X-Unsent"] == "1"
    assert kit("mail", "--dossier", dossier, "--eml", out).code == 1
    assert kit("mail", "--dossier", dossier, "--kind", "inconnu", "--text").code == 2


@pytest.mark.parametrize("extension", ["pdf", "odt", "docx"])
def test_mail_as_a_letter(kit: Call, dossier: Path, tmp_path: Path, extension: str) -> None:
    out = tmp_path / f"courrier.{extension}"
    assert kit("mail", "--dossier", dossier, "--letter", out).code == 0
    assert out.read_bytes()[:2] in (b"%P", b"PK")
    assert kit("mail", "--dossier", dossier, "--letter", out).code == 1
    assert kit("mail", "--dossier", dossier, "--letter", out, "--force").code == 0
    assert kit("mail", "--dossier", dossier, "--letter", tmp_path / "courrier.rtf").code == 2


def test_mail_says_what_the_dossier_was_told_of_the_council_and_the_mairie(
    kit: Call, call: Call, dossier: Path, tmp_path: Path
) -> None:
    typed = {"council": "2999-03-15", "seance.lieu": "salle des fêtes", "collectivite.adresse": "1 rue du Tilleul"}
    for field, value in typed.items():
        assert call("dossier", "set", dossier, "identity", field, value).code == 0
    body = " ".join(kit("mail", "--dossier", dossier, "--kind", "rencontre", "--text").out.split())
    assert "Notre prochain conseil : 15 mars 2999, salle des fêtes" in body
    out = tmp_path / "courrier.docx"
    assert kit("mail", "--dossier", dossier, "--letter", out).code == 0
    assert "1 rue du Tilleul" in Office(out.read_bytes()).text
    assert call("dossier", "set", dossier, "identity", "council", "2020-03-15").code == 0  # over: no longer told
    assert "conseil :" not in kit("mail", "--dossier", dossier, "--kind", "rencontre", "--text").out


def test_mail_shares_where_the_collectivite_stands(kit: Call, call: Call, dossier: Path, tmp_path: Path) -> None:
    call("dossier", "tick", dossier, "elu-commission")
    record = kit("mail", "--dossier", dossier, "--kind", "situation", "--json").json
    last = record["body"].split("\n")[-1]
    assert re.fullmatch(r"KitESS1;[^;]+;[^;]+;I23\d{3};[AF]{20};[0-9a-f]{6};[0-9a-f]{6}", last)
    assert last.split(";")[4].count("F") == 1
    path = tmp_path / "vide.kitess"
    call("dossier", "new", path)
    done = kit("mail", "--dossier", path, "--kind", "situation", "--text")
    assert done.code == 1 and "rien à partager" in done.err
    assert kit("mail", "--dossier", dossier, "--kind", "page").code == 2


def test_lint_names_a_damaged_message(tmp_path: Path, lint_cache: Path) -> None:
    shutil.copytree(ROOT / "resources", tmp_path / "resources")
    template = tmp_path / "resources" / "mail" / "levier.toml"
    template.write_text(template.read_text(encoding="utf-8").replace("{on_behalf}", "{nom}"), encoding="utf-8")
    done = call_apart({"KIT_RESOURCES": str(tmp_path / "resources"), "KIT_CACHE": str(lint_cache)})("lint", "--json")
    assert done.code == 1
    assert [one["rule"] for one in done.json["problems"] if one["file"] == "mail/levier.toml"] == ["mail-unknown-field"]


def test_a_long_mailto_becomes_the_short_one_and_says_so(kit: Call, dossier: Path) -> None:
    done = kit("mail", "--dossier", dossier, "--message", "Bonjour à tous. " * 200, "--mailto")
    assert done.code == 0 and len(done.out.strip()) <= 1900 and "trop long" in done.err


def test_an_empty_identity_leaves_its_lines_out(kit: Call, call: Call, tmp_path: Path) -> None:
    path = tmp_path / "vide.kitess"
    call("dossier", "new", path)
    record = kit("mail", "--dossier", path, "--json").json
    assert "()" not in record["subject"] and "None" not in record["body"]
    assert record["subject"].startswith("[Kit ESS] ")


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    env = os.environ | {"KIT_DEBUG": "1"}
    command = [sys.executable, "-m", "kit", "show", "pas-un-id"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "Traceback" in done.stderr
