"""Convaincre: the reasons as a map or a table."""
