"""The article on screen: text that scrolls, links to follow, boxes with round corners, find in page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from kit import paths
from kit.content.blocks import Figure
from kit.figures.atlas import atlas
from kit.figures.figure import draw
from kit.tokens import Tokens
from kit.typography import fr
from ui.access import link_walk, text_geometry
from ui.access.document_tree import DocumentTree
from ui.access.nodes import NOTE, TERM
from ui.text.article_html import FIGURE, MORE, PITCH
from ui.text.note_marks import NoteMarks
from ui.text.passage_marks import PassageMarks
from ui.text.text_boxes import TextBoxes, share
from ui.text.text_finder import TextFinder
from ui.theme import icons
from ui.widgets.drawing_image import drawing_image, mark_image

_SIGN = 22  # pixels at a text scale of 1
_LINE = 79  # characters on average, so that a line hardly ever has more than 80 (WCAG 2.2, 1.4.8)
_ADJUSTED = QTextFormat.Property.FontSizeAdjustment
_SAMPLE = fr(
    "Une association d’habitant·es peut tenter autre chose : moins d’heures d’ouverture, des produits choisis."
)


class ArticleView(QTextBrowser):
    """Shows the HTML of ``article_html``; lines never exceed the theme's measure, nothing scrolls sideways.

    ``link_activated`` carries where a link leads (``id``, ``id#anchor``, ``#anchor``); ``section_reached`` the
    anchor of the part in sight after a scroll; ``menu_opening`` the menu and where in the text it opens. Tab walks the
    links, Enter follows.
    """

    link_activated = Signal(str)
    section_reached = Signal(str)
    menu_opening = Signal(object, int)

    tells_structure = True  # the mark that ``accessible`` looks for

    def __init__(self, theme: Tokens, parent: QWidget | None = None, *, widest: int = 0) -> None:
        """``widest`` sets a text that is laid out in columns of its own to so many pixels, instead of the measure."""
        super().__init__(parent)
        self._theme, self._widest = theme, widest
        self._room = self._above = self._left = self._top = 0
        self.fold = 0
        self.is_clicked = False  # while a link is followed by the mouse
        self._figures: tuple[Figure, ...] = ()
        self._beside: dict[int, int] = {}  # how many figures stand in the row of each, by its number
        self._own = ""
        self._figure_room = 0
        self._entered: tuple[Qt.FocusReason, int] | None = None  # how the focus came, and where one had scrolled to
        self._boxes = TextBoxes(self.document(), theme)
        self.notes = NoteMarks(self.document(), theme)
        self.passages = PassageMarks(self.document(), theme)
        self._anchors: dict[str, int] = {}
        self._pending = ""
        self._pending_place = 0  # where to scroll to once it has a size
        self._is_bar_due = False  # room is kept for a bar until it is shown
        self.setProperty("look", "article")
        letters = QFont(theme.family)
        letters.setLetterSpacing(QFont.SpacingType.PercentageSpacing, theme.letter_spacing)
        self.setFont(letters)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(round(26 * theme.scale))
        self.document_tree = DocumentTree(self)
        self._led_to: tuple[int, int] | None = None  # what ``lead_to`` or Tab selected, while it is selected
        self.finder = TextFinder(self, theme, self.lead_to)
        self.selectionChanged.connect(self._on_selection_changed)
        self.anchorClicked.connect(self._on_anchor_clicked)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_article(self, html: str, name: str, figures: Sequence[Figure] = (), own: str = "") -> None:
        """Show a page from its top; ``name`` is its title for screen readers.

        ``figures`` are those of the page in their order, ``own`` the département that a map sets off.
        """
        self.finder.clear()
        for number in self._beside:
            self._replace_figure(number, None)  # those of the page before would stay
        self._figures, self._own, self._beside = tuple(figures), own, {}
        self._pending, self._pending_place = "", 0
        self._keep_room_for_bar()
        self.document().setLayoutEnabled(False)  # once, at the end, instead of three times
        self.setHtml(html)
        self.setAccessibleName(name)
        self._boxes.marked = -1
        self._boxes.take_over()
        self._set_top()
        self._touch_up()
        self.document().setLayoutEnabled(True)
        self.fold = self._fold_place()
        self.document().documentLayout().documentSize()  # lays out all: the scroll bar's range is right at once
        self._is_bar_due = not self.isVisible()
        if not self._is_bar_due:
            self._free_bar()
        self.verticalScrollBar().setValue(0)

    def continue_article(self, html: str, name: str, figures: Sequence[Figure] = (), own: str = "") -> None:
        """Show the whole of the text that is in sight: it goes on where its short form ended."""
        place, scrolled = self.fold, self.verticalScrollBar().value()
        self.show_article(html, name, figures, own)
        cursor = self.textCursor()
        cursor.setPosition(place)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(scrolled)

    @property
    def own_selection(self) -> str:
        """The words that the person selected, without the numbers of notes, which say nothing elsewhere.

        Empty where a search, a return or Tab selected, to show a place.
        """
        cursor = self.textCursor()
        return "" if self._led_to else self.notes.left_out(cursor.selectedText(), cursor.selectionStart())

    @property
    def own_range(self) -> tuple[int, int] | None:
        """Where the person selected, None where nobody did."""
        return None if self._led_to or not self.textCursor().hasSelection() else self._selected()

    @property
    def walks_by_keys(self) -> bool:
        """Whether the arrows move a cursor in the text, so that Shift selects, instead of scrolling."""
        return bool(self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard)

    def walk_by_keys(self, on: bool) -> None:
        """Let the arrows move a cursor in the text, which begins in what is in sight, or let them scroll."""
        flag = Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(self.textInteractionFlags() | flag if on else self.textInteractionFlags() & ~flag)
        if on and not self.viewport().rect().intersects(self.cursorRect()):
            self.setTextCursor(self.cursorForPosition(QPoint(0, self._theme.space_5)))

    @property
    def theme(self) -> Tokens:
        """The looks it was made with."""
        return self._theme

    @property
    def measure(self) -> int:
        """The width of the text: lines of 80 characters at most, and never more than the theme’s measure.

        Both times what the reader chose.
        """
        font = QFont(self.font())
        font.setPixelSize(self._theme.text)
        line = QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * _LINE
        return round(min(self._theme.measure, line) * self._theme.column)

    def position_in_sight(self) -> int:
        """Return which character of the text stands at the top of the view, 0 at its beginning."""
        if self._pending_place or not self.verticalScrollBar().value():
            return self._pending_place
        return self.cursorForPosition(QPoint(0, self._theme.space_2)).position()

    def show_position(self, position: int) -> None:
        """Scroll until a character stands at the top of the view; the cursor stays."""
        if not self.isVisible():
            self._pending_place = position
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + self.cursorRect(cursor).top())

    def reserve(self, pixels: int, above: int = 0, left: int = 0) -> None:
        """Leave a strip free on the right of the text, one above it and one on its left, for what stands there."""
        if (pixels, above, left) != (self._room, self._above, self._left):
            self._room, self._above, self._left = pixels, above, left
            self._fit()

    def begin_below(self, pixels: int) -> None:
        """Begin the text that far below the top, for what lies there and scrolls away with it."""
        if pixels != self._top:
            self._top = pixels
            self._set_top()

    def mark(self, anchor: str, accent: str = "") -> None:
        """Let the card of an anchor stand out, in an accent or the main colour; none for an unknown one."""
        self._boxes.marked, self._boxes.accent = self._anchors.get(anchor, -1), accent
        self.viewport().update()

    def bring_into_sight(self, anchor: str) -> None:
        """Scroll to a card, where not all of it is in sight; the cursor stays."""
        if anchor not in self._anchors:
            return
        card, top = self._boxes.card_at(self._anchors[anchor]), self.verticalScrollBar().value()
        if not top <= card.top() or card.bottom() > top + self.viewport().height():
            self._scroll_to(anchor)

    def show_open_note(self, place: tuple[int, int] | None) -> None:
        """Let the number of a note stand out, the one whose words are shown; None for none."""
        self.notes.show_open(place)
        self.viewport().update()

    def anchor_at(self, position: int) -> str:
        """Return the anchor that a position of the text stands under: the last one before it, empty for none."""
        before = (anchor for anchor, place in self._anchors.items() if place <= position)
        return max(before, key=self._anchors.__getitem__, default="")

    def anchor_in_sight(self) -> str:
        """Return the anchor of the part at the top of the view, empty at the beginning of the text."""
        if self._pending:
            return self._pending
        edge, reached = self.verticalScrollBar().value(), ""
        if not edge:
            return ""
        for anchor in self._anchors:
            if self._top_of(anchor) - self._theme.space_2 > edge:
                break
            reached = anchor
        return reached

    def lead_to(self, cursor: QTextCursor) -> None:
        """Select a place to show where it is: a selection that the person did not make."""
        self._led_to = cursor.selectionStart(), cursor.selectionEnd()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def return_to(self, anchor: str) -> None:
        """Scroll to a part, the cursor left where it is; nowhere for an unknown anchor."""
        if anchor in self._anchors:
            if self.isVisible():
                self._scroll_to(anchor)
            else:
                self._pending = anchor

    def go_to(self, anchor: str) -> bool:
        """Scroll to a part and put the cursor there; False for an unknown anchor."""
        if anchor not in self._anchors:
            return False
        cursor = self.textCursor()
        cursor.setPosition(self._anchors[anchor])
        self.setTextCursor(cursor)
        self.return_to(anchor)
        return True

    def _on_anchor_clicked(self, url: QUrl) -> None:
        self.link_activated.emit(url.toString())

    def _on_selection_changed(self) -> None:
        if self._led_to != self._selected():
            self._led_to = None

    def _on_scrolled(self, value: int) -> None:
        if not self._anchors:
            return
        reached, document = "", self.document()
        at_end = value >= self.verticalScrollBar().maximum() > 0
        edge = value + (self.viewport().height() if at_end else 2 * self._theme.space_6)
        for anchor, position in self._anchors.items():
            block = document.findBlock(position)
            if block.blockFormat().headingLevel() == 2 or anchor.startswith(PITCH):
                if document.documentLayout().blockBoundingRect(block).top() > edge:
                    break
                reached = anchor
        self.section_reached.emit(reached)

    def _selected(self) -> tuple[int, int]:
        return self.textCursor().selectionStart(), self.textCursor().selectionEnd()

    def _fold_place(self) -> int:
        """Return where the short form ends, 0 for a text that is whole."""
        place = self.document().find("Lire plus")
        while not place.isNull() and place.charFormat().anchorHref() != MORE:
            place = self.document().find("Lire plus", place)
        return 0 if place.isNull() else place.block().position()

    # --- the look ---

    def _touch_up(self) -> None:
        """Give the text what HTML in Qt does not have: titles in the size of their span, terms with dots below, notes.

        On the way, note where the named places are.
        """
        self._anchors = {}
        self.notes.forget()
        self.passages.forget()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()  # else the text is laid out anew at each change
        for start, end, look in _fragments(self.document().begin()):
            for name in look.anchorNames():
                self._anchors.setdefault(name, self.document().findBlock(start).position())
            if look.anchorHref().startswith(TERM):
                look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
                look.setUnderlineColor(QColor(self._theme.link))
            elif look.anchorHref().startswith(NOTE):
                self.notes.add(start, end, look)
            elif look.hasProperty(_ADJUSTED) and not look.isImageFormat():
                look.clearProperty(_ADJUSTED)  # it would win over the size in pixels
            else:
                continue
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(look)
        cursor.endEditBlock()

    def _paint_focus(self, painter: QPainter) -> None:
        link = self.document_tree.focused_link()
        if link is None:
            return
        painter.setPen(QPen(QColor(self._theme.focus), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in text_geometry.line_boxes(self.document(), *link):
            painter.drawRoundedRect(box.adjusted(-3, 0, 3, 1), 4, 4)

    def _show_ring(self, on: bool) -> None:
        """Draw the bar of the focus: for those who came by the keyboard, not for a click in the text."""
        state = "ring" if on else ""
        if state == (self.property("state") or ""):  # to be polished takes 3 ms
            return
        self.setProperty("state", state)
        self.style().unpolish(self)
        self.style().polish(self)

    def _set_top(self) -> None:
        frame = QTextCursor(self.document()).currentFrame()
        look = frame.frameFormat()
        if round(look.topMargin()) != self._top:
            look.setTopMargin(self._top)
            frame.setFrameFormat(look)

    def _scroll_to(self, anchor: str) -> None:
        self.verticalScrollBar().setValue(round(self._top_of(anchor)) - self._theme.space_2)

    def _top_of(self, anchor: str) -> float:
        """Return where a part begins in the document: in a list, with the frame of its card."""
        position = self._anchors[anchor]
        top = self.document().documentLayout().blockBoundingRect(self.document().findBlock(position)).top()
        card = self._boxes.card_at(position) if self._widest else QRectF()
        return top if card.isNull() else min(top, card.top())

    def _keep_room_for_bar(self) -> None:
        """Lay the next text out beside a scroll bar: a long one would else be laid out twice, a short one is."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def _free_bar(self) -> None:
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _fit(self) -> None:
        """Keep lines within the measure, the rest of the width on the right."""
        t = self._theme
        left, right = max(t.space_6, self._left), max(t.space_5, self._room)
        if self._widest:
            free = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * t.space_5
            side = t.space_5 + max(0, free - self._widest) // 2
            self.setViewportMargins(side, t.space_2 + self._above, side, 0)
            return
        free = self.width() - self.verticalScrollBar().sizeHint().width() - left - right
        self.setViewportMargins(left, t.space_2 + self._above, right + max(0, free - self.measure), 0)
        if self._figures and self._room_of_figures() != self._figure_room:
            for number in self._beside:  # what is not asked for yet has no name, and is drawn in the right width then
                self._replace_figure(number, self._draw(number))
            self.document().markContentsDirty(0, self.document().characterCount())

    def _replace_figure(self, number: int, image: QImage | None) -> None:
        """Show another image of a figure; with None, the one that ``loadResource`` gives."""
        kind = QTextDocument.ResourceType.ImageResource.value
        self.document().addResource(kind, QUrl(f"{FIGURE}{number}/{self._beside[number]}"), image)

    def _room_of_figures(self) -> int:
        """Return how wide a figure is in its frame, with or without a scroll bar: never wider than the line of text."""
        margins = self.viewportMargins()
        around = margins.left() + margins.right() + self.verticalScrollBar().sizeHint().width()
        return max(min(self.width() - around, self.measure) - round(2.6 * self._theme.space_4), 1)

    def _draw(self, number: int) -> QImage:
        """Return a figure as wide as its frame, in the theme's colours."""
        t = self._theme
        self._figure_room = self._room_of_figures()
        columns, around = self._beside.get(number, 1), round(2.6 * t.space_4)
        whole, _ = share(columns)
        room = max(round((self._figure_room + around) * whole / 100) - around, 1) if columns > 1 else self._figure_room
        drawing = draw(self._figures[number], room / t.scale, atlas(paths.territories()), own=self._own)
        scale = min(t.scale, room / drawing.width)
        return drawing_image(drawing, t, scale, self.devicePixelRatioF())

    # --- Qt ---

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a pictogram for ``picto:name/accent/size``, a figure for ``figure:number``.

        A mark of the map for ``forme:kind/look``; nothing else is loaded.
        """
        name = QUrl(name)
        if name.scheme() == "forme":
            sign, _, look = name.path().partition("/")
            size = round(_SIGN * min(self._theme.scale, 1.5))
            return mark_image(sign, self._theme, size, self.devicePixelRatioF(), is_hollow=look == "creux")
        if name.scheme() == FIGURE.removesuffix(":"):
            told, _, columns = name.path().partition("/")
            number = int(told) if told.isdigit() else len(self._figures)
            if number >= len(self._figures):
                return None
            self._beside[number] = int(columns) if columns.isdigit() else 1
            return self._draw(number)
        if name.scheme() != "picto":
            return None
        drawing, accent, wanted, *_ = (*name.path().split("/"), "", "")
        colours = self._theme.accent(accent or "teal")
        size = int(wanted) if wanted.isdigit() else round(54 * min(self._theme.scale, 1.5))
        return _badge(drawing, colours.ink, colours.soft, size, self.devicePixelRatioF())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.textCursor() if by_keys else self.cursorForPosition(event.pos())
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opening.emit(menu, at.position())
        menu.popup(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.is_clicked = True
        super().mouseReleaseEvent(event)
        self.is_clicked = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        self._show_ring(event.reason() in keys)
        self._entered = (event.reason(), self.verticalScrollBar().value())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._show_ring(False)
        super().focusOutEvent(event)

    def focusNextPrevChild(self, ahead: bool) -> bool:
        came = Qt.FocusReason.BacktabFocusReason if ahead else Qt.FocusReason.TabFocusReason
        turned = self._entered == (came, self.verticalScrollBar().value()) and not self.textCursor().hasSelection()
        self._entered = None
        if turned:  # straight back to where one came from, not to the links at the other end
            return QWidget.focusNextPrevChild(self, ahead)
        moved = link_walk.prepare(self, ahead=ahead) or super().focusNextPrevChild(ahead)
        self._led_to = self._selected() if self.document_tree.focused_link() else self._led_to
        self.document_tree.tell_focus()  # Tab to a link changes the cursor without a signal
        return moved

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)
        if self._pending:
            self._scroll_to(self._pending)

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().showEvent(event)
        if self._is_bar_due:
            self._is_bar_due = False
            self._free_bar()
        if self._pending:
            self._scroll_to(self._pending)
            self._pending = ""
        if place := self._pending_place:
            self._pending_place = 0
            self.show_position(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scrolled = QPointF(0, self.verticalScrollBar().value())
        painter.translate(-scrolled)
        seen = QRectF(event.rect()).translated(scrolled)
        self._boxes.paint(painter, seen)
        self.notes.paint(painter, seen)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-scrolled)
        self.notes.paint_open(painter)
        self._paint_focus(painter)
        painter.end()


def _fragments(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return (start, end, look) of each stretch that is a named place, a term, a note or of an adjusted size."""
    found: list[tuple[int, int, QTextCharFormat]] = []
    plain: set[int] = set()  # most stretches have one of a few looks, known by their number
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            fragment = place.fragment()
            number = fragment.charFormatIndex()
            if number not in plain:
                look = fragment.charFormat()
                if look.hasProperty(_ADJUSTED) or look.anchorNames() or look.anchorHref().startswith((TERM, NOTE)):
                    start = fragment.position()
                    found.append((start, start + fragment.length(), look))
                else:
                    plain.add(number)
            place += 1
        block = block.next()
    return found


def _badge(drawing: str, ink: str, ground: str, size: int, ratio: float) -> QPixmap:
    """Return a pictogram in its rounded square, with room on its right for the title beside it."""
    gap, inset = round(size * 0.26), round(size * 0.22)
    image = QPixmap(round((size + gap) * ratio), round(size * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.26, size * 0.26)
    icons.paint(painter, drawing, ink, QRectF(inset, inset, size - 2 * inset, size - 2 * inset))
    painter.end()
    return image
