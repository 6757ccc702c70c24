"""The very pages that will be printed, one at a time, on a ground; or the same words as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
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

from kit.typography import fr
from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.segments import Segments
from ui.widgets.text import Heading, Label, as_text
from ui.widgets.wait_bar import WaitBar

_INCH = 25.4  # millimetres
A4 = (210, 297)
_TRUE_SIZE = 96.0  # pixels per inch of a screen at 100 %
_SHARPEST = 192.0
_COARSEST = 10.0
_EDGE = 3  # the focus frame of the paper (60-print.qss)
FIT, TRUE, TEXT = "fit", "true", "text"


class PagePreview(QFrame):
    """Shows PNG pages; ``wanted_ppi`` is how sharp they should be to be shown as they are.

    ``resized`` when a larger or smaller place changed that, ``zoomed`` when a hand did; ``turned`` with what a
    screen reader is told of another page, ``stop_requested`` and ``renew_requested`` about one that takes its time.
    """

    renew_requested = Signal()
    resized = Signal()
    stop_requested = Signal()
    turned = Signal(str)
    zoomed = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pages: Sequence[bytes] = ()
        self._page = 1
        self._image = QImage()
        self._words = ""
        self._sheet = A4
        self.text = QPlainTextEdit()
        self.setProperty("look", "paper-ground")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space_4, theme.space_3, theme.space_4, theme.space_3)
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

    def show_pages(self, pages: Sequence[bytes], text: str, sheet: tuple[int, int] = A4) -> None:
        """Show pages of this size, staying on the same one where there is one; ``text`` says what they hold."""
        self._pages, self._sheet = pages, sheet
        self._image = QImage()
        self._page = max(1, min(self._page, len(pages)))
        self._words = text
        self._show_words()
        self.show_current()
        self._show_page()

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
        made.setDevicePixelRatio(ratio)
        self.paper.setPixmap(made)
        self.paper.resize(made.deviceIndependentSize().toSize() + QSize(2 * _EDGE, 2 * _EDGE))

    def _fit_words(self) -> None:
        self.paper.resize(self.area.maximumViewportSize())

    def _logical_ppi(self, sheet: tuple[int, int]) -> float:
        if self.view.key() == TRUE:
            return _TRUE_SIZE
        room = self.area.maximumViewportSize() - QSize(2 * _EDGE + 1, 2 * _EDGE + 1)
        return max(_COARSEST, min(room.width() / sheet[0], room.height() / sheet[1]) * _INCH)

    def _build_bar(self) -> FlowLayout:
        bar = FlowLayout(gap=self._theme.space_3, middle=True)
        title = Heading("Aperçu", 2, "label")
        title.setWordWrap(False)
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
        self.view = Segments("Affichage de l’aperçu", [(FIT, "Page entière"), (TRUE, fr("100 %")), (TEXT, "Texte")])
        self.view.button(TEXT).setToolTip("Le contenu des pages en texte, à lire ou à copier")
        self.view.chosen.connect(self._on_view_chosen)
        parts: tuple[QWidget, ...] = (title, self._pager, self.view)
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
        self.paper = _Paper()
        self.paper.key_pressed.connect(self._on_key)
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
        for banner in (self.wait, self._stale):
            place = self._views.geometry()
            banner.setGeometry(place.x(), place.y(), place.width(), banner.sizeHint().height())


class _Paper(QLabel):
    """The page itself: it takes the focus, and its keys turn the pages; arrows scroll."""

    key_pressed = Signal(int)

    paints_own_focus = True  # inside: it fills the place that would cut a ring

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

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
