"""A made-up second region, whole: the edition of the tests with a territory, colours and examples of its own.

Nobody and nothing in it is real: an island in the ocean, départements 00 and 96, which the Insee has given to none.
"""

from __future__ import annotations

import shutil
from pathlib import Path

_EDITION = Path(__file__).with_name("edition")
_EXAMPLES = """
[[examples]]
id = "cas-port-exemple-halle"
place = "Port-Exemple"
departement = "Aval-Exemple"
insee = "96001"
population = 15400
population_year = 2026
year = 2025
role = ["local"]
text = "La ville a prêté une halle à une recyclerie inventée."
facts = ["F1"]

[[examples]]
id = "cas-la-fiction-epicerie"
place = "La Fiction"
departement = "Amont-Exemple"
insee = "00003"
population = 310
population_year = 2026
year = 2024
role = ["initiative"]
text = "La commune a ouvert une épicerie inventée avec une association."
facts = ["F1"]
+++
"""


def make_region(folder: Path) -> Path:
    """Write the folder of the edition; returns it."""
    shutil.copytree(_EDITION, folder)
    content = folder / "content"
    (content / "sources.toml").write_text('[S1]\ntitle = "Un recueil inventé"\naddress = "reseau.example/recueil"\n')
    (content / "faits.toml").write_text('[F1]\nsources = ["S1"]\nconfidence = "LU"\n')
    reason = content / "convaincre" / "emplois" / "raison.md"
    head, _, body = reason.read_text(encoding="utf-8").removeprefix("+++\n").partition("+++\n")
    reason.write_text(f'+++\n{head}sources = ["S1"]\n{_EXAMPLES}{body}\n[[exemples]]\n', encoding="utf-8")
    return folder
