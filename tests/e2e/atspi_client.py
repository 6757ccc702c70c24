"""A screen reader's eye on the running program: starts it, walks its AT-SPI tree, follows links, ticks a box.

Run by ``test_atspi.py`` inside its own session bus, with the system's Python (it has pyatspi):

    dbus-run-session -- /usr/bin/python3 atspi_client.py PROGRAM_PYTHON DOSSIER

Prints one JSON object of what was seen. Every wait polls a condition until a deadline; nothing sleeps blindly.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from atspi_job import whole_job

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 40.0
POLL = 0.1
_WITH_PARTS = ("filler", "panel", "document frame", "table", "list", "scroll pane", "layered pane", "viewport")


def start_screen() -> tuple[subprocess.Popen[bytes], str]:
    """Start Xvfb on a free display; returns it with the display's name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    number = ""
    while not number.endswith("\n"):  # Xvfb writes the line in pieces and dies of a pipe closed too soon
        ready, _, _ = select.select([read], [], [], DEADLINE)
        piece = os.read(read, 16).decode() if ready else ""
        if not piece:
            raise SystemExit("Xvfb did not start")
        number += piece
    os.close(read)
    number = number.strip()
    return process, f":{number}"


def start_program(python: str, dossier: str, display: str) -> subprocess.Popen[bytes]:
    """Start the real program on that display, with accessibility on."""
    env = dict(
        os.environ,
        DISPLAY=display,
        QT_QPA_PLATFORM="xcb",
        QT_ACCESSIBILITY="1",
        QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
    )
    return subprocess.Popen([python, "-m", "ui.app", dossier], cwd=ROOT, env=env)


class Reader:
    """Reads the program's tree from outside, never from a cache."""

    def __init__(self, program: subprocess.Popen[bytes]) -> None:
        import pyatspi

        self.at = pyatspi
        self.program = program
        self.app: Any = None
        self.heard: list[str] = []
        self.menus: list[Any] = []
        pyatspi.Registry.registerEventListener(self._on_announcement, "object:announcement")
        pyatspi.Registry.registerEventListener(self._on_shown, "object:state-changed:showing")

    def wait(self, what: str, condition: Callable[[], Any]) -> Any:
        """Return the first true value of a condition; the program must be alive meanwhile."""
        end = time.monotonic() + DEADLINE
        last: Exception | None = None
        while time.monotonic() < end:
            self.listen()
            if self.program.poll() is not None:
                raise SystemExit(f"the program ended with {self.program.returncode} while waiting for {what}")
            try:
                found = condition()
                if found:
                    return found
            except Exception as error:  # noqa: BLE001 - an object may go while it is being asked
                last = error
            time.sleep(POLL)
        raise SystemExit(f"not seen in {DEADLINE:.0f} s: {what} ({last})\n{self.dump()}")

    def listen(self) -> None:
        """Take in what the program announced meanwhile: ``heard`` grows."""
        from gi.repository import GLib

        context = GLib.MainContext.default()
        while context.pending():
            context.iteration(False)

    def _on_announcement(self, event: Any) -> None:
        self.heard.append(str(event.any_data))

    def _on_shown(self, event: Any) -> None:
        if event.detail1 and event.source.getRoleName() == "popup menu":
            self.menus.append(event.source)

    def in_menu(self, words: str) -> Any:
        """Return the entry of the menu opened last that says ``words``: menus stand in no window's tree."""
        items = self.walk(self.menus[-1]) if self.menus else ()
        return next((item for item in items if item.name == words), None)

    def dump(self) -> str:
        """Return the roles and names in sight, for the one who reads a failure."""
        if self.app is None:
            return "(the program is not on the bus)"
        return "\n".join(f"{i.getRoleName()}: {i.name}" for i in self.walk() if i.name and self.is_showing(i))

    def find_app(self) -> bool:
        """Find the program among the applications on the bus."""
        desktop = self.at.Registry.getDesktop(0)
        for number in range(desktop.childCount):
            app = desktop.getChildAtIndex(number)
            if app is not None and app.get_process_id() == self.program.pid and app.childCount:
                app.set_cache_mask(self.at.Atspi.Cache.NONE)
                self.app = app
                return True
        return False

    def walk(self, top: Any = None) -> Iterator[Any]:
        """Yield each showing object, in reading order; an article's parts also when scrolled away."""
        top = self.app if top is None else top
        top.clear_cache()
        for number in range(top.childCount):
            child = top.getChildAtIndex(number)
            if child is None:
                continue
            child.clear_cache()
            yield child
            if self.has_place(child):
                yield from self.walk(child)

    def has_place(self, item: Any) -> bool:
        """Say whether an object is on its page, scrolled away or not: a page that is not in sight has no place."""
        if self.is_showing(item) or item.getRoleName() not in _WITH_PARTS:
            return True
        try:
            box = item.queryComponent().getExtents(self.at.DESKTOP_COORDS)
        except NotImplementedError:  # a part of a text
            return True
        return bool(box.width > 0 and box.height > 0)

    def seen(self, role: str, words: str, *, showing: bool = True) -> Any:
        """Return the first object of this role whose name contains ``words``."""
        for item in self.walk():
            if item.getRoleName() == role and words in item.name and (not showing or self.is_showing(item)):
                return item
        return None

    def is_showing(self, item: Any) -> bool:
        return bool(item.getState().contains(self.at.STATE_SHOWING))

    def document(self) -> Any:
        """Return the article in sight."""
        return next((i for i in self.walk() if i.getRoleName() == "document frame" and self.is_showing(i)), None)

    def headings(self, top: Any) -> list[list[Any]]:
        """Return [level, words] of each heading under an object."""
        return [[level_of(i), i.name] for i in self.walk(top) if i.getRoleName() == "heading"]

    def titled(self, title: str) -> Any:
        """Return the article in sight once its first heading is this title."""
        document = self.document()
        headings = self.headings(document) if document else []
        return document if headings and headings[0] == [1, title] else None

    def press(self, item: Any) -> None:
        """Do the first action of an object."""
        action = item.queryAction()
        names = [action.getName(n).lower() for n in range(action.nActions)]
        wanted = next((n for n, name in enumerate(names) if name in ("press", "toggle", "suivre le lien")), 0)
        if not action.doAction(wanted):
            raise SystemExit(f"{item.name}: {names} did nothing")

    def press_seen(self, role: str, words: str, *, showing: bool = True) -> None:
        """Wait for an object and press it."""
        self.press(self.wait(f"{role} « {words} »", lambda: self.seen(role, words, showing=showing)))


