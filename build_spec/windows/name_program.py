"""Gives built programs the icon and the version of an edition. Run by Windows' Python, which has PyInstaller.

``name_program.py ICON DATE (PROGRAM VERSION)…``: ``VERSION`` as ``stage.version_resource`` writes it. Done as
PyInstaller does it: what a program carries after its own end, its Python, is taken off and put back.
"""

from __future__ import annotations

import sys
from itertools import batched
from pathlib import Path

import pefile
from PyInstaller.utils.win32 import icon, versioninfo, winutils


def name(program: Path, version: str, drawing: str, date: int) -> None:
    """Write both into a program, and its checksum anew."""
    with pefile.PE(str(program), fast_load=True) as found:
        end = found.get_overlay_data_start_offset()
    whole = program.read_bytes()
    if end is None:
        raise SystemExit(f"{program} carries no Python")
    program.write_bytes(whole[:end])
    icon.CopyIcons_FromIco(str(program), [drawing])
    versioninfo.write_version_info_to_executable(str(program), versioninfo.load_version_info_from_text_file(version))
    with program.open("ab") as file:
        file.write(whole[end:])
    winutils.set_exe_build_timestamp(str(program), date)
    winutils.update_exe_pe_checksum(str(program))


if __name__ == "__main__":
    for program, version in batched(sys.argv[3:], 2):
        name(Path(program), version, sys.argv[1], int(sys.argv[2]))
