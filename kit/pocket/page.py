"""Puts the page together: frame, looks, texts, data and script in one HTML file that asks for nothing else.

Its Content-Security-Policy allows the style and the script that it holds, by their SHA-256, and nothing besides: no
request, no evaluated code, no other frame.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import PurePath

from markupsafe import Markup

from kit import looks, paths
from kit.content.library import Library
from kit.documents.text import wrapped
from kit.figures.palette import drawing_palette
from kit.pocket.data import page_data, search_data
from kit.pocket.state import Seed
from kit.pocket.texts import PocketTexts
from kit.tokens import Tokens

NAME, EXTENSION = "kit-de-poche.html", ".html"
SCRIPTS = ("folding.js", "search.js", "journal.js", "keeping.js", "code.js", "view.js", "page.js")
"""The parts of the script, in the order in which they are put together."""
_FONTS = (("AtkinsonHyperlegible-Regular.ttf", 400), ("AtkinsonHyperlegible-Bold.ttf", 700))
_FACE = (
    '@font-face{{font-family:"Atkinson Hyperlegible";font-weight:{weight};font-display:swap;'
    "src:url(data:font/ttf;base64,{data})}}"
)
_LEFT_OUT = ("name", "family", "scale", "line_height", "letter_spacing", "column")


def pocket_page(library: Library, seed: Seed | None = None) -> bytes:
    """Return the page; with ``seed``, it starts from the state of a dossier."""
    folder = paths.pocket()
    frame = (folder / "page.html").read_text(encoding="utf-8")
    style = style_sheet()
    script = "".join(_script())
    publisher = library.publisher
    page = Markup(frame).format(  # noqa: S704 - a file of the program
        policy=policy(style, script),
        publisher=publisher.named,
        brand=publisher.name,
        version=publisher.content_version,
        levers=next((lever.article.parent for lever in library.outline.levers), "listes"),
        style=Markup(style),  # noqa: S704 - a file of the program
        parts=Markup("").join(part.section() for part in PocketTexts(library).parts()),
        data=_json(page_data(library, seed)),
        index=_json(search_data(library)),
        script=Markup(script),  # noqa: S704 - files of the program
    )
    return str(page).encode()


def pocket_files(library: Library) -> Iterator[tuple[PurePath, bytes]]:
    """Yield the page of nobody's dossier, and how to put it on a telephone, each with its name."""
    yield PurePath(NAME), pocket_page(library)
    lines = (paths.pocket() / "lisez-moi.txt").read_text(encoding="utf-8").splitlines()
    told = "\n".join(line for paragraph in lines for line in (wrapped(paragraph) if paragraph else [""]))
    yield PurePath("LISEZ-MOI-kit-de-poche.txt"), f"{told}\n".encode()


def style_sheet() -> str:
    """Return the looks of the page: its letters, the colours of the three themes, its rules."""
    fonts = "".join(
        _FACE.format(weight=weight, data=base64.b64encode((paths.fonts() / name).read_bytes()).decode())
        for name, weight in _FONTS
    )
    light, dark, contrast = (_variables(looks.theme(name)) for name in ("light", "dark", "contrast"))
    themes = (
        f":root{{{light}color-scheme:light}}"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}color-scheme:dark}}}}"
        f"@media (prefers-contrast:more){{:root{{{contrast}color-scheme:dark}}}}"
        f":root[data-theme=light]{{{light}color-scheme:light}}"
        f":root[data-theme=dark]{{{dark}color-scheme:dark}}"
        f":root[data-theme=contrast]{{{contrast}color-scheme:dark}}"
        f"@media print{{:root:root:root{{{light}color-scheme:light}}}}"
    )
    return fonts + themes + (paths.pocket() / "page.css").read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy of a page with this style and this script."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _script() -> Iterator[str]:
    for name in SCRIPTS:
        yield (paths.pocket() / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _variables(theme: Tokens) -> str:
    """Return a theme as properties of CSS: colours as they are, sizes in rem, so that all grow with the text."""
    found = {name: value for name, value in theme.flat().items() if name not in _LEFT_OUT}
    drawn = {f"drawn-{name}": value for name, value in drawing_palette(theme).items()}
    told = (found | drawn).items()
    return "".join(f"--{name.replace('_', '-')}:{_size(value)};" for name, value in told)


def _size(value: str) -> str:
    return f"{int(value) / 16:g}rem" if value.isdigit() else value


def _json(value: object) -> Markup:
    """Return a value as JSON that no reader of HTML takes for a tag."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704
