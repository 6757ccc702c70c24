"""What every screen of the tour shows to a screen reader, to the keyboard and to an eye that needs large text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from ui.features.convince.map import ReasonMap
from ui.services.context import AppContext
from ui.services.navigation import Route
from ui.shell.main_window import MainWindow
from ui.shell.window import Window
from ui.switches.tour import settle, stops
from ui.text.article_view import ArticleView
from ui.widgets.pressable_card import PressableCard
from ui.widgets.text import Heading

_UNBOUNDED = 32767  # the characters of a QLineEdit that nobody bounds


@dataclass(slots=True)
class Found:
    """What does not keep a check, by the number of the check; ``titles`` are the window's titles by screen."""

    faults: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    screens: int = 0

    def add(self, check: str, screen: str, words: str) -> None:
        """Note a fault."""
        self.faults.setdefault(check, []).append(f"{screen}: {words}")


class StrayWindows(QObject):
    """Notes the widgets that are shown before they have a place: for a moment they are windows, and take the focus."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._names: list[str] = []
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def taken(self) -> list[str]:
        """Return what was seen since the last call."""
        names, self._names = self._names, []
        return names

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and watched is not self._window:
            self._names.append(type(watched).__name__)
        return False


def look(window: MainWindow, context: AppContext, checks: str = "all") -> Found:
    """Visit every screen of the tour and check it."""
    return look_at(window, stops(context), lambda: settle(context), checks)


def look_at(
    window: Window, places: Iterable[tuple[str, Route]], rest: Callable[[], None], checks: str = "all"
) -> Found:
    """Visit these screens of any program and check them; ``rest`` lets background work end."""
    found = Found()
    strays = StrayWindows(window)
    for name, route in places:
        window.open_route(route)
        rest()
        found.screens += 1
        found.titles[name] = window.windowTitle()
        page = window.current_page
        for stray in strays.taken():
            found.add("A14", name, f"{stray} flashed up as a window of its own")
        if checks == "all":
            _names(page, name, found)
            _labels(page, name, found)
            _roles(page, name, found)
            if isinstance(window, MainWindow):  # what the publisher types is as long as it was
                _bounds(page, name, found)
            window.activateWindow()
            QApplication.processEvents()
            window.sidebar.search.setFocus()
            _order(page, name, found)
            rest()
        _cut(window, page, name, found)
    return found


def accessible_name(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""


def stops_of(page: QWidget) -> Iterator[QWidget]:
    """Yield the visible widgets of a page that Tab reaches, in the order in which they were built."""
    yield from (widget for widget in page.findChildren(QWidget) if is_stop(widget))


@dataclass(frozen=True, slots=True)
class Stop:
    """What Tab reached, the part of the page in which it is read, and where it stood there with the focus."""

    widget: QWidget
    column: QWidget
    box: QRect


def tab_stops(page: QWidget, limit: int = 3000) -> list[Stop]:
    """Press Tab from the search field on, until it comes round; return what of the page had the focus, in order.

    The place is that of the moment: the head of a list goes with its cards, which Tab scrolls from link to link.
    """
    found: list[Stop] = []
    start = QApplication.focusWidget()
    for _ in range(limit):
        here = QApplication.focusWidget()
        assert here is not None, f"{type(page).__name__}: {found[-3:]}"
        QTest.keyClick(here, Qt.Key.Key_Tab)
        after = QApplication.focusWidget()
        if after is start or after is None:
            return found
        if page.isAncestorOf(after) and after is not here:  # a text keeps the focus from link to link
            column = _column(after, page)
            found.append(Stop(after, column, QRect(after.mapTo(column, QPoint()), after.size())))
    raise AssertionError(f"Tab does not come round: {found[-3:]}")


def is_stop(widget: QWidget) -> bool:
    """Say whether Tab stops at a widget."""
    if isinstance(widget.parentWidget(), QComboBox):  # the line of an editable one passes the focus on to it
        return False
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()


def _names(page: QWidget, screen: str, found: Found) -> None:
    """A1, A2: each widget that takes the focus has a name, and the name holds the words in sight."""
    seen: dict[tuple[str, str], list[QWidget]] = {}
    for widget in stops_of(page):
        name = accessible_name(widget)
        if not name:
            found.add("A1", screen, f"{type(widget).__name__} « {getattr(widget, 'text', lambda: '')()} »")
        if isinstance(widget, QAbstractButton) and widget.text():
            words = widget.text().replace("&", "").partition(" · ")[0].strip(" ✓+…→←")  # a count is said in words
            if words and words.casefold() not in name.casefold():
                found.add("A2", screen, f"« {words} » is called « {name} »")
        if isinstance(widget, QPushButton):
            said = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)
            seen.setdefault((name, said), []).append(widget)
    for (name, _), widgets in seen.items():
        parents = {id(widget.parentWidget()) for widget in widgets}
        if len(widgets) > 1 and len(parents) == 1 and name:
            found.add("A1", screen, f"{len(widgets)} × « {name} » side by side")


def _labels(page: QWidget, screen: str, found: Found) -> None:
    """A3: each field has a label beside it, or a name of its own with words in sight."""
    tied = {id(label.buddy()) for label in page.findChildren(QLabel) if label.buddy() is not None}
    for kind in (QLineEdit, QPlainTextEdit, QComboBox):
        for widget in page.findChildren(kind):
            if not widget.isVisible() or not widget.isEnabled() or isinstance(widget.parentWidget(), QComboBox):
                continue
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            said = isinstance(widget, QComboBox) and bool(widget.currentText())
            if id(widget) not in tied and not said and not accessible_name(widget):
                found.add("A3", screen, f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")


def _bounds(page: QWidget, screen: str, found: Found) -> None:
    """A line that is typed in has an end: a whole document pasted by mistake is no name and no date."""
    for line in page.findChildren(QLineEdit):
        if line.isVisible() and not line.isReadOnly() and line.maxLength() == _UNBOUNDED:
            found.add("bounds", screen, accessible_name(line))


def _roles(page: QWidget, screen: str, found: Found) -> None:
    """A4, A5: boxes are check boxes, choices side by side radio buttons, of a named group, with their state."""
    for box in page.findChildren(QCheckBox):
        if not box.isVisible():
            continue
        interface = QAccessible.queryAccessibleInterface(box)
        if interface.role() != QAccessible.Role.CheckBox:
            found.add("A5", screen, box.text())
        if bool(interface.state().checked) != (box.checkState() == Qt.CheckState.Checked):
            found.add("A5", screen, f"state of {box.text()}")
    for choice in page.findChildren(QPushButton):
        group = choice.group()
        if choice.isVisible() and choice.isCheckable() and group is not None and group.exclusive():
            interface = QAccessible.queryAccessibleInterface(choice)
            if interface.role() != QAccessible.Role.RadioButton or not interface.state().checkable:
                found.add("A5", screen, f"{choice.text()} is {interface.role().name}")
            if bool(interface.state().checked) != choice.isChecked():
                found.add("A5", screen, f"state of {choice.text()}")
    titles = [title for title in page.findChildren(Heading) if title.isVisible()]
    is_text = any(view.isVisible() for view in page.findChildren(ArticleView))  # its own title is in the text
    if titles and titles[0].level != 1 and not is_text:
        found.add("A21", screen, f"{titles[0].text()}, of level {titles[0].level}, comes before the title of the page")


def _order(page: QWidget, screen: str, found: Found) -> None:
    """A10, A11: Tab goes round, and down the page: no stop stands wholly above one that comes before it."""
    bottom = -1
    column: QWidget | None = None
    for stop in tab_stops(page):
        widget, box = stop.widget, stop.box
        if stop.column is not column:
            column, bottom = stop.column, -1
        if box.bottom() < bottom - 4 and not _beside(widget, page) and not _in_map(widget):
            found.add("A11", screen, f"« {accessible_name(widget)[:40]} » is read after what stands below it")
        bottom = max(bottom, box.top())


def _column(widget: QWidget, page: QWidget) -> QWidget:
    """Return the part of the page in which a widget is read: what its nearest scroll area scrolls, else the page."""
    parent = widget.parentWidget()
    while parent is not None and parent is not page:
        if isinstance(parent, QScrollArea):
            return parent.widget() or parent
        parent = parent.parentWidget()
    return page


def _beside(widget: QWidget, page: QWidget) -> bool:
    """Say whether a widget stands in another column of the page: columns are read one after the other."""
    return widget.mapTo(page, QPoint()).x() > page.width() * 0.3


def _in_map(widget: QWidget) -> bool:
    """Say whether a widget is a branch of the map, which is read reason by reason, wherever they stand."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, ReasonMap):
        parent = parent.parentWidget()
    return parent is not None


