"""What is said of a pack that was tried on a copy of a dossier."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from kit.packs.orphans import Orphan
from kit.packs.trial import Trial
from kit.typography import fr
from ui.services import pack_words
from ui.text import changes_html, html

UNKNOWN = fr(
    "Le programme d’aujourd’hui ne connaît pas encore cette clé : les élu·es ne prendront cette édition qu’avec une "
    "version du programme qui la contient."
)
_AS_KNOWN = "L’essai est fait comme avec elle."
_SAFE = "L’essai s’est fait sur une copie, effacée depuis. Le dossier n’a pas été touché."
_LOST = fr("Ces coches et ces notes restent dans le dossier, mais n’ont plus de page. L’élu·e en verra la liste.")
_REWORDED = fr("Leurs coches et leurs notes restent ; les mots de la page changent. Voyez si la coche reste vraie.")


def told(title: str, found: Trial) -> list[Markup]:
    """Return what became of ticks and notes."""
    kept = _count(found.ticks, "coche"), _count(found.notes, "note")
    parts = [
        html.heading(title),
        html.paragraph("" if found.is_known else f"{UNKNOWN} {_AS_KNOWN}", "lead"),
        html.paragraph(
            fr(
                "{pack} : l’édition s’installe. Gardées avec leur page : {ticks}, {notes}. Sans page : {lost}.",
                pack=pack_words.named(found.head.version, found.head.date).capitalize(),
                ticks=kept[0],
                notes=kept[1],
                lost=len(found.lost) or "aucune",
            ),
            "lead",
        ),
        html.paragraph(_SAFE),
    ]
    if found.lost:
        parts += [html.heading("Sans page"), html.paragraph(_LOST), html.items(map(_orphan, found.lost))]
    if found.reworded:
        pages = html.items(found.reworded)
        parts += [html.heading("Gardées, sur une page qui change"), html.paragraph(_REWORDED), pages]
    if found.lost_before:
        said = html.paragraph(fr("Elles étaient sans page avant cette édition aussi."))
        parts += [html.heading("Déjà sans page"), said, _names(found.lost_before)]
    parts.append(html.paragraph(f"{changes_html.in_numbers(found.changes).capitalize()}."))
    return parts


def _names(lost: Iterable[Orphan]) -> Markup:
    return html.items(one.title for one in lost)


def _orphan(one: Orphan) -> str:
    what = " et ".join(words for words in (one.status and "coche", one.note and "note") if words) or "réponse"
    return fr("{title} : {what}", title=one.title, what=what)


def _count(number: int, word: str) -> str:
    if not number:
        return f"aucune {word}"
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
