"""Édition: the key, and the signed pack."""
