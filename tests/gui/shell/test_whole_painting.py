"""A change is painted once: laid out to the end, and with what was put off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QProgressBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.services.jobs import Jobs
from ui.services.later import later
from ui.shell.whole_painting import WholePainting
from ui.widgets.kept_drawing import KeptDrawing
from ui.widgets.scroll import scrolling
from ui.widgets.text import Label


class Paintings(QObject):
    """Notes what a label says, and its height, each time it is painted."""

    def __init__(self, label: Label) -> None:
        super().__init__(label)
        self._label = label
        self.seen: list[tuple[str, int]] = []
        label.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.append((self._label.text(), self._label.height()))
        return False


def shown(qtbot: QtBot) -> tuple[QMainWindow, Label]:
    """Return a window on a label that stands deep inside others, settled."""
    window, page, label = QMainWindow(), QWidget(), Label("Court")
    qtbot.addWidget(window)
    WholePainting(window)
    inner: QWidget = label
    for _ in range(6):
        around = QWidget()
        column = QVBoxLayout(around)
        column.addWidget(inner)
        column.addStretch(1)
        inner = around
    scrolling(page, inner)
    window.setCentralWidget(page)
    window.resize(400, 300)
    window.show()
    settle()
    return window, label


def settle() -> None:
    for _ in range(30):
        QApplication.processEvents()


def test_what_becomes_higher_is_painted_once_in_its_new_height(qtbot: QtBot) -> None:
    _window, label = shown(qtbot)
    paintings = Paintings(label)
    label.setText("Un texte bien plus long, qui tient sur plusieurs lignes de cette fenêtre. " * 4)
    settle()
    assert paintings.seen == [(label.text(), label.height())]


def test_what_was_put_off_is_painted_with_what_was_done_at_once(qtbot: QtBot) -> None:
    window, label = shown(qtbot)
    paintings = Paintings(label)
    label.setText("Tout de suite")
    later(lambda: label.setText("À la fin du tour"), window)()
    settle()
    assert [words for words, _ in paintings.seen] == ["À la fin du tour"]


def test_no_answer_comes_amid_a_change(qtbot: QtBot) -> None:
    """A bar is painted at once when its value changes: the answer of a job waits until the change is over."""
    jobs = Jobs()
    window, label = shown(qtbot)
    bar = QProgressBar(window.centralWidget())
    bar.resize(100, 20)
    bar.show()
    settle()
    said: list[str] = []
    jobs.write(window, lambda _: None, lambda _: said.append("saved"), lambda _: None)
    jobs.wait_for_writes()
    for value in (10, 50, 90):
        bar.setValue(value)
    said.append("changed")
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said == ["changed", "saved"] and label.isVisible()


def test_a_drawing_is_drawn_once_for_its_size_and_anew_when_asked(qtbot: QtBot) -> None:
    drawn: list[int] = []

    class Square(KeptDrawing):
        def draw(self, painter: object) -> None:
            drawn.append(self.width())

    square = Square()
    qtbot.addWidget(square)
    square.setFixedSize(20, 20)
    square.show()
    for _ in range(3):
        square.grab()
    assert drawn == [20]
    square.draw_anew()
    square.grab()
    square.setFixedSize(30, 30)
    square.grab()
    assert drawn == [20, 20, 30]
