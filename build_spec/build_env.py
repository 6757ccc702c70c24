"""What all build steps share: places, the version, the time that enters the files, and how a command is run."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
REQUIREMENTS = ROOT / "requirements"
sys.path.insert(0, str(ROOT))
from kit import edition, naming  # noqa: E402

DIST = Path(os.environ.get("KIT_DIST") or ROOT / "dist")
FOLDER, WINDOWS_FOLDER = "kit-ess", "KitESS"
"""The built program as a folder, with its file in it: the same whatever the edition; packages name it after theirs."""
MIME = "application/vnd.cress-na.kitess"
"""One kind of file for all editions: each opens the dossiers of the others."""
_START = time.monotonic()


def sources() -> Path:
    """Return the folder of the sources: the clone, or those of an edition (``KIT_SOURCES``)."""
    return Path(os.environ.get("KIT_SOURCES") or ROOT)


def publisher(resources: Path | None = None) -> dict[str, str]:
    """Return who publishes the kit that is built: ``kit.toml`` of these sources, or of those of ``KIT_SOURCES``."""
    return edition.publisher(edition.read(resources or sources() / "resources"))


PUBLISHER = publisher()["name"]
NAMES = naming.told_in(edition.read(sources() / "resources"))
NAME, FULL_NAME, DEB, APP_ID = NAMES.name, NAMES.full_name, NAMES.package, NAMES.app_id


def in_edition(text: str) -> str:
    """Return sentences written for the publisher of this clone as the edition that is built says them."""
    return edition.in_edition(text, publisher(), publisher(ROOT / "resources"))


def cache() -> Path:
    """Return the folder, outside the clone, of the environments made once per lock file."""
    told = os.environ.get("KIT_BUILD_CACHE")
    return Path(told) if told else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kit-ess-build"


def say(words: str) -> None:
    """Say how far the build is, with the seconds since its start."""
    print(f"[{time.monotonic() - _START:5.0f} s] {words}", flush=True)


def version() -> str:
    """Return the version of the kit, read from its source; ``KIT_VERSION`` replaces it in tests."""
    told = os.environ.get("KIT_VERSION")
    if told:
        return told
    found = re.search(
        r'^__version__ = "([^"]+)"', (ROOT / "kit" / "__init__.py").read_text(encoding="utf-8"), re.MULTILINE
    )
    if not found:
        raise SystemExit("kit/__init__.py tells no version")
    return found[1]


def source_date() -> int:
    """Return the time that enters the files: that of the last commit, or ``SOURCE_DATE_EPOCH``."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return int(done.stdout or 1_700_000_000)


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a build step: the same time and hash seed in every build, and nothing of the user's."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "KIT_", "PYTHON", "WINEQT_"))}
    fixed = {"SOURCE_DATE_EPOCH": str(source_date()), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return kept | fixed | {"KIT_VERSION": version()} | more


def run(
    *command: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None, log: Path | None = None
) -> None:
    """Run a command; on failure show the end of its output and stop the build."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        env=env,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if log:
        log.write_text(done.stdout, encoding="utf-8")
    if done.returncode:
        sys.stderr.write("\n".join(done.stdout.splitlines()[-40:]) + "\n")
        raise SystemExit(f"failed ({done.returncode}): {' '.join(words[:6])}")


def set_times(folder: Path) -> None:
    """Give all files of a folder the time of the sources."""
    date = source_date()
    for path in [*sorted(folder.rglob("*"), reverse=True), folder]:
        os.utime(path, (date, date), follow_symlinks=False)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path, files: list[Path]) -> None:
    """Write ``SHA256SUMS`` of the files that are given out."""
    rows = [f"{sha256(path)}  {path.name}" for path in sorted(files)]
    (folder / "SHA256SUMS").write_text("\n".join(rows) + "\n", encoding="ascii")
