"""What screen readers are told beyond Qt's own: articles with their structure, titles with their level, real clicks.

``ui/access/accessibility.py`` asks here once a screen reader is there; nothing is built before. Needs Python 3.12 or
later: before, PySide6 6.12 loses a reference to None at each call that returns it, and the process aborts.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEditableTextInterface,
    QAccessibleInterface,
    QAccessibleObject,
    QWindow,
)
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QProgressBar, QScrollArea, QTextBrowser, QWidget
from shiboken6 import Shiboken

from ui.access.document_tree import DocumentTree
from ui.access.nodes import NOTHING, Kin, Kind, Level, Node, Role
from ui.widgets.region import Region
from ui.widgets.states import ONE_STANDS, OPENED
from ui.widgets.text import Heading

_held: dict[int, _Wrapper] = {}  # what a factory returns must be held as long as its widget lives
_numbers = itertools.count()  # not id(widget): ids come again
_asking: list[int] = []  # addresses: inside C++'s constructor each question brings another Python object


def _gone() -> QAccessible.State:
    """Return the state of what is no more."""
    state = QAccessible.State()
    state.invalid = 1
    return state


class _Wrapper(QAccessibleObject):
    """Stands before Qt's own interface of a widget and passes on all that it does not better."""

    def __init__(self, widget: QWidget, own: QAccessibleInterface) -> None:
        super().__init__(widget)
        self._own_id = QAccessible.uniqueId(own)

    @property
    def own(self) -> QAccessibleInterface:
        """Qt's own interface, asked for each time: Qt may free it, and its address is used again."""
        return QAccessible.accessibleInterface(self._own_id)

    def parent(self) -> QAccessibleInterface:
        return self.own.parent()

    def window(self) -> QWindow:
        return self.own.window()

    def rect(self) -> QRect:
        return self.own.rect()

    def state(self) -> QAccessible.State:
        return self.own.state()

    def text(self, kind: QAccessible.Text) -> str:
        return self.own.text(kind)

    def passed_on(self, kind: QAccessible.InterfaceType) -> object:
        """Return Qt's own further interface, or NOTHING; a VoidPtr is falsy, so compare with None."""
        found = self.own.interface_cast(kind)
        return NOTHING if found is None else found


