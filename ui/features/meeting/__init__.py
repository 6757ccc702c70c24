"""Mode réunion: full screen, one action at a time."""
