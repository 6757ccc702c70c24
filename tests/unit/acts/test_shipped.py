"""The 25 models for three communes and two EPCI, in every format: nothing of the template left, titles in structure."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kit import paths
from kit.acts.document import act_document
from kit.acts.loader import ActModels
from kit.acts.model import TO_SIGN, ActModel
from kit.acts.rendering import ActRenderer, RenderedAct
from kit.acts.samples import blank, filled_in
from kit.content.blocks import plain
from kit.content.writing import double
from kit.documents.document import Commented, Document, Role, Styled
from kit.documents.docx import docx
from kit.documents.odt import odt
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.errors import ActUnfit
from tests.unit.acts.act_samples import issued
from tests.unit.documents.office_reading import Office
from tests.unit.documents.pdf_reading import Pdf

RENDERER = ActRenderer(ActModels(paths.acts()))
ISSUED = issued()
PLACES = {"commune-120": ("commune", "120"), "commune-1800": ("commune", "1800"), "commune-12000": ("commune", "12000"),
          "epci-29000": ("epci", "29000"), "epci-60000": ("epci", "60000")}  # fmt: skip
ALL = [(model.id, place) for model in RENDERER.models.all() for place in PLACES]
FITTING = [(one, place) for one, place in ALL if RENDERER.models.get(one).fits_form(PLACES[place][0])]
GOLDEN = paths.program_dir() / "tests" / "golden" / "actes"


def act_of(model_id: str, place: str, *, full: bool = True) -> RenderedAct:
    model: ActModel = RENDERER.models.get(model_id)
    form, population = PLACES[place]
    fields = RENDERER.fields(model)
    values = filled_in(fields, form, population) if full else blank(form, population)
    return RENDERER.render(model, values)


def document_of(model_id: str, place: str, *, full: bool = True) -> Document:
    return act_document(act_of(model_id, place, full=full), "Saint-Exemple", ISSUED)


def articles_of(act: RenderedAct) -> list[str]:
    inner = [block.block if isinstance(block, Commented) else block for block in act.blocks]
    return [plain(block.spans) for block in inner if isinstance(block, Styled) and block.role is Role.ARTICLE]


def test_there_are_twenty_five_models_and_five_places() -> None:
    assert len(ALL) == 125
    assert len(FITTING) >= 110


def test_every_field_that_an_act_asks_for_stands_in_a_group_with_a_name() -> None:
    models = ActModels(paths.acts())
    renderer = ActRenderer(models)
    for model in models.all():
        titles = {group.title for group in (*models.common_groups, *model.groups)}
        fields = renderer.fields(model)
        groups = models.grouped(model, fields)
        assert sorted(field.name for _, inside in groups for field in inside) == sorted(field.name for field in fields)
        for title, inside in groups:
            assert title in titles and inside
            assert title[:1].isupper() and len(title) <= 36 and not title.startswith(("commun", "delegue."))


def test_the_groups_of_a_model_stand_between_the_common_ones() -> None:
    models = ActModels(paths.acts())
    model = models.get("convention-pret-local")
    titles = [title for title, _ in models.grouped(model, ActRenderer(models).fields(model))]
    assert titles[:3] == ["La commune et la délibération", "L’association", "Le local"]
    assert titles[-1] == "La signature" and "La collectivité" not in titles


@pytest.mark.parametrize(("model_id", "place"), sorted(set(ALL) - set(FITTING)))
def test_a_model_that_does_not_fit_an_epci_says_why_in_a_sentence(model_id: str, place: str) -> None:
    with pytest.raises(ActUnfit) as caught:
        act_of(model_id, place)
    assert caught.value.reason.endswith(".") and len(caught.value.reason.split()) > 5


@pytest.mark.parametrize(("model_id", "place"), FITTING)
@pytest.mark.parametrize("write", [docx, odt])
def test_every_act_is_written_for_word_processors(
    model_id: str, place: str, write: Callable[[Document], bytes]
) -> None:
    act = act_of(model_id, place)
    document = act_document(act, "Saint-Exemple", ISSUED)
    office = Office(write(document))
    _nothing_left(office.text)
    if not office.is_odt:  # Word shows no space to fill where all was given
        assert "[À COMPLÉTER" not in office.text and "[VARIANTE" not in office.text
    paragraphs = office.paragraphs
    told = articles_of(act)
    assert [text for text in paragraphs if re.match(r"Article (1er|\d+)\b", text) and text in told] == told
    numbers = [re.match(r"Article (1er|\d+)", text)[1] for text in told]  # type: ignore[index]
    assert numbers == ["1er", *map(str, range(2, len(told) + 1))][: len(told)]
    assert act.title in document.title and document.title in office.paragraphs
    assert document.letter or office.headings[0] == (1, document.title)


@pytest.mark.parametrize(("model_id", "place"), FITTING)
def test_every_act_is_an_accessible_pdf(model_id: str, place: str) -> None:
    act = act_of(model_id, place)
    inputs = document_inputs(act_document(act, "Saint-Exemple", ISSUED))
    pdf = Pdf(Typesetting.one().compile_pdf(TEMPLATE, inputs, ARCHIVED))
    _nothing_left(pdf.text())
    levels = [int(node.tag[1]) for node in pdf.root.walk() if re.fullmatch(r"H\d", node.tag)]
    assert levels[0] == 1 and levels.count(2) >= len(articles_of(act))
    boxes = [figure for figure in pdf.root.all("Figure") if figure.alt == "Case à cocher"]
    assert len(boxes) == pdf.text("-raw").count("☐")
    assert not any("\u200b" in told for told in pdf.strings())


class Typesetting:
    """Keeps one compiler for all acts."""

    _made: Typesetter | None = None

    @classmethod
    def one(cls) -> Typesetter:
        cls._made = cls._made or Typesetter()
        return cls._made


@pytest.mark.parametrize(("model_id", "place"), FITTING)
def test_a_blank_act_shows_and_counts_all_that_is_missing(model_id: str, place: str) -> None:
    act = act_of(model_id, place, full=False)
    told = document_text(act_document(act, "", ISSUED))
    _nothing_left(told)
    shown = set(re.findall(r"\[à compléter : ([^\]]+)\]", flat(told)))
    said = double if act.model.kind in TO_SIGN else str  # a space of what is signed is said in full too
    assert shown <= {flat(said(field.label)) for field in act.missing}
    # A space in a comment to who drafts is seen in the word processor only.
    comments = flat(" ".join(words for block in act.blocks if isinstance(block, Commented) for words in block.comments))
    wanted = {flat(said(field.label)) for field in act.missing if field.type not in ("choix", "oui-non")}
    assert {label for label in wanted - shown if label not in comments} == set()


@pytest.mark.parametrize("model_id", [model.id for model in RENDERER.models.all()])
def test_a_model_without_any_value_shows_both_variants(model_id: str) -> None:
    act = RENDERER.render(RENDERER.models.get(model_id), {})
    _nothing_left(document_text(act_document(act, "", ISSUED)))
    assert act.left > 0


@pytest.mark.parametrize("model_id", [model.id for model in RENDERER.models.all()])
@pytest.mark.parametrize("place", ["commune-1800", "epci-29000"])
def test_the_words_of_each_act_are_as_they_were_looked_at(model_id: str, place: str) -> None:
    if not RENDERER.models.get(model_id).fits_form(PLACES[place][0]):
        assert not (GOLDEN / f"{model_id}-{place}.txt").exists()
        return
    made = document_text(document_of(model_id, place))
    path: Path = GOLDEN / f"{model_id}-{place}.txt"
    if os.environ.get("KIT_GOLDEN") == "1":
        path.write_text(made, encoding="utf-8", newline="")
    assert made == path.read_bytes().decode("utf-8")


def flat(text: str) -> str:
    """Return words in lower case with single spaces: a title in capitals or a line break changes nothing."""
    return " ".join(text.lower().split())


def _nothing_left(text: str) -> None:
    for mark in ("{{", "}}", "{%", "%}", "{#", ":::", "## "):
        assert mark not in text
    assert not re.search("[\ue000-\uf8ff]", text)
    assert not re.search(r"\bNone\b|\bundefined\b", text)


def test_an_arrete_is_the_mayors_act_and_names_no_vote() -> None:
    for place in PLACES:
        told = document_text(document_of("arrete-delegation-ess", place))
        signed = told[: told.index("* * *")]
        assert not re.search(r"Vu la délibération|[Aa]près en avoir délibéré|décide|Résultat\s+du\s+vote", signed)
        assert "\nARRÊTE\n" in signed and "n’a pas à en" in signed
        assert ("L2122-18" in signed) is place.startswith("commune")
        assert ("L5211-9" in signed) is place.startswith("epci")
