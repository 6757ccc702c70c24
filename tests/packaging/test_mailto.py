"""What a mail program gets on Windows when « Ouvrir dans ma messagerie » is pressed in the built program."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from wine import Wine, windows_path

RECORD = "import json, sys; open(sys.argv[1], 'w', encoding='utf-8').write(json.dumps(sys.argv[2:]))"
MESSAGE = (
    'Bonjour à toutes & tous,\n\nNous voulons 100 % d’ESS : « où ? comment ? » #1 + 20 € "ici" <a>\n'
    "Saint-Émilion & Cie ; C:\\dossier\\%USERNAME% ; `ls` | ^ $HOME\n"
)


def test_the_handler_gets_the_exact_bytes(
    wine: Wine, windows_folder: Path, tmp_path: Path, until: Callable[[Callable[[], object]], bool]
) -> None:
    trial = tmp_path / "essai élu·e"
    trial.mkdir()
    (trial / "message.txt").write_text(MESSAGE, encoding="utf-8")
    (tmp_path / "record.py").write_text(RECORD, encoding="utf-8")
    got = tmp_path / "reçu.json"
    words = [windows_path(path) for path in (wine.python.with_name("pythonw.exe"), tmp_path / "record.py", got)]
    command = " ".join(f'"{word}"' for word in words) + ' "%1"'
    for hive in ("HKCU", "HKLM"):  # Windows merges the user's classes by itself; Wine 10 does not
        key = rf"{hive}\Software\Classes\mailto"
        assert wine.run("reg", "add", rf"{key}\shell\open\command", "/ve", "/f", "/d", command)[0] == 0
    dossier = windows_path(tmp_path / "d.kitess")
    code, said = wine.run(windows_folder / "KitESS.exe", "--hand-over", windows_path(trial), dossier)
    assert code == 0, said
    assert until(lambda: got.exists() and got.stat().st_size)
    handed = (trial / "mailto.txt").read_text(encoding="ascii")
    assert json.loads(got.read_text(encoding="utf-8")) == [handed]
    address = urlsplit(handed)
    body = parse_qs(address.query, separator="&")["body"][0]
    assert address.scheme == "mailto" and "@" in address.path
    # the kit may wrap lines; every word and sign of the message is there, in its order
    assert " ".join(MESSAGE.split()) in " ".join(body.split())
