"""What a tool found, as a text to read, with what can be done with it and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.content.blocks import Figure
from kit.tokens import Tokens
from ui.text.article_view import ArticleView
from ui.widgets.flow_layout import FlowLayout


class ResultPane(QWidget):
    """``taken`` when one goes on with what is shown, ``left`` when one goes back."""

    taken = Signal()
    left = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = ArticleView(theme)
        self.take = QPushButton("")
        self.take.setProperty("look", "primary")
        self.take.clicked.connect(self.taken)
        self.leave = QPushButton("Revenir")
        self.leave.clicked.connect(self.left)
        self.more = [QPushButton(""), QPushButton("")]
        self._called: list[Callable[[], None]] = []
        for place, one in enumerate(self.more):
            one.clicked.connect(lambda _=False, at=place: self._called[at]())
        flow = FlowLayout(gap=theme.space_2)
        flow.addWidget(self.leave)
        flow.addWidget(self.take)
        for one in self.more:
            flow.addWidget(one)
        head = QVBoxLayout()
        head.setContentsMargins(theme.space_6 + 3, 0, theme.space_5, 0)  # 3: the view's focus bar
        head.addLayout(flow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        column.addLayout(head)
        column.addWidget(self.view, 1)

    def show_result(
        self,
        html: str,
        name: str,
        todo: str = "",
        figures: Sequence[Figure] = (),
        more: Sequence[tuple[str, Callable[[], None]]] = (),
    ) -> None:
        """Show a page with its figures; ``todo`` names the button that sends ``taken``.

        ``more`` are up to two other buttons with what each calls; the page stays in sight.
        """
        self.view.show_article(html, name, figures)
        self._called = [pressed for _, pressed in more]
        for place, one in enumerate(self.more):
            one.setText(more[place][0] if place < len(more) else "")
            one.setVisible(place < len(more))
        self.take.setText(todo)
        self.take.setVisible(bool(todo))
        (self.take if todo else self.view).setFocus()
