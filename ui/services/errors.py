"""KitError → a French sentence: what happened, what is safe, what to do. And the last-resort dialog."""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

from kit import errors
from kit.refusals import reason_and_advice
from ui.services import pack_words

log = logging.getLogger(__name__)

_NOT_TAKEN = {
    "not-zip": "n’est pas une archive .zip lisible",
    "foreign": "n’est pas l’archive d’un dossier du kit, ou contient autre chose que lui et ses pièces",
    "link": "contient un lien, qui n’est pas suivi",
    "twice": "contient deux fichiers du même nom",
    "too-large": "est trop gros pour une archive (2\u00a0Go en tout, 50\u00a0Mo par pièce)",
    "damaged": "est abîmé ou coupé",
}

_SENTENCES: tuple[tuple[type[errors.KitError], Callable[[Any], str]], ...] = (
    (
        errors.DossierReplaced,
        lambda e: (
            f"Un autre dossier a pris la place de «\u00a0{e.path.name}\u00a0»\u00a0: ce changement n’y est pas écrit. "
            "Rien n’est perdu\u00a0: dites avec lequel des deux vous continuez."
        ),
    ),
    (
        errors.NotSaved,
        lambda e: (
            "Une erreur imprévue a empêché l’enregistrement\u00a0: ce changement est retiré de l’écran. "
            "Tout ce qui était déjà enregistré est intact. Recommencez."
        ),
    ),
    (
        errors.SaveRefused,
        lambda e: (
            f"Ce changement n’a pas été enregistré\u00a0: {reason_and_advice(e.cause)}, puis recommencez. "
            "Tout ce qui était déjà enregistré est intact."
        ),
    ),
    (
        errors.ValueTooLong,
        lambda e: (
            f"Ce texte est trop long ({e.size} caractères, {e.limit} au plus). "
            "Rien n’a été changé\u00a0: raccourcissez-le, puis recommencez."
        ),
    ),
    (
        errors.DossierMissing,
        lambda e: (
            f"«\u00a0{e.path.name}\u00a0» n’est plus à sa place\u00a0: clé retirée, fichier déplacé ou renommé\u00a0? "
            "Ce qui était enregistré y est toujours\u00a0; remettez-le en place, puis continuez."
        ),
    ),
    (
        errors.DossierNewer,
        lambda e: (
            "Ce dossier vient d’une version plus récente du kit\u00a0: il s’ouvre en lecture seule. "
            "Rien n’est perdu\u00a0; installez la nouvelle version pour y écrire."
        ),
    ),
    (
        errors.DossierUnreadable,
        lambda e: (
            f"{'Ce dossier est vide' if e.is_empty else 'Rien n’est lisible dans ce dossier'} "
            f"(«\u00a0{e.path.name}\u00a0»). Vos copies de sécurité sont intactes\u00a0: choisissez-en une à remettre."
        ),
    ),
    (
        errors.NotADossier,
        lambda e: (
            f"«\u00a0{e.path.name}\u00a0» n’est pas un dossier du kit, ou il est trop abîmé pour être lu. "
            "Rien n’a changé\u00a0: choisissez un autre fichier .kitess."
        ),
    ),
    (errors.NothingToUndo, lambda e: "Il n’y a plus rien à annuler."),
    (
        errors.PieceTooLarge,
        lambda e: (
            f"«\u00a0{e.path.name}\u00a0» est trop lourd ({e.size >> 20}\u00a0Mo, {e.limit >> 20}\u00a0Mo au plus). "
            "Rien n’a été joint\u00a0: réduisez le fichier, ou notez où il se trouve."
        ),
    ),
    (
        errors.PieceRefused,
        lambda e: (
            f"«\u00a0{e.path.name}\u00a0» n’a pas pu être copié à côté du dossier\u00a0: {reason_and_advice(e.cause)}, "
            "puis recommencez. Votre fichier et votre dossier sont intacts."
        ),
    ),
    (
        errors.DossierExists,
        lambda e: (
            f"Il y a déjà quelque chose à cet endroit\u00a0: «\u00a0{e.path.name}\u00a0» n’a pas été touché, votre "
            "dossier non plus. Choisissez un autre nom."
        ),
    ),
    (
        errors.ArchiveRefused,
        lambda e: (
            f"«\u00a0{e.path.name}\u00a0» {_NOT_TAKEN[e.reason]}. Rien n’a été écrit, vos dossiers sont intacts\u00a0; "
            f"{'copiez le dossier avec ses pièces' if e.reason == 'too-large' else 'demandez une autre copie'}."
        ),
    ),
    (
        errors.OutputExists,
        lambda e: (
            f"Un fichier s’appelle déjà «\u00a0{e.path.name}\u00a0»\u00a0; il n’a pas été remplacé. "
            "Choisissez un autre nom."
        ),
    ),
    (
        errors.NothingDated,
        lambda e: (
            "Il n’y a aucune date à mettre dans un agenda\u00a0: rien n’a été enregistré. "
            "Les échéances que vous donnez à vos actions y viendront."
        ),
    ),
    (
        errors.ActUnfit,
        lambda e: f"Ce modèle n’est pas fait pour votre collectivité. {e.reason} Votre dossier est intact.",
    ),
    (
        errors.CompileFailed,
        lambda e: (
            "Le document n’a pas pu être préparé. Votre dossier est intact\u00a0; "
            "fermez le kit, rouvrez-le et recommencez."
        ),
    ),
    (
        errors.InvalidAddress,
        lambda e: "Cette adresse de courriel ne semble pas complète. Vérifiez-la\u00a0; rien n’a été perdu.",
    ),
    (
        errors.UnsharedPlace,
        lambda e: (
            "Pour dire où en est votre collectivité, choisissez-la dans la liste\u00a0: commune ou intercommunalité "
            "de la région. Rien n’a été changé."
        ),
    ),
    (
        errors.IndexUnusable,
        lambda e: (
            "Les textes ont changé, mais le kit n’a pas pu écrire leur préparation\u00a0: "
            "vous lisez la version précédente. Vos coches sont intactes."
        ),
    ),
    (
        errors.ContentError,
        lambda e: f"Un texte n’a pas pu être lu ({e.file.name}, ligne {e.line}). Les autres sont là.",
    ),
    (errors.PackRefused, pack_words.refused),
    (
        errors.KeyRefused,
        lambda e: (
            f"La clé «\u00a0{e.path.name}\u00a0» peut être lue par d’autres que vous sur cet ordinateur. Rien n’a été "
            "signé\u00a0; mettez-la dans un dossier à vous, retirez aux autres le droit de la lire, puis recommencez."
            if e.reason == "open-to-others"
            else f"«\u00a0{e.path.name}\u00a0» n’est pas une clé privée du kit. Rien n’a été fait\u00a0; "
            "choisissez le fichier de la clé."
        ),
    ),
    (errors.NothingToRestore, lambda e: "Il n’y a pas de textes précédents\u00a0: rien n’a changé."),
    (errors.Stopped, lambda e: "Arrêté. Rien n’a changé."),
    (
        errors.UnknownId,
        lambda e: "Cette page n’existe pas ou plus. Vos coches sont intactes\u00a0; revenez à l’accueil.",
    ),
)


