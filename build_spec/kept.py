"""The code of the start, kept for the frozen program as ``python -m ui --keep`` keeps it for the sources.

Run by the Python that is shipped, with the sources laid out by ``stage.py`` and shiboken6 unpacked (the spec does so):
``python -O kept.py STAGE`` writes the two files into ``STAGE/ui/__pycache__``, the same bytes for the same sources.
"""

from __future__ import annotations

import marshal
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import CodeType


def make(stage: Path) -> None:
    """Write the files, by a Python of its own; ``stage/shiboken`` is there (``unpacked_support.py``)."""
    import os

    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(stage / "shiboken"), str(stage)])}
    subprocess.run([sys.executable, "-O", str(Path(__file__)), str(stage)], env=env, check=True)


def relocated(code: CodeType, place: str) -> CodeType:
    """Return code without the folder that it was compiled in, as PyInstaller's own has none."""
    inner = tuple(relocated(one, place) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=place, co_consts=inner)


def main(stage: Path) -> None:
    """Load what the first frame needs, and write what that took."""
    from ui.__main__ import Load
    from ui.kept_modules import file_of_this_python

    loaded = Load()
    roots = [stage / "shiboken", stage, *(Path(sysconfig.get_path(name)) for name in ("purelib", "stdlib"))]
    modules = {}
    for name, (file, _, package, code) in sorted(loaded.modules.entries().items()):
        place = next(Path(file).relative_to(root) for root in roots if Path(file).is_relative_to(root))
        modules[name] = (str(place.with_suffix(".pyc")), None, package, relocated(code, place.as_posix()))
    for ending, content in (("modules", marshal.dumps(modules)), ("code", loaded.code.content())):
        target = Path(file_of_this_python(ending, frozen=True))
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(marshal.dumps(marshal.loads(content)))  # twice: else it tells what else knew the same word


if __name__ == "__main__":
    main(Path(sys.argv[1]))
