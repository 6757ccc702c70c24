"""Feuilles de relecture: out, and back corrected."""
