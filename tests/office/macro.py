"""A reader's hand in a real LibreOffice: a macro opens files, changes words, fills cells and saves, all in one run."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from msgspec import Struct

FILTERS = {
    ".csv": ("Text - txt - csv (StarCalc)", "59,34,76,1"),  # what its dialog proposes for such a file
    ".ods": ("calc8", ""),
    ".xlsx": ("Calc MS Excel 2007 XML", ""),
    ".odt": ("writer8", ""),
    ".docx": ("MS Word 2007 XML", ""),
}
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{}
</script:module>
"""
_BASIC = """
Function Told(name As String, words As Variant) As Object
    Dim one As New com.sun.star.beans.PropertyValue
    one.Name = name
    one.Value = words
    Set Told = one
End Function

Sub Fill(document As Object, part As String, mark As String, words As String)
    For Each table In document.TextTables
        For number = 0 To table.Rows.Count - 1
            If table.getCellByPosition(0, number).String = part Then
                If table.getCellByPosition(2, number).String = mark Then
                    table.getCellByPosition(1, number).String = words
                End If
            End If
        Next
    Next
End Sub

Sub FillSheet(document As Object, id As String, part As String, column As String, words As String)
    sheet = document.Sheets.getByIndex(0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    For number = 0 To cursor.RangeAddress.EndRow
        For place = 0 To cursor.RangeAddress.EndColumn
            If sheet.getCellByPosition(place, number).String = column Then here = place
        Next
        If sheet.getCellByPosition(0, number).String = id And sheet.getCellByPosition(1, number).String = part Then
            sheet.getCellByPosition(here, number).Formula = words
        End If
    Next
End Sub

Sub Change(document As Object, isSheet As Boolean, before As String, after As String)
    If isSheet Then place = document.Sheets.getByIndex(0) Else place = document
    wanted = place.createReplaceDescriptor()
    wanted.SearchString = before
    wanted.ReplaceString = after
    place.replaceAll(wanted)
End Sub

Sub Main
    Dim document As Object
%s
    StarDesktop.terminate()
End Sub
"""


class Work(Struct, frozen=True):
    """One file to open, change and save as ``target``, in the form that its ending says.

    ``changes`` are words and those in their place; ``fills`` are cells: of a text part, mark and words, of a
    spreadsheet id, part, column and words. ``tracked`` notes the changes instead of making them.
    """

    source: Path
    target: Path
    changes: tuple[tuple[str, str], ...] = ()
    fills: tuple[tuple[str, ...], ...] = ()
    tracked: bool = False

    def lines(self) -> list[str]:
        """Return what the macro does for it."""
        is_sheet = self.source.suffix in (".csv", ".ods", ".xlsx")
        opened, saved = (_arguments(path) for path in (self.source, self.target))
        made = [f'document = StarDesktop.loadComponentFromURL({_said(self.source.as_uri())}, "_blank", 0, {opened})']
        made += ["document.RecordChanges = True"] if self.tracked else []
        told = "True" if is_sheet else "False"
        made += [f"Change(document, {told}, {_said(old)}, {_said(new)})" for old, new in self.changes]
        name = "FillSheet" if is_sheet else "Fill"
        made += [f"{name}(document, {', '.join(map(_said, fill))})" for fill in self.fills]
        return [*made, f"document.storeToURL({_said(self.target.as_uri())}, {saved})", "document.close(True)"]


def _said(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _arguments(path: Path) -> str:
    name, options = FILTERS[path.suffix]
    told = [("FilterName", _said(name)), ("Hidden", "True")]
    told += [("FilterOptions", _said(options))] if options else []
    return "Array(" + ", ".join(f'Told("{key}", {value})' for key, value in told) + ")"


def correct(folder: Path, works: Sequence[Work]) -> None:
    """Do all works in one run of LibreOffice, with a profile of its own in ``folder``; each must be saved."""
    profile = folder / "profil"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    # the first start makes the profile, with an empty module
    subprocess.run([*command, "--terminate_after_init"], capture_output=True, check=True, timeout=110)
    lines = "\n".join(f"    {line}" for work in works for line in work.lines())
    module = profile / "user" / "basic" / "Standard" / "Module1.xba"
    assert module.is_file()
    module.write_text(_MODULE.format(escape(_BASIC % lines)), encoding="utf-8")
    run = [*command, "macro:///Standard.Module1.Main"]
    done = subprocess.run(run, capture_output=True, text=True, check=True, timeout=400)
    missing = [work.target.name for work in works if not work.target.is_file()]
    assert not missing, f"{missing}\n{done.stdout}{done.stderr}"
