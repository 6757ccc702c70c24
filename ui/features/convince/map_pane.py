"""The map of the reasons with what one does with it: larger, smaller, to a file, to paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.features.convince.map import ReasonMap
from ui.features.convince.topic_list import ReasonOutline
from ui.theme import icons
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Label, as_text

ZOOMS = (75, 100, 125, 150, 200)
WHOLE = 100  # what a map opens with


class _Sheet(QScrollArea):
    """As high as the map, which it may be narrower than; ``zoom_requested`` for Ctrl and the wheel."""

    zoom_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = 100
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def fit(self) -> None:
        """Give the map the width of the zoom and the height that it then wants."""
        width = self._width(self.width())
        shown = self.widget()
        if shown is not None:
            shown.resize(width, shown.heightForWidth(width))
        self.updateGeometry()

    def _width(self, width: int) -> int:
        return round(width * max(100, self.zoom) / 100)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        bar = self.horizontalScrollBar().sizeHint().height() if self.zoom > 100 else 0
        shown = self.widget()
        return (shown.heightForWidth(self._width(width)) if shown is not None else 0) + bar

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the letters of the map have another size
            self.fit()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()  # the page scrolls


class ReasonPane(QWidget):
    """``chosen`` carries an id, ``moved_to`` the link that an arrow has reached; ``announced`` tells the zoom."""

    announced = Signal(str)
    chosen = Signal(str)
    moved_to = Signal(QWidget)
    print_requested = Signal()
    save_requested = Signal()

    def __init__(
        self,
        theme: Tokens,
        centre: tuple[str, str],
        reasons: Sequence[ReasonOutline],
        dress: Callable[[QWidget, Tokens], None],
        parent: QWidget | None = None,
    ) -> None:
        """``dress`` gives a map the letters of other tokens than those of the window."""
        super().__init__(parent)
        self._theme, self._centre, self._reasons, self._dress = theme, centre, reasons, dress
        self._is_roomy = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_3)
        column.addLayout(self._build_tools())
        self._sheet = _Sheet()
        # queued: the map over which the wheel turns is replaced
        self._sheet.zoom_requested.connect(self._on_zoom, Qt.ConnectionType.QueuedConnection)
        column.addWidget(self._sheet)
        self._show(WHOLE)

    @property
    def zoom(self) -> int:
        """How large the map is, in hundredths."""
        return self._sheet.zoom

    @property
    def map(self) -> ReasonMap:
        """The map in sight."""
        return self._map

    def use_room(self, is_roomy: bool) -> None:
        """Say in each card what its reason is about where the page has room for it."""
        if is_roomy != self._is_roomy:
            self._is_roomy = is_roomy
            self._map.show_summaries(is_roomy)
            self._sheet.fit()

    def _on_larger(self) -> None:
        self._on_zoom(1)

    def _on_smaller(self) -> None:
        self._on_zoom(-1)

    def _on_zoom(self, step: int) -> None:
        wanted = ZOOMS.index(self.zoom) + step
        if 0 <= wanted < len(ZOOMS):
            self._show(ZOOMS[wanted])
            self.announced.emit(fr("Schéma à {zoom} %", zoom=self.zoom))

    def _on_moved_to(self, link: QWidget) -> None:
        self._sheet.ensureWidgetVisible(link, self._theme.space_6, 0)
        self.moved_to.emit(link)

    def _show(self, zoom: int) -> None:
        """Build the map in letters of this size."""
        t = self._theme
        if zoom != WHOLE:
            t = replace(t.scaled(zoom / 100), scale=t.scale * zoom / 100)
        self._map = ReasonMap(t, self._centre, self._reasons)
        self._map.show_summaries(self._is_roomy)
        if zoom != WHOLE:
            self._dress(self._map, t)
        self._map.chosen.connect(self.chosen)
        self._map.moved_to.connect(self._on_moved_to)
        self._sheet.zoom = zoom
        self._sheet.setWidget(self._map)
        self._map.show()
        self._sheet.fit()
        self._percent.setText(fr("{zoom} %", zoom=zoom))
        self.larger.setEnabled(zoom < ZOOMS[-1])
        self.smaller.setEnabled(zoom > ZOOMS[0])

    def _build_tools(self) -> FlowLayout:
        row = FlowLayout(gap=self._theme.space_2, middle=True)
        self.smaller = self._tool("Réduire", "retirer", "Réduire le schéma (Ctrl et molette)")
        self.larger = self._tool("Agrandir", "ajouter", "Agrandir le schéma (Ctrl et molette)")
        self._percent = Label("", "muted", wrap=False)
        self.save = self._tool("Enregistrer le schéma…", "enregistrer", fr("Enregistrer le schéma : PDF, SVG ou PNG"))
        self.print = self._tool("Imprimer le schéma", "imprimer", "Imprimer le schéma sur une page A4")
        self.smaller.clicked.connect(self._on_smaller)
        self.larger.clicked.connect(self._on_larger)
        self.save.clicked.connect(self.save_requested)
        self.print.clicked.connect(self.print_requested)
        for part in (self.smaller, self._percent, self.larger, self.save, self.print):
            row.addWidget(part)
        return row

    def _tool(self, words: str, drawing: str, told: str) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("look", "link")
        button.setToolTip(as_text(told))
        button.setAccessibleDescription(told)
        button.setAutoDefault(True)
        icons.dress(button, self._theme, drawing, self._theme.link, self._theme.disabled)
        return button
