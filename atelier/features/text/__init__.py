"""Relecture: one text as source and page side by side, with the remarks of the rules."""
