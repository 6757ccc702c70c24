"""Handing a message over: to the mail program, to the clipboard, to a file. Nothing here sends anything."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from kit.errors import SaveRefused
from kit.mail import clean, transports
from kit.mail.draft import MailDraft
from kit.whole_file import put


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a program was ``asked`` (never whether it came), and whether the text was ``shortened``."""

    asked: bool
    shortened: bool


def open_in_mail_program(draft: MailDraft) -> Opening:
    """Ask the system for the mail program; the whole text goes to the clipboard when the URL cannot hold it."""
    means = transports.mailto(draft)
    if means.clipboard is not None:
        copy(means.clipboard)
    url = QUrl.fromEncoded(means.url.encode("ascii"), QUrl.ParsingMode.StrictMode)
    with _silent_children():
        asked = QDesktopServices.openUrl(url)
    return Opening(asked, means.shortened)


@contextlib.contextmanager
def _silent_children() -> Iterator[None]:
    """Give programs started meanwhile no stderr: xdg-open prints the whole mailto there when it fails."""
    if os.name != "posix":
        yield
        return
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def copy(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def write_file(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all: beside, to the disk, then in place. Raises SaveRefused."""
    try:
        put(content, path, force=True)
    except OSError as error:
        raise SaveRefused(path, error) from error
    return path


def flowed(body: str) -> str:
    """Return a wrapped body as paragraphs, for reading: wrapping it again gives the same lines."""
    out: list[str] = []
    above = ""
    for line in body.split("\n"):
        soft = above and line and not line.startswith("- ") and clean.wrap(f"{above} {line}") == f"{above}\n{line}"
        if soft:
            out[-1] += f" {line}"
        else:
            out.append(line)
        above = line
    return "\n".join(out)
