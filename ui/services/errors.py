"""KitError → a French sentence: what happened, what is safe, what to do. And the last-resort dialog."""

from __future__ import annotations

import errno
import logging
import math
import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

from kit import errors
from kit.dossier.dossier import ANONYMOUS
from kit.refusals import EMBLEM, TEMPLATE, reason_and_advice
from kit.typography import fr
from ui.services import pack_words
from ui.widgets.days import shown_day

log = logging.getLogger(__name__)

_NOT_TAKEN = {
    "not-zip": "n’est pas une archive .zip lisible",
    "foreign": "n’est pas l’archive d’un dossier du kit, ou contient autre chose que lui et ses pièces",
    "link": "contient un lien, qui n’est pas suivi",
    "twice": "contient deux fichiers du même nom",
    "too-large": fr("est trop gros pour une archive (2 Go en tout, 50 Mo par pièce)"),
    "damaged": "est abîmé ou coupé",
}

_SENTENCES: tuple[tuple[type[errors.KitError], Callable[[Any], str]], ...] = (
    (
        errors.DossierReplaced,
        lambda e: fr(
            "Un autre dossier a pris la place de « {name} » : ce changement n’y est pas écrit. "
            "Rien n’est perdu : dites avec lequel des deux vous continuez.",
            name=e.path.name,
        ),
    ),
    (
        errors.NotSaved,
        lambda e: fr(
            "Une erreur imprévue a empêché l’enregistrement : ce changement est retiré de l’écran. "
            "Tout ce qui était déjà enregistré est intact. Recommencez."
        ),
    ),
    (
        errors.SaveRefused,
        lambda e: fr(
            "Ce changement n’a pas été enregistré : {why}, puis recommencez. "
            "Tout ce qui était déjà enregistré est intact.",
            why=reason_and_advice(e.cause),
        ),
    ),
    (
        errors.ValueTooLong,
        lambda e: fr(
            "Ce texte est trop long ({size} caractères, {limit} au plus). "
            "Rien n’a été changé : raccourcissez-le, puis recommencez.",
            size=e.size,
            limit=e.limit,
        ),
    ),
    (
        errors.DossierMissing,
        lambda e: fr(
            "« {name} » n’est plus à sa place : clé retirée, fichier déplacé ou renommé ? "
            "Ce qui était enregistré y est toujours ; remettez-le en place, puis continuez.",
            name=e.path.name,
        ),
    ),
    (
        errors.DossierNewer,
        lambda e: fr(
            "Ce dossier vient d’une version plus récente du kit : il s’ouvre en lecture seule. "
            "Rien n’est perdu ; installez la nouvelle version pour y écrire."
        ),
    ),
    (
        errors.DossierUnreadable,
        lambda e: fr(
            "{what} (« {name} »). Vos copies de sécurité sont intactes : choisissez celle à reprendre.",
            what="Ce dossier est vide" if e.is_empty else "Rien n’est lisible dans ce dossier",
            name=e.path.name,
        ),
    ),
    (
        errors.NotADossier,
        lambda e: fr(
            "« {name} » n’est pas un dossier du kit, ou il est trop abîmé pour être lu. "
            "Rien n’a changé : choisissez un autre fichier .kitess.",
            name=e.path.name,
        ),
    ),
    (
        errors.MessageTooHeavy,
        lambda e: fr(
            "Ce message pèserait {size} Mo : beaucoup de messageries refusent plus de {limit} Mo. Rien n’a été "
            "enregistré. Choisissez « Autre façon… », puis « Emporter sur une clé » : tout y tient.",
            size=math.ceil(e.size / 1_000_000),
            limit=e.limit // 1_000_000,
        ),
    ),
    (errors.NothingToUndo, lambda e: "Il n’y a plus rien à annuler."),
    (
        errors.UndoBarred,
        lambda e: fr(
            "{who} a changé la même chose depuis{when} : ce geste, et ce qui est plus ancien, ne s’annule plus d’ici. "
            "Rien n’a changé : corrigez à la main ce qui doit l’être.",
            who="Quelqu’un d’autre" if e.by in ("", ANONYMOUS) else f"« {e.by} »",
            when=f", le {shown_day(e.at[:10])}" if e.at else "",
        ),
    ),
    (
        errors.PieceTooLarge,
        lambda e: fr(
            "« {name} » est trop lourd ({size} Mo, {limit} Mo au plus). "
            "Rien n’a été joint : réduisez le fichier, ou notez où il se trouve.",
            name=e.path.name,
            size=e.size >> 20,
            limit=e.limit >> 20,
        ),
    ),
    (
        errors.PieceRefused,
        lambda e: fr(
            "« {name} » n’a pas pu être copié à côté du dossier : {why}, "
            "puis recommencez. Votre fichier et votre dossier sont intacts.",
            name=e.path.name,
            why=reason_and_advice(e.cause),
        ),
    ),
    (
        errors.DossierExists,
        lambda e: fr(
            "Il y a déjà quelque chose à cet endroit : « {name} » n’a pas été touché, votre "
            "dossier non plus. Choisissez un autre nom.",
            name=e.path.name,
        ),
    ),
    (
        errors.ArchiveRefused,
        lambda e: fr(
            "« {name} » {not_taken}. Rien n’a été écrit, vos dossiers sont intacts ; {advice}.",
            name=e.path.name,
            not_taken=_NOT_TAKEN[e.reason],
            advice="copiez le dossier avec ses pièces" if e.reason == "too-large" else "demandez une autre copie",
        ),
    ),
    (
        errors.EmblemRefused,
        lambda e: fr(
            "« {name} » {why}. Rien n’a changé : choisissez une autre image.", name=e.path.name, why=EMBLEM[e.reason]
        ),
    ),
    (
        errors.TemplateRefused,
        lambda e: fr(
            "« {name} » {why}. Rien n’a été écrit : choisissez un autre modèle.",
            name=e.path.name,
            why=TEMPLATE[e.reason],
        ),
    ),
    (
        errors.OutputExists,
        lambda e: fr(
            "Un fichier s’appelle déjà « {name} » ; il n’a pas été remplacé. Choisissez un autre nom.", name=e.path.name
        ),
    ),
    (
        errors.NothingDated,
        lambda e: fr(
            "Il n’y a aucune date à mettre dans un agenda : rien n’a été enregistré. "
            "Les échéances que vous donnez à vos actions y viendront."
        ),
    ),
    (
        errors.NotComparable,
        lambda e: fr(
            "« {name} » n’est pas un tableau de collectivités réunies qui compte les leviers : rien n’a été comparé. "
            "Choisissez le fichier .csv ou .ods enregistré ici l’an dernier, ou le dossier des réponses reçues.",
            name=e.path.name,
        ),
    ),
    (
        errors.NothingDrawn,
        lambda e: "Ce texte n’a pas de figure. Rien n’a été enregistré. Choisissez un autre texte.",
    ),
    (
        errors.ActUnfit,
        lambda e: f"Ce modèle n’est pas fait pour votre collectivité. {e.reason} Votre dossier est intact.",
    ),
    (
        errors.CompileFailed,
        lambda e: fr(
            "Le document n’a pas pu être préparé. Votre dossier est intact ; fermez le kit, rouvrez-le et recommencez."
        ),
    ),
    (
        errors.InvalidAddress,
        lambda e: fr("Cette adresse de courriel ne semble pas complète. Vérifiez-la ; rien n’a été perdu."),
    ),
    (
        errors.UnfitLine,
        lambda e: fr(
            "Cette ligne n’est pas lisible : elle est coupée, mal recopiée, ou vient d’autres textes que ceux-ci. "
            "Votre dossier est intact ; recopiez-la depuis le téléphone."
        ),
    ),
    (
        errors.UnsharedPlace,
        lambda e: fr(
            "Pour dire où en est votre collectivité, choisissez-la dans la liste : commune ou intercommunalité "
            "de la région. Rien n’a été changé."
        ),
    ),
    (
        errors.IndexUnusable,
        lambda e: fr(
            "Les textes ont changé, mais le kit n’a pas pu les préparer : vous lisez la version précédente. "
            "Vos coches sont intactes. Vérifiez qu’il reste de la place sur le disque, puis rouvrez le kit."
        ),
    ),
    (
        errors.TextChanged,
        lambda e: fr(
            "« {name} » a été changé par quelqu’un d’autre depuis que vous l’avez ouvert : il n’a pas été remplacé. "
            "Ce que vous avez écrit est gardé comme brouillon.",
            name=e.path.name,
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
            fr(
                "La clé « {name} » peut être lue par d’autres que vous sur cet ordinateur. Rien n’a été "
                "signé ; mettez-la dans un dossier à vous, retirez aux autres le droit de la lire, puis recommencez.",
                name=e.path.name,
            )
            if e.reason == "open-to-others"
            else fr(
                "Ce dossier est recopié ailleurs par {service} : une clé privée ne s’y garde pas. Rien n’a été écrit ; "
                "choisissez une clé USB, ou un dossier qui reste sur cet ordinateur.",
                service=e.detail,
            )
            if e.reason == "synced"
            else fr(
                "« {name} » n’est pas une clé privée du kit. Rien n’a été fait ; choisissez le fichier de la clé.",
                name=e.path.name,
            )
        ),
    ),
    (errors.RoomLacking, pack_words.no_room),
    (errors.SheetRefused, pack_words.unread),
    (errors.NothingToRestore, lambda e: fr("Il n’y a pas de textes précédents : rien n’a changé.")),
    (errors.Stopped, lambda e: "Arrêté. Rien n’a changé."),
    (
        errors.UnknownId,
        lambda e: fr("Cette page n’existe pas ou plus. Vos coches sont intactes ; revenez à l’accueil."),
    ),
)