def sentence(error: errors.KitError) -> str:
    """Return what the window says of an error."""
    for kind, words in _SENTENCES:
        if isinstance(error, kind):
            return words(error)
    return "Quelque chose n’a pas fonctionné. Ce qui était enregistré est intact\u00a0; recommencez."


_OPEN_ELSEWHERE = "ce fichier est protégé, ou ouvert dans un autre programme. Fermez-le ou choisissez un autre nom"


def not_written(error: errors.KitError) -> str:
    """Return why a file could not be written, and what to do."""
    if not isinstance(error, errors.SaveRefused):
        return sentence(error)
    shut = error.cause.errno in (errno.EACCES, errno.EPERM) and error.path.is_file()
    why = _OPEN_ELSEWHERE if shut else reason_and_advice(error.cause)
    return f"«\u00a0{error.path.name}\u00a0» n’a pas été enregistré\u00a0: {why}, puis recommencez."


_GO_ON = "Vous pouvez continuer\u00a0; si cela se répète, fermez puis rouvrez le kit."
_SAVED = "Tous vos changements sont enregistrés."
_WAITING = (
    "Un changement attend encore d’être enregistré\u00a0: avant de fermer, attendez de lire «\u00a0Enregistré\u00a0» "
    "à gauche de la fenêtre. Tout le reste est enregistré."
)
_LOST = "Le dernier changement n’a pas été enregistré\u00a0: refaites-le. Tout le reste est enregistré."
_UNKNOWN = "Tout ce qui est marqué «\u00a0Enregistré\u00a0» est intact."


def safety(*, is_saving: bool, lost_last: bool) -> str:
    """Return whether all changes are on the disk."""
    return _WAITING if is_saving else _LOST if lost_last else _SAVED


def _safety_unknown() -> str:
    return _UNKNOWN


def install_excepthook(safe: Callable[[], str] = _safety_unknown) -> None:
    """Show unexpected exceptions in a dialog instead of losing the window; nothing typed is logged.

    ``safe`` says whether the work is safe, once there is a dossier to say it of.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt) or os.environ.get("KIT_DEBUG") == "1":
            sys.__excepthook__(kind, error, trace)
            return
        place = trace
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_name}:{place.tb_lineno}" if place else "?"
        log.error("unexpected %s at %s", kind.__name__, where, exc_info=(kind, error, trace))
        show_crash(kind.__name__, where, safe)

    sys.excepthook = hook


def show_crash(kind: str, where: str, safe: Callable[[], str] = _safety_unknown) -> None:
    """Say that something unforeseen happened, what is safe (``safe``) and what to do."""
    try:
        from PySide6.QtWidgets import QApplication, QMessageBox

        if QApplication.instance() is None or QApplication.platformName() in ("offscreen", "minimal"):
            print(f"kit-ess: {kind} ({where})", file=sys.stderr)  # noqa: T201  nobody to read a dialog
            return
        box = QMessageBox(QMessageBox.Icon.Warning, "Kit ESS", "Une erreur imprévue s’est produite.")
        box.setInformativeText(f"{safe()} {_GO_ON}")
        box.setDetailedText(f"{kind} ({where})")
        box.exec()
    except Exception:
        print(f"kit-ess: {kind} ({where})", file=sys.stderr)  # noqa: T201  the dialog itself failed
