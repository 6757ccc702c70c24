"""``make bench-frozen``: how long the frozen program takes to its settled window, in U.

U is the bare PySide6 window of the build environment's venv in the same run; rounds are interleaved by
``first_window.py`` of the shared research, which lies beside the clone. Goal: 1.35 U.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import build_env


def main() -> int:
    """Measure and print the table; the exit code is that of ``first_window.py``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    bench = build_env.ROOT.parent / "shared" / "bench"
    if not bench.is_dir():
        print(f"Il manque {bench} (first_window.py, bare_window.py).", file=sys.stderr)
        return 1
    frozen = build_env.DIST / "linux" / "kit-ess" / "kit-ess"
    with tempfile.TemporaryDirectory() as folder:
        command: list[str | Path] = [
            sys.executable,
            bench / "first_window.py",
            f"bare={sys.executable} {bench / 'bare_window.py'}",
            f"frozen=KIT_DATA={folder}/f KIT_CACHE={folder}/f {frozen}",
            f"venv=PYTHONPATH={build_env.ROOT} KIT_DATA={folder}/v KIT_CACHE={folder}/v {sys.executable} -m ui",
        ]
        more = ["--rounds", str(options.rounds), "--judge", "settled", "--by", "paired"]
        return subprocess.run([*command, *more], check=False, cwd=build_env.ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
