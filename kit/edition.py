"""The kit of another region or network: one folder, laid over what the program shares, and checked before it is built.

The folder has ``kit.toml`` (who publishes, names, colours, keys) and ``content``; ``actes`` and ``territoires`` where
it has its own; ``icone.svg``, ``icone-petite.svg`` and the mark that ``kit.toml`` names; ``mail``, ``print``,
``pictograms`` and ``aide``, whose files take the place of ours (``docs/editions.md``). Nothing of Qt, nothing of the
build: ``build_spec/edition.py`` lays out with it, ``kit edition check`` checks with it.
"""

from __future__ import annotations

import datetime
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from kit import looks, naming, paths
from kit.bounded import TEXT_LIMIT, parse_json, parse_toml
from kit.content.problem import Problem, line_of
from kit.errors import ContentError, EmblemRefused
from kit.files import copy_whole, write_whole
from kit.territoires import Territories

WHOLE = ("content", "actes", "territoires")
"""Folders of which nothing of ours stays among another publisher's: models cite facts, a map is of one region."""
ICONS = ("icone.svg", "icone-petite.svg")
_SPOKEN = (("mail", "*.toml"), ("print", "wording.toml"))
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "index", ".*", "*~")
_FIRST_COLOUR = re.compile("#0b5563", re.IGNORECASE)
_SITE = r"[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)+"
_MAIL = r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+"
_UNFIT = r'[<>:"/\\|?*\x00-\x1f]|[. ]$'  # in the name of a file of Windows, as a shortcut has it
_NAME_LIMIT = 40
_DEPARTEMENT, _INSEE, _SIREN = r"\d[\dAB]\d?", r"\d[\dAB]\d{3}", r"\d{9}"
_APART = 0.15  # degrees, 15 km, that the middle of a commune may lie outside a simplified outline


def publisher(table: Mapping[str, Any]) -> dict[str, str]:
    """Return who publishes, of a ``kit.toml``: all values of ``[contact]`` and ``[organisation]``, and the version."""
    told = {"content_version": table["content_version"], "content_date": table["content_date"]}
    told |= {**table["contact"], **table["organisation"]}
    named = {"called": told["name"], "called_to": f"à {told['name']}", "called_of": f"de {told['name']}"}
    return named | {key: str(value) for key, value in told.items()}


def in_edition(text: str, told: Mapping[str, str], ours: Mapping[str, str]) -> str:
    """Return sentences written for one publisher as another's edition says them; its own stay as they are.

    Both as ``publisher`` returns them.
    """
    named = {ours["mail"]: told["mail"], ours["name"]: told["name"]}
    for words in ("called_of", "called_to", "called"):
        named |= _in_sentences(ours[words], told[words]) | _in_sentences(_in_full(ours, words), _in_full(told, words))
    found = [re.escape(words) for words in sorted(named, key=len, reverse=True) if words]
    named[ours["site"]] = told["site"]
    site = rf"(?<![\w.-]){re.escape(ours['site'])}"
    return re.sub("|".join((*found, site)), lambda place: named[place[0]], text)  # at once: a name may hold another


def _in_full(one: Mapping[str, str], words: str) -> str:
    """Return how a sentence calls a publisher by the whole name: « de la CRESS Nouvelle-Aquitaine »."""
    article, _, noun = one["called"].partition(" ")
    if one["name"].startswith(noun):
        return one[words] + one["name"].removeprefix(noun)
    return f"{article} {one['name']}" if words == "called" else one[words]


def _in_sentences(ours: str, told: str) -> dict[str, str]:
    """Return both in the middle of a sentence, and at its beginning."""
    return {ours: told, ours[:1].upper() + ours[1:]: told[:1].upper() + told[1:]}


