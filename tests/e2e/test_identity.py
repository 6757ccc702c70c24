"""Who the program is to the system: names, desktop file, icon."""

from __future__ import annotations

import configparser
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from kit.naming import FIRST

TELL = """
import json, sys
from PySide6.QtWidgets import QApplication
from ui import app
look_after = app.look_after
def look(window, context, **more):
    before = QApplication.windowIcon().isNull()
    look_after(window, context, **more)
    icon = QApplication.windowIcon()
    image = icon.pixmap(64, 64).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(64) for y in range(64)}
    sizes = sorted(size.width() for size in icon.availableSizes())
    print(json.dumps([QApplication.desktopFileName(), QApplication.applicationName(), before, sizes, len(colours)]))
    window.close()
app.look_after = look
sys.exit(app.main(sys.argv[1:]))
"""


def test_the_system_knows_the_window(start: Callable[..., subprocess.Popen[str]], tmp_path: Path, root: Path) -> None:
    process = start("-c", TELL, tmp_path / "d.kitess")
    out, err = process.communicate(timeout=100)
    assert process.returncode == 0, err
    desktop_file, name, nothing_before, sizes, colours = json.loads(out.splitlines()[0])
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    told = (root / "build_spec" / "linux" / "kit.desktop").read_text(encoding="utf-8")
    entry.read_string(told.replace("@APP_ID@", FIRST.app_id).replace("@PACKAGE@", FIRST.package))
    assert entry["Desktop Entry"]["Icon"] == desktop_file == "org.cress_na.KitESS"
    assert entry["Desktop Entry"]["StartupWMClass"] == name == "kit-ess"
    assert nothing_before  # drawing it must not delay the first frame
    assert sizes == [16, 24, 32, 48, 64, 128, 256] and colours > 3
