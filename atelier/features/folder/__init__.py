"""Dossier de travail: the folder of texts that is worked on."""
