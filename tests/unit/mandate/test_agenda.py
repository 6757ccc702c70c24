"""The agenda: what comes in its month, no day that nobody gave, one page of paper, a calendar of known days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kit.content.library import Library
from kit.content.shelf import NationalDate
from kit.documents.agenda import agenda_document
from kit.documents.calendar_file import ics
from kit.documents.plan import plan_document
from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images
from kit.dossier.dossier import Dossier
from kit.dossier.plan import Plan, build_plan
from kit.mandate.agenda import Agenda, CouncilDay, Kind, Moment, build_agenda, narrowed

TODAY = date(2026, 11, 25)
MONTH = NationalDate(
    "agenda-mois-ess", "Mois de l’ESS", "chaque novembre", month=11,
    before_90="Réserver.", before_30="Inscrire.", before_7="Rappeler.",
)  # fmt: skip
SCHOOL = NationalDate("agenda-ecole", "Semaine de l’ESS à l’école", "en mars, dates à vérifier", month=3, check_by=2027)
ANY = NationalDate("agenda-conference", "Conférence régionale", "au moins une fois tous les deux ans")


def agenda_of(library: Library, dossier: Dossier, *, council: str = "", steps: tuple[CouncilDay, ...] = ()) -> Agenda:
    plan = build_plan(library.outline, dossier, TODAY)
    return build_agenda(plan, (MONTH, SCHOOL, ANY), TODAY, council=council, steps=steps)


def test_national_moments_stand_in_their_next_month_and_never_have_a_day(library: Library, dossier: Dossier) -> None:
    agenda = agenda_of(library, dossier)
    months = [month for month, found in agenda.months if any(not one.before for one in found)]
    assert months == [(2026, 11), (2027, 3)]
    assert [one.on for one in agenda.undated] == ["agenda-conference"]
    assert {one.day for one in agenda.moments if not one.before} == {None}


def test_what_leads_to_a_moment_has_its_days_from_the_first_of_its_month(library: Library, dossier: Dossier) -> None:
    """The month is on: what is told leads to the next one; 90, 30 and 7 days before 1 November 2027."""
    agenda = agenda_of(library, dossier)
    steps = [one for one in agenda.moments if one.before]
    assert [(one.before, one.day, one.text) for one in steps] == [
        (90, date(2027, 8, 3), "Réserver."),
        (30, date(2027, 10, 2), "Inscrire."),
        (7, date(2027, 10, 25), "Rappeler."),
    ]
    assert not any(one.is_counted for one in steps), "it is the whole month"
    month = next(one for one in agenda.moments if one.on == MONTH.id and not one.before)
    assert [step.day for step in month.ahead] == [one.day for one in steps]
    assert all(step.day is None for one in agenda.undated for step in one.ahead)


def test_known_days_of_an_edition_are_taken_until_it_is_over() -> None:
    week = NationalDate(
        "semaine", "Semaine", "en mars", month=3, first_day=date(2027, 3, 22), last_day=date(2027, 3, 27),
        before_7="Rappeler.", check_by=2028,
    )  # fmt: skip
    plan = Plan((), ())

    def told(today: date) -> list[tuple[int, date | None, date | None, bool]]:
        return [(one.before, one.day, one.last, one.is_counted) for one in build_agenda(plan, (week,), today).moments]

    assert told(date(2027, 3, 1)) == [
        (7, date(2027, 3, 15), None, False),
        (0, date(2027, 3, 22), date(2027, 3, 27), False),
    ]
    assert told(date(2027, 3, 27)) == [
        (0, date(2027, 3, 22), date(2027, 3, 27), False),
        (7, date(2028, 2, 23), None, True),
    ]
    after = build_agenda(plan, (week,), date(2027, 3, 28))
    assert [(one.before, one.day) for one in after.moments] == [(7, date(2028, 2, 23))], (
        "March of the next year is too far"
    )


def events(made: bytes) -> dict[str, dict[str, str]]:
    found = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", made.decode().replace("\r\n ", ""), re.DOTALL)
    read = [dict(line.split(":", 1) for line in one.split("\r\n") if line) for one in found]
    assert len({one["UID"] for one in read}) == len(read)
    return {one["UID"]: one for one in read}


def test_importing_again_changes_and_never_doubles(library: Library, dossier: Dossier) -> None:
    """The days of an edition become known, an action moves: the same ids on other days, with a later revision."""
    dossier.record("action:reseaux-cress", "due", "2027-02-03")
    plan = build_plan(library.outline, dossier, TODAY)
    known = replace(SCHOOL, first_day=date(2027, 3, 22), last_day=date(2027, 3, 27))

    def made(school: NationalDate, at: datetime) -> dict[str, dict[str, str]]:
        agenda = build_agenda(plan, (MONTH, school), TODAY, council="2027-01-15")
        return events(ics(agenda_document(library, agenda, today=TODAY, dossier_id="d"), at))

    first = made(SCHOOL, datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    dossier.record("action:reseaux-cress", "due", "2027-02-10")
    plan = build_plan(library.outline, dossier, TODAY)
    again = made(known, datetime(2026, 11, 25, 9, 5, tzinfo=UTC))
    assert first.keys() == again.keys()
    school, moved = (found["agenda-national-agenda-ecole-2027-d@kit-ess"] for found in (first, again))
    assert (school["DTSTART;VALUE=DATE"], school["DTEND;VALUE=DATE"]) == ("20270301", "20270401")
    assert "dates à vérifier" in school["SUMMARY"] and "dates à vérifier" not in moved["SUMMARY"]
    assert (moved["DTSTART;VALUE=DATE"], moved["DTEND;VALUE=DATE"]) == ("20270322", "20270328")
    assert int(moved["SEQUENCE"]) == int(school["SEQUENCE"]) + 5
    assert (school["LAST-MODIFIED"], moved["DTSTAMP"]) == ("20261125T090000Z", "20261125T090500Z")
    assert "agenda-national-agenda-mois-ess-2027-90-d@kit-ess" in again
    paper = events(ics(plan_document(library, dossier, dossier_id="d")))
    assert paper.keys() <= again.keys(), "the calendar of the plan has the same event of an action"


def test_due_dates_are_late_in_their_month_or_said_in_words(library: Library, dossier: Dossier) -> None:
    dossier.record("action:elu-commission", "due", "2026-10-01")
    dossier.record("action:reseaux-cress", "due", "2027-02-03")
    dossier.record("action:reseaux-cress", "who", "Maire")
    dossier.record("action:reseaux-ptce", "due", "fin mars")
    dossier.record("action:reseaux-recensement", "due", "2027-01-01")
    dossier.record("action:elu-extra-municipale", "due", "2031-06-01")
    dossier.record("action:elu-extra-municipale", "status", "fait")
    agenda = narrowed(agenda_of(library, dossier), frozenset([Kind.DUE]))
    assert [one.on for one in agenda.late] == ["action:elu-commission"]
    assert (2027, 2) in dict(agenda.months) and dict(agenda.months)[2027, 2][0].who == "Maire"
    assert [one.words for one in agenda.undated] == ["fin mars"]
    assert "action:elu-extra-municipale" not in {one.on for one in agenda.moments}, "it is done"


def test_a_due_date_years_ahead_is_not_left_out(library: Library, dossier: Dossier) -> None:
    dossier.record("action:elu-commission", "due", "2031-06-01")
    assert dict(agenda_of(library, dossier).months)[2031, 6][0].on == "action:elu-commission"


def test_a_yearly_action_comes_round_again(library: Library, dossier: Dossier) -> None:
    on = "action:evenements-conferences"
    dossier.record(on, "status", "fait")
    dossier.record(on, "done_year", 2026)
    (found,) = narrowed(agenda_of(library, dossier), frozenset([Kind.YEARLY])).moments
    assert (found.month, found.day, found.text) == ((2027, 1), None, "2026")
    dossier.record(on, "done_year", 2025)
    (found,) = narrowed(agenda_of(library, dossier), frozenset([Kind.YEARLY])).undated
    assert found.on == on


def test_the_council_and_what_leads_to_it_stand_on_their_days(library: Library, dossier: Dossier) -> None:
    steps = (CouncilDay("review", date(2027, 1, 4), "Relire"), CouncilDay("old", date(2026, 11, 1), "Passé"))
    agenda = agenda_of(library, dossier, council="2027-01-15", steps=steps)
    assert [one.kind for one in dict(agenda.months)[2027, 1]] == [Kind.STEP, Kind.COUNCIL]
    assert "Passé" not in {one.title for one in agenda.moments}
    past = agenda_of(library, dossier, council="2026-11-01")
    assert Kind.COUNCIL not in {one.kind for one in past.moments}
    said = agenda_of(library, dossier, council="en mars")
    assert next(one for one in said.undated if one.kind is Kind.COUNCIL).words == "en mars"


def test_the_calendar_has_the_days_that_are_known_and_no_other(library: Library, dossier: Dossier) -> None:
    dossier.record("action:reseaux-cress", "due", "2027-02-03")
    dossier.record("action:elu-commission", "due", "2026-10-01")
    agenda = agenda_of(
        library, dossier, council="2027-01-15", steps=(CouncilDay("review", date(2027, 1, 4), "Relire"),)
    )
    made = ics(agenda_document(library, agenda, place="Saint-Exemple", today=TODAY, dossier_id="d")).decode()
    days = [line.partition(":")[2].strip() for line in made.splitlines() if line.startswith("DTSTART")]
    assert days == ["20261101", "20270104", "20270115", "20270203", "20270301", "20270803", "20271002", "20271025"]
    assert "Conférence régionale" not in made, "it has no month"


def test_the_page_tells_all_and_empty_says_so(library: Library, dossier: Dossier) -> None:
    dossier.record("action:reseaux-cress", "due", "2027-02-03")
    text = document_text(agenda_document(library, agenda_of(library, dossier), today=TODAY))
    assert "Ce qui vient, de novembre 2026 à octobre 2027." in " ".join(text.split())
    assert "Février 2027" in text and "3 février 2027" in text and "Mois de l’ESS" in text
    nothing = build_agenda(build_plan(library.outline, dossier, TODAY), (), date(2026, 11, 25))
    nothing = narrowed(nothing, frozenset([Kind.COUNCIL]))
    assert nothing.is_empty
    assert "Rien n’est prévu" in document_text(agenda_document(library, nothing, today=TODAY))


@pytest.mark.parametrize("count", [3, 60, 300])
def test_the_agenda_holds_on_one_page_however_much_there_is(library: Library, count: int) -> None:
    long = "4.2 Identifier les acteurs, les projets et les expertises du territoire avec la population et les voisins"
    days = [TODAY + timedelta(days=n) for n in range(count)]
    months: dict[tuple[int, int], list[Moment]] = {}
    for n, day in enumerate(days):
        one = Moment(Kind.DUE, f"own:{n}", long[: 30 + n % 70], day, who="Adjointe à l’économie")
        months.setdefault((day.year, day.month), []).append(one)
    agenda = Agenda((2026, 11), (), tuple((month, tuple(found)) for month, found in months.items()), ())
    document = agenda_document(library, agenda, place="Saint-Exemple", today=TODAY)
    assert len(page_images(document, Typesetter(), 20)) == 1
    assert len(document.sheets[0].rows) == count and document.dues is not None and len(document.dues) == count


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(1, 12))
def test_a_national_moment_is_never_behind_nor_more_than_a_year_ahead(today: date, month: int) -> None:
    one = NationalDate("x", "X", "", month=month)
    ((year, found), _) = build_agenda(Plan((), ()), (one,), today).months[0]
    assert found == month and 0 <= (year - today.year) * 12 + month - today.month < 12
