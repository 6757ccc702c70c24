"""Aide en images."""
