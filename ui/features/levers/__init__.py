"""Agir: the levers and their actions to tick."""
