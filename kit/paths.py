"""Where things are: shipped resources, the user's data, caches. The only module that names places.

Portable mode: a file named ``portable`` beside the program keeps data and caches beside it too.
``KIT_RESOURCES``, ``KIT_DATA`` and ``KIT_CACHE`` replace the places in tests and in a build.
"""

from __future__ import annotations

import functools
import os
import re
import sys
from pathlib import Path, PurePath

from kit.files import chosen, make_private_folder

_APP, _APP_NAME = "kit-ess", "KitESS"
_EDITION = r'(?m)^edition\s*=\s*"([a-z0-9-]+)"'
_PLAIN = frozenset(b"/:-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
PACK_NAME = r"\d{4}-\d\d-\d\d-[0-9A-Za-z.-]{1,20}-[0-9a-f]{8}"


def program_dir() -> Path:
    """Return the folder that holds the program (frozen) or the repository (source)."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    return _repository()


@functools.cache
def _repository() -> Path:
    return Path(__file__).resolve().parent.parent  # asks the disk for each part of the path


def resources() -> Path:
    """Return the folder of the shipped texts, fonts, pictograms and templates (read-only)."""
    told = os.environ.get("KIT_RESOURCES")
    if told:
        return Path(told)
    bundled = getattr(sys, "_MEIPASS", None)
    return Path(bundled) / "resources" if bundled else program_dir() / "resources"


def edition() -> str:
    """Return the word that tells this kit from those of other regions, empty for the first (``kit.naming``)."""
    return _edition(str(resources()))


@functools.lru_cache(maxsize=4)
def _edition(folder: str) -> str:
    try:
        words = (Path(folder) / "kit.toml").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
    return edition_in(words)


def edition_in(words: str) -> str:
    """Return the word of an edition that a ``kit.toml`` tells, empty for none."""
    found = re.search(_EDITION, words)  # tomllib would cost the start 2 ms
    return found[1] if found else ""


def _apart(first: str) -> str:
    """Return the name of a folder of the program's own: two kits share none."""
    return f"{first}-{edition()}" if edition() else first


def is_portable() -> bool:
    """Say whether data lie beside the program (a file named ``portable`` stands there)."""
    return (program_dir() / "portable").exists()


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # no HOME and no entry in the password file
        return Path(os.environ.get("TMPDIR") or "/tmp") / _APP


def user_data() -> Path:
    """Return the folder of dossiers, settings and outbox; it may not exist yet."""
    told = os.environ.get("KIT_DATA")
    if told:
        return Path(told)
    if is_portable():
        return program_dir() / "donnees"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or _home() / "AppData/Roaming") / _apart(_APP_NAME)
    if sys.platform == "darwin":
        return _home() / "Library/Application Support" / _apart(_APP_NAME)
    return Path(os.environ.get("XDG_DATA_HOME") or _home() / ".local/share") / _apart(_APP)


def user_cache() -> Path:
    """Return the folder of what can be made again: index, snapshots. It may not exist yet."""
    told = os.environ.get("KIT_CACHE")
    if told:
        return Path(told)
    if is_portable():
        return program_dir() / "donnees" / "cache"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData/Local") / _apart(_APP_NAME) / "cache"
    if sys.platform == "darwin":
        return _home() / "Library/Caches" / _apart(_APP_NAME)
    return Path(os.environ.get("XDG_CACHE_HOME") or _home() / ".cache") / _apart(_APP)


def documents() -> Path:
    """Return the folder offered first when a document is saved."""
    for name in ("Documents", "."):
        folder = _home() / name
        if folder.is_dir():
            return folder
    return user_data()


def is_private(path: Path) -> bool:
    """Say whether a path is of the program's own data or cache, which are for their owner alone."""
    folder = chosen(path.parent)
    return any(folder.is_relative_to(chosen(place)) for place in (user_data(), user_cache()))


def make_folder(path: Path) -> None:
    """Make a folder with those above it, closed to others where it is of the program's own data; OSError."""
    if is_private(path / "-"):
        make_private_folder(path)
    else:
        path.mkdir(parents=True, exist_ok=True)


def dossiers() -> Path:
    """Return the folder where new dossiers are made."""
    return user_data() / "dossiers"


def outbox() -> Path:
    """Return the folder of the messages under way and of who writes them."""
    return user_data() / "messages"


def backups() -> Path:
    """Return the folder of the copies of the dossiers, apart from them."""
    return user_data() / "copies-de-securite"


def installed_texts() -> Path:
    """Return the folder of the texts that came on a key, one folder a pack, beside the shipped ones."""
    return user_data() / "textes"


