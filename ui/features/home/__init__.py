"""Accueil, and « Par où commencer »."""
