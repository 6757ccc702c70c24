"""Runs Windows programs under Wine, on a screen of their own (Xvfb)."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import build_env

LIMIT = 600.0  # seconds: only what hangs is ended; a busy machine is many times slower


@contextlib.contextmanager
def screen(size: str = "1400x900x24", *, repeats: bool = True) -> Iterator[str]:
    """Start an Xvfb; give its display. A Wine desktop started without one stays blind.

    Without ``repeats`` a key that a busy machine lets go of late is one key all the same.
    """
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"]
    command += [] if repeats else ["-r"]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(60)


def windows_path(path: Path | str) -> str:
    """Return a path of this machine as Wine sees it."""
    return "Z:" + str(path).replace("/", "\\")


class Wine:
    """A Wine prefix and the environment of what runs in it."""

    def __init__(self, folder: Path, display: str, prefix: Path | None = None) -> None:
        self.folder = folder
        self.prefix = prefix or folder / "prefix"
        self.python = folder / "python" / "python.exe"
        self.env = build_env.environment(
            WINEPREFIX=str(self.prefix),
            WINEARCH="win64",
            WINEDEBUG=os.environ.get("WINEDEBUG", "-all"),
            WINEDLLOVERRIDES="mscoree=;mshtml=",
            XDG_RUNTIME_DIR=str(folder / "run"),
            DISPLAY=display,
        )
        self.env.pop("WAYLAND_DISPLAY", None)

    @property
    def home(self) -> Path:
        """The user's folder inside the prefix."""
        users = self.prefix / "drive_c" / "users"
        return next(path for path in sorted(users.iterdir()) if path.name != "Public")

    def _open(self, words: tuple[Path | str, ...], env: dict[str, str] | None, out: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["wine", *map(str, words)],
            env=self.env | (env or {}),
            stdout=out,
            stderr=out,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    def start(self, *words: Path | str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """Start a program; the first word is a path of this machine or a name that Wine knows."""
        return self._open(words, env, subprocess.DEVNULL)

    def run(self, *words: Path | str, env: dict[str, str] | None = None, limit: float = LIMIT) -> tuple[int, str]:
        """Run a program to its end; returns its exit code and what it wrote."""
        with self._open(words, env, subprocess.PIPE) as process:
            try:
                out, err = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                process.kill()
                out, err = process.communicate()
                return -1, f"{out}\n{err}\nnot ended after {limit} s"
        return process.returncode, out + err

    def line(self, command: str, limit: float = LIMIT) -> int:
        """Run a whole command line as Windows gets it (``/D=`` and ``_?=`` of NSIS take the rest, unquoted)."""
        code = f"import subprocess, sys; sys.exit(subprocess.call({command!r}))"
        return self.run(self.python, "-c", code, limit=limit)[0]

    def wait(self) -> None:
        """Wait until all that runs in the prefix has ended and its registry is written."""
        subprocess.run(["wineserver", "-w"], env=self.env, timeout=LIMIT, check=False)

    def end(self) -> None:
        """End all that runs in this prefix."""
        subprocess.run(["wineserver", "-k"], env=self.env, timeout=LIMIT, check=False)
        self.wait()


def copy_prefix(source: Path, target: Path) -> Path:
    """Copy a prefix whose programs have ended."""
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
    return target


def environment_folder() -> Path:
    """Return the folder of the Windows environment, made now where it is missing."""
    script = build_env.HERE / "windows" / "environment.sh"
    done = subprocess.run(["bash", str(script), str(build_env.cache())], stdout=subprocess.PIPE, text=True, check=True)
    return Path(done.stdout.strip().splitlines()[-1])
