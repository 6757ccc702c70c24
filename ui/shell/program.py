"""What a program is to the frame: its name, its screens, which module holds each, where one goes from anywhere."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct

from kit.content.model import Publisher
from ui.services.context import WindowContext
from ui.services.navigation import Route, place
from ui.services.page import Screen
from ui.shell.sidebar import Place

HELP_KEY = "aide"
"""The sidebar's entry that opens ``Program.help``."""


class Program(Struct, frozen=True):
    """What a window shows.

    ``pages`` names its screens, ``modules`` the module and the class of each, or a function that returns one. The
    sidebar has ``places``, which the publisher's name may fill, and ``foot``, whose first is where its card leads.
    ``search`` is the page of what is typed into the sidebar's field.
    """

    name: Callable[[], str]
    brand: str
    searched: str
    pages: type[StrEnum]
    modules: Mapping[StrEnum, tuple[str, str]]
    places: Callable[[Publisher], list[Place]]
    foot: tuple[Place, ...]
    home: Route
    help: Route
    search: StrEnum

    def route(self, key: str) -> Route:
        """Return where an entry of the sidebar leads."""
        return self.help if key == HELP_KEY else place(self.pages(key))

    def build(self, page: StrEnum, context: WindowContext) -> Screen:
        """Return a screen, newly built; its module is imported now."""
        module, name = self.modules[page]
        made = getattr(importlib.import_module(module), name)(context)
        assert isinstance(made, Screen)
        return made
