"""The days of an act: summons, council, publication, transmission, appeals."""

from __future__ import annotations

from datetime import date

import pytest

from kit import paths
from kit.acts.loader import ActModels
from kit.acts.retroplanning import Setting, retroplanning, retroplanning_document
from kit.documents.calendar_file import ics
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from tests.unit.acts.act_samples import issued
from tests.unit.documents.pdf_reading import Pdf

MODELS = ActModels(paths.acts())
VOTED, SIGNED = MODELS.get("deliberation-cadre-subventions"), MODELS.get("arrete-delegation-ess")
LETTER = MODELS.get("lettre-reseaux-ess")


def days_of(setting: Setting, model: str = VOTED.id, today: date | None = None) -> dict[str, date]:
    steps = retroplanning(MODELS.get(model), setting, MODELS.thresholds, today)
    return {step.id: step.day for step in steps}


@pytest.mark.parametrize(
    ("form", "population", "summons"),
    [
        ("commune", 120, {"summons-3": date(2026, 12, 22)}),
        ("commune", 3499, {"summons-3": date(2026, 12, 22)}),
        ("commune", 3500, {"summons-5": date(2026, 12, 20)}),
        ("epci", 900, {"summons-5": date(2026, 12, 20)}),
        ("epci", None, {"summons-5": date(2026, 12, 20)}),
        ("commune", None, {"summons-5": date(2026, 12, 20), "summons-3": date(2026, 12, 22)}),
        ("", None, {"summons-5": date(2026, 12, 20), "summons-3": date(2026, 12, 22)}),
    ],
)
def test_the_summons_leaves_three_or_five_clear_days(
    form: str, population: int | None, summons: dict[str, date]
) -> None:
    found = days_of(Setting(date(2026, 12, 26), form, population))
    assert {key: day for key, day in found.items() if key.startswith("summons")} == summons


def test_the_steps_come_in_the_order_of_their_days() -> None:
    found = days_of(Setting(date(2026, 12, 15), "commune", 1800))
    assert list(found.items()) == [
        ("review", date(2026, 12, 4)),
        ("summons-3", date(2026, 12, 11)),
        ("council", date(2026, 12, 15)),
        ("publish", date(2026, 12, 16)),
        ("send", date(2026, 12, 16)),
        ("appeal", date(2027, 2, 16)),
    ]


def test_the_end_of_appeals_is_told_as_the_earliest_that_it_can_be() -> None:
    steps = {step.id: step for step in retroplanning(VOTED, Setting(date(2027, 1, 21), "epci"), MODELS.thresholds)}
    assert (steps["publish"].day, steps["appeal"].day) == (date(2027, 1, 22), date(2027, 3, 22))
    assert "au plus tôt" in steps["appeal"].title and "ne finit pas avant ce jour" in steps["appeal"].text
    assert "22 janvier 2027" in steps["appeal"].text


def test_an_arrete_has_no_summons_and_a_letter_no_appeal() -> None:
    assert list(days_of(Setting(date(2026, 12, 15)), SIGNED.id)) == ["review", "signed", "publish", "send", "appeal"]
    assert list(days_of(Setting(date(2026, 12, 15)), LETTER.id)) == ["review", "signed"]


def test_a_closed_day_only_warns_and_moves_nothing() -> None:
    steps = {s.id: s for s in retroplanning(VOTED, Setting(date(2026, 12, 26), "epci"), MODELS.thresholds)}
    assert steps["summons-5"].day == date(2026, 12, 20)
    assert "dimanche" in steps["summons-5"].warning and "vendredi 18 décembre 2026" in steps["summons-5"].warning
    assert "samedi" in steps["council"].warning
    christmas = retroplanning(VOTED, Setting(date(2026, 12, 29), "commune", 120), MODELS.thresholds)
    (summons,) = [step for step in christmas if step.id == "summons-3"]
    assert "vendredi (Noël)" in summons.warning and "jeudi 24 décembre 2026" in summons.warning


def test_days_that_are_past_are_said_to_be() -> None:
    steps = retroplanning(VOTED, Setting(date(2026, 12, 15), "commune", 600), MODELS.thresholds, date(2026, 12, 12))
    assert [step.id for step in steps if "passée" in step.warning] == ["review", "summons-3"]


def test_publication_follows_the_size() -> None:
    def told(population: int | None, form: str = "commune") -> str:
        steps = retroplanning(VOTED, Setting(date(2026, 12, 15), form, population), MODELS.thresholds)
        return next(step.text for step in steps if step.id == "publish")

    assert "en intégralité" in told(3500) and "en intégralité" in told(None, "epci")
    assert "affichage" in told(3499)
    assert "sous 3\u00a0500" in told(None)


def test_it_is_one_page_and_a_calendar() -> None:
    setting = Setting(date(2026, 12, 26), "commune", 1800)
    steps = retroplanning(VOTED, setting, MODELS.thresholds)
    document = retroplanning_document(VOTED, steps, setting, issued(), place="Saint-Exemple", dossier="d1")
    pdf = Pdf(Typesetter().compile_pdf(TEMPLATE, document_inputs(document)))
    assert len(pdf.pdf.pages) == 1
    calendar = ics(document).decode("utf-8").replace("\r\n ", "")
    assert calendar.count("BEGIN:VEVENT") == len(steps)
    assert "DTSTART;VALUE=DATE:20261222" in calendar
    assert f"UID:act-{VOTED.id}-summons-3-d1@kit-ess" in calendar
    assert "mardi 22 décembre 2026" in document_text(document)
