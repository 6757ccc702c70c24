"""The window of the atelier: the frame, with the folder of texts that is open."""

from __future__ import annotations

from atelier.program import ATELIER
from atelier.services.context import AtelierContext
from kit.typography import fr
from ui.shell.window import Window

_NO_FOLDER = "Aucun dossier de textes"


class AtelierWindow(Window):
    """The frame on the atelier's own screens; the sidebar's card says which folder is open."""

    context: AtelierContext

    def __init__(self, context: AtelierContext) -> None:
        super().__init__(context, ATELIER)
        context.folder.changed.connect(self._show_folder)

    def fill_sidebar(self) -> None:
        self._show_folder()

    def _show_folder(self) -> None:
        folder, texts = self.context.folder.path, self.context.texts.publisher
        name = folder.name if folder else _NO_FOLDER
        told = fr("Dossier de travail") if folder else fr("À choisir ou à copier")
        self.sidebar.show_dossier(name, told, fr("Textes du kit : {version}", version=texts.content_version))
