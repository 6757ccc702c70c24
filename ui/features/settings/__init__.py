"""Réglages: writing, size, colours."""
