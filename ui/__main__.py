"""``python -m ui`` and ``kit-ess``: the window, loaded as quickly as it can be.

``python -m ui --keep`` only keeps the code that the next start and the first show of each screen take, as
``make setup`` does.
"""

from __future__ import annotations

import gc
import os
import sys
from types import ModuleType

from ui.kept_modules import KeptModules, file_of_this_python

TYPE_CHECKING = False  # as ``typing`` has it, which is among what is kept
if TYPE_CHECKING:
    from ui.kept_code import KeptCode


class Load:
    """Loads what the first frame needs, from kept code where there is some."""

    def __init__(self) -> None:
        gc.disable()  # ``ui.app`` turns it on again after the first frame
        if sys.platform != "win32":
            sys.setdlopenflags(os.RTLD_LAZY)  # PySide's 13,000 calls into Qt are looked up when first made: 4 ms
        self.modules = KeptModules(file_of_this_python("modules"))
        self.modules.install()  # first of all: the rest is among what it has
        from ui.kept_code import KeptCode, leave_features_out
        from ui.quick_enums import install

        install()
        with KeptCode.of_this_python() as self.code:
            import PySide6.QtWidgets  # noqa: F401

            leave_features_out()
            import ui.features.home.page  # noqa: F401  the first page, which is named only when it is built
            from ui import app
        self.modules.close()
        self.app: ModuleType = app

    def load_later(self) -> KeptCode:
        """Load what the start leaves to the first show of each screen; returns the code that was compiled for it."""
        from ui.shell import registry

        return registry.load_all()

    def save(self) -> None:
        """Keep what was new."""
        self.modules.save()
        self.code.save()


def main(loaded: Load | None = None) -> int:
    """Run the window, perhaps of what is loaded already; returns the exit code."""
    loaded = loaded or Load()
    keeps = sys.argv[1:2] == ["--keep"]
    result = 0 if keeps else int(loaded.app.main())
    loaded.save()
    if keeps:
        loaded.load_later().save()
    return result


if __name__ == "__main__":
    sys.exit(main())
