"""A screen reader's eye on the built Linux program, one window or two. Run by the tests, in a session bus of its own:

    dbus-run-session -- /usr/bin/python3 other_eyes.py notice PROGRAM [DOSSIER]
    dbus-run-session -- /usr/bin/python3 other_eyes.py twice PROGRAM DOSSIER

Prints one JSON object of what was seen.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))
import atspi_client
from atspi_client import Reader

atspi_client.DEADLINE = 240.0  # a busy machine is many times slower
BOXES = ("Prendre contact avec la CRESS", "Rencontrer Le Mouvement associatif")


def start(program: str, *words: str) -> subprocess.Popen[bytes]:
    """Start the built program with accessibility on."""
    env = dict(os.environ, QT_QPA_PLATFORM="xcb", QT_ACCESSIBILITY="1", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    return subprocess.Popen([program, *words], env=env)


def notice(reader: Reader, words: str) -> str:
    """Return the whole text in sight that holds these words."""
    reader.wait("the program on the bus", reader.find_app)

    def found() -> str:
        return next((item.name for item in reader.walk() if words in item.name and reader.is_showing(item)), "")

    return str(reader.wait(f"« {words} »", found))


def tick(reader: Reader, box: str) -> None:
    """Go to Agir, to the lever of the networks, and tick a box."""
    reader.press_seen("button", "Agir")
    reader.press_seen("button", "réseaux", showing=False)
    reader.press_seen("check box", box, showing=False)


def twice(program: str, dossier: str) -> dict[str, Any]:
    """Open one dossier in two windows and tick a box in each."""
    path = Path(dossier)
    first = start(program, dossier)
    try:
        one = Reader(first)
        one.wait("the first window", one.find_app)
        second = start(program, dossier)
        try:
            two = Reader(second)
            said = notice(two, "déjà ouvert")
            for reader, box, action in ((one, BOXES[0], "cress"), (two, BOXES[1], "mouvement-associatif")):
                tick(reader, box)
                reader.wait(f"{action} on the disk", lambda a=action: f"action:reseaux-{a}" in texts(path))
            beside = [file.name for file in siblings(path)]
        finally:
            second.kill()
            second.wait()
    finally:
        first.kill()
        first.wait()
    return {"said": said, "beside": beside}


def siblings(path: Path) -> list[Path]:
    """Return the files of other writers beside a dossier."""
    return [file for file in path.parent.glob(f"{path.stem}.*.kitess") if file != path]


def texts(path: Path) -> str:
    """Return what the files of a dossier hold."""
    return "".join(file.read_text(encoding="utf-8") for file in [path, *siblings(path)])


def main() -> int:
    """Start a screen, look, end all."""
    what, program, *words = sys.argv[1:]
    screen, display = atspi_client.start_screen()
    os.environ["DISPLAY"] = display
    try:
        if what == "twice":
            seen = twice(program, words[0])
        else:
            process = start(program, *words)
            try:
                seen = {"said": notice(Reader(process), "lecture seule")}
            finally:
                process.kill()
                process.wait()
    finally:
        screen.terminate()
        screen.wait()
    print(json.dumps(seen, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
