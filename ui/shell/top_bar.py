"""The line above every page: the menu's width, back, forward, where one is, and what one can do with the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from kit.tokens import Tokens
from ui.access.tab_order import follow_layout
from ui.services.page import PageTool
from ui.shell.tool_button import dress
from ui.theme import icons
from ui.widgets.explained_menu import ExplainedMenu
from ui.widgets.text import Label, as_text, pressed_text

_LEAST = 8  # characters that a cut name keeps
_SHORTEST = 4  # and where that is still too long
_SPARE = 12
_ALL_TOOLS, _ALL_TOOLS_NAME = "Outils", "Outils de la page"
_FEWEST = "Aa"  # of the button that opens what can be chosen for the texts


class TopBar(QWidget):
    """The button of the sidebar, back and forward, the trail of places, the tools of the page.

    ``crumb_chosen`` carries a place's number, ``tool_chosen`` the target of a tool. Tools lose their words where these
    would cut the trail; where they do not fit even so, one button opens all of them as a menu.
    """

    crumb_chosen = Signal(int)
    tool_chosen = Signal(str)

    def __init__(
        self,
        theme: Tokens,
        back: QAction,
        forward: QAction,
        sidebar: QAction,
        reading: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        """``reading`` make the texts smaller and larger, and open what else can be chosen for them."""
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.space_3, theme.space_2, theme.space_4, 0)
        self._row.setSpacing(theme.space_1)
        self._buttons: list[QToolButton] = []
        for action, drawing in ((sidebar, "menu"), (back, "retour"), (forward, "avance")):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIcon(icons.icon(drawing, theme.ink_soft, theme.disabled))
            action.setIcon(button.icon())
            button.setIconSize(QSize(theme.icon, theme.icon))
            button.setAccessibleName(action.text())
            self._row.addWidget(button)
            self._buttons.append(button)
        self._row.addSpacing(theme.space_2)
        self._texts: list[tuple[str, bool]] = []
        self._places: list[tuple[Label, QPushButton, Label]] = []
        self._trail: list[QWidget] = []
        self._steps: list[tuple[QPushButton | Label, str]] = []
        self._tools: dict[str, QToolButton] = {}  # those offered now, in their order
        self._built: dict[str, QToolButton] = {}
        self._told: dict[str, PageTool] = {}  # what each button says
        self._offered: tuple[PageTool, ...] = ()
        self._row.addStretch(1)
        self.tools = QWidget()
        self.tools.setAccessibleName("Outils de la page")
        self._right = QHBoxLayout(self.tools)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._right.setSpacing(theme.space_2)
        self._row.addWidget(self.tools)
        self.all_tools = self._build_all_tools()
        self.reading = [self._build_reading(action) for action in reading]

    def show_narrow(self, narrow: bool) -> None:
        """Say what the button of the sidebar does now."""
        words = "Élargir le menu (F9)" if narrow else "Réduire le menu à ses icônes (F9)"
        self._buttons[0].setAccessibleName(words)
        self._buttons[0].setToolTip(as_text(words))

    def show_place(self, texts: list[tuple[str, bool]], tools: tuple[PageTool, ...]) -> None:
        """Show the places above and the present one, where the flag says that one can be pressed, and its tools."""
        is_new = texts != self._texts  # else as at each key of a search
        if is_new:
            self._texts = texts
            self._show_trail()
        if self._offer(tools) or is_new:
            self._arrange()

    def show_tools(self, tools: tuple[PageTool, ...]) -> None:
        """Offer the tools of the page in sight; one that is there already stays, with the focus that it may have."""
        if self._offer(tools):
            self._arrange()

    def _show_trail(self) -> None:
        """Show the names of the places; what stands there for a name of the kind before takes the new one."""
        for widget in self._trail:
            widget.hide()
        self._trail, self._steps = [], []
        for number, (text, pressable) in enumerate(self._texts):
            if number == len(self._places):
                self._places.append(self._build_place(number))
            between, link, name = self._places[number]
            step = link if pressable else name
            step.setAccessibleName(text)
            _write(step, text)
            self._steps.append((step, text))
            self._trail += [between, step] if number else [step]
        for widget in self._trail:
            widget.show()  # else later, and the page would be laid out and painted a second time

    def _build_place(self, number: int) -> tuple[Label, QPushButton, Label]:
        """Return what stands before a place, and its name as a link and as words: hidden."""
        between, link, name = Label("›", "small", wrap=False), QPushButton(), Label("", "small", wrap=False)
        link.setProperty("look", "link")
        link.clicked.connect(lambda _=False: self.crumb_chosen.emit(number))
        for widget in (between, link, name):
            widget.hide()
            self._row.insertWidget(self._row.count() - 2 - len(self.reading), widget)
        return between, link, name

    def _offer(self, tools: tuple[PageTool, ...]) -> bool:
        """Have these tools stand there; False where they did. A button is kept for the next page that offers it."""
        if tools == self._offered:
            return False
        wanted = {tool.target: self._built.get(tool.target) or self._build_tool(tool.target) for tool in tools}
        if [*wanted] != [*self._tools]:
            for target, old in self._tools.items():
                self._right.removeWidget(old)
                if target not in wanted:
                    old.hide()
            for button in wanted.values():
                self._right.addWidget(button)
            self._tools = wanted
        self._offered = tools
        for tool in (one for one in tools if self._told.get(one.target) != one):
            self._told[tool.target] = tool
            button = wanted[tool.target]
            button.setText(tool.words)
            button.setIcon(icons.icon(tool.icon, self._theme.link))
            button.setAccessibleName(tool.name)
            button.setToolTip(as_text(tool.name))
            button.setProperty("state", "on" if tool.is_on else "")
            button.style().unpolish(button)
            button.style().polish(button)
        return True

    def _arrange(self) -> None:
        follow_layout(self)
        self._shorten()

    def tool(self, target: str) -> QToolButton:
        """Return the button of a tool that is there."""
        return self._tools[target]

    def find_tool(self, target: str) -> QToolButton | None:
        """Return the button of a tool in sight, or the one that opens all; None where there is none."""
        found = self._tools.get(target)
        if found is None or self.tools.isHidden():
            return None
        return self.all_tools if found.isHidden() else found

    def _build_reading(self, action: QAction) -> QToolButton:
        button = QToolButton()
        dress(button, action)
        button.setObjectName(f"reading-{action.iconText()}")  # where the focus returns to
        self._row.addWidget(button)
        return button

    def _build_tool(self, target: str) -> QToolButton:
        button = QToolButton(self.tools)
        button.setProperty("look", "tool")
        button.clicked.connect(lambda _=False: self.tool_chosen.emit(target))
        self._built[target] = button
        return button

    def _build_all_tools(self) -> QToolButton:
        button = QToolButton(self.tools)
        button.setProperty("look", "tool")
        button.setText(_ALL_TOOLS)
        button.setAccessibleName(_ALL_TOOLS_NAME)
        button.setToolTip(as_text(_ALL_TOOLS_NAME))
        button.clicked.connect(self._open_tools)
        button.hide()
        self._right.addWidget(button)
        self.menu = ExplainedMenu(self._theme, _ALL_TOOLS_NAME, self)
        self.menu.chosen.connect(self.tool_chosen)
        return button

    def _open_tools(self) -> None:
        for tool in self._offered:
            self.menu.offer(tool.target, tool.name, tool.icon)
        self.menu.show_only(tool.target for tool in self._offered)
        self.menu.open_at(self.all_tools)

    def _shorten(self) -> None:
        """Leave out the words of the tools, then cut names that do not fit, then all names but one.

        Then one button stands for the tools; where that is too wide as well, their keys stay. The whole name of one
        that is cut is its tooltip.
        """
        self.tools.setVisible(bool(self._tools))
        self._gather(False)
        for one in self._trail:
            one.show()
        self._show_words(True)
        if self._cut(0) > self._room():
            self._show_words(False)
        if not self._cut_to_fit():
            self._leave_one()
            if not self._cut_to_fit():
                self._gather(len(self._tools) > 1)
                if not self._cut_to_fit():
                    self.tools.hide()
                    self._cut_to_fit()
        self._row.activate()

    def _gather(self, gathered: bool) -> None:
        """Let one button stand for the tools, or each for itself; the focus goes along."""
        held = any(one.hasFocus() for one in (self.all_tools, *self._tools.values()))
        self.all_tools.setVisible(gathered)
        for one in self._tools.values():
            one.setVisible(not gathered)
        shown = next((one for one in (self.all_tools, *self._tools.values()) if not one.isHidden()), None)
        if held and shown is not None and not any(one.hasFocus() for one in (self.all_tools, *self._tools.values())):
            shown.setFocus()

    def _leave_one(self) -> None:
        """Show of all names the one above the page alone: the page has its own as its title."""
        names = [name for name, _ in self._steps]
        kept = next((one for one in reversed(names) if isinstance(one, QPushButton)), names[-1] if names else None)
        for one in self._trail:
            one.setVisible(one is kept)

    def _cut_to_fit(self) -> bool:
        """Cut names until all fit; say whether they do."""
        return any(self._cut(least) <= self._room() for least in (_LEAST, _SHORTEST))

    def _cut(self, least: int) -> int:
        """Cut names until all fit, none below ``least`` letters, with 0 none at all; return how wide they are then."""
        for step, text in self._steps:
            _write(step, text)
            step.setToolTip("")
            step.ensurePolished()
        wide = sum(one.sizeHint().width() + self._row.spacing() for one in self._trail if not one.isHidden())
        shown = [one for one in self._steps if not one[0].isHidden()]
        for step, text in sorted(shown, key=lambda one: -one[0].sizeHint().width()):
            over = wide - self._room()
            if over <= 0 or not least:
                break
            metrics, whole = step.fontMetrics(), step.fontMetrics().horizontalAdvance(text)
            short = metrics.elidedText(
                text, Qt.TextElideMode.ElideRight, max(least * metrics.averageCharWidth(), whole - over)
            )
            _write(step, short)
            step.setToolTip(as_text(text))
            wide -= whole - metrics.horizontalAdvance(short)
        return wide

    def _room(self) -> int:
        """Return how much of the line is left for the names."""
        margins = self._row.contentsMargins()
        buttons = sum(one.sizeHint().width() + self._row.spacing() for one in (*self._buttons, *self.reading))
        shown = [one for one in (self.all_tools, *self._tools.values()) if not one.isHidden()]
        tools = [one.sizeHint().width() + self._right.spacing() for one in shown]
        taken = margins.left() + margins.right() + buttons + (0 if self.tools.isHidden() else sum(tools))
        return self.width() - taken - self._theme.space_2 - self._row.spacing() - _SPARE

    def _show_words(self, shown: bool) -> None:
        t, style = self._theme, Qt.ToolButtonStyle
        for one in self._tools.values():
            one.setIconSize(QSize(t.icon + (t.space_1 if shown else 0), t.icon))  # a space before the words
            one.setToolButtonStyle(style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly)
            one.ensurePolished()
        self.reading[-1].setText(self.reading[-1].defaultAction().iconText() if shown else _FEWEST)
        for one in self.reading:
            one.ensurePolished()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._shorten()


def _write(step: QPushButton | Label, words: str) -> None:
    step.setText(pressed_text(words) if isinstance(step, QPushButton) else words)
