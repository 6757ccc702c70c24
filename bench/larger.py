"""The same kit at 10 and 100 times its texts, and a dossier of 100,000 events, in folders for one run of ``run.py``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
TEXTS = 55  # texts that are read, as opposed to chapters, levers and actions, which stay as they are

_LONG = """
import sys
from pathlib import Path
from kit import paths
from kit.dossier.dossier import Dossier
import parts
path, size = Path(sys.argv[1]), int(sys.argv[2])
Dossier.create(path).close()
if size:
    parts.grow(path, size)
with Dossier.open(path, cache=paths.snapshots()) as dossier:
    parts.begin(dossier)
    if size and not dossier.keep_snapshot():
        sys.exit("no snapshot was kept")
"""


def resources(folder: Path, times: int) -> Path:
    """Return a folder of resources with ``times`` the texts, compiled; the made-up ones come from search_corpus.py."""
    sys.path.insert(0, str(SHARED / "bench"))
    import search_corpus

    out = folder / f"resources-{times}"
    out.mkdir()
    for part in (ROOT / "resources").iterdir():
        if part.name not in ("content", "index"):
            (out / part.name).symlink_to(part)
    shutil.copytree(ROOT / "resources" / "content", out / "content")
    more = out / "content" / "essais"
    more.mkdir()
    made, _ = search_corpus.make(str(SHARED / "content" / "faits.md"), [], TEXTS * (times - 1), 450, 1)
    made += search_corpus.make(str(SHARED / "content" / "faits.md"), [], 1, 1500, 2)[0]
    for number, (_, text) in enumerate(made):
        _, header, body = text.split("+++", 2)
        told = dict(line.split(" = ", 1) for line in header.strip().splitlines())
        lines = [
            f'id = "essai-{number}"',
            'kind = "article"',
            f"title = {told['title']}",
            f"summary = {told['summary']}",
            "reviewed_on = 2026-11-24",
        ]
        head = "\n".join(lines)
        body = body.replace("](", "] (")  # links to texts that are not there
        (more / f"{number}.md").write_text(f"+++\n{head}\n+++\n{body}", encoding="utf-8")
    run = {**os.environ, "KIT_RESOURCES": str(out), "PYTHONPATH": str(ROOT), "KIT_DATA": str(folder / "none")}
    subprocess.run([sys.executable, "-m", "kit.compiling"], check=True, cwd=ROOT, env=run, capture_output=True)
    return out


def dossier(folder: Path, events: int) -> Path:
    """Make a dossier with progress after ``events`` others, and the snapshot that the program leaves when it closes."""
    path = folder / f"dossier-{events}.kitess"
    env = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}", "KIT_CACHE": str(folder / "cache")}
    subprocess.run([sys.executable, "-c", _LONG, str(path), str(events)], check=True, cwd=ROOT, env=env)
    return path


def weights(folder: Path) -> dict[str, float]:
    """Return the weight of the texts, of the search index and of all that is compiled from them, in bytes."""
    compiled = {path.name: path.stat().st_size for path in (folder / "index").iterdir()}
    texts = sum(path.stat().st_size for path in (folder / "content").rglob("*") if path.is_file())
    return {"texts": texts, "index": compiled["search.sqlite"], "compiled_bytes": sum(compiled.values())}
