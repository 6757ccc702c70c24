"""The plan of the open dossier: its model, its rows and values in words, the editors of a field."""
