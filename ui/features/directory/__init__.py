"""Répertoire local: the local actors, typed or taken from a table."""
