"""The lists beside the texts: glossary, networks, agenda, questions are held to the same rules as the texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kit.content import mend
from kit.content.lists import AGENDA, GLOSSARY, NETWORKS, QUESTIONS
from kit.content.problem import Problem
from kit.content.rules import language
from kit.content.rules.case import Setting, inner_codes
from kit.content.rules.figures import figures
from kit.content.sentences import split
from kit.content.shelf import NationalDate, Network, Question, Term

Entry = Term | Network | NationalDate | Question
_SAID = ("definition", "expansion", "what", "ask", "reach", "when", "question", "help", "yes", "no")
_AHEAD = ("before_90", "before_30", "before_7")


def entries(setting: Setting) -> Iterator[tuple[str, Entry]]:
    """Yield every entry of the lists with its file."""
    shelf = setting.shelf
    yield from ((GLOSSARY, term) for term in shelf.terms)
    yield from ((NETWORKS, network) for network in shelf.networks)
    yield from ((AGENDA, date) for date in shelf.dates)
    yield from ((QUESTIONS, question) for question in shelf.questions)


def words_of(entry: Entry) -> str:
    """Return what an entry says to the reader, a line for each field."""
    return "\n".join(getattr(entry, name) for name in (*_SAID, *_AHEAD) if getattr(entry, name, ""))


def check(setting: Setting, files: dict[str, str]) -> Iterator[Problem]:
    """Yield what is wrong in the lists; ``files`` holds them as written, by name."""
    for file, raw in files.items():
        yield from language.lines(file, raw, mend.fix_list(raw))
    for file, entry in entries(setting):
        line = _line(files.get(file, ""), entry.id)
        for rule, message, severity in _entry(setting, entry):
            yield Problem(file, line, rule, f"{entry.id} : {message}", severity)


def _entry(setting: Setting, entry: Entry) -> Iterator[tuple[str, str, str]]:
    yield from _cited(setting, entry)
    for sentence in (one for line in words_of(entry).splitlines() for one in split(line)):
        if len(sentence.split()) > language.SENTENCE_LIMIT:
            yield "longueur", f"phrase de {len(sentence.split())} mots : la couper", "warning"
    if not entry.facts and not isinstance(entry, Question) and not entry.to_check:
        for number in figures(words_of(entry)):
            yield "chiffre", f'« {number.written.strip()} » n’est porté par aucun fait : facts = ["F…"]', "error"
    match entry:
        case Term():
            yield from _term(setting, entry)
        case Question():
            yield from _question(setting, entry)
        case NationalDate():
            yield from _moment(entry)
    check_by: Any = getattr(entry, "check_by", None)
    if check_by and check_by <= setting.today.year:
        yield "a-verifier", f"à vérifier en {check_by} : le contrôler, puis changer check_by", "warning"


def _cited(setting: Setting, entry: Entry) -> Iterator[tuple[str, str, str]]:
    shelf = setting.shelf
    if told := inner_codes(getattr(entry, "to_check", "")):
        yield "a-verifier", told, "error"
    for source in entry.sources:
        if source not in shelf.sources:
            yield "source", f"pas de source {source}", "error"
    for fact_id in entry.facts:
        fact = shelf.facts.get(fact_id)
        if fact is None:
            yield "fait", f"pas de fait {fact_id}", "error"
            continue
        to_check = getattr(entry, "to_check", "") or getattr(entry, "check_by", None)
        if fact.confidence == "DOUTEUX":
            yield "fait", f"{fact_id} est douteux : il ne se publie pas dans une liste", "error"
        if fact.confidence in ("CONNU", "MIXTE") and not to_check and not isinstance(entry, Question):
            yield "a-verifier", f"{fact_id} n’a pas été relu : to_check est attendu", "error"
        missing = [source for source in fact.sources if source not in entry.sources]
        if missing:
            yield "source", f"{fact_id} vient de {', '.join(missing)} : à mettre dans sources", "error"


def _moment(entry: NationalDate) -> Iterator[tuple[str, str, str]]:
    for name in _AHEAD:
        if not getattr(entry, name):
            yield "agenda", f"{name} manque : dire ce qu’il y a à faire alors", "error"
    first, last = entry.first_day, entry.last_day
    if (first is None) != (last is None) or (first and last and first > last):
        yield "agenda", "first_day et last_day vont ensemble, dans cet ordre", "error"
    elif first and first.month != entry.month:
        yield "agenda", "first_day n’est pas du mois que dit month", "error"


def _term(setting: Setting, entry: Term) -> Iterator[tuple[str, str, str]]:
    known = {term.id for term in setting.shelf.terms}
    for target in entry.see:
        if target not in known:
            yield "lien", f"see : pas de terme {target}", "error"


def _question(setting: Setting, entry: Question) -> Iterator[tuple[str, str, str]]:
    for name in ("help", "yes", "no", "suggests_yes", "suggests_no"):
        if not getattr(entry, name):
            yield "question", f"{name} manque", "error"
    for target in (*entry.suggests_yes, *entry.suggests_no):
        if not setting.library.has(target) or setting.library.article(target).kind not in ("action", "milestone"):
            yield "lien", f"{target} n’est pas une action", "error"


def _line(raw: str, entry_id: str) -> int:
    from kit.content.lists import line_of_entry

    return line_of_entry(raw, entry_id)
