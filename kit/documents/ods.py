"""Tables as an OpenDocument spreadsheet (ODF 1.3), on the package of our texts: typed cells, links, a head that stays.

The look stands in ``resources/print/ods-styles.xml``. ``odfdo`` would bring lxml with it (docs/decisions/0077).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kit.documents.document import Document, Drawn
from kit.documents.odt import manifest, meta
from kit.documents.office import accent, filled, packed, running_text, xml
from kit.documents.pictures import inset, odt_picture, png
from kit.documents.sheet import Euros, Linked, Sheet, SheetCell
from kit.documents.spreadsheet import address, fitting, head_of, in_words, widths
from kit.documents.typeset import Typesetter
from kit.documents.wording import wording

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "style", "text", "table")
)
_FOREIGN = (
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
_AROUND = 0.8  # centimetres between a table and what is drawn of it
_CHARACTER = 0.21  # centimetres of a character of 10 points, on the average


def ods(document: Document, typesetter: Typesetter | None = None) -> bytes:
    """Return the tables of a document as the bytes of an ``.ods``, a sheet each; the same give the same bytes.

    ``typesetter`` makes pixels of what is drawn, if anything is. Raises CompileFailed.
    """
    drawn = [Drawn(sheet.drawn, sheet.alt) for sheet in document.sheets if sheet.drawn]
    typesetter = typesetter or Typesetter() if drawn else None
    pictures = {f"Pictures/{n}.png": png(one, typesetter) for n, one in enumerate(drawn, 1)} if typesetter else {}
    parts: dict[str, str | bytes] = {
        "content.xml": _content(document),
        "styles.xml": filled(
            "ods-styles.xml",
            accent=accent(),
            place=running_text(" ".join(document.place.split())),
            day=running_text(wording().date(document.date)),
        ),
        "meta.xml": meta(document),
        "settings.xml": _settings(document),
        "META-INF/manifest.xml": manifest(_TYPE, tuple(pictures), settings=("settings.xml",)),
        **pictures,
    }
    return packed(parts, first=("mimetype", _TYPE))


def _content(document: Document) -> str:
    sheets = document.sheets
    places = iter(f"Pictures/{n}.png" for n in range(1, len(sheets) + 1))
    told = "\n".join(line for number, sheet in enumerate(sheets, 1) for line in _table(document, sheet, number, places))
    filters = "".join(_filter(document, sheet, number) for number, sheet in enumerate(sheets, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document-content {_NAMES} {_FOREIGN} office:version="1.3">\n'
        f"<office:automatic-styles>{''.join(_automatic(sheets))}</office:automatic-styles>\n"
        f"<office:body><office:spreadsheet>\n{told}\n"
        f"<table:database-ranges>{filters}</table:database-ranges>"
        "</office:spreadsheet></office:body>\n</office:document-content>\n"
    )


def _automatic(sheets: tuple[Sheet, ...]) -> Iterator[str]:
    yield (
        '<style:style style:name="Feuille" style:family="table" style:master-page-name="Default">'
        '<style:table-properties table:display="true" style:writing-mode="lr-tb"/></style:style>'
        '<style:style style:name="Rang" style:family="table-row">'
        '<style:table-row-properties style:use-optimal-row-height="true"/></style:style>'
    )
    for number, sheet in enumerate(sheets, 1):
        for column, wide in enumerate(widths(sheet), 1):
            yield (
                f'<style:style style:name="Colonne{number}.{column}" style:family="table-column">'
                f'<style:table-column-properties style:column-width="{wide * _CHARACTER:.2f}cm"/></style:style>'
            )


def _table(document: Document, sheet: Sheet, number: int, places: Iterator[str]) -> Iterator[str]:
    yield f'<table:table table:name="{xml(sheet.name)}" table:style-name="Feuille">'
    if sheet.drawn:
        beside = sum(widths(sheet)) * _CHARACTER + _AROUND, _AROUND
        frame = odt_picture(
            next(places), inset(Drawn(sheet.drawn, sheet.alt), f"{sheet.name} ({number})", document), beside
        )
        yield f"<table:shapes>{frame}</table:shapes>"
    for column in range(1, len(sheet.header) + 1):
        yield f'<table:table-column table:style-name="Colonne{number}.{column}"/>'
    for place, line in enumerate(head_of(document, sheet)):
        yield _row(_words(line, "SousTitre" if place else "Titre"))
    yield "<table:table-header-rows>"
    yield _row("".join(_words(title, "TeteColonne") for title in sheet.header))
    if sheet.hints:
        yield _row("".join(_words(hint, "Indication") for hint in sheet.hints))
    yield "</table:table-header-rows>"
    for cells in sheet.rows:
        yield _row("".join(map(_cell, cells)))
    yield "</table:table>"


def _row(cells: str) -> str:
    return f'<table:table-row table:style-name="Rang">{cells}</table:table-row>'


def _cell(value: SheetCell) -> str:
    match value:
        case date():
            return _typed("Jour", f'date" office:date-value="{value.isoformat()}', f"{value:%d/%m/}{value.year:04}")
        case Euros(amount):
            kind = f'currency" office:currency="EUR" office:value="{amount}'
            return _typed("Euros", kind, in_words(value))
        case int():
            return _typed("Nombre", f'float" office:value="{value}', str(value))
        case Linked() if leads_to := address(value):
            link = f'<text:a xlink:type="simple" xlink:href="{xml(leads_to)}">'
            told = "".join(f"<text:p>{link}{line}</text:a></text:p>" for line in _lines(value.text))
            return f'<table:table-cell table:style-name="Lien" office:value-type="string">{told}</table:table-cell>'
    return _words(in_words(value), "Mots")


def _typed(style: str, kind: str, told: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="{kind}">'
        f"<text:p>{xml(told)}</text:p></table:table-cell>"
    )


def _words(text: str, style: str) -> str:
    if not text:
        return f'<table:table-cell table:style-name="{style}"/>'
    told = "".join(f"<text:p>{line}</text:p>" for line in _lines(text))
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{told}</table:table-cell>'


def _lines(text: str) -> list[str]:
    return [running_text(line) for line in fitting(text).split("\n")]


def _top(document: Document, sheet: Sheet) -> int:
    """Return how many rows the lines and the header take."""
    return len(head_of(document, sheet)) + 1 + bool(sheet.hints)


def _filter(document: Document, sheet: Sheet, number: int) -> str:
    top, right, name = _top(document, sheet), _letters(len(sheet.header)), f"'{sheet.name}'"
    area = xml(f"{name}.A{top}:{name}.{right}{top + len(sheet.rows)}")
    return (
        f'<table:database-range table:name="Filtre{number}" table:target-range-address="{area}" '
        'table:display-filter-buttons="true"/>'
    )


def _letters(column: int) -> str:
    """Return « A » for the first column, « AA » for the one after « Z »."""
    more, last = divmod(column - 1, 26)
    return (_letters(more) if more else "") + chr(ord("A") + last)


def _settings(document: Document) -> str:
    """Return what is seen at first: the rows down to the header stay in sight."""
    tables = "".join(
        f'<config:config-item-map-entry config:name="{xml(sheet.name)}">'
        f"{_item('HorizontalSplitMode', 'short', 0)}{_item('VerticalSplitMode', 'short', 2)}"
        f"{_item('VerticalSplitPosition', 'int', top)}{_item('ActiveSplitRange', 'short', 2)}"
        f"{_item('PositionTop', 'int', 0)}{_item('PositionBottom', 'int', top)}</config:config-item-map-entry>"
        for sheet, top in ((sheet, _top(document, sheet)) for sheet in document.sheets)
    )
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" '
        'xmlns:ooo="http://openoffice.org/2004/office"'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-settings {names} office:version="1.3">'
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f"{_item('ViewId', 'string', 'view1')}"
        f'<config:config-item-map-named config:name="Tables">{tables}</config:config-item-map-named>'
        f"{_item('ActiveTable', 'string', xml(document.sheets[0].name))}"
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>\n"
    )


def _item(name: str, kind: str, value: object) -> str:
    return f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
