"""Exemples et réseaux as forms: the commune gives its code, what is missing is said, what is old is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from atelier.features.cases.example_form import ExampleForm
from atelier.features.cases.network_form import NetworkForm
from atelier.features.cases.page import CasesPage
from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.window import AtelierWindow
from kit.content.lists import load_shelf
from kit.packs.working_copy import copy_texts
from tests.gui.atelier.desks import PATIENCE, open_desk
from ui.services.navigation import Route

BALLON = "exemple:de-l-idee-a-l-ouverture:cas-ballon-epicerie"


@pytest.fixture
def page(qtbot: QtBot, make_desk: Callable[..., AtelierContext], tmp_path: Path) -> Iterator[CasesPage]:
    """Return the page on a copy of the shipped texts, read."""
    copy_texts(tmp_path / "textes")
    desk = open_desk(qtbot, make_desk(tmp_path / "textes"))
    desk.open_route(Route(ScreenId.CASES))
    found = desk.current_page
    assert isinstance(found, CasesPage)
    qtbot.waitUntil(lambda: found.context.open_texts.texts is not None, timeout=PATIENCE)
    yield found  # the window lives as long as this frame


def window(page: CasesPage) -> AtelierWindow:
    found = page.window()
    assert isinstance(found, AtelierWindow)
    return found


def form(qtbot: QtBot, page: CasesPage, key: str) -> ExampleForm:
    window(page).open_route(Route(ScreenId.CASES, key))
    qtbot.waitUntil(lambda: page.form is not None, timeout=PATIENCE)
    assert isinstance(page.form, ExampleForm)
    return page.form


def back_on_the_list(qtbot: QtBot, page: CasesPage) -> None:
    done = lambda: window(page).navigator.here == Route(ScreenId.CASES) and not page.context.jobs.is_busy  # noqa: E731
    qtbot.waitUntil(done, timeout=PATIENCE)


def test_the_list_marks_what_is_old_and_keeps_it_alone(qtbot: QtBot, page: CasesPage) -> None:
    page.pane.choose("kind", "old")
    page.pane.narrowed.emit()
    assert "plus de cinq ans" in page.pane.view.toPlainText()
    page.pane.choose("kind", "reseau")
    page.pane.narrowed.emit()
    assert "Mouvement associatif" in page.pane.view.toPlainText()


def test_a_commune_gives_its_code_its_departement_and_its_inhabitants(qtbot: QtBot, page: CasesPage) -> None:
    fields = form(qtbot, page, "exemple:nouveau")
    fields.keep.click()
    for key in ("place", "text", "year", "facts"):
        assert fields.boxes[key].error, key
    assert fields.role_error.isVisible()
    fields.place.chosen.emit("23096")
    assert (fields.place.text(), fields.insee.text(), fields.departement.text()) == ("Guéret", "23096", "Creuse")
    assert int(fields.population.text()) > 5000
    fields.year.setText("2019")
    assert fields.age.isVisible() and "5 ans" in fields.age.text().replace("\u00a0", " ")
    fields.year.setText("2999")
    assert not fields.age.isVisible()
    fields.year.setText("2025")
    fields.roles["local"].click()
    fields.text.setPlainText("En 2025, la commune a prêté une salle.")
    fields.source.setText("Journal de la commune")
    fields.page.choose("outils-commande-publique")
    fields.keep.click()
    back_on_the_list(qtbot, page)
    texts = page.context.open_texts.texts
    assert texts is not None
    made = next(one for one in texts.lint.setting.library.examples() if one.facts == ("F9001",))
    assert (made.insee, made.place, made.role) == ("23096", "Guéret", ("local",))
    row = texts.row("outils-commande-publique")
    assert row is not None and row.is_changed and not row.errors


def test_an_example_is_corrected_in_its_own_text(qtbot: QtBot, page: CasesPage, tmp_path: Path) -> None:
    fields = form(qtbot, page, BALLON)
    assert fields.page.key() == "de-l-idee-a-l-ouverture" and not fields.page.isEnabled()
    assert fields.boxes["facts"].note
    fields.text.setPlainText("Autre récit.")
    fields.keep.click()
    back_on_the_list(qtbot, page)
    raw = (tmp_path / "textes" / "content" / "agir" / "de-l-idee-a-l-ouverture.md").read_text(encoding="utf-8")
    assert "Autre récit." in raw
    again = form(qtbot, page, BALLON)
    again.facts.setText("F0")
    again.keep.click()
    assert "F0" in again.boxes["facts"].error


def test_a_network_is_a_form_too(qtbot: QtBot, page: CasesPage, tmp_path: Path) -> None:
    window(page).open_route(Route(ScreenId.CASES, "reseau:reseau-cress"))
    qtbot.waitUntil(lambda: isinstance(page.form, NetworkForm), timeout=PATIENCE)
    fields = page.form
    assert isinstance(fields, NetworkForm) and fields.acronym.text() == "CRESS"
    fields.name.clear()
    fields.keep.click()
    assert fields.boxes["name"].error
    fields.name.setText("La chambre régionale")
    fields.keep.click()
    back_on_the_list(qtbot, page)
    assert load_shelf(tmp_path / "textes" / "content", []).networks[0].name == "La chambre régionale"


def test_a_form_that_is_left_is_taken_up_again(qtbot: QtBot, page: CasesPage, tmp_path: Path) -> None:
    fields = form(qtbot, page, BALLON)
    fields.text.setPlainText("À moitié écrit")
    fields.roles["toit"].click()
    window(page).open_route(Route(ScreenId.CASES))
    again = form(qtbot, page, BALLON)
    assert again.text.toPlainText() == "À moitié écrit" and again.roles["toit"].isChecked()
    assert "repris" in page.status.text()
    again.keep.click()
    back_on_the_list(qtbot, page)
    assert form(qtbot, page, BALLON).text.toPlainText() == "À moitié écrit" and not page.status.text()
