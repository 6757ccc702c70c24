"""acte list, show, render, calendrier, and seance: the models of acts, filled in from a dossier."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit import paths
from kit.commands.documents import day
from kit.commands.output import put_json, say
from kit.commands.shared import Subparsers, library, opened
from kit.documents.model import SIZES
from kit.errors import DayMissing, UnknownField

if TYPE_CHECKING:
    from kit.acts.model import ActModel, Field
    from kit.acts.rendering import ActRenderer, RenderedAct


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``acte`` and its own calls."""
    group = subparsers.add_parser("acte", help="les modèles d’arrêtés, délibérations, lettres…").add_subparsers(
        required=True, metavar="appel"
    )
    p = group.add_parser("list", help="lister les modèles")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_list)
    p = group.add_parser("show", help="ce que demande un modèle")
    p.add_argument("id", metavar="ID")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_show)
    p = group.add_parser("render", help="écrire un acte avec ce que dit le dossier")
    p.add_argument("id", metavar="ID")
    p.add_argument("--dossier", type=Path, metavar="D", help="sinon : modèle vierge")
    p.add_argument("--set", action="append", default=[], type=_pair, dest="values", metavar="champ=valeur")
    p.add_argument("--out", type=Path, required=True, metavar="F")
    p.add_argument("--size", type=int, choices=SIZES, default=11)
    _add_template(p)
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    p.set_defaults(call=run_render)
    p = group.add_parser("calendrier", help="le rétro-planning d’un acte : .ics, ou une page")
    p.add_argument("id", metavar="ID")
    p.add_argument("--dossier", type=Path, metavar="D")
    p.add_argument("--seance", type=day, metavar="AAAA-MM-JJ", help="sinon : la date que dit le dossier")
    p.add_argument("--out", type=Path, required=True, metavar="F")
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    p.set_defaults(call=run_calendar)
    p = subparsers.add_parser("seance", help="le dossier de séance : note, listes, actes, contact")
    p.add_argument("--dossier", type=Path, required=True, metavar="D")
    p.add_argument("--acte", action="append", required=True, dest="acts", metavar="ID")
    p.add_argument(
        "--argument",
        action="append",
        default=[],
        dest="arguments",
        metavar="ID",
        help="un texte à citer comme argument, trois au plus (sinon : ceux que le kit propose)",
    )
    p.add_argument("--out", type=Path, required=True, metavar="F")
    p.add_argument("--size", type=int, choices=SIZES, default=11)
    _add_template(p)
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    p.set_defaults(call=run_session)


def _add_template(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "--modele-dotx",
        dest="template",
        type=Path,
        metavar="F",
        help="le modèle de la mairie, .dotx pour un .docx, .ott pour un .odt : ses styles, sa page, son en-tête",
    )


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas champ=valeur")
    return name.strip(), value


def renderer() -> ActRenderer:
    """Return what fills in the shipped models."""
    from kit.acts.loader import ActModels
    from kit.acts.rendering import ActRenderer

    return ActRenderer(ActModels(paths.acts()))


