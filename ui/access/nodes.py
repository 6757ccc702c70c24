"""The parts of an article as a screen reader meets them: headings, paragraphs, lists, links, tables, images.

``document_tree`` builds them when a screen reader asks, and drops them when the text changes.

What PySide6 6.12 demands, each found by a crash:

- ``interface_cast`` returns ``NOTHING`` for « not supported »; None or 0 leaves the pointer unset.
- Each further interface (level, press, text) is an object of its own, held by its node: a second base class would
  hand out the pointer of the first.
- Qt holds bare pointers: a node stays in the tree's ``nodes`` until ``deleteAccessibleInterface`` was called.
- A press acts later, from the event loop: the page that it loads deletes the node while Qt is still inside it.
- A line of text that is not valid crashes in ``cursorToX`` (see ``text_geometry``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Q_ARG, QMetaObject, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAttributesInterface,
    QAccessibleInterface,
    QAccessibleTextInterface,
    QTextCursor,
    QWindow,
)
from PySide6.QtWidgets import QTextBrowser
from shiboken6 import Shiboken, VoidPtr

from ui.access import text_geometry

Role = QAccessible.Role
Kind = QAccessible.InterfaceType
NOTHING = VoidPtr(0)
TERM = "terme:"
"""How the address of a term of the glossary begins, in the HTML of a text."""

NOTE = "note:"
"""How the address of a note begins; its number and the id of its source follow: ``note:2/S14``, ``note:*`` for none."""

PASSAGE = "passage:"
"""How the address of a passage begins that the reader highlighted; its id follows."""

_WITH_TEXT = (Role.Heading, Role.Paragraph, Role.ListItem, Role.Cell, Role.ColumnHeader, Role.Link)


class Tree(Protocol):
    """What a node asks of the tree that holds it."""

    view: QTextBrowser
    nodes: list[Node]

    def focused_node(self) -> Node | None: ...


class Level(QAccessibleAttributesInterface):
    """The level of a heading."""

    def __init__(self, level: Callable[[], int]) -> None:
        super().__init__()
        self._level = level

    def attributeKeys(self) -> list[QAccessible.Attribute]:
        return [QAccessible.Attribute.Level]

    def attributeValue(self, key: QAccessible.Attribute) -> int:
        return self._level()


class Press(QAccessibleActionInterface):
    """The actions of a link: press and focus."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self._node = node

    def actionNames(self) -> list[str]:
        return [self.pressAction(), self.setFocusAction()]

    def doAction(self, name: str) -> None:
        if name == self.pressAction():
            self._node.press()
        elif name == self.setFocusAction():
            self._node.focus()

    def keyBindingsForAction(self, name: str) -> list[str]:
        return ["Return"] if name == self.pressAction() else []

    def localizedActionName(self, name: str) -> str:
        return {self.pressAction(): "Suivre le lien", self.setFocusAction(): "Aller au lien"}.get(name, name)

    def localizedActionDescription(self, name: str) -> str:
        return self.localizedActionName(name)


