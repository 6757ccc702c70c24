"""A private key on paper: read back whole, and every slip of the hand is named."""

from __future__ import annotations

import io
import random
import re
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.commands.packs import sentence as pack_sentence
from kit.content.loader import load_publisher
from kit.documents.document import Beside, Drawn
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images
from kit.errors import KeyRefused, OutputExists, SheetRefused
from kit.figures.drawing import Area
from kit.mail.qr import modules
from kit.packs import keys, paper_key
from kit.packs.key_sheet import key_sheet, write_sheet
from tests.calls import Call
from tests.small_kit import EDITION
from ui.services.errors import sentence

SEEDS = st.binary(min_size=32, max_size=32)
SEED = bytes(range(200, 232))


def refused(words: str) -> SheetRefused:
    with pytest.raises(SheetRefused) as caught:
        paper_key.read(words)
    assert sentence(caught.value) and pack_sentence(caught.value)
    return caught.value


@given(SEEDS, st.sampled_from([" ", "\n", "  ", " - ", "\u202f", ""]), st.booleans())
def test_what_is_typed_back_is_the_key_however_it_is_spaced(seed: bytes, between: str, spaced: bool) -> None:
    groups = [paper_key.printed(group) if spaced and between else group for group in paper_key.groups(seed)]
    assert paper_key.read(between.join(groups)) == seed
    assert paper_key.read(paper_key.scanned(seed)) == seed


@given(SEEDS, st.randoms(use_true_random=False))
def test_one_wrong_digit_is_named_by_its_group(seed: bytes, chance: random.Random) -> None:
    groups = list(paper_key.groups(seed))
    place, digit = chance.randrange(17), chance.randrange(6)
    other = chance.choice([one for one in "0123456789" if one != groups[place][digit]])
    groups[place] = groups[place][:digit] + other + groups[place][digit + 1 :]
    assert refused(" ".join(map(paper_key.printed, groups))).groups == (paper_key.NAMES[place],)


@given(SEEDS, st.integers(0, 16), st.sampled_from(["", "7"]))
def test_a_digit_too_few_or_too_many_is_told_of_its_own_group_alone(seed: bytes, place: int, more: str) -> None:
    groups = list(paper_key.groups(seed))
    groups[place] = groups[place] + more if more else groups[place][:-1]
    found = refused("\n".join(groups))
    assert found.groups == (paper_key.NAMES[place],) and found.count == 17


@given(SEEDS, st.integers(0, 15))
def test_neighbours_that_were_exchanged_are_found(seed: bytes, place: int) -> None:
    groups = list(paper_key.groups(seed))
    if groups[place][:-1] != groups[place + 1][:-1]:
        groups[place], groups[place + 1] = groups[place + 1], groups[place]
        assert refused(" ".join(groups)).reason in ("groups", "sum")


def test_a_sound_group_of_another_key_is_caught_by_the_last_one() -> None:
    groups = list(paper_key.groups(SEED))
    groups[4] = paper_key.groups(bytes(32))[4]
    assert refused(" ".join(groups)).reason == "sum"


def test_what_is_missing_is_counted() -> None:
    groups = paper_key.groups(SEED)
    found = refused(" ".join(groups[:5]))
    assert (found.reason, found.count) == ("count", 5) and "5 groupes" in sentence(found)
    assert refused("").count == 0 and refused(" ".join([*groups, groups[0]])).count == 18


@given(st.text(max_size=300))
def test_any_words_at_all_are_a_key_or_a_plain_refusal(words: str) -> None:
    with pytest.raises(SheetRefused):
        paper_key.read(words)


def test_the_sheet_is_one_page_that_says_the_groups_and_the_public_key(tmp_path: Path) -> None:
    publisher = load_publisher(EDITION / "kit.toml")
    assert len(page_images(key_sheet(SEED, publisher, date(2026, 11, 30)), Typesetter(), 40)) == 1
    out = tmp_path / "feuille.pdf"
    write_sheet(SEED, publisher, out, date(2026, 11, 30))
    told = subprocess.run(["pdftotext", "-layout", out, "-"], capture_output=True, text=True, check=True).stdout
    part = told.split("contrôle")[-1]
    found = re.findall(r"([A-Q])\s:\s(\d{3}\s\d{3})", told)
    assert paper_key.read(" ".join(f"{name} {group}" for name, group in sorted(found))) == SEED, part
    assert keys.public_of(SEED)[:8] in told and SEED.hex() not in told
    if sys.platform != "win32":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with pytest.raises(OutputExists):
        write_sheet(SEED, publisher, out, date(2026, 11, 30))
    (tmp_path / "Dropbox").mkdir()
    with pytest.raises(KeyRefused):
        write_sheet(SEED, publisher, tmp_path / "Dropbox" / "f.pdf", date(2026, 11, 30))


def test_the_code_on_the_sheet_is_drawn_module_by_module() -> None:
    publisher = load_publisher(EDITION / "kit.toml")
    beside = next(b for b in key_sheet(SEED, publisher, date(2026, 11, 30)).blocks if isinstance(b, Beside))
    (drawn,) = beside.cells[0].blocks
    assert isinstance(drawn, Drawn)
    (area,) = drawn.drawing.shapes
    assert isinstance(area, Area)
    rows = modules(paper_key.scanned(SEED))
    unit = drawn.drawing.width / (len(rows) + 8)  # four modules of white on each side
    dark = set()
    for (left, top), _, (right, bottom), _ in area.rings:
        assert bottom - top == unit
        dark |= {(round(top / unit) - 4, x) for x in range(round(left / unit) - 4, round(right / unit) - 4)}
    assert dark == {(y, x) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark}


def test_key_sheet_and_the_way_back_by_command(
    call: Call, resources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, sheet, again = tmp_path / "k.cle", tmp_path / "feuille.pdf", tmp_path / "rendue.cle"
    assert call("pack", "key", "--out", key, "--sheet", tmp_path / "feuille.txt")[0] == 2 and not key.exists()
    code, public, err = call("pack", "key", "--out", key, "--sheet", sheet)
    assert code == 0 and sheet.read_bytes()[:5] == b"%PDF-" and "effacez" in err
    seed = keys.read_key(key)
    assert call("pack", "sheet", "--key", key, "--out", sheet)[0] == 1  # never over another
    groups = list(paper_key.groups(seed))
    monkeypatch.setattr(sys, "stdin", io.StringIO(" ".join([*groups[:16], "111 111"])))
    code, out, err = call("pack", "restore", "--out", again)
    assert code == 1 and not again.exists() and (" Q" in err or "somme" in err)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(map(paper_key.printed, groups))))
    code, out, _ = call("pack", "restore", "--out", again)
    assert (code, out) == (0, public) and keys.read_key(again) == seed
    if sys.platform != "win32":
        assert stat.S_IMODE(again.stat().st_mode) == 0o600