def run_list(arguments: argparse.Namespace) -> int:
    """List the models, the most useful first; what is broken is named on stderr."""
    models = renderer().models
    found = models.all()
    for error in models.problems:
        say(f"{error.file.name}:{error.line}: {error.detail}", file=sys.stderr)
    if arguments.json:
        put_json([{"id": model.id, "title": model.title, "kind": model.kind} for model in found])
    else:
        for model in found:
            say(f"{model.code} {model.kind:<12} {model.id:<34} {model.title}")
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Print what a model is for and what it asks."""
    rendering = renderer()
    model = rendering.models.get(arguments.id)
    fields = rendering.fields(model)
    if arguments.json:
        put_json(_record(model, fields))
        return 0
    say(f"{model.code} {model.title}\n\n{model.summary}\n")
    say(f"Qui signe : {model.signed_by}\nQuand : {model.when}\n")
    for field in fields:
        options = f" ({', '.join(value for value, _ in field.options)})" if field.options else ""
        say(f"  {field.name:<28} {field.type:<11} {field.label}{options}")
    for one in model.references:
        say(f"  {one.text} [{one.fact}]{' : à vérifier sur Légifrance' if one.to_check else ''}")
    return 0


def _record(model: ActModel, fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "id": model.id,
        "code": model.code,
        "kind": model.kind,
        "title": model.title,
        "summary": model.summary,
        "fits": list(model.fits),
        "unfit": model.unfit,
        "signed_by": model.signed_by,
        "when": model.when,
        "before": list(model.before),
        "after": list(model.after),
        "levers": list(model.levers),
        "actions": list(model.actions),
        "money": model.money,
        "reviewed_on": model.reviewed_on,
        "references": [{"text": r.text, "fact": r.fact, "to_check": r.to_check} for r in model.references],
        "fields": [
            {
                "name": field.name,
                "type": field.type,
                "label": field.label,
                "example": field.example,
                "options": [list(option) for option in field.options],
                "common": field.common,
            }
            for field in fields
        ],
    }


def run_render(arguments: argparse.Namespace) -> int:
    """Write an act; what is left to complete or to check is named on stderr and is no error."""
    from kit.acts.document import Issued, act_document
    from kit.acts.values import taken
    from kit.documents.emblem import with_emblem
    from kit.documents.writer import write

    rendering = renderer()
    model = rendering.models.get(arguments.id)
    values, known = known_values(model, arguments.dossier), rendering.models.fields(model)
    for name, value in arguments.values:
        if name not in known:
            raise UnknownField(name, tuple(field.name for field in rendering.fields(model)))
        values[name] = taken(known[name], value)
    act = rendering.render(model, values)
    issued = Issued(library().publisher, datetime.date.today())
    document = act_document(act, place_of(values), issued, size=arguments.size)
    if arguments.dossier is not None:
        with opened(arguments.dossier) as dossier:
            document = with_emblem(document, dossier)
    write(document, arguments.out, force=arguments.force, template=arguments.template)
    _tell(act, issued.today)
    return 0


def known_values(model: ActModel, path: Path | None) -> dict[str, str]:
    """Return what a dossier knows for a model: the latest act of it, else only the common fields."""
    from kit.acts import record

    if path is None:
        return {}
    with opened(path) as dossier:
        saved = [act for act in record.saved_acts(dossier) if act.model_id == model.id]
        return record.values(dossier, saved[-1] if saved else None)


def place_of(values: dict[str, str]) -> str:
    """Return the name that stands at the head of each page."""
    return " ".join(values.get("collectivite.nom", "").split())


def _tell(act: RenderedAct, today: datetime.date) -> None:
    for field in act.missing:
        say(f"à compléter : {field.label} ({field.name})", file=sys.stderr)
    for one in act.to_check:
        say(f"à vérifier sur Légifrance : {one.text}", file=sys.stderr)
    if act.model.is_old(today):
        say(f"modèle relu il y a {act.model.months_since_review(today)} mois : {act.model.title}", file=sys.stderr)


def run_calendar(arguments: argparse.Namespace) -> int:
    """Write the rétro-planning of an act."""
    from kit.acts.document import Issued
    from kit.acts.retroplanning import Setting, passes_council, retroplanning, retroplanning_document
    from kit.days import read_day
    from kit.documents.writer import write
    from kit.typography import number

    models = renderer().models
    model = models.get(arguments.id)
    values, told = known_values(model, arguments.dossier), arguments.seance
    if told is None:
        told = read_day(values.get("seance.date" if passes_council(model) else "acte.date", ""))
        if told is None:
            raise DayMissing
    setting = Setting(told, values.get("collectivite.forme", ""), number(values.get("collectivite.population", "")))
    issued = Issued(library().publisher, datetime.date.today())
    steps = retroplanning(model, setting, models.thresholds, issued.today)
    uuid = ""
    if arguments.dossier is not None:
        with opened(arguments.dossier) as dossier:
            uuid = dossier.uuid
    document = retroplanning_document(model, steps, setting, issued, place=place_of(values), dossier=uuid)
    write(document, arguments.out, force=arguments.force)
    return 0


def run_session(arguments: argparse.Namespace) -> int:
    """Write the dossier de séance of one act or several."""
    from kit.acts.document import Issued
    from kit.acts.session import Session, session_document
    from kit.content.nearby import Place, near_examples, nearest_in_size
    from kit.documents.emblem import with_emblem
    from kit.documents.writer import write
    from kit.territoires import Territories
    from kit.typography import number

    rendering, texts = renderer(), library()
    issued = Issued(texts.publisher, datetime.date.today())
    models = [rendering.models.get(one) for one in arguments.acts]
    acts = [rendering.render(model, known_values(model, arguments.dossier)) for model in models]
    values = known_values(models[0], arguments.dossier)
    population = number(values.get("collectivite.population", ""))
    with opened(arguments.dossier) as dossier:
        here = Place(str(dossier.value("identity", "departement_code") or ""), population)
        near = near_examples(texts, Territories.load(paths.territories()), here)
        example = nearest_in_size(near, population, models[0].levers[0] if models[0].levers else "")
        common = rendering.models.common
        session = Session.of(tuple(acts), values, tuple(arguments.arguments), example, common=common)
        thresholds = rendering.models.thresholds
        document = session_document(texts, dossier, session, thresholds, issued, size=arguments.size)
        document = with_emblem(document, dossier)
    write(document, arguments.out, force=arguments.force, template=arguments.template)
    for act in acts:
        _tell(act, issued.today)
    return 0
