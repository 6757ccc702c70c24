"""Aide: how an edition is made, from the copy of the texts to the signed file."""
