"""A text beside its scroll bar, whatever was shown before it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kit.tokens import LIGHT
from ui.text.article_view import ArticleView

SHORT = "<p>Une ligne.</p>"
LONG = "<p>Des mots, encore des mots, toujours des mots, et d’autres.</p>" * 200


@pytest.mark.parametrize("first", [SHORT, LONG], ids=["short", "long"])
def test_the_bar_is_there_for_a_long_text_alone(qtbot: QtBot, first: str) -> None:
    view = ArticleView(LIGHT, widest=2000)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show_article(first, "Essai")  # before it is seen
    view.show()
    wide = {}
    for text in (first, SHORT, LONG, LONG, SHORT):
        view.show_article(text, "Essai")
        assert view.verticalScrollBar().isVisible() == (text == LONG)
        assert view.document().pageSize().width() == view.viewport().width()
        wide.setdefault(text, set()).add(view.viewport().width())
    ((narrow,), (whole,)) = wide[LONG], wide[SHORT]
    assert whole - narrow == view.verticalScrollBar().sizeHint().width()
