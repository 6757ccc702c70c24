"""pack: new texts in one signed file: build, verify, install, rollback; make a key, copy the texts to work on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from kit.commands.output import put_json, say, warn
from kit.commands.shared import Subparsers
from kit.errors import ContentError, KeyRefused, NothingToRestore, PackError, PackRefused, RoomLacking, SheetRefused

_DOUBTS = {
    "unknown": "kit.toml ne nomme pas cette clé, aucun kit ne suivra",
    "revoked": "une de ces deux clés est révoquée, aucun kit ne suivra",
    "last": "aucune clé ne la suit, seule une nouvelle version du programme le dira aux kits",
}
_TYPED = 10_000  # characters of what is typed from a sheet
_REFUSED: dict[str, str] = {
    "not-a-pack": "ce fichier n’est pas un paquet de textes du kit",
    "altered": "ce paquet est abîmé, incomplet ou a été modifié",
    "unsigned": "ce paquet n’est pas signé",
    "unknown-key": "ce paquet n’est pas signé par une clé que ce programme connaît",
    "revoked-key": "ce paquet est signé par une clé qui a été révoquée",
    "too-large": "ce paquet est trop gros pour être vrai",
    "bad-path": "ce paquet contient un fichier à un endroit interdit",
    "link": "ce paquet contient un lien vers un autre fichier",
    "duplicate": "ce paquet contient deux fois le même fichier",
    "newer-program": "ces textes demandent une version plus récente du programme",
    "internet": "ces textes appellent une adresse d’Internet",
    "broken-text": "un de ces textes ne respecte pas les règles du kit",
    "older": "ces textes sont plus anciens que ceux du programme",
    "older-than-used": "ces textes sont plus anciens que ceux en usage",
    "keys": "les clés que kit.toml nomme (packs, next et revoked) ne vont pas",
    "other-edition": "ces textes sont ceux du kit d’une autre région",
    "no-public-key": "ce n’est pas une clé publique : 64 chiffres et lettres de a à f",
    "same-key": "la clé suivante est la même que celle d’aujourd’hui",
    "named-another": "cette clé en a déjà nommé une autre, une fois pour toutes",
    "changed-since": "les textes ont changé depuis qu’ils ont été comparés",
    "head": "la version ou la date de kit.toml ne va pas",
}


def sentence(error: PackError) -> str:
    """Return what the command line says of a pack that is not taken."""
    if isinstance(error, PackRefused):
        detail = f" ({error.detail})" if error.detail else ""
        more = " ; ajoutez --older pour les reprendre" if error.reason == "older-than-used" else ""
        return f"{error.path.name} : {_REFUSED[error.reason]}{detail} ; rien n’a été changé{more}."
    if isinstance(error, KeyRefused):
        if error.reason == "open-to-others":
            return f"{error.path} peut être lu par d’autres que vous ; rien n’a été signé. Fermez-le : chmod 600."
        if error.reason == "synced":
            return (
                f"{error.path} serait recopié ailleurs par {error.detail} ; rien n’a été écrit. Choisissez une clé "
                "USB, ou ajoutez --synced en connaissance de cause."
            )
        return f"{error.path} ne contient pas de clé privée du kit."
    if isinstance(error, RoomLacking):
        return f"{error.path} n’a pas assez de place : {error.needed} octets, {error.free} libres ; rien n’a été écrit."
    if isinstance(error, SheetRefused):
        return f"{_unread(error)} ; rien n’a été écrit."
    if isinstance(error, NothingToRestore):
        return "il n’y a pas de textes précédents à reprendre."
    return "ce paquet n’a pas pu être traité ; rien n’a été changé."


def _unread(error: SheetRefused) -> str:
    if error.reason == "groups":
        return f"à recopier : {', '.join(error.groups)}"
    if error.reason == "count":
        return f"{error.count} groupes lus, 17 attendus"
    return "chaque groupe est juste, mais pas leur somme : ils ne viennent pas tous de la même feuille"


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``pack`` and what it can do."""
    p = subparsers.add_parser("pack", help="des textes nouveaux à porter sur une clé")
    calls = p.add_subparsers(required=True, metavar="que")
    p = calls.add_parser("build", help="signer les textes d’un dossier dans un fichier .kitpack")
    p.add_argument("folder", type=Path, metavar="DIR", help="dossier qui contient kit.toml et content")
    p.add_argument("--key", type=Path, required=True, metavar="F", help="clé privée")
    p.add_argument("--out", type=Path, required=True, metavar="P")
    p.add_argument("--needs", metavar="V", help="version la plus ancienne du programme qui les lit")
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    _finish(p, run_build)
    for name, call, words in (
        ("verify", run_verify, "dire si un paquet est bon, et ce qu’il change"),
        ("install", run_install, "mettre les textes d’un paquet en usage"),
    ):
        p = calls.add_parser(name, help=words)
        p.add_argument("pack", type=Path, metavar="P")
        if call is run_install:
            p.add_argument(
                "--older", action="store_true", help="même si ses textes sont plus anciens que ceux en usage"
            )
        _finish(p, call)
    p = calls.add_parser("carry", help="écrire un paquet et son LISEZ-MOI sur une clé, et les relire")
    p.add_argument("pack", type=Path, metavar="P")
    p.add_argument("--to", type=Path, required=True, metavar="DIR", help="la clé, ou un dossier")
    p.add_argument("--force", action="store_true", help="retirer les éditions plus anciennes, remplacer le fichier")
    p.set_defaults(call=run_carry)
    p = calls.add_parser(
        "try", help="installer un paquet à côté d’une copie d’un dossier, et dire ce que deviennent ses coches"
    )
    p.add_argument("pack", type=Path, metavar="P")
    p.add_argument("--dossier", type=Path, required=True, metavar="D")
    _finish(p, run_try)
    _finish(calls.add_parser("rollback", help="reprendre les textes précédents"), run_rollback)
    p = calls.add_parser("key")  # not listed: done once, by whoever publishes
    p.add_argument("--out", type=Path, required=True, metavar="F")
    p.add_argument("--sheet", type=Path, metavar="PDF", help="aussi la feuille de secours, à imprimer")
    _allow_synced(p)
    p.set_defaults(call=run_key)
    p = calls.add_parser("sheet")
    p.add_argument("--key", type=Path, required=True, metavar="F", help="clé privée")
    p.add_argument("--out", type=Path, required=True, metavar="PDF")
    _allow_synced(p)
    p.set_defaults(call=run_sheet)
    p = calls.add_parser("restore", help="retrouver une clé privée depuis sa feuille, lue sur l’entrée standard")
    p.add_argument("--out", type=Path, required=True, metavar="F")
    _allow_synced(p)
    p.set_defaults(call=run_restore)
    p = calls.add_parser("next")  # not listed either
    p.add_argument("folder", type=Path, metavar="DIR", help="dossier qui contient kit.toml et content")
    p.add_argument("public", metavar="CLÉ", help="clé publique suivante")
    p.add_argument("--key", type=Path, required=True, metavar="F", help="clé privée d’aujourd’hui")
    p.set_defaults(call=run_next)
    p = calls.add_parser("revoke")
    p.add_argument("folder", type=Path, metavar="DIR", help="dossier qui contient kit.toml et content")
    p.add_argument("public", metavar="CLÉ", help="clé publique perdue ou volée")
    p.set_defaults(call=run_revoke)
    p = calls.add_parser("copy", help="copier les textes du programme pour y travailler")
    p.add_argument("folder", type=Path, metavar="DIR")
    p.set_defaults(call=run_copy)