class Words(QAccessibleTextInterface):
    """The text of one node; offsets start at 0 in the node."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self._node = node

    def characterCount(self) -> int:
        return self._node.end - self._node.start

    def text(self, start: int, end: int) -> str:
        return self._node.words()[start : end if end >= 0 else None]

    def cursorPosition(self) -> int:
        return min(max(self._node.view.textCursor().position() - self._node.start, 0), self.characterCount())

    def setCursorPosition(self, position: int) -> None:
        self._node.select(self._node.start + position, self._node.start + position)

    def characterRect(self, offset: int) -> QRect:
        return self._node.area(self._node.start + offset, self._node.start + offset + 1)

    def scrollToSubstring(self, start: int, end: int) -> None:
        self.setCursorPosition(start)

    def addSelection(self, start: int, end: int) -> None:
        self._node.select(self._node.start + start, self._node.start + end)

    def setSelection(self, number: int, start: int, end: int) -> None:
        self.addSelection(start, end)

    def removeSelection(self, number: int) -> None:
        """Do nothing: a node shows no selection of its own."""

    def selectionCount(self) -> int:
        return 0

    def offsetAtPoint(self, point: QPoint) -> int:
        view = self._node.view
        return view.cursorForPosition(view.viewport().mapFromGlobal(point)).position() - self._node.start


class Kin:
    """What nodes and the whole document share: their children."""

    def children(self) -> list[Node]:
        """Return the parts inside this one."""
        raise NotImplementedError

    def child(self, number: int) -> Node | None:
        kids = self.children()
        return kids[number] if 0 <= number < len(kids) else None

    def childCount(self) -> int:
        return len(self.children())

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((n for n, kid in enumerate(self.children()) if kid is child), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        return next((kid.childAt(x, y) or kid for kid in self.children() if kid.rect().contains(x, y)), None)


class Node(Kin, QAccessibleInterface):  # type: ignore[misc]
    """One part of an article: no QObject, only two positions in the document."""

    def __init__(
        self,
        tree: Tree,
        parent: Node | None,
        role: QAccessible.Role,
        start: int,
        end: int,
        *,
        name: str = "",
        level: int = 0,
        href: str = "",
    ) -> None:
        super().__init__()
        self.tree, self.view, self.up = tree, tree.view, parent
        self.part, self.start, self.end, self.name, self.href = role, start, end, name, href
        self.kids: list[Node] = []
        self._casts: dict[QAccessible.InterfaceType, object] = {}
        if level:
            self._casts[Kind.AttributesInterface] = Level(lambda: level)
        if href:
            self._casts[Kind.ActionInterface] = Press(self)
        if role in _WITH_TEXT:
            self._casts[Kind.TextInterface] = Words(self)
        tree.nodes.append(self)
        if parent is not None:
            parent.kids.append(self)

    def children(self) -> list[Node]:
        return self.kids

    def words(self) -> str:
        """Return the text; an image stays one U+FFFC, so that offsets hold."""
        cursor = QTextCursor(self.view.document())
        cursor.setPosition(self.start)
        cursor.setPosition(self.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n")

    def area(self, start: int, end: int) -> QRect:
        """Return where these positions are on the screen."""
        return text_geometry.on_screen(self.view, text_geometry.bounds(self.view.document(), start, end))

    def select(self, start: int, end: int) -> None:
        """Select a stretch of the article and bring it into sight."""
        cursor = self.view.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.view.setTextCursor(cursor)
        self.view.ensureCursorVisible()

    def focus(self) -> None:
        """Give the link the focus."""
        self.view.setFocus()
        self.select(self.start, self.end)

    def press(self) -> None:
        """Follow the link, from the event loop."""
        self.focus()
        later = Qt.ConnectionType.QueuedConnection
        QMetaObject.invokeMethod(self.view, "anchorClicked", later, Q_ARG(QUrl, QUrl(self.href)))

    def isValid(self) -> bool:
        return bool(Shiboken.isValid(self.view))

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Do nothing: an article is read only."""

    def role(self) -> QAccessible.Role:
        return self.part

    def text(self, kind: QAccessible.Text) -> str:
        if kind != QAccessible.Text.Name or not self.isValid() or self.part == Role.Row:
            return ""
        return self.name or self.words().replace("\ufffc", "").strip()

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        if not self.isValid():
            return None
        return self.up or QAccessible.queryAccessibleInterface(self.view)

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self.view.window().windowHandle() if self.isValid() else None

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        return self._casts.get(kind, NOTHING)

    def rect(self) -> QRect:
        return self.area(self.start, self.end) if self.isValid() else QRect()

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        if not self.isValid():
            state.invalid = 1
            return state
        seen = QRect(self.view.viewport().mapToGlobal(QPoint()), self.view.viewport().size())
        flags = {
            "readOnly": True,
            "selectableText": True,
            "invisible": not self.view.isVisible(),
            "offscreen": not self.rect().intersects(seen),
            "focusable": bool(self.href),
            "linked": bool(self.href),
            "focused": bool(self.href) and self.tree.focused_node() is self,
        }
        for name, on in flags.items():
            setattr(state, name, int(on))
        return state

    def object(self) -> None:  # type: ignore[override]
        return None
