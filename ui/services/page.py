"""What every screen is: built at first show, opened on a Route, asks for others by signal."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.services.context import AppContext, WindowContext
from ui.services.navigation import Route, ToArticle, ToPrint
from ui.widgets.focus import WHOLE_PAGE
from ui.widgets.region import Region

HOME = "Accueil"  # the one place without a line that says where one is


class Crumb(Struct, frozen=True):
    """One step of the « where am I » line; ``route`` is None for the place itself."""

    text: str
    route: Route | None = None


class PageTool(Struct, frozen=True):
    """Something one does with the page in sight, offered at the right of the line above it.

    ``target`` comes back in ``Page.use_tool``. ``words`` are shown where there is room beside the drawing ``icon``;
    ``name`` says all of it, with its keys. ``is_on`` marks what holds already.
    """

    target: str
    words: str
    name: str
    icon: str
    is_on: bool = False


FAVOURITE = "outil:favori"


def favourite_tool(*, kept: bool) -> PageTool:
    """Return the star of a page that one can come back to: the window has it above each, and does what it is for."""
    name = "Retirer des favoris (Ctrl+D)" if kept else "Ajouter aux favoris (Ctrl+D)"
    return PageTool(FAVOURITE, "Favori", name, "favori", is_on=kept)


UNDO, REDO, GESTURES = "outil:annuler", "outil:retablir", "outil:gestes"
UNDO_TOOLS = (
    PageTool(UNDO, "Annuler", "Annuler le dernier changement (Ctrl+Z)", "annuler"),
    PageTool(REDO, "Rétablir", "Rétablir (Ctrl+Y)", "retablir"),
    PageTool(GESTURES, "Historique", "Historique des gestes (Ctrl+H)", "horloge"),
)
"""Where one works on the plan; the window does what they are for."""
PRINT_TOOL = PageTool("outil:imprimer", "Imprimer", "Imprimer (Ctrl+P)", "imprimer")


class Screen(Region):
    """A screen of any program. ``route_requested`` asks for another place; ``retitled`` says that ``crumbs`` changed,
    ``renamed`` that the place of one Route is now that of another, ``restyle_requested`` that the reader chose another
    look or writing. In every room of the window ``announced`` carries words for a screen reader, ``noticed`` a sentence
    to show above the page.

    Subclasses give ``crumbs`` and override ``open_route`` and, where there is something to scroll, ``scroller``.
    """

    route_requested = Signal(object)
    restyle_requested = Signal()
    texts_changed = Signal()
    renamed = Signal(object, object)
    retitled = Signal()
    tools_changed = Signal()
    announced = Signal(str)
    noticed = Signal(str)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(WHOLE_PAGE)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.retitled.connect(self._on_retitled)

    def open_route(self, route: Route) -> None:
        """Show what the route names; called at each visit."""

    def come_up(self, *, takes_focus: bool) -> None:
        """Be the page in sight: take its name, which a screen reader hears, and the focus."""
        self._on_retitled()
        if not takes_focus:
            return
        if self.hasFocus() and QAccessible.isActive():  # another place of the same page: Qt tells no change of focus
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Focus))
        self.setFocus()

    def _on_retitled(self) -> None:
        crumbs = self.crumbs()
        self.setAccessibleName(crumbs[-1].text if crumbs else HOME)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the « where am I » line, the outermost first; the last one names the screen."""
        return ()

    def scroller(self) -> QAbstractScrollArea | None:
        """Return what scrolls the page, whose place is kept for coming back."""
        return None

    def position(self) -> int:
        """Return which character of a text is at the top, so that other letters leave it there; 0 for none."""
        return 0

    def show_position(self, position: int) -> None:
        """Bring that character to the top again; 0 changes nothing."""

    def read_so_far(self) -> ToArticle | None:
        """Return the text in sight with how far one has read it, which is kept; None where there is none."""
        return None

    def in_sight(self) -> str:
        """Return the id of what is shown, taken along when one prints or writes."""
        return ""

    def state(self) -> dict[str, str] | None:
        """Return what is chosen and typed here and that neither the Route nor the dossier holds, for ``restore``.

        None, as it is here, for one that stays built: work in the background or a text under way belongs to
        it. All others are let go when they were long out of sight (``ui/shell/resting_pages.py``).
        """
        return None

    def restore(self, state: dict[str, str]) -> None:
        """Take up a ``state`` again, in a page just built; called before ``open_route``."""

    def leave(self) -> bool:
        """Keep what was typed, before another screen shows or the window closes; False when that is refused."""
        return True

    def find_in_page(self) -> bool:
        """Open the search inside the page; False where there is none."""
        return False

    def show_contents(self) -> bool:
        """Go to « Sur cette page »; False where there is none."""
        return False

    def copy_with_source(self) -> bool:
        """Copy what is selected, or all, with where it comes from; False where there is nothing to copy."""
        return False

    def panes(self) -> list[QWidget]:
        """Return the parts of the page that F6 goes through, in reading order."""
        return [self]

    def tools_above(self) -> tuple[PageTool, ...]:
        """Return what one can do with what is in sight; ``tools_changed`` when that is another."""
        return ()

    def use_tool(self, target: str) -> None:
        """Do what a tool of ``tools_above`` is for."""


class Page(Screen):
    """A screen of the kit, with the open dossier: it can be printed, kept as a favourite, taken to a meeting."""

    context: AppContext

    printable = ""
    """The key of ``ui/output/printables.py`` of the document that has what is in sight; empty where none has it."""

    print_requested = Signal()
    meeting_requested = Signal()
    search_requested = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)

    def to_print(self) -> ToPrint | None:
        """Return the document that has what is in sight, as it was chosen and narrowed; None where there is none."""
        return ToPrint(self.printable, of=self.in_sight()) if self.printable else None

    def nearest_print(self) -> str:
        """Return the key of the document that is offered where none has what is in sight."""
        return "aide-memoire"

    def print_here(self) -> bool:
        """Send what is in sight to the printer; False where the print screen shows it first."""
        return False

    def has_print_button(self) -> bool:
        """Whether a button of its own prints what is in sight: then none stands above the page."""
        return False

    def tools_above(self) -> tuple[PageTool, ...]:
        """Return what one can do with what is in sight: print it, where a document has it.

        ``tools_changed`` when that is another.
        """
        return () if self.has_print_button() or self.to_print() is None else (PRINT_TOOL,)

    def use_tool(self, target: str) -> None:
        """Do what a tool of ``tools_above`` is for."""
        if target == PRINT_TOOL.target:
            self.print_requested.emit()

    def marks_changed(self) -> None:
        """Show anew whether the place in sight is a favourite."""
