"""Tables as a workbook of Excel, by XlsxWriter: days and numbers as such, links, a head that stays and is repeated."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from functools import partial

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kit.documents.document import Document
from kit.documents.office import accent, full_title
from kit.documents.sheet import Euros, Linked, Sheet, SheetCell
from kit.documents.spreadsheet import address, fitting, head_of, in_words, looks_like_formula, plain, widths
from kit.documents.wording import wording

_A4 = 9  # Excel's number for it
_LINKS = 65_530  # what a sheet of Excel holds; more of them are words
_FONT = {"font_name": "Arial", "font_size": 10}
_CELL = {**_FONT, "valign": "top"}
_RULE = {"bottom": 7, "bottom_color": "#000000"}
_MARGIN = 0.4  # inches
_HEAD_LIMIT = 100  # characters of the place at the head of a page: Excel takes 255 of all three parts


def xlsx(document: Document) -> bytes:
    """Return the tables of a document as the bytes of an ``.xlsx``, a sheet each; the same give the same bytes."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": plain(full_title(document)),
                "author": plain(document.author or wording().say("documents", "author")),
                "created": datetime.combine(document.date, time()),
            }
        )
        looks = _Looks(book)
        for sheet in document.sheets:
            _Table(document, sheet, book.add_worksheet(sheet.name), looks).write()
    return out.getvalue()


class _Looks:
    """The formats of a workbook."""

    def __init__(self, book: Workbook) -> None:
        def look(**more: object) -> Format:
            return book.add_format({**_CELL, **more})

        ruled = partial(look, **_RULE, text_wrap=True)
        self.title = look(bold=True, font_size=14, font_color=f"#{accent()}")
        self.line = look()
        self.header = look(bold=True, text_wrap=True, bottom=2, bottom_color=f"#{accent()}")
        self.hint = ruled(italic=True)
        self.words = ruled()
        self.guarded = ruled(quote_prefix=True)  # stays words when someone edits the cell
        self.day = ruled(num_format="dd/mm/yyyy", align="left")
        self.number = ruled(num_format="0_)")
        self.euros = ruled(num_format="#,##0.00\\ [$€-40C]_)")
        self.link = ruled(underline=1, font_color=f"#{accent()}")


class _Table:
    """One table on its sheet."""

    def __init__(self, document: Document, sheet: Sheet, page: Worksheet, looks: _Looks) -> None:
        self._document, self._sheet, self._page, self._looks = document, sheet, page, looks
        self._links = 0

    def write(self) -> None:
        sheet, page, looks = self._sheet, self._page, self._looks
        lines = head_of(self._document, sheet)
        for row, line in enumerate(lines):
            page.write_string(row, 0, fitting(line), looks.line if row else looks.title)
        top = len(lines)
        for column, title in enumerate(sheet.header):
            page.write_string(top, column, fitting(title), looks.header)
        last_of_head = top + bool(sheet.hints)
        for column, hint in enumerate(sheet.hints):
            page.write_string(last_of_head, column, fitting(hint), looks.hint)
        for row, cells in enumerate(sheet.rows, last_of_head + 1):
            for column, value in enumerate(cells):
                self._write_cell(row, column, value)
        self._lay_out(top, last_of_head)

    def _write_cell(self, row: int, column: int, value: SheetCell) -> None:
        page, looks = self._page, self._looks
        match value:
            case date():
                page.write_datetime(row, column, datetime.combine(value, time()), looks.day)
            case Euros(amount):
                page.write_number(row, column, float(amount), looks.euros)
            case int():
                page.write_number(row, column, value, looks.number)
            case Linked() if self._links < _LINKS and (leads_to := address(value)):
                self._links += 1
                page.write_url(row, column, leads_to, looks.link, fitting(value.text))
            case _:
                text = fitting(in_words(value))
                if text:
                    guarded = looks_like_formula(text)
                    page.write_string(row, column, text, looks.guarded if guarded else looks.words)
                else:
                    page.write_blank(row, column, None, looks.words)

    def _lay_out(self, top: int, last_of_head: int) -> None:
        """Set how the table is seen and printed; rows are counted from 0."""
        sheet, page, document = self._sheet, self._page, self._document
        last, right = last_of_head + len(sheet.rows), len(sheet.header) - 1
        for column, wide in enumerate(widths(sheet)):
            page.set_column(column, column, wide)
        page.freeze_panes(last_of_head + 1, 0)
        page.autofilter(last_of_head, 0, last, right)
        page.repeat_rows(top, last_of_head)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=_MARGIN, right=_MARGIN, top=2 * _MARGIN, bottom=2 * _MARGIN)
        place = plain(document.place)[:_HEAD_LIMIT].replace("\n", " ").replace("&", "&&")
        page.set_header(f"&L{place}&R{wording().date(document.date)}")
        page.set_footer("&R&P / &N")
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
