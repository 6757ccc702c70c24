"""What a screen reader finds in a PDF: its structure, and the text that each part marks."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf


@dataclass
class Node:
    """An element of the structure: its tag, its alternative, the pages of its marked content."""

    tag: str
    alt: str = ""
    kids: list[Node | tuple[int, int]] = field(default_factory=list)

    @property
    def children(self) -> list[Node]:
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, tag: str) -> list[Node]:
        return [node for node in self.walk() if node.tag == tag]

    def content(self) -> list[tuple[int, int]]:
        """All marked content under this element: (page, id)."""
        found: list[tuple[int, int]] = []
        for kid in self.kids:
            found += kid.content() if isinstance(kid, Node) else [kid]
        return found


class Pdf:
    """A PDF opened for reading."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.pages: dict[object, int] = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.root = Node("Root")
        tree = self.pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
        for kid in _list(tree.get("/K")):
            self._read(kid, self.root, -1)

    def _read(self, found: object, parent: Node, page: int) -> None:
        if isinstance(found, int):
            parent.kids.append((page, found))
        elif isinstance(found, pikepdf.Dictionary):
            page = self.pages[found.Pg.objgen] if "/Pg" in found else page
            if "/S" not in found:
                if "/MCID" in found:
                    parent.kids.append((page, int(found.MCID)))
                return
            node = Node(str(found.S).lstrip("/"), str(found.get("/Alt", "")))
            parent.kids.append(node)
            for kid in _list(found.get("/K")):
                self._read(kid, node, page)

    def unmarked_operators(self) -> list[str]:
        """Return the operators that paint outside any marked content."""
        painting = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh"}
        found = []
        for page in self.pdf.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
                if operator in painting and not depth:
                    found.append(operator)
        return found

    def text(self, *options: str) -> str:
        """Return what ``pdftotext`` (poppler-utils) extracts; without that program the test fails."""
        command = ["pdftotext", *options, "-enc", "UTF-8", "-", "-"]
        return subprocess.run(command, input=self.data, capture_output=True, check=True).stdout.decode()

    def strings(self) -> Iterator[str]:
        """Yield all that a reader of the file can copy or be told: pages, bookmarks, alternatives, description."""
        yield self.text("-raw")
        with self.pdf.open_outline() as outline:
            left = list(outline.root)
            while left:
                one = left.pop()
                yield str(one.title)
                left += one.children
        yield from (node.alt for node in self.root.walk())
        yield from map(str, dict(self.pdf.docinfo).values())

    def words(self) -> str:
        """Return the text with every run of spaces as one."""
        return re.sub(r"\s+", " ", self.text("-raw"))


def _list(kids: object) -> list[object]:
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]
