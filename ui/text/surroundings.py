"""What stands around a text: its drawing, what to do next, what else to read, and where its links lead."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from kit.content.blocks import Body, Items, Link, Paragraph, Text
from kit.content.library import Library
from kit.content.model import Article
from kit.errors import UnknownId
from kit.typography import fr
from ui.services.navigation import ARCHIVE, PageId, Route, ToActModel, ToContact, ToPrint, place, route_of
from ui.text.article_aside import AsideCard
from ui.text.article_html import CONTENTS, Next

TOOL = "outil:"  # begins what one does with the page in sight
MODEL = "modele:"  # begins the id of a model of act; without one, all models
ASK = "contact:"  # begins a link that writes about the page in sight: a request of resources/mail
ASKS = (
    (f"{ASK}page", "Partager cette page"),
    (f"{ASK}question", "Poser une question"),
    (f"{ASK}erreur", "Signaler une erreur"),
)
_OTHERS = 2  # texts named at the end, below the first
SHORTCUTS = "imprimer:raccourcis"
COPY = "copie-du-dossier"  # leads to the button that puts the dossier and its pieces into one file
_COPY = ((COPY, "Copier mon dossier et ses pièces"),)
_EXTRAS = {
    "aide": (("aide-en-images", "Aide en images"), *_COPY),
    "aide-ensemble": _COPY,
    "nouveautes": (("mettre-a-jour", "Voir ce qui a changé dans les textes"),),
    "aide-clavier": ((SHORTCUTS, "Imprimer la feuille des raccourcis"),),
}
_SCREENS = {
    "contact": PageId.CONTACT,
    "accueil": PageId.HOME,
    "sources": PageId.SOURCES,
    "aide-en-images": PageId.HELP_PICTURES,
    "mettre-a-jour": PageId.UPDATE,
}
_CHAPTERS = {"comprendre": "teal", "convaincre": "orange", "agir": "green"}
_REASONS = ("teal", "purple", "green", "blue", "orange")


def read(library: Library, article_id: str) -> tuple[Article, Body]:
    """Return a text, or the page that stands for one that is not there."""
    try:
        return library.article(article_id), library.body(article_id)
    except UnknownId as error:
        return missing(library, article_id, error.near)


def missing(library: Library, article_id: str, near: tuple[str, ...]) -> tuple[Article, Body]:
    """Return the page that stands for a text that is not there, with the texts of near ids."""
    words = fr(
        "Aucun texte du kit ne s’appelle « {article_id} ». Il a peut-être été retiré ou renommé. "
        "Cherchez un mot de son titre : Ctrl+K.",
        article_id=article_id,
    )
    body: Body = (Paragraph((Text(words),)),)
    if near:
        titles = ((i, library.article(i).title) for i in near)
        body += (Paragraph((Text(fr("Peut-être cherchiez-vous :")),)),)
        body += (Items(False, tuple((Paragraph((Link(i, title),)),) for i, title in titles)),)
    return Article(article_id, "article", "Ce texte n’est pas dans le kit", short_title="Texte absent"), body


def drawing(library: Library, article: Article) -> tuple[str, str]:
    """Return the pictogram (its own, else that of what holds it) and the name of its colour."""
    trail = (*library.trail(article.id), article) if library.has(article.id) else (article,)
    name = next((a.pictogram for a in reversed(trail) if a.pictogram), "")
    reason = next((a for a in trail if a.kind == "reason"), None)
    if reason is not None:
        return name, _REASONS[(reason.order - 1) % len(_REASONS)]
    return name, _CHAPTERS.get(trail[0].id, "teal")


def cards(library: Library, article: Article) -> tuple[AsideCard, ...]:
    """Return what to do once it is read: tick the action, see the actions of its levers."""
    out = library.outline
    if article.kind in ("action", "milestone") and (own := out.lever_of(article.id)):
        target = f"{own.article.id}#{article.id}"
        return (AsideCard(f"Levier {own.article.code}", own.article.label, "Cocher cette action", target),)
    found = (out.lever(i) for i in article.levers)
    return tuple(
        AsideCard(f"Levier {lever.article.code}", lever.article.label, _see(len(lever.actions)), lever.article.id)
        for lever in found
        if lever
    )


def readings(library: Library, article: Article) -> tuple[tuple[str, str], ...]:
    """Return (id, title) of what else to read."""
    near = [library.article(i) for i in article.related if library.has(i) and i not in _SCREENS]
    if article.kind in ("reason", "lever"):
        near = [*library.children(article.id), *near]
    return tuple((a.id, a.label if a.kind == "chapter" else a.title) for a in near)


def following(library: Library, article: Article, told: Collection[str]) -> Next | None:
    """Return what comes after a text: to tick an action, else the first action it names, else the first text.

    ``told`` are targets that the text itself ends on. The help has no line of what else there is: its texts stand
    beside it.
    """
    texts = [library.article(target) for target, _ in readings(library, article) if target not in told]
    if article.kind in ("action", "milestone") and (found := cards(library, article)):
        words = fr("{title} : {text}", title=found[0].title, text=found[0].text)
        made = Next(found[0].target, found[0].link, words, drawing(library, article))
    elif texts:
        first = next((text for text in texts if text.kind in ("action", "milestone")), texts[0])
        texts.remove(first)
        made = Next(first.id, _called(first), _line_about(library, first), drawing(library, first))
    else:
        return None
    others = tuple((text.id, text.label) for text in texts[:_OTHERS]) if article.parent else ()
    return replace(made, others=others)


def asks(article: Article) -> tuple[tuple[str, str], ...]:
    """Return (target, words) of what else a page offers: its own first, then to write about it."""
    return (*_EXTRAS.get(article.id, ()), *ASKS)


def route_to(library: Library, target: str, *, about: str = "") -> Route:
    """Return where a link of a text leads (``id``, ``id#anchor``); ``about`` is the text, for a message about it."""
    article_id, _, anchor = target.partition("#")
    if article_id.startswith(ASK):
        return ToContact(article_id.removeprefix(ASK), about=about)
    if article_id == SHORTCUTS:
        return ToPrint(SHORTCUTS.removeprefix("imprimer:"), of=about)
    if article_id.startswith(MODEL):
        model = article_id.removeprefix(MODEL)
        return ToActModel(model, about=about) if model else Route(PageId.MODELS)
    if article_id == COPY:
        return Route(PageId.COLLECTIVITE, anchor=ARCHIVE)
    if article_id in _SCREENS:
        return place(_SCREENS[article_id])
    if article_id == CONTENTS:
        return Route(PageId.CONTENTS, about)
    kind = library.article(article_id).kind if library.has(article_id) else ""
    if kind == "lever":
        return Route(PageId.ACT, article_id, anchor)
    return route_of(kind, article_id, anchor)


def _called(article: Article) -> str:
    """Return the title of a text, an action with its number."""
    if article.kind == "chapter":
        return article.label
    return f"{article.code} {article.title}" if article.kind == "action" else article.title


def _line_about(library: Library, article: Article) -> str:
    """Return a line about a text: of an action, its lever and how many steps it has."""
    own = library.outline.lever_of(article.id) if article.kind == "action" else None
    if own is None or len(article.steps) < 2:
        return article.summary
    lever = fr("Levier {code} : {label}", code=own.article.code, label=own.article.label)
    return f"{lever} · {len(article.steps)} étapes"


def _see(count: int) -> str:
    return f"Voir les {count} actions" if count > 1 else "Voir l’action"
