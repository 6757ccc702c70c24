"""A small library, a dossier in memory, and checklists made of them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

from msgspec.structs import replace

from kit.content.blocks import Body, Callout, Cite, Examples, Heading, Items, Link, Paragraph, Table, Text
from kit.content.cases import Case
from kit.content.library import Library, Store
from kit.content.model import Article, Example, Lever, Outline, Publisher, Step
from kit.content.shelf import Fact, NationalDate, Network, Question, Shelf, Source, Term
from kit.documents.aide_memoire import aide_memoire_document
from kit.documents.article import article_document, chapter_document
from kit.documents.bibliography import bibliography_document
from kit.documents.booklet import booklet_document
from kit.documents.boxes import checklist_document, footer
from kit.documents.checklist import checklist
from kit.documents.decisions import decisions_document
from kit.documents.diagnostic import diagnostic_document
from kit.documents.document import Document, Fields, words
from kit.documents.glossary import glossary_document
from kit.documents.model import Checklist, Options
from kit.documents.networks import dates_document, networks_document
from kit.documents.plan import plan_document
from kit.documents.poster import poster_document
from kit.documents.sheet import Sheet
from kit.dossier.model import Event, Status

DAY = date(2026, 11, 24)
PUBLISHER = Publisher(
    "CRESS Nouvelle-Aquitaine", "", "Nouvelle-Aquitaine", "", "", "", "", "", "2026.11", "2026-11-24",
    "la CRESS", "à la CRESS", "de la CRESS",
)  # fmt: skip


def lever(number: int, title: str, actions: list[str], milestone: str = "") -> Lever:
    """Return a lever whose actions are named l1-a1, l1-a2…"""
    name = f"l{number}"
    return Lever(
        Article(name, "lever", title, code=str(number)),
        Article(f"{name}-jalon", "milestone", milestone, code=f"{number}.0", summary="Chacun sait à qui parler.")
        if milestone
        else None,
        tuple(
            Article(
                f"{name}-a{n}",
                "action",
                action,
                summary=f"Pourquoi : {action}.",
                code=f"{number}.{n}",
                parent=name,
                steps=(Step("Écrire la question.", "maire", "dix minutes"), Step("Voter.")),
            )
            for n, action in enumerate(actions, 1)
        ),
    )


LEVERS = (
    lever(1, "Avoir un·e élu·e désigné·e à l’ESS",
          ["Avoir une commission ESS", "Faire entrer des acteurs au conseil de développement",
           "Mettre en place une commission extra-municipale"], "Un·e élu·e est désigné·e"),
    lever(2, "S’appuyer sur les réseaux",
          ["Prendre contact avec la CRESS", "Rencontrer Le Mouvement associatif", "Repérer les PTCE",
           "Recenser les réseaux locaux"]),
    lever(3, "Communiquer et informer", ["Parler de l’ESS", "Rappeler le lien"]),
)  # fmt: skip


class FakeStore(SimpleNamespace):
    """As much of a store as a checklist asks for."""

    problems: tuple[()] = ()

    def articles(self, kinds: tuple[str, ...] = ()) -> list[Article]:
        return [found.article for found in self.outline.levers if not kinds or found.article.kind in kinds]


def library_of(*levers: Lever) -> Library:
    return Library(cast(Store, FakeStore(outline=Outline(PUBLISHER, levers=levers))))


class FakeDossier:
    """A dossier held in two dicts."""

    def __init__(self, statuses: dict[str, Status], values: dict[tuple[str, str], object]) -> None:
        self.statuses = statuses
        self.values = values

    def status(self, action_id: str, /) -> Status:
        return self.statuses.get(action_id, Status.TODO)

    def value(self, on: str, field: str, /) -> object:
        return self.values.get((on, field))

    def heads(self, on: str, field: str, /) -> list[Event]:
        return []

    def fields(self, on: str, /) -> dict[str, object]:
        return {field: value for (target, field), value in self.values.items() if target == on}

    def targets(self, prefix: str = "", /) -> list[str]:
        return list(dict.fromkeys(target for target, _ in self.values if target.startswith(prefix)))


def with_text(document: Checklist, text: str, *, size: int = 11) -> Checklist:
    """Return a checklist of one item that holds ``text`` in every field a person can fill."""
    item = replace(document.items[1], title=text, note=text, why=text, steps=(text, text), who=text, due=text)
    section = replace(document.sections[0], title=text, items=(replace(document.items[0], note=text), item))
    return replace(
        document, title=text, collectivite=text, sections=(section,), publisher=text, options=Options(size=size)
    )


# --- texts with bodies, and a dossier with a history ---

ARTICLE = Article(
    "fiche", "article", "La fiche du maire", summary="Cinq questions, cinq réponses.", parent="convaincre",
    sources=("S3",), provisional=True,
    examples=(
        Example("e1", "Bétête", "une épicerie-bar associative.", "Creuse", 400, 2022, ("F1",)),
        Example("e2", "Limoges", "une coopérative.", "Limoges", facts=("F9",)),
    ),
)  # fmt: skip
BODY: Body = (
    Paragraph((Text("Vous défendez un "), Text("projet", bold=True), Text(" très ", italic=True),
               Text("utile", bold=True, italic=True), Text("."), Cite(("F1",)))),
    Heading(2, (Text("Quel risque ?"),), "quel-risque"),
    Table(((Text("Le risque"),), (Text("La parade"),)),
          (((Text("Un achat caché"), Cite(("F2",))), (Text("Ne pas décrire la prestation"),)),
           ((Text("Un local"),), (Text("Une convention"), Link("commission", " écrite"))))),
    Heading(3, (Text("Et encore"),), "et-encore"),
    Items(False, ((Paragraph((Text("Un point"),)), Items(True, ((Paragraph((Text("Un sous-point"),)),),))),
                  (Paragraph((Text("Un autre"),)),))),
    Items(True, ((Paragraph((Text("D’abord"),)),), (Paragraph((Text("Ensuite"),)),))),
    Callout("voix", "En une phrase", (Paragraph((Text("« Oui. »"),)), Items(False, ((Paragraph((Text("Puis"),)),),)))),
    Examples(),
)  # fmt: skip
CHAPTER = Article("convaincre", "chapter", "Pourquoi l’ESS ?", summary="Des raisons.", short_title="Convaincre")
SHELF = Shelf(
    terms=(
        Term(
            "scic",
            "Scic",
            "Une coopérative où une collectivité peut prendre des parts.",
            "société coopérative d’intérêt collectif",
            see=("ess",),
            sources=("S2",),
        ),
        Term("ess", "ESS", "Une manière d’entreprendre."),
    ),
    sources={
        "S1": Source("S1", "Loi ESS", "legifrance.gouv.fr/ess"),
        "S2": Source("S2", "Un livre"),
        "S3": Source("S3", "RTES", "rtes.fr"),
    },
    facts={"F1": Fact("F1", ("S2",), "LU"), "F2": Fact("F2", ("S1", "S2"), "LU")},
    networks=(
        Network(
            "cress",
            "La chambre régionale",
            "Elle connaît les structures et les élu·es.",
            "La liste des structures.",
            "Le kit prépare le message.",
            "CRESS",
            sources=("S3", "S1"),
        ),
        Network("inconnu", "Un réseau sans source", "On l’a entendu dire."),
    ),
    dates=(
        NationalDate("mois", "Le Mois de l’ESS", "en novembre", "Des rencontres partout.", 11, sources=("S3",)),
        NationalDate("assises", "Les assises", "", "Un jour par an.", check_by=2027),
        NationalDate("forum", "Le forum", "en février", "Deux jours.", 2),
    ),
    questions=(
        Question(
            "q1",
            "Un·e élu·e est-il chargé·e de l’ESS ?",
            yes="Donnez-lui un lieu.",
            no="Choisissez quelqu’un.",
            suggests_yes=("l1-a1", "l1-a3"),
            suggests_no=("l1-jalon", "l2-a1"),
        ),
        Question(
            "q2",
            "Avez-vous rencontré la CRESS ?",
            yes="Servez-vous de la liste.",
            no="Un message suffit.",
            suggests_yes=("l2-a4",),
            suggests_no=("l2-a1", "disparue"),
        ),
    ),
)


class TextStore(FakeStore):
    """A store of a chapter, its texts and their bodies."""

    def article(self, article_id: str) -> Article | None:
        return next((found for found in self.articles() if found.id == article_id), None)

    def articles(self, kinds: tuple[str, ...] = ()) -> list[Article]:
        actions = [article for lever in LEVERS for article in (lever.milestone, *lever.actions) if article]
        found = [CHAPTER, ARTICLE, *(lever.article for lever in LEVERS), *actions]
        return [article for article in found if not kinds or article.kind in kinds]

    def children(self, parent: str, kinds: tuple[str, ...] = ()) -> tuple[Article, ...]:
        return tuple(found for found in self.articles() if found.parent == parent)

    def body(self, article_id: str) -> Body:
        if article_id == "fiche":
            return BODY
        comment = (Heading(2, (Text("Comment"),), "comment"), Paragraph((Text("Ainsi."),)))
        return comment if article_id.startswith("l1-a") else (Paragraph((Text(f"Le texte {article_id}."),)),)

    def shelf(self) -> Shelf:
        return SHELF

    def cases(self) -> tuple[Case, ...]:
        return ()


def texts_library() -> Library:
    reasons = (Article("r1", "reason", "Des emplois durables"), Article("r2", "reason", "Des besoins anticipés"))
    return Library(cast(Store, TextStore(outline=Outline(PUBLISHER, (CHAPTER,), reasons, LEVERS))))


class HistoryDossier(FakeDossier):
    """A dossier made of dated changes: (time, target, field, value)."""

    def __init__(self, changes: list[tuple[str, str, str, object]]) -> None:
        self.events = [
            Event(v=1, w="w", n=n, l=n, t=time, by="Mairie", on=on, f=field, x=value, r=())
            for n, (time, on, field, value) in enumerate(changes, 1)
        ]
        last = {(event.on, event.f): event.x for event in self.events}
        super().__init__({on: Status(str(x)) for (on, f), x in last.items() if f == "status"}, dict(last))

    def targets(self, prefix: str = "", /) -> list[str]:
        return [on for on in dict.fromkeys(event.on for event in self.events) if on.startswith(prefix)]

    def history(self, since: object = None, /) -> list[Event]:
        return self.events


CHANGES: list[tuple[str, str, str, object]] = [
    ("2026-10-01T08:00:00Z", "identity", "name", "Saint-Exemple"),
    ("2026-10-01T08:00:00Z", "action:l1-a1", "status", "en-cours"),
    ("2026-10-01T08:00:00Z", "action:l2-a2", "status", "fait"),
    ("2026-11-24T12:00:00Z", "action:l1-a1", "status", "fait"),
    ("2026-11-24T12:00:00Z", "action:l1-a1", "note", "Délibération du 12 octobre.\nMerci à tous."),
    ("2026-11-24T12:00:00Z", "action:l2-a1", "status", "en-cours"),
    ("2026-11-24T12:00:00Z", "action:l2-a1", "who", "Mme Martin, adjointe"),
    ("2026-11-24T12:00:00Z", "action:l2-a1", "due", "2027-03-01"),
    ("2026-11-24T12:00:00Z", "action:l2-a1", "budget", "500 €"),
    ("2026-11-24T12:00:00Z", "action:l2-a3", "due", "fin mars"),
    ("2026-11-24T12:00:00Z", "action:l2-a3", "note", "Une longue note. " * 40),
    ("2026-11-24T12:00:00Z", "milestone:l1-jalon", "status", "fait"),
    ("2026-11-24T12:00:00Z", "own:fete", "title", "Fête des associations"),
    ("2026-11-24T12:00:00Z", "own:fete", "status", "a-discuter"),
    ("2026-11-24T12:00:00Z", "own:fete", "due", "2027-06-12"),
]  # fmt: skip


def plain_table(library: Library) -> Document:
    """Return a table with a title, and spaces to fill before it."""
    header, row = ("Texte", "Phrase", "À corriger"), ("fiche", "Cinq questions, cinq réponses.", "")
    publisher = library.publisher
    return Document(
        title="Feuille de relecture",
        blocks=(Fields(("Relu par :",)), Table(tuple(map(words, header)), (tuple(map(words, row)),))),
        date=DAY,
        place=publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        landscape=True,
        sheets=(Sheet("Textes", header, (row,)),),
    )


def dossier_with_answers() -> FakeDossier:
    """Return a dossier where one of the two questions is answered."""
    return FakeDossier({}, {("diagnostic", "q1"): "non"})


def every_document() -> dict[str, Document]:
    """Return a document of each kind, always the same."""
    library, dossier = texts_library(), HistoryDossier(CHANGES)
    full = Options(why=True, steps=True, notes=True)
    return {
        "checklist": checklist_document(checklist(library, dossier, options=full, today=DAY)),
        "blank": checklist_document(checklist(library, None, today=DAY)),
        "plan": plan_document(library, dossier, today=DAY, dossier_id="d-1"),
        "decisions": decisions_document(library, dossier, today=DAY),
        "article": article_document(library, "fiche", today=DAY),
        "action": article_document(library, "l1-a1", today=DAY),
        "chapter": chapter_document(library, "convaincre", today=DAY),
        "poster": poster_document(library, dossier, today=DAY),
        "booklet": booklet_document(library, today=DAY),
        "aide-memoire": aide_memoire_document(library, today=DAY),
        "table": plain_table(library),
        "reseaux": networks_document(library, today=DAY),
        "dates": dates_document(library, today=DAY),
        "glossaire": glossary_document(library, today=DAY),
        "sources": bibliography_document(library, today=DAY),
        "diagnostic": diagnostic_document(library, today=DAY),
        "reponses": diagnostic_document(library, dossier_with_answers(), place="Saint-Exemple", today=DAY),
    }
