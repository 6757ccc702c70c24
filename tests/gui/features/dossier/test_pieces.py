"""Pieces in the window: what is opened and what is not, and a dossier that keeps its pieces wherever it goes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kit import paths
from kit.dossier import pieces
from kit.dossier.backup import backup
from kit.dossier.model import Change
from kit.dossier.plan_changes import evidence_added
from kit.dossier.plan_lists import Evidence
from kit.errors import SaveRefused
from kit.tokens import Tokens
from ui.features.dossier.page import CollectivitePage
from ui.features.dossier.whole_dossier import WholeDossier
from ui.plan.evidence import PlanEvidence
from ui.services.context import AppContext
from ui.services.dossier_care import DossierCare
from ui.services.navigation import PageId, Route
from ui.services.plan.gestures import EvidenceOpened
from ui.shell.after_start import AfterStart
from ui.shell.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ACTION = "action:elu-commission"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the system was asked to open."""
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(QUrl(url).toLocalFile()) or True)
    return found


def attached(qtbot: QtBot, context: AppContext, name: str, title: str = "") -> Evidence:
    source = context.session.path.parent / name
    source.write_bytes(name.encode())
    one = pieces.add(context.session.path, source, title)
    source.unlink()
    context.session.apply(evidence_added(ACTION, one))
    assert context.session.settle()
    return one


def opening(qtbot: QtBot, context: AppContext, one: Evidence) -> str:
    """Press « Ouvrir » and return what is said, empty where nothing needs to be."""
    work = context.plan
    said: list[str] = []
    work.noticed.connect(said.append)
    work.copied.connect(said.append)
    work.ask(work.item(ACTION), EvidenceOpened(one.id))
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    return " ".join(said).replace("\u00a0", " ")


# --- opening ---


def test_a_sound_document_is_opened(qtbot: QtBot, context: AppContext, asked: list[str]) -> None:
    one = attached(qtbot, context, "Délibération.pdf")
    assert opening(qtbot, context, one) == ""
    assert asked == [str(pieces.path_of(context.session.path, one))]


@pytest.mark.parametrize("name", ["x.pdf.bat", "x.exe", "x.lnk", "x.docm", "x.html", "x.svg", "x.zip", "x.desktop"])
def test_what_is_no_document_is_shown_where_it_lies_and_never_opened(
    qtbot: QtBot, context: AppContext, asked: list[str], name: str
) -> None:
    one = attached(qtbot, context, name, "Délibération.pdf")
    said = opening(qtbot, context, one)
    assert asked == [str(pieces.folder_of(context.session.path))]
    assert f"« {name} » n’est pas un document" in said and "d’où il vient" in said


def test_a_changed_piece_is_not_opened(qtbot: QtBot, context: AppContext, asked: list[str]) -> None:
    one = attached(qtbot, context, "Délibération.pdf")
    path = pieces.path_of(context.session.path, one)
    path.write_bytes(b"X" * path.stat().st_size)
    said = opening(qtbot, context, one)
    assert asked == []
    for words in ("son contenu a changé", "votre dossier est intact", "joignez-le de nouveau"):
        assert words in said


def test_a_missing_piece_a_link_and_a_path_elsewhere_are_not_opened(
    qtbot: QtBot, context: AppContext, asked: list[str], tmp_path: Path
) -> None:
    private = tmp_path / "privé.pdf"
    private.write_bytes(b"secret")
    gone = attached(qtbot, context, "perdu.pdf")
    path = pieces.path_of(context.session.path, gone)
    for replace in (lambda: None, lambda: path.symlink_to(private), lambda: os.mkfifo(path)):
        path.unlink(missing_ok=True)
        replace()
        assert "n’est pas à côté du dossier" in opening(qtbot, context, gone)
    digest = pieces._digest(private)
    away = Evidence("away", "Délibération.pdf", file="../privé.pdf", sha256=digest, size=6)
    context.session.apply(evidence_added(ACTION, away))
    assert "n’est pas à côté du dossier" in opening(qtbot, context, away)
    assert asked == []


