"""One way to ask for a file: it begins where one was last, and never replaces what nobody was asked about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.services import file_dialogs
from ui.services.settings import Settings


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "reglages.json")


def answering(monkeypatch: pytest.MonkeyPatch, *answers: tuple[str, str]) -> list[Path]:
    """Let the dialog give these names and filters, one after the other; return what it proposed."""
    told: Iterator[tuple[str, str]] = iter(answers)
    proposed: list[Path] = []

    def answer(_parent: QWidget, _title: str, start: str, *_: object) -> tuple[str, str]:
        proposed.append(Path(start))
        return next(told)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return proposed


PDF, ODT = "Document PDF (*.pdf)", "Document ODT (*.odt)"


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("plan.pdf", PDF, "plan.pdf"),
        ("plan", ODT, "plan.odt"),
        ("plan.ODT", PDF, "plan.ODT"),  # what is typed counts
        ("propose.pdf", ODT, "propose.odt"),  # only the filter was changed
        ("plan.v2", "", "plan.v2.pdf"),
    ],
)
def test_the_extension_typed_counts_else_that_of_the_filter(
    parent: QWidget,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    kind: str,
    name: str,
) -> None:
    answering(monkeypatch, (str(tmp_path / typed), kind))
    assert file_dialogs.save_file(parent, settings, "propose.pdf", (".pdf", ".odt")) == tmp_path / name


def test_a_name_completed_to_that_of_another_file_is_asked_about(
    parent: QWidget, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.pdf").touch()
    proposed = answering(monkeypatch, (str(tmp_path / "plan"), PDF), ("", ""))
    assert file_dialogs.save_file(parent, settings, "propose.pdf", (".pdf",)) is None
    assert proposed[1] == tmp_path / "plan.pdf"


def test_the_folder_used_last_is_offered_while_it_is_there(
    parent: QWidget, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.paths.documents", lambda: tmp_path)
    folder = tmp_path / "clé"
    folder.mkdir()
    proposed = answering(monkeypatch, (str(folder / "a.pdf"), PDF), ("", ""), ("", ""))
    for _ in range(2):
        file_dialogs.save_file(parent, settings, "b.pdf", (".pdf",))
    folder.rmdir()
    file_dialogs.save_file(parent, settings, "b.pdf", (".pdf",))
    assert proposed == [tmp_path / "b.pdf", folder / "b.pdf", tmp_path / "b.pdf"]


def test_a_folder_of_its_own_is_not_remembered(
    parent: QWidget, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, (str(tmp_path / "ville.kitess"), ""))
    file_dialogs.save_file(parent, settings, "nouveau.kitess", (".kitess",), folder=tmp_path)
    assert settings.text(file_dialogs.LAST_FOLDER) == ""
