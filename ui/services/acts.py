"""Models of acts as the window uses them: read at the first question, filled in one at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kit import paths

if TYPE_CHECKING:
    from kit.acts.loader import ActModels
    from kit.acts.model import ActModel, Field
    from kit.acts.rendering import ActRenderer, RenderedAct
    from kit.content.model import Publisher
    from kit.documents.document import Document

_PAINTING = 0.04  # seconds


class ActsService:
    """Cheap to build. ``render`` and ``document`` may be called from any thread: they wait for each other.

    ``writing`` gives what the reader chose now (``kit.content.writing``): acts are rendered in it.
    """

    def __init__(self, writing: Callable[[], str] = str) -> None:
        self._one = threading.Lock()
        self._writing = writing
        self._renderers: dict[str, ActRenderer] = {}

    @cached_property
    def models(self) -> ActModels:
        """The models that the kit ships."""
        from kit.acts.loader import ActModels

        return ActModels(paths.acts())

    @property
    def _renderer(self) -> ActRenderer:
        from kit.acts.rendering import ActRenderer

        writing = self._writing()
        if writing not in self._renderers:
            self._renderers[writing] = ActRenderer(self.models, writing)
        return self._renderers[writing]

    def serving(self, article_id: str) -> tuple[ActModel, ...]:
        """Return the models that serve a text, in the background only: first the page that asks is painted.

        Python does one thing at a time, and the window would wait for its turn (10 ms and more).
        """
        time.sleep(_PAINTING)
        return self.models.serving(article_id)

    def fields(self, model: ActModel) -> tuple[Field, ...]:
        """Return what a model asks for. Raises ContentError."""
        with self._one:
            return self._renderer.fields(model)

    def render(self, model: ActModel, values: Mapping[str, str]) -> RenderedAct:
        """Return an act filled in. Raises ActUnfit, ContentError."""
        with self._one:
            return self._renderer.render(model, values)

    def document(self, act: RenderedAct, values: Mapping[str, str], publisher: Publisher, today: date) -> Document:
        """Return an act as a document to preview and to write."""
        from kit.acts.document import Issued, act_document

        place = " ".join(values.get("collectivite.nom", "").split())
        return act_document(act, place, Issued(publisher, today))
