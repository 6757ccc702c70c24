"""Runs before PyInstaller's own preparations, which load Qt and much else: all is then taken from the kept code.

What it names, ``entry_window.py`` finds: PyInstaller runs both in one namespace.
"""

import os
import sys

if sys.stdout is None or sys.stderr is None:  # a windowed program of Windows has neither
    _nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  pathlib is not needed for this
    sys.stdout = sys.stdout or _nowhere
    sys.stderr = sys.stderr or _nowhere

from ui.__main__ import Load  # after the streams are there

loaded = Load()
