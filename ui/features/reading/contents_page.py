"""Sommaire: every text under its chapter, its reason or its lever; the one that one comes from stands out."""

from __future__ import annotations

from collections.abc import Iterator

from kit.content.model import Article
from kit.search.narrowing import narrow
from kit.typography import counted, fr
from ui.output import printables
from ui.services.context import AppContext
from ui.services.navigation import Route
from ui.text import surroundings
from ui.text.cards import Card, Found, Group, Line, Link
from ui.text.list_page import Listing, ListPage
from ui.text.list_pane import Wanted

_LEAD = "Tous les textes du kit, dans l’ordre où ils se lisent."
_NOTHING = "Aucun texte ne correspond."
_COMPETENCES = "Là où votre commune rencontre déjà l’ESS"
_ABOUT_THE_KIT = fr("Se servir du kit")


class Contents(Listing):
    """A route's id is the text that one comes from. Words typed keep the texts whose title or summary has them."""

    title = "Sommaire"
    hint = "Chercher un titre"
    is_steady = True
    nearest_print = printables.BOOKLET
    at_once = 240  # twice the texts that the kit ships; a library of thousands would hold the window for seconds

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._parts = tuple(self._read())

    def find(self, wanted: Wanted) -> Found:
        groups = []
        for title, anchor, texts in self._parts:
            named, told = narrow(texts, wanted.words, _names, _summary)
            if found := (*named, *told):
                groups.append(Group(tuple(map(_card, found)), title, anchor=anchor))
        total = sum(len(group.cards) for group in groups)
        count = counted(total, "texte", none="Aucun")
        if wanted.words:
            return Found(tuple(groups), count, None if total else Line(_NOTHING))
        chapters = self.context.library.outline.chapters
        return Found(tuple(groups), count, Line(_LEAD), tuple(Link(c.label, f"#{_place(c)}") for c in chapters))

    def route(self, target: str) -> Route:
        return surroundings.route_to(self.context.library, target)

    def introduction(self, card: str) -> str:
        library = self.context.library
        return fr("Vous venez du texte : {title}", title=library.article(card).title) if library.has(card) else ""

    def _read(self) -> Iterator[tuple[str, str, list[Article]]]:
        """Yield each part of the tree: its title, its anchor, its texts with the one that opens it first."""
        library = self.context.library
        for chapter in library.outline.chapters:
            texts = library.children(chapter.id, "article")
            yield chapter.label, _place(chapter), [chapter, *texts]
            if competences := library.children(chapter.id, "competence"):
                yield _COMPETENCES, "", [*competences]
            for part in library.children(chapter.id, "reason", "lever"):
                yield (
                    fr("{chapter} : {part}", chapter=chapter.label, part=_part(part)),
                    "",
                    [
                        part,
                        *library.children(part.id),
                    ],
                )
        alone = [one for one in library.articles() if not one.parent and one.kind != "chapter"]
        if alone:
            yield _ABOUT_THE_KIT, "", alone


def contents_page(context: AppContext) -> ListPage:
    """Return the screen."""
    return ListPage(context, Contents(context))


def _part(article: Article) -> str:
    return f"{'levier ' if article.kind == 'lever' else ''}{article.code}. {article.label}"


def _place(article: Article) -> str:
    return f"chapitre-{article.id}"


def _card(article: Article) -> Card:
    minutes = (f"{article.minutes} min",) if article.words else ()
    return Card(article.id, article.title, tuple(Line(words, look="small") for words in minutes), target=article.id)


def _names(article: Article) -> str:
    return f"{article.title} {article.short_title}"


def _summary(article: Article) -> str:
    return article.summary
