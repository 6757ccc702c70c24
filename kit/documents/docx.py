"""A document as Word takes it (ECMA-376, transitional), written by hand: named styles, real titles, lists and tables.

The look stands in ``resources/print/docx-styles.xml``; a secretary changes it in the styles pane.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kit.content.blocks import Callout, Heading, Items, Paragraph, Spans, Table, Text
from kit.documents.apply_template import template_for, with_word_template
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
from kit.documents.docx_package import HEAD, core, relations, types
from kit.documents.measure import is_small, is_tall
from kit.documents.office import (
    EMPTY,
    SIGNS,
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
from kit.documents.paper import PageLayout, Paper, twips
from kit.documents.pictures import bar_inset, docx_picture, emblem_inset, inset, png
from kit.documents.template import WORD
from kit.documents.typeset import Typesetter
from kit.documents.wording import wording
from kit.dossier.model import Status
from kit.typography import raised

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_PARTS = {"document": "document.main"} | {name: name for name in ("styles", "numbering", "settings", "fontTable")}
_EDGES = {"header": "header", "footer": "footer"}
_COMMENTS = {"comments": "comments"}
_APART = {"footerApart": "footer"}
_LETTER = {"headerFirst": "header"}
_OWN_IDS = ("document", *_APART, *_LETTER)
_STRONG = '<w:rStyle w:val="Strong"/>'
_BULLETS, _BOXES, _CODED, _FIRST_NUMBERS = 1, 2, 3, 4  # ids of the lists; each numbered list has its own, to begin at 1
_INDENT = 425  # twentieths of a point that a list at 11 points stands in
_RAISED = '<w:rStyle w:val="Exposant"/>'
_HIGHER = '<w:vertAlign w:val="superscript"/>'  # a run has one style
_CELL = 170  # twentieths of a point that a frame stands off its words
_END = '<w:bookmarkStart w:id="9000" w:name="FinActe"/><w:bookmarkEnd w:id="9000"/>'
_SHORT = 60  # characters of a control's name: Word refuses more than 64


def docx(document: Document, typesetter: Typesetter | None = None) -> bytes:
    """Return a document as the bytes of a ``.docx``; ``typesetter`` makes pixels of its drawings, if it has any.

    Raises CompileFailed where a drawing cannot be made.
    """
    template = template_for(document, WORD)
    sheet = template.sheet if template else document.page
    body = _Body(document, typesetter, sheet)
    told = body.xml()
    more = (_COMMENTS if body.comments else {}) | (_APART if document.apart else {})
    more |= _LETTER if document.letter else {}
    drawn = [f"figure{number}" for number in range(1, len(body.pictures) + 1)]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types(_PARTS | _EDGES | more, has_pictures=bool(drawn)),
        "_rels/.rels": relations(
            ("officeDocument", "word/document.xml"),
            (
                _CORE_RELATION,
                "docProps/core.xml",
            ),
        ),
        "docProps/core.xml": core(document),
        "word/document.xml": told,
        "word/_rels/document.xml.rels": relations(
            *((name, f"{name}.xml") for name in (*_PARTS, *_EDGES, *more) if name not in _OWN_IDS),
            *(("header", "headerFirst.xml", "headerFirst"),) * document.letter,
            *(("footer", "footerApart.xml", "footerApart"),) * bool(document.apart),
            pictures=drawn,
        ),
        "word/styles.xml": _styles(document, sheet),
        "word/numbering.xml": _numbering(document, body.numbered),
        "word/settings.xml": HEAD + f'<w:settings {_NAMES}><w:defaultTabStop w:val="567"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{LANGUAGE}"/></w:settings>\n',
        "word/fontTable.xml": HEAD + f'<w:fonts {_NAMES}><w:font w:name="Arial"><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>\n',
        "word/header.xml": HEAD + f"<w:hdr {_NAMES}>{_header(document)}</w:hdr>\n",
        "word/footer.xml": HEAD + f"<w:ftr {_NAMES}>{_footer(document)}</w:ftr>\n",
    }
    if document.letter:
        parts["word/headerFirst.xml"] = HEAD + f"<w:hdr {_NAMES}>{_paragraph('EnTeteActe', '')}</w:hdr>\n"
    if document.apart:
        parts["word/footerApart.xml"] = HEAD + f"<w:ftr {_NAMES}>{_paragraph('Footer', '')}</w:ftr>\n"
    parts |= {f"word/media/{name}.png": pixels for name, pixels in zip(drawn, body.pictures, strict=True)}
    if body.comments:
        parts["word/comments.xml"] = _comments(body.comments, document)
    return packed(with_word_template(parts, template) if template else parts)


class _Body:
    """One pass over the blocks of one document."""

    def __init__(self, document: Document, typesetter: Typesetter | None, sheet: PageLayout) -> None:
        self._document, self._sheet = document, sheet
        self._typesetter = typesetter
        self.pictures: list[bytes] = []
        """The pictures of the text, in its order."""
        self._breaks = False  # the next paragraph begins a page
        self._turns = False  # the next paragraph begins a column
        self._keeps = False  # paragraphs go with the next
        self._beside = 0  # how many parts stand side by side where the blocks are told
        self._boxes_told = 0
        self._under_box = False
        self._waiting: tuple[str, ...] = ()  # comments of the next paragraph
        self._contents = contents(document)
        self._levels = {listed for listed, _ in self._contents}
        self._listed = 0  # headings told that the table of contents leads to
        self.numbered = 0
        """How many numbered lists there are."""
        self.comments: list[str] = []
        """The comments to who drafts, by their number in the text."""

    def xml(self) -> str:
        """Return ``word/document.xml``, a block a line."""
        document = self._document
        title = _paragraph("Objet" if document.letter else "Heading1", _spans(document.title_spans))
        blocks = self._side_by_side() if document.poster else self._blocks(document.blocks)
        told = [*self._emblem(), *self._blocks(document.head), title, *blocks]
        if document.apart:
            # An office drops a paragraph that only ends a section, and the mark with it.
            told += [_paragraph("ApresTableau", _END), _paragraph("ApresTableau", "", _section(document, self._sheet))]
            told += self._blocks(document.apart)
        last = _section(document, self._sheet, apart=bool(document.apart))
        lines = "\n".join(told)
        return f"{HEAD}<w:document {_NAMES}><w:body>\n{lines}\n{last}</w:body></w:document>\n"

    def _emblem(self) -> Iterator[str]:
        """Yield the coat of arms or logo as a paragraph above all; in a letter it stands beside the sender."""
        if not self._document.letter and (picture := self._emblem_run()):
            yield _paragraph("Embleme", picture)

    def _bar(self, statuses: Iterable[Status]) -> Iterator[str]:
        """Yield how far actions are, as a picture that only adorns."""
        self._typesetter = self._typesetter or Typesetter()
        found = bar_inset(statuses, self._typesetter)
        if found is not None:
            self.pictures.append(found[0])
            number = len(self.pictures)
            yield self._paragraph_xml("Avancement", docx_picture(f"figure{number}", 1000 + number, found[1]))

    def _emblem_run(self) -> str:
        if self._document.emblem is None:
            return ""
        self._typesetter = self._typesetter or Typesetter()
        found = emblem_inset(self._document, *emblem_room(self._document), self._typesetter)
        if found is None:
            return ""
        self.pictures.append(found[0])
        number = len(self.pictures)
        return docx_picture(f"figure{number}", 1000 + number, found[1])

    def _side_by_side(self) -> Iterator[str]:
        """Yield a poster, its parts in two columns."""
        told = laid(self._document)
        yield from self._blocks(told.head)
        yield _paragraph("ApresTableau", "", _section(self._document, self._sheet))
        yield from self._blocks(told.left)
        self._turns = True
        yield from self._blocks(told.right)
        yield _paragraph("ApresTableau", "", _section(self._document, self._sheet, columns=2))
        yield from self._blocks(told.foot)

    def _blocks(self, blocks: Iterable[Block], style: str = "BodyText", level: int = 0) -> Iterator[str]:
        around = self._keeps
        for block, kept in with_kept(blocks if self._beside else windowed(blocks)):
            self._keeps = kept or around
            yield from self._block(block, style, level)
        self._keeps = around

    def _block(self, block: Block, style: str, level: int) -> Iterator[str]:  # noqa: C901  one case for each block
        match block:
            case Heading(depth, spans):
                yield self._paragraph_xml(f"Heading{min(depth, DEEPEST)}", self._marked(depth, _spans(spans)))
            case Styled(role, spans, depth):
                outline = f'<w:outlineLvl w:val="{depth - 1}"/>' if role is Role.ARTICLE and depth != 2 else ""
                facing = "Face" if self._beside and role in _FACING else ""
                yield self._paragraph_xml(_ROLES[role] + facing, _spans(spans), outline)
            case Beside():
                yield from self._window(block) if is_window(block) else self._side(block)
            case Commented(inner, comments):
                self._waiting = comments
                yield from self._block(inner, style, level)
            case Contents(title):
                yield from self._table_of_contents(title)
            case Paragraph(spans):
                yield self._paragraph_xml(style, _spans(spans), _inset(level, self._document) if level > 1 else "")
            case Lead(spans):
                yield self._paragraph_xml("Chapeau", _spans(spans))
            case Items():
                yield from self._list(block, level)
            case Table():
                yield from self._table(block)
            case Callout(_, title, blocks):
                if title:
                    yield self._paragraph_xml("TitreEncadre", _spans(words(title)))
                yield from self._blocks(blocks, "Encadre")
            case Fields(labels):
                name = "ARemplir" if len(labels) < 2 else "ARemplirDeux"
                name = ("ARemplirCadre" if self._beside == 1 else "ARemplirCote") if self._beside else name
                under = self._under_box and not self._beside
                more = "" if under else _inset(level, self._document)
                yield self._paragraph_xml(f"{name}Case" if under else name, _fields(labels), more)
            case Boxes(title, boxes, count):
                if title:
                    yield self._paragraph_xml("Heading2", _run(f"{title} ({count})" if count else title))
                yield from self._bar(block.bar)
                for box in boxes:
                    yield from self._box(box)
            case Bar(statuses):
                yield from self._bar(statuses)
            case PageBreak():
                self._breaks = True
            case Drawn():
                self._typesetter = self._typesetter or Typesetter()
                self.pictures.append(png(block, self._typesetter))
                number = len(self.pictures)
                told = inset(block, f"Figure {number}", self._document)
                yield self._paragraph_xml(style, docx_picture(f"figure{number}", 1000 + number, told))

    def _paragraph_xml(self, style: str, inside: str, more: str = "") -> str:
        if self._breaks:
            self._breaks, more = False, f"<w:pageBreakBefore/>{more}"
        if self._turns:
            self._turns, inside = False, f'<w:r><w:br w:type="column"/></w:r>{inside}'
        if self._keeps:
            more = f"<w:keepNext/>{more}"
        for comment in self._waiting:
            number = len(self.comments)
            self.comments.append(comment)
            inside = (
                f'<w:commentRangeStart w:id="{number}"/>{inside}<w:commentRangeEnd w:id="{number}"/>'
                f'<w:r><w:commentReference w:id="{number}"/></w:r>'
            )
        self._waiting = ()
        return _paragraph(style, inside, more)

    def _marked(self, depth: int, inside: str) -> str:
        """Return a heading with the bookmark that the table of contents leads to."""
        if depth not in self._levels:
            return inside
        self._listed += 1
        number = self._listed
        return f'<w:bookmarkStart w:id="{number}" w:name="_Toc{number}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'

    def _table_of_contents(self, title: str) -> Iterator[str]:
        yield self._paragraph_xml("TitreSommaire", _run(title))
        for number, (depth, text) in enumerate(self._contents, 1):
            page = f'<w:fldSimple w:instr=" PAGEREF _Toc{number} \\h " w:dirty="true">{_run("–")}</w:fldSimple>'
            inside = f"{_run(text)}<w:r><w:tab/></w:r>{page}"
            linked = f'<w:hyperlink w:anchor="_Toc{number}" w:history="1">{inside}</w:hyperlink>'
            yield self._paragraph_xml(f"TOC{min(depth - 1, 2)}", linked)

    def _list(self, block: Items, level: int) -> Iterator[str]:
        number = _BOXES if is_ticked(block) else _BULLETS
        if block.ordered:
            number, self.numbered = _FIRST_NUMBERS + self.numbered, self.numbered + 1
        style = "ListNumber" if block.ordered else "ListBullet"
        level += self._under_box and level == 0  # below the title of the box
        mark = f'<w:numPr><w:ilvl w:val="{min(level, 2)}"/><w:numId w:val="{number}"/></w:numPr>'
        around, items = self._keeps, marked(block, f"{EMPTY}\t").items
        for left, item in enumerate(items, 1 - len(items)):
            self._keeps = around or (left < 0 and is_short(block))
            first, *rest = item or (Paragraph(()),)
            if isinstance(first, Paragraph):
                yield self._paragraph_xml(style, _spans(first.spans), mark)
            else:
                yield from (self._paragraph_xml(style, "", mark), *self._block(first, "ListContinue", level + 1))
            yield from self._blocks(rest, "ListContinue", level + 1)
        self._keeps = around

    def _window(self, block: Beside) -> Iterator[str]:
        """Yield who writes beside to whom; the first row ends where the window of the envelope begins."""
        self._beside = len(block.cells)
        sender, recipient = ("".join(self._blocks(cell.blocks)) or _NOTHING for cell in block.cells)
        self._beside = 0
        left = [(twips(WINDOW - self._sheet.left), sender)]
        if block.cells[0].blocks and (picture := self._emblem_run()):
            across = twips(10 * emblem_room(self._document)[1] + 4)
            left = [(across, _paragraph("Embleme", picture)), (left[0][0] - across, sender)]
        right = twips(self._sheet.across) - sum(width for width, _ in left)
        first = [_cell(width, told, '<w:vMerge w:val="restart"/>') for width, told in left]
        rest = [_cell(width, _NOTHING, "<w:vMerge/>") for width, _ in left]
        above = max(1, _CLEAR - self._sheet.top)
        rows = (_line((*first, _cell(right, _NOTHING)), above, "exact"), _line((*rest, _cell(right, recipient)), _HIGH))
        yield _laid_out("CoteACote", [*(width for width, _ in left), right], rows)
        yield _paragraph("ApresTableau", "")

    def _side(self, block: Beside) -> Iterator[str]:
        """Yield parts side by side, as cells of a table that only lays out."""
        style = "Cadres" if all(cell.framed for cell in block.cells) else "CoteACote"
        across = twips(self._sheet.across)
        stamps = [is_stamp(cell) for cell in block.cells]
        share = (across - twips(STAMP) * sum(stamps)) // (len(stamps) - sum(stamps) or 1)
        widths = [twips(STAMP) if stamped else share for stamped in stamps]
        beside, keeps, parts, rows = self._beside, self._keeps, in_rows(block), list[str]()
        self._beside = len(widths)
        for left, row in enumerate(parts, 1 - len(parts)):
            self._keeps = keeps or left < 0
            cells = []
            for cell, blocks, width in zip(block.cells, row, widths, strict=True):
                told = "".join(self._blocks(blocks))
                told += _paragraph("PlaceASigner", "") if len(widths) > 1 and is_certified(cell) else ""
                cells.append(_cell(width, told or _NOTHING, _JOINED[left < 0] if len(parts) > 1 else ""))
            rows.append(_line(cells))
        self._beside, self._keeps = beside, keeps
        yield _laid_out(style, widths, rows)
        yield self._paragraph_xml("ApresTableau", "")  # Word asks for a paragraph between two tables

    def _table(self, table: Table) -> Iterator[str]:
        across, told = twips(self._sheet.across), shares(table, self._document)
        widths = [share * across // 100 for share in told]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        yield (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="Tableau"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="{int(bool(table.header))}" '
            'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>"
        )
        whole = "<w:keepNext/>" if is_small(table, self._document) else ""
        if table.header:
            yield _row(table.header, widths, "TitreColonne", more="<w:cantSplit/><w:tblHeader/>")
        for number, row in enumerate(table.rows, 1):
            cut = "" if is_tall(row, told, self._document) else "<w:cantSplit/>"
            yield _row(row, widths, "Cellule", whole if number < len(table.rows) else "", cut)
        yield "</w:tbl>"
        yield self._paragraph_xml("ApresTableau", "")  # Word asks for a paragraph between two tables

    def _box(self, box: Box) -> Iterator[str]:
        self._boxes_told += 1
        mark = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{_CODED}"/></w:numPr>'
        code = _run(box.code, '<w:rStyle w:val="Code"/>') + "<w:r><w:tab/></w:r>"
        label = _run(f"{box.label} " if box.label else "", _STRONG)
        title = f"{box.title} ({box.state})" if box.state else box.title
        name = f"{_sign(box, self._boxes_told)}<w:r><w:tab/></w:r>{code}{label}{_run(title)}"
        yield self._paragraph_xml("PointDeDepart" if box.label else "CaseACocher", name, mark)
        self._under_box = True
        yield from self._blocks(box.blocks, "SousCase", 1)
        self._under_box = False


_CLEAR = 49  # millimetres from the head of the page to the window of the envelope
_HIGH = 39.5  # and from there to the small line that Word asks for after a table, above the date
_NOTHING = '<w:p><w:pPr><w:pStyle w:val="Cellule"/></w:pPr></w:p>'
# What the cells of two rows that are one frame leave free between them: nothing.
_JOINED = {
    is_first: f'<w:tcMar><w:{edge} w:w="0" w:type="dxa"/></w:tcMar>'
    for is_first, edge in ((True, "bottom"), (False, "top"))
}
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


def _section(document: Document, sheet: PageLayout, columns: int = 1, *, apart: bool = False) -> str:
    """Return how the pages of a part are laid out; the parts of a poster stand on the same page.

    What stands ``apart`` begins on a sheet of its own, also where both sides are printed, and has no number.
    """
    width, height = twips(sheet.width), twips(sheet.height)
    side = ' w:orient="landscape"' if document.landscape else ""
    cut = '<w:type w:val="continuous"/>' if document.poster else '<w:type w:val="oddPage"/>' if apart else ""
    head, foot = "header", "footerApart" if apart else "footer"
    opens = document.letter and not apart  # its first page has no head
    if document.letter and apart:
        head = "headerFirst"  # which is empty
    beside = f'<w:cols w:num="{columns}" w:space="{twips(GAP)}"/>' if columns > 1 else ""
    first = '<w:headerReference w:type="first" r:id="headerFirst"/><w:footerReference w:type="first" r:id="footer"/>'
    return (
        f'<w:sectPr>{first * opens}<w:headerReference w:type="default" r:id="{head}"/>'
        f'<w:footerReference w:type="default" r:id="{foot}"/>{cut}'
        f'<w:pgSz w:w="{width}" w:h="{height}"{side}/>'
        f'<w:pgMar w:top="{twips(sheet.top)}" w:right="{twips(sheet.right)}" w:bottom="{twips(sheet.bottom)}" '
        f'w:left="{twips(sheet.left)}" w:header="{twips(sheet.header)}" w:footer="{twips(sheet.footer)}" w:gutter="0"/>'
        f"{beside}{'<w:titlePg/>' * opens}</w:sectPr>"
    )


def _comments(comments: list[str], document: Document) -> str:
    """Return ``word/comments.xml``: what is told to who drafts, in the name of the kit."""
    author = xml(wording().say("documents", "author"))
    moment = f"{document.date.isoformat()}T00:00:00Z"
    told = "".join(
        f'<w:comment w:id="{number}" w:author="{author}" w:date="{moment}" w:initials="Kit">'
        + "".join(_paragraph("Commentaire", _run(line)) for line in comment.splitlines() or [""])
        + "</w:comment>"
        for number, comment in enumerate(comments)
    )
    return f"{HEAD}<w:comments {_NAMES}>{told}</w:comments>\n"


def _sign(box: Box, number: int) -> str:
    """Return the box: a control that a click ticks (Word 2010 and later), or a plain sign."""
    fonts = " ".join(f'w:{script}="Segoe UI Symbol"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    shown = f"<w:r><w:rPr><w:rFonts {fonts}/></w:rPr><w:t>{sign(box)}</w:t></w:r>"
    if not is_tickable(box):
        return _run(sign(box))
    ticked, unticked = (f'w14:val="{ord(c):04X}" w14:font="Segoe UI Symbol"' for c in (SIGNS[Status.DONE], EMPTY))
    name = xml(" ".join(f"{box.code} {box.title}".split())[:_SHORT])
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{name}"/><w:id w:val="{number}"/><w14:checkbox>'
        f'<w14:checked w14:val="{int(box.status is Status.DONE)}"/><w14:checkedState {ticked}/>'
        f"<w14:uncheckedState {unticked}/></w14:checkbox></w:sdtPr>"
        f"<w:sdtContent>{shown}</w:sdtContent></w:sdt>"
    )


def _laid_out(style: str, widths: Sequence[int], rows: Iterable[str]) -> str:
    """Return a table that only lays out."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _line(cells: Iterable[str], height: float = 0, rule: str = "atLeast") -> str:
    tall = f'<w:trHeight w:val="{twips(height)}" w:hRule="{rule}"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(width: int, told: str, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{told}</w:tc>'


