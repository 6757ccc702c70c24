"""What the tests of Contacter la CRESS share: hands that fill the form."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.features.contact.page import ContactPage
from ui.shell.main_window import MainWindow

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def choose_commune(qtbot: QtBot, page: ContactPage, typed: str) -> None:
    """Type into the field and take the first on offer, with the keyboard alone."""
    line = page.form.collectivite
    line.setFocus()
    qtbot.keyClicks(line, typed)
    qtbot.waitUntil(lambda: bool(line.offered()))
    qtbot.waitUntil(line.popup.isVisible)
    qtbot.keyClick(line.popup, Key.Key_Down)
    qtbot.keyClick(line.popup, Key.Key_Return)


def fill(qtbot: QtBot, page: ContactPage) -> None:
    """Fill the whole form, as one would on the reference screen."""
    form = page.form
    choose_commune(qtbot, page, "gueret")
    qtbot.keyClicks(form.person, "Camille Martin")
    form.function.setFocus()
    qtbot.keyClicks(form.function.lineEdit(), "adjointe au maire")
    qtbot.keyClicks(form.reply_to, "mairie@gueret.example")
    qtbot.keyClicks(form.phone, "05 55 00 00 00")
    qtbot.keyClicks(form.request, "Et")
    form.request.choose("levier")
    qtbot.mouseClick(form.levers.chip("elu-designe"), LEFT)
    qtbot.keyClick(form.levers.chip("diagnostic"), Key.Key_Space)
    qtbot.keyClicks(form.message, "Un conseil le 12 mars.")


def answer(page: ContactPage) -> None:
    """Give the four answers that a message to the publisher needs, for a collectivité that no list has."""
    page.context.session.set_text("identity", "name", "Saint-Exemple")
    page.form.person.setText("Camille Martin")
    page.form.function.choose("maire")
    page.form.reply_to.setText("mairie@saint-exemple.example")


def other_way(page: ContactPage, key: str) -> None:
    """Choose one of « Autre façon… »."""
    page.panel.menu.action(key).trigger()
    QApplication.processEvents()  # it acts once the menu is gone


def told(page: ContactPage) -> str:
    """Return what the bar at the foot of the window says."""
    window = page.window()
    assert isinstance(window, MainWindow)
    return window.feedback.text()


def words_in_sight(widget: QWidget) -> list[str]:
    """Return every word that the page can show or have said, hidden parts included."""
    found = []
    for one in [widget, *widget.findChildren(QWidget)]:
        found += [one.accessibleName(), one.accessibleDescription(), one.toolTip()]
        for name in ("text", "placeholderText", "toPlainText"):
            if callable(told := getattr(one, name, None)):
                found.append(str(told()))
    return [words for words in found if words]
