"""Aide en images: the screens of the kit, each with what one does there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit import paths
from kit.errors import KitError
from kit.typography import fr
from ui.features.help.pictures import HelpPicture, load_pictures
from ui.features.help.scaled_picture import ScaledPicture
from ui.output import printables
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.navigation import ToArticle
from ui.services.page import Crumb, Page
from ui.widgets.fit_grid import FitGrid
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.text import Heading, Label, card

_LEAD = "Ces images viennent du kit lui-même, sur une commune inventée. Un bouton ouvre l’écran montré."
_NARROWEST = 400


class HelpPicturesPage(Page):
    """A card a picture; its button opens the screen that it shows."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        inner = QWidget()
        column = page_column(inner, t)
        column.addWidget(Heading("Aide en images", 1))
        column.addWidget(Label(_LEAD, "muted"))
        try:
            parts = [self._build_card(one) for one in load_pictures(paths.help_pictures())]
            column.addWidget(FitGrid(parts, narrowest=round(_NARROWEST * t.scale), most=2, gap=t.space_4))
        except KitError as error:
            column.addWidget(Label(sentence(error)))
        column.addStretch(1)
        self._area = scrolling(self, inner)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Aide", ToArticle("aide")), Crumb("Aide en images"))

    def nearest_print(self) -> str:
        return printables.SHORTCUTS

    def scroller(self) -> QScrollArea:
        return self._area

    def state(self) -> dict[str, str]:
        return {}

    def _build_card(self, one: HelpPicture) -> QFrame:
        t = self.context.theme
        frame = card()
        box = QVBoxLayout(frame)
        box.setContentsMargins(t.space_4, t.space_3, t.space_4, t.space_3)
        box.setSpacing(t.space_2)
        box.addWidget(Heading(one.title, 2, "h3"))
        box.addWidget(ScaledPicture(one.path, one.alternative))
        box.addWidget(Label(one.text))
        button = QPushButton("Ouvrir cet écran")
        button.setAccessibleName(fr("Ouvrir cet écran : {title}", title=one.title))
        button.clicked.connect(lambda _=False: self.route_requested.emit(one.route))
        box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return frame
