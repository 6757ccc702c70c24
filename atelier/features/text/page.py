"""Relecture: a text as source and page side by side, live; one accepts it, corrects it, or goes to the next one."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from atelier.features.text import work
from atelier.features.text.row_list import RowList
from atelier.features.text.source_editor import SourceEditor
from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.widgets.buttons import button
from kit.content.blocks import Figure
from kit.days import day_in_words
from kit.errors import ContentError, KitError
from kit.packs import history
from kit.text_quote import TextQuote, Words
from kit.typography import fr
from ui.services.errors import sentence
from ui.services.jobs import Job, ignore
from ui.services.later import later
from ui.services.navigation import Route
from ui.services.page import Crumb, Screen
from ui.text import changes_html
from ui.text.article_html import Notes, to_html
from ui.text.article_view import ArticleView
from ui.text.bar_finder import BarFinder
from ui.text.find_bar import FindBar
from ui.widgets.columns import Columns
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.fold_panel import FoldPanel
from ui.widgets.scroll import scrolling
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Heading, Label

_THRESHOLD = 760  # pixels at a text scale of 1, from which source and page stand side by side
_LEAST, _LIST = 260, 110  # pixels: of source and page at least, of a list at most
_LOOK_MS, _DRAFT_MS = 250, 800
_NOTHING = fr("Il n’y a rien à relire : choisissez des textes dans la liste.")
_ACCEPT = fr("Accepter : relu aujourd’hui")
_TAKEN_UP = fr("Ce que vous aviez écrit sans l’enregistrer est repris ici. « Reprendre le fichier » l’abandonne.")
_BEHIND = fr(
    "Ce que vous aviez écrit est repris ici, mais le texte a été {what} depuis{by}. « Reprendre le fichier » montre "
    "le texte d’aujourd’hui ; enregistrer ceci remplacerait cette correction."
)
_UNREADABLE = fr("Ce texte ne se lit pas encore, ligne {line} : {detail}. Il est gardé comme brouillon.")


class TextPage(Screen):
    """What is typed is a draft at once; « Enregistrer » puts it into the text, whose former state the folder keeps."""

    context: AtelierContext

    def __init__(self, context: AtelierContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wanted = self._shown_id = ""
        self._opened: work.Opened | None = None
        self._look: Job | None = None
        self._is_stale = False  # something was typed while the page was being made
        self._accepted = 0
        self._line = 0  # of the source, which the page has followed
        self.shown: work.Shown | None = None
        self._build()
        self._pause, self._keeping = self._timer(_LOOK_MS, self._look_again), self._timer(_DRAFT_MS, self._keep_draft)
        self._mark_later = later(self._show_remark, self)
        self.editor.textChanged.connect(self._on_typed)
        self.editor.cursorPositionChanged.connect(self._mark_later)
        self.remarks.itemActivated.connect(self._on_remark)
        context.open_texts.changed.connect(self._on_texts_read)
        self._finder = BarFinder(self.editor, self.editor.finder, self.find_bar, self)
        self._finder.announced.connect(self.announced)
        self._finder.wanted.connect(self.find_in_page)
        for keys, then in (
            ("Ctrl+S", self._on_save),
            ("Ctrl+Return", self._on_accept),
            ("F3", self._finder.go_on),
            ("Shift+F3", self._finder.go_back),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)

    # --- the text in sight ---

    def open_route(self, route: Route) -> None:
        open_texts = self.context.open_texts
        open_texts.want()
        self._keep_draft()
        self._wanted = route.id or next(iter(open_texts.queue), "")
        self._open()

    def crumbs(self) -> tuple[Crumb, ...]:
        title = self._title()
        above = Crumb("Textes", Route(ScreenId.TEXTS))
        return (above, Crumb(title)) if title else (above, Crumb("Relecture"))

    def scroller(self) -> QAbstractScrollArea:
        return self.view

    def panes(self) -> list[QWidget]:
        return [self.buttons, self.editor, self.remarks, self.view]

    def find_in_page(self) -> bool:
        self._finder.open()
        return True

    def leave(self) -> bool:
        self._keep_draft()
        return True

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that the text does not hold."""
        return self._opened is not None and self.editor.words != self._opened.raw.replace("\r\n", "\n")

    def _title(self) -> str:
        row = self.context.open_texts.texts.row(self._wanted) if self.context.open_texts.texts else None
        return row.article.label if row else ""

    def _open(self) -> None:
        texts = self.context.open_texts.texts
        row = texts.row(self._wanted) if texts else None
        self._opened = None
        self._show_place()
        self.work.setEnabled(row is not None)
        if texts is None or row is None:
            self.told.setText(_NOTHING if texts is not None or self.context.folder.path is None else "")
            return
        folder, article_id, path = texts.folder, self._wanted, texts.lint.path(self._wanted)
        self.context.jobs.write(  # after what is still being kept of it
            self, lambda step: work.open_text(folder, article_id, path, step), self._on_opened, self._on_failed
        )

    def _on_opened(self, opened: work.Opened) -> None:
        if opened.article_id != self._wanted:
            return
        self._opened = opened
        words = opened.raw if opened.draft is None else opened.draft
        is_other = self._shown_id != opened.article_id
        self._shown_id = opened.article_id
        self.editor.show_words(words.replace("\r\n", "\n"), work.first_line(words, opened.path) if is_other else 0)
        self._line = self.editor.line
        self._keeping.stop()
        self.status.say(_taken_up(opened))
        self._show_history(opened)
        self._show_place()
        self._look_again()
        self.retitled.emit()

    def _on_texts_read(self) -> None:
        if not self.isVisible():
            return
        if self._opened is None:
            if not self._wanted:
                self._wanted = next(iter(self.context.open_texts.queue), "")
            self._open()
        else:
            self._show_place()
            self._look_again()

    # --- what is typed ---

    def _on_typed(self) -> None:
        self._pause.start()
        self._keeping.start()
        self._show_buttons()

    def _keep_draft(self) -> None:
        self._keeping.stop()
        opened = self._opened
        if opened is None:
            return
        folder, article_id, words = opened.folder, opened.article_id, self.editor.words
        if self.is_changed:
            keep: Callable[[], None] = functools.partial(history.keep_draft, folder, article_id, words)
        else:
            keep = functools.partial(history.drop_draft, folder, article_id)
        self.context.jobs.write(self, lambda _step: keep(), ignore, self._on_failed)

    def _look_again(self) -> None:
        """Show the page of what is typed; the last one wins, one at a time."""
        self._pause.stop()
        if self._look is not None and self._look.is_running:
            self._is_stale = True
            return
        texts, opened = self.context.open_texts.texts, self._opened
        if texts is None or opened is None or opened.folder != texts.folder or texts.row(opened.article_id) is None:
            return  # another folder, or a text that is gone
        article_id, words = opened.article_id, self.editor.words
        self._look = self.context.jobs.run(
            self,
            lambda step: work.look_at(texts.lint, texts.edition, article_id, words, step),
            functools.partial(self._on_looked, article_id),
            self._on_failed,
        )

    def _on_looked(self, article_id: str, shown: work.Shown) -> None:
        if self._is_stale:
            self._is_stale = False
            self._look_again()
        texts = self.context.open_texts.texts
        if texts is None or article_id != self._wanted:
            return
        self.shown = shown
        self.editor.show_problems(shown.look.problems)
        self._list_remarks()
        self._show_remark()
        self._show_state()
        article = shown.look.article
        if article is None:
            return  # the page stays as it could be read last
        shelf, publisher = texts.shelf, self.context.library.publisher
        notes = Notes(shelf.facts, shelf.sources, shelf.terms, publisher.called)
        marks = None if shown.since.is_empty else changes_html.Marked(shown.since)
        page = to_html(
            article, shown.look.body, notes, self.context.theme, drawing=(article.pictogram, "teal"), marks=marks
        )
        figures = tuple(block for block in shown.look.body if isinstance(block, Figure))
        place = self.view.verticalScrollBar().value() if self.view.accessibleName() == article.title else 0
        self.view.show_article(page, article.title, figures)
        self.view.verticalScrollBar().setValue(place)
        if self.is_changed:
            self._follow()

    def _follow(self) -> None:
        """Bring what the line of the cursor says into sight in the page, where it is there and is not seen."""
        block = self.editor.textCursor().block()
        around = (block.previous().previous().text(), block.next().next().text())  # paragraphs are a line apart
        found = Words(self.view.toPlainText()).find(TextQuote(block.text(), *around))
        if found is None:
            return
        cursor = QTextCursor(self.view.document())
        cursor.setPosition(found[0])
        here, room = self.view.cursorRect(cursor), self.view.viewport().height()
        if here.top() < 0 or here.bottom() > room:
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + here.top() - room // 3)

    # --- what one does with it ---

    def _on_save(self) -> None:
        self._keep(reviewed=False)

    def _on_accept(self) -> None:
        self._keep(reviewed=True)

    def _keep(self, *, reviewed: bool) -> None:
        opened = self._opened
        if opened is None:
            return
        self._keep_draft()  # first: whatever is refused, what was typed is on the disk
        order = work.Order(
            opened,
            self.editor.words,
            self.context.folder.who,
            reviewed,
            datetime.datetime.now(datetime.UTC),
        )
        self.context.jobs.write(
            self,
            lambda step: work.keep_text(order, step),
            functools.partial(self._on_kept, reviewed, opened),
            self._on_refused,
            about=opened.path,
            changes_things=True,
        )

    def _on_kept(self, reviewed: bool, before: work.Opened, opened: work.Opened) -> None:
        title = self._title()
        told = fr("« {title} » est relu.", title=title) if reviewed else fr("« {title} » est enregistré.", title=title)
        if opened.raw == before.raw:
            self.context.feedback.tell(told)
        else:
            self.context.feedback.tell(told, "Annuler", functools.partial(self._take_back, title, before, opened))
        if opened.article_id == self._wanted:
            self._on_opened(opened)
        self.context.open_texts.read_again()
        if reviewed:
            self._accepted += 1
            if self.isVisible() and opened.article_id == self._wanted:  # else one has gone elsewhere meanwhile
                self._on_next()

    def _take_back(self, title: str, before: work.Opened, opened: work.Opened) -> None:
        who, now = self.context.folder.who, datetime.datetime.now(datetime.UTC)
        self.context.jobs.write(
            self,
            lambda step: work.take_back(before, opened, who, now, step),
            functools.partial(self._on_taken_back, title),
            self._on_failed,
            changes_things=True,
        )

    def _on_taken_back(self, title: str, opened: work.Opened) -> None:
        self.context.feedback.tell(fr("« {title} » est comme avant.", title=title))
        if opened.article_id == self._wanted:
            self._on_opened(opened)
        self.context.open_texts.read_again()

    def _on_refused(self, error: KitError) -> None:
        if isinstance(error, ContentError):
            self.status.say(_UNREADABLE.format(line=error.line, detail=error.detail), wrong=True)
            self.editor.go_to_line(error.line)
        else:
            self._on_failed(error)

    def _on_failed(self, error: KitError) -> None:
        self.status.say(sentence(error), wrong=True)

    def _on_next(self) -> None:
        self._step(1)

    def _on_before(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        queue = self.context.open_texts.queue
        place = queue.index(self._wanted) + step if self._wanted in queue else 0
        if 0 <= place < len(queue):
            self.route_requested.emit(Route(ScreenId.TEXT, queue[place]))
        elif step > 0:
            count = self._accepted
            told = f"{count} textes acceptés" if count > 1 else "1 texte accepté" if count else "aucun texte accepté"
            self._accepted = 0
            self.route_requested.emit(Route(ScreenId.TEXTS))
            self.context.feedback.tell(fr("La liste est finie : {told}.", told=told))

    def _on_file(self) -> None:
        """Let go of what was typed."""
        if self._opened is not None:
            self.editor.show_words(self._opened.raw.replace("\r\n", "\n"))
            self._keep_draft()
            self._open()

    def _on_version(self) -> None:
        """Put a former state into the editor; the text holds it once it is kept."""
        chosen = self.past_list.currentItem()
        if chosen is not None and self._opened is not None:
            version = self._opened.versions[self.past_list.row(chosen)]
            self.editor.show_words(version.raw.replace("\r\n", "\n"))
            self.status.say(
                fr("L’état d’avant le {day} est repris : enregistrez-le pour le garder.", day=_moment(version))
            )

    def _on_remark(self, item: QListWidgetItem) -> None:
        self.editor.go_to_line(int(item.data(Qt.ItemDataRole.UserRole)))

    # --- what is shown ---

    def _show_buttons(self) -> None:
        changed = self.is_changed
        self.save.setEnabled(changed)
        self.back_to_file.setVisible(changed)
        self.accept.setText("Corriger et accepter" if changed else _ACCEPT)

    def _show_place(self) -> None:
        queue, here = self.context.open_texts.queue, self._wanted
        place = queue.index(here) + 1 if here in queue else 0
        self.place.setText(f"{place} sur {len(queue)}" if place else "")
        self.before.setEnabled(place > 1)
        self.next.setText("Terminer" if place == len(queue) else "Suivant")
        self.next.setVisible(bool(place))
        self.before.setVisible(bool(place))
        self.title.setText(self._title() or "Relecture")
        self._show_state()
        self._show_buttons()

    def _show_state(self) -> None:
        texts = self.context.open_texts.texts
        row = texts.row(self._wanted) if texts else None
        if texts is None or row is None:
            return
        article = (self.shown.look.article if self.shown and self._opened else None) or row.article
        said = ["Provisoire" if article.provisional else "Relu"]
        if row.due is not None:
            said.append(fr("à vérifier avant le {day}", day=day_in_words(row.due)))
        name = texts.edition.name
        if self.shown is not None and not self.shown.since.is_empty:
            said.append(fr("changé depuis l’édition {name}", name=name))
        elif row.is_new:
            said.append(fr("nouveau depuis l’édition {name}", name=name))
        asked = fr("À vérifier : {asked}", asked=article.to_check) if article.to_check else ""
        self.told.setText(f"{' · '.join(said)}. {asked}".strip())

    def _list_remarks(self) -> None:
        assert self.shown is not None
        problems = self.shown.look.problems
        self.remarks.clear()
        for one in problems:
            kind = "erreur" if one.severity == "error" else "remarque"
            words = fr("Ligne {line}, {kind} : {message}", line=one.line, kind=kind, message=one.message)
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, one.line)
            self.remarks.addItem(item)
        self.remarks.setVisible(bool(problems))
        self.remarks.fit()
        count = len(problems)
        self.count.setText("Rien à redire." if not count else "1 remarque" if count == 1 else f"{count} remarques")

    def _show_remark(self) -> None:
        """Say what the rules say of the line of the cursor."""
        words = self.editor.remark(self.editor.line)
        self.on_line.setText(words)
        self.on_line.setVisible(bool(words))
        if self.editor.line != self._line:
            self._line = self.editor.line
            self._follow()

    def _show_history(self, opened: work.Opened) -> None:
        self.past_list.clear()
        for version in opened.versions:
            by = fr(" par {who}", who=version.who) if version.who else ""
            self.past_list.addItem(fr("Avant le {day} : {what}{by}", day=_moment(version), what=version.what, by=by))
        self.past.setVisible(bool(opened.versions))
        self.past_list.fit()
        self.past.set_title(f"Historique ({len(opened.versions)})")

    # --- its parts ---

    def _timer(self, interval: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(then)
        return timer

    def _build(self) -> None:
        t = self.context.theme
        self.title, self.told, self.place = Heading("Relecture", 1), Label("", "muted"), Label("", "small", wrap=False)
        self.status, self.on_line, self.count = StatusLine(), Label("", "error"), Label("", "small")
        self.status.announced.connect(self.announced)
        self.editor, self.view = SourceEditor(t), ArticleView(t)
        most = round(_LIST * t.scale)
        self.remarks, self.past_list = RowList(most), RowList(most)
        self.remarks.setAccessibleName("Remarques des règles")
        self.past_list.setAccessibleName("États précédents")
        self.past = FoldPanel(t, "Historique")
        self.past.body.addWidget(self.past_list)
        self.past.body.addWidget(button("Reprendre cet état", self._on_version), 0, Qt.AlignmentFlag.AlignLeft)
        self.work = QWidget()
        inner = QVBoxLayout(self.work)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(Columns(self._build_source(), self.view, threshold=round(_THRESHOLD * t.scale), gap=t.space_3))
        for side in (self.editor, self.view):
            side.setMinimumHeight(round(_LEAST * t.scale))  # with large letters the whole page scrolls
        whole = QWidget()
        scrolling(self, whole)
        column = QVBoxLayout(whole)
        column.setContentsMargins(t.space_5, t.space_2, t.space_3, t.space_3)
        column.setSpacing(t.space_2)
        for part in (self.title, self.told, self._build_buttons(), self.status):
            column.addWidget(part)
        column.addWidget(self.work, 1)
        self.setFocusProxy(self.editor)

    def _build_buttons(self) -> QWidget:
        self.buttons = QWidget()
        flow = FlowLayout(self.buttons, gap=self.context.theme.space_2, middle=True)
        self.accept = button(_ACCEPT, self._on_accept, look="primary")
        self.save = button("Enregistrer", self._on_save)
        self.save.setToolTip("Enregistrer (Ctrl+S)")
        self.accept.setToolTip(fr("Accepter, et passer au suivant (Ctrl+Entrée)"))
        self.back_to_file = button("Reprendre le fichier", self._on_file)
        self.before, self.next = button("Précédent", self._on_before), button("Suivant", self._on_next)
        for part in (self.accept, self.save, self.back_to_file, self.before, self.next, self.place):
            flow.addWidget(part)
        return self.buttons

    def _build_source(self) -> QWidget:
        source = QWidget()
        column = QVBoxLayout(source)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.context.theme.space_1)
        column.addWidget(self.editor, 1)
        self.find_bar = FindBar(self.context.theme, "Chercher dans la source")
        column.addWidget(self.find_bar)
        for part in (self.on_line, self.count, self.remarks, self.past):
            column.addWidget(part)
        return source


def _taken_up(opened: work.Opened) -> str:
    """Return what is said of a draft that is shown in the place of its text, nothing where there is none."""
    if opened.draft is None:
        return ""
    if opened.later is None:
        return _TAKEN_UP
    by = fr(" par {who}", who=opened.later.who) if opened.later.who else ""
    return _BEHIND.format(what=opened.later.what, by=by)


def _moment(version: history.Version) -> str:
    here = version.when.astimezone()
    return f"{day_in_words(here.date())}, {here:%H:%M}"
