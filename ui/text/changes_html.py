"""What new texts change → HTML for an ``ArticleView``. Pure: only values.

A page whose paragraphs are folded is a link ``voir:<kind>:<id>``; the same link folds it again.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from html import escape

from kit.content.typography import french
from kit.packs.changes import Changes, Entry, Part
from kit.packs.orphans import Orphan
from ui.theme.article_css import article_css
from ui.theme.tokens import Tokens

SEE = "voir:"
_KINDS = {
    "page": "",
    "term": "glossaire",
    "network": "réseau",
    "date": "agenda",
    "question": "question de «\u00a0Par où commencer\u00a0»",
    "source": "source",
}


def page(parts: Iterable[str], theme: Tokens) -> str:
    """Return a page of these parts."""
    return f"<html><head><style>{article_css(theme)}</style></head><body>{''.join(parts)}</body></html>"


def title(words: str, anchor: str = "") -> str:
    """Return a title of the second level."""
    return f'<h2><a name="{escape(anchor)}"></a><span class="h2">{escape(words)}</span></h2>'


def paragraph(words: str, look: str = "") -> str:
    """Return a paragraph (``lead``, ``small``)."""
    return f'<p class="{look}">{escape(words)}</p>' if words else ""


def in_numbers(changes: Changes) -> str:
    """Return « 2 pages nouvelles, 1 page changée, aucune retirée »: lists of the kit count as pages."""
    words = (
        _count(len(changes.added), "nouvelle"),
        _count(len(changes.changed), "changée"),
        _count(len(changes.removed), "retirée"),
    )
    return ", ".join(words)


def whole(changes: Changes, open_ones: frozenset[str]) -> list[str]:
    """Return the parts that tell all changes; ``open_ones`` are the keys (``key_of``) of those unfolded."""
    if changes.is_empty:
        return [paragraph("Rien de ce qui se lit ne change.")]
    parts: list[str] = []
    for words, entries in (("Nouveau", changes.added), ("Retiré", changes.removed)):
        if entries:
            items = "".join(f"<li>{_named(entry)}</li>" for entry in entries)
            parts.append(f"{title(words)}<ul>{items}</ul>")
    if changes.changed:
        parts.append(title("Changé"))
        parts += [_changed(entry, key_of(entry) in open_ones) for entry in changes.changed]
    return parts


def kept(orphans: Sequence[Orphan], said: str) -> list[str]:
    """Return the parts that tell what stands in the dossier on actions that are gone."""
    if not orphans:
        return []
    items = "".join(f"<li>{_orphan(one)}</li>" for one in orphans)
    return [title("Vos coches et vos notes sans page"), paragraph(said), f"<ul>{items}</ul>"]


def unified(diff: str) -> list[str]:
    """Return the parts that show a difference as ``diff -u`` writes it, in words: « Avant », « Maintenant »."""
    parts: list[str] = []
    gone: list[str] = []
    come: list[str] = []
    for line in [*diff.splitlines(), " "]:
        if line.startswith("+++ "):
            parts.append(title(line[4:].strip()))
        elif line.startswith("-") and not line.startswith("--- "):
            gone.append(line[1:])
        elif line.startswith("+"):
            come.append(line[1:])
        elif gone or come:
            parts.append(_part(Part("\n".join(gone), "\n".join(come))))
            gone, come = [], []
    return parts


def key_of(entry: Entry) -> str:
    """Return what names an entry in a link."""
    return f"{entry.kind}:{entry.id}"


def _changed(entry: Entry, unfolded: bool) -> str:
    verb = "Replier" if unfolded else "Voir ce qui change"
    key = escape(key_of(entry))
    link = f'<a href="{SEE}{key}">{verb}\u00a0: {escape(entry.title)}</a>'
    head = f'<p><a name="{key}"></a><b>{_named(entry)}</b><br>{link}</p>'
    return head + ("".join(_part(part) for part in entry.parts) if unfolded else "")


def _named(entry: Entry) -> str:
    kind = _KINDS[entry.kind]
    return escape(french(entry.title)) + (f' <span class="muted">({escape(kind)})</span>' if kind else "")


def _orphan(orphan: Orphan) -> str:
    said = f"\u00a0: {orphan.status}" if orphan.status else ""
    note = f"<br>«\u00a0{escape(orphan.note)}\u00a0»" if orphan.note else ""
    return f"{escape(french(orphan.title))}{escape(said)}{note}"


def _part(part: Part) -> str:
    """Return one paragraph before and after; the words that differ are struck, or bold."""
    before, after = _marked(part.before, part.after) if part.before and part.after else (part.before, part.after)
    if not (part.before and part.after):
        before, after = escape(before), escape(after)
    rows = [f"<p><b>Avant</b><br>{before}</p>"] if part.before else []
    rows += [f"<p><b>{'Maintenant' if part.before else 'Ajouté'}</b><br>{after}</p>"] if part.after else []
    if part.before and not part.after:
        rows = [f"<p><b>Retiré</b><br>{before}</p>"]
    inner = "".join(rows).replace("\n", "<br>")
    return f'<table class="card" width="100%" cellspacing="0"><tr><td class="inside">{inner}</td></tr></table>'


def _marked(before: str, after: str) -> tuple[str, str]:
    old, new = before.split(" "), after.split(" ")
    gone: list[str] = []
    come: list[str] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = escape(" ".join(old[i1:i2])), escape(" ".join(new[j1:j2]))
        gone += [left if tag == "equal" else f"<s>{left}</s>"] if left else []
        come += [right if tag == "equal" else f"<b><u>{right}</u></b>"] if right else []
    return " ".join(gone), " ".join(come)


def _count(number: int, word: str) -> str:
    if not number:
        return f"aucune page {word}"
    return f"{number} page {word}" if number == 1 else f"{number} pages {word}s"
