"""An officer's hands on the built programs: real keys on a screen of their own, a screen reader's eyes. Run by a test:

    dbus-run-session -- /usr/bin/python3 officer_hands.py ORDER.json

The order names the programs, the folders and what is to be typed; one JSON object of what was seen is printed. Keys
alone are pressed in the atelier: Tab goes from one thing to the next, as who sees nothing of the screen goes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))
import atspi_client
from atspi_client import Reader

atspi_client.DEADLINE = 100.0  # a busy machine is many times slower
_MOST = 90  # presses of Tab from one thing to another
_LATE = 2.0  # seconds in which the focus moves after a key, if it does: else Tab went on inside a text
_STILL = 0.4  # seconds without a change of focus: it has come to rest


class Hands:
    """Presses keys in the window that has the focus, and knows what has it."""

    def __init__(self, program: str, *words: str, **places: str) -> None:
        env = dict(os.environ, QT_QPA_PLATFORM="xcb", QT_ACCESSIBILITY="1", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
        self.process = subprocess.Popen([program, *words], env=env | places)
        self.reader = Reader(self.process)
        self.here = ""
        self.reader.at.Registry.registerEventListener(self._on_focus, "object:state-changed:focused")
        self.reader.wait("the program on the bus", self.reader.find_app)

    def end(self) -> None:
        """Close the window as its owner does."""
        self.key("ctrl+q")
        self.process.wait(120)

    def _on_focus(self, event: Any) -> None:
        if event.detail1:
            self.here = plain(event.source.name or "")

    def key(self, *names: str) -> None:
        """Press keys, one after the other."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *names], check=True)

    def write(self, words: str) -> None:
        """Type words where the focus is."""
        subprocess.run(["xdotool", "type", "--delay", "25", words], check=True)

    def listen(self, until: Callable[[], object] = lambda: False, limit: float = _STILL) -> bool:
        """Take in what the program tells, until a condition holds or the time is over."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            self.reader.listen()
            if until():
                return True
            time.sleep(0.02)
        return False

    def tab_to(self, words: str, key: str = "Tab") -> None:
        """Go on with Tab until what has the focus says ``words``."""
        passed = [self.here]
        for _ in range(_MOST):
            if words in self.here and not self.listen(lambda: words not in self.here):
                return
            before, self.here = self.here, ""
            self.key(key)
            if not self.listen(lambda: self.here, _LATE):
                self.here = before
            passed.append(self.here)
        raise SystemExit(f"Tab never came to « {words} »: {passed}\n{self.reader.dump()}")

    def press(self, words: str, key: str = "Tab") -> None:
        """Go to a button and press it."""
        self.tab_to(words, key)
        self.here = ""
        self.key("space")

    def wait_focus(self, words: str) -> None:
        """Wait until the program puts the focus on what says ``words``."""
        try:
            self.reader.wait(f"the focus on « {words} »", lambda: words in self.here)
        except SystemExit as error:
            raise SystemExit(f"the focus is on « {self.here} »: {error}") from None

    def go(self, place: str) -> None:
        """Open a screen of the sidebar, and wait for its title."""
        self.reader.press_seen("button", place)

    def read(self, words: str) -> None:
        """Wait until the program says ``words`` in sight."""
        self.reader.wait(f"« {words} »", lambda: self._says(words))

    def _says(self, words: str) -> bool:
        items = self.reader.walk()
        return any(words in plain(item.name or "") and self.reader.is_showing(item) for item in items)

    def answer(self, *paths: Path) -> None:
        """Type paths into the file dialog that has come up, and accept."""
        chooser = self.reader.wait("the dialog", self._dialog)
        self.listen(limit=0.6)  # its field takes the focus
        self.key("ctrl+a")
        self.write(" ".join(f'"{path}"' for path in paths) if len(paths) > 1 else str(paths[0]))
        self.key("Return")
        self.reader.wait("the dialog gone", lambda: not self.reader.is_showing(chooser) or self._dialog() is None)

    def _dialog(self) -> Any:
        kinds = ("file chooser", "dialog")
        return next(
            (
                self.reader.app[n]
                for n in range(self.reader.app.childCount)
                if self.reader.app[n].getRoleName() in kinds
            ),
            None,
        )


def plain(words: str) -> str:
    """Return words with spaces that break."""
    return words.replace("\u00a0", " ").replace("\u202f", " ").replace("\u200b", "")  # the last: where a path may break


def change(path: Path, part: str, old: str, new: str) -> None:
    """Put other words into a file, as a reader's office does."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    words = parts[part].decode()
    if old not in words:
        raise SystemExit(f"{path.name} does not say « {old} »")
    parts[part] = words.replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def at_the_cress(order: dict[str, Any], step: Callable[[str], None]) -> None:
    """From the first start to the signed edition."""
    work = Path(order["work"])
    hands = Hands(order["atelier"], KIT_DATA=order["cress"], KIT_CACHE=order["cress"] + "/cache")
    try:
        hands.read("Aucun dossier de textes n’est ouvert")
        hands.press("Choisir le dossier de travail")
        hands.press("Copier les textes du kit…")
        hands.answer(work)
        hands.read("Les textes sont copiés")
        step("copied")
        hands.press("Aller aux textes")
        correct(hands, order)
        step("corrected")
        tell_a_case(hands, order)
        step("case")
        take_sheets(hands, order)
        step("sheets")
        sign(hands, order)
        step("signed")
    finally:
        hands.end()


