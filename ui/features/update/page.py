"""Mettre à jour depuis une clé: new texts looked at, installed, taken back; nothing is looked for online."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from markupsafe import Markup
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.content.loader import load_publisher
from kit.content.model import Publisher
from kit.errors import ContentError, KitError
from kit.packs import keyring
from kit.packs.changes import Changes
from kit.packs.install import STEPS, texts_in_use
from kit.packs.orphans import orphans
from kit.typography import fr
from ui.features.update.new_texts import NewTexts, Preview
from ui.services import file_dialogs, pack_words
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.navigation import PageId, Route, Swap, ToUpdate
from ui.services.page import Crumb, Page
from ui.text import changes_html, html
from ui.text.article_view import ArticleView
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Heading
from ui.widgets.wait_bar import WaitBar

TITLE = "Mettre à jour depuis une clé"
_SINCE = "depuis"
_FEW = 8  # changed pages that are shown unfolded
_WORDS = {
    "write": "Copie des textes…",
    "check": "Contrôle des textes…",
    "compile": "Préparation des textes…",
    "switch": "Mise en place…",
}
_KEPT_BEFORE = fr(
    "Ces actions n’existent plus dans les nouveaux textes. Vos coches et vos notes restent dans votre dossier ; "
    "elles reviennent si vous reprenez les textes précédents."
)
_KEPT_NOW = (
    "Ces actions ne sont plus dans les textes. Vos coches et vos notes restent dans votre dossier, sous ces noms."
)


class UpdatePage(Page):
    """Buttons that stay in sight, and one text below: the present texts, or what the new ones change."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._preview: Preview | None = None
        self._unfolded: frozenset[str] = frozenset()
        self._past: Changes | None = None
        self.texts = NewTexts(context)
        self._build()
        self._connect()
        self.setFocusProxy(self.choose)
        self._show_present()

    def open_route(self, route: Route) -> None:
        assert isinstance(route, ToUpdate)
        if route.done is Swap.INSTALLED:
            self.status.say(fr("C’est fait : vous lisez les nouveaux textes. Vos coches et vos notes sont là."))
        elif route.done is Swap.TAKEN_BACK:
            self.status.say(fr("C’est fait : vous lisez de nouveau les textes précédents."))
        elif route.file is not None and not self.texts.is_busy:
            self.look_at(route.file)

    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb("À propos", Route(PageId.ABOUT)), Crumb(TITLE)

    def scroller(self) -> ArticleView:
        return self.view

    def look_at(self, path: Path) -> None:
        """Show what a pack would change."""
        self._forget()
        self.status.say("")
        self.wait.begin("Lecture du fichier…")
        self.texts.look_at(path)

    def _on_choose(self) -> None:
        path = file_dialogs.open_file(self, self.context.settings, TITLE, "Textes du kit (*.kitpack)")
        if path is not None:
            self.look_at(path)

    def _on_previewed(self, preview: Preview) -> None:
        self._preview = preview
        changed = preview.changes.changed
        few = changed if len(changed) <= _FEW else ()
        self._unfolded = frozenset(changes_html.key_of(entry) for entry in few)
        self._show_preview()
        is_older = preview.pack.manifest.date < self.context.library.publisher.content_date
        self.install.setVisible(not is_older)
        self.leave_out.setVisible(True)
        (self.leave_out if is_older else self.install).setFocus()
        self.announced.emit(f"{TITLE}. {changes_html.in_numbers(preview.changes)}.")

    def _on_install(self) -> None:
        if self._preview is None or self.texts.is_busy:
            return
        self.status.say("")
        self.wait.begin(_WORDS["write"])
        self.texts.install(self._preview.pack)

    def _on_leave_out(self) -> None:
        self._forget()
        self._show_present()
        self.status.say("Rien n’a changé.")

    def _on_back(self) -> None:
        if not self.texts.is_busy:
            self.status.say("")
            self.wait.begin("Reprise des textes précédents…", stoppable=False)
            self.texts.go_back()

    def _on_advanced(self, step: str) -> None:
        self.wait.advance(_WORDS[step], STEPS.index(step), len(STEPS))

    def _on_swapped(self) -> None:
        """Show this page anew, with all others, in the new texts."""
        self.route_requested.emit(ToUpdate(done=Swap.INSTALLED if self._preview else Swap.TAKEN_BACK))
        self.texts_changed.emit()

    def _on_failed(self, error: KitError) -> None:
        self.status.say(sentence(error), wrong=True)

    def _on_looked_back(self, changes: Changes) -> None:
        self._past = changes
        self._show_present()
        self.announced.emit(f"{changes_html.in_numbers(changes)}.")

    def _on_link(self, target: str) -> None:
        if target == _SINCE:
            before = texts_in_use().before
            if before is not None and not self.texts.is_busy:
                self.wait.begin("Comparaison des textes…")
                self.texts.look_back(before)
        elif target.startswith(changes_html.SEE):
            self._unfolded ^= {target.removeprefix(changes_html.SEE)}
            place = self.view.verticalScrollBar().value()
            if self._preview is None:
                self._show_present()
            else:
                self._show_preview()
            self.view.verticalScrollBar().setValue(place)

    def _forget(self) -> None:
        self._preview = None
        self.install.hide()
        self.leave_out.hide()

    def _show_present(self) -> None:
        publisher, state = self.context.library.publisher, texts_in_use()
        came = "venus sur une clé" if state.is_installed else "livrés avec le programme"
        said = fr(
            "Les nouveaux textes arrivent dans un fichier signé (.kitpack), sur une clé ou par courriel : "
            "demandez-le {called_to}. Choisissez ce fichier : le kit montre d’abord ce qui change. "
            "Il ne cherche jamais rien sur Internet.",
            called_to=publisher.called_to,
        )
        now = f"Vous lisez les {pack_words.named(publisher.content_version, publisher.content_date)}, {came}."
        parts = [
            html.paragraph(said),
            html.paragraph("" if keyring.here().trusted else pack_words.no_key(publisher), "lead"),
            html.heading("Vos textes"),
            html.paragraph(now),
            html.paragraph(pack_words.old_texts(publisher, date.today())),
            *changes_html.orphan_parts(orphans(self.context.session.dossier, self.context.library), _KEPT_NOW),
        ]
        before = _publisher(state.before) if state.before else None
        self.back.setVisible(before is not None)
        if before is not None:
            later = before.content_date > publisher.content_date
            self.back.setText("Reprendre les textes plus récents" if later else "Revenir aux textes précédents")
            other = pack_words.named(before.content_version, before.content_date)
            parts.append(html.paragraph(fr("Les {other} sont gardés : vous pouvez y revenir.", other=other)))
            if not later:
                parts += self._since(other)
        self.view.show_article(html.page(parts, self.context.theme), TITLE)

    def _since(self, other: str) -> list[Markup]:
        """Return the part that tells what changed since the texts before, or offers to look."""
        head = html.heading("Ce qui a changé depuis")
        if self._past is None:
            return [head, html.paragraph(html.link(_SINCE, fr("Comparer avec les {other}", other=other)))]
        told = html.paragraph(f"{changes_html.in_numbers(self._past).capitalize()}.", "lead")
        return [head, told, *changes_html.whole(self._past, self._unfolded)]

    def _show_preview(self) -> None:
        if self._preview is None:
            return
        head, changes = self._preview.pack.manifest, self._preview.changes
        parts = [
            html.heading(f"Ce qui change avec les {pack_words.named(head.version, head.date)}"),
            html.paragraph(f"{changes_html.in_numbers(changes).capitalize()}.", "lead"),
            html.paragraph(self._age_of(head.date)),
            *changes_html.orphan_parts(self._preview.orphans, _KEPT_BEFORE),
            *changes_html.whole(changes, self._unfolded),
        ]
        self.view.show_article(html.page(parts, self.context.theme), TITLE)

    def _age_of(self, day: str) -> str:
        present = self.context.library.publisher.content_date
        return fr("Ces textes sont plus anciens que les vôtres : le kit ne les installe pas.") if day < present else ""

    def _connect(self) -> None:
        self.choose.clicked.connect(self._on_choose)
        self.install.clicked.connect(self._on_install)
        self.leave_out.clicked.connect(self._on_leave_out)
        self.back.clicked.connect(self._on_back)
        self.wait.stopped.connect(self.texts.stop)
        self.texts.ended.connect(self.wait.end)
        self.texts.looked_back.connect(self._on_looked_back)
        self.texts.previewed.connect(self._on_previewed)
        self.texts.advanced.connect(self._on_advanced)
        self.texts.swapped.connect(self._on_swapped)
        self.texts.failed.connect(self._on_failed)
        self.view.link_activated.connect(self._on_link)

    def _build(self) -> None:
        t = self.context.theme
        self.view = ArticleView(t)
        self.choose = QPushButton("Choisir le fichier…")
        self.install = QPushButton("Installer ces textes")
        self.install.setProperty("look", "primary")
        self.leave_out = QPushButton("Garder mes textes")
        self.back = QPushButton("Revenir aux textes précédents")
        flow = FlowLayout(gap=t.space_2)
        for button in (self.choose, self.install, self.leave_out, self.back):
            flow.addWidget(button)
        self.wait = WaitBar(t)
        self.status = StatusLine()
        self.status.announced.connect(self.announced)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_2)
        head = QVBoxLayout()
        head.setContentsMargins(t.space_6 + 3, t.space_2, t.space_5, 0)  # 3: the view's focus bar
        head.setSpacing(t.space_2)
        head.addWidget(Heading(TITLE, 1))
        head.addLayout(flow)
        head.addWidget(self.wait)
        head.addWidget(self.status)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self._forget()


def _publisher(folder: Path) -> Publisher | None:
    try:
        return load_publisher(folder / "kit.toml")
    except ContentError:
        return None
