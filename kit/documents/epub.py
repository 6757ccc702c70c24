"""A book as EPUB 3.3, by the rules of EPUB Accessibility 1.1: no script, the same bytes for the same book.

A part is a file of its own; the sources that it calls are the notes of EPUB, which a reader shows in place.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup, escape

from kit import looks, paths
from kit.content.blocks import Items, Paragraph
from kit.digest import sha256_for
from kit.documents.book import GLOSSARY, Book, Part
from kit.documents.document import Block, Drawn, Lead
from kit.documents.document import words as plain_words
from kit.documents.html import NOTHING, Html
from kit.documents.office import filled, legal, packed
from kit.documents.pictures import png
from kit.documents.sources import CALLS
from kit.documents.typeset import Typesetter
from kit.documents.wording import wording
from kit.figures.drawing import Area, Drawing, Words, box, in_lines
from kit.markup import raised_html

EXTENSION = ".epub"
MIMETYPE = "application/epub+zip"
_LANGUAGE = "fr"
_FONTS = ("AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf", "OFL-Atkinson.txt")
_MEDIA = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".png": "image/png",
    ".ttf": "font/ttf",
    ".txt": "text/plain",
    ".ncx": "application/x-dtbncx+xml",
}
_COVER = (420, 560)  # the units of a drawing: 1,283 by 1,711 pixels

_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_PAGE = Markup(
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" '
    'xml:lang="{language}"><head><meta charset="UTF-8"/><title>{title}</title>'
    '<link rel="stylesheet" type="text/css" href="style.css"/></head>\n<body{kind}>{body}</body></html>\n'
)
_SECTION = Markup('<section{} aria-labelledby="title"><h1 id="title">{}</h1>\n{}\n{}</section>')
_KINDS = {
    "chapter": Markup(' epub:type="chapter" role="doc-chapter"'),
    "glossary": Markup(' epub:type="glossary" role="doc-glossary"'),
    "titlepage": Markup(' epub:type="titlepage"'),
    "": NOTHING,
}
_CALL = Markup('<a epub:type="noteref" role="doc-noteref" href="#s{0}" id="{1}">{0}</a>')
_NOTE = Markup(
    '<aside epub:type="footnote" role="doc-footnote" id="s{0}"><p>{0}. {1} '
    '<a role="doc-backlink" href="#{2}" aria-label="{3}">↩</a></p></aside>'
)
_OTHER = Markup("<p>{}. {}</p>")
_READ_IN = Markup('<section class="read-in">{}</section>')
_COVER_BODY = Markup('<div class="cover"><img src="cover.png" alt="{}" role="doc-cover"/></div>')
_NAV = Markup(
    '<nav epub:type="toc" role="doc-toc" aria-labelledby="title"><h1 id="title">{}</h1>{}</nav>\n'
    '<nav epub:type="landmarks" aria-labelledby="landmarks" hidden="hidden"><h2 id="landmarks">{}</h2><ol>{}</ol></nav>'
)
_ENTRY, _LIST = Markup('<li><a href="{}.xhtml">{}</a>{}</li>'), Markup("<ol>{}</ol>")
_LANDMARK = Markup('<li><a epub:type="{}" href="{}">{}</a></li>')
_PACKAGE = Markup(
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language}">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{metadata}\n</metadata>\n<manifest>\n{manifest}\n</manifest>\n'
    '<spine toc="ncx">{spine}</spine></package>\n'
)
_META, _ITEM = Markup('<meta property="{}">{}</meta>'), Markup('<item id="{}" href="{}" media-type="{}"{}/>')
_NCX = Markup(
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{language}"><head>'
    '<meta name="dtb:uid" content="{id}"/></head><docTitle><text>{title}</text></docTitle>'
    "<navMap>{points}</navMap></ncx>\n"
)
_POINT = Markup('<navPoint id="p-{0}"><navLabel><text>{1}</text></navLabel><content src="{0}.xhtml"/>{2}</navPoint>')
_FEATURES = ("tableOfContents", "readingOrder", "structuralNavigation", "alternativeText", "displayTransformability")


def epub(book: Book, typesetter: Typesetter | None = None) -> bytes:
    """Return a book as an EPUB. Raises CompileFailed for its cover."""
    say, written, light = wording(), pages(book), looks.theme("light").flat()
    files: dict[str, str | bytes] = {f"{name}.xhtml": page for name, page in written.items()}
    files["style.css"] = filled("epub.css", **{f"c_{name}": value for name, value in light.items()})
    files["cover.png"] = png(Drawn(_cover(book), ""), typesetter or Typesetter())
    files |= {name: (paths.fonts() / name).read_bytes() for name in _FONTS}
    identifier = _identifier(files)
    files["toc.ncx"] = legal(_ncx(book, identifier))
    package = _PACKAGE.format(
        language=_LANGUAGE,
        metadata=_metadata(book, identifier, say.say("epub", "accessibility"), say.say("epub", "certified")),
        manifest=_manifest(files),
        spine=NOTHING.join(Markup('<itemref idref="{}"/>').format(_id(f"{name}.xhtml")) for name in written),
    )
    parts = {"META-INF/container.xml": _CONTAINER, "EPUB/package.opf": legal(str(package))}
    return packed(parts | {f"EPUB/{name}": data for name, data in files.items()}, first=("mimetype", MIMETYPE))


def pages(book: Book) -> dict[str, str]:
    """Return the pages of a book by name, in the order in which they are read."""
    made = {
        "cover": _page(book.title, _COVER_BODY.format(_cover_alt(book)), Markup(' epub:type="cover"')),
        "title": _title_page(book),
        "nav": _nav(book),
        **{_file(part.id): _Page(book).page(part) for part in book.walk()},
    }
    return {name: legal(page) for name, page in made.items()}


class _Page:
    """Writes one part: counts what calls each source, so that the source leads back to its first call."""

    def __init__(self, book: Book) -> None:
        self._known = {part.id for part in book.walk()}
        self._called: dict[str, str] = {}  # number of a source → id of its first call
        self._calls = 0
        self._sources = 0
        table = wording().say("epub", "table")
        self._html = Html(link=self._address, anchor=_anchor, table=table, written=self._written)

    def page(self, part: Part) -> str:
        """Return the file of a part."""
        self._sources = sum(len(block.items) for block in part.read_in if isinstance(block, Items))
        body = self._html.blocks(part.blocks)
        read_in = _READ_IN.format(NOTHING.join(map(self._source_blocks, part.read_in))) if part.read_in else NOTHING
        kind = _KINDS["glossary" if part.id == GLOSSARY else "chapter"]
        return _page(part.title, _SECTION.format(kind, part.title, body, read_in))

    def _written(self, text: str) -> Markup:
        """Return words with each number of a source as a call to its note."""
        told, at = NOTHING, 0
        for found in CALLS.finditer(text):
            told += raised_html(text[at : found.start()]) + NOTHING.join(self._numbers(found[0]))
            at = found.end()
        return told + raised_html(text[at:])

    def _numbers(self, call: str) -> Iterator[Markup]:
        """Yield « [2, 5] » with its numbers as links."""
        inner = call.strip("\u00a0[]").split(", ")
        yield Markup("\u00a0[")
        for place, number in enumerate(inner):
            yield Markup(", ") if place else NOTHING
            if number.isdecimal() and 1 <= int(number) <= self._sources:
                self._calls += 1
                self._called.setdefault(number, f"r{self._calls}")
                yield _CALL.format(number, f"r{self._calls}")
            else:
                yield escape(number)
        yield Markup("]")

    def _source_blocks(self, block: Block) -> Markup:
        if not isinstance(block, Items):
            return self._html.blocks((block,))
        return NOTHING.join(self._source(str(number), item) for number, item in enumerate(block.items, 1))

    def _source(self, number: str, item: Iterable[Block]) -> Markup:
        told = NOTHING.join(self._html.spans(one.spans) for one in item if isinstance(one, Paragraph))
        if number not in self._called:
            return _OTHER.format(number, told)
        back = wording().say("epub", "back", number=number)
        return _NOTE.format(number, told, self._called[number], back)

    def _address(self, target: str) -> str | None:
        """Return where a link leads: a text of the book, its anchor, an entry of a list; nothing outside the book."""
        name, _, entry = target.partition("/")
        page, _, anchor = name.partition("#")
        if page not in self._known:
            return None
        to = entry or anchor
        return f"{_file(page)}.xhtml#{_anchor(to)}" if to else f"{_file(page)}.xhtml"


def _page(title: str, body: Markup, kind: Markup = NOTHING) -> str:
    return str(_PAGE.format(language=_LANGUAGE, title=title, body=body, kind=kind))


def _title_page(book: Book) -> str:
    html = Html()
    body = html.blocks((Lead(plain_words(book.lead)), *book.opening))
    return _page(book.title, _SECTION.format(_KINDS["titlepage"], book.title, body, NOTHING))


def _nav(book: Book) -> str:
    say = wording()
    entries = NOTHING.join(map(_entry, book.parts))
    first = book.parts[0].id if book.parts else "title"
    marks = [("cover", "cover.xhtml", say.say("epub", "cover")), ("toc", "nav.xhtml", say.say("epub", "contents"))]
    marks.append(("bodymatter", f"{_file(first)}.xhtml", say.say("epub", "start")))
    marks += [("glossary", f"{_file(part.id)}.xhtml", part.title) for part in book.parts if part.id == GLOSSARY]
    landmarks = NOTHING.join(_LANDMARK.format(*mark) for mark in marks)
    contents = say.say("epub", "contents")
    return _page(contents, _NAV.format(contents, _LIST.format(entries), say.say("epub", "landmarks"), landmarks))


def _entry(part: Part) -> Markup:
    below = _LIST.format(NOTHING.join(map(_entry, part.parts))) if part.parts else NOTHING
    return _ENTRY.format(_file(part.id), part.label or part.title, below)


def _ncx(book: Book, identifier: str) -> str:
    """Return the contents for readers of EPUB 2."""
    points = NOTHING.join(map(_point, book.parts))
    return str(_NCX.format(language=_LANGUAGE, id=identifier, title=book.title, points=points))


def _point(part: Part) -> Markup:
    return _POINT.format(_file(part.id), part.label or part.title, NOTHING.join(map(_point, part.parts)))


def _metadata(book: Book, identifier: str, summary: str, certified: str) -> Markup:
    publisher = book.publisher
    name = " – ".join(part for part in (book.title, book.place) if part)
    told = [
        Markup('<dc:identifier id="id">{}</dc:identifier>').format(identifier),
        Markup("<dc:title>{}</dc:title>").format(name),
        Markup("<dc:language>{}</dc:language>").format(_LANGUAGE),
        Markup("<dc:creator>{}</dc:creator>").format(publisher.full_name),
        Markup("<dc:publisher>{}</dc:publisher>").format(publisher.name),
        Markup("<dc:date>{}</dc:date>").format(publisher.content_date),
        _META.format("dcterms:modified", f"{publisher.content_date}T00:00:00Z"),
        *(_META.format("schema:accessMode", mode) for mode in ("textual", "visual")),
        *(_META.format("schema:accessModeSufficient", modes) for modes in ("textual", "textual,visual")),
        *(_META.format("schema:accessibilityFeature", feature) for feature in _FEATURES),
        _META.format("schema:accessibilityHazard", "none"),
        _META.format("schema:accessibilitySummary", summary),
        _META.format("dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"),
        _META.format("a11y:certifiedBy", certified),
        Markup('<meta name="cover" content="f-cover-png"/>'),
    ]
    return Markup("\n").join(told)


def _manifest(files: Mapping[str, str | bytes]) -> Markup:
    told = []
    for name, data in files.items():
        kinds = {"nav.xhtml": "nav", "cover.png": "cover-image"}.get(name, "")
        kinds = "svg" if name.endswith(".xhtml") and isinstance(data, str) and "<svg" in data else kinds
        properties = Markup(' properties="{}"').format(kinds) if kinds else NOTHING
        told.append(_ITEM.format(_id(name), name, _MEDIA[name[name.rindex(".") :]], properties))
    return Markup("\n").join(told)


def _identifier(files: Mapping[str, str | bytes]) -> str:
    """Return the book's own name: two books that differ in anything are two for a reader, which keeps both."""
    told = b"".join(data.encode() if isinstance(data, str) else data for data in files.values())
    return uuid.uuid5(uuid.NAMESPACE_OID, sha256_for(len(told))(told).hexdigest()).urn


