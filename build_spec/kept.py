"""The code of the start, kept for the frozen program as ``python -m ui --keep`` keeps it for the sources.

The spec has it made by the Python that is shipped, of the sources that ``stage.py`` laid out: three files in
``STAGE/ui/__pycache__``, the same bytes for the same sources.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import CodeType
from typing import Any

# Loaded first, and this module after it: what is there already is not kept.
_MAKE = "import sys; from ui.__main__ import Load; loaded = Load(); import kept; kept.write(loaded)"
_REPLACEABLE = ("PySide6", "shiboken6")  # under the LGPL: what a user puts in their place must be taken


def make(stage: Path) -> None:
    """Write the files, by a Python of its own."""
    places = (str(stage), str(Path(__file__).parent), sysconfig.get_path("purelib"))
    env = os.environ | {"PYTHONPATH": os.pathsep.join(places)}
    # -S: the environment’s own start would load some of it first; -P: nor is anything taken from the folder one is in
    subprocess.run([sys.executable, "-P", "-S", "-O", "-c", _MAKE], env=env, check=True)


def relocated(code: CodeType, place: str) -> CodeType:
    """Return code without the folder that it was compiled in, as PyInstaller's own has none."""
    inner = tuple(relocated(one, place) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=place, co_consts=inner)


def write(loaded: Any) -> None:
    """Write what a ``ui.__main__.Load`` took."""
    from ui.kept_modules import file_of_this_python

    modules = {}
    for name, (_, _, package, code) in sorted(loaded.modules.entries().items()):
        if name.partition(".")[0] in _REPLACEABLE:
            continue
        place = Path(*name.split("."), *(["__init__"] if package else [])).with_suffix(".py")
        modules[name] = (f"{place}c", None, package, relocated(code, place.as_posix()))
    code, later = loaded.code.content(), loaded.load_later().content()
    for ending, content in (("modules", marshal.dumps(modules)), ("code", code), ("later", later)):
        target = Path(file_of_this_python(ending, frozen=True))
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(marshal.dumps(marshal.loads(content)))  # twice: else it tells what else knew the same word
