"""The modules of the next screens are loaded step by step once the window stands."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CODE = """
import json, sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from ui.shell.early_imports import EarlyImports
early = EarlyImports()
before = sum(name.startswith("ui.features.") and name.endswith(".page") for name in sys.modules)
steps = 0
while early.step():
    steps += 1
pages = [name for name in sys.modules if name.startswith("ui.features.") and name.endswith(".page")]
print(json.dumps({"steps": steps, "before": before, "pages": pages, "heavy": [
    name for name in ("typst", "jinja2", "markdown_it", "nacl") if name in sys.modules]}))
"""


def test_each_step_loads_one_screen_and_nothing_heavy(root: Path) -> None:
    """In a process of its own: here all is loaded already."""
    done = subprocess.run([sys.executable, "-c", CODE], cwd=root, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["steps"] == 9 and found["heavy"] == []
    assert {
        "ui.features.reading.page",
        "ui.features.levers.page",
        "ui.features.printing.page",
        "ui.features.contact.page",
    } <= set(found["pages"])
