"""Atelier: proofreading and packs, for whoever publishes."""
