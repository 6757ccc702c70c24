"""Contacter la CRESS: the form, the message, and the messages under way."""