def texts_pointer() -> Path:
    """Return the file that names the installed texts in use, then those before: one name a line, empty for none."""
    return installed_texts() / "en-usage"


def known_keys() -> Path:
    """Return the file of the keys that came after those of the program, and of the revoked ones."""
    return installed_texts() / "cles.json"


def texts() -> Path:
    """Return the folder of ``kit.toml``, ``content`` and ``index`` in use: of an installed pack, or the shipped ones.

    The shipped texts win where they are newer, as after an upgrade of the program, and where the pack is gone.
    """
    try:
        name = texts_pointer().read_text(encoding="ascii").partition("\n")[0]
    except (OSError, ValueError):
        return resources()
    folder = installed_texts() / name
    usable = re.fullmatch(PACK_NAME, name) and name[:10] >= shipped_date() and (folder / "kit.toml").is_file()
    return folder if usable else resources()


def shipped_date() -> str:
    """Return the ISO date of the texts that came with the program, empty where it cannot be read."""
    try:
        words = (resources() / "kit.toml").read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(r"(?m)^content_date\s*=\s*[\"']?(\d{4}-\d\d-\d\d)", words)  # tomllib would cost the start 2 ms
    return found[1] if found else ""


def content() -> Path:
    """Return the folder of the texts in use."""
    return texts() / "content"


def shipped_index() -> Path:
    """Return the folder of the index that came with the texts in use."""
    return texts() / "index"


def own_index() -> Path:
    """Return the folder of the index compiled here when the one that came does not fit the texts in use."""
    folder = texts()
    return user_cache() / (f"index-{folder.name}" if folder.parent == installed_texts() else "index")


def written_here() -> Path:
    """Return the file that notes which writers of dossiers were on this computer."""
    return user_data() / "ecrit-ici"


def technical_log() -> Path:
    """Return the file that notes where in the code the program erred or died; it holds no word of the user's."""
    return user_data() / "journal-technique.txt"


def snapshots() -> Path:
    """Where the folded states of dossiers are kept, to start faster; all can be made again."""
    return user_cache() / "etats"


def fonts() -> Path:
    """Return the folder of the bundled fonts."""
    return resources() / "fonts"


def reading_fonts() -> Path:
    """Return the folder of the typefaces that a reader may choose for texts on the screen; paper has none of them."""
    return resources() / "reading-fonts"


def pictograms() -> Path:
    """Return the folder of the pictograms."""
    return resources() / "pictograms"


def help_pictures() -> Path:
    """Return the folder of the pictures of the help."""
    return resources() / "aide"


def atelier_help() -> Path:
    """Return the text that explains the atelier."""
    return resources() / "atelier" / "aide.md"


def program_icon(size: int) -> Path:
    """Return the drawing of the program's icon for ``size`` pixels a side: the smallest ones have one of their own."""
    return resources() / ("icone-petite.svg" if size <= 24 else "icone.svg")


def pocket() -> Path:
    """Return the folder of the page for a browser: its frame, its looks, its script."""
    return resources() / "pocket"


def print_templates() -> Path:
    """Return the folder of the Typst templates."""
    return resources() / "print"


def mail_templates() -> Path:
    """Return the folder of the message templates."""
    return resources() / "mail"


def territories() -> Path:
    """Return the folder of communes and EPCI."""
    return resources() / "territoires"


def territories_of(texts: Path) -> Path:
    """Return the places that go with a folder of texts: its own, as an edition has them, or those of the program."""
    own = texts / "territoires"
    return own if own.is_dir() else territories()


def spelling_dictionary() -> Path:
    """Return the French dictionary of the system (Debian: hunspell-fr), without its ending; it may not be there."""
    return Path("/usr/share/hunspell/fr_FR")


def domain_words() -> Path:
    """Return the list of the words of the domain that no dictionary has (in the repository only)."""
    return program_dir() / "build_spec" / "mots-du-domaine.txt"


def facts_of_law() -> Path:
    """Return the facts of law that the project adds to the collection (in the repository only)."""
    return program_dir() / "build_spec" / "faits-droit.md"


def acts() -> Path:
    """Return the folder of the models of acts that go with the texts in use."""
    return texts() / "actes"


def kit_file() -> Path:
    """Return the file that says who publishes the texts in use."""
    return texts() / "kit.toml"


def frozen_database(path: PurePath) -> str:
    """Return the address by which SQLite opens a file that nobody changes; ``path`` is absolute.

    As ``as_uri``, which loads modules of the network (2 ms) and takes the server of a Windows share for a host.
    """
    name = path.as_posix()
    plain = "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in os.fsencode(name))
    return f"file://{'' if name.startswith('/') else '/'}{plain}?mode=ro&immutable=1"
