"""``make test-a11y``: runs the tests of access, the outside reader too, and prints the 32 checks with their result.

The checks A1 to A32 follow EN 301 549 V3.2.1 §11 (and §5, §10, §12 where they say so). PASS: every test of the check
passed. FAIL: one did not, or did not run. HAND: a person has to judge, with what the tests prove of it beside.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
LAST_RUN = Path(__file__).with_name("last_run.toml")
EVERYWHERE, FEATURES, DOCUMENTS = "tests/gui/every_screen", "tests/gui/features", "tests/unit/documents"
READER, ACCESS = f"{EVERYWHERE}/test_access_reader.py", f"{EVERYWHERE}/test_access.py"
KEYS, OUTSIDE = "tests/gui/journeys/test_keyboard_only.py", "tests/e2e/test_atspi.py"
CHECKERS = f"{DOCUMENTS}/test_pdf_checkers.py"
PDF, FILES = f"{DOCUMENTS}/test_pdf.py", f"{DOCUMENTS}/test_office.py"
BOOK = f"{DOCUMENTS}/test_epub.py"
MERGE, ACTS = f"{FEATURES}/dossier/test_merge.py", f"{FEATURES}/acts/test_acts.py"
HELP = f"{FEATURES}/help/test_help.py"
WALK = f"{ACCESS}::test_every_screen_keeps_the_check"
LARGE = f"{ACCESS}::test_every_screen_keeps_the_checks_in_large_text"


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the table; ``tests`` are beginnings of test ids; with ``hand``, what a person still has to do."""

    number: int
    what: str
    clause: str
    tests: tuple[str, ...] = ()
    hand: str = ""


def _walk(number: int) -> str:
    return f"{WALK}[A{number}]"


