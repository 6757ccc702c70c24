"""``--tour``: one picture of every screen, one checklist as PDF and one message as .eml, then out.

Without a dossier it shows the made-up commune of the reference screens, in a dossier of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QDeadlineTimer, QEvent, QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from kit import paths
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.files import write_whole
from kit.territoires import departements
from ui.features.help import pictures
from ui.output.printables import TextChoice
from ui.services.context import AppContext
from ui.services.jobs import Jobs
from ui.services.navigation import PageId, Route, ToActModel, ToArticle, ToContact, ToPrint, ToSearch, ToUpdate
from ui.shell.main_window import MainWindow

PERSON = "Prénom Nom"
ADDRESS = "mairie@saint-exemple.example"
_STATUSES = {
    "milestone:elu-designation": Status.DONE,
    "action:elu-commission": Status.DONE,
    "action:elu-conseil-developpement": Status.NOT_CONCERNED,
    "action:elu-extra-municipale": Status.DOING,
    "action:reseaux-cress": Status.DONE,
    "action:reseaux-mouvement-associatif": Status.DONE,
    "action:outils-commande-publique": Status.DONE,
    "action:evenements-conferences": Status.DONE,
    "action:communication-medias": Status.DONE,
}
_USUAL = "23"
_TEXTS = {
    ("identity", "name"): "Saint-Exemple",
    ("identity", "departement"): "",
    ("identity", "departement_code"): "",
    ("identity", "kind"): "commune",
    ("action:elu-extra-municipale", "who"): "Adjointe à l’économie",
    ("action:elu-extra-municipale", "due"): "2027-03-15",
    ("action:elu-extra-municipale", "note"): "À inscrire au conseil de mars.",
    ("own:rencontrer-le-cafe", "title"): "Rencontrer le café associatif",
    ("own:rencontrer-le-cafe", "lever"): "reseaux",
    ("own:rencontrer-le-cafe", "who"): "Adjointe à l’économie",
}


def make_sample(path: Path) -> Path:
    """Write the dossier of the reference screens' made-up commune; returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with Dossier.create(path, own=paths.written_here()) as dossier:
        code, name = _departement()
        own = {("identity", "departement"): name, ("identity", "departement_code"): code}
        for (on, field), value in (_TEXTS | own).items():
            dossier.record(on, field, value)
        for target, status in _STATUSES.items():
            dossier.record(target, "status", status.value)
    return path


def _departement() -> tuple[str, str]:
    """Return code and name of the département that the made-up commune is of: one of the region of the kit."""
    known = departements(paths.territories())
    code = _USUAL if _USUAL in known else next(iter(known), "")
    return code, known.get(code, "")


