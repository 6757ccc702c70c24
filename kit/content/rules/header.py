"""The header of a text: what each kind must say, its dates, its pictogram."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from kit.content.problem import Problem
from kit.content.rules.case import Case, inner_codes

SUMMARY_LIMIT = 220
_DRAWN = ("chapter", "reason", "lever")
_HELD = ("topic", "reason", "lever", "action", "milestone", "competence")


def check(case: Case) -> Iterator[Problem]:
    """Yield what is wrong in the header of a text."""
    article = case.article
    if not article.summary:
        yield case.error("title", "resume", "le résumé manque : l’écrire dans summary")
    if len(article.summary) > SUMMARY_LIMIT:
        message = f"résumé de {len(article.summary)} caractères, {SUMMARY_LIMIT} au plus : le raccourcir"
        yield case.error("summary", "resume", message)
    if told := inner_codes(article.to_check):
        yield case.error("to_check", "a-verifier", told)
    yield from _dates(case)
    yield from _pictogram(case)
    yield from _by_kind(case)
    if article.id in case.setting.shelf.retired:
        yield case.error("id", "id-retire", f"{article.id} a servi à un texte retiré : prendre un autre identifiant")


def _dates(case: Case) -> Iterator[Problem]:
    article, today = case.article, case.setting.today
    if not article.reviewed_on:
        yield case.error("id", "relu-le", "reviewed_on manque : date de la dernière vérification")
    elif (today - datetime.date.fromisoformat(article.reviewed_on)).days > 366:
        yield case.warning("reviewed_on", "relu-le", "relu il y a plus d’un an : le relire et changer reviewed_on")
    elif datetime.date.fromisoformat(article.reviewed_on) > today + datetime.timedelta(days=1):
        yield case.error("reviewed_on", "relu-le", f"{article.reviewed_on} n’est pas encore venu : corriger la date")
    if article.check_by and article.check_by <= today.year:
        message = f"à vérifier en {article.check_by} : le contrôler, puis changer check_by"
        yield case.warning("check_by", "a-verifier", message)


def _pictogram(case: Case) -> Iterator[Problem]:
    name = case.article.pictogram
    if case.article.kind in _DRAWN and not name:
        yield case.error("kind", "pictogramme", "un chapitre, une raison, un levier a un pictogramme : pictogram = …")
    if not name:
        return
    if not (case.setting.pictograms / f"{name}.svg").is_file():
        yield case.error("pictogram", "pictogramme", f"pas de pictogramme {name} : choisir un nom de index.toml")
    elif not case.setting.alternatives.get(name):
        message = f"{name} n’a pas de texte de remplacement : l’écrire (alt) dans pictograms/index.toml"
        yield case.error("pictogram", "pictogramme", message)


def _by_kind(case: Case) -> Iterator[Problem]:
    article = case.article
    if article.kind == "action" and not 2 <= len(article.steps) <= 5:
        yield case.error("kind", "etapes", f"{len(article.steps)} étapes : il en faut deux à cinq")
    if article.kind in ("action", "milestone"):
        for name in ("done_when", "first_step", "level", "rhythm"):
            if not getattr(article, name):
                yield case.error("kind", "action", f"{name} manque : l’ajouter à l’en-tête")
    if article.kind in _HELD and not article.parent:
        yield case.error("kind", "dossier", "ce texte n’est pas dans le dossier de ce qui le porte : le déplacer")
