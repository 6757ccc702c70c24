"""EPUBCheck and DAISY's Ace have nothing to say of the books that the kit writes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
EPUBCHECK = Path("/usr/share/java/epubcheck.jar")
CHROMIUM = Path("/usr/bin/chromium")


@pytest.mark.parametrize("name", ["whole", "chosen"])
def test_epubcheck_finds_nothing(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    book: Path = request.getfixturevalue(name)
    report = tmp_path / "report.json"
    command = ["java", "-jar", str(EPUBCHECK), str(book), "--json", str(report), "--failonwarnings"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert report.exists(), done.stdout + done.stderr
    told = json.loads(report.read_text(encoding="utf-8"))
    assert [(one["ID"], one["message"]) for one in told["messages"]] == []
    assert told["publication"]["publisher"] == "CRESS Nouvelle-Aquitaine", "the report is of this book"
    assert done.returncode == 0


@pytest.mark.parametrize("name", ["whole", "chosen"])
def test_ace_finds_no_violation(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    book: Path = request.getfixturevalue(name)
    assert CHROMIUM.exists()
    command = ["node", str(HERE / "node_modules/.bin/ace-cli"), "--outdir", str(tmp_path / "ace"), str(book)]
    home = {"PUPPETEER_EXECUTABLE_PATH": str(CHROMIUM), "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=900, check=False, env=dict(os.environ) | home
    )
    report = tmp_path / "ace" / "report.json"
    assert report.exists(), done.stdout[-4000:] + done.stderr[-4000:]
    told = json.loads(report.read_text(encoding="utf-8"))
    pages = [one["earl:testSubject"]["url"] for one in told["assertions"]]
    found = [
        (page["earl:testSubject"]["url"], one["earl:test"]["dct:title"], one["earl:result"]["dct:description"])
        for page in told["assertions"]
        for one in page.get("assertions", [])
    ]
    assert found == []
    assert told["earl:result"]["earl:outcome"] == "pass"
    assert any(url.endswith("t-elu-designe.xhtml") for url in pages), "it read the pages"
