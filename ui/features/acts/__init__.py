"""Modèles à adapter: the list of models, and one being adapted."""
