"""How the search grows: the same keystrokes on 60, 600 and 6,000 made-up articles (``search_corpus.py``).

``python bench/search_growth.py FACTS [N…]`` prints a Markdown table for docs/recherche.md, ``--json`` figures.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT.parent / "shared" / "bench")]

from kit.search import storage  # noqa: E402
from kit.search.documents import Document  # noqa: E402
from kit.search.index import FILE, SearchIndex  # noqa: E402
from kit.search.inverted import collect  # noqa: E402


def document(name: str, text: str) -> Document:
    """Return a made-up article as a Document."""
    _, header, body = text.split("+++", 2)
    told = dict(line.split(" = ", 1) for line in header.strip().splitlines())
    return Document(name, "topic", told["title"].strip('"'), "Essai", told["summary"].strip('"'), body.strip())


def measure(facts: Path, size: int) -> dict[str, float]:
    """Index ``size`` made-up articles and type every query letter by letter; ms, ``weight`` is index / texts."""
    import search_corpus

    files, queries = search_corpus.make(str(facts), [], size, 450, 1)
    weight = sum(len(text.encode()) for _, text in files)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        storage.write(collect(document(name, text) for name, text in files), Path(folder))
        built = (time.perf_counter() - start) * 1000
        start = time.perf_counter()
        index = SearchIndex(Path(folder) / FILE)
        index.search("commune")
        first = (time.perf_counter() - start) * 1000
        spent = []
        for query in queries:
            for end in range(1, len(query) + 1):
                start = time.perf_counter()
                index.search(query[:end])
                spent.append((time.perf_counter() - start) * 1000)
        index.close()
        ratio = (Path(folder) / FILE).stat().st_size / weight
    p95 = statistics.quantiles(spent, n=20)[-1]
    p50 = statistics.median(spent)
    return {"built": built, "weight": ratio, "first": first, "p50": p50, "p95": p95, "worst": max(spent)}


def main() -> int:
    """Measure and print, as a table or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("facts", type=Path)
    parser.add_argument("sizes", nargs="*", type=int, default=[60, 600, 6000])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {size: measure(options.facts, size) for size in options.sizes}
    if options.json:
        print(json.dumps(found))
        return 0
    print("| textes | index, ms | index / textes | première recherche, ms | p50 | p95 | pire |")
    print("|---|---|---|---|---|---|---|")
    for size, row in found.items():
        print(f"| {size} | " + " | ".join(f"{value:.2f}" for value in row.values()) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