CHECKS = (
    Check(
        1,
        "Tout ce qui prend le focus a un nom",
        "11.4.1.2.1, 11.5.2.5",
        (
            _walk(1),
            f"{READER}::test_every_screen_tells_it",
            f"{READER}::test_a_page_that",
            f"{READER}::test_the_cross",
            f"{OUTSIDE}::test_every_page",
        ),
    ),
    Check(2, "Le nom contient les mots affichés", "11.2.5.3.1", (_walk(2),)),
    Check(3, "Chaque champ a son étiquette", "11.3.3.2, 11.5.2.8", (_walk(3),)),
    Check(
        4,
        "Les cases sont dans un groupe nommé",
        "11.1.3.1.1, 11.3.3.2",
        (_walk(4), f"{ACCESS}::test_boxes_stand_in", f"{OUTSIDE}::test_boxes_tell"),
    ),
    Check(
        5,
        "Le rôle est juste et l’état suit",
        "11.5.2.5, 11.5.2.16",
        (
            _walk(5),
            f"{READER}::test_what_folds",
            f"{READER}::test_details_of",
            f"{READER}::test_states_of_the_meeting",
            f"{READER}::test_words_put_in",
            f"{OUTSIDE}::test_boxes_tell",
            f"{OUTSIDE}::test_what_opens",
            f"{OUTSIDE}::test_words_put_in",
        ),
    ),
    Check(
        6,
        "Cocher et décocher sont dits",
        "11.5.2.15, 5.6.2",
        (f"{ACCESS}::test_ticking_and_unticking", f"{OUTSIDE}::test_ticks_and_what"),
    ),
    Check(
        7,
        "L’état (« Enregistré ») est annoncé sans bouger le focus",
        "11.4.1.3.1",
        (f"{ACCESS}::test_ticking_and_unticking", f"{OUTSIDE}::test_titles_of_pages", f"{OUTSIDE}::test_ticks_and"),
    ),
    Check(8, "L’avancement est une valeur, et un texte", "11.5.2.7", (f"{ACCESS}::test_progress_is_told",)),
    Check(
        9,
        "Tout se fait au clavier, imprimer et exporter compris",
        "11.2.1.1.1",
        (
            KEYS,
            f"{READER}::test_an",
            f"{OUTSIDE}::test_the_list",
            f"{OUTSIDE}::test_the_message",
            f"{OUTSIDE}::test_a_status",
        ),
    ),
    Check(10, "Aucun piège au clavier", "11.2.1.2", (_walk(10), KEYS)),
    Check(11, "L’ordre de Tab est l’ordre de lecture", "11.2.4.3", (_walk(11), LARGE, KEYS)),
    Check(12, "Le focus se voit, dans les trois thèmes", "11.2.4.7, 11.1.4.11", (f"{ACCESS}::test_the_focus", KEYS)),
    Check(13, "Aucun raccourci d’une seule lettre", "11.2.1.4.1", (f"{ACCESS}::test_no_shortcut",)),
    Check(
        14,
        "Prendre le focus n’ouvre rien",
        "11.3.2.1, 11.3.2.2",
        (_walk(14), f"{ACCESS}::test_focusing_or_changing"),
    ),
    Check(15, "Contraste du texte ≥ 4,5 (7 en contrasté)", "11.1.4.3", (f"{ACCESS}::test_words_stand_out",)),
    Check(16, "Contraste des cadres et du focus ≥ 3", "11.1.4.11", (f"{ACCESS}::test_frames_of_fields",)),
    Check(
        17,
        "Rien n’est dit par la seule couleur",
        "11.1.4.1",
        (f"{ACCESS}::test_states_are_said",),
        "regarder la visite en gris",
    ),
    Check(
        18,
        "Texte double, 1024 × 560 : rien de coupé",
        "11.1.4.4.1",
        (_walk(18), LARGE, f"{ACCESS}::test_nothing_is_cut"),
    ),
    Check(19, "Suit le système, sauf choix contraire", "11.7", (f"{ACCESS}::test_the_system",)),
    Check(20, "Ne gêne pas les aides du système", "11.6.2", (), "avec NVDA et la loupe, sous Windows"),
    Check(
        21,
        "Les titres sont dits avec leur niveau",
        "11.1.3.1.1",
        (f"{ACCESS}::test_articles_tell", f"{OUTSIDE}::test_titles_of_the_first", f"{OUTSIDE}::test_parts_of_a_text"),
    ),
    Check(
        22,
        "Les liens sont clairs et s’ouvrent par Entrée",
        "11.2.4.4",
        (f"{ACCESS}::test_links_say", f"{OUTSIDE}::test_links_are_followed", f"{KEYS}::test_find_and_read"),
    ),
    Check(
        23,
        "Listes et tableaux en sont",
        "11.1.3.1.1, 11.5.2.6",
        (f"{ACCESS}::test_articles_tell", f"{OUTSIDE}::test_parts_of_a_text", f"{OUTSIDE}::test_a_status"),
    ),
    Check(
        24,
        "Pictogrammes décrits ; le schéma a son tableau",
        "11.1.1.1.1",
        (f"{ACCESS}::test_pictograms", f"{ACCESS}::test_with_a_reader"),
    ),
    Check(25, "Aucun texte dans les images", "11.1.4.5.1", (f"{ACCESS}::test_no_picture",)),
    Check(
        26,
        "La langue est le français, dans les documents aussi",
        "11.3.1.1.1",
        (f"{ACCESS}::test_the_program_is_french", f"{PDF}::test_language_title", f"{FILES}::test_files_say"),
    ),
    Check(27, "Le titre de la fenêtre dit où l’on est", "11.2.4.6", (f"{ACCESS}::test_each_screen_has_a_title",)),
    Check(
        28,
        "Une erreur dit quel champ, pourquoi, et comment",
        "11.3.3.1.1, 11.3.3.3",
        (f"{ACCESS}::test_a_wrong_field",),
    ),
    Check(
        29,
        "Effacer et réunir s’annulent",
        "11.3.3.4",
        (f"{MERGE}::test_all_takes_theirs", f"{ACTS}::test_an_act_can_be_removed"),
    ),
    Check(30, "Ni délai, ni clignotement, ni mouvement", "11.2.2.1, 11.2.3.1", (f"{ACCESS}::test_nothing_moves",)),
    Check(
        31,
        "Les documents produits sont accessibles",
        "10, 11.8.2",
        (
            f"{PDF}::test_lists_and_headings",
            f"{CHECKERS}::test_a_checker_has",
            f"{CHECKERS}::test_each_figure",
            f"{PDF}::test_language_title",
            f"{FILES}::test_every_pdf",
            f"{FILES}::test_files_say",
            f"{BOOK}::test_it_says_how",
            f"{BOOK}::test_figures_and_the_map",
            f"{BOOK}::test_sources_are_notes",
        ),
    ),
    Check(
        32,
        "L’aide décrit l’accès et ses limites",
        "12.1.1, 12.2.4",
        (f"{HELP}::test_the_statement",),
        "relire la déclaration",
    ),
)


