"""Opens a piece of evidence: a document that is what was attached, a link to be copied; or says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from kit.dossier.plan_lists import Evidence
from kit.errors import KitError
from kit.typography import fr
from ui.services import clipboard
from ui.services.errors import sentence
from ui.services.jobs import Jobs
from ui.services.session import DossierSession

if TYPE_CHECKING:
    from kit.dossier.pieces import PieceState

_LACKS = fr(
    "« {name} » n’est pas à côté du dossier. Le reste est intact. Dans Ma collectivité, « Retrouver les "
    "pièces… » la cherche pour vous."
)
_CHANGED = fr(
    "« {name} » n’est plus le fichier qui avait été joint : son contenu a changé. Il n’est pas ouvert, "
    "et votre dossier est intact. Si vous l’avez corrigé, joignez-le de nouveau ; sinon, « Retrouver les "
    "pièces… », dans Ma collectivité, cherche l’original."
)
_NO_DOCUMENT = fr(
    "« {name} » n’est pas un document que le kit ouvre : un fichier de cette sorte peut agir sur votre ordinateur. "
)
_SHOWN = _NO_DOCUMENT + fr("Son emplacement vient de s’ouvrir : n’y touchez que si vous savez d’où il vient.")
_THERE = _NO_DOCUMENT + fr("Il est rangé ici : {place}")


def open_evidence(
    owner: QObject,
    session: DossierSession,
    jobs: Jobs,
    one: Evidence,
    *,
    copied: Callable[[str], None],
    tell: Callable[[str], None],
) -> None:
    """Open a piece of evidence of the open dossier; ``copied`` is called of a link, ``tell`` of what went wrong."""
    from kit.dossier import pieces

    if one.url:
        if one.is_web:
            clipboard.copy(one.url)
            copied(fr("Le lien est copié : collez-le dans votre navigateur quand vous aurez Internet."))
        return
    dossier = session.dossier
    path = dossier.path

    def checked(state: PieceState) -> None:
        _open_piece(path, one, state, tell)

    def refused(error: KitError) -> None:
        tell(sentence(error))

    jobs.run(owner, lambda _: pieces.check(path, one), checked, refused, dossier=dossier)


def _open_piece(dossier: Path, one: Evidence, state: PieceState, tell: Callable[[str], None]) -> None:
    """Open a document that is what was attached; show any other kind where it lies; say why else."""
    from kit.dossier import pieces

    path, name = pieces.path_of(dossier, one), pieces.shown_name(one)
    if state != "sound":
        tell((_LACKS if state == "missing" else _CHANGED).format(name=name))
    elif not pieces.is_document(one):
        asked = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
        tell((_SHOWN if asked else _THERE).format(name=name, place=path.parent))
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        tell(fr("Aucun programme ne s’est ouvert. Le fichier est ici : {path}", path=path))