def sentence(error: errors.KitError) -> str:
    """Return what the window says of an error."""
    for kind, words in _SENTENCES:
        if isinstance(error, kind):
            return words(error)
    return fr("Quelque chose n’a pas fonctionné. Ce qui était enregistré est intact ; recommencez.")


_OPEN_ELSEWHERE = "ce fichier est protégé, ou ouvert dans un autre programme. Fermez-le ou choisissez un autre nom"


def not_written(error: errors.KitError) -> str:
    """Return why a file could not be written, and what to do."""
    if not isinstance(error, errors.SaveRefused):
        return sentence(error)
    shut = error.cause.errno in (errno.EACCES, errno.EPERM) and error.path.is_file()
    why = _OPEN_ELSEWHERE if shut else reason_and_advice(error.cause)
    return fr("« {name} » n’a pas été enregistré : {why}, puis recommencez.", name=error.path.name, why=why)


_GO_ON = fr("Vous pouvez continuer ; si cela se répète, fermez puis rouvrez le kit.")
_SAVED = "Tous vos changements sont enregistrés."
_WAITING = fr(
    "Un changement attend encore d’être enregistré : avant de fermer, attendez de lire « Enregistré » "
    "à gauche de la fenêtre. Tout le reste est enregistré."
)
_LOST = fr("Le dernier changement n’a pas été enregistré : refaites-le. Tout le reste est enregistré.")
_UNKNOWN = fr("Tout ce qui est marqué « Enregistré » est intact.")


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
        box = QMessageBox(
            QMessageBox.Icon.Warning, QApplication.applicationDisplayName(), "Une erreur imprévue s’est produite."
        )
        box.setInformativeText(f"{safe()} {_GO_ON}")
        box.setDetailedText(f"{kind} ({where})")
        box.exec()
    except Exception:
        print(f"kit-ess: {kind} ({where})", file=sys.stderr)  # noqa: T201  the dialog itself failed
