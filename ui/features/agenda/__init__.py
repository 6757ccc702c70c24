"""Agenda: national moments, the council, due dates."""
