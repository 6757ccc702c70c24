"""The few words of Qt's own windows that its French does not have."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

from kit.typography import fr

_WORDS = {
    "QFileDialog": {"&Look in:": fr("Dossier :"), "Files of &type:": fr("Type :")},
    "QAbstractFileIconProvider": {
        "Drive": "Lecteur",
        "Folder": "Dossier",
        "File": "Fichier",
        "%1 File": "Fichier %1",
        "Shortcut": "Raccourci",
    },
}


class QtWords(QTranslator):
    """Asked for what the translators installed after it have no words for."""

    def isEmpty(self) -> bool:
        return False

    def translate(  # None is a null string, with which Qt keeps its own word
        self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        return _WORDS.get(context, {}).get(source_text)
