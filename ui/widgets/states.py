"""What a button tells a screen reader beyond its words: that it opens something, that it is one of several choices."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleStateChangeEvent
from PySide6.QtWidgets import QAbstractButton

OPENED = "opened"
"""Property of a button that shows and hides what stands below it: whether that is shown."""

ONE_STANDS = "one-stands"
"""Property of a QButtonGroup that is not exclusive to Qt, as none may stand, but of which one stands at most."""


def tell_opened(button: QAbstractButton, opened: bool) -> None:
    """Have a screen reader told « développé » or « réduit » of a button, and each time that it changes."""
    if button.property(OPENED) == opened:
        return
    button.setProperty(OPENED, opened)
    if QAccessible.isActive():
        changed = QAccessible.State()
        changed.expanded = changed.collapsed = 1
        QAccessible.updateAccessibility(QAccessibleStateChangeEvent(button, changed))