def _row(cells: tuple[Spans, ...], widths: list[int], style: str, kept: str = "", more: str = "") -> str:
    filled_up = (*cells, *((),) * (len(widths) - len(cells)))
    told = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(style, _spans(cell), kept)}</w:tc>'
        for cell, width in zip(filled_up, widths, strict=False)
    )
    return f"<w:tr>{f'<w:trPr>{more}</w:trPr>' if more else ''}{told}</w:tr>"


def _paragraph(style: str, inside: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inside}</w:p>'


def _inset(level: int, document: Document) -> str:
    return f'<w:ind w:left="{level * _indent(document)}"/>' if level else ""


def _indent(document: Document) -> int:
    return int(_INDENT * points(document) // 11)


def _code(document: Document) -> int:
    """Return how wide the column of the codes is: the same on every list, so that one reads down it."""
    return int(1.3 * _indent(document))


def _fields(labels: tuple[str, ...]) -> str:
    return "".join(f"{_run(f'{label} ')}<w:r><w:tab/></w:r>{_run(' ')}" for label in labels)


def _spans(spans: Spans) -> str:
    return "".join(_run(run.text, _look(run)) for run in runs(spans))


def _look(run: Text) -> str:
    """Return the character style of a run: one that it has, and what the second adds."""
    own = ["ACompleter"] * isinstance(run, ToFill) + ["Surligne"] * isinstance(run, Highlighted)
    names = [*own, *["Strong"] * run.bold, *["Emphasis"] * run.italic]
    more = {"Strong": "<w:b/>", "Emphasis": "<w:i/>"}
    return "".join(f'<w:rStyle w:val="{name}"/>' if n == 0 else more[name] for n, name in enumerate(names))


def _run(text: str, look: str = "") -> str:
    """Return a run; a line break or a tab inside is an element (ECMA-376, part 1, 17.3.3)."""
    parts = list(raised(text))
    if len(parts) > 1:
        above = look + _HIGHER if look else _RAISED
        return "".join(_run(part, above if is_raised else look) for part, is_raised in parts)
    if not text:
        return ""
    told = xml(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    told = told.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{told}</w:t></w:r>'


def _header(document: Document) -> str:
    if document.official:
        return _paragraph("EnTeteActe", "")
    say = wording()
    day = f"{say.date(document.date)} · " if document.dated else ""
    return _paragraph("Header", f"{_run(document.place)}<w:r><w:tab/></w:r>{_run(day)}{_pages(document)}")


def _footer(document: Document) -> str:
    if document.official:
        told = _paragraph("Footer", f"{_run(full_title(document))}<w:r><w:tab/></w:r>{_pages(document)}")
        if document.initials:
            told = _paragraph("Footer", f"<w:r><w:tab/></w:r>{_run(initials(document))}") + told
        return told
    return _paragraph("Footer", _run(document.footer))


def _pages(document: Document) -> str:
    """Return the number of the page and how many there are; what stands apart is not counted."""
    before, after = wording().phrases["documents"]["page"].split("{page}")
    between, end = after.split("{pages}")
    count = "PAGEREF FinActe" if document.apart else "NUMPAGES"
    return _run(before) + _field("PAGE") + _run(between) + _field(count) + _run(end)


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _styles(document: Document, sheet: PageLayout) -> str:
    size, right, is_pocket = round(2 * points(document)), twips(sheet.across), document.paper is Paper.A5
    sizes = {f"h{level}": round(size * by) for level, by in enumerate(scale(document), 1)}
    return filled(
        "docx-styles.xml",
        size=size,
        lead=round(size * 1.1),
        small=round(2 * max(9, min(points(document) - 2, 18 * document.paper.zoom))),
        right=right,
        half=right // 2,
        cadre=right - 2 * _CELL,
        cote=right // 2 - 2 * _CELL,
        accent="000000" if document.official or document.letter else accent(),
        center='<w:jc w:val="center"/>' if document.official else "",
        around=480 if document.official else 0,
        after=400 if document.official else 200,
        before2=260 if is_dense(document) else 340,
        after2=113 if is_dense(document) else 142,
        window=twips(WINDOW - sheet.left),
        emblem="left" if document.official or document.letter else "right",
        objet=85 if encloses(document) else 340,
        gap=57 if is_pocket else 85,
        line=240 if is_pocket else 252,
        before3=170 if is_pocket else 255,
        after3=57 if is_pocket else 113,
        room=twips(30 if document.official else 25),
        indent=_indent(document),
        coded=_indent(document) + _code(document),
        keep="<w:keepNext/>" if document.blank and not document.poster else "",
        **sizes,
    )


def _numbering(document: Document, numbered: int) -> str:
    step = _indent(document)

    def level(number: int, kind: str, text: str, follow: str = "", more: int = 0) -> str:
        return (
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{follow}'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{step * (number + 1) + more}" w:hanging="{step + more}"/></w:pPr></w:lvl>'
        )

    kinds = (
        "".join(level(n, "bullet", bullets(document)[n]) for n in range(3)),
        "".join(level(n, "none", "", '<w:suff w:val="nothing"/>') for n in range(3)),
        "".join(level(n, "none", "", '<w:suff w:val="nothing"/>', _code(document)) for n in range(3)),
        "".join(level(n, "decimal", f"%{n + 1}.") for n in range(3)),
    )
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
        for n, levels in enumerate(kinds, 1)
    )
    restart = "".join(f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="1"/></w:lvlOverride>' for n in range(3))
    lists = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{min(n, _FIRST_NUMBERS)}"/>'
        f"{restart if n > _CODED else ''}</w:num>"
        for n in range(1, _FIRST_NUMBERS + numbered)
    )
    return f"{HEAD}<w:numbering {_NAMES}>{abstract}{lists}</w:numbering>\n"
