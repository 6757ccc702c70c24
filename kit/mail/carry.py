"""« Emporter sur une clé »: a folder with the message in every form, to be sent from another computer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kit.errors import OutputExists
from kit.files import write_whole
from kit.mail import transports
from kit.mail.draft import MailDraft
from kit.mail.transports import Attachment

_AT_MOST = 99


def carry(draft: MailDraft, attachments: Sequence[Attachment], place: Path, now: datetime) -> Path:
    """Write the .eml, the text and what goes with them into a new folder inside ``place``; return that folder.

    What is too heavy for a message lies beside it alone: the .eml is without it.
    Nothing of what was typed is in a name. Raises OutputExists when no free name is left, or the OSError of the disk.
    """
    folder = _new_folder(place, f"message-ess-{now:%Y%m%d-%H%M}")
    name = Path(transports.eml_name(now))
    message = transports.eml(draft, attachments)
    is_heavy = len(message) > transports.WEIGHT_LIMIT
    write_whole(folder / name, transports.eml(draft) if is_heavy else message, force=False)
    text = transports.text(draft).replace("\n", "\r\n")  # opened with the Notepad of an old Windows
    write_whole(folder / name.with_suffix(".txt"), ("\ufeff" + text).encode(), force=False)
    for attachment in attachments:
        write_whole(folder / attachment.name, attachment.content, force=False)
    return folder


def _new_folder(place: Path, name: str) -> Path:
    for number in range(1, _AT_MOST):
        folder = place / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise OutputExists(place / name)
