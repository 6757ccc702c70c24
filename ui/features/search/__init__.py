"""Rechercher: answers as one types."""
