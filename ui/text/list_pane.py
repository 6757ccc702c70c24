"""A list that one narrows: a head with its title, a field and choices, and below it the cards as one text.

The cards stand in one to three columns by width. The head stays above them where it takes a third of the height at
most; else it scrolls away with them, so that there is one scroll bar at any size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.text import cards
from ui.text.article_view import ArticleView
from ui.text.cards import Found
from ui.text.filter_head import FilterHead
from ui.text.html import MORE
from ui.widgets.flow_layout import in_lines
from ui.widgets.items_layout import ItemsLayout
from ui.widgets.menu_chip import MenuChip
from ui.widgets.segments import Segments

NARROWEST, WIDEST, MOST = 350, 560, 3
"""Pixels of a column at a text scale of 1, and columns."""

_MORE_TIMES = 4  # as many as at once, each time that one asks for more
_SHARE = 1 / 3  # of the height, that a head which stays may take


class Filter(Struct, frozen=True):
    """A choice that narrows the list: pairs of key and words, the first with an empty key for all.

    With ``joined`` all choices are in sight as joined buttons, with ``in_sight`` as chips in a row of their own, else a
    chip opens them.
    """

    key: str
    name: str
    choices: tuple[tuple[str, str], ...]
    joined: bool = False
    in_sight: bool = False


class Wanted(Struct, frozen=True):
    """What narrows a list: the words typed, and the key chosen of each filter."""

    words: str
    chosen: Mapping[str, str]


class ListPane(QWidget):
    """``narrowed`` when words or a choice changed; ``followed`` carries the target of a link; ``announced`` words.

    ``actions`` are what one does with the list, ``below`` what stands under them, ``above`` over the field.
    """

    narrowed = Signal()
    followed = Signal(str)
    announced = Signal(str)

    def __init__(
        self,
        theme: Tokens,
        title: str,
        hint: str,
        filters: Sequence[Filter] = (),
        actions: Sequence[QWidget] = (),
        below: Sequence[QWidget] = (),
        *,
        above: Sequence[QWidget] = (),
        narrowest: int = NARROWEST,
        is_titled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Without ``is_titled`` the title stands above the pane already, and only names the text."""
        super().__init__(parent)
        self._theme, self._title, self._narrowest = theme, title, narrowest
        self._found = Found((), "")
        self._at_once = self._most = 0
        self._columns = 0  # until it has a size: laying out for another one would double the cost of the first show
        self._marked = ""
        self.view = ArticleView(theme, widest=round(MOST * WIDEST * theme.scale))
        self.chips: dict[str, MenuChip | Segments] = {}
        self._place = ""  # the anchor at the top of the view before the width changed
        choices = self._build_choices(filters, actions)
        self.head = FilterHead(theme, title if is_titled else "", hint, choices=choices)
        head = self._build_head(filters, below, above)
        self._area = _HeadOverText(head, self.view, self._note_place)
        self.setLayout(self._area)
        self.setFocusProxy(self.head.field)
        for part in self._area.head.findChildren(QWidget):
            part.installEventFilter(self)
        self.head.left.connect(self._on_left)
        self.head.announced.connect(self.announced)
        self.head.words_changed.connect(self._on_words_changed)
        self.view.link_activated.connect(self._on_link)
        self.view.verticalScrollBar().valueChanged.connect(self._area.follow)

    @property
    def wanted(self) -> Wanted:
        """What narrows the list now."""
        return Wanted(self.head.field.text().strip(), {key: key_of(chip) for key, chip in self.chips.items()})

    def offer(self, filters: Sequence[Filter]) -> None:
        """Offer other choices of the same filters."""
        for one in filters:
            if isinstance(chip := self.chips[one.key], MenuChip):
                chip.show_choices(one.choices)

    def choose(self, key: str, choice: str) -> bool:
        """Let a choice of a filter stand, without a signal; says whether that changes it."""
        before = key_of(self.chips[key])
        self.chips[key].choose(choice)
        return key_of(self.chips[key]) != before

    def show_found(self, found: Found, *, at_once: int = 0, keep_place: bool = False) -> None:
        """Show the cards, at most ``at_once`` of them (0: all); a link shows the rest."""
        place = self.view.verticalScrollBar().value()
        self._found, self._at_once = found, at_once
        if not keep_place or not self._most:
            self._most = at_once
        self._show()
        self.head.show_count(found.count)
        if keep_place:
            self.view.verticalScrollBar().setValue(place)

    @property
    def most(self) -> int:
        """How many cards are shown until one asks for more; 0 for all."""
        return self._most

    def show_at_least(self, cards: int) -> None:
        """Show more cards, where not all are."""
        if 0 < self._most < cards:
            self._most = cards
            self._show()

    def go_to(self, card: str) -> bool:
        """Bring a card into sight, also one that was left out, and let it stand out; False where there is none."""
        ids = self._ids()
        if card in ids[self._most or len(ids) :]:
            self._show_more(ids.index(card) + 1)
        self.mark(card if card in ids else "")
        self.view.go_to(card)
        return card in ids

    def has(self, card: str) -> bool:
        """Whether there is such a card, also one that was left out."""
        return bool(card) and card in self._ids()

    def begin_in_text(self, in_text: bool) -> None:
        """Let the focus of the pane be in the cards, where one came to see one of them, else in the field.

        In the field it would bring the head into sight, which may scroll with the cards.
        """
        self.setFocusProxy(self.view if in_text else self.head.field)

    def mark(self, card: str, accent: str = "") -> None:
        """Let a card stand out, none for an empty id; in an accent of the theme, or its main colour."""
        self._marked = card
        self.view.mark(card, accent)

    def point_at(self, card: str, accent: str = "") -> None:
        """Let a card stand out that is pointed at elsewhere, and bring it into sight, where it is among those shown."""
        self.mark(card, accent)
        self.view.bring_into_sight(card)

    def put_beside(self, part: QWidget) -> None:
        """Stand a part at the left of the text, under the head; ``show_beside`` says how wide."""
        self._area.put_beside(part)

    def show_beside(self, width: int, *, alone: bool = False, head_share: float = 0) -> None:
        """Give the part beside so many pixels, none for 0; ``alone`` without the text.

        ``head_share`` is the share of the height that the head may take and stay above both, 0 for the usual one.
        """
        self.view.setVisible(not alone)
        self._area.show_beside(width, alone=alone, head_share=head_share or _SHARE)
        self._fit_columns(self.width())

    def begin_search(self) -> None:
        """Put the cursor in the field, and bring it into sight."""
        self._show_head()
        self.head.begin_search()

    @property
    def columns(self) -> int:
        """How many cards stand side by side."""
        return self._columns

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._show_head()
        return False

    def wheelEvent(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self.view.verticalScrollBar(), event)  # over the head

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns(event.size().width())

    def _fit_columns(self, width: int) -> None:
        t = self._theme
        free = width - self._area.beside_width - 2 * t.space_5 - self.view.verticalScrollBar().sizeHint().width()
        columns = max(1, min(MOST, round(free / t.scale) // self._narrowest))
        if columns != self._columns:
            is_new, self._columns = not self._columns, columns
            self._show()
            self.view.go_to(self._marked or self._place)
            if is_new:
                return
        self.view.return_to(self._place)

    def _ids(self) -> list[str]:
        return [one.id for group in self._found.groups for one in group.cards]

    def _show(self) -> None:
        if not self._columns:
            return
        left_out = max(0, self._found.total - self._most) if self._most else 0
        shown = self._found.first(self._most) if left_out else self._found
        self.view.show_article(cards.page(shown, self._theme, self._columns, left_out=left_out), self._title)
        self.view.mark(self._marked)
        words = self.wanted.words
        if len(words) > 1:
            self.view.finder.search(words)

    def _show_head(self) -> None:
        if not self._area.head_stays:
            self.view.verticalScrollBar().setValue(0)

    def _note_place(self) -> None:
        self._place = self.view.anchor_in_sight()

    def _show_more(self, least: int = 0) -> None:
        place = self.view.verticalScrollBar().value()
        self._most = max(self._most + _MORE_TIMES * self._at_once, least)
        self._show()
        self.view.verticalScrollBar().setValue(place)

    def _go_to_group(self, anchor: str) -> None:
        """Bring a group into sight, also one that was left out."""
        before = 0
        for group in self._found.groups:
            if group.anchor == anchor and 0 < self._most <= before:
                self._show_more(before + len(group.cards))
            before += len(group.cards)
        self.view.go_to(anchor)

    def _on_words_changed(self, _words: str) -> None:
        self._marked = ""
        self.narrowed.emit()

    def _on_chosen(self, _key: str) -> None:
        self.narrowed.emit()
        self.announced.emit(self.head.count.text())

    def _on_left(self) -> None:
        self.view.setFocus()

    def _on_link(self, target: str) -> None:
        if target == MORE:
            self._show_more()
        elif target.startswith("#"):
            self._go_to_group(target[1:])
        else:
            self.followed.emit(target)

    def _build_choices(self, filters: Sequence[Filter], actions: Sequence[QWidget]) -> QWidget | None:
        """Return what opens a list of choices, and the actions, in lines; None without any."""
        chips = [self._build_filter(one) for one in filters if not one.in_sight]
        if not chips and not actions:
            return None
        return in_lines((*chips, *actions), self._theme.space_2)

    def _build_head(self, filters: Sequence[Filter], below: Sequence[QWidget], above: Sequence[QWidget]) -> QWidget:
        t = self._theme
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(t.space_5 + 3, t.space_2, t.space_5, t.space_2)  # 3: the view's focus bar
        column.setSpacing(t.space_2)
        for part in above:
            column.addWidget(part)
        column.addWidget(self.head)
        in_sight = [self._build_filter(one) for one in filters if one.in_sight]
        for part in (*in_sight, *below):
            column.addWidget(part)
        return box

    def _build_filter(self, one: Filter) -> QWidget:
        if one.joined or one.in_sight:
            joined = Segments(one.name, list(one.choices), joined=one.joined)
            joined.chosen.connect(self._on_chosen)
            self.chips[one.key] = joined
            return joined
        chip = MenuChip(self._theme, one.name)
        chip.show_choices(one.choices)
        chip.chosen.connect(self._on_chosen)
        self.chips[one.key] = chip
        return chip


def key_of(chip: MenuChip | Segments) -> str:
    """Return the key of the choice that stands."""
    return chip.key if isinstance(chip, MenuChip) else chip.key()


class _HeadOverText(ItemsLayout):
    """A head as high as it needs, and the text below it, or under it where the head scrolls away.

    A part may stand beside the text: below the head where that stays, else along both.
    """

    def __init__(self, head: QWidget, view: ArticleView, before_width: Callable[[], None]) -> None:
        """``before_width`` is called before the text is laid out in another width."""
        super().__init__()
        self.head, self._view, self._before_width = head, view, before_width
        self._beside: QWidget | None = None
        self.beside_width = 0
        self._is_beside_alone = False
        self._head_share = _SHARE
        self.head_stays = True
        self._high = 0
        self.setContentsMargins(0, 0, 0, 0)
        self.addWidget(head)
        self.addWidget(view)

    def put_beside(self, part: QWidget) -> None:
        """Take a part that stands beside the text; it is read before it."""
        self._beside = part
        self.addWidget(part)
        self._items.insert(1, self._items.pop())
        part.hide()

    def show_beside(self, width: int, *, alone: bool, head_share: float) -> None:
        """Give the part so many pixels, none for 0, all for ``alone``."""
        asked = width, alone, head_share
        if self._beside is None or asked == (self.beside_width, self._is_beside_alone, self._head_share):
            return
        self.beside_width, self._is_beside_alone, self._head_share = asked
        self._beside.setVisible(bool(width))
        self.invalidate()
        self.activate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal | Qt.Orientation.Vertical

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def minimumSize(self) -> QSize:
        return QSize(self.head.minimumSizeHint().width(), 120)

    def setGeometry(self, rect: QRect) -> None:
        if rect.width() != self.geometry().width():
            self._before_width()
        super().setGeometry(rect)
        layout = self.head.layout()
        bar = self._view.verticalScrollBar().sizeHint().width()
        self._high = self._height_of_head(layout, rect.width() - bar)
        self.head_stays = self._high <= rect.height() * self._head_share
        if self.head_stays:
            self.head.setGeometry(QRect(rect.topLeft(), QSize(rect.width() - bar, self._high)))
            self.head.show()
            self._view.begin_below(0)
            self._place_below(rect.adjusted(0, self._high, 0, 0))
            return
        text = self._place_below(rect)
        self._high = self._height_of_head(layout, text.width() - bar)
        self._view.begin_below(self._high)
        self.head.setVisible(not self._is_beside_alone)
        self.head.setGeometry(QRect(text.topLeft(), QSize(text.width() - bar, self._high)))
        self.head.raise_()
        self.follow()

    def _height_of_head(self, layout: QLayout | None, width: int) -> int:
        high = layout.heightForWidth(width) if layout and layout.hasHeightForWidth() else -1
        return max(high, self.head.minimumSizeHint().height())

    def _place_below(self, rect: QRect) -> QRect:
        """Lay out what stands below the head; returns the place of the text."""
        if self._beside is not None and self.beside_width:
            bar = self._view.verticalScrollBar().sizeHint().width()
            wide = rect.width() - bar if self._is_beside_alone else min(self.beside_width, rect.width())
            self._beside.setGeometry(QRect(rect.topLeft(), QSize(wide, rect.height())))
            if self._is_beside_alone:
                return rect
            rect = rect.adjusted(wide, 0, 0, 0)
        self._view.setGeometry(rect)
        return rect

    def follow(self) -> None:
        """Move the head with the text, where it does not stay."""
        rect = self.geometry()
        up = 0 if self.head_stays else self._view.verticalScrollBar().value()
        left = 0 if self._is_beside_alone or self.head_stays else self.beside_width
        self.head.move(rect.left() + left, rect.top() - up)
