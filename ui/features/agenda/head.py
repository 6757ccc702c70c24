"""The head of the calendar: the ways to look at the plan, month or list, which kinds, and out to a file."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.mandate.agenda import Kind
from kit.tokens import Tokens
from kit.typography import fr
from ui.features.agenda.agenda_cards import TAGS
from ui.plan.ways import CALENDAR, ways
from ui.theme import icons
from ui.widgets.columns import Columns
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.menu_chip import MenuChip
from ui.widgets.segments import Segments
from ui.widgets.text import Heading, Label, as_text

MONTH, LIST = "mois", "liste"
_WITHOUT_DAY = fr("Les temps sans jour connu n’y sont pas : aucune date n’est inventée.")
STAYS = fr("Une date retirée du kit reste dans votre agenda : à effacer là-bas.")
_APART = "Dans un agenda à part, que vous videz avant de reprendre le fichier, rien ne reste en double."


class CalendarHead(QWidget):
    """``way_chosen`` carries a way to look at the plan, ``view_chosen`` ``MONTH`` or ``LIST``.

    ``turned`` carries -1 or 1, ``today_requested`` asks for the month of today.
    """

    way_chosen = Signal(str)
    view_chosen = Signal(str)
    turned = Signal(int)
    today_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.ways = ways()
        self.ways.choose(CALENDAR)
        self.ways.chosen.connect(self._on_way)
        self.views = Segments("Le calendrier en mois ou en liste", [(MONTH, "Mois"), (LIST, "Liste")])
        self.views.chosen.connect(self.view_chosen)
        self.kinds = MenuChip(theme, "Montrer")
        self.kinds.show_choices((("", "Tout"), *((kind.value, TAGS[kind]) for kind in Kind)))
        self.calendar = QPushButton("Vers mon agenda…")
        self.calendar.setProperty("look", "link-small")
        limits = f"{_WITHOUT_DAY} {STAYS} {_APART}"
        self.calendar.setToolTip(as_text(f"Un fichier (.ics) que Thunderbird, Outlook ou un téléphone ouvre. {limits}"))
        self.calendar.setAccessibleDescription(limits)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        title = Heading("Mon plan d’action", 1)
        wide = round(560 * theme.scale)
        column.addWidget(Columns(title, self.ways, threshold=wide, gap=theme.space_2, stretch=(1, 0)))
        flow = FlowLayout(gap=theme.space_2, middle=True)
        self._turning = self._build_turning()
        for part in (self._turning, self.views, self.kinds, self.calendar):
            flow.addWidget(part)
        column.addLayout(flow)
        self.moved = Label("", "muted")
        self.moved.hide()
        column.addWidget(self.moved)

    def show_month(self, words: str, why: str = "") -> None:
        """Name the month that is shown, and say ``why`` where it is not the one that one expects."""
        self.month.setText(words)
        self.moved.setText(why)
        self.moved.setVisible(bool(why) and not self._turning.isHidden())

    def show_view(self, view: str) -> None:
        """Offer what goes with the month or with the list."""
        self.views.choose(view)
        self._turning.setVisible(view == MONTH)
        self.moved.setVisible(bool(self.moved.text()) and view == MONTH)

    def _on_way(self, way: str) -> None:
        self.ways.choose(CALENDAR)  # coming back finds this page as it was
        self.way_chosen.emit(way)

    def _build_turning(self) -> QWidget:
        t = self._theme
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(t.space_2)
        self.before, self.after = (
            self._build_arrow("retour", "Mois précédent"),
            self._build_arrow("avance", "Mois suivant"),
        )
        self.before.clicked.connect(lambda: self.turned.emit(-1))
        self.after.clicked.connect(lambda: self.turned.emit(1))
        self.month = Heading("", 2)
        self.month.setMinimumWidth(round(168 * t.scale))  # another month must not move the buttons
        self.today = QPushButton("Aujourd’hui")
        self.today.setProperty("look", "chip")
        self.today.clicked.connect(self.today_requested)
        for button in (self.before, self.after):
            row.addWidget(button)
        row.addSpacing(t.space_2)
        row.addWidget(self.month)
        row.addWidget(self.today)
        return part

    def _build_arrow(self, drawing: str, words: str) -> QPushButton:
        t = self._theme
        button = QPushButton()
        button.setProperty("look", "small")
        button.setIcon(icons.icon(drawing, t.primary))
        button.setIconSize(QSize(t.icon, t.icon))
        button.setAccessibleName(words)
        button.setToolTip(as_text(words))
        return button