def level_of(item: Any) -> int:
    """Return the level that a heading tells, 0 for none."""
    told = dict(pair.split(":", 1) for pair in item.getAttributes())
    return int(told.get("level", 0))


def visit(reader: Reader, dossier: Path) -> dict[str, Any]:
    """Walk from the first screen to a ticked box, as a blind élu·e would; return what was seen on the way."""
    seen: dict[str, Any] = {}
    reader.wait("the program on the bus", reader.find_app)
    reader.wait("the first screen", lambda: reader.seen("heading", "l’ESS est au cœur du bloc communal"))
    seen["home"] = [
        [level_of(i), i.name] for i in reader.walk() if i.getRoleName() == "heading" and reader.is_showing(i)
    ]
    reader.press_seen("button", "Comprendre")
    reader.press_seen("button", "Commerce", showing=False)
    document = reader.wait("the article Commerce", lambda: reader.titled("Commerce"))
    seen["competence"] = reader.headings(document)
    link = reader.wait("a link", lambda: reader.seen("link", "Commerces de proximité", showing=False))
    reader.press(link)
    reader.wait("the article Commerces", lambda: reader.titled("Commerces de proximité"))
    reader.press_seen("link", "Lire plus", showing=False)
    reader.wait("the rest of the text", lambda: reader.seen("link", "Demander à la CRESS", showing=False))
    document = reader.titled("Commerces de proximité")
    seen["topic"] = reader.headings(document)
    parts = list(reader.walk(document))
    seen["roles"] = sorted({part.getRoleName() for part in parts})
    seen["links"] = [part.name for part in parts if part.getRoleName() == "link"]
    reader.press(reader.seen("link", "Demander à la CRESS", showing=False))
    reader.wait("the action's page", lambda: reader.titled("Prendre contact avec la CRESS"))
    reader.press_seen("link", "Cocher cette action", showing=False)
    box = reader.wait("the box", lambda: reader.seen("check box", "Prendre contact avec la CRESS", showing=False))
    seen["box"] = box.name
    seen["boxes"] = [i.name for i in reader.walk() if i.getRoleName() == "check box"]
    reader.press(box)
    reader.wait(
        "the box ticked",
        lambda: (
            reader.seen("check box", "Prendre contact avec la CRESS", showing=False)
            .getState()
            .contains(reader.at.STATE_CHECKED)
        ),
    )
    reader.wait("the tick on disk", lambda: "action:reseaux-cress" in dossier.read_text(encoding="utf-8"))
    return seen


def main() -> int:
    """Start all, look, end all."""
    python, dossier = sys.argv[1:3]
    screen, display = start_screen()
    os.environ["DISPLAY"] = display
    manager = subprocess.Popen(["openbox", "--config-file", "/dev/null"], stderr=subprocess.DEVNULL)
    program = start_program(python, dossier, display)
    try:
        reader = Reader(program)
        seen = visit(reader, Path(dossier))
        seen["heard"] = list(reader.heard)
        seen["job"] = whole_job(reader, Path(dossier).parent, Path(dossier))
    finally:
        for process in (program, manager, screen):
            process.terminate()
            process.wait(20)
    print(json.dumps(seen, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