def stops(context: AppContext) -> Iterator[tuple[str, Route]]:
    """Yield the screens of the tour: a name for the picture, and the place."""
    yield "accueil", Route(PageId.HOME)
    yield "comprendre", Route(PageId.UNDERSTAND)
    yield "article", ToArticle("ess-en-cinq-minutes")
    yield "competence", ToArticle("competence-commerce")
    yield "convaincre", Route(PageId.CONVINCE)
    yield "raison", ToArticle("raison-qualite-de-vie")
    yield "sujet", ToArticle("commerces-proximite")
    for lever in context.library.outline.levers:
        yield f"agir-{lever.article.code}", Route(PageId.ACT, lever.article.id)
    yield "action", ToArticle("elu-extra-municipale")
    yield "par-ou-commencer", Route(PageId.START_HERE)
    yield "exemples", Route(PageId.EXAMPLES)
    yield "reseaux", Route(PageId.NETWORKS)
    yield "agenda", Route(PageId.NETWORKS, "agenda")
    yield "glossaire", Route(PageId.GLOSSARY)
    yield "glossaire-terme", Route(PageId.GLOSSARY, "ptce")
    yield "sources", Route(PageId.SOURCES)
    yield "sommaire", Route(PageId.CONTENTS, "commerces-proximite")
    yield "plan", Route(PageId.PLAN)
    yield "plan-fiche", Route(PageId.PLAN, "elu-extra-municipale")
    yield "modeles", Route(PageId.MODELS)
    yield "modele", ToActModel("arrete-delegation-ess")
    yield "recherche", ToSearch("preter une salle")
    yield "recherche-vide", ToSearch("xyzxyz")
    yield "imprimer", ToPrint(of="elu-designe")
    yield "imprimer-plan", ToPrint("plan")
    yield "imprimer-affiche", ToPrint("affiche")
    yield "imprimer-livret", ToPrint("livret", chosen=TextChoice(to_fold=True))
    yield "contacter", ToContact(about="elu-designe")
    yield "partager-le-plan", ToContact("plan")
    yield "a-envoyer", Route(PageId.OUTBOX)
    yield "ma-collectivite", Route(PageId.COLLECTIVITE)
    yield "carnet-de-mandat", Route(PageId.MANDATE, "histoire")
    yield "carnet-instantanes", Route(PageId.MANDATE, "instantanes")
    yield "carnet-transmettre", Route(PageId.MANDATE, "papiers")
    yield "saisir-depuis-le-papier", Route(PageId.PAPER_BACK)
    yield "repertoire-local", Route(PageId.DIRECTORY)
    yield "repertoire-nouvelle", Route(PageId.DIRECTORY, "nouvelle")
    yield "repertoire-tableau", Route(PageId.DIRECTORY, "tableau")
    yield "agenda-local", Route(PageId.AGENDA, "mois")
    yield "agenda-liste", Route(PageId.AGENDA, "liste")
    yield "imprimer-agenda", ToPrint("agenda")
    yield "reunir", Route(PageId.MERGE)
    yield "copies", Route(PageId.RESTORE)
    yield "mes-pages", Route(PageId.FAVOURITES)
    yield "aide", ToArticle("aide")
    yield "aide-travailler", ToArticle("aide-travailler")
    yield "aide-ensemble", ToArticle("aide-ensemble")
    yield "aide-clavier", ToArticle("aide-clavier")
    yield "aide-en-images", Route(PageId.HELP_PICTURES)
    yield "accessibilite", ToArticle("accessibilite")
    yield "imprimer-schema", ToPrint("schema", of="convaincre")
    yield "imprimer-raccourcis", ToPrint("raccourcis")
    yield "a-propos", Route(PageId.ABOUT)
    yield "reglages", Route(PageId.SETTINGS)
    yield "mettre-a-jour", ToUpdate()


def settle(context: AppContext, limit_ms: int = 20_000) -> None:
    """Let background work, motions and repaints end."""
    settle_jobs(context.jobs, lambda: context.session.is_saving, limit_ms)


def settle_jobs(jobs: Jobs, is_saving: Callable[[], bool] = bool, limit_ms: int = 20_000) -> None:
    """The same where there may be no dossier to save."""
    deadline = QDeadlineTimer(limit_ms)
    quiet = 0
    while quiet < 3 and not deadline.hasExpired():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        quiet = 0 if jobs.is_busy or is_saving() or _is_moving() else quiet + 1


def _is_moving() -> bool:
    """Say whether something moves: Qt fades the cross of a search field in and out."""
    running = QAbstractAnimation.State.Running
    windows = QApplication.topLevelWidgets()
    return any(one.state() == running for window in windows for one in window.findChildren(QAbstractAnimation))


