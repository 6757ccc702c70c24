"""A document as OpenDocument text (ODF 1.3), written by hand: named styles, real titles, lists and tables.

The look stands in ``resources/print/odt-styles.xml``; a secretary changes it in the styles panel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kit.content.blocks import Callout, Heading, Items, Paragraph, Spans, Table
from kit.documents.apply_template import template_for, with_open_template
from kit.documents.columns import GAP, laid, points
from kit.documents.document import (
    DEEPEST,
    LANGUAGE,
    Bar,
    Beside,
    Block,
    Box,
    Boxes,
    Commented,
    Contents,
    Document,
    Drawn,
    Fields,
    Highlighted,
    Lead,
    PageBreak,
    Role,
    Styled,
    ToFill,
    contents,
    is_short,
    is_ticked,
    marked,
    runs,
    shares,
    with_kept,
    words,
)
from kit.documents.measure import is_small, is_tall
from kit.documents.office import (
    EMPTY,
    SIGNS,
    SMALL,
    STAMP,
    WINDOW,
    accent,
    bullets,
    emblem_room,
    encloses,
    filled,
    full_title,
    in_rows,
    initials,
    is_certified,
    is_dense,
    is_stamp,
    is_tickable,
    is_window,
    packed,
    scale,
    sign,
    windowed,
    xml,
)
from kit.documents.office import running_text as _text
from kit.documents.paper import PageLayout, Paper
from kit.documents.pictures import bar_inset, emblem_inset, inset, odt_picture, png
from kit.documents.template import OPEN
from kit.documents.typeset import Typesetter
from kit.documents.wording import wording
from kit.dossier.model import Status
from kit.typography import raised

_TYPE = "application/vnd.oasis.opendocument.text"
_CONTENT_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "style", "text", "table")
)
_FOREIGN = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)
_CLEAR = 48.7  # millimetres from the head of the page to the window of the envelope
_HIGH = 42  # and from there to the date
_HEAD = 20.2  # where the text of a letter begins
_FACING = (Role.SIGNATORY, Role.SIGNATURE)
_ROLES = {
    Role.AUTHORITY: "Autorite",
    Role.STAMP: "CadreLegalite",
    Role.SUBTITLE: "SousTitreActe",
    Role.VISA: "Visa",
    Role.CONSIDERING: "Considerant",
    Role.DECISION: "Decision",
    Role.ARTICLE: "Article",
    Role.MADE: "FaitA",
    Role.SENDER: "Expediteur",
    Role.RECIPIENT: "Adresse",
    Role.SENT: "LieuEtDate",
    Role.SIGNED: "SignatureLettre",
    Role.ENCLOSED: "PiecesJointes",
    Role.SIGNATORY: "Signataire",
    Role.SIGNATURE: "SignatureActe",
}
_SIDES = (
    '<style:style style:name="Cadres" style:family="table"><style:table-properties style:rel-width="100%" '
    'table:align="margins" fo:margin-top="0.3cm" fo:margin-bottom="0.4cm" style:may-break-between-rows="false"/>'
    "</style:style>",
    '<style:style style:name="Place" style:family="table"><style:table-properties style:rel-width="100%" '
    'table:align="margins"/></style:style>',
    '<style:style style:name="Cadres.A" style:family="table-column">'
    '<style:table-column-properties style:rel-column-width="1*"/></style:style>',
    f'<style:style style:name="Acte.A" style:family="table-column">'
    f'<style:table-column-properties style:rel-column-width="{170 - STAMP}*"/></style:style>',
    f'<style:style style:name="Acte.B" style:family="table-column">'
    f'<style:table-column-properties style:rel-column-width="{STAMP}*"/></style:style>',
    '<style:style style:name="CadresRang" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style>',
    '<style:style style:name="CaseCadre" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.75pt solid #000000" fo:padding="0.25cm"/></style:style>',
    '<style:style style:name="CaseCadreHaut" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.75pt solid #000000" fo:border-bottom="none" fo:padding="0.25cm" fo:padding-bottom="0cm"/>'
    "</style:style>",
    '<style:style style:name="CaseCadreBas" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.75pt solid #000000" fo:border-top="none" fo:padding="0.25cm" fo:padding-top="0cm"/></style:style>',
    '<style:style style:name="CaseNue" style:family="table-cell">'
    '<style:table-cell-properties fo:border="none" fo:padding="0cm"/></style:style>',
)
_STYLES = {"": "Text_20_body", "callout": "Encadre", "list": "Liste", "box": "SousCase"}


def odt(document: Document, typesetter: Typesetter | None = None) -> bytes:
    """Return a document as the bytes of an ``.odt``; ``typesetter`` makes pixels of its drawings, if it has any.

    Raises CompileFailed where a drawing cannot be made.
    """
    template = template_for(document, OPEN)
    content = _Content(document, typesetter, template.sheet if template else None)
    styles = _styles(document, template.sheet if template else document.page)
    told = content.xml()  # which finds the pictures
    pictures = content.pictures | dict(template.pictures if template else ())
    parts: dict[str, str | bytes] = {
        "content.xml": told,
        "styles.xml": with_open_template(styles, template) if template else styles,
        "meta.xml": meta(document),
        "META-INF/manifest.xml": manifest(_TYPE, tuple(pictures)),
        **pictures,
    }
    return packed(parts, first=("mimetype", _TYPE))


class _Content:
    """One pass over the blocks of one document."""

    def __init__(self, document: Document, typesetter: Typesetter | None, sheet: PageLayout | None = None) -> None:
        self._document = document
        self._sheet = sheet or document.page
        self._above = max(1, _CLEAR - (sheet.top if sheet else _HEAD))
        self._typesetter = typesetter
        self.pictures: dict[str, bytes] = {}
        """The pictures of the text, by their place in the package."""
        self._breaks = ""  # what the next block begins: a page, a column
        self._tables: list[tuple[tuple[int, ...], bool]] = []  # widths of columns, whether it stays whole
        self._keeps = False  # paragraphs go with the next
        self._beside = 0  # how many parts stand side by side where the blocks are told
        self._sides = 0  # how many times parts stand side by side
        self._windows = list[tuple[float, ...]]()  # widths of who writes and to whom
        self._paragraphs: list[tuple[str, str, str]] = []  # styles of one paragraph: parent, what it adds, its pages
        self._waiting: tuple[str, ...] = ()  # comments of the next paragraph
        self._comments = 0
        self._contents = contents(document)
        self._levels = {listed for listed, _ in self._contents}
        self._listed = 0  # headings told that the table of contents leads to

    def xml(self) -> str:
        """Return ``content.xml``: a block a line, as white space between paragraphs means nothing."""
        name = "Objet" if self._document.letter else "Heading_20_1"
        title = f'<text:h text:style-name="{name}" text:outline-level="1">{_spans(self._document.title_spans)}</text:h>'
        document = self._document
        told = [*self._emblem(), *self._blocks(document.head), title]
        told += self._side_by_side() if document.poster else self._blocks(document.blocks)
        if document.apart:
            told.append('<text:p text:style-name="FinActe"><text:bookmark text:name="FinActe"/></text:p>')
            self._breaks = "apart"
            told += self._blocks(document.apart)
        body = "\n".join(told)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<office:document-content {_CONTENT_NAMES} {_FOREIGN} office:version="1.3">\n'
            f"<office:automatic-styles>{''.join(self._automatic())}</office:automatic-styles>\n"
            f"<office:body><office:text>\n{body}\n</office:text></office:body>\n</office:document-content>\n"
        )

    def _emblem(self) -> Iterator[str]:
        """Yield the coat of arms or logo as a paragraph above all; in a letter it stands beside the sender."""
        if not self._document.letter and (frame := self._emblem_frame()):
            yield f'<text:p text:style-name="Embleme">{frame}</text:p>'

    def _bar(self, statuses: Iterable[Status]) -> Iterator[str]:
        """Yield how far actions are, as a picture that only adorns."""
        self._typesetter = self._typesetter or Typesetter()
        found = bar_inset(statuses, self._typesetter)
        if found is not None:
            place = f"Pictures/figure{len(self.pictures) + 1}.png"
            self.pictures[place] = found[0]
            yield f'<text:p text:style-name="{self._style("Avancement")}">{odt_picture(place, found[1])}</text:p>'

    def _emblem_frame(self) -> str:
        if self._document.emblem is None:
            return ""
        self._typesetter = self._typesetter or Typesetter()
        found = emblem_inset(self._document, *emblem_room(self._document), self._typesetter)
        if found is None:
            return ""
        place = f"Pictures/figure{len(self.pictures) + 1}.png"
        self.pictures[place] = found[0]
        return odt_picture(place, found[1])

    def _side_by_side(self) -> Iterator[str]:
        """Yield a poster, its parts in two columns."""
        told = laid(self._document)
        yield from self._blocks(told.head)
        yield '<text:section text:style-name="Colonnes" text:name="Colonnes">'
        yield from self._blocks(told.left)
        self._breaks = "column"
        yield from self._blocks(told.right)
        yield "</text:section>"
        yield from self._blocks(told.foot)

    def _automatic(self) -> Iterator[str]:
        for number, (parent, more, master) in enumerate(self._paragraphs, 1):
            sheet = f' style:master-page-name="{master}"' if master else ""
            yield (
                f'<style:style style:name="Page{number}" style:family="paragraph" '
                f'style:parent-style-name="{parent}"{sheet}>'
                f"<style:paragraph-properties{more}/></style:style>"
            )
        if self._document.poster:
            yield (
                '<style:style style:name="Colonnes" style:family="section"><style:section-properties '
                f'text:dont-balance-text-columns="false"><style:columns fo:column-count="2" fo:column-gap="{GAP}mm"/>'
                "</style:section-properties></style:style>"
            )
        if self._sides or self._windows:
            yield from _SIDES
        yield from self._envelope()
        if self._tables:
            yield (
                '<style:style style:name="CaseTableau" style:family="table-cell"><style:table-cell-properties '
                'fo:border="none" fo:border-bottom="0.25pt solid #000000" fo:padding="0.07cm"/></style:style>'
            )
            yield (
                '<style:style style:name="TeteTableau" style:family="table-cell"><style:table-cell-properties '
                f'fo:border="none" fo:border-bottom="1pt solid #{accent()}" fo:padding="0.07cm"/></style:style>'
            )
        if self._tables:
            yield (
                '<style:style style:name="RangEntier" style:family="table-row">'
                '<style:table-row-properties fo:keep-together="always"/></style:style>'
            )
        for number, (widths, is_whole) in enumerate(self._tables, 1):
            cut = ' style:may-break-between-rows="false"' * is_whole
            yield (
                f'<style:style style:name="Table{number}" style:family="table">'
                f'<style:table-properties style:rel-width="100%" table:align="margins" fo:margin-bottom="0.3cm"{cut}/>'
                "</style:style>"
            )
            for column, width in enumerate(widths, 1):
                yield (
                    f'<style:style style:name="Table{number}.{column}" style:family="table-column">'
                    f'<style:table-column-properties style:rel-column-width="{width * 655}*"/></style:style>'
                )

    def _envelope(self) -> Iterator[str]:
        """Yield the styles of the rows and columns of who writes and to whom."""
        if not self._windows:
            return
        for name, height in (("1", f'row-height="{self._above:g}mm"'), ("2", f'min-row-height="{_HIGH}mm"')):
            yield (
                f'<style:style style:name="Fenetre{name}" style:family="table-row"><style:table-row-properties '
                f'style:{height} fo:keep-together="always"/></style:style>'
            )
        for column, width in zip("ABC", self._windows[0], strict=False):
            yield (
                f'<style:style style:name="Fenetre.{column}" style:family="table-column">'
                f'<style:table-column-properties style:rel-column-width="{round(100 * width)}*"/></style:style>'
            )

    def _blocks(self, blocks: Iterable[Block], inside: str = "") -> Iterator[str]:
        around = self._keeps
        for block, kept in with_kept(blocks if self._beside else windowed(blocks)):
            self._keeps = kept or around
            yield from self._block(block, inside)
        self._keeps = around

    def _block(self, block: Block, inside: str) -> Iterator[str]:  # noqa: C901  one case for each block
        match block:
            case Heading(level, spans):
                yield self._title(level, self._marked(level, _spans(spans)), f"Heading_20_{min(level, DEEPEST)}")
            case Styled(Role.ARTICLE, spans, level):
                yield self._title(level, _spans(spans), _ROLES[Role.ARTICLE])
            case Styled(role, spans):
                facing = "Face" if self._beside and role in _FACING else ""
                yield self._paragraph(spans, _ROLES[role] + facing)
            case Beside():
                yield from self._window(block) if is_window(block) else self._side(block)
            case Commented(inner, comments):
                self._waiting = comments
                yield from self._block(inner, inside)
            case Contents(title):
                yield self._paragraph(words(title), "TitreSommaire")
                for number, (depth, text) in enumerate(self._contents, 1):
                    yield self._entry(number, depth, text)
            case Paragraph(spans):
                yield self._paragraph(spans, _STYLES[inside])
            case Lead(spans):
                yield self._paragraph(spans, "Chapeau")
            case Items():
                yield from self._list(block)
            case Table():
                yield from self._table(block)
            case Callout(_, title, blocks):
                if title:
                    yield self._paragraph(words(title), "TitreEncadre")
                yield from self._blocks(blocks, "callout")
            case Fields(labels):
                name = _fields_style(labels, self._beside)
                yield f'<text:p text:style-name="{self._style(name)}">{_fields(labels)}</text:p>'
            case Boxes(title, boxes, count):
                if title:
                    told = f"{title} ({count})" if count else title
                    yield from self._block(Heading(2, words(told), ""), inside)
                yield from self._bar(block.bar)
                for is_framed, group in groupby(boxes, key=lambda box: bool(box.label)):
                    yield from self._boxes(group, "PointDeDepart" if is_framed else "CaseACocher")
            case Bar(statuses):
                yield from self._bar(statuses)
            case PageBreak():
                self._breaks = "page"
            case Drawn():
                yield self._picture(block)

    def _picture(self, block: Drawn) -> str:
        self._typesetter = self._typesetter or Typesetter()
        number = len(self.pictures) + 1
        place = f"Pictures/figure{number}.png"
        self.pictures[place] = png(block, self._typesetter)
        frame = odt_picture(place, inset(block, f"Figure {number}", self._document))
        return f'<text:p text:style-name="{self._style("Text_20_body")}">{frame}</text:p>'

    def _style(self, name: str) -> str:
        """Return a style, or one of its own where the paragraph begins a page or a column or goes with the next."""
        if master := "Apart" * (self._breaks == "apart"):
            self._breaks = ""
        top = ' fo:margin-top="0.25cm"' * (self._breaks == "column")  # as the head of the first column
        more = (
            f' fo:break-before="{self._breaks}"{top}' * bool(self._breaks) + ' fo:keep-with-next="always"' * self._keeps
        )
        if not more and not master:
            return name
        self._breaks = ""
        self._paragraphs.append((name, more, master))
        return f"Page{len(self._paragraphs)}"

    def _paragraph(self, spans: Spans, style: str) -> str:
        return f'<text:p text:style-name="{self._style(style)}">{self._commented(_spans(spans))}</text:p>'

    def _title(self, level: int, inside: str, style: str) -> str:
        told = self._commented(inside)
        return f'<text:h text:style-name="{self._style(style)}" text:outline-level="{level}">{told}</text:h>'

    def _commented(self, inside: str) -> str:
        """Return a paragraph's inside with the comments that wait for it (ODF 1.3, part 3, 14.1)."""
        author = xml(wording().say("documents", "author"))
        day = f"{self._document.date.isoformat()}T00:00:00"
        for comment in self._waiting:
            self._comments += 1
            told = "".join(f"<text:p>{_text(line)}</text:p>" for line in comment.splitlines())
            inside = (
                f'<office:annotation office:name="c{self._comments}"><dc:creator>{author}</dc:creator>'
                f"<dc:date>{day}</dc:date>{told}</office:annotation>{inside}"
                f'<office:annotation-end office:name="c{self._comments}"/>'
            )
        self._waiting = ()
        return inside

    def _marked(self, level: int, inside: str) -> str:
        """Return a heading with the bookmark that the table of contents leads to."""
        if level not in self._levels:
            return inside
        self._listed += 1
        name = f"sommaire{self._listed}"
        return f'<text:bookmark-start text:name="{name}"/>{inside}<text:bookmark-end text:name="{name}"/>'

    def _entry(self, number: int, depth: int, text: str) -> str:
        page = f'<text:bookmark-ref text:reference-format="page" text:ref-name="sommaire{number}">–</text:bookmark-ref>'
        plain = 'text:style-name="Index_20_Link" text:visited-style-name="Index_20_Link"'
        link = f'<text:a xlink:type="simple" xlink:href="#sommaire{number}" {plain}>{_text(text)}</text:a>'
        inside = f"{link}<text:tab/>{page}"
        return f'<text:p text:style-name="{self._style("Sommaire" if depth == 2 else "SommaireBas")}">{inside}</text:p>'

    def _list(self, block: Items) -> Iterator[str]:
        bullets = "Cases" if is_ticked(block) else "Puces"
        yield f'<text:list text:style-name="{"Numeros" if block.ordered else bullets}">'
        around, items = self._keeps, marked(block, f"{EMPTY}\t").items
        for left, item in enumerate(items, 1 - len(items)):
            self._keeps = around or (left < 0 and is_short(block))
            yield f"<text:list-item>{''.join(self._blocks(item, 'list'))}</text:list-item>"
        self._keeps = around
        yield "</text:list>"

    def _window(self, block: Beside) -> Iterator[str]:
        """Yield who writes beside to whom; the first row ends where the window of the envelope begins."""
        self._beside = len(block.cells)
        sender, recipient = ("".join(self._blocks(cell.blocks)) for cell in block.cells)
        self._beside = 0
        left = [(WINDOW - self._sheet.left, sender)]
        if block.cells[0].blocks and (frame := self._emblem_frame()):
            across = 10 * emblem_room(self._document)[1] + 4
            left = [(across, f'<text:p text:style-name="Embleme">{frame}</text:p>'), (left[0][0] - across, sender)]
        widths = *(width for width, _ in left), self._sheet.across - sum(width for width, _ in left)
        self._windows.append(widths)
        columns = "".join(
            f'<table:table-column table:style-name="Fenetre.{column}"/>'
            for column, _ in zip("ABC", widths, strict=False)
        )
        first = "".join(_cell("CaseNue", told, ' table:number-rows-spanned="2"') for _, told in left)
        yield (
            f'<table:table table:name="Fenetre {len(self._windows)}" table:style-name="Place">{columns}'
            f'<table:table-row table:style-name="Fenetre1">{first}{_cell("CaseNue", "")}</table:table-row>'
            f'<table:table-row table:style-name="Fenetre2">{"<table:covered-table-cell/>" * len(left)}'
            f"{_cell('CaseNue', recipient)}</table:table-row></table:table>"
        )

    def _side(self, block: Beside) -> Iterator[str]:
        """Yield parts side by side, as cells of a table that only lays out."""
        self._sides += 1
        yield f'<table:table table:name="Cadres {self._sides}" table:style-name="Cadres">'
        for cell in block.cells:
            # The columns of the head of an act have their own widths: the frame for the stamp has its size.
            column = "Acte.B" if is_stamp(cell) else "Acte.A" if any(map(is_stamp, block.cells)) else "Cadres.A"
            yield f'<table:table-column table:style-name="{column}"/>'
        beside, keeps, parts = self._beside, self._keeps, in_rows(block)
        self._beside = len(block.cells)
        for left, row in enumerate(parts, 1 - len(parts)):
            self._keeps = keeps or left < 0
            yield '<table:table-row table:style-name="CadresRang">'
            for cell, blocks in zip(block.cells, row, strict=True):
                told = "".join(self._blocks(blocks))
                told += '<text:p text:style-name="PlaceASigner"/>' * (len(block.cells) > 1 and is_certified(cell))
                # A frame that a paragraph draws itself, as that of the stamp, needs none of the cell.
                framed = cell.framed and not is_stamp(cell)
                part = "" if len(parts) < 2 else "Haut" if left < 0 else "Bas"
                yield _cell(f"CaseCadre{part}" if framed else "CaseNue", told)
            yield "</table:table-row>"
        self._beside, self._keeps = beside, keeps
        yield "</table:table>"

    def _table(self, table: Table) -> Iterator[str]:
        widths = shares(table, self._document)
        self._tables.append((widths, is_small(table, self._document)))
        number = len(self._tables)
        yield f'<table:table table:name="Tableau {number}" table:style-name="Table{number}">'
        for column in range(1, len(widths) + 1):
            yield f'<table:table-column table:style-name="Table{number}.{column}"/>'
        if table.header:
            yield "<table:table-header-rows>"
            yield _row(table.header, len(widths), "TitreColonne", whole=True)
            yield "</table:table-header-rows>"
        for row in table.rows:
            yield _row(row, len(widths), "Cellule", whole=not is_tall(row, widths, self._document))
        yield "</table:table>"

    def _boxes(self, boxes: Iterable[Box], style: str) -> Iterator[str]:
        yield '<text:list text:style-name="CasesCodes">'
        for box in boxes:
            name = f'<text:p text:style-name="{self._style(style)}">{_box(box)}</text:p>'
            yield f"<text:list-item>{name}{''.join(self._blocks(box.blocks, 'box'))}</text:list-item>"
        yield "</text:list>"