def _cut(window: Window, page: QWidget, screen: str, found: Found) -> None:
    """A18: no label is cut off, no button is narrower than its words, nothing scrolls sideways."""
    for label in page.findChildren(QLabel):
        shown = label.isVisible() and not label.visibleRegion().isEmpty()
        fault = _label_cut(label) if shown and label.text() else ""
        if fault:
            found.add("A18", screen, fault)
    for button in page.findChildren(QPushButton):
        wraps = button.hasHeightForWidth() or isinstance(button, PressableCard)  # words in several lines
        if button.isVisible() and button.text() and not wraps and button.width() + 2 < _least(button):
            found.add("A18", screen, f"button « {button.text()[:50]} » {button.width()} < {_least(button)}")
    for area in (page, *page.findChildren(QAbstractScrollArea)):
        bar = area.horizontalScrollBar() if isinstance(area, QAbstractScrollArea) else None
        if isinstance(bar, QScrollBar) and area.isVisible() and bar.maximum() > 0 and bar.isVisible():
            found.add("A18", screen, f"{type(area).__name__} scrolls sideways by {bar.maximum()}")
        inner = area.widget() if isinstance(area, QScrollArea) and area.isVisible() else None
        if inner is not None and inner.width() > area.viewport().width():
            found.add("A18", screen, f"{inner.width()} wide in {area.viewport().width()}: the right edge is cut")
    if page.width() > window.width():
        found.add("A18", screen, "the page is wider than the window")
    for one, other in _overlaps(page):
        found.add("A18", screen, f"« {one} » stands over « {other} »")


