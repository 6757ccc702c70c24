"""The core of the kit: texts, search, dossier, documents and mail. Never imports Qt."""

__version__ = "0.1.0"
