"""What new texts change → HTML for an ``ArticleView``. Pure: only values.

A page whose paragraphs are folded is a link ``voir:<kind>:<id>``; the same link folds it again.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from markupsafe import Markup

from kit.packs.changes import Changes, Entry, Part
from kit.packs.orphans import Orphan
from kit.packs.since import Since
from kit.typography import counted, fr, french
from ui.text import html

SEE = "voir:"
_KINDS = {
    "page": "",
    "term": "glossaire",
    "network": "réseau",
    "date": "agenda",
    "question": fr("question de « Par où commencer »"),
    "source": "source",
}
_GONE = Markup("<s>{}</s>")
_COME = Markup("<b><u>{}</u></b>")


def in_numbers(changes: Changes) -> str:
    """Return « 2 pages nouvelles, 1 page changée, aucune retirée »: lists of the kit count as pages."""
    words = (
        _count(len(changes.added), "nouvelle"),
        _count(len(changes.changed), "changée"),
        _count(len(changes.removed), "retirée"),
    )
    return ", ".join(words)


def whole(changes: Changes, open_ones: frozenset[str]) -> list[Markup]:
    """Return the parts that tell all changes; ``open_ones`` are the keys (``key_of``) of those unfolded."""
    if changes.is_empty:
        return [html.paragraph("Rien de ce qui se lit ne change.")]
    parts: list[Markup] = []
    for words, entries in (("Nouveau", changes.added), ("Retiré", changes.removed)):
        if entries:
            parts += [html.heading(words), html.items(map(_named, entries))]
    if changes.changed:
        parts.append(html.heading("Changé"))
        parts += [_changed(entry, key_of(entry) in open_ones) for entry in changes.changed]
    return parts


def orphan_parts(orphans: Sequence[Orphan], said: str) -> list[Markup]:
    """Return the parts that tell what stands in the dossier on actions that are gone."""
    if not orphans:
        return []
    title = html.heading("Vos coches et vos notes sans page")
    return [title, html.paragraph(said), html.items(map(_orphan, orphans))]


def key_of(entry: Entry) -> str:
    """Return what names an entry in a link."""
    return f"{entry.kind}:{entry.id}"


def _changed(entry: Entry, unfolded: bool) -> Markup:
    verb = "Replier" if unfolded else "Voir ce qui change"
    key = key_of(entry)
    link = html.link(f"{SEE}{key}", fr("{verb} : {title}", verb=verb, title=entry.title))
    head = html.paragraph(html.mark(key) + html.lines((html.bold(_named(entry)), link)))
    return html.joined((head, *(map(part, entry.parts) if unfolded else ())))


def _named(entry: Entry) -> Markup:
    kind = _KINDS[entry.kind]
    return html.joined((french(entry.title), " " + html.muted(f"({kind})") if kind else ""))


def _orphan(orphan: Orphan) -> Markup:
    said = fr(" : {status}", status=orphan.status) if orphan.status else ""
    return html.lines((f"{french(orphan.title)}{said}", fr("« {note} »", note=orphan.note) if orphan.note else ""))


class Marked:
    """Marks a text with what changed in it: what ``to_html`` asks for its blocks."""

    def __init__(self, found: Since) -> None:
        self._found = found

    def head(self) -> Markup:
        """Return what changed in the header, which no block tells."""
        return html.joined(map(part, self._found.head))

    def block(self, place: int, made: Markup) -> Markup:
        """Return a block under what has gone before it, framed with its former words where it is another."""
        was = self._found.blocks.get(place)
        if was is None:
            return made
        gone = html.joined(map(_removed, was.gone))
        if was.before is None:
            return gone + made
        told = (
            html.titled("Changé. Avant", _GONE.format(was.before))
            if was.before
            else html.paragraph(html.bold("Ajouté"))
        )
        return gone + html.frame("box avertissement", told + made)

    def end(self) -> Markup:
        """Return what has gone after the last block."""
        return html.joined(map(_removed, self._found.ends))


def _removed(words: str) -> Markup:
    return html.card([_titled("Retiré", _GONE.format(words))])


def part(part: Part) -> Markup:
    """Return one paragraph before and after; the words that differ are struck, or bold."""
    if not part.after:
        return html.card([_titled("Retiré", part.before)] if part.before else [])
    if not part.before:
        return html.card([_titled("Ajouté", part.after)])
    before, after = _marked(part.before, part.after)
    return html.card((_titled("Avant", before), _titled("Maintenant", after)))


def _titled(title: str, words: str) -> Markup:
    return html.titled(title, html.joined(words.split("\n"), html.BREAK))


def _marked(before: str, after: str) -> tuple[Markup, Markup]:
    old, new = before.split(" "), after.split(" ")
    gone: list[str] = []
    come: list[str] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = " ".join(old[i1:i2]), " ".join(new[j1:j2])
        gone += [left if tag == "equal" else _GONE.format(left)] if left else []
        come += [right if tag == "equal" else _COME.format(right)] if right else []
    return html.joined(gone, " "), html.joined(come, " ")


def _count(number: int, word: str) -> str:
    return counted(number, f"page {word}", f"pages {word}s", none="aucune")
