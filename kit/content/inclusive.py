"""A person named in the masculine alone, where the page of the CRESS writes « élu·es »: found, with what is let pass.

What is let pass: both forms side by side; a count of « habitants », a unit of census and of law; adjectives (« projet
citoyen », « emploi salarié »); titles and terms of law. « acteurs » are structures, as on the page of the CRESS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kit.folding import without_accents

_FEMININES = {
    "élu": "élue",
    "adjoint": "adjointe",
    "conseiller": "conseillère",
    "habitant": "habitante",
    "citoyen": "citoyenne",
    "agent": "agente",
    "administré": "administrée",
    "salarié": "salariée",
    "usager": "usagère",
    "adhérent": "adhérente",
    "président": "présidente",
    "référent": "référente",
    "participant": "participante",
    "retraité": "retraitée",
    "étudiant": "étudiante",
    "électeur": "électrice",
    "voisin": "voisine",
    "animateur": "animatrice",
    "porteur de projet": "porteuse",
}
_SPACE = r"[ \u00a0\n]+"
_WORDS = "|".join(re.escape(word).replace(r"\ ", _SPACE) for word in _FEMININES).replace(
    f"porteur{_SPACE}de", f"porteurs?{_SPACE}de"
)
# An article or a preposition makes a noun of what may be an adjective or a participle.
_BEFORE = (
    r"les|des|aux|nos|vos|leurs|ses|mes|ces|un|le|au|du|de|à|et|ou|son|votre|notre|chaque|aucun|autre|quel|quels|sans|par|"
    r"entre|avec|ni|tous|tout|certains|plusieurs|quelques|futurs|premier|premiers|nouvel|nouveaux|ancien|seul|seuls|"
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|mille|[0-9][0-9 \u00a0\u202f]*"
)
_NOUN = re.compile(
    rf"(?<![\w·’-])(?P<before>(?:{_BEFORE}){_SPACE}|[ld]’|qu’un )(?P<word>{_WORDS})s?(?![\w·-])", re.IGNORECASE
)
_COUNTED = re.compile(
    r"(?:[0-9}][ \u00a0\u202f]*|mille[ \u00a0]|par[ \u00a0]|nombre d’|aucun[ \u00a0])$", re.IGNORECASE
)
_NEAR = 70  # characters in which the other form may stand
_NAMES = (
    "coopérative d’habitants",  # law: forms of companies
    "coopérative d’usagers",
    "statut de l’élu",  # title of the law n° 2025-1249
    "expression pluraliste des élus",  # CGCT, L2121-22
    "l’élection du maire et des adjoints",  # title of a procès-verbal
    "l’élection du président",
    "délégations du président",  # CGCT, L5211-9
    "temps d’agent",  # a measure of work
    "heures d’agent",
    "main d’agent",
)
_UNREAD = re.compile(  # lines of the page, and what searches or quotes
    r"^(?:(?:page_text|aliases) = \[[^\]]*\]|(?:address|source|name|id) = [^\n]*)$", re.MULTILINE
)


def masculines(raw: str) -> Iterator[tuple[int, str]]:
    """Yield the place of each person named in the masculine alone, and the words; ``raw`` is a file or a sentence."""
    raw = _UNREAD.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), raw)
    plain = without_accents(raw.lower())
    for found in _NOUN.finditer(raw):
        start, end = found.span("word")
        word = re.sub(_SPACE, " ", found["word"].lower()).replace("porteurs", "porteur")
        if word == "habitant" and _COUNTED.search(raw[max(0, start - 12) : start]):
            continue
        near = plain[max(0, start - _NEAR) : end + _NEAR]
        if without_accents(_FEMININES[word]) in near or _is_name(raw, start, end):
            continue
        yield found.start("before"), re.sub(_SPACE, " ", found[0])


def problems(raw: str) -> Iterator[tuple[int, str]]:
    """Yield the line of a file, from 1, and what is wrong there, for each person named in the masculine alone."""
    for place, words in masculines(raw):
        yield raw.count("\n", 0, place) + 1, f"« {words} » : nommer aussi les femmes, comme « élu·es »"


def _is_name(raw: str, start: int, end: int) -> bool:
    around = re.sub(_SPACE, " ", raw[max(0, start - 40) : end + 40]).lower()
    return any(name in around for name in _NAMES)
