"""What is said of a place that a pack is written to, before and after."""

from __future__ import annotations

from markupsafe import Markup

from kit.packs.carry import Age, Carried, Place, There
from kit.typography import fr
from ui.services.pack_words import named, size
from ui.text import html

_NEWER = fr("Une édition plus récente est déjà là : qui l’a prise refusera celle-ci.")
_TAKEN = fr("Un autre fichier porte déjà le nom de ce paquet. Il n’est remplacé que si vous le demandez.")
_OLDER = fr("L’ancienne édition reste à côté, sauf si vous demandez de la retirer.")
_NO_ROOM = fr("Il n’y a pas assez de place : libérez-en, ou prenez une autre clé. Rien ne sera écrit.")
_AGES = {
    Age.SAME: "la même",
    Age.OF_THAT_DAY: "de la même date",
    Age.OLDER: "plus ancienne",
    Age.NEWER: "plus récente",
    Age.OTHER: fr("d’un autre éditeur, ou illisible : il reste tel quel"),
}


def told(title: str, place: Place) -> list[Markup]:
    """Return what is there, and what would be written."""
    ages = {one.age for one in place.there}
    room = fr("Il faut {needed} ; il reste {free}.", needed=size(place.needed), free=size(place.free))
    parts = [
        html.heading(title),
        html.paragraph("" if place.needed <= place.free else _NO_ROOM, "lead"),
        html.paragraph(_NEWER if Age.NEWER in ages else "", "lead"),
        html.paragraph(_TAKEN if place.is_taken else "", "lead"),
        html.paragraph(fr("{edition} :", edition=named(place.head.version, place.head.date).capitalize())),
        html.items(place.names),
        html.paragraph(fr("{room} Les deux fichiers sont relus une fois écrits.", room=room)),
        html.heading("Ce qui est déjà là"),
    ]
    if not place.there:
        return [*parts, html.paragraph("Aucune édition. Vos autres fichiers ne sont pas touchés.")]
    parts.append(html.items(map(_there, place.there)))
    parts.append(html.paragraph(_OLDER if place.older else ""))
    return parts


def replace_words(place: Place) -> str:
    """Return what the button says that replaces something; empty where nothing would be."""
    others = [one for one in place.older if one.path.name != place.names[0]]
    if place.is_taken:
        return "Remplacer ce fichier, et retirer l’ancienne édition" if others else "Remplacer ce fichier"
    return "Écrire, et retirer l’ancienne édition" if others else ""


def done(given: Carried) -> str:
    """Return what was written."""
    said = [
        fr("Écrit et relu : {pack}, {read_me}.", pack=given.pack.name, read_me=given.read_me.name),
        fr("Retiré : {names}.", names=", ".join(one.name for one in given.removed)) if given.removed else "",
        fr("N’a pas pu être retiré : {names}.", names=", ".join(one.name for one in given.left)) if given.left else "",
        "Éjectez la clé avant de la retirer.",
    ]
    return " ".join(words for words in said if words)


def _there(one: There) -> str:
    if one.age is Age.OTHER:
        return fr("{name} : {age}", name=one.path.name, age=_AGES[one.age])
    return fr("{name} : {edition}, {age}", name=one.path.name, edition=named(one.version, one.date), age=_AGES[one.age])
