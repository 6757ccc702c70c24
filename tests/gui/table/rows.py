"""The rows of the table of features: what each test of this folder drives to its end, and what only a person can check.

A row is the id of the table of the peers (F01–F65 features, W1–W25 wishes, N1–N20 what no peer has), in French here.
``make features`` runs the tests and prints the rows with the peers' columns into docs/fonctions.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

IDS = (
    *(f"F{number:02}" for number in range(1, 66)),
    *(f"W{number}" for number in range(1, 26)),
    *(f"N{number}" for number in range(1, 21)),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A feature and what holds it: a ``test`` as ``file::name``, or what was done ``by_hand``.

    ``partly`` says what lacks where the test goes to the end of a part only.
    """

    id: str
    feature: str
    test: str = ""
    partly: str = ""
    by_hand: str = ""

    @property
    def ours(self) -> str:
        """Say in French how far the kit goes."""
        if self.by_hand:
            return f"à la main : {self.by_hand}"
        return f"partiel : {self.partly}" if self.partly else "entier"


ROWS: dict[str, Row] = {}


def row[**P, R](id_: str, feature: str, *, partly: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Say which row a test drives to its end; another test of the same row is refused."""

    def note(test: Callable[P, R]) -> Callable[P, R]:
        place = f"{Path(test.__code__.co_filename).name}::{test.__name__}"  # type: ignore[attr-defined]
        _add(Row(id_, feature, place, partly))
        return test

    return note


def elsewhere(id_: str, feature: str, test: str) -> None:
    """Say which test of another folder drives a row to its end, where it needs built programs or a desktop."""
    _add(Row(id_, feature, test))


def by_hand(id_: str, feature: str, done: str) -> None:
    """Say what was done for a row that only a person can check."""
    _add(Row(id_, feature, by_hand=done))


def _add(new: Row) -> None:
    if ROWS.setdefault(new.id, new) != new:
        raise ValueError(f"{new.id} is held by {ROWS[new.id].test} and by {new.test}")


elsewhere(
    "F53",
    "Installation sans droits d’administration",
    "tests/packaging/test_installer.py::test_install_upgrade_uninstall_reinstall",
)
by_hand(
    "F54",
    "Signé pour Windows",
    "la signature est éprouvée avec un certificat d’essai (tests/packaging/test_sign.py) ; "
    "la vraie demande le certificat de l’éditeur",
)
by_hand(
    "F56",
    "Essayé avec des lecteurs d’écran",
    "entendu de dehors par AT-SPI, comme Orca le fait (tests/e2e/test_atspi.py) ; "
    "NVDA et Narrateur : les 20 étapes de docs/lecteurs-d-ecran.md, par une personne",
)
by_hand(
    "W4",
    "Mon antivirus n’y voit pas un cheval de Troie",
    "fichiers ordinaires, ni compression ni fichier unique qui se déplie, empreintes SHA-256 publiées "
    "(tests/packaging) ; l’avis des antivirus se lit sur un vrai Windows (docs/a-verifier-sous-windows.md)",
)
elsewhere(
    "W5",
    "Installer sans administrateur, ou sans installer",
    "tests/packaging/test_windows_program.py::test_portable_zip",
)
elsewhere(
    "W13", "Démarrer tout de suite", "tests/e2e/test_start.py::test_nothing_heavy_is_imported_before_the_first_frame"
)
elsewhere("W14", "Un téléchargement plus petit", "tests/packaging/test_installer.py::test_sizes_and_sums")
elsewhere(
    "N8", "Preuve du hors-ligne", "tests/e2e/test_start.py::test_the_whole_tour_and_a_printer_open_no_socket_but_unix"
)
