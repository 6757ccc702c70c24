from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kit import paths
from kit.documents.boxes import checklist_document
from kit.documents.glyphs import LETTERS, coverage, drawable, read_cmap
from kit.documents.model import Checklist
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.errors import CompileFailed
from tests.unit.documents.document_samples import with_text

LETTERS_DRAWN, MORE_DRAWN = coverage(paths.fonts())
HARD = st.one_of(
    st.characters(exclude_categories=()),
    st.sampled_from(sorted(map(chr, LETTERS_DRAWN | MORE_DRAWN))),
    st.sampled_from("\u0301\u0327\u200d\ufe0f\u20e3\u202e\u05d0\u0627漢\x00\x01\ue000\ud800\uffff\U0001f1eb\U0001f3fd"),
)
ANY_TEXT = st.text(HARD, max_size=120)
FEW = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(ANY_TEXT, st.sampled_from("\u200d\ufeff\ufe0f"))
def test_a_usual_text_is_drawn_as_one_that_is_looked_at_by_the_letter(text: str, dropped: str) -> None:
    assert drawable(text) == drawable(text + dropped)


def test_a_missing_or_damaged_font_is_an_error_of_the_kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawable("é") == "é"
    with pytest.raises(CompileFailed, match=LETTERS):
        coverage(tmp_path)
    with monkeypatch.context() as moved, pytest.raises(CompileFailed, match=LETTERS):
        moved.setattr(paths, "fonts", lambda: tmp_path)
        drawable("é")
    (tmp_path / LETTERS).write_bytes(b"no font")
    with pytest.raises(CompileFailed):
        coverage(tmp_path)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Élu·e – « œuvre » d’€", "Élu·e – « œuvre » d’€"),
        ("e\u0301", "é"),
        ("漢字", "[U+6F22][U+5B57]"),
        ("a\x00b\x01c\x7fd\x85e", "abcd\ne"),
        ("\u202eabc\u202c \u200babc\ufeff", "abc abc"),
        ("\ud800", ""),
        ("\u05d0", "[U+05D0]"),
        ("😀 👍🏽 ❤️", "😀 👍 ❤"),
        ("👩\u200d👧", "👩👧"),
        ("1️⃣", "1"),
        ("1ᵉʳ ﬁn ①", "1er fin 1"),
        ("a\r\nb\rc\td\u2028e", "a\nb\nc d\ne"),
        ("→ 10\u202f000 non\u2011dit", "→ 10\u202f000 non\u2011dit"),
        ("\ue000", "[U+E000]"),
        ("\U000f0000", "[U+F0000]"),
        ("😀\u0301", "😀[U+0301]"),
    ],
)
def test_drawable(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@given(ANY_TEXT)
@settings(deadline=None)
def test_only_glyphs_that_a_bundled_font_has_remain(text: str) -> None:
    drawn = drawable(text)
    assert all(c == "\n" or ord(c) in LETTERS_DRAWN | MORE_DRAWN for c in drawn)
    assert drawable(drawn) == drawn
    assert unicodedata.is_normalized("NFC", drawn)


@given(text=ANY_TEXT)
@FEW
def test_no_text_in_any_field_makes_an_export_fail(text: str, sample: Checklist, typesetter: Typesetter) -> None:
    inputs = document_inputs(checklist_document(with_text(sample, text)))
    assert typesetter.compile_pdf(TEMPLATE, inputs, ARCHIVED).startswith(b"%PDF")


def test_every_covered_character_passes_together(sample: Checklist, pdf: Callable[[Checklist], bytes]) -> None:
    every = "".join(map(chr, sorted(LETTERS_DRAWN | MORE_DRAWN)))
    every = drawable(every)  # a skin tone alone has a glyph, yet is dropped
    for text in (every, " ".join(every)):
        item = replace(sample.items[1], note=text)
        assert pdf(replace(sample, sections=(replace(sample.sections[0], items=(item,)),)))


def test_the_four_faces_draw_the_same_letters() -> None:
    faces = [read_cmap(path.read_bytes()) for path in paths.fonts().glob("AtkinsonHyperlegible-*.ttf")]
    assert len(faces) == 4
    assert all(face == faces[0] for face in faces)
    assert read_cmap((paths.fonts() / LETTERS).read_bytes()) == faces[0]


def test_each_font_has_its_licence_beside_it() -> None:
    families = {path.name.split("-")[0] for path in paths.fonts().glob("*.ttf")}
    licences = {
        "AtkinsonHyperlegible": "OFL-Atkinson",
        "NotoEmoji": "OFL-NotoEmoji",
        "KitSignes": "OFL-KitSignes",
    }
    assert families == set(licences)
    for name in licences.values():
        text = (paths.fonts() / f"{name}.txt").read_text(encoding="utf-8")
        assert text.startswith("Copyright ")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
