from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from kit.content.library import Library
from kit.documents.model import SIZES
from kit.documents.scheme import scheme_document
from kit.documents.shortcuts import shortcuts_document
from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from kit.documents.writer import PICTURES, formats, page_images, write
from kit.errors import UnknownFormat

DAY = date(2026, 11, 24)


def test_the_map_is_one_page_with_every_reason_and_topic(shipped: Library) -> None:
    document = scheme_document(shipped, today=DAY)
    assert len(page_images(document, Typesetter(), 30)) == 1
    told = " ".join(document_text(document).split())
    for reason in shipped.outline.reasons:
        assert f"{reason.code}. {reason.title}" in told
        assert all(topic.label in told for topic in shipped.children(reason.id, "topic"))


@pytest.mark.parametrize("size", SIZES)
def test_the_map_keeps_to_one_page_at_any_size_of_text(shipped: Library, size: int) -> None:
    document = replace(scheme_document(shipped, place="Saint-Exemple " * 4, today=DAY), size=size)
    assert len(page_images(document, Typesetter(), 20)) == 1


def test_the_map_is_drawn_in_five_colours_with_a_branch_each(shipped: Library, tmp_path: Path) -> None:
    write(scheme_document(shipped, today=DAY), tmp_path / "carte.svg")
    drawing = (tmp_path / "carte.svg").read_text(encoding="utf-8")
    for ink in ("#0b5563", "#6a3f9b", "#2a6e47", "#1f5fa8", "#b4461a"):
        strokes = re.findall(rf'd="[^"]* C [^"]*"[^>]*stroke="{ink}"|stroke="{ink}"', drawing)
        assert len(strokes) >= 2, f"{ink}: its frame and its branch"


def test_only_a_drawing_can_be_saved_as_a_picture(shipped: Library, tmp_path: Path) -> None:
    scheme = scheme_document(shipped, today=DAY)
    other = replace(scheme, scheme=False)
    assert set(PICTURES) <= set(formats(scheme)) and not set(PICTURES) & set(formats(other))
    with pytest.raises(UnknownFormat):
        write(other, tmp_path / "texte.png")
    assert not list(tmp_path.iterdir())


def test_shortcuts_stand_in_a_table_with_its_header(shipped: Library) -> None:
    document = shortcuts_document([("Ctrl+K", "Rechercher"), ("F1", "Aide")], shipped.publisher, today=DAY)
    told = document_text(document)
    assert "Ctrl+K" in told and "Touches" in told
    assert len(page_images(document, Typesetter(), 30)) == 1
