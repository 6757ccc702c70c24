"""Rows of the upkeep of texts: readable files, checks, packs from a key; on a small kit of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kit import compiling
from kit.dossier.model import Status
from kit.packs.keys import make_key
from tests.calls import Call
from tests.gui.hands import Dialogs, Hands, plain
from tests.gui.marking import mark
from tests.gui.table.rows import row
from tests.small_kit import change, key, make_pack, public, resources, texts
from ui.features.update.page import UpdatePage
from ui.services.navigation import ToArticle, ToContact, ToUpdate

__all__ = ["key", "make_pack", "public", "resources", "texts"]
pytestmark = pytest.mark.usefixtures("resources")
Make = Callable[..., Path]
PATIENCE = 20_000  # ms: the machine may be busy
ELU = Path("content", "agir", "elu", "elu-referent.md")


def looked_at(hands: Hands, dialogs: Dialogs, pack: Path) -> UpdatePage:
    """Choose a file of texts on a key, and return the page that tells what it changes."""
    page = hands.go(ToUpdate(), UpdatePage)
    dialogs.path = pack
    hands.qtbot.mouseClick(page.choose, Qt.MouseButton.LeftButton)
    hands.qtbot.waitUntil(lambda: not page.texts.is_busy, timeout=PATIENCE)
    return page


def installed(hands: Hands, page: UpdatePage) -> None:
    """Put the texts that were looked at in use."""
    with hands.qtbot.waitSignal(page.texts_changed, timeout=PATIENCE):
        hands.qtbot.mouseClick(page.install, Qt.MouseButton.LeftButton)


@row("F28", "La progression survit à une reformulation")
def test_a_reworded_action_stays_ticked(call: Call, texts: Path, key: Path, tmp_path: Path) -> None:
    dossier, pack = tmp_path / "d.kitess", tmp_path / "mots.kitpack"
    call("dossier", "new", dossier)
    assert call("dossier", "tick", dossier, "elu-referent").code == 0
    change(texts / ELU, "Nommer une personne", "Nommer un binôme")
    assert call("pack", "build", texts, "--key", key, "--out", pack).code == 0
    assert call("pack", "install", pack).code == 0
    shown = call("dossier", "show", dossier).out
    assert any("Nommer un binôme" in line and "fait" in line for line in shown.splitlines()), shown


@row("F29", "Une mise à jour des textes garde la progression")
def test_new_texts_keep_ticks_and_notes_even_without_their_page(
    hands: Hands, dialogs: Dialogs, make_pack: Make
) -> None:
    session = hands.window.context.session
    mark(session, "action:elu-referent", Status.DONE)
    session.set_text("action:annonces-bulletin", "note", "Voir en mars")
    installed(hands, looked_at(hands, dialogs, make_pack()))
    assert hands.window.context.library.has("elu-salle")
    assert session.status("action:elu-referent") is Status.DONE
    hands.sees("Voir en mars")  # its page is gone from the texts


@row("F47", "Le contenu en fichiers lisibles, hors du programme")
def test_a_text_is_changed_with_any_editor(call: Call, resources: Path) -> None:
    change(resources / ELU, "Le conseil choisit une personne", "Le conseil choisit une équipe")
    assert "Le conseil choisit une équipe" in plain(call("show", "elu-referent").out)


@row("F48", "Le contenu est vérifié par des règles")
def test_a_wrong_text_is_named_and_makes_no_pack(call: Call, texts: Path, key: Path, tmp_path: Path) -> None:
    change(texts / ELU, "difficulty = 1", 'difficulty = "beaucoup"')
    done = call("pack", "build", texts, "--key", key, "--out", tmp_path / "faux.kitpack")
    assert done.code == 1 and "elu-referent.md" in done.out + done.err


@row("F49", "De nouveaux textes sans Internet ni réinstallation")
def test_texts_come_from_a_key_and_go_back(hands: Hands, dialogs: Dialogs, make_pack: Make) -> None:
    installed(hands, looked_at(hands, dialogs, make_pack()))
    assert hands.window.context.library.publisher.content_version == "2027.06"
    page = hands.window.current_page
    assert isinstance(page, UpdatePage)
    with hands.qtbot.waitSignal(page.texts_changed, timeout=PATIENCE):
        hands.qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert hands.window.context.library.publisher.content_version == "2026.10"


@row("F50", "« Relu le… » par page, et journal des textes")
def test_a_page_says_when_it_was_checked_and_new_texts_what_they_change(
    hands: Hands, dialogs: Dialogs, make_pack: Make
) -> None:
    hands.go(ToArticle("elu-referent"))
    hands.sees("vérifié en octobre 2026")
    looked_at(hands, dialogs, make_pack())
    hands.sees("2 pages nouvelles, 2 pages changées, 2 pages retirées.")


@row("F51", "Marque sur un texte provisoire")
def test_a_text_that_nobody_proofread_says_so(resources: Path, make_window: Callable[[], Hands]) -> None:
    change(resources / ELU, "provisional = false", "provisional = true")
    compiling.compile_all(resources / "index", resources)
    hands = make_window()
    hands.go(ToArticle("elu-referent"))
    hands.sees("Texte provisoire")


@row("W23", "Un contenu à jour, et qui le montre")
def test_paper_says_the_version_of_its_text(call: Call, tmp_path: Path) -> None:
    for name in ("page.txt", "page.pdf"):
        assert call("article", "elu-referent", "--out", tmp_path / name).code == 0
    assert "2026.10" in (tmp_path / "page.txt").read_text(encoding="utf-8")


@row("W24", "Ajouter du contenu hors ligne, sur place")
def test_only_a_pack_of_the_publisher_is_taken(call: Call, make_pack: Make, texts: Path, tmp_path: Path) -> None:
    assert call("pack", "install", make_pack()).code == 0
    stranger, other = tmp_path / "autre.cle", tmp_path / "autre.kitpack"
    make_key(stranger)
    assert call("pack", "build", texts, "--key", stranger, "--out", other).code == 0
    done = call("pack", "install", other)
    assert done.code == 1 and "paquet" in done.err


@row("N7", "Fraîcheur et provenance visibles")
def test_a_page_says_its_date_and_an_error_is_reported_from_it(hands: Hands) -> None:
    hands.go(ToArticle("elu-referent"))
    hands.sees("vérifié en octobre 2026")
    hands.click("Signaler une erreur")
    here = hands.window.navigator.here
    assert isinstance(here, ToContact) and (here.id, here.about) == ("erreur", "elu-referent")
