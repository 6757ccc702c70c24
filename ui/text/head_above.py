"""What one chooses above a text: as high as it needs where there is room, scrolling by itself where there is not."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from ui.text.article_view import ArticleView
from ui.widgets.snug_area import SnugArea

_LEAST_HEAD = 110  # pixels that the head keeps
_LEAST_VIEW = 150  # and the text below it


def head_above(part: QWidget, head: Iterable[QWidget | QLayout], view: ArticleView, *, top: int = 0) -> SnugArea:
    """Fill ``part`` with a head, one thing below the other, and the text below it; return the area of the head."""
    theme = view.theme
    inner = QWidget()
    inner.setObjectName("canvas")
    box = QVBoxLayout(inner)
    box.setContentsMargins(theme.space_6 + 3, top, theme.space_5, 2)  # 3: the view's focus bar
    box.setSpacing(theme.space_2)
    for one in head:
        if isinstance(one, QWidget):
            box.addWidget(one)
        else:
            box.addLayout(one)
    box.addStretch(1)  # the text may be hidden
    area = SnugArea(inner, least=round(_LEAST_HEAD * min(theme.scale, 1.5)))
    view.setMinimumHeight(round(_LEAST_VIEW * min(theme.scale, 1.5)))
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space_2)
    column.addWidget(area)
    column.addWidget(view, 1)
    return area
