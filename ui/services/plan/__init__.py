"""The plan of the open dossier: one model for all that show it, its values in words, what may be asked of an action."""
