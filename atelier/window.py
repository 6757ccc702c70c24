"""The window of the atelier: the frame, with the folder of texts that is open."""

from __future__ import annotations

from atelier.program import ATELIER
from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from kit.typography import fr
from ui.services.navigation import Route
from ui.shell.shortcuts import WindowKeys
from ui.shell.window import Window

_NO_FOLDER = "Aucun dossier de textes"


class AtelierKeys(WindowKeys):
    """F1 opens the help at what the screen in sight is for, the whole of it from the help itself."""

    def help_here(self) -> Route:
        here = self._window.navigator.here
        return Route(ScreenId.HELP, anchor="" if here is None or here.page == ScreenId.HELP else here.page)


class AtelierWindow(Window):
    """The frame on the atelier's own screens; the sidebar's card says which folder is open."""

    context: AtelierContext

    def __init__(self, context: AtelierContext) -> None:
        super().__init__(context, ATELIER)
        context.folder.changed.connect(self._show_folder)

    def make_keys(self) -> AtelierKeys:
        return AtelierKeys(self, self)

    def fill_sidebar(self) -> None:
        self._show_folder()

    def _show_folder(self) -> None:
        folder, texts = self.context.folder.path, self.context.texts.publisher
        name = folder.name if folder else _NO_FOLDER
        told = fr("Dossier de travail") if folder else fr("À choisir ou à copier")
        self.sidebar.show_dossier(name, told, fr("Textes du kit : {version}", version=texts.content_version))
