"""A desktop of its own for a mail program: screen, session bus, window manager, home; all ended with it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

SIZE = "1280x900x24"


def until[T](work: Callable[[], T], seconds: float = 60.0) -> T:
    """Call ``work`` until it gives something true, and return that; TimeoutError after so long."""
    end = time.monotonic() + seconds
    while not (found := work()):
        if time.monotonic() > end:
            raise TimeoutError(work)
        time.sleep(0.1)
    return found


class Desktop:
    """Xvfb, a private session bus and a window manager; programs started here see nothing of the machine's desktop."""

    def __init__(self, home: Path, *, manager: str = "openbox") -> None:
        self.home = home
        self._running: list[subprocess.Popen[bytes]] = []
        home.mkdir(parents=True, exist_ok=True)
        keep = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "USER")}
        self.environment = keep | {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "LC_ALL": "C.UTF-8",
            "NO_AT_BRIDGE": "1",
            "GDK_BACKEND": "x11",
            "QT_QPA_PLATFORM": "xcb",
        }
        (home / "run").mkdir(mode=0o700)
        for name in (".config", ".local/share/applications"):  # xdg-mime says nothing when they are not there
            (home / name).mkdir(parents=True)
        self.environment["DISPLAY"] = f":{self._screen()}"
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._bus()
        if manager:
            self.start(manager)

    def start(self, *words: str | Path, **more: str) -> subprocess.Popen[bytes]:
        """Start a program that lives until the desktop ends; what it says goes to a file."""
        said = (self.home / f"said-{len(self._running)}.txt").open("wb")
        process = subprocess.Popen(
            [str(word) for word in words],
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=self.home,
        )
        said.close()
        self._running.append(process)
        return process

    def run(self, *words: str | Path, timeout: float = 60.0, allowed: tuple[int, ...] = (0,)) -> str:
        """Run a program to its end and return what it says; another end than ``allowed`` is a failure of the test."""
        done = subprocess.run(
            [str(word) for word in words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            cwd=self.home,
            check=False,
        )
        assert done.returncode in allowed, (words, done.stdout, done.stderr)
        return done.stdout

    def handles(self, kind: str, desktop_file: str) -> None:
        """Make a program the one for a kind of address or file."""
        self.run("xdg-mime", "default", desktop_file, kind)
        assert self.run("xdg-mime", "query", "default", kind).strip() == desktop_file

    def close(self) -> None:
        """End everything that was started, the last first."""
        for process in reversed(self._running):
            process.kill()
            process.communicate()

    def _screen(self) -> int:
        read, write = os.pipe()
        process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", SIZE, "-nolisten", "tcp"],
            pass_fds=(write,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._running.append(process)
        os.close(write)
        with os.fdopen(read) as answer:
            return int(answer.readline())

    def _bus(self) -> str:
        process = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._running.append(process)
        assert process.stdout is not None
        return process.stdout.readline().decode().strip()
