"""XML that a stranger wrote: read whole into elements, without entities, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

_DEEPEST = 200
_MOST = 200_000  # elements: the styles of a large template have some ten thousand


class XmlRefused(ValueError):
    """Not XML, or XML that declares entities, is too deep or has too many elements."""


class _Builder(TreeBuilder):
    """Refuses what no picture and no template needs, as soon as it is read."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._depth, self._left = 0, most

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse a document type: entities are declared there (XML 1.0, 4.2)."""
        raise XmlRefused("doctype")

    def pi(self, target: str, text: str | None = None) -> Element:
        """Refuse a style sheet from elsewhere; what else a program notes for itself means nothing."""
        if target.lower().startswith("xml-stylesheet"):
            raise XmlRefused("style sheet")
        return super().pi(target, text)

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Count an element."""
        self._depth, self._left = self._depth + 1, self._left - 1
        if self._depth > _DEEPEST or self._left < 0:
            raise XmlRefused("too many elements")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """Close an element."""
        self._depth -= 1
        return super().end(tag)


def parsed(data: bytes, most: int = _MOST) -> Element:
    """Return the root of an XML document of ``most`` elements; raises XmlRefused. The caller bounds the bytes."""
    parser = XMLParser(target=_Builder(most))
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:  # LookupError: an encoding that nobody knows
        raise XmlRefused(str(error)) from error
    return root


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]


def attributes(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an element, names without namespace, in small letters."""
    for name, value in element.attrib.items():
        yield local(name).lower(), value
