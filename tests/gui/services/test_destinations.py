"""Places are values of the page that they open: nothing is joined into a string and taken apart again."""

from __future__ import annotations

import pytest

from kit.content.library import Library
from ui.services.bookmarks import Bookmarks
from ui.services.context import AppContext
from ui.services.navigation import Navigator, PageId, Route, ToActModel, ToArticle, ToContact, ToPrint, place
from ui.text import surroundings


@pytest.mark.parametrize("page", list(PageId))
def test_a_place_known_by_its_page_is_of_that_page_s_own_kind(page: PageId) -> None:
    made = place(page, "x", scroll=3)
    assert (made.page, made.id, made.scroll) == (page, "x", 3)
    if type(made) is not Route:
        with pytest.raises(TypeError):
            Route(page, "x")


def test_a_link_of_a_text_becomes_a_destination_once(context: AppContext) -> None:
    library: Library = context.library
    assert surroundings.route_to(library, "contact:erreur", about="ess") == ToContact("erreur", about="ess")
    assert surroundings.route_to(library, "imprimer:raccourcis", about="ess") == ToPrint("raccourcis", of="ess")
    assert surroundings.route_to(library, "modele:arrete-delegation-ess") == ToActModel("arrete-delegation-ess")
    assert surroundings.route_to(library, "commerces-proximite#sources") == ToArticle("commerces-proximite", "sources")


def test_the_history_names_an_act_once_it_is_begun() -> None:
    navigator = Navigator()
    model, act = ToActModel("un-modele"), ToActModel("un-modele", act="7")
    navigator.go(model)
    navigator.remember_scroll(40)
    navigator.go(Route(PageId.HOME))
    navigator.rename(model, act)
    navigator.back()
    assert navigator.here == ToActModel("un-modele", act="7", scroll=40)


def test_the_place_where_the_window_was_closed_comes_back_whole(context: AppContext) -> None:
    marks = Bookmarks(context.settings)
    for left in (
        ToArticle("commerces-proximite", scroll=120),
        ToActModel("un-modele", act="7"),
        Route(PageId.ACT, "x"),
    ):
        marks.leave_at(left)
        assert marks.last() == left