def run_tests(checks: tuple[Check, ...]) -> Mapping[str, bool]:
    """Run the tests that the checks name; returns for each test id whether it passed."""
    wanted = tuple({test for check in checks for test in check.tests})
    files = sorted({test.split("::")[0] for test in wanted})
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", *files], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        print(listed.stdout, listed.stderr, file=sys.stderr)  # a file that cannot be read hides its tests
    found = [line for line in listed.stdout.splitlines() if line.startswith(wanted)]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", f"--junitxml={report}", *found]
        subprocess.run(command, cwd=ROOT, check=False)
        return {test_id(case): is_passed(case) for case in ElementTree.parse(report).iter("testcase")}


def test_id(case: ElementTree.Element) -> str:
    """Return « tests/gui/every_screen/test_access.py::test_x[y] » for a case of the report."""
    return f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '')}"


def is_passed(case: ElementTree.Element) -> bool:
    """Say whether a case of the report passed: a test that was skipped proves nothing."""
    return not any(case.find(kind) is not None for kind in ("failure", "error", "skipped"))


def result(check: Check, results: Mapping[str, bool]) -> tuple[str, int]:
    """Return PASS, FAIL or HAND, and how many tests speak for it. A test that is named and did not run is a FAIL."""
    found = [[passed for name, passed in results.items() if name.startswith(test)] for test in check.tests]
    count = sum(map(len, found))
    if any(not passed or not all(passed) for passed in found):
        return "FAIL", count
    return ("HAND" if check.hand else "PASS"), count


def main() -> int:
    """Run, print the table, and end with 1 where a check fails."""
    begun = time.monotonic()
    results = run_tests(CHECKS)
    failed = 0
    print(f"\n{'':<5}{'contrôle':<60}{'EN 301 549':<24}{'résultat':<10}tests")
    for check in CHECKS:
        said, count = result(check, results)
        failed += said == "FAIL"
        hand = f"  à la main : {check.hand}" if check.hand else ""
        print(f"A{check.number:<4}{check.what:<60}{check.clause:<24}{said:<10}{count}{hand}")
    broken = sum(not passed for passed in results.values())
    print(
        f"\n{len(results)} essais, {broken} en échec ; {failed} contrôles en échec ; {time.monotonic() - begun:.0f} s"
    )
    if "--record" in sys.argv:
        record(results, broken)
    return 1 if failed or broken else 0


def record(results: Mapping[str, bool], broken: int) -> None:
    """Keep the day and the figures of this run: those that the statement of accessibility names."""
    held = sum(result(check, results)[0] == "PASS" for check in CHECKS)
    lines = (f"day = {datetime.date.today()}", f"checks = {len(CHECKS)}", f"held = {held}")
    lines += (f"tests = {len(results)}", f"broken = {broken}")
    LAST_RUN.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
