"""Times windows from outside, in turn, by ``first_window.py`` of the shared research: seconds and MiB of each round."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "bench"
FROZEN = ROOT / "dist" / "linux" / "kit-ess"
Rounds = dict[str, list[dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Peer:
    """A program of the same kind, timed beside ours where Debian's package of it is installed."""

    key: str
    name: str
    program: str
    package: str
    settings: str = ""

    @property
    def is_installed(self) -> bool:
        """Whether it can be started here."""
        return shutil.which(self.program) is not None

    @property
    def version(self) -> str:
        """The version of its package."""
        words = ["dpkg-query", "-W", "-f=${Version}", self.package]
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout or "of an unknown version"


# Both show pages with Qt’s browser, which opens no window for root unless its sandbox is given up.
PEERS = (
    Peer("kiwix", "Kiwix", "kiwix-desktop", "kiwix", "QTWEBENGINE_DISABLE_SANDBOX=1 "),
    Peer("zeal", "Zeal", "zeal", "zeal", "QTWEBENGINE_DISABLE_SANDBOX=1 "),
)


def bare() -> str:
    """Return the command of the bare window, U."""
    return f"{sys.executable} {SHARED / 'bare_window.py'}"


def kit(folder: Path, dossier: Path, resources: Path | None = None) -> str:
    """Return the command of ours from source on a dossier, perhaps with other texts."""
    texts = f"KIT_RESOURCES={resources} " if resources else ""
    cache = folder / (f"cache-{resources.name}" if resources else "cache")  # an index made there is of these texts
    return f"PYTHONPATH={ROOT} {texts}KIT_DATA={folder}/data KIT_CACHE={cache} {sys.executable} -m ui {dossier}"


def frozen(folder: Path, dossier: Path) -> str | None:
    """Return the command of the frozen program, None where it is not built."""
    program = FROZEN / "kit-ess"
    return f"KIT_DATA={folder}/data KIT_CACHE={folder}/cache {program} {dossier}" if program.is_file() else None


def measure(commands: dict[str, str], rounds: int, out: Path, *, cold: bool = False) -> Rounds:
    """Run all commands in turn; ``cold`` drops their files from the page cache before each start."""
    words = [sys.executable, str(SHARED / "first_window.py")]
    words += [f"{name}={command}" for name, command in commands.items()]
    words += ["--rounds", str(rounds), "--json", str(out), "--judge", "settled"]
    if cold:
        site = Path(sys.prefix) / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
        for folder in (site / "PySide6", site / "shiboken6", ROOT / "ui", ROOT / "kit", ROOT / "resources", FROZEN):
            words += ["--cold", str(folder)] if folder.is_dir() else []
    subprocess.run(words, check=True, cwd=ROOT)
    found: Rounds = json.loads(out.read_text(encoding="utf-8"))
    return found
