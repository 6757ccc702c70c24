"""Imprimer: what, how, the preview, to paper or to a file."""
