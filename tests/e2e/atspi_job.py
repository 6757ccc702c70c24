"""The whole main job through AT-SPI, from outside, with no mouse and no picture: used by ``atspi_client.py``.

Pages are looked over (headings, links, boxes), an action is ticked and its announcement heard, a status changed in the
plan, a list printed into a PDF, a message written and saved.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from atspi_client import Reader

PAGES = (
    ("Comprendre", "L’ESS, c’est quoi"),
    ("Convaincre", "Pourquoi inscrire l’ESS"),
    ("Agir", "Avoir un"),
    ("Exemples proches", "Exemples proches"),
    ("Mon plan d’action", "Mon plan d’action"),
    ("Modèles à adapter", "Modèles à adapter"),
    ("Glossaire", "Glossaire"),
    ("Contacter la CRESS", "Contacter la CRESS"),
    ("Ma collectivité", "Ma collectivité"),
    ("Réglages", "Réglages"),
    ("Aide", "Aide"),
    ("À propos", "À propos"),
)
TICKED = "Rencontrer Le Mouvement associatif"


def whole_job(reader: Reader, folder: Path, dossier: Path) -> dict[str, Any]:
    """Do it all; returns what was heard and seen. Files are written into ``folder``."""
    from atspi_client import level_of

    pages = {place: look_over(reader, place, title, level_of) for place, title in PAGES}
    return {
        "pages": pages,
        "tick": tick(reader, dossier),
        "details": open_details(reader),
        "search": search(reader),
        "plan": change_in_plan(reader, dossier),
        "print": print_list(reader, folder / "listes.pdf"),
        "message": write_message(reader, folder / "message.eml"),
    }


def look_over(reader: Reader, place: str, title: str, level_of: Any) -> dict[str, Any]:
    """Go to a place of the map and return its headings with levels, links, and boxes with group and state."""
    reader.press_seen("button", place)
    reader.wait(f"the page {title}", lambda: reader.seen("heading", title))
    reader.wait("a name for what has the focus", lambda: any(name for _, name in focused(reader)))
    page = [item for item in reader.walk() if in_sight(reader, item)]
    boxes = [item for item in page if item.getRoleName() in ("check box", "radio button")]
    return {
        "headings": [[level_of(item), item.name] for item in page if item.getRoleName() == "heading"],
        "links": [item.name for item in page if item.getRoleName() == "link"],
        "boxes": [[box.name, group_of(box), is_checked(reader, box)] for box in boxes],
        "kinds": {box.name: box.getRoleName() for box in boxes},
        "focus": focused(reader),
        "buttons": sum(item.getRoleName() == "button" for item in page),
        "nameless": [item.getRoleName() for item in page if is_nameless(item)],
    }


def focused(reader: Reader) -> list[tuple[str, str]]:
    """Return role and name of what has the focus, the outermost first."""
    return [
        (item.getRoleName(), item.name)
        for item in reader.walk()
        if item.getState().contains(reader.at.STATE_FOCUSED) and item.getRoleName() != "frame"
    ]


def open_details(reader: Reader) -> list[bool]:
    """Open and close the details of an action; returns what the button says of it: that it opens, and each state."""
    reader.press_seen("button", "Agir")
    button = reader.wait("the button", lambda: reader.seen("button", "Qui, quand, note de l’action 1.1"))

    def says(state: Any) -> bool:
        button.clear_cache()
        return bool(button.getState().contains(state))

    told = [says(reader.at.STATE_EXPANDABLE), says(reader.at.STATE_EXPANDED)]
    for opened in (True, False):
        reader.press(button)
        reader.wait("the other state", lambda wanted=opened: says(reader.at.STATE_EXPANDED) is wanted)
        told.append(says(reader.at.STATE_EXPANDED))
    return told


def search(reader: Reader) -> dict[str, Any]:
    """Put words into the search field as a voice does, not by keys; returns what came of it."""
    field = reader.wait("the search field", lambda: reader.seen("text", "Rechercher dans le kit"))
    field.queryEditableText().setTextContents("monnaie locale")
    reader.wait("an answer", lambda: reader.seen("label", "pour «\u00a0monnaie locale\u00a0»"))
    return {"crosses": [item.name for item in reader.walk(field)], "title": reader.app[0].name}


def in_sight(reader: Reader, item: Any) -> bool:
    """Say whether an object is of the page in sight: parts of a text that are scrolled away count too."""
    if reader.is_showing(item):
        return True
    parent = item.parent
    while parent is not None and parent.getRoleName() != "document frame":
        parent = parent.parent
    return parent is not None and reader.is_showing(parent)


def is_nameless(item: Any) -> bool:
    """Say whether something that one acts on has no name; the line inside a combo box is read with it."""
    if item.parent is not None and item.parent.getRoleName() == "combo box":
        return False
    return item.getRoleName() in ("button", "check box", "text", "combo box", "link") and not item.name.strip()


def group_of(box: Any) -> str:
    """Return the name of the nearest group around a box, empty for none."""
    parent = box.parent
    while parent is not None:
        if parent.getRoleName() in ("panel", "grouping") and parent.name:
            return str(parent.name)
        parent = parent.parent
    return ""


def is_checked(reader: Reader, box: Any) -> bool:
    """Return the state that a box tells."""
    box.clear_cache()
    return bool(box.getState().contains(reader.at.STATE_CHECKED))


def tick(reader: Reader, dossier: Path) -> dict[str, Any]:
    """Tick an action on its lever's page, then untick it; returns what was heard each time."""
    reader.press_seen("button", "Agir")
    reader.press_seen("button", "S’appuyer sur les réseaux")
    box = reader.wait("the box", lambda: reader.seen("check box", TICKED, showing=False))
    found: dict[str, Any] = {"group": group_of(box), "heard": []}
    for wanted in (True, False):
        before = len(reader.heard)
        reader.press(box)
        reader.wait("the box changed", lambda state=wanted: is_checked(reader, box) is state)
        reader.wait("an announcement", lambda start=before: reader.heard[start:])
        found["heard"].append(reader.heard[before:])
    reader.wait("the ticks on disk", lambda: dossier.read_text(encoding="utf-8").count("mouvement-associatif") >= 2)
    return found


