"""Reads the accessible parts of a text view from its QTextDocument, when a screen reader asks and not before."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QTextBlock,
    QTextCursor,
    QTextFormat,
    QTextFrame,
    QTextList,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser
from shiboken6 import Shiboken

from ui.access.nodes import NOTE, PASSAGE, TERM, Node, Role

_ALT = QTextFormat.Property.ImageAltText


class DocumentTree:
    """The accessible parts of one text view, built when asked for and dropped when the text changes."""

    def __init__(self, view: QTextBrowser) -> None:
        self.view = view
        self.nodes: list[Node] = []
        self._top: list[Node] | None = None
        view.document().contentsChanged.connect(self.forget)
        view.selectionChanged.connect(self.tell_focus)
        # a method of the view would be cut off before it runs
        view.destroyed.connect(lambda *_, nodes=self.nodes: _drop(nodes))

    def top(self) -> list[Node]:
        """Return the outermost parts, in reading order."""
        if self._top is None:
            self._top = []
            self._read(QTextCursor(self.view.document()).currentFrame().begin(), None)
        return self._top

    def forget(self) -> None:
        """Drop all parts: the text is another one."""
        self._top = None
        _drop(self.nodes)

    def focused_link(self) -> tuple[int, int] | None:
        """Return where the link lies that Tab or a screen reader selected, while the view has the focus."""
        cursor = self.view.textCursor()
        if not self.view.hasFocus() or not cursor.hasSelection():
            return None
        inside = QTextCursor(self.view.document())
        inside.setPosition(cursor.selectionStart() + 1)
        return (cursor.selectionStart(), cursor.selectionEnd()) if inside.charFormat().anchorHref() else None

    def focused_node(self) -> Node | None:
        """Return the node of the link that has the focus."""
        place = self.focused_link()
        if place is None:
            return None
        self.top()
        return next((n for n in self.nodes if n.href and n.start <= place[0] and place[1] <= n.end), None)

    def tell_focus(self) -> None:
        """Tell a listening screen reader which link has the focus."""
        if QAccessible.isActive() and (node := self.focused_node()):
            QAccessible.updateAccessibility(QAccessibleEvent(node, QAccessible.Event.Focus))

    def _add(self, parent: Node | None, role: QAccessible.Role, start: int, end: int, **more: str | int) -> Node:
        node = Node(self, parent, role, start, end, **more)  # type: ignore[arg-type]
        if parent is None and self._top is not None:
            self._top.append(node)
        return node

    def _read(self, place: QTextFrame.iterator, parent: Node | None) -> None:
        lists: dict[int, Node] = {}
        while not place.atEnd():
            frame: QTextFrame | None = place.currentFrame()
            block = place.currentBlock()
            if isinstance(frame, QTextTable):
                self._read_table(frame, parent)
            elif frame is not None:
                self._read(frame.begin(), parent)
            elif block.isValid() and block.length() > 1 and not _only_decorates(block):
                self._read_block(block, parent, lists)
            place += 1

    def _read_block(self, block: QTextBlock, parent: Node | None, lists: dict[int, Node]) -> None:
        start, end = block.position(), block.position() + block.length() - 1
        level = block.blockFormat().headingLevel()
        group: QTextList | None = block.textList()
        if group is not None:
            number = group.objectIndex()
            if number not in lists:
                lists[number] = self._add(parent, Role.List, start, end, name="Liste")
            lists[number].end = end
            mark = group.itemText(block)
            name = f"{mark} {block.text().strip()}" if mark[:1].isdigit() else ""
            node = self._add(lists[number], Role.ListItem, start, end, name=name)
        else:
            node = self._add(parent, Role.Heading if level else Role.Paragraph, start, end, level=level)
        self._read_inline(block, node)

    def _read_table(self, table: QTextTable, parent: Node | None) -> None:
        if table.rows() == 1:  # a frame around a part, or a drawing beside a title: no table for the reader
            for column in range(table.columns()):
                self._read(table.cellAt(0, column).begin(), parent)
            return
        words = f"Tableau, {table.rows()} lignes, {table.columns()} colonnes"
        whole = self._add(parent, Role.Table, table.firstPosition(), table.lastPosition(), name=words)
        for r in range(table.rows()):
            cells = [table.cellAt(r, c) for c in range(table.columns())]
            row = self._add(whole, Role.Row, cells[0].firstPosition(), cells[-1].lastPosition())
            role = Role.ColumnHeader if r < table.format().headerRowCount() else Role.Cell
            for cell in cells:
                node = self._add(row, role, cell.firstPosition(), cell.lastPosition())
                for block in _blocks(cell.begin()):
                    self._read_inline(block, node)

    def _read_inline(self, block: QTextBlock, node: Node) -> None:
        place = block.begin()
        while not place.atEnd():
            fragment = place.fragment()
            look, start = fragment.charFormat(), fragment.position()
            end, href = start + fragment.length(), look.anchorHref()
            if look.isImageFormat():
                words = str(look.property(_ALT) or "")
                if words:  # an image without words only decorates
                    self._add(node, Role.Graphic, start, end, name=words)
            elif href:
                last = node.kids[-1] if node.kids else None
                if last is not None and last.href == href and last.end == start:
                    last.end = end  # a link in two styles is one link
                    last.name = _link_name(last.words(), href) or last.name
                else:
                    name = _link_name(fragment.text(), href) or look.toolTip()
                    self._add(node, Role.Link, start, end, href=href, name=name)
            place += 1


def _link_name(words: str, href: str) -> str:
    """Return what a link that opens something beside the text is called: what the mouse shows is said once it is open.

    Empty for any other link.
    """
    if href.startswith(TERM):
        return f"{words} (définition)"
    if href.startswith(PASSAGE):
        return f"{words.strip()} (surligné)"
    return f"Note {words.strip()}, ouvrir" if href.startswith(NOTE) else ""


def _blocks(place: QTextFrame.iterator) -> Iterator[QTextBlock]:
    while not place.atEnd():
        if place.currentBlock().isValid():
            yield place.currentBlock()
        place += 1


def _only_decorates(block: QTextBlock) -> bool:
    """Whether a block is nothing but drawings without words."""
    return block.text().strip("\ufffc") == "" and not any(look.format.property(_ALT) for look in block.textFormats())


def _drop(nodes: list[Node]) -> None:
    """Have Qt delete each node by its id; only then may its Python object go."""
    old, nodes[:] = nodes[:], []
    for node in old:
        if Shiboken.isValid(node):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(node))
