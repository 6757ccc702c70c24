"""Starts the window from the bundle, as ``python -m ui`` does from the sources."""

from __future__ import annotations

import sys

from ui.__main__ import main

if __name__ == "__main__":
    sys.exit(main(loaded))  # noqa: F821  by before_qt.py