def _cell(style: str, told: str, more: str = "") -> str:
    inside = told or '<text:p text:style-name="Cellule"/>'
    return f'<table:table-cell table:style-name="{style}"{more} office:value-type="string">{inside}</table:table-cell>'


def _row(cells: tuple[Spans, ...], width: int, style: str, *, whole: bool) -> str:
    filled_up = (*cells, *((),) * (width - len(cells)))
    cell_style = "TeteTableau" if style == "TitreColonne" else "CaseTableau"
    told = "".join(
        f'<table:table-cell table:style-name="{cell_style}" office:value-type="string">'
        f'<text:p text:style-name="{style}">{_spans(cell)}</text:p></table:table-cell>'
        for cell in filled_up
    )
    return f"<table:table-row{' table:style-name="RangEntier"' * whole}>{told}</table:table-row>"


def _box(box: Box) -> str:
    """Return the line of a box: one that a click ticks in LibreOffice 7.4 and later, a plain sign elsewhere."""
    mark = sign(box)
    if is_tickable(box):
        ticked = "true" if box.status is Status.DONE else "false"
        mark = (
            f'<loext:content-control loext:alias="{xml(box.code)}" loext:checkbox="true" loext:checked="{ticked}" '
            f'loext:checked-state="{SIGNS[Status.DONE]}" loext:unchecked-state="{EMPTY}">{mark}</loext:content-control>'
        )
    code = f'<text:span text:style-name="Code">{_text(box.code)}</text:span>' if box.code else ""
    label = f'<text:span text:style-name="Strong_20_Emphasis">{_text(box.label)}</text:span> ' if box.label else ""
    state = f" ({_text(box.state)})" if box.state else ""
    return f"{mark}<text:tab/>{code}<text:tab/>{label}{_text(box.title)}{state}"