def lay_out(edition: Path, resources: Path, base: Path) -> None:
    """Lay the resources of an edition out in ``resources``, made anew from those of ``base``; ContentError, OSError.

    Sentences that name us name the other publisher; an icon that is not its own takes its colour.
    """
    for needed in ("kit.toml", "content"):
        if not (edition / needed).exists():
            raise ContentError(edition / needed, 1, "edition", "manque : voir docs/editions.md")
    told = _publisher(edition)
    shutil.rmtree(resources, ignore_errors=True)
    shutil.copytree(base, resources, ignore=_LEFT_OUT)
    _make_ours_theirs(resources, told, _publisher(base), looks.coloured(read(edition))["light"].primary)
    for room in WHOLE:
        if room != "territoires" or (edition / room).is_dir():
            shutil.rmtree(resources / room, ignore_errors=True)
    for path in sorted(one for one in edition.iterdir() if not one.name.startswith(".")):
        if path.is_dir():
            shutil.copytree(path, resources / path.name, dirs_exist_ok=True, ignore=_LEFT_OUT)
        elif path.suffix == ".svg" or path.name == "kit.toml":
            copy_whole(path, resources / path.name)


def _make_ours_theirs(resources: Path, told: Mapping[str, str], ours: Mapping[str, str], colour: str) -> None:
    files = [path for room, pattern in _SPOKEN for path in sorted((resources / room).glob(pattern))]
    for path in files:
        _rewrite(path, in_edition(path.read_text(encoding="utf-8"), told, ours))
    for path in (resources / name for name in ICONS):
        _rewrite(path, _FIRST_COLOUR.sub(colour, path.read_text(encoding="utf-8")))


def read(folder: Path) -> dict[str, Any]:
    """Return the ``kit.toml`` of a folder; ContentError."""
    path = folder / "kit.toml"
    try:
        return parse_toml(path.read_text(encoding="utf-8"), TEXT_LIMIT)
    except OSError as error:
        raise ContentError(path, 1, "kit.toml", "manque ou ne peut pas être lu : voir docs/editions.md") from error
    except ValueError as error:
        raise ContentError(path, 1, "kit.toml", f"n’est pas du TOML : {error}") from error


def _publisher(folder: Path) -> dict[str, str]:
    try:
        return publisher(read(folder))
    except (KeyError, TypeError) as error:
        raise ContentError(folder / "kit.toml", 1, "kit.toml", f"il manque {error}") from error


def _rewrite(path: Path, words: str) -> None:
    write_whole(path, words.encode("utf-8"))


def check(edition: Path, base: Path | None = None) -> tuple[Problem, ...]:
    """Return all that keeps a folder from being built as an edition, and remarks; no error is an edition that builds.

    ``base`` are the resources that it is laid over: those of the program.
    """
    base = base or paths.resources()
    try:
        table = read(edition)
        _publisher(edition)
        head = [
            *_names(table, base),
            *_contact(table, base),
            *_colours(table),
            *_keys(edition, table),
            *_pictures(edition, table),
        ]
        raw = (edition / "kit.toml").read_text(encoding="utf-8")
        found = [Problem("kit.toml", line_of(raw, key), rule, words, how) for key, rule, words, how in head]
        found += [*_territories(edition, table, base), *_left_of_ours(edition, base)]
        if not any(one.severity == "error" for one in found):
            with tempfile.TemporaryDirectory(prefix="kit-ess-") as name:
                lay_out(edition, Path(name) / "resources", base)
                found += _texts(Path(name) / "resources")
    except ContentError as error:
        name = error.file.relative_to(edition).as_posix() if error.file.is_relative_to(edition) else error.file.name
        told = f"ne se lit pas, voir ses colonnes dans docs/editions.md ({error.detail})"
        detail = told if error.rule == "territories-unreadable" else error.detail
        return (Problem(name, error.line, error.rule, detail),)
    return tuple(sorted(found, key=lambda one: (one.severity != "error", one.file, one.line, one.message)))


_Told = tuple[str, str, str, str]  # where in kit.toml, the rule, the sentence, the severity


