"""One writing of the double form: « élu·es » in the models, read as chosen, always in full where one signs."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from kit import paths
from kit.acts.document import Issued, act_document
from kit.acts.loader import ActModels
from kit.acts.model import TO_SIGN, ActModel
from kit.acts.rendering import ActRenderer
from kit.acts.samples import blank, filled_in
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.writing import DOUBLE, PAGE
from kit.documents.text import document_text
from tests.unit.acts.act_samples import NOM, folder_with, model_text, text_of

MODELS = ActModels(paths.acts())
DOT = re.compile(r"\w+·\w+")  # a line of dots underlines a small heading
IDS = [model.id for model in MODELS.all()]


def document(model: ActModel, writing: str, *, empty: bool = False) -> str:
    renderer = ActRenderer(MODELS, writing)
    form = model.fits[0]
    values = blank(form, "") if empty else filled_in(renderer.fields(model), form, "1800")
    publisher = Library(FileStore(paths.content(), paths.kit_file())).publisher
    act = renderer.render(model, values)
    return document_text(act_document(act, "Saint-Exemple", Issued(publisher, datetime.date(2026, 11, 29))))


@pytest.mark.parametrize("empty", [True, False])
@pytest.mark.parametrize("model_id", IDS)
def test_an_act_and_its_last_page_are_in_the_double_form_for_who_chose_it(model_id: str, empty: bool) -> None:
    assert DOT.findall(document(MODELS.get(model_id), DOUBLE, empty=empty)) == []


@pytest.mark.parametrize("empty", [True, False])
@pytest.mark.parametrize("model_id", [model.id for model in MODELS.all() if model.kind in TO_SIGN])
def test_what_is_signed_is_in_the_double_form_for_everyone(model_id: str, empty: bool) -> None:
    renderer, model = ActRenderer(MODELS, PAGE), MODELS.get(model_id)
    for form in model.fits:
        values = blank(form, "") if empty else filled_in(renderer.fields(model), form, "1800")
        act = renderer.render(model, values)
        assert DOT.findall(act.title + text_of(act)) == []


def test_what_was_typed_keeps_its_writing(tmp_path: Path) -> None:
    body = "# Les élu·es\n\nLes élu·es : {{ delegue.nom }}\n\n::: rédaction\nUn mot aux élu·es.\n:::\n"
    models = folder_with(tmp_path, essai=model_text(body, NOM, kind='"convention"'))
    act = ActRenderer(models, PAGE).render(models.get("essai"), {"delegue.nom": "un·e élu·e"})
    assert act.title == "Les élues et les élus" and "Les élues et les élus\u00a0: un·e élu·e" in text_of(act)
    assert "Un mot aux élu·es." in repr(act.blocks)  # who drafts reads it, as the rest of the kit


def test_what_is_not_signed_follows_the_reader() -> None:
    model = MODELS.get("encart-bulletin")
    assert "les porteur·euses de projet" in document(model, PAGE)
    assert "les porteuses et les porteurs de projet" in document(model, DOUBLE).replace("\n", " ")
