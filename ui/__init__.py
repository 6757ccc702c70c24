"""The window: PySide6 Widgets over the core. The only place with Qt."""
