"""The page of the table of features: the rows of the tests of this folder, with the columns of the peers beside."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from tests.gui.table.rows import IDS, ROWS, Row

HERE = Path(__file__).resolve().parent
PEERS = "UTRKZQHAPSND"
_NAMES = (
    "Umbrella",
    "Territoires en Transitions",
    "Kit MunicipalESS du RTES",
    "Kiwix Desktop",
    "Zeal",
    "Qt Assistant",
    "Thorium Reader",
    "Activist Checklist",
    "Personal Security Checklist",
    "Super Productivity",
    "novelWriter",
    "Dangerzone",
)
_GROUPS = {
    "F01": "Lire",
    "F11": "Chercher",
    "F17": "Liste à cocher et avancement",
    "F31": "Notes et plan",
    "F34": "Imprimer et exporter",
    "F43": "Contacter",
    "F47": "Tenir les textes à jour",
    "F52": "Emporter et installer",
    "F55": "Accessibilité",
    "F59": "Langue, vie privée, fiabilité",
}
_HEAD = """# Fonctions : ce que font les outils comparables, ce que fait le kit

Page écrite par `make features`, qui conduit d’abord le vrai programme au bout de chaque ligne. Un test s’assure qu’elle
dit ce que disent les tests.

{counts}

Colonnes des autres : ● oui, ◐ en partie, ○ non ou pas trouvé, – sans objet, ? non vérifié ; relevées dans leurs
dépôts et leur documentation. {peers}.
"""


def load_rows() -> dict[str, Row]:
    """Return all rows, by reading the tests of this folder."""
    for file in sorted(HERE.glob("test_*_rows.py")):
        importlib.import_module(f"tests.gui.table.{file.stem}")
    return ROWS


def peers_columns(text: str) -> dict[str, list[str]]:
    """Return the cells of the peers by row, from their table in Markdown; of a wish, the threads that ask for it."""
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("| \n").split("|")]
        if re.fullmatch(r"F\d\d", cells[0]):
            found[cells[0]] = cells[2 : 2 + len(PEERS)]
        elif re.fullmatch(r"W\d+", cells[0]):
            found[cells[0]] = re.findall(r"[\w./-]+#\d+", cells[2])
    return found


def table(rows: dict[str, Row], columns: dict[str, list[str]]) -> str:
    """Return the whole page."""
    done = [rows[one] for one in IDS if one in rows]
    whole, partly = (sum(one.ours.startswith(word) for one in done) for word in ("entier", "partiel"))
    counts = f"{len(done)} lignes : {whole} entières, {partly} partielles, {len(done) - whole - partly} à la main."
    peers = ", ".join(f"{letter} {name}" for letter, name in zip(PEERS, _NAMES, strict=True))
    return "\n".join([_HEAD.format(counts=counts, peers=peers), *_lines(done, columns), ""])


def _lines(rows: list[Row], columns: dict[str, list[str]]) -> Iterator[str]:
    for one in rows:
        kind = one.id[0]
        if title := _GROUPS.get(one.id):
            yield from (f"\n## {title}\n", f"| | Fonction | {' | '.join(PEERS)} | Kit ESS | Tenu par |", _rule(4 + 12))
        elif one.id == "W1":
            yield from ("\n## Souhaits qui reviennent\n", "| | Souhait | Demandé dans | Kit ESS | Tenu par |", _rule(5))
        elif one.id == "N1":
            yield from ("\n## Ce qu’aucun des autres n’a\n", "| | Fonction | Kit ESS | Tenu par |", _rule(4))
        beside = columns.get(one.id, [])
        middle = beside if kind == "F" else [", ".join(beside)] if kind == "W" else []
        yield f"| {' | '.join([one.id, one.feature, *middle, one.ours, _test(one)])} |"


def _rule(count: int) -> str:
    return "|" + "---|" * count


def _test(one: Row) -> str:
    return f"`{one.test}`" if one.test else "une personne"
