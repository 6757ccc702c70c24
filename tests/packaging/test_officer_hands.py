"""The officer's whole round by real keys on the built Linux programs: corrected, signed, installed at the élu·e's."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import build_env
import pytest
from wine import LIMIT

from kit.compiling import compile_all

HANDS = Path(__file__).with_name("officer_hands.py")
VERSION, DAY = "2027.06", "30/06/2027"
STEPS = ["copied", "corrected", "case", "sheets", "signed", "installed"]


@pytest.fixture
def programs(linux_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder with both programs."""
    folder = Path(shutil.copytree(linux_folder, tmp_path / "Kit ESS", symlinks=True))
    shutil.copy(build_env.DIST / "linux" / "kit-atelier" / "kit-atelier", folder)
    return folder


def run(folder: Path, *words: str | Path, home: Path) -> str:
    """Run kit as on a laptop of its own."""
    env = os.environ | {"KIT_DATA": str(home), "KIT_CACHE": str(home / "cache")}
    done = subprocess.run([folder / "kit", *words], env=env, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def first_texts(folder: Path, count: int) -> list[tuple[str, str, str]]:
    """Return the titles of the first texts in reading order, with a word of each and what is typed in its place."""
    from kit.content.headers import split
    from kit.packs.changes import open_folder

    found = []
    library = open_folder(folder)
    for article in library.articles():
        body = split((folder / "content" / article.file).read_text("utf-8"), Path(article.file)).body
        whole = (folder / "content" / article.file).read_text("utf-8")
        words = [one for one in re.findall(r"(?<![\w’·-])[a-z]{9,}(?![\w’·-])", body) if whole.count(one) == 1]
        found.append((article.label, words[0], f"{words[0]}, {words[0]}"))
        if len(found) == count:
            break
    library.close()
    return found


def test_the_whole_round_by_keys(programs: Path, tmp_path: Path) -> None:
    cress, mairie, work = tmp_path / "cress", tmp_path / "mairie", tmp_path / "mes textes"
    for folder in (cress, mairie, work, tmp_path / "run"):
        folder.mkdir(mode=0o700)
    key = tmp_path / "privee.cle"
    public = re.search(r"\b[0-9a-f]{64}\b", run(programs, "pack", "key", "--out", key, home=cress))
    assert public
    shipped = programs / "_internal" / "resources"
    head = (shipped / "kit.toml").read_text("utf-8")
    assert "keys = []" in head
    (shipped / "kit.toml").write_text(head.replace("keys = []", f'keys = ["{public[0]}"]'), "utf-8")
    compile_all(shipped / "index", shipped)  # as a build does: else the window builds its pages anew under the hands
    dossier = mairie / "saint-exemple.kitess"
    run(programs, "dossier", "new", dossier, home=mairie)
    run(programs, "dossier", "tick", dossier, "elu-commission", home=mairie)
    corrections = first_texts(shipped, 3)
    order = {
        "atelier": str(programs / "kit-atelier"),
        "kit": str(programs / "kit-ess"),
        "cress": str(cress),
        "mairie": str(mairie),
        "work": str(work),
        "corrections": corrections,
        "commune": "Bellac",
        "story": "En 2025, la commune a pris part au capital.",
        "source": "Bulletin municipal, mars 2025",
        "sheets": [
            (
                str(tmp_path / "claire.xlsx"),
                "xl/sharedStrings.xml",
                "Elle laisse aussi le temps",
                "Elle donne le temps",
            ),
            (
                str(tmp_path / "denis.docx"),
                "word/document.xml",
                "Un comité consultatif où siègent",
                "Un comité où siègent",
            ),
        ],
        "version": VERSION,
        "day": DAY,
        "key": str(key),
        "pack": str(tmp_path / "textes.kitpack"),
        "dossier": str(dossier),
    }
    (tmp_path / "ordre.json").write_text(json.dumps(order, ensure_ascii=False), "utf-8")
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    env |= {"XDG_RUNTIME_DIR": str(tmp_path / "run")}
    command = ["/usr/bin/dbus-run-session", "--", "/usr/bin/python3", HANDS, tmp_path / "ordre.json"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=6 * LIMIT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == STEPS

    content = "\n".join(path.read_text("utf-8") for path in sorted((work / "content").rglob("*.md")))
    for _, _, new in corrections:
        assert new in content
    assert 'place = "Bellac"' in content and "Elle donne le temps" in re.sub(r"\s+", " ", content)
    who = [path.read_text("utf-8").splitlines()[2] for path in sorted((work / "historique").rglob("2*.md"))]
    assert 'who = "claire"' in who and 'who = "denis"' in who
    assert "Elle donne le temps" in re.sub(r"\s+", " ", run(programs, "show", "elu-commission", home=mairie))
    told = json.loads(run(programs, "dossier", "show", "--json", dossier, home=mairie))
    assert told["actions"]["elu-commission"]["status"] == "fait"
