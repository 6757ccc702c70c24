"""Every kind of document that the kit makes, of the shipped texts and of a dossier at work in a village of 600.

``shipped_documents`` is the one list of kinds for what holds of all: checkers of PDF, word processors, ink.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from kit import paths
from kit.acts.document import Issued, act_document
from kit.acts.loader import ActModels
from kit.acts.model import ActModel
from kit.acts.model_list import models_document
from kit.acts.rendering import ActRenderer
from kit.acts.retroplanning import Setting, retroplanning, retroplanning_document
from kit.acts.samples import blank, filled_in
from kit.acts.session import Session, session_document
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.nearby import Place, near_examples, nearest_in_size
from kit.documents import emblem
from kit.documents.agenda import agenda_document
from kit.documents.aide_memoire import aide_memoire_document
from kit.documents.article import article_document, chapter_document, short_document
from kit.documents.bibliography import bibliography_document
from kit.documents.booklet import booklet_document
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.decisions import decisions_document
from kit.documents.diagnostic import diagnostic_document
from kit.documents.directory import directory_document
from kit.documents.document import Document
from kit.documents.emblem import with_emblem
from kit.documents.example_map import Home, example_map_document
from kit.documents.examples import Narrowing, examples_document
from kit.documents.figures import figures_document
from kit.documents.glossary import glossary_document
from kit.documents.handover import handover_document
from kit.documents.history import history_document
from kit.documents.mandate_review import mandate_review_document
from kit.documents.model import Options
from kit.documents.networks import dates_document, networks_document
from kit.documents.plan import plan_document
from kit.documents.poster import poster_document
from kit.documents.scheme import scheme_document
from kit.documents.shortcuts import shortcuts_document
from kit.documents.slides import slides_document
from kit.dossier.dossier import Dossier
from kit.dossier.plan import build_plan
from kit.figures.atlas import atlas
from kit.mail import letter
from kit.mail.compose import compose
from kit.mail.draft import MailRequest
from kit.mail.templates import load_templates, read_contact
from kit.mandate import directory
from kit.mandate.agenda import CouncilDay, build_agenda
from kit.packs.key_sheet import key_sheet
from kit.territoires import Territories
from tests.unit.documents.emblem_samples import svg

DAY = date(2026, 11, 30)
PLACE, FORM, PEOPLE, DEPARTEMENT = "Saint-Exemple", "commune", 600, "23"
COUNCIL = date(2026, 12, 15)
ACT, BESIDE = "deliberation-commission-ess", "arrete-delegation-ess"
BEGUN = datetime(2026, 4, 7, 9, tzinfo=UTC)
IDENTITY = {
    "name": PLACE, "kind": FORM, "population": str(PEOPLE), "departement_code": DEPARTEMENT, "departement": "Creuse",
    "insee": "23022", "council": COUNCIL.isoformat(),
}  # fmt: skip
WORK = (
    ("fait", "Mme Camille Exemple, adjointe", "2026-10-12", "Délibération n° 2026-34, votée à l’unanimité.", ""),
    ("en-cours", "Alix Exemple, maire", "2027-03-01", "Une première rencontre a eu lieu à la salle des fêtes.", "500"),
    ("a-discuter", "", "2027-06-30", "", ""),
    ("a-faire", "Secrétariat", "fin mars", "", "1500,50"),
    ("non-concerne", "", "", "Il n’y en a pas dans le canton.", ""),
    ("en-pause", "M. Claude Exemple", "2026-11-02", "", ""),
    ("a-faire", "", "", "", ""),
)
NETWORK = {"name": "La Ressourcerie du canton", "kind": "association", "place": "Guéret", "met": "2026-06-12",
           "activity": "Réemploi", "contact": "Camille Exemple", "email": "contact@exemple.example",
           "phone": "05 55 00 00 00", "note": "Ouverte à une visite au printemps."}  # fmt: skip


@cache
def shipped() -> Library:
    """Return the shipped texts."""
    return Library(FileStore(paths.content(), paths.kit_file()))


@cache
def shipped_documents() -> dict[str, Document]:
    """Return one document of each kind by its name, always the same; an act of each kind filled in and blank."""
    folder = Path(tempfile.mkdtemp(prefix="kit-documents-"))  # the coat of arms is read there when one is written
    clock = [BEGUN]
    with Dossier.create(folder / "saint-exemple.kitess", by="Alix Exemple", now=lambda: clock[0]) as dossier:
        at_work(dossier, clock)
        (folder / "blason.svg").write_bytes(svg())
        emblem.choose(dossier, folder / "blason.svg")
        made = {**dict(_texts(shipped())), **dict(_own(shipped(), dossier)), **dict(_acts(shipped(), dossier))}
        return {name: with_emblem(document, dossier) for name, document in made.items()}


def at_work(dossier: Dossier, clock: list[datetime]) -> None:
    """Fill a dossier with half a year of work: identity, states of all actions, one of its own, one in the book."""
    for name, value in IDENTITY.items():
        dossier.record("identity", name, value)
    for action, (status, who, due, note, budget) in zip(shipped().outline.actions, itertools.cycle(WORK), strict=False):
        clock[0] += timedelta(days=11)
        given = {"status": status, "who": who, "due": due, "note": note, "budget": budget}
        for field, value in given.items():
            if value:
                dossier.record(f"action:{action.id}", field, value)
    dossier.record("own:fete", "title", "Fête des associations et des entreprises du canton")
    dossier.record("own:fete", "status", "en-cours")
    dossier.record("own:fete", "due", "2027-06-12")
    dossier.commit(*dossier.group(directory.added(NETWORK)[1]))
    dossier.record("diagnostic", shipped().shelf.questions[0].id, "non")


def _texts(library: Library) -> Iterator[tuple[str, Document]]:
    """Yield what is made of the texts alone."""
    known = Territories.shared(paths.territories()), atlas(paths.territories())
    home = Home(IDENTITY["insee"], DEPARTEMENT, PEOPLE)
    yield "listes-vierges", checklist_document(checklist(library, None, today=DAY))
    full = Options(size=18, why=True, steps=True)
    yield "listes-en-grand", checklist_document(checklist(library, None, options=full, today=DAY))
    yield "aide-memoire", aide_memoire_document(library, today=DAY)
    yield "fiche-du-maire", short_document(library, "la-fiche-du-maire", today=DAY)
    yield "page", article_document(library, "commerces-proximite", today=DAY)
    yield "action", article_document(library, "elu-commission", today=DAY)
    yield "chapitre", chapter_document(library, "convaincre", today=DAY)
    yield "chiffres", figures_document(library, "chiffres-nouvelle-aquitaine", today=DAY)
    yield "affiche", poster_document(library, today=DAY)
    yield "livret", booklet_document(library, home=home, today=DAY)
    yield "schema", scheme_document(library, place=PLACE, today=DAY)
    yield "carte", example_map_document(library, *known, home, place=PLACE, today=DAY)[0]
    chosen = Narrowing(departement=DEPARTEMENT, told="Creuse")
    yield "exemples", examples_document(library, *known, home, chosen=chosen, place=PLACE, today=DAY)
    yield "reseaux", networks_document(library, today=DAY)
    yield "dates", dates_document(library, today=DAY)
    yield "glossaire", glossary_document(library, today=DAY)
    yield "sources", bibliography_document(library, today=DAY)
    yield "modeles", models_document(ActModels(paths.acts()).all(), library, today=DAY)
    yield "diagnostic", diagnostic_document(library, today=DAY)
    yield "raccourcis", shortcuts_document([("Ctrl+P", "Imprimer ce qui est affiché")], library.publisher, today=DAY)
    yield "cle", key_sheet(bytes(range(32)), library.publisher, DAY)


def _own(library: Library, dossier: Dossier) -> Iterator[tuple[str, Document]]:
    """Yield what is made of the dossier."""
    full = Options(why=True, steps=True, notes=True)
    plan = build_plan(library.outline, dossier, DAY)
    yield "listes", checklist_document(checklist(library, dossier, options=full, today=DAY))
    yield "plan", plan_document(library, dossier, today=DAY, dossier_id="d-1")
    yield "decisions", decisions_document(library, dossier, today=DAY)
    yield "diapositives", slides_document(library, dossier, today=DAY)
    yield "affiche-etat", poster_document(library, dossier, place=PLACE, today=DAY)
    yield "reponses", diagnostic_document(library, dossier, place=PLACE, today=DAY)
    yield "carnet", history_document(library, dossier, today=DAY)
    yield "bilan", mandate_review_document(library, dossier, BEGUN.date(), DAY, whole=True, today=DAY)
    yield "passation", handover_document(library, dossier, today=DAY)
    model, models = ActModels(paths.acts()).get(ACT), ActModels(paths.acts())
    steps = retroplanning(model, Setting(COUNCIL, FORM, PEOPLE), models.thresholds, DAY)
    found = build_agenda(
        plan,
        library.shelf.dates,
        DAY,
        council=COUNCIL.isoformat(),
        steps=[CouncilDay(step.id, step.day, step.title, step.text) for step in steps],
        contacts=directory.contacts(dossier),
    )
    yield "agenda", agenda_document(library, found, place=PLACE, today=DAY, dossier_id="d-1")
    titles = {item.on: item.title for item in plan.items}
    entries = directory.contacts(dossier)
    yield "repertoire", directory_document(library, entries, titles=titles, place=PLACE, today=DAY)
    contact = read_contact(paths.kit_file())
    templates = load_templates(paths.mail_templates(), to=contact.mail)
    draft = compose(
        MailRequest(request="rencontre", collectivite=PLACE, kind=FORM, departement_code="23", departement="Creuse",
                    person="Alix Exemple", function="maire", reply_to="mairie@exemple.example"),
        templates["rencontre"],
    )  # fmt: skip
    told = letter.to_publisher(
        draft, library.publisher, contact.postal, sender=("Alix Exemple", PLACE),
        address="1 place de la Mairie\n23000 Saint-Exemple", today=DAY, emblem=emblem.emblem(dossier),
    )  # fmt: skip
    yield "lettre", letter.document(told)


def _acts(library: Library, dossier: Dossier) -> Iterator[tuple[str, Document]]:
    """Yield an act of each kind, the day sheet of one, and a dossier de séance of two."""
    rendering, issued = ActRenderer(ActModels(paths.acts())), Issued(library.publisher, DAY)

    def values(model: ActModel, *, full: bool) -> dict[str, str]:
        given = filled_in(rendering.fields(model), FORM, str(PEOPLE)) if full else blank(FORM, str(PEOPLE))
        return given | {"collectivite.nom": PLACE} if full else given

    kinds: set[str] = set()
    for model in rendering.models.all():
        if (model.fits_form(FORM) and model.kind not in kinds) or model.id in (ACT, BESIDE):
            kinds.add(model.kind)
            for full in (True, False):
                act = rendering.render(model, values(model, full=full))
                yield f"acte-{model.id}{'' if full else '-vierge'}", act_document(act, PLACE, issued)
    model = rendering.models.get(ACT)
    setting = Setting(COUNCIL, FORM, PEOPLE)
    steps = retroplanning(model, setting, rendering.models.thresholds, DAY)
    yield "retroplanning", retroplanning_document(model, steps, setting, issued, place=PLACE)
    told = [rendering.models.get(one) for one in (ACT, BESIDE)]
    acts = tuple(rendering.render(one, values(one, full=True)) for one in told)
    near = near_examples(library, Territories.shared(paths.territories()), Place(DEPARTEMENT, PEOPLE))
    session = Session.of(
        acts, values(told[0], full=True), example=nearest_in_size(near, PEOPLE), common=rendering.models.common
    )
    yield "seance", session_document(library, dossier, session, rendering.models.thresholds, issued)