def _overlaps(page: QWidget) -> Iterator[tuple[str, str]]:
    """Yield the words of each two labels, buttons and fields beside one another that share a part of the screen."""
    kinds = (QLabel, QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
    beside: dict[int, list[QWidget]] = {}
    for widget in page.findChildren(QWidget):
        if isinstance(widget, kinds) and widget.isVisible() and not widget.visibleRegion().isEmpty():
            beside.setdefault(id(widget.parentWidget()), []).append(widget)
    for widgets in beside.values():
        for number, one in enumerate(widgets):
            for other in widgets[number + 1 :]:
                shared = one.geometry().intersected(other.geometry())
                if shared.width() > 1 and shared.height() > 1:
                    yield accessible_name(one)[:40], accessible_name(other)[:40]


def _label_cut(label: QLabel) -> str:
    metrics, width = QFontMetrics(label.font()), label.contentsRect().width()
    words = f"label « {label.text()[:50]} »"
    if not label.wordWrap():
        longest = max(metrics.horizontalAdvance(line) for line in label.text().splitlines())
        return f"{words} is {width} wide, {longest} needed" if longest > width + 2 else ""
    shown = QLabel.text(label).replace("\u200b", " ")  # ours give back an endless word whole
    longest = max(map(metrics.horizontalAdvance, shown.split()), default=0)
    needed = label.heightForWidth(label.width())
    if needed > label.height() + 4 or longest > width + 2:
        return f"{words} {label.width()}×{label.height()}, {longest}×{needed} needed"
    return ""


def _least(button: QPushButton) -> int:
    return QFontMetrics(button.font()).horizontalAdvance(button.text())