def _names(table: Mapping[str, Any], base: Path) -> Iterator[_Told]:
    own, ours = naming.told_in(table), naming.told_in(read(base))
    if not re.fullmatch(naming.EDITION, own.edition) or len(own.edition) > naming.EDITION_LIMIT:
        told = f"[program] edition = « {own.edition} » : il faut un mot à elle, en minuscules sans accent, chiffres et "
        yield "edition", "edition-word", f"{told}traits d’union, {naming.EDITION_LIMIT} signes au plus", "error"
    elif own.edition == ours.edition:
        yield "edition", "edition-word", f"[program] edition = « {own.edition} » est celui de ce kit", "error"
    for key, value in (("name", own.name), ("full_name", own.full_name)):
        if key == "name" and value == ours.name:
            told = f"[program] name = « {value} » est celui de ce kit : deux raccourcis porteraient le même nom"
            yield key, "edition-name", told, "error"
        if not value.strip() or re.search(_UNFIT, value) or len(value) > _NAME_LIMIT * (2 if key != "name" else 1):
            yield key, "edition-name", f"[program] {key} = « {value} » ne peut pas nommer un fichier", "error"
    if not re.fullmatch(_SITE, own.site):
        yield "site", "edition-site", f"[organisation] site = « {own.site} » : un nom de domaine, sans https", "error"


def _contact(table: Mapping[str, Any], base: Path) -> Iterator[_Told]:
    mail, ours = str(table["contact"].get("mail", "")), _publisher(base)
    if not re.fullmatch(_MAIL, mail):
        yield "mail", "edition-mail", f"[contact] mail = « {mail} » n’est pas une adresse", "error"
    elif mail == ours["mail"]:
        yield "mail", "edition-mail", f"[contact] mail est l’adresse de {ours['name']}", "error"


def _colours(table: Mapping[str, Any]) -> Iterator[_Told]:
    from kit.figures.palette import contrast

    try:
        themes = looks.coloured(table)
    except ValueError as error:
        told = f"{error} n’est pas une couleur du kit (kit/tokens.py), écrite #RRVVBB"
        yield str(error).rpartition(".")[2], "edition-colour", told, "error"
        return
    for name in table.get("colours", {}):
        for ink, one, ground, other in looks.words_on_grounds(themes[name]):
            if contrast(one, other) < looks.LEAST:
                far, least = (f"{value:.2f}".replace(".", ",") for value in (contrast(one, other), looks.LEAST))
                told = f"[colours.{name}] {ink} ({one}) sur {ground} ({other}) : contraste {far}, il faut {least}"
                yield ink if ink in table["colours"][name] else ground, "edition-contrast", told, "error"


def _keys(edition: Path, table: Mapping[str, Any]) -> Iterator[_Told]:
    from kit.packs import keyring
    from kit.packs.keys import public_keys

    packs = table.get("packs", {})
    listed = packs.get("keys", []) if isinstance(packs, dict) else []
    if len(public_keys(listed)) != len(listed):
        yield "keys", "edition-keys", "[packs] keys : une clé publique a 64 chiffres hexadécimaux", "error"
    try:
        keyring.links_in((edition / "kit.toml").read_bytes())
    except ValueError:
        yield "keys", "edition-keys", "[packs] next ou revoked n’est pas lisible", "error"
    if not listed:
        yield "keys", "edition-keys", "[packs] keys : aucune clé, les textes ne pourront pas être mis à jour", "warning"


def _pictures(edition: Path, table: Mapping[str, Any]) -> Iterator[_Told]:
    from kit.documents.emblem import checked
    from kit.refusals import EMBLEM

    mark = str(table["organisation"].get("mark", ""))
    names = [(name, "name") for name in ICONS if (edition / name).exists()] + ([(mark, "mark")] if mark else [])
    for name, key in names:
        try:
            checked((edition / Path(name).name).read_bytes(), edition / name)
        except EmblemRefused as error:
            yield key, "edition-picture", f"{name} {EMBLEM[error.reason]}", "error"
        except OSError:
            yield key, "edition-picture", f"{name} manque", "error"


def _territories(edition: Path, table: Mapping[str, Any], base: Path) -> Iterator[Problem]:
    folder, place = edition / "territoires", "territoires"
    if not folder.is_dir():
        ours, own = (str(one["organisation"].get("region", "")) for one in (read(base), table))
        if own != ours:
            told = f"le dossier manque : les communes proposées seraient celles de {ours}"
            yield Problem(place, 1, "edition-places", told)
        return
    from kit.figures.atlas import atlas

    found = Territories.load(folder)
    yield from _codes(found)
    drawn = {one.code for one in atlas(folder).outlines}
    missing = sorted(found.departements.keys() - drawn)
    if missing:
        told = f"pas de contour pour {', '.join(missing)} : {'ils manquent' if drawn else 'pas de carte'}"
        yield Problem(f"{place}/contours.geojson", 1, "edition-places", told, "warning")
    if drawn:
        yield from _far(folder, {one.insee: one.departement for one in found.communes})


