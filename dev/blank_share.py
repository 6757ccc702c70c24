"""``python -m dev.blank_share``: how much of a page's content area is blank, page by page and size by size.

A tile of 16 × 16 pixels is blank where each of its pixels has the colour of the page's ground. The content area is the
page without sidebar and top bar. The lists that one fills oneself (directory, favourites, the book of the mandate) hold
what some months leave there: below the end of a short list there is nothing, whatever the layout. ``--out DIR`` also
keeps each page as a picture of the whole window, to look at.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

TILE = 16
SIZES = ("1366x768", "1920x1080")
LISTS = (
    *("exemples", "modeles", "reseaux", "agenda", "glossaire", "carnet-de-mandat", "agenda-local", "sources"),
    *("repertoire-local", "mes-pages", "sommaire"),
)
_ENTRIES = (
    ("Association", "La Ressourcerie du Bourg", "réemploi"),
    ("Coopérative (SCIC)", "Le Fournil d’en haut", "boulangerie"),
    ("Association", "Les Paniers du mercredi", "alimentation"),
    ("Commerce", "Café des Halles", "café associatif"),
    ("Entreprise d’insertion", "Chantier vert", "espaces verts"),
    ("Association", "Le Foyer rural", "culture"),
    ("Mutuelle", "Mutuelle des Trois Rivières", "santé"),
    ("Fondation", "Fondation du Vieux Pont", "patrimoine"),
)
_WHO = "Adjointe à l’économie"
_PLACES = ("Saint-Exemple", "Guéret", "Bétête")
_KEPT, _SEEN = 9, 12  # texts kept as favourites, and seen lately


def main() -> int:
    """Measure what the arguments name; prints one line a page."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("pages", nargs="*", help="names of the tour's screens; the list pages where none is given")
    words.add_argument("--sizes", nargs="*", default=SIZES, help="WIDTHxHEIGHT")
    words.add_argument("--theme", default="light")
    words.add_argument("--text", default="1", help="size of the text, 1 to 2")
    words.add_argument("--out", type=Path)
    wanted = words.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        os.environ["KIT_DATA"] = os.environ["KIT_CACHE"] = folder
        measure(wanted, Path(folder))
    return 0


def measure(wanted: argparse.Namespace, folder: Path) -> None:
    """Open the window on the made-up commune and go through the pages at each size."""
    from msgspec.structs import replace
    from PySide6.QtWidgets import QApplication

    from kit.dossier.model import Change
    from kit.mandate import directory
    from ui import app as program
    from ui.services.bookmarks import Bookmarks
    from ui.services.jobs import Jobs
    from ui.services.navigation import PageId, Route, ToArticle
    from ui.shell.main_window import MainWindow
    from ui.switches.tour import make_sample, settle, stops

    application = QApplication([])
    program.set_up_language(application)
    dossier = make_sample(folder / "saint-exemple.kitess")
    jobs = Jobs()
    context = program.build_context(program.parser().parse_args([str(dossier), "--theme", wanted.theme]), jobs)
    context = replace(context, theme=context.theme.scaled(float(wanted.text)))
    program.set_up_fonts(application, context.theme)
    for place in _PLACES:
        for kind, name, activity in _ENTRIES:
            _, changes = directory.added({"name": name, "kind": kind, "activity": activity, "place": place})
            context.session.apply(changes)
    who = [Change(f"action:{one.id}", "who", _WHO) for one in context.library.outline.actions]
    context.session.apply(who)
    bookmarks = Bookmarks(context.settings)
    texts = [article for article in context.library.articles() if article.kind == "topic"]
    for article in texts[:_KEPT]:
        bookmarks.toggle(article.title, ToArticle(article.id))
    for article in texts[_KEPT : _KEPT + _SEEN]:
        bookmarks.remember(article.title, ToArticle(article.id))
    window = MainWindow(context)
    window.open_route(Route(PageId.HOME))
    window.show()
    places = dict(stops(context))
    for size in wanted.sizes:
        width, _, height = size.partition("x")
        window.resize(int(width), int(height))
        for name in wanted.pages or LISTS:
            window.open_route(places[name])
            settle(window.context)
            share = blank_share(window.current_page, window.context.theme.ground)
            print(f"{size}  {name:28}{share:6.0%}", flush=True)
            if wanted.out:
                wanted.out.mkdir(parents=True, exist_ok=True)
                window.grab().save(str(wanted.out / f"{name}-{size}-{wanted.theme}-{wanted.text}.png"))
    window.close()
    jobs.close()


def blank_share(page: object, ground: str) -> float:
    """Return the share of tiles of a page, 0 to 1, that show nothing but its ground."""
    from PySide6.QtGui import QColor, QImage
    from PySide6.QtWidgets import QWidget

    assert isinstance(page, QWidget)
    seen = page.window().grab(page.rect().translated(page.mapTo(page.window(), page.rect().topLeft())))
    picture = seen.toImage().convertToFormat(QImage.Format.Format_RGB888)
    colour = QColor(ground)
    plain = bytes((colour.red(), colour.green(), colour.blue())) * TILE
    rows = [bytes(picture.constScanLine(y)) for y in range(picture.height())]
    blank = total = 0
    for top in range(0, picture.height() - TILE + 1, TILE):
        for left in range(0, picture.width() - TILE + 1, TILE):
            total += 1
            blank += all(row[3 * left : 3 * (left + TILE)] == plain for row in rows[top : top + TILE])
    return blank / total if total else 1.0


if __name__ == "__main__":
    sys.exit(main())
