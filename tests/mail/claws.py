"""A real Claws Mail with an account of its own: what it is given, and what it would send."""

from __future__ import annotations

from pathlib import Path

from tests.mail.desktop import Desktop, until

_FOLDERS = ("inbox", "sent", "queue", "draft", "trash")
_TYPES = {"inbox": "inbox", "sent": "outbox", "queue": "queue", "draft": "draft", "trash": "trash"}


class Claws:
    """One running Claws Mail, the mail program of its desktop; all its messages wait in the queue."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        settings = desktop.home / ".claws-mail"
        settings.mkdir()
        for name in _FOLDERS:
            (desktop.home / "Mail" / name).mkdir(parents=True)
        (settings / "clawsrc").write_text("[Common]\nconfig_version=3\nenable_aspell=0\n", encoding="utf-8")
        (settings / "accountrc").write_text(
            "[Account: 1]\naccount_name=Essai\nis_default=1\nname=Prenom Nom\n"
            "address=prenom.nom@saint-exemple.example\nprotocol=0\nreceive_server=127.0.0.1\n"
            "smtp_server=127.0.0.1\nuser_id=essai\nset_autocc=0\n",
            encoding="utf-8",
        )
        items = "".join(f'<folderitem type="{_TYPES[name]}" name="{name}" path="{name}"/>' for name in _FOLDERS)
        (settings / "folderlist.xml").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n<folderlist>\n'
            f'<folder type="mh" name="Mail" path="Mail" sort="0" collapsed="0">{items}</folder>\n</folderlist>\n',
            encoding="utf-8",
        )
        desktop.handles("x-scheme-handler/mailto", "claws-mail.desktop")
        desktop.start("claws-mail")
        until(lambda: self._windows("Claws Mail"))

    def queued(self) -> bytes:
        """Press « Send later » in the compose window and return the message as it waits."""
        before = set(self._queue())
        (window,) = until(lambda: self._windows("Compose message"))
        self._desktop.run("xdotool", "windowactivate", "--sync", window)

        def press() -> list[Path]:
            self._desktop.run("xdotool", "key", "--clearmodifiers", "ctrl+shift+s")
            return [path for path in self._queue() if path not in before]

        (made,) = until(press)
        until(lambda: not self._windows("Compose message"))
        return made.read_bytes()

    def _queue(self) -> list[Path]:
        return [path for path in (self._desktop.home / "Mail" / "queue").iterdir() if path.name.isdigit()]

    def _windows(self, title: str) -> list[str]:
        found = self._desktop.run("xdotool", "search", "--onlyvisible", "--name", ".", allowed=(0, 1)).split()
        return [one for one in found if title in self._name(one)]

    def _name(self, window: str) -> str:
        return self._desktop.run("xdotool", "getwindowname", window, allowed=(0, 1))  # it may have gone meanwhile
