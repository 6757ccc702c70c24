"""French words that the calls share: a number with its noun, the names of fields."""

from __future__ import annotations

from kit.dossier import plan_fields as names

_ENTRIES = ((names.STEP, "étape"), (names.EVIDENCE, "pièce"))


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 0 and 1 take the singular; ``many`` is for a plural that is not ``one`` + s."""
    return f"{number} {one if number in (0, 1) else many or one + 's'}"


def field_in_words(field: str) -> str:
    """Return how a field of a dossier is called; a name that has no words as it is."""
    entry = next((words for start, words in _ENTRIES if field.startswith(start)), field)
    label = names.LABELS.get(field, "")
    return label[:1].lower() + label[1:] if label else entry
