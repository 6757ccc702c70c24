"""Runs first in both frozen programs: an empty urllib.request in place of the one that is left out.

``xml.sax.saxutils``, which segno imports for a function that quotes, names it at its top and calls it nowhere here.
"""

import sys
import types

sys.modules["urllib.request"] = types.ModuleType("urllib.request", "Not shipped: the kit opens no connection.")
