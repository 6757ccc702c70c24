"""Mettre à jour depuis une clé."""
