"""The kit as one HTML page for a phone: texts, search and plan, without a network. ``page.py`` puts it together."""