@pytest.mark.parametrize(
    ("url", "is_web"),
    [
        ("https://saint-exemple.example/pv", True),
        ("HTTP://saint-exemple.example", True),
        ("mailto:mairie@saint-exemple.example", True),
        ("www.saint-exemple.example", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("\\\\serveur\\partage\\x.exe", False),
        ("//serveur/partage", False),
        ("ms-msdt:/id", False),
    ],
)
def test_only_addresses_of_the_web_and_of_mail_are_copied(
    qtbot: QtBot, context: AppContext, asked: list[str], url: str, is_web: bool
) -> None:
    one = Evidence("l", "Le site", url=url)
    context.session.apply(evidence_added(ACTION, one))
    assert ("copié" in opening(qtbot, context, one)) is is_web
    assert asked == []


def lines(qtbot: QtBot, theme: Tokens, *evidence: Evidence) -> tuple[list[str], list[str]]:
    shown = PlanEvidence(theme, "1.1")
    qtbot.addWidget(shown)
    shown.show_evidence(evidence)
    labels = [label.text().replace("\u00a0", " ") for label in shown.findChildren(QLabel)]
    return labels, [button.text() for button in shown.buttons]


def test_the_line_of_a_piece_tells_its_real_name_and_kind(qtbot: QtBot, context: AppContext) -> None:
    false = Evidence("1", "Délibération.pdf", file="0123456789ab-x.pdf.bat", sha256="0123456789ab" + "0" * 52, size=9)
    turned = Evidence("2", "Acte\u202efdp.exe", file="x\u202efdp.exe", sha256="0" * 64, size=9)
    long = Evidence("3", "n" * 90 + ".pdf.bat", file="n" * 90 + ".pdf.bat", sha256="0" * 64, size=9)
    site = Evidence("4", "https://cress.example", url="https://autre.example/x")
    share = Evidence("5", "Le PV", url="file://serveur/x")
    told, buttons = lines(qtbot, context.theme, false, turned, long, site, share)
    assert "Délibération.pdf – fichier x.pdf.bat (1 Ko)" in told
    assert any("fichier x-fdp.exe" in one for one in told) and not any("\u202e" in one for one in told)
    assert any(one.endswith(".pdf.bat (1 Ko)") and len(one) < 70 for one in told)
    assert "https://cress.example – https://autre.example/x (nécessite Internet)" in told
    assert "Le PV – file://serveur/x (adresse non ouverte)" in told
    assert buttons == ["Montrer où il est", "Retirer"] * 3 + ["Copier le lien", "Retirer", "Retirer"]


# --- attaching ---


def test_a_piece_whose_event_is_refused_leaves_no_file(
    qtbot: QtBot, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "vote.pdf"
    source.write_bytes("voté".encode())
    work = context.plan
    said: list[str] = []
    work.noticed.connect(said.append)
    path = context.session.path

    def refuse(*_: object) -> None:
        raise SaveRefused(path, OSError(28, "plein"))

    monkeypatch.setattr(context.session.dossier._store, "append", refuse)
    work.attach(work.item(ACTION), source)
    qtbot.waitUntil(lambda: bool(said))
    assert "n’a pas été enregistré" in said[0]
    assert pieces.files_of(path) == [] and pieces.evidence_in(context.session.dossier) == []


def test_a_piece_attached_while_one_goes_to_another_dossier_stays_with_the_first(
    qtbot: QtBot, context: AppContext, tmp_path: Path
) -> None:
    source = tmp_path / "vote.pdf"
    source.write_bytes("voté".encode())
    first = context.session.path
    work = context.plan
    work.attach(work.item(ACTION), source)
    assert context.dossiers.switch(tmp_path / "autre.kitess")
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    assert pieces.evidence_in(context.session.dossier) == [] and pieces.files_of(context.session.path) == []
    assert context.dossiers.switch(first)
    (one,) = pieces.evidence_in(context.session.dossier)
    assert pieces.check(first, one) == "sound"


# --- Ma collectivité ---


def whole(qtbot: QtBot, window: MainWindow) -> WholeDossier:
    window.open_route(Route(PageId.COLLECTIVITE))
    page = window.current_page
    assert isinstance(page, CollectivitePage)
    return page.whole


def press(qtbot: QtBot, context: AppContext, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=10_000)


def answers(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(path))


def test_the_dossier_is_duplicated_with_its_pieces(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = attached(qtbot, context, "Délibération.pdf")
    here, out = context.session.path, tmp_path / "loin" / "epci.kitess"
    part = whole(qtbot, window)
    answers(monkeypatch, out)
    press(qtbot, context, part.duplicate)
    assert pieces.check(out, one) == "sound" and context.session.path == here
    assert "avec une pièce jointe" in part.outlet.said
    page = window.current_page
    assert isinstance(page, CollectivitePage)
    names = [label.text() for label in page.list.findChildren(QLabel)]
    assert "epci" in names
    press(qtbot, context, part.duplicate)
    assert "n’a pas été touché" in part.outlet.said


def test_the_dossier_is_moved_with_its_pieces_and_stays_open(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = attached(qtbot, context, "Délibération.pdf")
    here, out = context.session.path, tmp_path / "loin" / "mairie.kitess"
    answers(monkeypatch, out)
    press(qtbot, context, whole(qtbot, window).move_away)
    assert context.session.path == out and not here.exists() and not pieces.folder_of(here).exists()
    assert pieces.check(out, one) == "sound" and "maintenant ici" in window.feedback.text()
    context.session.apply([Change(ACTION, "note", "après")])
    assert context.session.settle()
    assert context.settings.text("last_dossier") == str(out)


def test_a_move_that_is_refused_leaves_all_as_it_was_and_says_it(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = attached(qtbot, context, "Délibération.pdf")
    here, out = context.session.path, tmp_path / "loin" / "mairie.kitess"
    answers(monkeypatch, out)
    part = whole(qtbot, window)
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == here:
            raise PermissionError(13, "refusé")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    press(qtbot, context, part.move_away)
    assert context.session.path == here and pieces.check(here, one) == "sound"
    assert not out.parent.exists() and "n’a pas été enregistré" in window.notice.text()
    assert not context.session.dossier.read_only


def test_the_dossier_goes_into_one_file_and_comes_out_of_it(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = attached(qtbot, context, "Délibération.pdf")
    part = whole(qtbot, window)
    answers(monkeypatch, tmp_path / "mairie.zip")
    press(qtbot, context, part.archive)
    assert (tmp_path / "mairie.zip").is_file() and "mairie.zip" in part.outlet.said
    page = window.current_page
    assert isinstance(page, CollectivitePage)
    press(qtbot, context, page.open)
    assert context.session.path == paths.dossiers() / "mairie.kitess"
    assert pieces.check(context.session.path, one) == "sound"
    (tmp_path / "mairie.zip").write_bytes(b"PK")
    again = whole(qtbot, window)
    page = window.current_page
    assert isinstance(page, CollectivitePage)
    press(qtbot, context, page.open)
    assert "n’est pas une archive" in again.outlet.said.replace("\u00a0", " ")


def test_missing_pieces_are_told_and_found_by_their_content(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = attached(qtbot, context, "Délibération.pdf")
    part = whole(qtbot, window)
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    assert not part.lacking.isVisible()
    key = tmp_path / "cle"
    key.mkdir()
    pieces.path_of(context.session.path, one).rename(key / "autre nom.bin")
    part.refresh()
    qtbot.waitUntil(part.lacking.isVisible)
    assert "Délibération.pdf" in part._told.text() and not part.near.isVisible()
    answers(monkeypatch, tmp_path / "rien")
    (tmp_path / "rien").mkdir()
    press(qtbot, context, part.look)
    assert "Aucune pièce" in part.outlet.said
    answers(monkeypatch, key)
    press(qtbot, context, part.look)
    assert "Une pièce est revenue" in part.outlet.said
    assert pieces.check(context.session.path, one) == "sound"
    qtbot.waitUntil(lambda: not part.lacking.isVisible())


def test_pieces_of_a_renamed_dossier_or_of_the_copies_are_offered(
    qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path
) -> None:
    first = make_context(tmp_path / "ancien.kitess")
    beside = attached(qtbot, first, "à côté.pdf")
    copied = attached(qtbot, first, "en copie.pdf")
    first.session.close()
    old, path = tmp_path / "ancien.kitess", tmp_path / "nouveau.kitess"
    backup(old)
    pieces.path_of(old, copied).unlink()
    old.rename(path)
    context = make_context(path)
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    part = whole(qtbot, window)
    qtbot.waitUntil(part.near.isVisible)
    assert "2 pièces jointes" in part._told.text().replace("\u00a0", " ")
    press(qtbot, context, part.near)
    assert [pieces.check(path, one) for one in (beside, copied)] == ["sound", "sound"]
    qtbot.waitUntil(lambda: not part.lacking.isVisible())
    shutil.rmtree(pieces.folder_of(path))


def test_pieces_that_lack_are_told_when_the_dossier_opens(
    qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path
) -> None:
    first = make_context(tmp_path / "ville.kitess")
    one = attached(qtbot, first, "Délibération.pdf")
    first.session.close()
    pieces.path_of(tmp_path / "ville.kitess", one).unlink()
    context = make_context(tmp_path / "ville.kitess")
    care = DossierCare(context.session, context.jobs)
    with qtbot.waitSignal(care.lacking) as told:
        pass
    assert told.args == [1]
    start = AfterStart(context, None)
    said: list[str] = []
    start.noticed.connect(said.append)
    start._on_lacking(1)
    assert "Une pièce jointe n’est pas à côté de ce dossier" in said[0] and "Ma collectivité" in said[0]
