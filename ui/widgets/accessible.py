"""What screen readers are told beyond Qt's own: articles with their structure, titles with their level, real clicks.

``ui/accessibility.py`` asks here once a screen reader is there; nothing is built before. Needs Python 3.12 or
later: before, PySide6 6.12 loses a reference to None at each call that returns it, and the process aborts.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
    QAccessibleObject,
    QWindow,
)
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QTextBrowser, QWidget
from shiboken6 import Shiboken

from ui.widgets.accessible_nodes import NOTHING, Kin, Kind, Level, Node, Role
from ui.widgets.document_tree import DocumentTree
from ui.widgets.text import Heading

_held: dict[int, _Wrapper] = {}  # what a factory returns must be held as long as its widget lives
_numbers = itertools.count()  # not id(widget): ids come again
_asking: list[QObject] = []


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


class _Area(_Wrapper):
    """A scroll area whose children are counted before one is handed out.

    Qt reads beyond its list when a screen reader asks for a child that went since it counted them (a scroll bar
    that hides): the process ends in ``QAccessibleAbstractScrollArea::child``, seen once in fifteen walks.
    """

    def role(self) -> QAccessible.Role:
        return self.own.role()

    def child(self, number: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.own.child(number) if 0 <= number < self.own.childCount() else None

    def childCount(self) -> int:
        return self.own.childCount()

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self.own.indexOfChild(child)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        return self.passed_on(kind)


class _Click(QAccessibleActionInterface):
    """What a screen reader does to a checkable button is a click, as the mouse's.

    Qt's own action is ``toggle()``, which changes the box and sends no ``clicked``: nothing would be recorded.
    """

    def __init__(self, button: QAbstractButton, name: str) -> None:
        super().__init__()
        self._button, self._name = button, name

    def actionNames(self) -> list[str]:
        return [self._name, self.setFocusAction()]

    def doAction(self, name: str) -> None:
        if name == self.setFocusAction():
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name in (self.pressAction(), self.toggleAction()):
            QTimer.singleShot(0, self._button, self._button.click)  # later: a click may delete the button

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
        self._button = button
        self._press = _Click(button, QAccessibleActionInterface.pressAction())
        self._toggle = _Click(button, QAccessibleActionInterface.toggleAction())

    def role(self) -> QAccessible.Role:
        if self._leads():
            return Role.Button
        return Role.RadioButton if self._is_choice() else self.own.role()

    def state(self) -> QAccessible.State:
        state = self.own.state()
        if self._leads():
            state.selectable, state.selected = 1, state.checked
            state.checkable = state.checked = 0
        return state

    def child(self, number: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.own.child(number) if 0 <= number < self.childCount() else None

    def childCount(self) -> int:
        """Return none for a card: its words are its name and description, not to be heard twice."""
        return 0 if self._button.layout() is not None else self.own.childCount()

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self.own.indexOfChild(child)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        if kind == Kind.ActionInterface and self._button.isCheckable():
            return self._press if self._leads() else self._toggle
        return self.passed_on(kind)

    def _leads(self) -> bool:
        return self._button.property("look") in ("nav", "part")

    def _is_choice(self) -> bool:
        group = self._button.group()
        return group is not None and group.exclusive() and self._button.isCheckable()


_OURS: tuple[tuple[type[QObject], Callable[..., _Wrapper]], ...] = (
    (Heading, _Title),
    (QAbstractButton, _Button),
    (QScrollArea, _Area),
    (QTextBrowser, _Document),
)


def interface_of(_key: str, widget: QObject) -> QAccessibleInterface | None:
    """Return ours for titles, articles and buttons, None for all else.

    Qt asks for each class of the widget's chain, the nearest first; the first answer counts. It may ask while the
    widget's ``__init__`` still runs: what ours tell is read when asked for, never here.
    """
    made = next((ours for kind, ours in _OURS if isinstance(widget, kind)), None)
    if made is None or not Shiboken.createdByPython(widget):  # asked inside C++'s constructor: the real one comes after
        return None
    if any(widget is one for one in _asking) or (made is _Document and not getattr(widget, "tells_structure", False)):
        return None
    _asking.append(widget)  # the guard that lets Qt answer this once
    own = QAccessible.queryAccessibleInterface(widget)
    _asking.pop()
    for number in [n for n, one in _held.items() if not Shiboken.isValid(one)]:
        del _held[number]
    wrapper = made(widget, own)
    _held[next(_numbers)] = wrapper
    return wrapper
