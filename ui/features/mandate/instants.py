"""Instants in the window: kept under a name, listed, and two of them compared."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from kit.days import day_in_words
from kit.errors import KitError
from kit.mandate import instant
from kit.mandate.instant import Instant
from kit.typography import fr
from ui.features.mandate import mandate_html
from ui.features.mandate.mandate_html import Kept, Moved
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.plan.words import confirm_words, status_words
from ui.text.article_view import ArticleView
from ui.text.head_above import head_above
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.menu_chip import MenuChip

_NOW = ""
_EMPTY = fr(
    "Un instantané garde l’état de toutes les actions, avec qui et pour quand. Gardez-en un avant un conseil ou à la "
    "fin d’une année : vous pourrez le comparer avec aujourd’hui."
)
_SAME = "Aucun état n’a changé entre ces deux moments."


class InstantsPane(QWidget):
    """It holds no instant: it shows the dossier's at each ``refresh``."""

    announced = Signal(str)
    route_requested = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = context.theme
        self._context = context
        self._kept: dict[str, Instant] = {}
        self.title = QLineEdit()
        self.title.setMaxLength(100)
        self.title.setPlaceholderText("Nom de l’instantané (facultatif)")
        self.title.setAccessibleName("Nom de l’instantané")
        self.title.setMinimumWidth(round(260 * min(t.scale, 1.4)))
        self.keep = QPushButton("Garder un instantané")
        self.keep.setProperty("look", "primary")
        self.before, self.after = MenuChip(t, "Comparer"), MenuChip(t, "avec")
        self.view = ArticleView(t)
        self._build()
        self.title.returnPressed.connect(self._on_keep)
        self.keep.clicked.connect(self._on_keep)
        self.before.chosen.connect(self._on_chosen)
        self.after.chosen.connect(self._on_chosen)
        self.view.link_activated.connect(self._on_link)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing is typed, and no two instants are chosen."""
        return not (self.title.text() or self.before.key or self.after.key)

    def refresh(self) -> None:
        """Show the instants, and what stands between the two that are chosen."""
        self._kept = {one.id: one for one in instant.kept(self._context.session.dossier)}
        pairs = [(one.id, _name(one)) for one in self._kept.values()]
        for chip in (self.before, self.after):
            chip.setVisible(bool(pairs))
            chip.show_choices([(_NOW, "Aujourd’hui"), *pairs])
        self._compared.setVisible(bool(pairs))
        if self.before.key == _NOW and self.after.key == _NOW and pairs:
            self.before.choose(pairs[-1][0])
        self._show()

    def _on_keep(self) -> None:
        session = self._context.session
        name = self.title.text().strip()
        made = instant.at_end_of(datetime.date.today(), session.dossier.history(), title=name)
        on, changes = instant.keep(made)
        try:
            session.apply(changes, label="instantané gardé")
        except KitError as error:
            self.announced.emit(sentence(error))
            return
        self.title.setText("")  # with what Ctrl+Z would bring back
        self.refresh()
        self.before.choose(on.removeprefix(instant.TARGET))
        self.after.choose(_NOW)
        self._show()
        self.announced.emit("Instantané gardé. Ctrl+Z le retire.")

    def _on_chosen(self, _key: str) -> None:
        self._show()
        self.announced.emit(self._lead())

    def _on_link(self, target: str) -> None:
        if target.startswith(mandate_html.COMPARE):
            self.before.choose(target.removeprefix(mandate_html.COMPARE))
            self.after.choose(_NOW)
            self._on_chosen("")
        elif target.startswith(mandate_html.REMOVE):
            gone = self._kept.get(target.removeprefix(mandate_html.REMOVE))
            if gone is not None:
                self._context.session.apply(instant.forget(gone), label="instantané retiré")
                self.refresh()
                self.announced.emit("Instantané retiré. Ctrl+Z le remet.")
        else:
            self.route_requested.emit(target)

    def _chosen(self) -> tuple[Instant, Instant]:
        now = instant.at_end_of(datetime.date.today(), self._context.session.dossier.history())
        pair = (self._kept.get(self.before.key, now), self._kept.get(self.after.key, now))
        return pair if pair[0].day <= pair[1].day else (pair[1], pair[0])

    def _lead(self) -> str:
        if not self._kept:
            return _EMPTY
        ids = [action.id for action in self._context.library.outline.actions]
        told = []
        for one in self._chosen():
            done = one.progress(ids)
            told.append(
                fr(
                    "{name} : {done} faite{plural} sur {applicable}",
                    name=_name(one),
                    done=done.done,
                    plural="s" if done.done > 1 else "",
                    applicable=done.applicable,
                )
            )
        return f"{told[0]}. {told[1]}."

    def _show(self) -> None:
        kept = [Kept(one.id, one.title, day_in_words(one.day)) for one in self._kept.values()]
        rows: list[Moved] = []
        heads = ("", "")
        if self._kept:
            before, after = self._chosen()
            heads = (_name(before), _name(after))
            moved = {one.on: one for one in instant.compare(before, after)}
            rows = [
                Moved(
                    item.on,
                    f"{item.code} {item.title}".strip(),
                    status_words(one.before),
                    (not after.id and confirm_words(item)) or status_words(one.after),
                )
                for item in self._context.plan.plan.items
                if (one := moved.get(item.on)) is not None
            ]
        nothing = _SAME if self._kept else ""
        html = mandate_html.comparison(rows, self._lead(), heads, kept, self._context.theme, nothing=nothing)
        self.view.show_article(html, "Instantanés")

    def _build(self) -> None:
        t = self._context.theme
        first = FlowLayout(gap=t.space_2, middle=True)
        first.addWidget(self.title)
        first.addWidget(self.keep)
        self._compared = QWidget()
        second = FlowLayout(self._compared, gap=t.space_2)
        second.addWidget(self.before)
        second.addWidget(self.after)
        head_above(self, (first, self._compared), self.view)


def _name(one: Instant) -> str:
    day = f"{one.day:%d/%m/%Y}"
    if not one.id:
        return "Aujourd’hui"
    return f"{one.title} ({day})" if one.title else f"Instantané du {day}"
