"""Ma collectivité: whose dossier this is, who writes in it, where it lies, and the other dossiers."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit import paths, siren
from kit.acts import record
from kit.days import read_day
from kit.dossier.backup import check_is_dossier
from kit.errors import KitError
from kit.figures.atlas import Atlas, atlas
from kit.typography import fr
from ui.features.dossier.dossier_list import DossierList, DossierRow
from ui.features.dossier.emblem_slot import EmblemSlot
from ui.features.dossier.hand_on import BY_MAIL
from ui.features.dossier.page_parts import PageParts
from ui.features.dossier.template_slot import TemplateSlot
from ui.features.dossier.whole_dossier import LEAD, WholeDossier
from ui.output import list_prints
from ui.plan.action_fields import NoteEdit
from ui.services import clipboard, file_dialogs, identity
from ui.services.collectivite import CollectiviteEntry
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.later import later
from ui.services.navigation import ARCHIVE, TEMPLATE, PageId, Route, ToContact, place
from ui.services.page import Crumb, Page
from ui.widgets.bounded import bounded
from ui.widgets.choice import Choice
from ui.widgets.completing_line import CompletingLine
from ui.widgets.days import doubt, kept_day, shown_day
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labelled import Labelled
from ui.widgets.locator_map import LocatorMap
from ui.widgets.own_words import in_chosen_form
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.siren_words import siren_doubt
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Heading, Label, breakable


class _Asked(Struct, frozen=True):
    """A field: ``name`` is that of the acts, which says where the dossier keeps it."""

    name: str
    words: str
    note: str


_ASKED = {
    "population": _Asked(
        "collectivite.population",
        "Nombre d’habitants",
        "Population municipale de l’Insee, remplie toute seule pour la région.",
    ),
    "siren": _Asked("collectivite.siren", "Numéro SIREN", "Neuf chiffres, pour les conventions."),
    "title": _Asked(
        "executif.titre",
        "Qui signe les actes",
        "Les actes, les lettres et le dossier de séance s’accordent avec ce titre.",
    ),
    "mayor": _Asked("executif.nom", "Maire, ou président·e de l’intercommunalité", "Prénom et nom, pour les actes."),
    "secretary": _Asked(
        "collectivite.secretaire", "Secrétaire de mairie", fr("En haut des lettres : « Affaire suivie par ».")
    ),
    "address": _Asked(
        "collectivite.adresse", "Adresse de la mairie ou du siège", "En haut des lettres, et dans les conventions."
    ),
    "council": _Asked("seance.date", "Prochaine séance du conseil", "Par exemple 15/03/2027."),
    "room": _Asked("seance.lieu", "Lieu de la séance", fr("Par exemple : salle du conseil, à la mairie.")),
    "clerk": _Asked(
        "seance.secretaire", "Secrétaire de séance", "Nommé·e au début de la séance, pour les délibérations."
    ),
}
_AROUND = (
    (PageId.AGENDA, "Calendrier"),
    (PageId.DIRECTORY, "Répertoire local"),
    (PageId.MANDATE, "Carnet de mandat"),
)
_WRAPS = 1.3  # the text scale from which a label may go on in a second line
_TO_CHOOSE = "À choisir"
_WRONG_DAY = "Écrivez une date comme 15/03/2027. Rien d’autre n’a changé."
_WRONG_COUNT = "Écrivez un nombre d’habitants en chiffres, par exemple 600. Rien d’autre n’a changé."
_BUSY = fr("Un changement n’a pas pu être enregistré : ce dossier reste ouvert. Corrigez-le, puis recommencez.")
_SIGNED = "Vos changements porteront ce nom. Le nom de session de l’ordinateur n’est jamais utilisé."


class CollectivitePage(Page):
    """Fields kept at once in the dossier, and the list of dossiers at hand."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        self._atlas = Atlas((), {})
        inner = QWidget()
        page = page_column(inner, t)
        page.addWidget(Heading("Ma collectivité", 1))
        page.addWidget(
            Label(
                fr(
                    "Demandé une seule fois : le plan, les actes, les lettres et le message {called_to} s’en servent.",
                    called_to=context.library.publisher.called_to,
                ),
                "muted",
            )
        )
        self.boxes: dict[str, Labelled] = {}
        rest = QWidget()
        self._column = QVBoxLayout(rest)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(page.spacing())
        form, beside = self._build_identity(), self._build_beside()
        self._build_emblem()
        self._build_dossiers()
        self._column.addStretch(1)
        self.parts = PageParts(t, form, beside, rest)
        page.addWidget(self.parts)
        page.addStretch(1)
        self._area = scrolling(self, inner)

    def open_route(self, route: Route) -> None:
        self.entry.refresh()
        self._show()
        self.whole.refresh()
        self.emblem.refresh()
        self.template.refresh()
        asked = self.boxes.get(route.anchor)  # sent by who needs this very answer
        places = {TEMPLATE: (self.template, self.template.choose), ARCHIVE: (self.whole, self.whole.archive)}
        part, focused = (asked, asked.field) if asked else places.get(route.anchor, (None, None))
        self.setFocusProxy(focused)  # type: ignore[arg-type]
        if part is not None:
            if (inner := self._area.widget()) and (layout := inner.layout()):
                layout.activate()  # the page may not be laid out yet: it has its height first, to be scrolled in
                inner.resize(inner.width(), layout.totalHeightForWidth(inner.width()))
            self._area.ensureWidgetVisible(part)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._level()  # the map with the first field, once its label has a height

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Ma collectivité"),)

    def nearest_print(self) -> str:
        return list_prints.DIAGNOSTIC

    def scroller(self) -> QScrollArea:
        return self._area

    def leave(self) -> bool:
        """Keep what is still being typed."""
        return all([self._keep(field) for field in self.boxes])

    def _on_left(self) -> None:
        for field in self.boxes:
            self._keep(field)

    def _on_person_left(self) -> None:
        name = self.person_line.text().strip()
        if name != self.context.settings.text("by"):
            self.announced.emit(_SIGNED)
            self.context.dossiers.rename_me(name)

    def _on_kept(self) -> None:
        self._show()

    def _on_atlas(self, found: Atlas) -> None:
        self._atlas = found
        self._show_place()

    def _show_place(self) -> None:
        """Show where the collectivité lies: a star for a commune, the département alone for an intercommunalité."""
        known = identity.read(self.context.session)
        words = fr("Carte de la région : {label}", label=known.label)
        self.locator.show_place(self._atlas, words, known.departement_code, self._atlas.centres.get(known.insee))

    def _on_refused(self, error: KitError) -> None:
        self.status.say(sentence(error))

    def _on_open_file(self) -> None:
        settings, kinds = self.context.settings, "Dossiers du kit (*.kitess *.zip)"
        start = self.context.session.path.parent
        path = file_dialogs.open_file(self, settings, "Ouvrir un dossier", kinds, start=start)
        if path is None:
            return
        if path.suffix.lower() == ".zip":
            self.whole.unpack(path)
            return
        try:
            check_is_dossier(path)
        except KitError as error:
            self.status.say(sentence(error))
            return
        self._switch(path)

    def _on_new(self) -> None:
        path = file_dialogs.save_file(
            self,
            self.context.settings,
            "nouveau-dossier.kitess",
            (".kitess",),
            title="Nouveau dossier",
            folder=paths.dossiers(),
        )
        if path is None:
            return
        if path.exists():
            self.status.say(
                fr("Un dossier s’appelle déjà « {stem} » ; il n’a pas été touché. Ouvrez-le.", stem=path.stem)
            )
        else:
            self._switch(path)

    def _on_chosen(self, key: str) -> None:
        self._switch(Path(key))

    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.context.session.path.parent)))

    def _on_copy_path(self) -> None:
        clipboard.copy(str(self.context.session.path))
        self.context.feedback.tell(fr("L’emplacement du dossier est copié."))

    def _switch(self, path: Path) -> None:
        try:
            if not self.context.dossiers.switch(path):
                self.status.say(_BUSY)
        except KitError as error:
            self.status.say(sentence(error))

    def _keep(self, field: str) -> bool:
        box = self.boxes[field]
        value, wrong = _checked(field, _words(box.field))
        box.show_error(wrong or (siren_doubt(value) if field == "siren" else ""))
        if wrong:
            return False
        if value == self._known().get(_ASKED[field].name, ""):
            return True
        try:
            self.context.session.set_text(*record.home(_ASKED[field].name), value, label=identity.LABEL)
        except KitError as error:
            box.show_error(sentence(error))
            return False
        return True

    def _show(self) -> None:
        session = self.context.session
        self._show_place()
        known = self._known()
        for field, box in self.boxes.items():
            line = box.field
            words = known.get(_ASKED[field].name, "")
            if isinstance(line, Choice):
                line.choose(words)
            elif isinstance(line, NoteEdit):
                if not line.hasFocus() and line.toPlainText() != words:
                    line.setPlainText(words)
            elif isinstance(line, QLineEdit) and not (line.hasFocus() and line.isModified()):
                # Tab from the name reaches a field that it filled
                line.setText(shown_day(words) if field == "council" else siren.spaced(words))
        if not self.person_line.hasFocus():
            self.person_line.setText(self.context.settings.text("by"))
        here = session.path
        rows = [DossierRow(str(one), one.stem, str(one.parent), one == here) for one in self.context.dossiers.here()]
        self.list.show_rows(rows)
        self.where.setText(fr("Le dossier ouvert est enregistré ici : {breakable}", breakable=breakable(here)))

    def _known(self) -> dict[str, str]:
        """Return what the dossier holds of whose it is, by the names of the acts."""
        return record.shared_values(self.context.session.dossier)

    def _build_asked(self, field: str) -> Labelled:
        asked, line = _ASKED[field], self._build_line(field)
        large = self.context.theme.scale > _WRAPS
        box = Labelled(self.context.theme, in_chosen_form(asked.words), line, aside="(facultatif)", wraps=large)
        box.show_note(in_chosen_form(asked.note))
        self.boxes[field] = box
        return box

    def _build_line(self, field: str) -> Choice | NoteEdit | QLineEdit:
        if field == "title":
            options = self.context.acts.models.common[_ASKED[field].name].options
            choice = Choice(self.context.theme, [("", _TO_CHOOSE), *options])
            choice.activated.connect(self._on_left)
            return choice
        if field == "address":
            edit = NoteEdit()
            edit.left.connect(self._on_left)
            return edit
        line = QLineEdit()
        line.setMaxLength(120)
        line.editingFinished.connect(self._on_left)
        return line

    def _build_identity(self) -> QWidget:
        t, context = self.context.theme, self.context
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._column.spacing())
        line = CompletingLine()
        line.setMaxLength(100)
        box = Labelled(t, "Commune ou intercommunalité", line)
        self.entry = CollectiviteEntry(box, context.session, context.jobs, self)
        self.entry.kept.connect(self._on_kept)
        self.entry.refused.connect(self._on_refused)
        column.addWidget(box)
        known = context.acts.models.common
        for field in _ASKED:
            if field != "title" or _ASKED[field].name in known:  # its choices are those of the models
                column.addWidget(self._build_asked(field))
        self.person_line = QLineEdit()
        self.person_line.setMaxLength(80)
        self.person_line.setPlaceholderText(context.dossiers.by)
        self.person_line.editingFinished.connect(self._on_person_left)
        person = Labelled(t, "Vous êtes", self.person_line, aside="(facultatif)")
        person.show_note(fr("Signe vos changements, pour vos collègues. Par exemple « Adjointe à l’économie »."))
        column.addWidget(person)
        self._first = line
        column.addStretch(1)
        return fields

    def _build_beside(self) -> QBoxLayout:
        """Return the map of where the collectivité lies, level with the first field, and what goes with a mandate."""
        box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.locator = LocatorMap(self.context.theme)
        box.addWidget(self.locator, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        box.addLayout(self._build_around())
        box.addStretch(1)
        self._level = later(lambda: box.setContentsMargins(0, self._first.y(), 0, 0), self)
        self.context.jobs.run(self, lambda _: atlas(paths.territories()), self._on_atlas, self._on_refused)
        return box

    def _build_emblem(self) -> None:
        self.emblem, self.template = EmblemSlot(self.context), TemplateSlot(self.context)
        for slot in (self.emblem, self.template):
            slot.announced.connect(self.announced)
            self._add(slot)
            self._column.addSpacing(self.context.theme.space_3)

    def _build_around(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(self.context.theme.space_1)
        column.addWidget(Heading("Au fil du mandat", 2))
        for page, words in _AROUND:
            button = QPushButton(in_chosen_form(words))
            button.setProperty("look", "small")
            button.setFixedWidth(self.locator.width())
            button.clicked.connect(lambda _=False, one=page: self.route_requested.emit(place(one)))
            column.addWidget(button)
        column.addStretch(1)
        return column

    def _build_dossiers(self) -> None:
        t = self.context.theme
        self._column.addSpacing(t.space_3)
        self._column.addWidget(Heading("Mes dossiers", 2))
        self._add(Label(fr("Un dossier par collectivité : la commune, l’intercommunalité…"), "muted"))
        self.list = DossierList(t)
        self.list.chosen.connect(self._on_chosen)
        self._add(self.list)
        flow = FlowLayout(gap=t.space_2)
        self.new = self._button(flow, "Nouveau dossier…")
        self.new.clicked.connect(self._on_new)
        self.open = self._button(flow, "Ouvrir un dossier…")
        self.open.clicked.connect(self._on_open_file)
        for page, words in ((PageId.MERGE, "Réunir avec un·e collègue"), (PageId.RESTORE, "Copies de sécurité")):
            button = self._button(flow, in_chosen_form(words))
            button.clicked.connect(lambda _=False, one=page: self.route_requested.emit(place(one)))
        self._column.addLayout(flow)
        self.status = StatusLine()
        self.status.announced.connect(self.announced)
        self._add(self.status)
        self.where = Label("", "muted")
        self._add(self.where)
        flow = FlowLayout(gap=t.space_2)
        self._button(flow, "Ouvrir l’emplacement").clicked.connect(self._on_folder)
        self._button(flow, "Copier l’emplacement").clicked.connect(self._on_copy_path)
        self._column.addLayout(flow)
        self._column.addSpacing(t.space_3)
        self._column.addWidget(Heading("Ce dossier et ses pièces", 2))
        self._add(Label(LEAD, "muted"))
        self.whole = WholeDossier(self.context)
        self.whole.announced.connect(self.announced)
        self.whole.noticed.connect(self.noticed)
        self.whole.made.connect(self._on_kept)
        self.whole.opened.connect(self._switch)
        self.whole.mail_requested.connect(lambda: self.route_requested.emit(ToContact(BY_MAIL)))
        self._column.addLayout(bounded(self.whole, t.measure))

    def _button(self, flow: FlowLayout, words: str) -> QPushButton:
        button = QPushButton(words)
        flow.addWidget(button)
        return button

    def _add(self, widget: QWidget) -> None:
        self._column.addLayout(bounded(widget, self.context.theme.measure))


def _words(field: QWidget) -> str:
    """Return what stands in a field, without empty lines and blanks around; of a choice, its key."""
    if isinstance(field, Choice):
        return str(field.currentData() or "")
    if isinstance(field, NoteEdit):
        return "\n".join(line.strip() for line in field.toPlainText().splitlines() if line.strip())
    assert isinstance(field, QLineEdit)
    return field.text().strip()


def _checked(field: str, words: str) -> tuple[str, str]:
    """Return the value to keep and what is wrong with it."""
    if field == "council" and words:
        doubted = doubt(words)
        wrong = _WRONG_DAY if doubted or not read_day(words) else ""
        return kept_day(words), f"{doubted} {wrong}".strip()
    if field == "population" and words:
        digits = "".join(words.split())
        return (digits, "") if digits.isascii() and digits.isdigit() else (words, _WRONG_COUNT)
    return (siren.to_keep(words) if field == "siren" else words), ""
