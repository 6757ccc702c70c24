"""mail: the message to the CRESS, from a dossier."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit import paths
from kit.commands.output import put_json, say
from kit.commands.shared import Subparsers, library, opened
from kit.content.library import Library
from kit.errors import UnknownId
from kit.files import write_whole

if TYPE_CHECKING:
    from kit.dossier.dossier import Dossier
    from kit.mail.draft import MailDraft, MailRequest
    from kit.mail.templates import MailTemplate


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``mail``."""
    p = subparsers.add_parser("mail", help="préparer le message à qui publie le kit")
    p.add_argument("--dossier", type=Path, required=True, metavar="D")
    p.add_argument("--kind", default="", help="sorte de demande")
    p.add_argument("--lever", action="append", default=[], metavar="ID")
    p.add_argument("--message", default="")
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    p.add_argument("--json", action="store_true")
    way = p.add_mutually_exclusive_group()
    way.add_argument("--mailto", action="store_true")
    way.add_argument("--eml", type=Path, metavar="F", help="un brouillon pour Thunderbird ou Outlook classique")
    way.add_argument("--text", action="store_true")
    way.add_argument("--letter", type=Path, metavar="F", help="un courrier : .pdf, .odt ou .docx")
    p.set_defaults(call=run_mail)


def run_mail(arguments: argparse.Namespace) -> int:
    """Compose the message and give it by the way that was asked for."""
    from kit.mail import compose, templates, transports

    texts = library()
    contact = templates.read_contact(paths.kit_file())
    loaded = templates.load_templates(paths.mail_templates(), to=contact.mail)
    found = {name: template for name, template in loaded.items() if template.audience != "others"}
    kind = arguments.kind or ("levier" if arguments.lever else next(iter(found)))
    if kind not in found:
        raise UnknownId(kind, tuple(found))
    with opened(arguments.dossier) as dossier:
        request = _request(dossier, texts, found[kind], arguments)
        dress = _dress(dossier) if arguments.letter else {}
    draft = compose.compose(request, found[kind])
    link = transports.mailto(draft)
    if link.shortened and (arguments.mailto or arguments.json):
        say("Le message est trop long pour un lien mailto : en voici la forme courte.", file=sys.stderr)
    if arguments.json:
        put_json({"to": draft.to, "subject": draft.subject, "body": draft.body, "mailto": link.url})
    if arguments.eml:
        write_whole(arguments.eml, transports.eml(draft), force=arguments.force)
    elif arguments.letter:
        _write_letter(draft, request, texts, contact.postal, arguments, dress)
    elif not arguments.json:
        say(link.url if arguments.mailto else transports.text(draft))
    return 0


def _request(dossier: Dossier, texts: Library, template: MailTemplate, arguments: argparse.Namespace) -> MailRequest:
    from kit.acts import record
    from kit.days import read_day
    from kit.mail import knowledge
    from kit.mail.draft import MailRequest

    identity = {key: str(value) for key, value in dossier.fields("identity").items() if value is not None}
    council = identity.get("council", "")
    shares = "share" in template.fields
    levers = arguments.lever or ([item.article.id for item in texts.outline.levers] if shares else [])
    return MailRequest(
        request=template.id,
        collectivite=identity.get("name", ""),
        kind=identity.get("kind", "commune" if identity.get("name") else ""),
        departement_code=identity.get("departement_code", ""),
        departement=identity.get("departement", ""),
        epci=identity.get("epci", ""),
        council="" if (day := read_day(council)) and day < date.today() else council,
        council_place=record.shared_values(dossier).get("seance.lieu", ""),
        levers=knowledge.chosen_levers(texts, dossier, levers),
        message=arguments.message,
        questions=knowledge.noted_questions(texts, dossier),
        share=knowledge.shared(texts, dossier) if shares else "",
    )


def _dress(dossier: Dossier) -> dict[str, Any]:
    """Return what a dossier gives to the head of a letter: the address, the logo, the templates of the mairie."""
    from kit.acts import record
    from kit.documents.emblem import emblem
    from kit.documents.keeping import templates

    address = record.shared_values(dossier).get("collectivite.adresse", "")
    return {"address": address, "emblem": emblem(dossier), "templates": templates(dossier)}


def _write_letter(
    draft: MailDraft,
    request: MailRequest,
    texts: Library,
    postal: tuple[str, ...],
    arguments: argparse.Namespace,
    dress: dict[str, Any],
) -> None:
    from kit.mail import letter

    sender = (request.collectivite,)
    made = letter.to_publisher(draft, texts.publisher, postal, sender=sender, today=date.today(), **dress)
    letter.write(made, arguments.letter, force=arguments.force)
