"""A QR code on the screen, dark on white whatever the theme, with what it says in words."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.fitting import WholeFrame
from ui.widgets.text import Heading, Label

_QUIET = 4  # modules of white around (ISO/IEC 18004, 6.3.8)
_MODULE = 4  # pixels: a phone reads it at arm's length
_SAYS = fr(
    "Visez ce code avec l’appareil photo de votre téléphone : il ouvre un message à {to}, avec son objet. Le "
    "texte, lui, est trop long pour un code : écrivez quelques mots, ou dictez-les."
)


class QrCode(QWidget):
    """The code alone; its accessible name says what it leads to."""

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._light, self._dark = QColor(theme.paper), QColor(Qt.GlobalColor.black)
        self._rows: tuple[tuple[bool, ...], ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_rows(self, rows: tuple[tuple[bool, ...], ...], name: str) -> None:
        """Show a code, by its rows of dark and light."""
        self._rows = rows
        self.setAccessibleName(name)
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        side = (len(self._rows) + 2 * _QUIET) * _MODULE
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._light)
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    place = QRect((x + _QUIET) * _MODULE, (y + _QUIET) * _MODULE, _MODULE, _MODULE)
                    painter.fillRect(place, self._dark)
        painter.end()


class QrPanel(WholeFrame):
    """Hidden until a code is shown."""

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card-teal")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(theme.space_4)
        self.code = QrCode(theme)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(Heading("Sur votre téléphone", 2, "h3"))
        self._says = Label("")
        words.addWidget(self._says)
        words.addStretch(1)
        row.addLayout(words, 1)
        self.hide()

    def show_code(self, rows: tuple[tuple[bool, ...], ...], to: str) -> str:
        """Show a code and return what is said of it."""
        self.code.show_rows(rows, fr("Code QR : message à {to}", to=to))
        self._says.setText(_SAYS.format(to=to))
        self.show()
        return self._says.text()
