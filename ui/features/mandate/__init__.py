"""Carnet de mandat: history, instants, what is handed on."""
