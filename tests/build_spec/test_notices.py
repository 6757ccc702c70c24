"""The texts of the licences of what is given out, as the notices of the packages gather them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import json, sys
sys.path.insert(0, "build_spec")
import notices
packages = notices.site_packages()
print(json.dumps({name: list(notices.licence_texts(packages, name)) for name in notices.shipped(packages, "linux")}))
"""


def test_a_package_with_two_licences_gives_both() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True)
    texts = json.loads(done.stdout)
    assert texts["mdurl"] == ["mdurl-LICENSE.txt"]
    assert texts["mdit_py_plugins"] == ["mdit_py_plugins-LICENSE.txt"]
    assert texts["jinja2"] == ["jinja2-LICENSE.txt"]
    assert texts["markdown_it_py"] == ["markdown_it_py-LICENSE.txt", "markdown_it_py-LICENSE.markdown-it.txt"]
