"""``python -m ui`` and ``kit-ess``: the window."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the window; returns the exit code."""
    gc.disable()  # ``ui.app`` turns it on again after the first frame
    from ui.kept_code import KeptCode, leave_features_out

    with KeptCode.of_this_python() as code:
        import PySide6.QtWidgets  # noqa: F401

        leave_features_out()
        from ui import app
    result = app.main()
    code.save()
    return result


if __name__ == "__main__":
    sys.exit(main())