def run_tour(window: MainWindow, context: AppContext, out: Path, *, every_article: bool) -> int:
    """Photograph the screens into ``out``; returns the exit code."""
    out.mkdir(parents=True, exist_ok=True)
    window.show()
    write_help(window, context, out / "aide")
    places = list(stops(context))
    if every_article:
        places += [(f"texte-{a.id}", ToArticle(a.id)) for a in context.library.articles()]
    digits = max(2, len(str(len(places))))
    for number, (name, route) in enumerate(places, 1):
        if route.page == PageId.SEARCH:
            window.sidebar.search.setText(route.id)
        if route.page == PageId.OUTBOX:
            prepare_message(context)
        window.open_route(route)
        settle(context)
        if route.page == PageId.CONTACT:
            fill_contact(window)
            settle(context)
        window.grab().save(str(out / f"{number:0{digits}d}-{name}.png"))
    photograph_meeting(window, context, out)
    write_documents(context, out)
    window.close()
    context.jobs.close()
    return 0


def write_help(window: MainWindow, context: AppContext, out: Path) -> None:
    """Write the pictures of the help (``make aide`` keeps them), before other screens leave their traces."""
    out.mkdir(parents=True, exist_ok=True)
    size = window.size()
    window.resize(*pictures.SIZE)
    for one in pictures.load_pictures(paths.help_pictures()):
        photograph_help(window, context, one).save(str(out / f"{one.name}.png"))
    window.resize(size)


def photograph_help(window: MainWindow, context: AppContext, one: pictures.HelpPicture) -> QImage:
    """Return the picture of a screen of the help, as it is kept."""
    window.open_route(one.route)
    settle(context)
    if one.route.page == PageId.CONTACT:
        fill_contact(window)
        settle(context)
    return pictures.small(window.grab().toImage())


def photograph_meeting(window: MainWindow, context: AppContext, out: Path) -> None:
    """Photograph the mode réunion: an action, and the end."""
    window.open_route(ToArticle("elu-extra-municipale"))
    window.meetings.open()
    meeting = window.meetings.window
    if meeting is None:
        return
    meeting.showNormal()
    meeting.resize(window.size())
    settle(context)
    meeting.grab().save(str(out / "mode-reunion.png"))
    meeting.finish()
    settle(context)
    meeting.grab().save(str(out / "mode-reunion-fin.png"))
    meeting.close()


def fill_contact(window: MainWindow) -> None:
    """Fill the form as the reference screen does."""
    form = getattr(window.page(PageId.CONTACT), "form")  # noqa: B009  only this page has one
    form.person.setText(PERSON)
    form.reply_to.setText(ADDRESS)
    form.reply_to.setCursorPosition(0)
    form.function.choose("adjointe-au-maire")


def prepare_message(context: AppContext) -> None:
    """Leave a message prepared in the tour's own outbox."""
    from msgspec.structs import replace

    from kit.mail.outbox import Means

    message = replace(
        context.outbox.new(),
        to=context.library.publisher.mail,
        subject=f"[Kit ESS] Saint-Exemple ({_departement()[0]}) - être accompagné·e sur un levier",
        body="Madame, Monsieur,",
    )
    context.outbox.prepare(message, Means.MAILTO)


def write_documents(context: AppContext, out: Path) -> None:
    """Write one checklist and one draft message beside the pictures."""
    from kit.documents.checklist import checklist
    from kit.documents.writer import write
    from kit.mail.compose import compose
    from kit.mail.draft import ChosenLever, MailRequest
    from kit.mail.templates import load_templates, read_recipient
    from kit.mail.transports import eml

    session, library = context.session, context.library
    write(checklist(library, session.dossier), out / "leviers.pdf", force=True)
    lever = library.outline.levers[0]
    done = session.progress(action.id for action in lever.actions)
    request = MailRequest(
        request="levier",
        collectivite=session.text("identity", "name"),
        kind=session.text("identity", "kind"),
        departement=session.text("identity", "departement"),
        departement_code=session.text("identity", "departement_code"),
        person=PERSON,
        function="adjointe-au-maire",
        reply_to=ADDRESS,
        levers=(ChosenLever(1, lever.article.title, done.done, done.applicable),),
    )
    templates = load_templates(paths.mail_templates(), to=read_recipient(paths.kit_file()))
    write_whole(out / "message.eml", eml(compose(request, templates["levier"])))
