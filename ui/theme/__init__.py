"""The looks of the window: its style sheets, its icons."""
