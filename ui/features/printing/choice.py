"""What is chosen on the print screen: from a route to the options, from the options to the document."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kit.documents.document import Document
from kit.documents.wording import wording
from kit.documents.writer import file_name
from kit.typography import fr
from ui.features.printing.lists_form import LeverName
from ui.features.printing.options import FOLD, READ, PrintOptions
from ui.output import list_prints, printables
from ui.output.printables import TextChoice
from ui.services.bookmarks import Bookmarks
from ui.services.context import AppContext
from ui.services.navigation import ToPrint

BOOK = ".epub"
"""The format of a book for an e-reader, which texts have beside those of documents."""
_NAME = 60  # characters of a title in a file name


def favourite_texts(context: AppContext) -> tuple[str, ...]:
    """Return the ids of the texts that the reader keeps."""
    kept = (mark.route.id for mark in Bookmarks(context.settings).favourites())
    return tuple(one for one in dict.fromkeys(kept) if one and context.library.has(one))


class PrintChoice(QObject):
    """Keeps ``options`` and what they mean together; ``changed`` when another document comes of a hand's choice,
    ``turned`` when only the sides of the sheets are others. Size, paper and sides are remembered."""

    changed = Signal()
    turned = Signal()

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._route = ToPrint()
        self._last = ""  # the key that ``options.own`` was chosen for
        self.options = self._build()
        self.options.changed.connect(self._on_changed)
        self.options.turned.connect(self._on_turned)

    @property
    def key(self) -> str:
        """The key of the document chosen."""
        return self.options.key()

    def open_route(self, route: ToPrint) -> None:
        """Let the choices be those that a route asks for; says nothing."""
        self._route, options = route, self.options
        options.how.forget_way()
        key = printables.key_of(self._context, route)
        options.offer(self._offered(key), key)
        lever = printables.lever_of(self._context, route.of)
        options.lists.choose_levers((lever,) if lever else ())
        options.choose_quietly(options.chapter, route.of)
        if key == printables.DECISIONS and isinstance(route.chosen, datetime.date):
            options.offer_day(route.chosen.isoformat())
        options.choose_own(printables.with_own(ToPrint(key, chosen=route.chosen)))
        options.choose_answers(route.chosen == list_prints.WITH_ANSWERS)
        if key == printables.BOOKLET:
            to_fold = isinstance(route.chosen, TextChoice) and route.chosen.to_fold
            options.choose_fold(FOLD if to_fold else READ)
        self._last = key
        self._show_form()

    def document(self) -> Document | None:
        """Return what would be printed now, None when no lever is chosen. Raises KitError for a text that is gone."""
        if self.key == printables.LISTS:
            levers = self.options.lists.levers()
            if levers is None:
                return None
            made = printables.lists_document(self._context, levers, self.options.lists.options())
        else:
            made = printables.PRINTABLES[self.key].build(self._context, self._asked())
        from kit.documents.emblem import with_emblem

        return with_emblem(self.options.how.dressed(made), self._context.session.dossier)

    def book(self) -> tuple[str, ...] | None:
        """Return the texts that a book of what is chosen holds: none for all, None where it is no text."""
        asked = self._asked()
        if self.key == printables.BOOKLET:
            return ()
        return (asked.of,) if self.key in (printables.CHAPTER, printables.PAGE) and asked.of else None

    def has_own(self) -> bool:
        """Say whether what is chosen is printed with what the reader wrote on it."""
        asked = self._asked()
        return printables.with_own(asked) and printables.has_own(self._context, self.key, asked.of)

    def take_page(self, document: Document) -> None:
        """Keep the paper and the margins of a document that the system's dialog had laid out."""
        self.options.how.take(document)
        self._on_changed()

    def file_name(self, document: Document, extension: str) -> str:
        """Return the name that is proposed for its file."""
        entry = printables.PRINTABLES[self.key]
        key = "file_folded" if document.folded else entry.file
        what = wording().say("documents", key) if key else document.title[:_NAME]
        return file_name(document.place, what, document.date, extension)

    def _on_changed(self) -> None:
        how, settings = self.options.how, self._context.settings
        settings.set("print_size", int(how.text_size.key()))
        settings.set("print_paper", how.paper.key())
        if self._last != self.key:
            self._last = self.key
            self.options.choose_own(printables.with_own(ToPrint(self.key)))
        self._show_form()
        self.changed.emit()

    def _on_turned(self) -> None:
        self._context.settings.set("print_sides", self.options.how.sides.key())
        self.turned.emit()

    def _offered(self, key: str) -> list[tuple[str, str]]:
        """Return the documents to choose from: those that are always there, and the one asked for."""
        found = []
        for one, entry in printables.PRINTABLES.items():
            if one == printables.PAGE and one == key:
                found.append(
                    (
                        one,
                        fr(
                            "{label} : {title}",
                            label=entry.label,
                            title=self._context.library.article(self._route.of).label,
                        ),
                    )
                )
            elif (entry.listed and (not entry.text or self._context.library.has(entry.text))) or one == key:
                found.append((one, entry.label))
        return found

    def _asked(self) -> ToPrint:
        """Return the route of what is chosen by hand."""
        key, options = self.key, self.options
        of, chosen = self._route.of, self._route.chosen if key == self._route.id else None
        if key == printables.CHAPTER:
            of, chosen = str(options.chapter.currentData()), TextChoice(own=options.own.isChecked())
        elif key == printables.DECISIONS:
            chosen = options.first_day(datetime.date.today())
        elif key == printables.PLAN:
            chosen = printables.TRANSITIONS if options.transitions.isChecked() else None
        elif key == printables.PAGE:
            chosen = TextChoice(own=options.own.isChecked())
        elif key == printables.POSTER:
            chosen = printables.WITH_STATE if options.state.isChecked() else None
        elif key == list_prints.DIAGNOSTIC:
            chosen = list_prints.WITH_ANSWERS if options.answers.isChecked() else None
        elif key == printables.BOOKLET:
            chosen = TextChoice(own=options.own.isChecked(), to_fold=options.fold.key() == FOLD)
        return ToPrint(key, of=of, chosen=chosen)

    def _show_form(self) -> None:
        entry = printables.PRINTABLES[self.key]
        self.options.show_form(
            sized=entry.sized,
            papered=entry.papered,
            sided=entry.sided,
            has_own=printables.has_own(self._context, self.key, self._asked().of),
            is_given=self.key != printables.PAGE,
        )

    def _build(self) -> PrintOptions:
        outline, settings = self._context.library.outline, self._context.settings
        levers = [LeverName(one.id, one.code, one.label, one.title) for one in (x.article for x in outline.levers)]
        chapters = [(chapter.id, chapter.label) for chapter in outline.chapters]
        options = PrintOptions(self._context.theme, levers, chapters)
        forms: dict[str, QWidget] = {
            printables.LISTS: options.lists,
            printables.CHAPTER: options.chapter_box,
            printables.DECISIONS: options.since_box,
            printables.PLAN: options.plan_box,
            printables.POSTER: options.poster_box,
            printables.BOOKLET: options.booklet_box,
            list_prints.DIAGNOSTIC: options.answers_box,
        }
        options.add_forms(forms)
        size, paper = int(settings.number("print_size", 11, least=6, most=40)), settings.text("print_paper")
        options.how.choose(size, paper, settings.text("print_sides"))
        options.offer([(printables.LISTS, printables.PRINTABLES[printables.LISTS].label)], printables.LISTS)
        return options
