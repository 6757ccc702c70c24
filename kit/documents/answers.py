"""Several answers that stand for one thing, given apart: what paper says until one is chosen."""

from __future__ import annotations

from collections.abc import Iterable

from kit.days import day_or_words
from kit.documents.wording import Wording
from kit.dossier.model import Status
from kit.dossier.plan_fields import DUE, START, STATUS, TEXTS, TITLE
from kit.dossier.view import DossierView

TOLD = frozenset({STATUS, TITLE, *TEXTS})
"""The fields of an action whose answers paper tells."""


def answers_in_words(dossier: DossierView, on: str, fields: Iterable[str], say: Wording) -> str:
    """Return all answers to each of these fields that has several, in one sentence each; empty where none has."""
    told = [_field(name, found, say) for name in fields if len(found := _answers(dossier, on, name, say)) > 1]
    return say.say("answers", "told", fields=" ".join(told)) if told else ""


def unsettled(count: int, say: Wording) -> list[str]:
    """Return how many actions have several answers, as a sentence; none where there are none."""
    return [say.say("answers", "one" if count == 1 else "many", n=count)] if count else []


def _field(name: str, answers: list[str], say: Wording) -> str:
    quoted = (say.say("answers", "answer", words=words) for words in answers)
    label = say.say("answers", f"of_{name}")
    return say.say("answers", "field", field=label, answers=say.say("answers", "or").join(quoted))


def _answers(dossier: DossierView, on: str, field: str, say: Wording) -> list[str]:
    """Return what stands for a field in words, the one displayed first, each once."""
    told = (_in_words(field, head.x) for head in dossier.heads(on, field))
    return list(dict.fromkeys(words or say.say("answers", "nothing") for words in told))


def _in_words(field: str, value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    if field == STATUS:
        return next((status for status in Status if status.value == text), Status.TODO).label
    return day_or_words(text) if field in (START, DUE) else text