def _id(name: str) -> str:
    return "ncx" if name == "toc.ncx" else "f-" + name.replace(".", "-")


def _file(name: str) -> str:
    """Return the name of a part's file, never that of a page which is none."""
    return f"t-{name}"


def _anchor(name: str) -> str:
    return f"a-{name}"


def _cover_alt(book: Book) -> str:
    return " – ".join(part for part in (book.title, book.place, book.publisher.name) if part)


def _cover(book: Book) -> Drawing:
    """Return the cover: title, whose state it holds, who publishes it."""
    wide, high = _COVER
    margin, size = 36.0, 34.0
    shapes: list[Area | Words] = [
        Area((box(0, 0, wide, high),), "primary"),
        Area((box(0, high - 110, wide, 110),), "own"),
    ]
    shapes.append(Words(margin, 78, "Kit ESS", 22, "surface", bold=True))
    for number, line in enumerate(in_lines(book.title, size, wide - 2 * margin)[:7]):
        shapes.append(Words(margin, 150 + number * size * 1.2, line, size, "surface", bold=True))
    low = [*in_lines(book.place, 18, wide - 2 * margin)[:2]] if book.place else []
    for number, line in enumerate(
        (
            *low,
            book.publisher.name,
            wording().say("epub", "edition", version=book.publisher.content_version).rstrip("."),
        )
    ):
        shapes.append(Words(margin, high - 84 + number * 22, line, 18 if number < len(low) else 16, "ink"))
    return Drawing(wide, high, tuple(shapes))
