"""What a page needs, handed to it when it is built: never a global."""

from __future__ import annotations

from msgspec import Struct

from kit.content.library import Library
from kit.tokens import Tokens
from ui.services.acts import ActsService
from ui.services.appearance import Appearance
from ui.services.dossiers import Dossiers
from ui.services.feedback import Feedback
from ui.services.jobs import Jobs
from ui.services.outbox import OutboxSession
from ui.services.plan.model import PlanModel
from ui.services.search import SearchService
from ui.services.session import DossierSession
from ui.services.settings import Settings


class WindowContext(Struct, frozen=True, kw_only=True):
    """What the screens of every program are given, built by its ``app.py`` alone.

    ``library`` is ``texts`` in the writing that the reader chose; ``theme`` what ``appearance`` gave last.
    """

    library: Library
    settings: Settings
    jobs: Jobs
    theme: Tokens
    texts: Library
    appearance: Appearance
    feedback: Feedback


class AppContext(WindowContext, frozen=True, kw_only=True):
    """The same with the stores and services of a dossier."""

    search: SearchService
    session: DossierSession
    dossiers: Dossiers
    acts: ActsService
    outbox: OutboxSession
    plan: PlanModel
