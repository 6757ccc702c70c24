"""The very pages that will be printed, one at a time, on a ground; or the same words as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from kit.documents.places import Place, Places
from kit.tokens import Tokens
from kit.typography import fr
from ui.theme import icons
from ui.widgets.check_box import CheckBox
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.named_group import grouped
from ui.widgets.segments import Segments
from ui.widgets.text import Heading, Label, as_text
from ui.widgets.wait_bar import WaitBar

_INCH = 25.4  # millimetres
A4 = (210, 297)
_TRUE_SIZE = 96.0  # pixels per inch of a screen at 100 %
_SHARPEST = 192.0
_COARSEST = 10.0
_EDGE = 3  # the focus frame of the paper (60-print.qss)
_POINTS = 72.0  # to the inch
_CROP = 15  # millimetres of each margin that the width of the text leaves out
_FROM_TOP = 0.4  # of the height: where the words of the field at hand are brought
_ROOMY = 560  # pixels of width below which one that follows has no title
_MARK, _OUT = 3, 2.0  # pixels: the edge around these words, and how far it stands off them
FIT, TRUE, TEXT, WIDTH = "fit", "true", "text", "width"
_VIEWS = [(FIT, "Page entière"), (TRUE, fr("100 %")), (TEXT, "Texte")]
_FOLLOWING = [(WIDTH, "Largeur"), (FIT, "Page"), (TEXT, "Texte")]


class PagePreview(QFrame):
    """Shows PNG pages; ``wanted_ppi`` is how sharp they should be to be shown as they are.

    ``resized`` when a larger or smaller place changed that, ``zoomed`` when a hand did; ``turned`` with what a
    screen reader is told of another page, ``stop_requested`` and ``renew_requested`` about one that takes its time.

    One that ``follows`` shows the pages as wide as their text, and goes with the field at hand (``follow``):
    ``place_pressed`` carries the name of a field whose words are pressed.
    """

    place_pressed = Signal(str)
    renew_requested = Signal()
    resized = Signal()
    stop_requested = Signal()
    turned = Signal(str)
    zoomed = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None, *, follows: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._places: Places = {}
        self._field = ""  # the one at hand
        self.following = CheckBox(theme, "Suivre la saisie", chooses=True)
        self.following.setChecked(True)
        self._follows = follows
        self._pen = grouped("Aperçu et saisie", self.following)
        if not follows:
            self._pen.hide()
        self.following.toggled.connect(self._on_following)
        self._choices = _FOLLOWING if follows else _VIEWS
        self._pages: Sequence[bytes] = ()
        self._page = 1
        self._image = QImage()
        self._words = ""
        self._sheet = A4
        self.text = QPlainTextEdit()
        self.setProperty("look", "paper-ground")
        column = QVBoxLayout(self)
        side = theme.space_3 if follows else theme.space_4
        column.setContentsMargins(side, theme.space_3, side, theme.space_3)
        column.setSpacing(theme.space_2)
        column.addLayout(self._build_bar())
        self.wait = WaitBar(theme, framed=True, parent=self)
        self.wait.stopped.connect(self.stop_requested)
        self._build_stale()
        column.addWidget(self._build_views(), 1)
        self.wait.raise_()
        self._stale.raise_()
        self._show_page()

    @property
    def page(self) -> int:
        """The page in sight, from 1."""
        return self._page

    @property
    def page_count(self) -> int:
        """How many pages there are, 0 while there is none."""
        return len(self._pages)

    @property
    def wanted_ppi(self) -> float:
        """Pixels per inch, of the screen's own pixels, at which the paper is shown now."""
        return self.ppi_for(self._sheet)

    def ppi_for(self, sheet: tuple[int, int]) -> float:
        """Return at how many pixels per inch pages of this size (millimetres) are to be made."""
        return min(_SHARPEST, self._logical_ppi(sheet) * self.devicePixelRatioF())

    def show_pages(
        self, pages: Sequence[bytes], text: str, sheet: tuple[int, int] = A4, *, places: Places | None = None
    ) -> None:
        """Show pages of this size, staying on the same one where there is one; ``text`` says what they hold.

        ``places`` are where the words of each field stand on them.
        """
        self._pages, self._sheet, self._places = pages, sheet, places or {}
        self._image = QImage()
        self._page = max(1, min(self._page, len(pages)))
        self._words = text
        self._show_words()
        self.show_current()
        self._show_page()
        self._go_to_field()

    def follow(self, field: str) -> None:
        """Mark the words of a field, and bring them into sight unless the pages are to stay still."""
        self._field = field
        self._mark()
        self._go_to_field()

    def words(self) -> str:
        """Return what the pages hold, as text."""
        return self._words

    def show_empty(self, words: str) -> None:
        """Show a sentence in the place of the pages."""
        self.show_pages((), "")
        self.paper.setText(words)
        self._fit_words()

    def show_current(self) -> None:
        """Say no longer that the pages in sight are old."""
        self._stale.hide()

    def show_stale(self) -> None:
        """Say that the pages in sight do not follow the last choices."""
        self._stale.show()

    def turn_to(self, page: int) -> None:
        """Show another page; one that is not there changes nothing."""
        if 1 <= page <= self.page_count and page != self._page:
            self._page = page
            self._image = QImage()
            self._show_page()
            self.area.verticalScrollBar().setValue(0)
            self.turned.emit(f"Page {page} sur {self.page_count}")

    def _on_before(self) -> None:
        self.turn_to(self._page - 1)

    def _on_after(self) -> None:
        self.turn_to(self._page + 1)

    def _on_following(self, _on: bool) -> None:
        self._go_to_field()

    def _on_pressed(self, place: QPointF) -> None:
        if field := self._field_at(place):
            self.place_pressed.emit(field)

    def _field_at(self, at: QPointF) -> str:
        """Return the field whose words are at a point of the paper, empty where there are none."""
        points = _POINTS / self._logical_ppi(self._sheet)
        x, y = (at.x() - _EDGE + self._cropped()) * points, (at.y() - _EDGE) * points
        found = (name for name, places in self._places.items() if any(one.holds(self._page, x, y) for one in places))
        return next(found, "")

    def _go_to_field(self) -> None:
        places = self._places.get(self._field, ())
        if not places or not self.following.isChecked() or not self._follows:
            return
        self.turn_to(places[0].page)
        bar = self.area.verticalScrollBar()
        bar.setValue(round(self._on_paper(places[0]).top() - _FROM_TOP * self.area.viewport().height()))

    def _mark(self) -> None:
        """Mark what the page in sight holds of the field at hand."""
        here = [place for place in self._places.get(self._field, ()) if place.page == self._page]
        self.paper.show_marks([self._on_paper(place) for place in here])

    def _on_paper(self, place: Place) -> QRectF:
        pixels = self._logical_ppi(self._sheet) / _POINTS
        left, top = place.left * pixels - self._cropped() + _EDGE, place.top * pixels + _EDGE
        return QRectF(left, top, (place.right - place.left) * pixels, (place.bottom - place.top) * pixels)

    def _cropped(self) -> float:
        """Return how many pixels of each margin are left out."""
        return _CROP / _INCH * self._logical_ppi(self._sheet) if self.view.key() == WIDTH else 0.0

    def _on_key(self, key: int) -> None:
        places = {
            Qt.Key.Key_PageUp: self._page - 1,
            Qt.Key.Key_PageDown: self._page + 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: self.page_count,
        }
        self.turn_to(places[Qt.Key(key)])

    def _on_view_chosen(self, key: str) -> None:
        self._show_words()
        self._views.setCurrentWidget(self.text if key == TEXT else self.area)
        self._show_page()
        self.zoomed.emit()

    def _on_resized(self) -> None:
        self._place()
        self.resized.emit()

    def _show_words(self) -> None:
        """Lay the text out while it is what one looks at; that of a long chapter takes more room than its pages."""
        words = self._words if self.view.key() == TEXT else ""
        if words != self.text.toPlainText():
            self.text.setPlainText(words)

    def _show_page(self) -> None:
        """Show where one is, and the page itself."""
        count, reading = self.page_count, self.view.key() == TEXT
        self.where.setText(f"page {self._page} sur {count}" if count else "")
        self._pager.setVisible(count > 0 and not reading)
        self.before.setEnabled(self._page > 1)
        self.after.setEnabled(self._page < count)
        if not count:
            self.paper.setPixmap(QPixmap())
            return
        self.paper.setAccessibleName(f"Aperçu de la page {self._page} sur {count}")
        whole = "" if count == 1 else fr("Les {count} pages, à la suite.\n", count=count)
        self.paper.setAccessibleDescription(whole + self._words)
        if self._image.isNull():
            self._image = QImage.fromData(self._pages[self._page - 1])
        self._place()

    def _place(self) -> None:
        """Put the page on the ground: its own pixels where they fit, else scaled until sharper ones come."""
        if self._image.isNull():
            self._fit_words()
            return
        ratio, ppi = self.devicePixelRatioF(), self._logical_ppi(self._sheet)
        wanted = QSize(*(round(side / _INCH * ppi * ratio) for side in self._sheet))
        made = QPixmap.fromImage(self._image)
        if abs(made.width() - wanted.width()) > 2:
            smooth = Qt.TransformationMode.SmoothTransformation
            made = made.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        if self.view.key() == WIDTH:
            left = round(self._cropped() * ratio)
            made = made.copy(left, 0, made.width() - 2 * left, made.height())
        made.setDevicePixelRatio(ratio)
        self.paper.setPixmap(made)
        self.paper.resize(made.deviceIndependentSize().toSize() + QSize(2 * _EDGE, 2 * _EDGE))
        self._mark()

    def _fit_words(self) -> None:
        self.paper.resize(self.area.maximumViewportSize())

    def _logical_ppi(self, sheet: tuple[int, int]) -> float:
        if self.view.key() == TRUE:
            return _TRUE_SIZE
        room = self.area.maximumViewportSize() - QSize(2 * _EDGE + 1, 2 * _EDGE + 1)
        if self.view.key() == WIDTH:
            wide = room.width() - self.area.verticalScrollBar().sizeHint().width()
            return max(_COARSEST, wide / (sheet[0] - 2 * _CROP) * _INCH)
        return max(_COARSEST, min(room.width() / sheet[0], room.height() / sheet[1]) * _INCH)

    def _build_bar(self) -> FlowLayout:
        bar = FlowLayout(gap=self._theme.space_3, middle=True)
        self._title = Heading("Aperçu", 2, "label")
        self._title.setWordWrap(False)
        self._pager = QWidget()
        row = QHBoxLayout(self._pager)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space_1)
        self.before = self._arrow("retour", "Page précédente", "Page préc.")
        self.after = self._arrow("avance", "Page suivante", "Page suiv.")
        self.before.clicked.connect(self._on_before)
        self.after.clicked.connect(self._on_after)
        self.where = Label("", "small-strong", wrap=False)
        row.addWidget(self.before)
        row.addWidget(self.where)
        row.addWidget(self.after)
        self.view = Segments("Affichage de l’aperçu", self._choices)
        self.view.button(TEXT).setToolTip("Le contenu des pages en texte, à lire ou à copier")
        self.view.chosen.connect(self._on_view_chosen)
        parts: tuple[QWidget, ...] = (self._title, self._pager, self._pen, self.view)
        for part in parts:
            bar.addWidget(part)
        return bar

    def _build_stale(self) -> None:
        t = self._theme
        self._stale = QFrame(self)
        self._stale.setProperty("look", "card")
        row = QHBoxLayout(self._stale)
        row.setContentsMargins(t.space_3, t.space_2, t.space_3, t.space_2)
        row.addWidget(Label("L’aperçu ne suit pas vos derniers choix.", "small"), 1)
        self.renew = QPushButton("Refaire l’aperçu")
        self.renew.setProperty("look", "link-flush")
        self.renew.clicked.connect(self.renew_requested)
        row.addWidget(self.renew)
        self._stale.hide()

    def _build_views(self) -> QStackedWidget:
        self.paper = _Paper(self._theme, self._field_at)
        self.paper.key_pressed.connect(self._on_key)
        self.paper.pressed.connect(self._on_pressed)
        self.area = _Area(self.paper)
        self.area.resized.connect(self._on_resized)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Texte des pages")
        self._views = QStackedWidget()
        self._views.addWidget(self.area)
        self._views.addWidget(self.text)
        return self._views

    def _arrow(self, drawing: str, words: str, key: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(drawing, self._theme.primary, self._theme.muted))
        button.setIconSize(QSize(self._theme.icon, self._theme.icon))
        button.setAccessibleName(words)
        button.setToolTip(as_text(f"{words} ({key})"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the banners over the pages: were they above, the pages would shrink and be made again for it."""
        super().resizeEvent(event)
        if self._follows:
            self._title.setVisible(self.width() >= _ROOMY * self._theme.scale)
        for banner in (self.wait, self._stale):
            place = self._views.geometry()
            banner.setGeometry(place.x(), place.y(), place.width(), banner.sizeHint().height())


class _Paper(QLabel):
    """The page itself: it takes the focus, and its keys turn the pages; arrows scroll.

    ``pressed`` with the point that was; over what ``leads`` somewhere the pointer is a hand.
    """

    key_pressed = Signal(int)
    pressed = Signal(QPointF)

    paints_own_focus = True  # inside: it fills the place that would cut a ring

    def __init__(self, theme: Tokens, leads: Callable[[QPointF], object]) -> None:
        super().__init__()
        self._theme, self._leads = theme, leads
        self._marks: list[QRectF] = []
        self.setMouseTracking(True)
        self.setObjectName("paper")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_marks(self, marks: list[QRectF]) -> None:
        """Mark these places of the page: their ground lets the words through, and an edge goes around it."""
        if marks != self._marks:
            self._marks = marks
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hand = Qt.CursorShape.PointingHandCursor if self._leads(event.position()) else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != hand:
            self.setCursor(hand)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(event.position())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._marks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self._marks:
            around = mark.adjusted(-_OUT, -_OUT, _OUT, _OUT)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.paper_mark))
            painter.drawRoundedRect(around, 4, 4)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.setPen(QPen(QColor(self._theme.paper_focus), _MARK))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(around, 4, 4)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End):
            self.key_pressed.emit(event.key())
        else:
            event.ignore()


class _Area(QScrollArea):
    """Holds the paper in its middle and says when its own size changes."""

    resized = Signal()

    def __init__(self, paper: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(paper)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


def flowed(text: str, width: int) -> str:
    """Return a text wrapped at ``width`` columns with its lines whole again, and without rules, for any width."""
    lines: list[str] = []
    above = ""
    for line in text.splitlines():
        words = line.strip()
        if words and not words.strip("-"):
            continue
        starts = not words or re.match(r"\[.\] |\d+\. ", words)
        if not starts and above.strip() and len(above) + 1 + len(words.split()[0]) > width:
            lines[-1] += f" {words}"
        else:
            lines.append(line)
        above = line
    return "\n".join(lines)
