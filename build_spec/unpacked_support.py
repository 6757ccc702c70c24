"""shiboken6's own Python modules as compiled files beside it, rather than as sources in a zip inside its library.

shiboken6 unpacks and compiles that zip at every start: about a tenth of the time of a bare window. It prefers a folder
``files.dir`` beside it, which it makes itself when ``SBK_EMBED=0``. Nothing of it is altered. Used by the spec.
"""

from __future__ import annotations

import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = "files.dir"


def entries(stage: Path) -> list[tuple[str, str, str]]:
    """Have shiboken6 lay out its modules in a copy of itself, compile them; return the entries of the bundle."""
    import shiboken6

    copy = stage / "shiboken" / "shiboken6"
    shutil.rmtree(copy.parent, ignore_errors=True)
    shutil.copytree(Path(shiboken6.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    env = os.environ | {"SBK_EMBED": "0", "PYTHONPATH": str(copy.parent)}
    subprocess.run([sys.executable, "-c", "import shiboken6"], env=env, check=True)
    unpacked = copy / FOLDER
    found = []
    for source in sorted(unpacked.rglob("*.py")):
        place = source.relative_to(unpacked)
        compiled = source.with_suffix(".pyc")
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(
            str(source), str(compiled), place.as_posix(), doraise=True, optimize=0, invalidation_mode=mode
        )
        found.append((str(Path("shiboken6") / FOLDER / place.with_suffix(".pyc")), str(compiled), "DATA"))
    if len(found) < 10:
        raise SystemExit("shiboken6 did not unpack its modules: has SBK_EMBED changed?")
    return found
