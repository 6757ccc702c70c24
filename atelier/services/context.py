"""What a screen of the atelier needs, handed to it when it is built."""

from __future__ import annotations

from atelier.services.open_texts import OpenTexts
from atelier.services.texts_folder import TextsFolder
from ui.services.context import WindowContext


class AtelierContext(WindowContext, frozen=True, kw_only=True):
    """The same as in every window, with the folder of texts that is worked on, and what was read of it.

    ``texts`` and ``library`` are those of the program, which the folder was copied from.
    """

    folder: TextsFolder
    open_texts: OpenTexts
