"""French words that the calls share: the names of fields."""

from __future__ import annotations

from kit.dossier import plan_fields as names

_ENTRIES = ((names.STEP, "étape"), (names.EVIDENCE, "pièce"))


def field_in_words(field: str) -> str:
    """Return how a field of a dossier is called; a name that has no words as it is."""
    entry = next((words for start, words in _ENTRIES if field.startswith(start)), field)
    label = names.LABELS.get(field, "")
    return label[:1].lower() + label[1:] if label else entry