def correct(hands: Hands, order: dict[str, Any]) -> None:
    """Correct and accept the first texts of the queue."""
    hands.read("Relire ces textes")  # once the texts are read
    hands.press("Relire ces textes")
    for number, (title, old, new) in enumerate(order["corrections"], 1):
        hands.reader.wait(title, lambda t=title: hands.reader.seen("heading", t))
        hands.read(f"{number} sur ")
        hands.key("ctrl+f")
        hands.wait_focus("Chercher dans la source")
        hands.write(old)
        hands.key("Escape")
        hands.wait_focus("Source du texte")
        hands.write(new)
        hands.read("Corriger et accepter")
        hands.key("ctrl+Return")  # the source keeps the focus, and holds the next text
        hands.read(f"{number + 1} sur ")


def tell_a_case(hands: Hands, order: dict[str, Any]) -> None:
    """Fill in the form of a new example, from its first field on."""
    hands.go("Exemples et réseaux")
    hands.press("Nouvel exemple")
    hands.wait_focus("Commune ou intercommunalité")
    hands.write(order["commune"][:6])
    hands.listen(limit=1.0)  # the list of communes comes up
    hands.key("Down", "Return")
    hands.listen(limit=0.5)
    hands.tab_to("Choisissez le texte", "shift+Tab")  # on Linux a list is named by what is chosen
    hands.key("Down")
    hands.tab_to("Année")
    hands.write("2025")
    hands.press("Locaux")
    hands.tab_to("Le récit")
    hands.write(order["story"])
    hands.tab_to("Nouvelle source : titre")
    hands.write(order["source"])
    hands.press("Enregistrer")
    content, told = Path(order["work"]) / "content", f'place = "{order["commune"]}"'
    hands.reader.wait("the case", lambda: any(told in path.read_text("utf-8") for path in content.rglob("*.md")))


def take_sheets(hands: Hands, order: dict[str, Any]) -> None:
    """Write the sheet twice, have two readers correct it, take both back."""
    hands.go("Feuilles de relecture")
    for path, part, old, new in order["sheets"]:
        hands.press("Écrire la feuille…")
        hands.answer(Path(path))
        hands.read(f"{Path(path).name}. Envoyez-la")
        change(Path(path), part, old, new)
    hands.press("Reprendre une feuille corrigée…")
    hands.answer(*(Path(one[0]) for one in order["sheets"]))
    hands.wait_focus("Changer les textes")
    hands.key("space")
    hands.read("Textes changés : 2")


def sign(hands: Hands, order: dict[str, Any]) -> None:
    """Look at what changes, then sign."""
    hands.go("Édition")
    hands.press("Voir ce qui change")
    hands.wait_focus("C’est vu")
    hands.key("space")
    hands.wait_focus("Choisir le fichier")  # all else is proposed; what is proposed may be written over
    hands.tab_to("Version des textes", "shift+Tab")
    hands.write(order["version"])
    hands.tab_to("Date des textes")
    hands.write(order["day"])
    hands.press("Choisir le fichier")
    hands.answer(Path(order["key"]))
    hands.press("Signer l’édition…")
    hands.answer(Path(order["pack"]))
    hands.read("Paquet enregistré")


def at_the_elue(order: dict[str, Any], step: Callable[[str], None]) -> None:
    """Install the edition in the other program."""
    hands = Hands(order["kit"], order["dossier"], KIT_DATA=order["mairie"], KIT_CACHE=order["mairie"] + "/cache")
    try:
        hands.go("À propos")
        hands.reader.press_seen("button", "Mettre à jour depuis une clé", showing=False)
        hands.press("Choisir le fichier")
        hands.answer(Path(order["pack"]))
        hands.reader.wait("the button", lambda: hands.reader.seen("button", "Installer ces textes"))
        hands.press("Installer ces textes")
        hands.reader.wait("the way back", lambda: hands.reader.seen("button", "Revenir aux textes précédents"))
        step("installed")
    finally:
        hands.end()


def main() -> int:
    """Start a screen, do it all, end all."""
    order = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    done: list[str] = []
    screen, display = atspi_client.start_screen()
    os.environ["DISPLAY"] = display
    manager = subprocess.Popen(["openbox", "--config-file", "/dev/null"], stderr=subprocess.DEVNULL)
    try:
        at_the_cress(order, done.append)
        at_the_elue(order, done.append)
    finally:
        print(json.dumps(done))
        for process in (manager, screen):
            process.terminate()
            process.wait(20)
    return 0


if __name__ == "__main__":
    sys.exit(main())
