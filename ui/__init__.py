"""The window: PySide6 Widgets over the core. The only place with Qt.

The parts of the core that a start needs are imported here, before Qt: once PySide is loaded it looks through the source
of each module that imports another one, for its ``__feature__`` (2 ms of a start).
"""

from kit import opening as opening
from kit.dossier import dossier as dossier
from kit.mail import outbox as outbox
