"""``--tour``: one picture of every screen of the atelier, on a copy of the texts, then out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from atelier.services.places import ScreenId
from atelier.window import AtelierWindow
from kit.packs.working_copy import copy_texts
from ui.services.navigation import Route
from ui.switches.tour import settle_jobs

TEXT = "elu-extra-municipale"


def sample(out: Path) -> Path:
    """Return the folder of texts that is photographed, copied at the first tour."""
    folder = out / "textes"
    if not folder.exists():
        out.mkdir(parents=True, exist_ok=True)
        copy_texts(folder)
    return folder


def stops() -> Iterator[tuple[str, Route]]:
    """Yield the screens: a name for the picture, and the place."""
    for page in ScreenId:
        yield f"atelier-{page}", Route(page, TEXT if page == ScreenId.TEXT else "")


def run_tour(window: AtelierWindow, out: Path) -> int:
    """Photograph the screens into ``out``; returns the exit code."""
    window.show()
    context = window.context
    for number, (name, route) in enumerate(stops(), 1):
        window.open_route(route)
        settle_jobs(context.jobs)
        if route.page == ScreenId.TEXTS and context.open_texts.texts is not None:
            context.open_texts.line_up([row.article.id for row in context.open_texts.texts.rows])
        window.grab().save(str(out / f"{number:02}-{name}.png"))
    window.close()
    return 0
