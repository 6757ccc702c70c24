"""One lever as a sheet: title, count, starting point, and its actions to tick."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kit.content.example_words import details, role_words
from kit.content.model import Article, Example, Lever
from kit.dossier.model import Progress
from kit.tokens import Tokens
from kit.typography import fr
from ui.features.levers.checklist_item import ChecklistItem, Item, ItemState
from ui.features.levers.model_list import ModelList
from ui.features.levers.own_actions import OwnActions
from ui.plan.action_fields import TITLE_LIMIT
from ui.theme import icons
from ui.widgets.columns import SPARE
from ui.widgets.completing_line import Suggest
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.layout_parts import parts_of
from ui.widgets.limit_words import LimitWords
from ui.widgets.named_group import grouped
from ui.widgets.pictogram import Pictogram
from ui.widgets.progress_words import in_words
from ui.widgets.text import Heading, Label, card, rule

SAVED_WORDS = ("Chaque coche est enregistrée aussitôt", "Enregistrement…", "Enregistré à 00:00", "Non enregistré")
_LONGEST = "0 action faite sur 0 · 0 non concernées · + 0 à vous"

_NARROW = 520  # pixels of its width below which all of a head stands below each other
_WIDE = 1040  # pixels of its width from which the models and the example stand beside the actions
_SHARES = (5, 2)  # of the width: the actions and what stands beside them


class _Count(Label):
    """How far a lever is, with room for its longest words: a status must not make it one line more."""

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width, 1), 10_000)
        longest = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, _LONGEST).height()
        return max(super().heightForWidth(width), longest)


class LeverView(QWidget):
    """Shows a lever and passes on what its items ask; ``article_requested`` carries an article's id."""

    status_chosen = Signal(str, object)
    text_edited = Signal(str, str, str)
    article_requested = Signal(str)
    print_requested = Signal()
    asked = Signal(str, object)
    action_added = Signal(str)
    lever_renamed = Signal(str)
    lever_removed = Signal()
    plan_requested = Signal()
    model_requested = Signal(str)

    def __init__(
        self,
        theme: Tokens,
        lever: Lever,
        *,
        own: bool = False,
        writable: bool = True,
        people: Suggest | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._people = people
        self._theme = theme
        self._lever = lever
        self._is_own = own
        self._writable = writable
        self._own_count = 0
        self._items: dict[str, ChecklistItem] = {}
        self._articles: dict[str, str] = {}
        self._example = ""
        self._narrow = self._compact = self._wide = False
        self._whole = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        column = self._column = QVBoxLayout()
        column.setSpacing(theme.space_3)
        column.addLayout(self._build_head())
        self._lead = Label(lever.article.summary, "lead")
        column.addWidget(self._lead)
        column.addLayout(self._build_reading())
        if lever.milestone:
            column.addWidget(self._build_milestone(lever.milestone))
        if lever.actions:
            column.addWidget(self._build_actions())
        self.own = OwnActions(
            theme,
            fr("Vos actions pour ce levier : {title}", title=lever.article.title),
            writable=writable,
            people=people,
        )
        self.own.action_added.connect(self.action_added)
        self.own.plan_requested.connect(self.plan_requested)
        column.addWidget(self.own)
        self._region = self._build_region()
        self.models = ModelList(theme)
        self.models.chosen.connect(self.model_requested)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(theme.space_3)
        self._foot.addWidget(self.models, 1)
        self._foot.addWidget(self._region, 1)
        self._foot.addStretch(0)
        column.addStretch(0)
        self._whole.addLayout(column)
        self._whole.addLayout(self._foot)
        self._turn_foot()
        self._place()
        widest = theme.measure + round(260 * theme.scale)
        self.setMaximumWidth(widest if own else theme.space_5 + widest * sum(_SHARES) // _SHARES[0])

    def set_compact(self, compact: bool) -> None:
        """Have a low head, and the models in one line, where the window is small."""
        if compact == self._compact:
            return
        self._compact, t = compact, self._theme
        self._pictogram.set_size(round((38 if compact else 54) * min(t.scale, 1.5)))
        self.title.set_look("h3" if compact else "h1")
        self._show_title()
        self._lead.setVisible(not compact)
        self._saved.setVisible(not compact)  # the card of the dossier, in the sidebar, says it too
        self._count.setWordWrap(not compact)
        self._count.set_look("small" if compact else "muted")
        self._head.setVerticalSpacing(0 if compact else 2)
        self._column.setSpacing(t.space_2 if compact else t.space_3)
        self.models.set_across(compact)
        for target in self.targets:
            self.item(target).set_compact(compact)
        self._fit(self.width())
        self._turn_foot()
        self._place()

    @property
    def targets(self) -> tuple[str, ...]:
        """What can be ticked here, by its name in the dossier."""
        return (*self._items, *self.own.items)

    def item(self, target: str) -> ChecklistItem:
        """Return the item of a target."""
        return self._items.get(target) or self.own.items[target]

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed here and no details were opened: what is shown is all in the plan."""
        is_named = not self._is_own or self.name.text() == self._lever.article.title
        return is_named and not self.own.new.text() and not any(self.item(on).is_opened for on in self.targets)

    def show_state(self, target: str, state: ItemState) -> None:
        """Show where an item stands."""
        self.item(target).show_state(state)

    def show_title(self, title: str) -> None:
        """Show another title: levers of one's own can be renamed."""
        if title != self._lever.article.title:
            self._lever = replace(self._lever, article=replace(self._lever.article, title=title))
            self._show_title()
            if self._is_own and not self.name.hasFocus():
                self.name.setText(title)

    def show_own(self, items: Sequence[Item]) -> None:
        """Show the actions that the collectivité added to this lever."""
        self._own_count = len(items)
        for made in self.own.show_items(items):
            self._connect_item(made)

    def show_progress(self, value: Progress) -> None:
        """Show how far the lever is, in words; one's own actions are told apart and never counted."""
        own = self._own_count
        told = "" if self._is_own else in_words(value)
        yours = fr("+ {own} à vous", own=own) if own else ""
        self._count.setText(" · ".join(part for part in (told, yours) if part) or "Aucune action pour l’instant")

    def show_saved(self, sentence: str) -> None:
        """Say whether all is saved."""
        self._saved.setText(sentence)

    def show_example(self, title: str, example: Example | None) -> None:
        """Show one real example at the foot, or none."""
        self._region.setVisible(example is not None)
        if example is None:
            return
        self._example = example.parent
        facts = ", ".join(details(example))
        role = role_words(example)
        self._region_title.setText(title)
        self._region_place.setText(f"{example.place} ({facts})" if facts else example.place)
        self._region_text.setText(f"{example.text} {role}." if role else example.text)
        self._region_link.setAccessibleName(fr("Lire l’exemple : {place}", place=example.place))

    def keep(self) -> bool:
        """Send what was typed and not kept yet; False when something could not be kept."""
        return all([self.item(target).keep() for target in self.targets])

    def _show_title(self) -> None:
        article = self._lever.article
        coded = self._compact and article.code
        self.title.setText(f"{article.code}. {article.title}" if coded else article.title)

    def _on_article(self, target: str) -> None:
        self.article_requested.emit(self._articles[target])

    def _on_why(self) -> None:
        self.article_requested.emit(self._lever.article.id)

    def _on_renamed(self) -> None:
        title = self.name.text().strip()
        if not title:
            self.name.setText(self._lever.article.title)
        elif title != self._lever.article.title:
            self.lever_renamed.emit(title)

    def _on_example(self) -> None:
        self.article_requested.emit(self._example)

    def _build_head(self) -> QGridLayout:
        t = self._theme
        self._head = QGridLayout()
        self._head.setHorizontalSpacing(t.space_4)
        self._head.setVerticalSpacing(2)
        self._head.setColumnStretch(1, 1)
        article = self._lever.article
        self._pictogram = Pictogram(article.pictogram, t.teal.ink, round(54 * min(t.scale, 1.5)), ground=t.teal.soft)
        self._head.addWidget(self._pictogram, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        self.title = Heading(article.title, 1)
        self._head.addWidget(self.title, 0, 1)
        if self._is_own:
            self._head.addWidget(self._build_name(), 2, 1)
            self._head.addWidget(LimitWords(self.name), 3, 1)
        self._count = _Count("", "muted")
        self._count.setObjectName("lever-count")
        self._line = QHBoxLayout()  # under the title
        self._line.setSpacing(t.space_3)
        self._head.addLayout(self._line, 1, 1)
        self.print_button = QPushButton("Imprimer")
        self.print_button.setAccessibleName("Imprimer la liste de ce levier")
        icons.dress(self.print_button, t, "imprimer", t.primary)
        self.print_button.clicked.connect(self.print_requested)
        if self._is_own:  # the lists to print are those of the kit
            self.print_button.hide()
        return self._head

    def _build_reading(self) -> QHBoxLayout:
        self._reading = QHBoxLayout()
        self._flow = FlowLayout(gap=self._theme.space_3)
        self._reading.addLayout(self._flow, 1)
        link = self._why = QPushButton(
            "Retirer ce levier et ses actions" if self._is_own else fr("Lire : pourquoi et comment")
        )
        link.setProperty("look", "link-flush")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(self.lever_removed if self._is_own else self._on_why)
        link.setEnabled(self._writable or not self._is_own)
        self._saved = Label("", "small", wrap=False)
        font = self._saved.font()
        font.setPixelSize(self._theme.text_small)
        # its room is kept: another word must not start another line, and move the rows below
        self._saved.setMinimumWidth(max(map(QFontMetrics(font).horizontalAdvance, SAVED_WORDS)))
        return self._reading

    def _build_name(self) -> QLineEdit:
        self.name = QLineEdit(self._lever.article.title)
        self.name.setAccessibleName("Titre de votre levier")
        self.name.setReadOnly(not self._writable)
        self.name.setMaxLength(TITLE_LIMIT)
        self.name.editingFinished.connect(self._on_renamed)
        return self.name

    def _build_milestone(self, milestone: Article) -> QFrame:
        frame = card("card-green")
        box = QVBoxLayout(frame)
        box.setContentsMargins(18, 4, 18, 2)
        title = milestone.title[:1].lower() + milestone.title[1:]
        target = f"milestone:{milestone.id}"
        item = Item(
            target,
            fr("Point de départ : {title}", title=title),
            milestone.done_when or milestone.summary,
            counted=False,
        )
        name = fr("Levier {code} : point de départ", code=self._lever.article.code)
        box.addWidget(grouped(name, self._build_item(item, milestone.id)))
        return frame

    def _build_actions(self) -> QGroupBox:
        group = QGroupBox()
        group.setProperty("look", "card")
        group.setAccessibleName(
            fr("Levier {code} : {title}", code=self._lever.article.code, title=self._lever.article.title)
        )
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
        made = ChecklistItem(self._theme, item, people=self._people)
        made.set_writable(self._writable)
        self._connect_item(made)
        made.article_requested.connect(self._on_article)
        self._items[item.target] = made
        self._articles[item.target] = article_id
        return made

    def _connect_item(self, made: ChecklistItem) -> None:
        made.set_compact(self._compact)
        made.status_chosen.connect(self.status_chosen)
        made.text_edited.connect(self.text_edited)
        made.asked.connect(self.asked)

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

    def minimumSizeHint(self) -> QSize:
        """Return what the narrow form needs: a head in one line must never keep the window from becoming narrow.

        The least width of one form and the turning into the other would take each other back for ever.
        """
        parts = [part for _, part in parts_of(self._column) if isinstance(part, QWidget) and not part.isHidden()]
        wide = max(part.minimumSizeHint().expandedTo(part.minimumSize()).width() for part in parts)
        return QSize(wide, self._whole.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        narrow = width < max(_NARROW * self._theme.scale, self._needed_for_one_line() if self._compact else 0)
        from_here = (_WIDE - (SPARE if self._wide else 0)) * self._theme.scale
        wide = width >= from_here and not self._compact and not self._is_own
        if (narrow, wide) != (self._narrow, self._wide):
            self._narrow, self._wide = narrow, wide
            self._turn_foot()
            self._place()

    def _needed_for_one_line(self) -> int:
        """Return the width that the low head needs for its count, its link and its printing beside each other."""
        t = self._theme
        words = max(self._count.sizeHint().width(), self._count.fontMetrics().horizontalAdvance(_LONGEST))
        beside = words + t.space_3 + self._why.sizeHint().width()
        return self._pictogram.sizeHint().width() + beside + self.print_button.sizeHint().width() + 2 * t.space_4

    def _turn_foot(self) -> None:
        t, way, wide = self._theme, QBoxLayout.Direction, self._wide
        self._foot.setDirection(way.TopToBottom if self._narrow or self._compact or wide else way.LeftToRight)
        self._whole.setDirection(way.LeftToRight if wide else way.TopToBottom)
        self._whole.setSpacing(t.space_5 if wide else t.space_2 if self._compact else t.space_3)
        self.models.set_beside(wide)
        for layout, share in zip((self._column, self._foot), _SHARES if wide else (0, 0), strict=True):
            self._whole.setStretchFactor(layout, share)
        for number, share in enumerate((0, 0, 1) if wide else (1, 1, 0)):  # beside the actions, as high as their words
            self._foot.setStretch(number, share)

    def _place(self) -> None:
        """Give the count, the link, what is saved and the printing their place for this width and height."""
        for layout in (self._head, self._line, self._flow, self._reading):
            for widget in (self.print_button, self._why, self._saved, self._count):
                layout.removeWidget(widget)
        while self._line.takeAt(0):
            pass
        if self._compact and not self._narrow:
            for widget in (self._count, self._why):
                self._line.addWidget(widget)
            self._line.addStretch(1)
            self._head.addWidget(self.print_button, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
            return
        self._line.addWidget(self._count)
        if self._narrow:
            for widget in (self.print_button, self._why, *(() if self._compact else (self._saved,))):
                self._flow.addWidget(widget)
        else:
            self._flow.addWidget(self._why)
            self._head.addWidget(self.print_button, 0, 2, Qt.AlignmentFlag.AlignTop)
            self._reading.addWidget(self._saved)
