"""One lever as a sheet: title, count, starting point, and its actions to tick."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.content.model import Article, Example, Lever
from kit.dossier.model import Progress
from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.checklist_item import ChecklistItem, Item, ItemState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.pictogram import Pictogram
from ui.widgets.progress_bar import in_words
from ui.widgets.text import Heading, Label, card, rule


class LeverView(QWidget):
    """Shows a lever and passes on what its items ask; ``article_requested`` carries an article's id."""

    ticked = Signal(str, bool)
    status_chosen = Signal(str, object)
    text_edited = Signal(str, str, str)
    article_requested = Signal(str)
    print_requested = Signal()

    def __init__(self, theme: Tokens, lever: Lever, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lever = lever
        self._items: dict[str, ChecklistItem] = {}
        self._articles: dict[str, str] = {}
        self._example = ""
        self._narrow = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_3)
        column.addLayout(self._build_head())
        column.addWidget(Label(lever.article.summary, "lead"))
        column.addLayout(self._build_reading())
        if lever.milestone:
            column.addWidget(self._build_milestone(lever.milestone))
        if lever.actions:
            column.addWidget(self._build_actions())
        self._region = self._build_region()
        column.addWidget(self._region)
        self.setMaximumWidth(theme.measure + round(260 * theme.scale))

    @property
    def targets(self) -> tuple[str, ...]:
        """What can be ticked here, by its name in the dossier."""
        return tuple(self._items)

    def item(self, target: str) -> ChecklistItem:
        """Return the item of a target."""
        return self._items[target]

    def show_state(self, target: str, state: ItemState) -> None:
        """Show where an item stands."""
        self._items[target].show_state(state)

    def show_progress(self, value: Progress) -> None:
        """Show how far the lever is, in words."""
        self._count.setText(in_words(value))

    def show_saved(self, sentence: str) -> None:
        """Say whether all is saved."""
        self._saved.setText(sentence)

    def show_example(self, title: str, example: Example | None) -> None:
        """Show one real example at the foot, or none."""
        self._region.setVisible(example is not None)
        if example is None:
            return
        self._example = example.parent
        where = example.departement if example.departement not in example.place else ""
        facts = ", ".join(part for part in (where, example.population) if part)
        self._region_title.setText(title)
        self._region_place.setText(f"{example.place} ({facts})" if facts else example.place)
        self._region_text.setText(example.text)
        self._region_link.setAccessibleName(f"Lire l’exemple : {example.place}")

    def keep(self) -> bool:
        """Send what was typed and not kept yet; False when something could not be kept."""
        return all([item.keep() for item in self._items.values()])

    def _on_article(self, target: str) -> None:
        self.article_requested.emit(self._articles[target])

    def _on_why(self) -> None:
        self.article_requested.emit(self._lever.article.id)

    def _on_example(self) -> None:
        self.article_requested.emit(self._example)

    def _build_head(self) -> QGridLayout:
        t = self._theme
        self._head = QGridLayout()
        self._head.setHorizontalSpacing(t.space_4)
        self._head.setVerticalSpacing(2)
        self._head.setColumnStretch(1, 1)
        article = self._lever.article
        drawing = Pictogram(article.pictogram, t.teal.ink, round(54 * min(t.scale, 1.5)), ground=t.teal.soft)
        self._head.addWidget(drawing, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        self.title = Heading(article.title, 1)
        self._head.addWidget(self.title, 0, 1)
        self._count = Label("", "muted")
        self._count.setObjectName("lever-count")
        self._head.addWidget(self._count, 1, 1)
        self.print_button = QPushButton("Imprimer")
        self.print_button.setAccessibleName("Imprimer la liste de ce levier")
        icons.dress(self.print_button, t, "imprimer", t.primary)
        self.print_button.clicked.connect(self.print_requested)
        self._head.addWidget(self.print_button, 0, 2, Qt.AlignmentFlag.AlignTop)
        return self._head

    def _build_reading(self) -> QHBoxLayout:
        self._reading = QHBoxLayout()
        self._flow = FlowLayout(gap=self._theme.space_3)
        self._reading.addLayout(self._flow, 1)
        link = self._why = QPushButton("Lire : pourquoi et comment")
        link.setProperty("look", "link-flush")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(self._on_why)
        self._flow.addWidget(link)
        self._saved = Label("", "small", wrap=False)
        self._reading.addWidget(self._saved)
        return self._reading

    def _build_milestone(self, milestone: Article) -> QFrame:
        frame = card("card-green")
        box = QVBoxLayout(frame)
        box.setContentsMargins(18, 4, 18, 2)
        title = milestone.title[:1].lower() + milestone.title[1:]
        target = f"milestone:{milestone.id}"
        item = Item(target, f"Point de départ : {title}", milestone.done_when or milestone.summary, counted=False)
        box.addWidget(self._build_item(item, milestone.id))
        return frame

    def _build_actions(self) -> QGroupBox:
        group = QGroupBox()
        group.setProperty("look", "card")
        group.setAccessibleName(f"Levier {self._lever.article.code} : {self._lever.article.title}")
        box = QVBoxLayout(group)
        box.setContentsMargins(18, 4, 18, 4)
        box.setSpacing(0)
        for number, action in enumerate(self._lever.actions):
            if number:
                box.addWidget(rule())
            item = Item(f"action:{action.id}", action.title, action.summary or action.done_when, action.code)
            box.addWidget(self._build_item(item, action.id))
        return group

    def _build_item(self, item: Item, article_id: str) -> ChecklistItem:
        made = ChecklistItem(self._theme, item)
        made.ticked.connect(self.ticked)
        made.status_chosen.connect(self.status_chosen)
        made.text_edited.connect(self.text_edited)
        made.article_requested.connect(self._on_article)
        self._items[item.target] = made
        self._articles[item.target] = article_id
        return made

    def _build_region(self) -> QFrame:
        t = self._theme
        frame = card()
        box = QGridLayout(frame)
        box.setContentsMargins(18, 12, 18, 14)
        box.setHorizontalSpacing(t.space_2)
        box.setColumnStretch(1, 1)
        box.addWidget(Pictogram("exemples", t.primary, t.icon), 0, 0)
        self._region_title = Heading("", 2, "h3")
        box.addWidget(self._region_title, 0, 1)
        self._region_place = Label("", "strong")
        self._region_text = Label("")
        box.addWidget(self._region_place, 1, 0, 1, 2)
        box.addWidget(self._region_text, 2, 0, 1, 2)
        self._region_link = QPushButton("Lire")
        self._region_link.setProperty("look", "link-flush")
        self._region_link.setCursor(Qt.CursorShape.PointingHandCursor)
        self._region_link.clicked.connect(self._on_example)
        box.addWidget(self._region_link, 3, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        frame.hide()
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < 520 * self._theme.scale
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for layout in (self._head, self._flow, self._reading):
            for widget in (self.print_button, self._why, self._saved):
                layout.removeWidget(widget)
        if narrow:
            for widget in (self.print_button, self._why, self._saved):
                self._flow.addWidget(widget)
        else:
            self._flow.addWidget(self._why)
            self._head.addWidget(self.print_button, 0, 2, Qt.AlignmentFlag.AlignTop)
            self._reading.addWidget(self._saved)
