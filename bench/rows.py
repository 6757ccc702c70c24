"""The rows of ``make bench``: what each is called, from which raw figures it is made, and its goal.

U is the settled time of a bare PySide6 window, in milliseconds, in the same interleaved run.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import windows

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ``figure`` makes it from the raw figures, KeyError where one of them was not measured."""

    title: str
    key: str
    goal: float | None
    figure: Callable[[Raw], float]


def unit(raw: Raw) -> float:
    """Return U in milliseconds."""
    return statistics.median(one["settled"] for one in raw["windows"]["bare"]) * 1000


def paired(ours: str, theirs: str = "bare", key: str = "settled", of: str = "windows") -> Callable[[Raw], float]:
    """Return the median over the rounds of ours / theirs."""

    def figure(raw: Raw) -> float:
        pairs = zip(raw[of][ours], raw[of][theirs], strict=True)
        return statistics.median(a[key] / b[key] for a, b in pairs)

    return figure


def least(ours: str, theirs: str = "bare", key: str = "settled") -> Callable[[Raw], float]:
    """Return the fastest of ours / the fastest of theirs, which other work on the machine disturbs least."""
    return lambda raw: min(a[key] for a in raw["windows"][ours]) / min(b[key] for b in raw["windows"][theirs])


def in_u(key: str) -> Callable[[Raw], float]:
    """Return a time in U."""
    return lambda raw: raw["parts"][key] / unit(raw)


def over(ours: str, theirs: str, times: float = 1.0) -> Callable[[Raw], float]:
    """Return a figure over another one, ``times`` as much of it."""
    return lambda raw: raw["parts"][ours] / (times * raw["parts"][theirs])


def beyond(ours: str, theirs: str) -> Callable[[Raw], float]:
    """Return in U how much longer a figure is than another one."""
    return lambda raw: (raw["parts"][ours] - raw["parts"][theirs]) / unit(raw)


def longest(*kinds: str) -> Callable[[Raw], float]:
    """Return the longest of the pauses that ``pauses.py`` found."""
    return lambda raw: max(raw["parts"][f"pause_{kind}"] for kind in kinds)


