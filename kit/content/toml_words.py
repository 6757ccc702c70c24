"""What is wrong with a TOML file, in French: ``tomllib`` says it in English, with a line of its own inside."""

from __future__ import annotations

import re

_WORDS = (
    ("Invalid value", "la valeur ne se lit pas (un texte se met entre guillemets)"),
    ("Expected '=' after a key", "il manque le signe = après un nom"),
    ("Expected newline or end of document", "quelque chose suit la valeur : une seule par ligne"),
    ("Expected ']", "il manque un crochet fermant"),
    ("Unclosed array", "une liste n’est pas fermée : il manque un crochet"),
    ("Unclosed inline table", "il manque une accolade fermante"),
    ("Unterminated string", "il manque le guillemet fermant"),
    ('Expected \'"""\'', "il manque les trois guillemets fermants"),
    ("Expected \"'''\"", "il manque les trois apostrophes fermantes"),
    ('Expected "\'"', "il manque l’apostrophe fermante"),
    ("Expected '\"'", "il manque le guillemet fermant"),
    ("Invalid hex value", "ce nombre ne se lit pas"),
    ("Escaped character", "un caractère qui n’existe pas"),
    ("Unescaped '\\'", "une barre oblique inversée se double : \\\\"),
    ("Illegal character", "un caractère interdit (un retour à la ligne dans un texte, souvent)"),
    ("Found invalid character", "un caractère interdit"),
    ("Invalid date or datetime", "cette date n’existe pas"),
    ("Cannot overwrite a value", "ce nom est donné deux fois"),
    ("Cannot", "cette partie est donnée deux fois"),
    ("Duplicate inline table key", "ce nom est donné deux fois"),
    ("Invalid statement", "cette ligne n’est ni un nom = une valeur, ni le titre d’une partie"),
    ("Invalid initial character for a key part", "un nom commence par une lettre ou un chiffre"),
)


def toml_problem(error: ValueError, text: str) -> tuple[int, str]:
    """Return the line of ``text``, from 1, and what is wrong there, for a TOMLDecodeError."""
    told = str(error)
    found = re.search(r"\(at line (\d+), column \d+\)", told)
    line = int(found[1]) if found else max(1, len(text.splitlines()))
    words = next((french for english, french in _WORDS if told.startswith(english)), "écriture inattendue")
    return line, f"TOML illisible : {words}"
