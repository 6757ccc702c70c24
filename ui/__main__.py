"""``python -m ui`` and ``kit-ess``: the window."""

from __future__ import annotations

import gc
import os
import sys


def main() -> int:
    """Run the window; returns the exit code."""
    gc.disable()  # nothing is thrown away while all is being built; ``ui.app`` turns it on after the first frame
    if sys.platform != "win32":
        # ``dlopen`` looks PySide's 13,000 calls into Qt up when each is first made, not all at the start: 4 ms less
        sys.setdlopenflags(os.RTLD_LAZY)
    from ui import app  # after both: it loads Qt

    return app.main()


if __name__ == "__main__":
    sys.exit(main())