GROUPS: dict[str, tuple[Row, ...]] = {
    "The start": (
        Row("first window settled, Accueil with progress, warm / bare", "settled", 1.55, paired("kit")),
        Row("the same, fastest / fastest", "settled_min", 1.55, least("kit")),
        Row("first window painted / bare", "painted", None, paired("kit", key="painted")),
        Row("frozen program settled, warm / bare", "frozen_warm", 1.6, paired("frozen")),
        Row("frozen program settled, cold / bare, cold", "frozen_cold", 1.6, paired("frozen", of="cold")),
        Row("from source, cold / bare, cold", "settled_cold", 1.55, paired("kit", of="cold")),
        *(Row(f"{peer.name} settled / bare", peer.key, None, paired(peer.key)) for peer in windows.PEERS),
        Row("start at 10 × the texts / at 1 ×", "start_10", 1.03, paired("kit10", "kit")),
        Row("start at 100 × the texts / at 1 ×", "start_100", 1.03, paired("kit100", "kit")),
        Row("start with 100,000 events / with few", "start_100k", 1.05, paired("long", "kit")),
        Row("memory settled (PSS) / bare", "pss_settled", 1.2, paired("kit", key="pss_settled")),
        Row("memory at 100 × the texts / at 1 ×", "pss_100", None, paired("kit100", "kit", "pss_settled")),
    ),
    "The open window": (
        Row("memory after 50 texts and 100 searches / bare", "pss_used", 1.5, over("pss_used", "pss_bare")),
        Row(
            "memory after 150 texts and 300 searches / after a third", "pss_flat", 1.05, over("pss_thrice", "pss_used")
        ),
        Row("memory after every screen but printing / bare", "pss_screens", 1.9, over("pss_screens", "pss_bare")),
        Row("key → results drawn, p95, 1 ×", "keys", 0.07, in_u("keys_p95")),
        Row("key → results drawn, p95, 10 ×", "keys_10", None, in_u("keys_p95_10")),
        Row("key → results drawn, p95, 100 ×", "keys_100", 0.12, in_u("keys_p95_100")),
        Row("page switch, p95, built", "page_built", 0.1, in_u("page_built")),
        Row("page switch, p95, first, in the first second", "page_first", 0.35, in_u("page_first")),
        Row("page switch, p95, first, from the fourth second", "page_later", 0.35, in_u("page_later")),
        Row("longest pause, a page shown for the first time / forty labels", "pause_first", 21.0, longest("first")),
        Row("longest pause of anything else / forty labels", "pause", 12.0, longest("again", "day", "many", "pasted")),
        Row("text of 1,500 words, click → painted", "article", 0.16, in_u("article_10")),
        Row("tick → « Enregistré », less the bare fsync’d append", "saved_own", 0.01, beyond("saved", "saved_bare")),
        Row("the same over the bare append, by the disk", "saved", None, over("saved", "saved_bare")),
        Row(
            "tick → all painted that changed, less the append",
            "saved_painted",
            None,
            beyond("saved_painted", "saved_bare"),
        ),
    ),
    "Search and index": (
        Row("search index / texts, in bytes", "index_weight", 3.0, over("index", "texts")),
        Row("the same at 100 ×", "index_weight_100", 3.0, over("index_100", "texts_100")),
        Row("all that is compiled / texts, in bytes", "compiled_weight", None, over("compiled_bytes", "texts")),
        Row("all texts compiled anew", "compiled", None, in_u("compiled")),
        Row("a query, p95, 6,000 made-up texts", "search_6000", None, in_u("search_6000_p95")),
        Row("a query, p95, 6,000 texts / 60", "search_growth", 10.0, over("search_6000_p95", "search_60_p95")),
    ),
    "The dossier": (
        Row("tick / bare fsync’d append", "tick", 1.3, over("tick_0", "tick_bare")),
        Row("tick at 10,000 lines / bare", "tick_10k", 1.3, over("tick_10000", "tick_bare")),
        Row("tick at 100,000 lines / bare", "tick_100k", 1.3, over("tick_100000", "tick_bare")),
        Row("tick at 100,000 lines / at 0", "tick_growth", 1.15, over("tick_100000", "tick_0")),
        Row("fold of 10,000 / bare msgspec decode", "fold", 1.2, over("fold_10k", "decode_10k")),
        Row("snapshot + tail at 100,000 / whole fold", "snapshot", 0.05, over("open_100000", "fold_100000")),
        Row("merge of 2 × 50,000 / 10 × 2 × 5,000", "merge_growth", 1.3, over("merge_50000", "merge_5000", 10)),
    ),
    "Documents and messages": (
        Row("checklist PDF, warm", "pdf", 1.0, in_u("pdf_warm")),
        Row("act filled in, slowest of 25", "act", 0.6, in_u("act_warm")),
        Row("all lists to PDF (UA-1, A-2a), warm", "lists_pdf", 0.6, in_u("lists_pdf")),
        Row("all lists to ODT", "lists_odt", 0.6, in_u("lists_odt")),
        Row("all lists to DOCX", "lists_docx", 0.6, in_u("lists_docx")),
        Row("plan of 300 own actions, PDF", "own_300_pdf", 2.0, in_u("own_300_pdf")),
        Row("plan of 300 own actions, ODT", "own_300_odt", 2.0, in_u("own_300_odt")),
        Row("plan of 300 own actions, DOCX", "own_300_docx", 2.0, in_u("own_300_docx")),
        Row("600 own actions / 4 × 150, PDF", "own_growth", 1.3, over("own_600_pdf", "own_150_pdf", 4)),
        Row("changed option → pages in sight", "preview", 0.8, in_u("preview")),
        Row("memory with the preview open / bare", "preview_pss", 2.3, over("preview_pss", "pss_bare")),
        Row("memory after 40 more changes / after 11", "preview_growth", 1.05, over("preview_late", "preview_early")),
        Row("message of all that the kit knows", "draft", 0.5, in_u("draft")),
    ),
}


def figures(raw: Raw) -> dict[str, float | None]:
    """Return every row's figure by its key; None for what was not measured in this run."""
    found: dict[str, float | None] = {}
    for row in (row for rows in GROUPS.values() for row in rows):
        try:
            found[row.key] = row.figure(raw)
        except KeyError:
            found[row.key] = None
    return found
