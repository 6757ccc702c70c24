from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from kit.content.library import Library
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.model import Checklist, Options
from kit.documents.text import WIDTH, document_text
from kit.documents.typeset import Typesetter
from kit.documents.writer import file_name, write
from kit.errors import CompileFailed, OutputExists, UnknownFormat
from tests.unit.documents.document_samples import DAY, FakeDossier
from tests.unit.documents.golden_files import assert_golden


def test_the_extension_chooses_the_format(sample: Checklist, tmp_path: Path, typesetter: Typesetter) -> None:
    write(sample, tmp_path / "liste.PDF", typesetter=typesetter)
    write(sample, tmp_path / "liste.txt")
    assert (tmp_path / "liste.PDF").read_bytes().startswith(b"%PDF")
    assert "Saint-Exemple" in (tmp_path / "liste.txt").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["liste.PDF", "liste.txt"]


@pytest.mark.parametrize("name", ["liste.xyz", "liste", "liste.pdf.exe"])
def test_an_unknown_extension_is_refused_and_names_the_known(name: str, sample: Checklist, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat) as refused:
        write(sample, tmp_path / name)
    assert {".pdf", ".txt"} <= set(refused.value.known)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_kept_unless_forced(sample: Checklist, tmp_path: Path) -> None:
    out = tmp_path / "liste.txt"
    out.write_text("à garder", encoding="utf-8")
    with pytest.raises(OutputExists):
        write(sample, out)
    assert out.read_text(encoding="utf-8") == "à garder"
    write(sample, out, force=True)
    assert "Saint-Exemple" in out.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [out]


def test_a_dangling_link_is_an_existing_file(sample: Checklist, tmp_path: Path) -> None:
    out = tmp_path / "liste.txt"
    out.symlink_to(tmp_path / "nowhere")
    with pytest.raises(OutputExists):
        write(sample, out)


def test_a_file_that_comes_meanwhile_is_kept(
    sample: Checklist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "liste.txt"
    monkeypatch.setattr(os, "fsync", lambda _: out.write_text("d’une autre", encoding="utf-8"))
    with pytest.raises(OutputExists):
        write(sample, out)
    assert out.read_text(encoding="utf-8") == "d’une autre"
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_without_hard_links_works_too(
    sample: Checklist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write(sample, tmp_path / "liste.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["liste.txt"]


def test_a_full_disk_leaves_no_half_file_and_the_old_one_whole(
    sample: Checklist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "liste.txt"
    out.write_text("à garder", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(sample, out, force=True)
    with pytest.raises(OSError, match="No space"):
        write(sample, tmp_path / "autre.txt")
    assert out.read_text(encoding="utf-8") == "à garder"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a Linux process")
def test_a_disk_that_is_really_full_leaves_nothing(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys, pathlib; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
        "from kit.files import write_whole\n"
        "try: write_whole(pathlib.Path(sys.argv[1]), b'x' * 5000, force=False)\n"
        "except OSError: print('refused')"
    )
    root = Path(__file__).resolve().parents[3]
    made = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "liste.pdf")],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert made.stdout.strip() == "refused"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_or_closed_folder_is_refused(sample: Checklist, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        write(sample, tmp_path / "nowhere" / "liste.txt")
    with pytest.raises(OSError, match="proc"):
        write(sample, Path("/proc/liste.txt"))


def test_a_refused_compilation_writes_nothing(sample: Checklist, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "checklist.typ").write_text("#panic()", encoding="utf-8")
    with pytest.raises(CompileFailed):
        write(sample, tmp_path / "liste.pdf", typesetter=Typesetter(templates))
    assert not (tmp_path / "liste.pdf").exists()


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Saint-Exemple", "saint-exemple-leviers-2026-11-24.pdf"),
        ("L’Île-d’Yeu", "l-ile-d-yeu-leviers-2026-11-24.pdf"),
        ("Œuvres & Cie / ../CON", "oeuvres-cie-con-leviers-2026-11-24.pdf"),
        ("", "leviers-2026-11-24.pdf"),
        ("漢字", "leviers-2026-11-24.pdf"),
        ("Un café-épicerie " * 6, "un-cafe-epicerie-un-cafe-epicerie-un-cafe-epicerie-un-cafe-leviers-2026-11-24.pdf"),
        ("a" * 200, "a" * 60 + "-leviers-2026-11-24.pdf"),
    ],
)
def test_file_names_are_plain(place: str, name: str) -> None:
    assert file_name(place, "leviers", date(2026, 11, 24), "pdf") == name


@pytest.mark.parametrize(
    ("golden", "options"),
    [
        ("checklist-blank.txt", None),
        ("checklist-state.txt", Options()),
        ("checklist-full.txt", Options(why=True, steps=True, notes=True)),
        ("checklist-remaining.txt", Options(only_remaining=True)),
    ],
)
def test_plain_text(golden: str, options: Options | None, library: Library, dossier: FakeDossier) -> None:
    document = checklist(library, dossier if options else None, options=options, today=DAY)
    text = document_text(checklist_document(document))
    assert_golden(golden, text)
    assert max(map(len, text.splitlines())) <= WIDTH


def test_plain_text_keeps_any_script_and_drops_controls(sample: Checklist) -> None:
    item = replace(sample.items[1], title="漢字 \x07🎉 \ud800fin", note="ligne\n\nligne")
    document = replace(sample, sections=(replace(sample.sections[0], items=(item,)),))
    text = document_text(checklist_document(document))
    assert "[x] 1.1 漢字 🎉 fin" in text
    assert text.encode("utf-8")
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", text)


def test_typst_is_not_loaded_before_the_first_document() -> None:
    script = "import sys, kit.documents.writer, kit.documents.checklist; print('typst' in sys.modules)"
    root = Path(__file__).resolve().parents[3]
    made = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "False"
