"""``python -m atelier`` and ``kit-atelier``: the window of whoever publishes the kit."""

from __future__ import annotations

import sys

from atelier.app import main

if __name__ == "__main__":
    sys.exit(main())
