"""Textes: all texts of the folder with their state."""
