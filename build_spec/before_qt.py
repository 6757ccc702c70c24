"""Runs first in the frozen window: leaves out what costs time before the first frame and gives nothing there."""

import gc

gc.disable()  # ui.app does so too, once all is imported, and turns it on again after the first frame

import shiboken6  # noqa: E402, F401  brings shibokensupport
from shibokensupport import feature  # noqa: E402


def _no_source(_module: object) -> bool:
    return False


# PySide looks for the word "PySide6" in the source of each module imported, to switch on snake_case there. A frozen
# program has no sources: each search ends in False after a tenth of a millisecond, a hundred times a start.
feature._mod_uses_pyside = _no_source
