"""mail: the message to the CRESS, from a dossier."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kit import paths
from kit.commands.shared import Subparsers, library, put_json
from kit.content.library import Library
from kit.dossier.dossier import Dossier
from kit.dossier.model import progress
from kit.errors import UnknownId
from kit.whole_file import put


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``mail``."""
    p = subparsers.add_parser("mail", help="préparer le message à la CRESS")
    p.add_argument("--dossier", type=Path, required=True, metavar="D")
    p.add_argument("--kind", default="", help="genre de demande")
    p.add_argument("--lever", action="append", default=[], metavar="ID")
    p.add_argument("--message", default="")
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    p.add_argument("--json", action="store_true")
    way = p.add_mutually_exclusive_group()
    way.add_argument("--mailto", action="store_true")
    way.add_argument("--eml", type=Path, metavar="F")
    way.add_argument("--text", action="store_true")
    p.set_defaults(call=run_mail)


def run_mail(arguments: argparse.Namespace) -> int:
    """Compose the message and give it by the way that was asked for."""
    from kit.mail import compose, templates, transports

    texts = library()
    found = templates.load_templates(paths.mail_templates(), to=templates.read_recipient(paths.kit_file()))
    kind = arguments.kind or ("levier" if arguments.lever else next(iter(found)))
    if kind not in found:
        raise UnknownId(kind, tuple(found))
    with Dossier.open(arguments.dossier, write=False) as dossier:
        request = _request(dossier, texts, kind, arguments)
    draft = compose.compose(request, found[kind])
    link = transports.mailto(draft)
    if link.shortened and (arguments.mailto or arguments.json):
        print("Le message est trop long pour un lien mailto : en voici la forme courte.", file=sys.stderr)
    if arguments.json:
        put_json({"to": draft.to, "subject": draft.subject, "body": draft.body, "mailto": link.url})
    if arguments.eml:
        put(transports.eml(draft), arguments.eml, force=arguments.force)
    elif not arguments.json:
        print(link.url if arguments.mailto else transports.text(draft))
    return 0


def _request(dossier: Dossier, texts: Library, kind: str, arguments: argparse.Namespace):  # type: ignore[no-untyped-def]
    from kit.mail.draft import ChosenLever, MailRequest

    levers = []
    for lever_id in arguments.lever:
        lever = texts.outline.lever(lever_id)
        if lever is None:
            raise UnknownId(lever_id, tuple(item.article.id for item in texts.outline.levers))
        ids = [action.id for action in lever.actions]
        state = progress({i: dossier.status(i) for i in ids}, ids)
        levers.append(ChosenLever(int(lever.article.code), lever.article.title, state.done, state.applicable))
    identity = {key: str(value) for key, value in dossier.fields("identity").items() if value is not None}
    return MailRequest(
        request=kind,
        collectivite=identity.get("name", ""),
        kind=identity.get("kind", "commune" if identity.get("name") else ""),
        departement_code=identity.get("departement_code", ""),
        departement=identity.get("departement", ""),
        epci=identity.get("epci", ""),
        levers=tuple(levers),
        message=arguments.message,
    )