def _allow_synced(p: argparse.ArgumentParser) -> None:
    p.add_argument("--synced", action="store_true", help="même dans un dossier recopié ailleurs (OneDrive…)")


def _finish(p: argparse.ArgumentParser, call: Callable[[argparse.Namespace], int]) -> None:
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=call)


def run_build(arguments: argparse.Namespace) -> int:
    """Build and sign a pack."""
    from kit.packs.changes import compare, lost, open_folder
    from kit.packs.manifest import TEXTS_SINCE
    from kit.packs.pack import build_pack

    try:
        pack = build_pack(
            arguments.folder,
            arguments.key,
            arguments.out,
            needs=arguments.needs or TEXTS_SINCE,
            force=arguments.force,
        )
    except ContentError as error:
        raise PackRefused(arguments.folder, "broken-text", f"{error.file.name} : {error.detail}") from error
    texts = open_folder(arguments.folder)
    changes = compare(_present(), texts)
    _tell(pack.manifest.version, changes, arguments)
    if gone := lost(changes, texts):
        ids = ", ".join(one.id for one in gone)
        warn(f"kit : attention : identifiants disparus sans être dans retires.toml : {ids}.")
    return 0


def run_verify(arguments: argparse.Namespace) -> int:
    """Say whether a pack would be taken, and what it would change."""
    from kit.packs.changes import preview
    from kit.packs.pack import read_pack

    pack = read_pack(arguments.pack)
    _tell(pack.manifest.version, preview(pack, _present()), arguments)
    return 0


def run_install(arguments: argparse.Namespace) -> int:
    """Put the texts of a pack into use."""
    from kit.packs.changes import preview
    from kit.packs.install import install
    from kit.packs.pack import read_pack

    pack = read_pack(arguments.pack)
    present = _present()
    changes = preview(pack, present)
    used = present.publisher.content_date
    if pack.manifest.date < used and arguments.older:
        warn(f"kit : textes plus anciens ({pack.manifest.date}) que ceux en usage ({used}), pris comme demandé.")
    install(pack, checked=True, older=arguments.older)
    _tell(pack.manifest.version, changes, arguments)
    return 0


def run_carry(arguments: argparse.Namespace) -> int:
    """Write a pack to a key, and read it again."""
    from kit.packs.carry import carry

    done = carry(arguments.pack, arguments.to, replaces=arguments.force)
    for path in (done.pack, done.read_me):
        say(f"Écrit et relu {path}")
    for path in done.removed:
        say(f"Retiré {path}")
    for path in done.left:
        warn(f"kit : {path} n’a pas pu être retiré.")
    return 0


