"""``--self-test`` of the atelier: what its officer does, done once in a folder that goes away."""

from __future__ import annotations

import datetime
import importlib
import tempfile
from contextlib import closing
from pathlib import Path

from atelier.program import ATELIER
from kit.files import write_whole
from kit.naming import naming
from ui.switches.self_test import WINDOW, Checks, run_self_test

_DAY = datetime.date(2027, 1, 15)


def _screens() -> str:
    for module, name in ATELIER.modules.values():
        getattr(importlib.import_module(module), name)
    return f"{len(ATELIER.modules)} écrans"


def _sheet() -> str:
    """Write the sheet of all texts in each form that comes back, and take it back: nothing changes."""
    from kit.content.review import sheet
    from kit.content.review_back import take_sheet
    from kit.content.review_merge import together
    from kit.documents.review import review_document
    from kit.documents.writer import write
    from kit.packs.changes import open_folder
    from kit.packs.working_copy import copy_texts

    forms = ("csv", "ods", "xlsx", "docx", "odt")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "textes d’essai"
        copy_texts(folder)
        with closing(open_folder(folder)) as texts:
            rows = sheet(texts, folder / "content", _DAY)
            document = review_document(rows, _DAY, texts.publisher)
        for form in forms:
            path = Path(name) / f"feuille.{form}"
            write(document, path)
            found = together([take_sheet(path)], folder / "content")
            if found.changes.files or found.changes.refused:
                raise AssertionError(f"{form} : {len(found.changes.files)}, {len(found.changes.refused)}")
    return f"{len(rows)} lignes, {len(forms)} formes"


def _correction() -> str:
    """Correct a text: the state before is kept."""
    from kit.packs import history

    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name), Path(name) / "texte élu.md"
        write_whole(path, b"avant")
        now = datetime.datetime(2027, 1, 15, tzinfo=datetime.UTC)
        history.correct(folder, "essai", path, "avant", "après", who="", what=history.CORRECTED, now=now)
        if (path.read_text(encoding="utf-8"), history.versions(folder, "essai")[0].raw) != ("après", "avant"):
            raise AssertionError("état d’avant perdu")
    return "écrite, état d’avant gardé"


def _edition() -> str:
    """Make a key and a signed edition; one letter more in it and it is refused."""
    from kit.errors import PackRefused
    from kit.packs.changes import open_folder
    from kit.packs.keys import make_key
    from kit.packs.pack import build_pack, read_pack
    from kit.packs.working_copy import copy_texts, set_version

    with tempfile.TemporaryDirectory() as name:
        folder, key, out = Path(name) / "textes", Path(name) / "essai.cle", Path(name) / "essai.kitpack"
        copy_texts(folder)
        with closing(open_folder(folder)) as texts:
            read_on = max(article.reviewed_on for article in texts.articles())
        set_version(folder, "essai", read_on)  # an edition is no older than the day on which its texts were read
        public = make_key(key, synced=True)
        pack = build_pack(folder, key, out)
        whole = out.read_bytes()
        middle = len(whole) // 2
        write_whole(out, whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :], force=True)
        try:
            read_pack(out, (public,))
        except PackRefused:
            return f"{len(pack.files)} fichiers signés, un paquet changé est refusé"
    raise AssertionError("un paquet changé est pris")


def _paper_key() -> str:
    """Write the paper copy of a key, and take the key back from its groups."""
    from kit import paths
    from kit.content.loader import load_publisher
    from kit.packs import paper_key
    from kit.packs.key_sheet import write_sheet

    seed = bytes(range(32))
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "feuille.pdf"
        write_sheet(seed, load_publisher(paths.resources() / "kit.toml"), out, _DAY, synced=True)
        size = out.stat().st_size
    if paper_key.read(paper_key.scanned(seed)) != seed:
        raise AssertionError("clé mal rendue")
    return f"{size // 1000} Ko, la clé en revient"


CHECKS: Checks = {
    **WINDOW,
    "écrans": _screens,
    "feuille": _sheet,
    "correction": _correction,
    "édition": _edition,
    "feuille de secours": _paper_key,
}


def run(out: str) -> int:
    """Run the checks of the atelier; a line each to ``out`` (``-`` for stdout). Returns 0 or 1."""
    return run_self_test(out, naming().atelier_package, CHECKS)
