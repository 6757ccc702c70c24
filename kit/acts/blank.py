"""The models of acts as blank documents, to complete in a word processor without the program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePath

from kit import paths
from kit.acts.document import Issued, act_document
from kit.acts.loader import ActModels
from kit.acts.rendering import ActRenderer
from kit.content.library import Library
from kit.documents.document import Document
from kit.documents.wording import wording


def blank_documents(library: Library, today: date | None = None) -> Iterator[tuple[PurePath, Document]]:
    """Yield each model with every space to complete and every variant, and its place in the folder."""
    issued = Issued(library.publisher, today or date.today())
    renderer = ActRenderer(ActModels(paths.acts()))
    folder = PurePath(wording().say("export", "models"))
    for model in renderer.models.all():
        yield folder / f"{model.code}-{model.name}", act_document(renderer.render(model, {}), "", issued)
