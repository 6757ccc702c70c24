"""What screen readers are told beyond Qt's own: articles with their structure, titles with their level.

``install`` once, before the window. Nothing is built until a screen reader asks. Needs Python 3.12 or later: before,
PySide6 6.12 loses a reference to None at each call that returns it, and the process aborts.
"""

from __future__ import annotations

import itertools

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleObject, QWindow
from PySide6.QtWidgets import QTextBrowser, QWidget
from shiboken6 import Shiboken

from ui.widgets.accessible_nodes import NOTHING, DocumentTree, Kin, Kind, Level, Node, Role
from ui.widgets.text import Heading

_held: dict[int, _Wrapper] = {}  # what a factory returns must be held as long as its widget lives
_numbers = itertools.count()  # not id(widget): ids come again
_asking: list[QObject] = []
_installed: list[bool] = []


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

    def own_text_interface(self) -> object:
        """Return Qt's own text interface, or NOTHING; a VoidPtr is falsy, so compare with None."""
        found = self.own.interface_cast(Kind.TextInterface)
        return NOTHING if found is None else found


class _Title(_Wrapper):
    """A Heading label as a heading of its level."""

    def __init__(self, label: Heading, own: QAccessibleInterface) -> None:
        super().__init__(label, own)
        self._level = Level(label.level)

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
        return self.own_text_interface() if kind == Kind.TextInterface else NOTHING


class _Document(Kin, _Wrapper):  # type: ignore[misc]
    """A text view as a document; its text, caret and selection stay those of Qt."""

    def __init__(self, view: QTextBrowser, own: QAccessibleInterface, tree: DocumentTree) -> None:
        super().__init__(view, own)
        self._tree = tree

    def children(self) -> list[Node]:
        return self._tree.top()

    def role(self) -> QAccessible.Role:
        return Role.Document

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._tree.focused_node()

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        return self.own_text_interface() if kind == Kind.TextInterface else NOTHING


def install() -> None:
    """Have Qt ask here first; calling again changes nothing."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_factory)


def _factory(key: str, widget: QObject) -> QAccessibleInterface | None:
    """Return ours for a Heading or an ArticleView, None for all else; ``key`` is a class name of its chain."""
    if key not in ("Heading", "ArticleView") or any(widget is one for one in _asking):
        return None
    tree = getattr(widget, "document_tree", None)
    if not isinstance(widget, Heading) and not isinstance(tree, DocumentTree):
        return None
    _asking.append(widget)  # the guard that lets Qt answer this once
    own = QAccessible.queryAccessibleInterface(widget)
    _asking.pop()
    for number in [n for n, one in _held.items() if not Shiboken.isValid(one)]:
        del _held[number]
    made: _Wrapper
    if isinstance(widget, Heading):
        made = _Title(widget, own)
    else:
        assert isinstance(widget, QTextBrowser) and isinstance(tree, DocumentTree)
        made = _Document(widget, own, tree)
    _held[next(_numbers)] = made
    return made
