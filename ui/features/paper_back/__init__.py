"""Saisir depuis le papier: codes ticked by hand, typed back."""
