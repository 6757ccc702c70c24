"""The command line: ``kit …`` and ``python -m kit …``, thin over the core (contract: ``design/cli.md``).

0: done. 1: could not be done, or lint found errors. 2: wrong usage. An error is one plain sentence on
stderr; a traceback only with ``KIT_DEBUG=1``.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from kit import __version__, errors, refusals
from kit.commands import acts, consolidate, documents, dossier, edition, epub, mail, packs, pocket, review, texts
from kit.commands.french import Parser
from kit.commands.output import in_line, warn
from kit.commands.shared import doubt_of_clock, library
from kit.dossier.model import Status

_UNDATED = (texts, packs, edition)
"""Calls on the texts alone."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all calls."""
    p = Parser(prog="kit", description="Le kit ESS en ligne de commande.")
    p.add_argument("--version", action="version", version=f"kit {__version__}", help="dire la version")
    subparsers = p.add_subparsers(required=True, metavar="appel")
    for module in (texts, dossier, documents, epub, pocket, acts, mail, review, packs, edition, consolidate):
        module.add_parsers(subparsers)
    return p


def main(argv: list[str] | None = None) -> int:
    """Run one call; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = parser().parse_args(argv)
    if not _is_debugging():
        logging.getLogger("kit").addHandler(logging.NullHandler())  # what the log notes, in English, is for KIT_DEBUG
    try:
        _tell_of_clock(arguments)
        code: int = arguments.call(arguments)
        return code
    except errors.UsageError as error:
        return _fail(error, 2)
    except errors.KitError as error:
        return _fail(error, 1)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        return _fail(error, 1)


def _tell_of_clock(arguments: argparse.Namespace) -> None:
    """Say on stderr that the clock cannot be believed, before a call that writes or prints dates."""
    if sys.modules[arguments.call.__module__] in _UNDATED:
        return
    told = doubt_of_clock(library(), date.today())
    if told:
        warn(told)


def _is_debugging() -> bool:
    return os.environ.get("KIT_DEBUG") == "1"


def _fail(error: Exception, code: int) -> int:
    if _is_debugging():
        raise error
    warn(f"kit : {in_line(sentence(error))}")
    return code


_NOT_TAKEN = {
    "not-zip": "n’est pas une archive .zip lisible",
    "foreign": "n’est pas l’archive d’un dossier du kit, ou contient autre chose que lui et ses pièces",
    "link": "contient un lien, qui n’est pas suivi",
    "twice": "contient deux fichiers du même nom",
    "too-large": "serait trop gros : 2 Go en tout, 50 Mo par pièce",
    "damaged": "est abîmé",
}

_SENTENCES: tuple[tuple[type[Exception], Callable[[Any], str]], ...] = (
    (errors.UnknownId, lambda e: f"rien ne porte l’identifiant « {e.wanted} »." + _near(e.near)),
    (errors.UnknownField, lambda e: f"pas de champ « {e.wanted} » ; possibles : {', '.join(e.known)}."),
    (errors.UnfitValue, lambda e: f"« {e.value} » ne convient pas au champ « {e.field} »{_possible(e.known)}."),
    (
        errors.DayMissing,
        lambda e: (
            "il manque le jour d’où compter : ajoutez --seance AAAA-MM-JJ, le jour de la séance ou de la signature."
        ),
    ),
    (errors.UnknownStatus, lambda e: f"cet état n’existe pas ; possibles : {', '.join(Status)}."),
    (
        errors.UnknownFormat,
        lambda e: (
            f"pas de format « {e.extension} » pour ce document{_possible(e.known)}."
            if e.extension
            else f"le nom du fichier à écrire n’a pas d’extension, qui dit le format{_possible(e.known)}."
        ),
    ),
    (errors.DossierMissing, lambda e: f"pas de dossier à cet endroit : {e.path}."),
    (errors.DossierExists, lambda e: f"un fichier existe déjà, il n’a pas été touché : {e.path}."),
    (errors.DossierNewer, lambda e: f"{e.path.name} vient d’une version plus récente du kit ; il ne peut qu’être lu."),
    (
        errors.DossierReplaced,
        lambda e: (
            f"un autre dossier a pris la place de {e.path.name} : rien n’y a été écrit."
            " « kit dossier restore » montre les copies de sécurité des deux."
        ),
    ),
    (
        errors.SaveRefused,
        lambda e: f"{e.path} n’a pas pu être écrit : {refusals.reason(e.cause)} ; ce qui était enregistré est intact.",
    ),
    (
        errors.DossierUnreadable,
        lambda e: f"rien n’est lisible dans {e.path.name} ; « kit dossier restore » montre ses copies de sécurité.",
    ),
    (errors.NotADossier, lambda e: f"{e.path.name} n’est pas un dossier du kit, ou rien n’y est lisible."),
    (
        errors.PieceTooLarge,
        lambda e: f"pièce trop lourde : {e.size // 2**20} Mo, {e.limit // 2**20} au plus ; rien n’a été changé.",
    ),
    (
        errors.PieceRefused,
        lambda e: f"la pièce n’a pas été copiée : {refusals.reason(e.cause)} ; le dossier est intact.",
    ),
    (errors.EmblemRefused, lambda e: f"{e.path.name} {refusals.EMBLEM[e.reason]} ; le dossier est intact."),
    (errors.TemplateRefused, lambda e: f"{e.path.name} {refusals.TEMPLATE[e.reason]} ; rien n’a été écrit."),
    (errors.ArchiveRefused, lambda e: f"{e.path} {_NOT_TAKEN[e.reason]} ; rien n’a été écrit."),
    (errors.ValueTooLong, lambda e: f"texte trop long : {e.size} caractères, {e.limit} au plus ; rien n’a été changé."),
    (errors.OutputExists, lambda e: f"{e.path} existe déjà ; ajoutez --force pour le remplacer."),
    (
        errors.NothingDated,
        lambda e: (
            "aucune date à mettre dans un agenda : rien n’a été écrit. Les échéances données aux actions y viendront."
        ),
    ),
    (errors.NothingDrawn, lambda e: f"le texte « {e.article} » n’a pas de figure : rien n’a été écrit."),
    (
        errors.NotComparable,
        lambda e: (
            f"{e.path} n’est pas un tableau de collectivités réunies qui compte les leviers : rien n’est comparé."
        ),
    ),
    (errors.ContentError, lambda e: f"{e.file}, ligne {e.line} : {e.detail}."),
    (errors.ActUnfit, lambda e: f"ce modèle n’est pas pour cette collectivité : {e.reason}"),
    (errors.InvalidAddress, lambda e: "l’adresse du destinataire n’est pas valable."),
    (
        errors.UnfitLine,
        lambda e: (
            "cette ligne n’est pas lisible : elle est coupée, mal recopiée, ou vient d’autres textes que ceux-ci ; "
            "le dossier est intact."
        ),
    ),
    (
        errors.UnsharedPlace,
        lambda e: (
            "le dossier ne dit pas de quelle commune ou intercommunalité de la liste il s’agit : rien à partager."
        ),
    ),
    (errors.PackError, packs.sentence),
    (OSError, lambda e: f"{e.filename or 'fichier'} : {refusals.reason(e)}."),
)


def _possible(known: tuple[str, ...]) -> str:
    return f" ; possibles : {', '.join(known)}" if known else ""


def _near(ids: tuple[str, ...]) -> str:
    return f" Voulez-vous dire {', '.join(ids)} ?" if ids else ""


def sentence(error: Exception) -> str:
    """Return one plain French sentence for an error."""
    for kind, words in _SENTENCES:
        if isinstance(error, kind):
            return words(error)
    return f"l’opération n’a pas abouti ({type(error).__name__})."
