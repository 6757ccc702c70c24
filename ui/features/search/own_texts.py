"""What the user wrote, as the search sees it: notes, who and when, own actions, the local directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kit.content.library import Library
from kit.dossier.dossier import Dossier
from kit.dossier.highlights import highlights_of
from kit.errors import KitError
from kit.mandate import directory
from ui.services.jobs import Jobs, Latest
from ui.services.session import DossierSession

if TYPE_CHECKING:
    from kit.search.documents import Document
    from kit.search.inverted import Inverted

_WORDS = ("note", "who", "due")  # of an action


class OwnTexts(QObject):
    """A small index in memory: made in the background at the first search, then kept up target by target.

    ``renewed`` says that ``index`` returns more than before.
    """

    renewed = Signal()

    def __init__(self, session: DossierSession, library: Library, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._library = session, library
        self._kept: _Kept | None = None
        self._making = Latest(jobs)
        self._changed: set[str] = set()  # targets, since the index was made
        session.changed.connect(self._on_changed)
        session.switched.connect(self._on_switched)

    @property
    def is_being_made(self) -> bool:
        """Whether ``index`` may return more in a moment, told by ``renewed``."""
        return self._making.is_running

    def index(self) -> Inverted | None:
        """Return the index of what the dossier holds now; None where it holds no words, or while it is first made."""
        if self._kept is None:
            self._make()
            return None
        for target in self._changed:
            self._kept.put(target, _document(self._session.dossier, self._library, target))
        self._changed.clear()
        return self._kept.index if self._kept.index.count else None

    def _make(self) -> None:
        if self._making.is_running:
            return
        dossier, library = self._session.dossier, self._library
        self._changed.clear()
        self._making.run(self, lambda _: _indexed(dossier, library), self._on_made, _not_made, dossier=dossier)

    def _on_made(self, kept: _Kept) -> None:
        self._kept = kept
        self.renewed.emit()

    def _on_changed(self, target: str) -> None:
        if target:
            self._changed.add(target)
        else:
            self._on_switched()

    def _on_switched(self) -> None:
        """Make the index anew at the next search: anything may have changed."""
        self._kept = None
        self._making.drop()


class _Kept:
    """The index with the target that each of its texts is of."""

    def __init__(self) -> None:
        from kit.search.inverted import Inverted

        self.index = Inverted()
        self._targets: list[str] = []
        self._numbers: dict[str, int] = {}

    def put(self, target: str, document: Document | None) -> None:
        """Put the text of a target in the place of the one before; None where it has no words any more."""
        number = self._numbers.pop(target, None)
        if number is not None:
            self.index.take_out(number)
            last = self._targets.pop()
            if last != target:
                self._targets[number], self._numbers[last] = last, number
        if document is not None:
            self._numbers[target] = len(self._targets)
            self._targets.append(target)
            self.index.add(document)


def _indexed(dossier: Dossier, library: Library) -> _Kept:
    """Return the index of each action, milestone or page that has words, of each own action and entry."""
    kept = _Kept()
    for target in dossier.targets():
        kept.put(target, _document(dossier, library, target))
    return kept


def _document(dossier: Dossier, library: Library, target: str) -> Document | None:
    """Return what is found of a target; None where it has no words."""
    from kit.search.documents import Document

    kind, _, identity = target.partition(":")
    fields = dossier.fields(target)
    if kind == "contact":
        entry = directory.contact(target, fields)
        where = " · ".join(part for part in (entry.kind, entry.activity) if part)
        words = "\n".join((entry.contact, entry.place, entry.email, entry.phone, entry.note))
        return Document(target, "contact", entry.name, "Répertoire local", where, words) if entry.name else None
    texts = [str(value) for field, value in fields.items() if _is_words(kind, field, value)]
    if kind == "article":
        texts += [part for one in highlights_of(target, fields) for part in (one.quote.exact, one.note) if part]
    if not texts:
        return None
    words = "\n".join(texts)
    if kind == "own":
        return Document(target, "own", texts[0].split("\n")[0], "Mes actions", words, "")
    if kind not in ("action", "milestone", "article") or not library.has(identity):
        return None
    title = library.article(identity).title
    lever = library.outline.lever_of(identity) if kind != "article" else None
    if lever is None:  # of the page; an action has its own note beside it
        return Document(target, "note", title, "Mes notes", words, "")
    return Document(identity, "note", title, "Mes notes", words, "", parent=lever.article.id, lever=lever.article.code)


def _not_made(_error: KitError) -> None:
    """The next search tries again."""


def _is_words(kind: str, field: str, value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and (field in _WORDS if kind != "own" else field != "status")
