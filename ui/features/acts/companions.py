"""What goes with an act as a file: its calendar on one page, the dossier de séance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kit import paths
from kit.acts.model import ActModel
from kit.days import read_day
from ui.features.acts.editor import MadeAct
from ui.services.context import AppContext

if TYPE_CHECKING:
    from kit.acts.retroplanning import PlannedDay, Setting
    from kit.documents.document import Document


def calendar_setting(model: ActModel, values: dict[str, str]) -> Setting | None:
    """Return what the days of an act hang on, None while its day is not known."""
    from kit.acts.retroplanning import Setting, passes_council
    from kit.typography import number

    day = read_day(values.get("seance.date" if passes_council(model) else "acte.date", ""))
    if day is None:
        return None
    return Setting(day, values.get("collectivite.forme", ""), number(values.get("collectivite.population", "")))


def calendar_steps(context: AppContext, model: ActModel, values: dict[str, str]) -> tuple[PlannedDay, ...]:
    """Return the rétro-planning of an act, nothing while its day is not known."""
    from kit.acts.retroplanning import retroplanning

    setting = calendar_setting(model, values)
    return retroplanning(model, setting, context.acts.models.thresholds, date.today()) if setting else ()


def calendar_document(context: AppContext, made: MadeAct) -> Document | None:
    """Return the calendar of an act on one page, None while its day is not known."""
    from kit.acts.document import Issued
    from kit.acts.retroplanning import retroplanning_document

    model, values = made.act.model, made.values
    setting = calendar_setting(model, values)
    steps = calendar_steps(context, model, values)
    if setting is None or not steps:
        return None
    issued = Issued(context.library.publisher, date.today())
    place, uuid = values.get("collectivite.nom", ""), context.session.dossier.uuid
    return retroplanning_document(model, steps, setting, issued, place=place, dossier=uuid)


def session_writer(context: AppContext, made: MadeAct, folder: Path) -> Callable[[], Path]:
    """Return the work that writes a dossier de séance in a folder, as PDF and as DOCX."""
    library, dossier, models = context.library, context.session.dossier, context.acts.models
    thresholds, common = models.thresholds, models.common
    departement = context.session.text("identity", "departement_code")

    def work() -> Path:
        from kit.acts.document import Issued
        from kit.acts.session import Session, session_document
        from kit.content.nearby import Place, near_examples, nearest_in_size
        from kit.documents.emblem import with_emblem
        from kit.documents.writer import file_name, write
        from kit.territoires import Neighbours
        from kit.typography import number

        model, values = made.act.model, made.values
        population = number(values.get("collectivite.population", ""))
        near = near_examples(library, Neighbours.shared(paths.territories()), Place(departement, population))
        theme = model.levers[0] if model.levers else ""
        place = values.get("collectivite.nom", "")
        example = nearest_in_size(near, population, theme)
        session = Session.of((made.act,), values, example=example, common=common)
        document = session_document(library, dossier, session, thresholds, Issued(library.publisher, date.today()))
        document = with_emblem(document, dossier)
        for extension in (".pdf", ".docx"):
            write(document, folder / file_name(place, "dossier de séance", date.today(), extension))
        return folder

    return work