def run_try(arguments: argparse.Namespace) -> int:
    """Try a pack on a copy of a dossier; nothing is changed."""
    from kit.packs.trial import try_out

    found = try_out(arguments.pack, arguments.dossier, _present())
    if arguments.json:
        lost = [one.id for one in found.lost]
        put_json({"version": found.head.version, "ticks": found.ticks, "notes": found.notes, "lost": lost})
        return 0
    say(f"Textes {found.head.version} : {found.ticks} coches et {found.notes} notes gardées avec leur page")
    for one in found.lost:
        say(f"Sans page {one.id:<33} {one.title}")
    return 0


def run_rollback(arguments: argparse.Namespace) -> int:
    """Put the texts before into use again."""
    from kit.packs.changes import compare
    from kit.packs.install import go_back

    texts = _present()
    go_back()
    again = _present()
    _tell(again.publisher.content_version, compare(texts, again), arguments)
    return 0


def run_key(arguments: argparse.Namespace) -> int:
    """Make a private key, with its paper copy where asked; its public half goes to stdout, for ``kit.toml``."""
    from kit.documents.writer import check_out
    from kit.packs.keys import make_key, refuse_synced

    if arguments.sheet is not None:  # told before the key is made
        check_out(arguments.sheet, (".pdf",), force=False)
        refuse_synced(arguments.sheet, synced=arguments.synced)
    say(make_key(arguments.out, synced=arguments.synced))
    say(
        f"Clé privée écrite dans {arguments.out} : gardez-la hors de l’ordinateur. La ligne ci-dessus est la clé "
        "publique, à mettre dans kit.toml, [packs], keys.",
        file=sys.stderr,
    )
    if arguments.sheet is not None:
        _write_sheet(arguments.out, arguments.sheet, synced=arguments.synced)
    return 0


def run_sheet(arguments: argparse.Namespace) -> int:
    """Write the paper copy of a private key."""
    _write_sheet(arguments.key, arguments.out, synced=arguments.synced)
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Write the private key that the groups of its paper copy give; they come by stdin, which no shell keeps."""
    from kit.packs.keys import keep_key
    from kit.packs.paper_key import read

    if sys.stdin.isatty():
        say("Tapez les dix-sept groupes de la feuille, puis Ctrl+D (Windows : Ctrl+Z, Entrée).", file=sys.stderr)
    say(keep_key(read(sys.stdin.read(_TYPED)), arguments.out, synced=arguments.synced))
    say(
        f"Clé privée écrite dans {arguments.out}. La ligne ci-dessus est sa clé publique : comparez-la à la feuille.",
        file=sys.stderr,
    )
    return 0


def _tell_doubts(doubts: Iterable[str]) -> None:
    for doubt in doubts:
        warn(f"kit : attention : {_DOUBTS[doubt]}.")


def _write_sheet(key: Path, out: Path, *, synced: bool) -> None:
    from kit.documents.writer import check_out
    from kit.packs.key_sheet import write_sheet
    from kit.packs.keys import read_key

    check_out(out, (".pdf",), force=False)
    write_sheet(read_key(key), _present().publisher, out, date.today(), synced=synced)
    say(f"Feuille de secours écrite dans {out} : imprimez-la, puis effacez ce fichier.", file=sys.stderr)


def run_next(arguments: argparse.Namespace) -> int:
    """Name the next key in ``kit.toml``, signed by the present one."""
    from kit.packs.publisher_keys import name_next, outlook_of_next

    found = outlook_of_next(arguments.folder, arguments.key, arguments.public)
    name_next(arguments.folder, arguments.key, arguments.public)
    _tell_doubts(found.doubts)
    say("Clé suivante nommée dans kit.toml : publiez un paquet avec la clé d’aujourd’hui.", file=sys.stderr)
    return 0


def run_revoke(arguments: argparse.Namespace) -> int:
    """Write a lost or stolen key among the revoked ones of ``kit.toml``."""
    from kit.packs.publisher_keys import outlook_of_revoked, revoke

    found = outlook_of_revoked(arguments.folder, arguments.public)
    revoke(arguments.folder, arguments.public)
    _tell_doubts(found.doubts)
    say("Clé révoquée dans kit.toml : publiez un paquet avec la clé qui l’a suivie.", file=sys.stderr)
    return 0


def run_copy(arguments: argparse.Namespace) -> int:
    """Copy the texts in use to a folder, to work on."""
    from kit.packs.working_copy import copy_texts

    copy_texts(arguments.folder)
    say(f"Textes copiés dans {arguments.folder}", file=sys.stderr)
    return 0


def _present() -> Any:
    from kit.commands.shared import library

    return library()


def _tell(version: str, changes: Any, arguments: argparse.Namespace) -> None:
    lists = {name: [entry.id for entry in getattr(changes, name)] for name in ("added", "changed", "removed")}
    if arguments.json:
        put_json({"version": version, **lists})
        return
    say(f"Textes {version}")
    for name, title in (("added", "Nouveau"), ("changed", "Changé"), ("removed", "Retiré")):
        for entry in getattr(changes, name):
            say(f"{title:<8} {entry.id:<34} {entry.title}")
