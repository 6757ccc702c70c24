"""Réunir des collectivités: many dossiers to one anonymous table."""
