"""What a screen reader meets: an article’s parts, the order of Tab, the system’s voice."""