def _fields_style(labels: tuple[str, ...], beside: int) -> str:
    if beside:
        return "ARemplirCadre" if beside == 1 else "ARemplirCote"
    return "ARemplir" if len(labels) < 2 else "ARemplirDeux"


def _fields(labels: tuple[str, ...]) -> str:
    return "".join(f"{_text(label)} <text:tab/>{' ' if n < len(labels) - 1 else ''}" for n, label in enumerate(labels))


def _spans(spans: Spans) -> str:
    found = []
    for run in runs(spans):
        told = "".join(
            f'<text:span text:style-name="Exposant">{_text(part)}</text:span>' if is_raised else _text(part)
            for part, is_raised in raised(run.text)
        )
        if isinstance(run, ToFill):
            told = f'<text:span text:style-name="ACompleter">{told}</text:span>'
        if isinstance(run, Highlighted):
            told = f'<text:span text:style-name="Surligne">{told}</text:span>'
        if run.italic:
            told = f'<text:span text:style-name="Emphasis">{told}</text:span>'
        if run.bold:
            told = f'<text:span text:style-name="Strong_20_Emphasis">{told}</text:span>'
        found.append(told)
    return "".join(found)


def _styles(document: Document, sheet: PageLayout) -> str:
    say = wording()
    before, after = say.phrases["documents"]["page"].split("{page}")
    number = '<text:page-number text:select-page="current">1</text:page-number>'
    pages = "<text:page-count>1</text:page-count>"
    if document.apart:
        pages = '<text:bookmark-ref text:reference-format="page" text:ref-name="FinActe">1</text:bookmark-ref>'
    numbered = xml(before) + number + xml(after).replace("{pages}", pages)
    date = f"{say.date(document.date)} · " if document.dated else ""
    head = f"{_text(document.place)}<text:tab/>{_text(date)}{numbered}"
    foot = f"{_text(full_title(document))}<text:tab/>{numbered}" if document.official else _text(document.footer)
    size, right, is_pocket = points(document), sheet.across, document.paper is Paper.A5
    zoom = size / 11
    return filled(
        "odt-styles.xml",
        size=f"{size:g}",
        small=f"{max(9, min(size - 2, 18 * document.paper.zoom)):g}",
        width=f"{sheet.width / 10:.4g}cm",
        height=f"{sheet.height / 10:.4g}cm",
        orientation="landscape" if document.landscape else "portrait",
        right=f"{right / 10:.4g}cm",
        half=f"{right / 20 - 0.2:.3g}cm",
        hang=f"{0.75 * zoom:.2f}cm",
        tab=f"-{1 * zoom:.2f}cm",
        coded=f"{1.75 * zoom:.2f}cm",
        keep="always" if document.blank and not document.poster else "auto",
        deep=f"{1.5 * zoom:.2f}cm",
        deeper=f"{2.25 * zoom:.2f}cm",
        cadre=f"{right / 10 - 0.7:.4g}cm",
        cote=f"{right / 20 - 0.7:.3g}cm",
        accent="000000" if document.official or document.letter else accent(),
        align="center" if document.official else "start",
        **{f"h{level}": f"{by:.0%}" for level, by in enumerate(scale(document)[:3], 1)},
        before2="0.45cm" if is_dense(document) else "0.6cm",
        after2="0.2cm" if is_dense(document) else "0.25cm",
        gap="0.1cm" if is_pocket else "0.15cm",
        line="100%" if is_pocket else "105%",
        before3="0.3cm" if is_pocket else "0.45cm",
        after3="0.1cm" if is_pocket else "0.2cm",
        top="1.2cm" if sheet.width > SMALL else "0.95cm",
        bottom="1.1cm" if sheet.width > SMALL else "0.75cm",
        side=f"{sheet.left / 10:.4g}cm",
        window=f"{(WINDOW - sheet.left) / 10:.4g}cm",
        emblem="start" if document.official or document.letter else "end",
        objet="0.15cm" if encloses(document) else "0.6cm",
        room="3cm" if document.official else "2.5cm",
        **{f"bullet{level}": mark for level, mark in enumerate(bullets(document), 1)},
        around="0.9cm" if document.official else "0cm",
        after="0.7cm" if document.official else "0.35cm",
        header="" if document.official else f'<text:p text:style-name="Header">{head}</text:p>',
        first='<style:header-first><text:p text:style-name="Footer"/></style:header-first>' if document.letter else "",
        footer=foot,
        initials=f'<text:p text:style-name="Footer"><text:tab/>{_text(initials(document))}</text:p>'
        * bool(document.initials),
    )


def meta(document: Document) -> str:
    """Return ``meta.xml`` of a text or of a spreadsheet: its title, its author, its day."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    names += ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
    moment = f"{document.date.isoformat()}T00:00:00"
    author = xml(document.author or wording().say("documents", "author"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta {names} office:version="1.3"><office:meta>'
        f"<dc:title>{xml(full_title(document))}</dc:title><dc:language>{LANGUAGE}</dc:language>"
        f"<meta:initial-creator>{author}</meta:initial-creator><dc:creator>{author}</dc:creator>"
        f"<meta:creation-date>{moment}</meta:creation-date><dc:date>{moment}</dc:date>"
        "</office:meta></office:document-meta>\n"
    )


def manifest(kind_of_all: str, pictures: tuple[str, ...] = (), settings: tuple[str, ...] = ()) -> str:
    """Return the list of the parts of a package of this media type."""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (
            ("/", kind_of_all),
            ("content.xml", "text/xml"),
            ("styles.xml", "text/xml"),
            ("meta.xml", "text/xml"),
            *((name, "text/xml") for name in settings),
            *((name, "image/png") for name in pictures),
        )
    )
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{name}" manifest:version="1.3">{entries}</manifest:manifest>\n'
    )
