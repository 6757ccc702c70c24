"""An officer's keys in the Windows atelier, under Wine: a text is opened, corrected, judged by the rules, kept.

    python dev/windows_hands.py dist/windows/KitAtelier build/mains

Run by hand (needs xdotool, openbox and ImageMagick): no screen reader looks into Wine, so that what is seen is the
title of the window, the files, and pictures that come to rest, which on a busy machine they may do too early. The
pictures are left in the folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "build_spec"), str(ROOT)]
import wine  # noqa: E402
from PIL import Image, ImageChops  # noqa: E402

from kit.packs.working_copy import copy_texts  # noqa: E402
from kit.tokens import LIGHT  # noqa: E402

TEXT, WORDS, ADDRESS = "elu-extra-municipale", "commission ouverte", " http://exemple.fr"
LIMIT = 300.0  # seconds for a step: only what hangs is given up
_STILL, _NOISE = 4, 80  # pictures alike in a row; pixels that a blinking cursor changes


class Hands:
    """Presses keys on the screen of Wine, and looks at it."""

    def __init__(self, display: str, out: Path) -> None:
        self.env, self.out = dict(os.environ, DISPLAY=display), out

    def key(self, *names: str) -> None:
        """Press keys, one after the other."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "80", *names], env=self.env, check=True)

    def write(self, words: str) -> None:
        """Type words where the focus is."""
        subprocess.run(["xdotool", "type", "--delay", "60", words], env=self.env, check=True)

    def title(self) -> str:
        """Return the title of the atelier's window, empty where there is none."""
        command = ["xdotool", "search", "--onlyvisible", "--name", "Atelier", "getwindowname"]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=False).stdout.strip()

    def picture(self, name: str) -> Image.Image:
        """Return what is seen, kept under a name."""
        path = self.out / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(path)], env=self.env, check=True)
        return Image.open(path).convert("RGB")

    def pixels(self, colour: str) -> int:
        """Return how many pixels have a colour, « #RRGGBB »."""
        wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return sum(count for count, seen in self.picture("now").getcolors(1 << 24) or () if seen == wanted)

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait until something holds."""
        end = time.monotonic() + LIMIT
        while not holds():
            if time.monotonic() > end:
                self.picture("arret")
                raise SystemExit(f"never came: {what}; the window is « {self.title()} »")
            time.sleep(0.5)
        print(what, flush=True)

    def rest(self, name: str) -> None:
        """Wait until what is seen does not change any more, and keep it."""
        before, alike, end = self.picture(name), 0, time.monotonic() + LIMIT
        while alike < _STILL and time.monotonic() < end:
            time.sleep(0.7)
            now = self.picture(name)
            differs = ImageChops.difference(before, now).convert("L").point(lambda value: 255 if value > 24 else 0)
            alike = alike + 1 if differs.histogram()[255] < _NOISE else 0
            before = now


def correct(hands: Hands, work: Path) -> None:
    """Open a text from the list, change words, have a rule say something, keep it."""
    file = next((work / "content").rglob(f"{TEXT}.md"))
    draft = work / "historique" / TEXT / "brouillon.md"
    hands.until(lambda: hands.title().startswith("Textes"), "the window")
    hands.until(lambda: hands.pixels(LIGHT.primary) > 9000, "the texts are read")  # « Relire ces textes »
    hands.rest("1-liste")
    hands.write("extra")
    hands.rest("2-reduite")
    hands.key("Tab", "Tab", "Tab")
    hands.rest("3-choisie")
    hands.key("Return")
    hands.until(lambda: "extra-municipale" in hands.title(), "the text")
    hands.rest("4-texte")
    hands.key("ctrl+f")
    hands.write("commission extra")
    hands.rest("5-trouve")
    hands.key("Escape")
    hands.write(WORDS)
    hands.until(lambda: draft.is_file() and WORDS in draft.read_text("utf-8"), "the draft")
    hands.write(ADDRESS)
    hands.until(lambda: hands.pixels(LIGHT.warn_line) > 1000, "the rule's remark on its line")
    hands.rest("6-remarque")
    hands.key(*["BackSpace"] * len(ADDRESS))
    hands.until(lambda: ADDRESS not in draft.read_text("utf-8"), "the address is gone")
    hands.key("ctrl+s")
    hands.until(lambda: WORDS in file.read_text("utf-8"), "the text is kept")
    hands.rest("7-enregistre")
    hands.key("ctrl+q")


def main() -> int:
    """Start Wine on a screen, do it all, end all."""
    program, out = Path(sys.argv[1]).resolve() / "KitAtelier.exe", Path(sys.argv[2]).resolve()
    work = out / "mes textes"
    copy_texts(work)
    environment = wine.environment_folder()
    with wine.screen(repeats=False) as display:
        windows = wine.Wine(environment, display, wine.copy_prefix(environment / "prefix", out / "prefix"))
        hands = Hands(display, out)
        manager = subprocess.Popen(["openbox", "--config-file", "/dev/null"], env=hands.env, stderr=subprocess.DEVNULL)
        places = {"KIT_DATA": wine.windows_path(out / "donnees"), "KIT_CACHE": wine.windows_path(out / "cache")}
        process = windows.start(program, wine.windows_path(work), env=places)
        try:
            correct(hands, work)
            return process.wait(LIMIT)
        finally:
            windows.end()
            manager.terminate()
            manager.wait(20)


if __name__ == "__main__":
    sys.exit(main())
