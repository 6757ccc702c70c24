"""The passation: a folder that says all without the program, for those who take over."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from kit.content.library import Library
from kit.days import day_or_words
from kit.documents.boxes import footer
from kit.documents.document import Block, Document, Lead, heading, words
from kit.documents.history import Teller, history_blocks, told_by_day
from kit.documents.mandate_review import review_blocks, table
from kit.documents.plan import plan_document
from kit.documents.text import wrapped
from kit.documents.typeset import Typesetter
from kit.documents.wording import wording
from kit.documents.writer import write
from kit.dossier import pieces
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.pieces import PieceState
from kit.dossier.plan import Plan, build_plan, text_of
from kit.dossier.plan_fields import STATUS
from kit.dossier.plan_lists import Evidence
from kit.dossier.several import content_of, store_of
from kit.errors import OutputExists
from kit.files import write_whole
from kit.mandate.directory import contacts
from kit.mandate.figures import figures
from kit.mandate.story import Asked, moment
from kit.steps import Step, unwatched


def handover_document(library: Library, dossier: Dossier, *, names: bool = True, today: date | None = None) -> Document:
    """Return the text of a passation: the state, the figures since the beginning, the history."""
    say, publisher, now = wording(library), library.publisher, today or date.today()
    return Document(
        title=say.say("handover", "title"),
        blocks=tuple(_blocks(library, dossier, now, names=names)),
        date=now,
        place=text_of(dossier.value("identity", "name")),
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
    )


def write_handover(
    library: Library,
    path: Path,
    folder: Path,
    *,
    names: bool = True,
    today: date | None = None,
    own: Path | None = None,
    step: Step = unwatched,
) -> list[Path]:
    """Write a folder with the text (PDF/A, ODT, DOCX), the plan (ODS), the dossier with its pieces and a LISEZ-MOI.

    Returns what is in it. Without ``names`` people, pieces and all that was typed by hand are left out. All is made
    beside first: a disk that refuses leaves nothing, and no more does a ``step`` that raises: it is told what comes
    (dossier, pieces, text, pdf, odt, docx, table). ``own`` is that of ``Dossier.open``. Raises OutputExists for a
    folder that holds anything, DossierMissing, OSError.
    """
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputExists(folder)
    say = wording()
    beside = folder.with_name(f".{folder.name[:20]}-{os.urandom(4).hex()}.tmp")
    try:
        beside.mkdir(parents=True)
        step("dossier")
        copy = beside / f"{say.say('handover', 'file_dossier')}.kitess"
        store = store_of(path)
        write_whole(copy, content_of(store, store.first_line()), force=False)
        if not names:
            erase(copy, backups=beside / "copies")
            shutil.rmtree(beside / "copies", ignore_errors=True)
        missing = _bring_pieces(path, copy, step) if names else []
        step("text")
        with Dossier.open(copy, write=False, own=own if names else None) as dossier:
            text = handover_document(library, dossier, names=names, today=today)
            plan = plan_document(library, dossier, today=today)
        typesetter = Typesetter()
        for extension in (".pdf", ".odt", ".docx"):
            step(extension.removeprefix("."))
            write(text, beside / f"{say.say('handover', 'file_text')}{extension}", typesetter=typesetter)
        step("table")
        write(plan, beside / f"{say.say('handover', 'file_table')}.ods")
        _read_me(beside, copy, len(missing), names=names)
        if folder.is_dir():
            folder.rmdir()  # an empty one: no system puts a folder over another
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return sorted(folder.iterdir())


def _bring_pieces(path: Path, copy: Path, step: Step) -> list[Evidence]:
    """Copy the pieces that the dossier names now; return those that are not there, or not what they were."""
    missing = []
    with Dossier.open(copy, write=False) as dossier:
        wanted = pieces.evidence_in(dossier)
    for one in wanted:
        step("pieces")
        missing += pieces.bring(path, copy, [one])
    return missing


def _blocks(library: Library, dossier: Dossier, today: date, *, names: bool) -> Iterator[Block]:
    say = wording(library)
    place = text_of(dossier.value("identity", "name"))
    lead = say.say("handover", "lead", place=place) if place else say.say("handover", "lead_no_place")
    yield Lead(words(lead))
    yield heading(1, say.say("handover", "state"))
    events = dossier.history()
    days = [when.date() for event in events if (when := moment(event)) is not None]
    plan = build_plan(library.outline, dossier, today)
    yield from review_blocks(
        library, dossier, plan, figures(plan, events, min(days, default=today), today), names=names
    )
    yield from _piece_list(dossier, plan) if names else ()
    known = contacts(dossier) if names else []
    if known:
        yield heading(1, say.say("handover", "contacts"))
        header = tuple(say.say("directory", key) for key in ("name", "reach", "met"))
        rows = (
            (one.name, ", ".join(filter(None, (one.contact, one.phone, one.email, one.place))), day_or_words(one.met))
            for one in known
        )
        yield table(header, list(rows))
    yield heading(1, say.say("handover", "history"))
    told = events if names else [replace(event, by="") for event in events]
    asked = Asked() if names else Asked(fields=frozenset({STATUS}))  # the rest was blanked: nothing is left to say
    teller = Teller.of(library, dossier, events)
    yield from history_blocks(teller, told_by_day(teller, asked, told))


def _piece_list(dossier: Dossier, plan: Plan) -> Iterator[Block]:
    """Yield the index of the pieces: of which action, what it is, its file or its address."""
    say = wording()
    rows = [
        (f"{item.code} {item.title}".strip(), one.title, _place(dossier.path, one))
        for item in plan.items
        for one in item.evidence
    ]
    if rows:
        yield heading(1, say.say("handover", "pieces"))
        yield table(tuple(say.say("handover", key) for key in ("piece_action", "piece", "piece_file")), rows)


def _place(path: Path, one: Evidence) -> str:
    if one.url:
        return one.url
    if pieces.glance(path, one) is PieceState.MISSING:
        return wording().say("handover", "piece_lacks", name=pieces.shown_name(one))
    return pieces.stored_name(one.file)


def _read_me(folder: Path, copy: Path, missing: int, *, names: bool) -> None:
    say = wording()
    text, table, dossier = (say.say("handover", f"file_{key}") for key in ("text", "table", "dossier"))
    count = len(pieces.files_of(copy))
    with_pieces = [
        say.say("handover", "readme_pieces" if count else "readme_no_piece", name=dossier, count=count, text=text)
    ]
    with_pieces += [say.say("handover", "readme_lacking", count=missing, text=text)] if missing else []
    told = (
        say.say("handover", "readme"),
        say.say("handover", "readme_pdf", name=text),
        say.say("handover", "readme_odt", name=text),
        say.say("handover", "readme_docx", name=text),
        say.say("handover", "readme_table", name=table),
        say.say("handover", "readme_kitess", name=dossier),
        *(with_pieces if names else ()),
        say.say("handover", "readme_with" if names else "readme_without"),
    )
    lines = "\n\n".join("\n".join(wrapped(sentence)) for sentence in told)
    write_whole(folder / say.say("handover", "file_readme"), f"{lines}\n".encode(), force=False)
