"""Asking whose dossier this is: names on offer as one types, and the answer kept in the dossier."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kit import paths
from kit.errors import KitError
from kit.territoires import Territories
from kit.typography import fr
from ui.services import identity
from ui.services.identity import Identity
from ui.services.jobs import Jobs
from ui.services.session import DossierSession
from ui.widgets.completing_line import CompletingLine
from ui.widgets.labelled import Labelled

_SEVERAL = fr("Plusieurs collectivités portent ce nom : {places}. Choisissez la vôtre dans la liste.")
_UNLISTED = fr("Ce nom n’est pas dans la liste : il sera repris tel quel.")
_BEGUN = fr(
    "« {name} » n’est pas encore gardé : est-ce le début de {places} ? Choisissez dans la liste, "
    "ou appuyez sur Entrée pour le reprendre tel quel."
)
_SAID = 3  # names of the list at most, in that sentence


class CollectiviteEntry(QObject):
    """Fills a line from the dossier and the dossier from the line; the list is read at the first focus.

    A name that looks unfinished is kept once Enter confirms it. ``kept`` is sent when another collectivité is known,
    ``refused`` with the KitError of what went wrong.
    """

    kept = Signal()
    refused = Signal(object)

    def __init__(self, box: Labelled, session: DossierSession, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        assert isinstance(box.field, CompletingLine)
        self._box, self._line = box, box.field
        self._session, self._jobs = session, jobs
        self._territories: Territories | None = None
        self._known = identity.read(session)
        self._homonyms: tuple[Identity, ...] = ()  # of the name typed
        self._doubted = ""  # looks like the beginning of a name
        self._confirmed = ""  # and is meant to stand all the same
        self._show()
        self._line.first_focused.connect(self._on_first_focused)
        self._line.chosen.connect(self._on_chosen)
        self._line.returnPressed.connect(self._on_return)  # comes before the line is left
        self._line.editingFinished.connect(self._on_left)

    def current(self) -> Identity:
        """Return what the line says now: the known collectivité, one of the list, or a name and no more."""
        words = self._line.text().strip()
        if words == self._known.label:
            return self._known
        key = self._line.key_of(words)
        return (self._of_key(key) if key else None) or Identity(name=words)

    def refresh(self) -> None:
        """Show what the dossier says now; a name being typed is left alone."""
        kept = identity.read(self._session)
        if kept != self._known and not self._line.hasFocus():
            self._known = kept
            self._show()

    def _on_first_focused(self) -> None:
        dossier = self._session.dossier  # a name typed for one dossier is kept in no other
        self._jobs.run(self, lambda _: _load(), self._on_loaded, self.refused.emit, dossier=dossier)

    def _on_loaded(self, found: Territories) -> None:
        self._territories = found
        self._line.set_suggest(self._suggest)
        if not self._line.hasFocus():  # a name typed and left before the list was read, on a slow disk
            self._on_left()

    def _on_chosen(self, key: str) -> None:
        chosen = self._of_key(key)
        if chosen is not None:
            self._keep(chosen)

    def _on_return(self) -> None:
        words = self._line.text().strip()
        if words and words == self._doubted:
            self._confirmed = words

    def _on_left(self) -> None:
        said = self.current()
        self._homonyms, self._doubted = (), ""
        if self._territories is not None and said.name and not said.kind:
            found = identity.matching(said.name, self._territories)
            begun = identity.begun(said.name, self._territories) if not found else ()
            if begun and said != self._known and said.name != self._confirmed:
                self._doubted = said.name
                places = ", ".join(f"{one.name} ({one.departement_code})" for one in begun[:_SAID])
                self._box.show_note(_BEGUN.format(name=said.name, places=places))
                return
            said, self._homonyms = (found[0], ()) if len(found) == 1 else (said, found)
        self._keep(said)
        self._show()

    def _suggest(self, text: str) -> list[tuple[str, str]]:
        if self._territories is None:
            return []
        found = [identity.of_place(place, self._territories) for place in self._territories.search(text)]
        return [(one.insee or one.siren, one.label) for one in found]

    def _of_key(self, key: str) -> Identity | None:
        if self._territories is None:
            return None
        place = self._territories.by_insee(key) or self._territories.by_siren(key)
        return identity.of_place(place, self._territories) if place else None

    def _keep(self, said: Identity) -> None:
        if said == self._known:
            return
        self._known = said
        self._show()
        try:
            identity.keep(self._session, said)
        except KitError as error:
            self.refused.emit(error)
        self.kept.emit()

    def _show(self) -> None:
        known = self._known
        if self._line.text() != known.label:
            self._line.setText(known.label)
        self._box.show_note(known.about or (self._doubt() if known.name and not known.kind else ""))

    def _doubt(self) -> str:
        """Return what is said of a name that is no collectivité's of the list, or several ones'."""
        if not self._homonyms:
            return _UNLISTED
        places = sorted({f"{one.departement} ({one.departement_code})" for one in self._homonyms})
        return _SEVERAL.format(places=", ".join(places))


def _load() -> Territories:
    found = Territories.shared(paths.territories())
    found.search("a")  # folds all names here, off the window's thread, rather than at the first key
    return found