class _Title(_Wrapper):
    """A Heading label as a heading of its level."""

    def __init__(self, label: Heading, own: QAccessibleInterface) -> None:
        super().__init__(label, own)
        self._level = Level(lambda: getattr(label, "level", 1))

    def role(self) -> QAccessible.Role:
        return Role.Heading

    def child(self, number: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        if kind == Kind.AttributesInterface:
            return self._level
        return self.passed_on(kind) if kind == Kind.TextInterface else NOTHING


class _Document(Kin, _Wrapper):  # type: ignore[misc]
    """A text view as a document; its text, caret and selection stay those of Qt."""

    def __init__(self, view: QTextBrowser, own: QAccessibleInterface) -> None:
        super().__init__(view, own)
        self._view = view

    def children(self) -> list[Node]:
        tree = self._tree()
        return tree.top() if tree else []

    def role(self) -> QAccessible.Role:
        return Role.Document

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        tree = self._tree()
        return tree.focused_node() if tree else None

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        return self.passed_on(kind) if kind == Kind.TextInterface else NOTHING

    def _tree(self) -> DocumentTree | None:
        return getattr(self._view, "document_tree", None)


class _Nest(_Wrapper):
    """What holds other widgets, of the role that Qt gives it."""

    def role(self) -> QAccessible.Role:
        return self.own.role()

    def child(self, number: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.own.child(number) if 0 <= number < self.own.childCount() else None

    def childCount(self) -> int:
        return self.own.childCount()

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self.own.indexOfChild(child)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.own.focusChild()

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        return self.passed_on(kind)


class _Pane(_Nest):
    """A region: a plain widget is filling, which a reader passes over even where it has the focus."""

    def role(self) -> QAccessible.Role:
        return Role.Pane


class _Area(_Nest):
    """A scroll area whose children are counted before one is handed out.

    Qt reads beyond its list when a screen reader asks for a child that went since it counted them (a scroll bar
    that hides): the process ends in ``QAccessibleAbstractScrollArea::child``, seen once in fifteen walks.
    """


class _Typing(QAccessibleEditableTextInterface):
    """What is written into a line from outside is typed there.

    Qt's own way is ``setText``, which tells no ``textEdited``: nothing would be searched, completed or kept.
    """

    def __init__(self, line: Callable[[], QLineEdit | None]) -> None:
        super().__init__()
        self._line = line

    def deleteText(self, start: int, end: int) -> None:
        self.replaceText(start, end, "")

    def insertText(self, offset: int, text: str) -> None:
        self.replaceText(offset, offset, text)

    def replaceText(self, start: int, end: int, text: str) -> None:
        line = self._line()
        if line is None or line.isReadOnly():
            return
        if end > start:
            line.setSelection(start, end - start)
        else:
            line.setCursorPosition(start)  # takes back what was selected
        line.insert(text)


class _Line(_Nest):
    """A line of text: Qt's own, but what is written from outside is typed."""

    def __init__(self, line: QLineEdit, own: QAccessibleInterface) -> None:
        super().__init__(line, own)
        self._typing = _Typing(self._found)

    def _found(self) -> QLineEdit | None:
        """Return the line; None while C++ takes it down."""
        line = self.object()
        return line if isinstance(line, QLineEdit) else None

    def role(self) -> QAccessible.Role:
        return Role.EditableText

    def state(self) -> QAccessible.State:
        return _gone() if self._found() is None else self.own.state()

    def text(self, kind: QAccessible.Text) -> str:
        return "" if self._found() is None else self.own.text(kind)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        if self._found() is None:
            return NOTHING
        return self._typing if kind == Kind.EditableTextInterface else self.passed_on(kind)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        if kind == QAccessible.Text.Value:
            self._typing.replaceText(0, len(self.text(QAccessible.Text.Value)), text)
        else:
            self.own.setText(kind, text)


class _Click(QAccessibleActionInterface):
    """What a screen reader does to a checkable button is a click, as the mouse's.

    Qt's own action is ``toggle()``, which changes the box and sends no ``clicked``: nothing would be recorded.
    """

    def __init__(self, button: Callable[[], QAbstractButton | None], name: str) -> None:
        super().__init__()
        self._button, self._name = button, name

    def actionNames(self) -> list[str]:
        return [self._name, self.setFocusAction()]

    def doAction(self, name: str) -> None:
        button = self._button()
        if button is None:
            return
        if name == self.setFocusAction():
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name in (self.pressAction(), self.toggleAction()):
            QTimer.singleShot(0, button, button.click)  # later: a click may delete the button

    def keyBindingsForAction(self, name: str) -> list[str]:
        return [] if name == self.setFocusAction() else ["Space"]

    def localizedActionName(self, name: str) -> str:
        words = {self.pressAction(): "Appuyer", self.toggleAction(): "Cocher", self.setFocusAction(): "Aller ici"}
        return words.get(name, name)

    def localizedActionDescription(self, name: str) -> str:
        return self.localizedActionName(name)


class _Button(_Wrapper):
    """A button; one that shows « you are here » is a button that is selected, one of several choices a radio button."""

    def __init__(self, button: QAbstractButton, own: QAccessibleInterface) -> None:
        super().__init__(button, own)
        self._press = _Click(self._found, QAccessibleActionInterface.pressAction())
        self._toggle = _Click(self._found, QAccessibleActionInterface.toggleAction())

    def _found(self) -> QAbstractButton | None:
        """Return the button; None while C++ takes it down: it is a plain widget then, which Qt's own would crash on."""
        button = self.object()
        return button if isinstance(button, QAbstractButton) else None

    def role(self) -> QAccessible.Role:
        button = self._found()
        if button is None or self._leads(button) or self._opened(button) is not None:
            return Role.Button
        return Role.RadioButton if self._is_choice(button) else self.own.role()

    def state(self) -> QAccessible.State:
        button = self._found()
        if button is None:
            return _gone()
        state = self.own.state()
        if (opened := self._opened(button)) is not None:
            state.expandable, state.expanded, state.collapsed = 1, int(opened), int(not opened)
            state.checkable = state.checked = 0
        if self._leads(button):
            state.selectable, state.selected = 1, state.checked
            state.checkable = state.checked = 0
        return state

    def text(self, kind: QAccessible.Text) -> str:
        return "" if self._found() is None else self.own.text(kind)

    def child(self, number: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if not 0 <= number < self.childCount():
            return None
        bars = self._bars()
        return self.own.child(number) if bars is None else QAccessible.queryAccessibleInterface(bars[number])

    def childCount(self) -> int:
        """Return the bars of a card alone: its words are its name and description, not to be heard twice."""
        if self._found() is None:
            return 0
        return self.own.childCount() if (bars := self._bars()) is None else len(bars)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        bars = self._bars()
        if bars is None:
            return self.own.indexOfChild(child)
        return next((number for number, bar in enumerate(bars) if bar is child.object()), -1)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        button = self._found()
        if button is None:
            return NOTHING
        if kind == Kind.ActionInterface and button.isCheckable():
            return self._press if self.role() == Role.Button else self._toggle
        return self.passed_on(kind)

    def _bars(self) -> list[QProgressBar] | None:
        """Return what a card tells by a value; None for a button that is no card."""
        button = self._found()
        if button is None or button.layout() is None:
            return None
        bars = button.findChildren(QProgressBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [bar for bar in bars if not bar.isHidden()]

    @staticmethod
    def _leads(button: QAbstractButton) -> bool:
        return button.property("look") in ("nav", "part")

    @staticmethod
    def _opened(button: QAbstractButton) -> bool | None:
        """Return whether what the button opens is open; None for one that opens nothing."""
        opened = button.property(OPENED)
        return None if opened is None else bool(opened)

    @staticmethod
    def _is_choice(button: QAbstractButton) -> bool:
        group = button.group()
        return group is not None and bool(group.exclusive() or group.property(ONE_STANDS)) and button.isCheckable()


_OURS: tuple[tuple[type[QObject], Callable[..., _Wrapper]], ...] = (
    (Heading, _Title),
    (QAbstractButton, _Button),
    (QLineEdit, _Line),
    (QScrollArea, _Area),
    (Region, _Pane),
    (QTextBrowser, _Document),
)

_FROM_THE_FIRST = (_Button, _Line)
"""Those that hold no Python object of their widget, and so may be made before there is one.

Qt keeps its first answer for good, and with a reader about it asks while C++ still builds a button: its words tell that
they changed. Some of these are of C++ alone (the buttons of Qt's dialogs).
"""


def interface_of(_key: str, widget: QObject) -> QAccessibleInterface | None:
    """Return ours for titles, articles, buttons, lines and the like, None for all else.

    Qt asks for each class of the widget's chain, the nearest first; the first answer counts. It may ask while the
    widget's ``__init__`` still runs: what ours tell is read when asked for, never here.
    """
    made = next((ours for kind, ours in _OURS if isinstance(widget, kind)), None)
    if made is None or Shiboken.getCppPointer(widget)[0] in _asking:
        return None
    if not (Shiboken.createdByPython(widget) or made in _FROM_THE_FIRST):
        return None
    if made is _Document and not getattr(widget, "tells_structure", False):
        return None
    _asking.append(Shiboken.getCppPointer(widget)[0])  # the guard that lets Qt answer this once
    own = QAccessible.queryAccessibleInterface(widget)
    _asking.pop()
    for number in [n for n, one in _held.items() if not Shiboken.isValid(one)]:
        del _held[number]
    wrapper = made(widget, own)
    _held[next(_numbers)] = wrapper
    return wrapper
