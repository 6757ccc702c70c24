"""Feminine and masculine of a word written with a middle dot: « conseiller·ère », « tou·tes », « élu·e·s »."""

from __future__ import annotations

from kit.folding import without_accents

# What no rule makes: the feminine, then the masculine.
_KNOWN = {
    "un·e": ("une", "un"),
    "le·la": ("la", "le"),
    "la·le": ("la", "le"),
    "ce·tte": ("cette", "ce"),
    "du·de la": ("de la", "du"),
    "au·à la": ("à la", "au"),
    "son·sa": ("sa", "son"),
    "mon·ma": ("ma", "mon"),
    "ton·ta": ("ta", "ton"),
    "tou·tes les": ("toutes les", "tous les"),
    "tou·te·s les": ("toutes les", "tous les"),
    "tou·tes nos": ("toutes nos", "tous nos"),
    "tou·tes vos": ("toutes vos", "tous vos"),
    "cet·te": ("cette", "cet"),
    "celui·celle": ("celle", "celui"),
    "ceux·celles": ("celles", "ceux"),
    "celles·ceux": ("celles", "ceux"),
    "il·elle": ("elle", "il"),
    "elle·il": ("elle", "il"),
    "ils·elles": ("elles", "ils"),
    "elles·ils": ("elles", "ils"),
    "eux·elles": ("elles", "eux"),
    "tout·e": ("toute", "tout"),
    "tou·tes": ("toutes", "tous"),
    "tou·te·s": ("toutes", "tous"),
    "nouveau·elle": ("nouvelle", "nouveau"),
    "nouveau·elles": ("nouvelles", "nouveaux"),
    "nouveaux·elles": ("nouvelles", "nouveaux"),
    "beau·belle": ("belle", "beau"),
    "vieux·vieille": ("vieille", "vieux"),
    "public·que": ("publique", "public"),
    "turc·que": ("turque", "turc"),
    "doux·ce": ("douce", "doux"),
    "favori·te": ("favorite", "favori"),
    "favori·tes": ("favorites", "favoris"),
    "copain·ine": ("copine", "copain"),
}
_DIRECT = frozenset({"ne", "le", "te", "he", "sse", "ue"})


_ENDINGS_OF_BOTH = (
    ("er", "ère"),
    ("teur", "trice"),
    ("eur", "euse"),
    ("eux", "euse"),
    ("f", "ve"),
    ("en", "enne"),
    ("on", "onne"),
    ("el", "elle"),
    ("et", "ète"),
    ("", "e"),
)


def are_both(first: str, second: str) -> bool:
    """Say whether two words are the feminine and the masculine of one word, whichever comes first."""
    one, other = (word.lower().removesuffix("s") for word in (first, second))
    return one != other and (_is_feminine_of(one, other) or _is_feminine_of(other, one))


def _is_feminine_of(feminine: str, masculine: str) -> bool:
    return any(
        masculine.endswith(end) and feminine == masculine.removesuffix(end) + other for end, other in _ENDINGS_OF_BOTH
    )


def is_plural(word: str) -> bool:
    """Say whether a dotted word is in the plural."""
    known = _KNOWN.get(word.lower())
    return (known[0] if known else word).endswith("s")


def forms(word: str) -> tuple[str, str]:
    """Return the feminine and the masculine of a dotted word, with its capital; a plain word stands for both."""
    if "·" not in word:
        return word, word
    known = _KNOWN.get(word.lower())
    if known is None:
        stem, *ends = word.split("·")
        plural = ends[-1].endswith("s")
        ending = "".join(ends)
        feminine = _feminine(stem, ending[:-1] if plural else ending) + ("s" if plural else "")
        known = feminine, _plural(stem) if plural else stem
    if word[0].isupper():
        known = known[0][0].upper() + known[0][1:], known[1][0].upper() + known[1][1:]
    return known


def _feminine(stem: str, ending: str) -> str:
    if ending == "e":
        for masculine, feminine in (("er", "ère"), ("f", "ve"), ("x", "se")):
            if stem.endswith(masculine):
                return stem.removesuffix(masculine) + feminine
        return stem + "e"
    if ending in ("se", "euse") and stem.endswith(("eur", "eux")):
        return stem[:-1] + "se"
    if ending in ("ve", "ive") and stem.endswith("f"):
        return stem[:-1] + "ve"
    if ending in ("rice", "trice") and stem.endswith("teur"):
        return stem.removesuffix("teur") + "trice"
    if ending in _DIRECT:
        return stem + ending
    return _laid_over(stem, ending)


def _laid_over(stem: str, ending: str) -> str:
    """Lay the ending over the last letter of the stem that it starts with: conseill(er) + ère, citoy(en) + enne."""
    place = without_accents(stem).rfind(without_accents(ending[0]))
    return stem[:place] + ending if place > 0 else stem + ending


def _plural(masculine: str) -> str:
    if masculine.endswith(("s", "x", "z")):
        return masculine
    if masculine.endswith("al"):
        return masculine.removesuffix("al") + "aux"
    if masculine.endswith("eau"):
        return masculine + "x"
    return masculine + "s"


_FEMININES = {
    "son": "sa",
    "mon": "ma",
    "ton": "ta",
    "tous les": "toutes les",
    "futur": "future",
    "futurs": "futures",
    "premier": "première",
    "premiers": "premières",
    "ancien": "ancienne",
    "anciens": "anciennes",
    "nouveaux": "nouvelles",
    "principaux": "principales",
    "seul": "seule",
    "seuls": "seules",
}


def feminine_of(word: str) -> str:
    """Return the feminine of an article or adjective that a group may start with; others are the same for both."""
    told = _FEMININES.get(word.lower(), word)
    return told[0].upper() + told[1:] if word and word[0].isupper() else told