def _codes(found: Territories) -> Iterator[Problem]:
    """Yield codes that are none, and those that one list has and another lacks."""
    for code in found.departements:
        if not re.fullmatch(_DEPARTEMENT, code):
            yield Problem("territoires/departements.csv", 1, "edition-places", f"« {code} » n’est pas un code")
    siren = {one.siren for one in found.epci}
    for number, one in enumerate(found.epci, 2):
        if not re.fullmatch(_SIREN, one.siren):
            yield Problem("territoires/epci.csv", number, "edition-places", f"« {one.siren} » n’est pas un SIREN")
    for number, commune in enumerate(found.communes, 2):
        wrong = ""
        if not re.fullmatch(_INSEE, commune.insee):
            wrong = f"« {commune.insee} » n’est pas un code Insee"
        elif commune.departement not in found.departements:
            wrong = f"{commune.name} est du département {commune.departement}, absent de departements.csv"
        elif commune.epci and commune.epci not in siren:
            wrong = f"{commune.name} est de l’intercommunalité {commune.epci}, absente de epci.csv"
        if wrong:
            yield Problem("territoires/communes.csv", number, "edition-places", wrong)


def _far(folder: Path, communes: Mapping[str, str]) -> Iterator[Problem]:
    """Yield centres that lie outside the box around their département: columns mixed up, or another region's."""
    boxes: dict[str, tuple[float, float, float, float]] = {}
    for feature in parse_json((folder / "contours.geojson").read_bytes(), TEXT_LIMIT)["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        places = [at for polygon in polygons for ring in polygon for at in ring]
        easts, norths = [float(at[0]) for at in places], [float(at[1]) for at in places]
        boxes[str(feature["properties"]["code"])] = min(easts), min(norths), max(easts), max(norths)
    place = "territoires/centres.csv"
    for number, line in enumerate((folder / "centres.csv").read_text(encoding="utf-8").splitlines()[1:], 2):
        insee, *at = line.split(",")
        box = boxes.get(communes.get(insee, ""))
        if insee not in communes:
            yield Problem(place, number, "edition-places", f"{insee} n’est pas dans communes.csv", "warning")
        elif box and not _is_near(float(at[0]), float(at[1]), box):
            yield Problem(place, number, "edition-places", f"{insee} est loin de son département (longitude, latitude)")


def _is_near(east: float, north: float, box: tuple[float, float, float, float]) -> bool:
    west, south, right, top = box
    return west - _APART <= east <= right + _APART and south - _APART <= north <= top + _APART


def _left_of_ours(edition: Path, base: Path) -> Iterator[Problem]:
    """Yield the texts that still name the publisher or the region they were copied from."""
    ours = read(base)
    told = (ours["organisation"]["name"], ours["organisation"]["region"], ours["organisation"]["site"])
    for path in sorted(path for room in ("content", "actes") for path in (edition / room).rglob("*")):
        if path.suffix not in (".md", ".toml"):
            continue
        raw = path.read_text(encoding="utf-8", errors="replace")
        named = next((word for word in told if word in raw), "")
        if named:
            line = raw[: raw.index(named)].count("\n") + 1
            place = path.relative_to(edition).as_posix()
            yield Problem(place, line, "edition-ours", f"nomme encore « {named} »", "warning")


def _texts(resources: Path) -> Iterator[Problem]:
    """Yield what the rules say of the texts, models and messages of an edition that is laid out."""
    from kit.acts import lint as acts
    from kit.acts.loader import ActModels
    from kit.content import lint
    from kit.content.files import FileStore
    from kit.content.library import Library
    from kit.mail import template_lint

    folder, kit_file, today = resources / "content", resources / "kit.toml", datetime.date.today()
    found = lint.check(folder, kit_file, resources / "pictograms").problems
    yield from (replace(one, file=f"content/{one.file}") for one in found)
    yield from template_lint.check(resources / "mail", kit_file)
    if (resources / "actes").is_dir():
        yield from acts.check(ActModels(resources / "actes"), Library(FileStore(folder, kit_file)), today)
