"""The screens of the atelier."""

from __future__ import annotations

from enum import StrEnum


class ScreenId(StrEnum):
    """The screens of the atelier, as ``PageId`` names those of the kit."""

    TEXTS = "textes"
    TEXT = "relire-un-texte"
    FOLDER = "dossier-de-travail"
    SHEETS = "feuilles-de-relecture"
    EDITION = "edition"
    KEYS = "cles"
    CASES = "exemples-et-reseaux"
    HELP = "aide"
    CONSOLIDATION = "reunir-des-collectivites"
