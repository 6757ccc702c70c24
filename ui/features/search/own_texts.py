"""What the user wrote, as the search sees it: notes, who and when, own actions; indexed anew after a change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kit.content.library import Library
from ui.services.session import DossierSession

if TYPE_CHECKING:
    from kit.search.documents import Document
    from kit.search.inverted import Inverted

_WORDS = ("note", "who", "due")  # of an action


class OwnTexts:
    """A small index in memory, made at the first search after a change: 0.8 ms for 20 notes, 8 ms for 60."""

    def __init__(self, session: DossierSession, library: Library) -> None:
        self._session, self._library = session, library
        self._index: Inverted | None = None
        session.changed.connect(self._on_changed)

    def index(self) -> Inverted | None:
        """Return the index of what the dossier holds now, None where it holds no words."""
        from kit.search.inverted import collect

        if self._index is None:
            self._index = collect(self.documents())
        return self._index if self._index.count else None

    def documents(self) -> Iterator[Document]:
        """Yield each action, milestone or page that has words, then each own action."""
        from kit.search.documents import Document

        dossier = self._session.dossier
        for target in dossier.targets():
            kind, _, identity = target.partition(":")
            texts = [str(value) for field, value in dossier.fields(target).items() if _is_words(kind, field, value)]
            if not texts:
                continue
            if kind in ("action", "milestone", "article") and self._library.has(identity):
                article = self._library.article(identity)
                lever = self._library.outline.lever_of(identity) if kind != "article" else None
                words = "\n".join(texts)
                if lever is None:
                    yield Document(identity, "note", article.title, "Mes notes", words, "")
                else:
                    of = lever.article
                    yield Document(identity, "note", article.title, "Mes notes", words, "", parent=of.id, lever=of.code)
            elif kind == "own":
                yield Document(target, "own", texts[0].split("\n")[0], "Mes actions", "\n".join(texts), "")

    def _on_changed(self, _target: str) -> None:
        self._index = None


def _is_words(kind: str, field: str, value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and (field in _WORDS if kind != "own" else field != "status")
