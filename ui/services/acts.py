"""Models of acts as the window uses them: read at the first question, filled in one at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kit import paths

if TYPE_CHECKING:
    from kit.acts.loader import ActModels
    from kit.acts.model import ActModel, Field
    from kit.acts.rendering import ActRenderer, RenderedAct
    from kit.content.model import Publisher
    from kit.documents.document import Document


class ActsService:
    """Cheap to build. ``render`` and ``document`` may be called from any thread: they wait for each other.

    ``writing`` gives what the reader chose now (``kit.content.writing``): acts are rendered in it. ``index`` is the
    folder of the compiled texts, None where the files are read.
    """

    def __init__(self, index: Path | None, writing: Callable[[], str] = str) -> None:
        self._one = threading.Lock()
        self._index = index
        self._writing = writing
        self._models: ActModels | None = None
        self._renderers: dict[str, ActRenderer] = {}

    @property
    def models(self) -> ActModels:
        """The models that go with the texts in use."""
        if self._models is None:
            from kit.acts.loader import ActModels

            self._models = ActModels(paths.acts(), self._index)
        return self._models

    def adopt(self, index: Path) -> None:
        """Take the models of other texts from now on."""
        with self._one:
            self._index, self._models, self._renderers = index, None, {}

    @property
    def _renderer(self) -> ActRenderer:
        from kit.acts.rendering import ActRenderer

        writing = self._writing()
        if writing not in self._renderers:
            self._renderers[writing] = ActRenderer(self.models, writing)
        return self._renderers[writing]

    def serving(self, article_id: str) -> tuple[ActModel, ...]:
        """Return the models that serve a text, in the background: their files are read where nothing is compiled."""
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
