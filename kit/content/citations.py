"""Where each source is cited: in texts, networks, dates and terms."""

from __future__ import annotations

from typing import Literal

import msgspec

from kit.content.library import Library


class Citation(msgspec.Struct, frozen=True):
    """What cites a source."""

    kind: Literal["article", "network", "date", "term"]
    id: str
    title: str


def citations(library: Library) -> dict[str, tuple[Citation, ...]]:
    """Return what cites each source that is cited: texts first, then networks, dates and terms."""
    shelf, found = library.shelf, dict[str, dict[Citation, None]]()
    citing = [(one.sources, Citation("article", one.id, one.label)) for one in library.articles()]
    citing += [(one.sources, Citation("network", one.id, one.name)) for one in shelf.networks]
    citing += [(one.sources, Citation("date", one.id, one.title)) for one in shelf.dates]
    citing += [(one.sources, Citation("term", one.id, one.term)) for one in shelf.terms]
    for sources, citation in citing:
        for source in sources:
            found.setdefault(source, {})[citation] = None
    return {source: tuple(uses) for source, uses in found.items()}
