"""The sources of the modules that were loaded, which the interpreter would keep to the end.

PySide looks through the source of each module that is imported, by ``inspect.getsource``; ``linecache`` keeps its lines
in case that a traceback asks for them: 4 MiB at the first frame, 8 MiB once every screen was loaded. A traceback reads
them again. A frozen program has no sources to keep.
"""

from __future__ import annotations

import linecache

from ui.services.jobs import Jobs


def forget_sources(jobs: Jobs) -> None:
    """Let go of the lines, unless work in the background may just be loading a module: then the next call does."""
    if not jobs.is_busy:
        linecache.clearcache()
