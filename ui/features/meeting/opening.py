"""Opens the mode réunion at the place in sight, and gives its relevé de décisions at the end."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.services.appearance import set_style
from ui.services.context import AppContext
from ui.services.page import Page

if TYPE_CHECKING:
    from kit.documents.document import Document
    from ui.features.meeting.window import MeetingWindow
    from ui.output.documents import DocumentOutlet


class MeetingFrame(Protocol):
    """What a meeting needs of the window."""

    context: AppContext

    @property
    def current_page(self) -> Page: ...
    def announce(self, message: str) -> None: ...


class Meetings(QObject):
    """One meeting at a time; its relevé counts from the moment that it began."""

    def __init__(self, frame: MeetingFrame, parent: QWidget) -> None:
        super().__init__(parent)
        self._frame, self._behind = frame, parent
        self._began = datetime.datetime.now().astimezone()
        self.window: MeetingWindow | None = None
        self.outlet: DocumentOutlet | None = None

    def open(self) -> None:
        """Begin a meeting, full screen; bring it to the front when there is one."""
        from ui.features.meeting.window import MeetingWindow
        from ui.output.documents import DocumentOutlet

        if self.window is not None:
            self.window.activateWindow()
            return
        page = self._frame.current_page
        page.leave()
        self._began = datetime.datetime.now().astimezone().replace(microsecond=0)
        self.window = MeetingWindow(self._frame.context, page.in_sight())
        set_style(self.window, self._frame.context.theme, of="meeting")
        self.outlet = DocumentOutlet(self._frame.context, self.window, self.window.line)
        self.outlet.announced.connect(self._frame.announce)
        self.window.closed.connect(self._on_closed)
        self.window.print_requested.connect(self._on_print)
        self.window.save_requested.connect(self._on_save)
        self.window.showFullScreen()
        self.window.stage.setFocus()

    def end(self, *, anyway: bool) -> bool:
        """End the meeting, if one is on; False when a text of it is refused: it stays on, unless ``anyway``."""
        if self.window is None:
            return True
        self.window.may_lose = anyway
        return self.window.close()

    def decisions(self) -> Document:
        """Return what changed since this meeting began."""
        from kit.documents.decisions import decisions_document

        return decisions_document(self._frame.context.library, self._frame.context.session.dossier, since=self._began)

    def _on_print(self) -> None:
        if self.outlet is not None and not self.outlet.is_busy:
            self.outlet.print(self.decisions())

    def _on_save(self) -> None:
        if self.outlet is not None and not self.outlet.is_busy:
            self.outlet.save(self.decisions(), "releve-de-decisions", (".odt", ".docx", ".pdf"))

    def _on_closed(self) -> None:
        window, outlet = self.window, self.outlet
        self.window = self.outlet = None
        if window is not None and outlet is not None:
            if outlet.is_busy:
                outlet.ended.connect(window.deleteLater)
            else:
                window.deleteLater()
        self._behind.activateWindow()
        self._frame.current_page.setFocus()
