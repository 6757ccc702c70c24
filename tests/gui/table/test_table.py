"""The table itself: each row has one test or one way by hand, and docs/fonctions.md says what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.gui.table.fonctions import load_rows
from tests.gui.table.rows import IDS, row


def test_every_row_is_held_exactly_once() -> None:
    rows = load_rows()
    assert [one for one in IDS if one not in rows] == [] and set(rows) <= set(IDS)
    assert all(one.test or one.by_hand for one in rows.values())


def test_a_row_that_is_held_already_is_refused() -> None:
    load_rows()
    with pytest.raises(ValueError, match="F01"):
        row("F01", "Tout est là")(lambda: None)


def test_tests_of_other_folders_are_there(root: Path) -> None:
    for one in load_rows().values():
        if "/" in one.test:
            file, _, name = one.test.partition("::")
            assert f"def {name}(" in (root / file).read_text(encoding="utf-8"), one.id


def test_the_page_says_what_the_tests_say(root: Path) -> None:
    said = {}
    for line in (root / "docs" / "fonctions.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if re.fullmatch(r"[FWN]\d+", cells[0]):
            said[cells[0]] = (cells[1], cells[-2], cells[-1].strip("`"))
            assert len(cells) == {"F": 16, "W": 5, "N": 4}[cells[0][0]], line
    rows = load_rows()
    told = {one.id: (one.feature, one.ours, one.test or "une personne") for one in rows.values()}
    assert said == told, "make features"
