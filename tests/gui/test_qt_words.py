"""Qt's own windows speak French, the file dialog of the kit (where the system has none) included."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from ui import app

ENGLISH = ("Look in", "Files of", "File name", "Directory", "Open", "Cancel", "Folder", "Drive")


@pytest.fixture(autouse=True)
def french(qapp: QApplication) -> None:
    app.set_up_language(qapp)


@pytest.mark.parametrize("mode", [QFileDialog.FileMode.ExistingFile, QFileDialog.FileMode.AnyFile])
def test_a_file_dialog_has_no_english_word(qtbot: QtBot, mode: QFileDialog.FileMode) -> None:
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setNameFilters(["Dossiers du kit (*.kitess)"])
    dialog.show()
    labels = [label.text().replace("&", "") for label in dialog.findChildren(QLabel)]
    assert "Dossier\u00a0:" in labels and "Type\u00a0:" in labels
    assert not [label for label in labels if label.startswith(ENGLISH)]


def test_what_nobody_translated_stays_as_qt_says_it(qapp: QApplication) -> None:
    assert QCoreApplication.translate("Nowhere", "Something else") == "Something else"
    assert QCoreApplication.translate("QAbstractFileIconProvider", "Folder") == "Dossier"
