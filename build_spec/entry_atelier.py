"""Starts the atelier from the bundle."""

from __future__ import annotations

import os
import sys

if sys.stdout is None or sys.stderr is None:  # a windowed program of Windows has neither
    _nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  pathlib is not needed for this
    sys.stdout = sys.stdout or _nowhere
    sys.stderr = sys.stderr or _nowhere

from atelier.app import main

if __name__ == "__main__":
    sys.exit(main())