def change_in_plan(reader: Reader, dossier: Path) -> dict[str, Any]:
    """Choose two actions in the table of the plan and give both another status by the menu."""
    reader.press_seen("button", "Mon plan d’action")
    reader.wait("the plan", lambda: reader.seen("table", "Mon plan d’action"))
    columns = [item.name for item in reader.walk() if item.getRoleName() == "table column header"]
    reader.press(reader.wait("a row", lambda: reader.seen("table cell", "1.1 Avoir une commission")))
    menu = reader.wait("the menu of both", lambda: reader.seen("button", "État des 2 actions"))
    name = menu.name
    reader.press(menu)
    reader.press(reader.wait("a status", lambda: reader.in_menu("En cours")))
    row = reader.wait("the row changed", lambda: reader.seen("table cell", "1.1 Avoir une commission ESS, en cours"))
    reader.wait("the status on disk", lambda: "en-cours" in dossier.read_text(encoding="utf-8"))
    return {"columns": columns, "menu": name, "row": row.name}


def print_list(reader: Reader, out: Path) -> dict[str, Any]:
    """Open the print page, save a PDF through the file dialog; returns what the page says."""
    reader.press_seen("button", "Ne plus choisir")
    reader.press_seen("button", "Imprimer")
    button = reader.wait("the PDF button", lambda: reader.seen("button", "Enregistrer (PDF)"))
    said = [item.name for item in reader.walk() if item.getRoleName() == "label" and reader.is_showing(item)]
    save_as(reader, button, out)
    reader.wait("the PDF", lambda: out.exists() and out.read_bytes().rstrip().endswith(b"%%EOF"))
    return {"labels": said, "bytes": out.stat().st_size}


def write_message(reader: Reader, out: Path) -> dict[str, Any]:
    """Fill in the form, read the message, save it as a draft; returns the text read."""
    reader.press_seen("button", "Contacter la CRESS")
    reader.wait("the form", lambda: reader.seen("text", "Prénom et nom"))
    answers = {
        "Votre collectivité": "Saint-Exemple",
        "Prénom et nom": "Prénom Nom",
        "Fonction": "maire",
        "Courriel": "mairie@saint-exemple.example",
    }
    for label, words in answers.items():
        field = reader.seen("text", label)
        if field is None:  # the line inside of a list to choose from or to complete
            field = next(i for i in reader.walk(reader.seen("combo box", label)) if i.getRoleName() == "text")
        field.queryEditableText().setTextContents(words)
    text = reader.wait("the message", lambda: reader.seen("text", "Texte du message"))
    reader.wait("the name in it", lambda: "Prénom Nom" in text.queryText().getText(0, -1))
    read = text.queryText().getText(0, -1)
    reader.press_seen("button", "Autre façon…")
    way = reader.wait("the draft in the menu", lambda: reader.in_menu("Enregistrer un brouillon\u00a0: Fichier .eml"))
    save_as(reader, way, out)
    reader.wait("the draft", lambda: out.exists() and out.stat().st_size > 200)
    return {"text": read}


def save_as(reader: Reader, button: Any, out: Path) -> None:
    """Press a button that asks for a file, and answer in the dialog."""
    reader.press(button)
    dialog = reader.wait("the file dialog", lambda: reader.seen("dialog", "Enregistrer"))
    field = next(item for item in reader.walk(dialog) if item.getRoleName() == "text" and "Nom" in item.name)
    field.queryEditableText().setTextContents(str(out))
    save = next(item for item in reader.walk(dialog) if item.getRoleName() == "button" and item.name == "Enregistrer")
    reader.press(save)
    reader.wait("the dialog closed", lambda: not reader.seen("dialog", "Enregistrer"))
