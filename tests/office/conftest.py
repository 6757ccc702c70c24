"""The marker of the tests that need LibreOffice; ``make test`` leaves them out, ``make test-office`` runs them."""

from __future__ import annotations

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker."""
    config.addinivalue_line("markers", "office: opens documents in a real LibreOffice (make test-office)")


def pytest_ignore_collect() -> bool | None:
    """Leave this folder out unless it was asked for; then a missing LibreOffice is a failure."""
    return None if os.environ.get("KIT_OFFICE") == "1" else True
