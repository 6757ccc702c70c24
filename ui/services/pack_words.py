"""What the window says of texts that come on a key: why one is refused, how old they are, what was done."""

from __future__ import annotations

from datetime import date

from kit.content.model import Publisher
from kit.days import of_month
from kit.errors import PackRefused, RoomLacking, SheetRefused
from kit.packs.age import is_old
from kit.typography import fr
from ui.widgets.days import month

_ASK = "Demandez-en un autre à qui vous l’a donné."
_REFUSED: dict[str, str] = {
    "not-a-pack": f"ce n’est pas un fichier de textes du kit. {_ASK}",
    "altered": fr(
        "il est abîmé, incomplet, ou quelqu’un l’a modifié. Recopiez-le depuis la clé, ou bien : {ask}", ask=_ASK
    ),
    "unsigned": f"il n’est pas signé, on ne sait donc pas qui l’a fait. {_ASK}",
    "unknown-key": f"il est signé par quelqu’un que ce programme ne connaît pas. {_ASK}",
    "revoked-key": f"il est signé avec une clé que l’éditeur a retirée, perdue ou volée. {_ASK}",
    "too-large": f"il est beaucoup trop gros pour des textes. {_ASK}",
    "bad-path": f"il contient un fichier qui n’a rien à y faire. {_ASK}",
    "link": f"il contient un lien vers un autre fichier. {_ASK}",
    "duplicate": f"il contient deux fichiers de même nom. {_ASK}",
    "newer-program": "ces textes demandent une version plus récente du programme. Installez-la d’abord.",
    "internet": f"un de ces textes appelle une adresse d’Internet, et le kit n’en ouvre aucune. {_ASK}",
    "broken-text": f"un de ces textes ne se lit pas ou ne respecte pas les règles du kit. {_ASK}",
    "older": "ces textes sont plus anciens que ceux qui sont venus avec le programme.",
    "older-than-used": "ces textes sont plus anciens que les vôtres.",
    "keys": "les clés écrites dans kit.toml (packs, next et revoked) ne vont pas.",
    "other-edition": f"ces textes sont ceux du kit d’une autre région. {_ASK}",
    "no-public-key": fr("ce n’est pas une clé publique : 64 chiffres et lettres de a à f"),
    "same-key": "la clé suivante est la même que celle d’aujourd’hui",
    "named-another": "cette clé en a déjà nommé une autre, une fois pour toutes",
    "changed-since": "les textes ont changé depuis que vous les avez comparés. Comparez de nouveau.",
    "head": "la version ou la date des textes n’est pas écrite comme il faut.",
}


def not_taken(error: PackRefused) -> str:
    """Return why a pack would not be taken, said to who is about to give it."""
    detail = f" ({error.detail})" if error.detail else ""
    return fr(
        "« {name} » ne serait pas pris : {refused} Rien n’a été écrit.{detail}",
        name=error.path.name,
        refused=_REFUSED[error.reason].removesuffix(_ASK).strip(),
        detail=detail,
    )


def not_compared(error: PackRefused) -> str:
    """Return why the texts of a folder were not compared with those of a pack."""
    return fr(
        "Pas de comparaison avec « {name} » : {refused} Rien n’a été changé.",
        name=error.path.name,
        refused=_REFUSED[error.reason].removesuffix(_ASK).strip(),
    )


def refused(error: PackRefused) -> str:
    """Return why a pack was not taken, that nothing was touched, and what to do."""
    detail = f" ({error.detail})" if error.detail and error.reason in ("broken-text", "internet", "bad-path") else ""
    return fr(
        "« {name} » n’a pas été pris : {refused} Vos textes et vos coches n’ont pas changé.{detail}",
        name=error.path.name,
        refused=_REFUSED[error.reason],
        detail=detail,
    )


_UNFIT = {
    "broken-text": "un texte ne respecte pas les règles du kit",
    "internet": "un texte contient une adresse d’Internet qui commence par http",
    "bad-path": "un fichier n’a pas un nom permis (lettres sans accent, chiffres, tirets, .md ou .toml)",
    "link": "un fichier n’est qu’un lien vers un autre",
}


def unfit(error: PackRefused) -> str:
    """Return why texts cannot be given out, said to whoever writes them."""
    why = _UNFIT.get(error.reason, _REFUSED[error.reason])
    return fr(
        "Le paquet n’a pas été fait : {why} ({detail}). Corrigez-le, puis recommencez.", why=why, detail=error.detail
    )


def no_room(error: RoomLacking) -> str:
    """Return that a pack does not fit where it is to go."""
    return fr(
        "Il n’y a pas assez de place sur « {place} » : il faut {needed}, il reste {free}. Rien n’a été écrit ; libérez "
        "de la place, ou prenez une autre clé.",
        place=error.path,
        needed=size(error.needed),
        free=size(error.free),
    )


def size(count: int) -> str:
    """Return a number of bytes as one reads it: « 350 Ko », « 1,2 Mo », « 14 Go »."""
    for unit, most in (("Ko", 10**6), ("Mo", 10**9), ("Go", 10**30)):
        if count < most:
            told = count / (most / 1000) if unit != "Go" else count / 10**9
            shown = f"{told:.1f}".replace(".", ",") if told < 10 and unit != "Ko" else f"{told:.0f}"
            return fr("{shown} {unit}", shown=shown, unit=unit)
    return ""


def unread(error: SheetRefused) -> str:
    """Return what is wrong with the groups typed from the paper copy of a key."""
    if error.groups:
        names = ", ".join(error.groups)
        if len(error.groups) == 1:
            return fr("Le groupe {names} n’est pas celui de la feuille. Vérifiez-le ; rien n’a été écrit.", names=names)
        return fr("Ces groupes ne sont pas ceux de la feuille : {names}. Rien n’a été écrit.", names=names)
    if error.reason == "count":
        many = "s" if error.count > 1 else ""
        return fr("{count} groupe{many} sur 17 : rien n’a été écrit.", count=error.count, many=many)
    return fr(
        "Chaque groupe est juste, mais le groupe Q ne va pas avec les autres : ils ne viennent pas tous de la même "
        "feuille. Rien n’a été écrit."
    )


def old_texts(publisher: Publisher, today: date) -> str:
    """Return the sentence for texts of eighteen months and more, empty before."""
    if not is_old(publisher.content_date, today):
        return ""
    return fr(
        "Ces textes datent {of_month}, il y a plus de dix-huit mois. "
        "Demandez {called_to} les nouveaux : un fichier, sur une clé ou par courriel, suffit.",
        of_month=of_month(month(publisher.content_date)),
        called_to=publisher.called_to,
    )


def no_key(publisher: Publisher) -> str:
    """Return what is said where the program was built without a key of its publisher."""
    return fr(
        "Ce programme ne contient pas encore la clé {called_of} : il ne peut reconnaître aucun fichier de textes, et "
        "n’en prendra aucun. Vos textes, vos coches et vos notes ne risquent rien. Demandez {called_to} une version du "
        "programme qui la contient.",
        called_of=publisher.called_of,
        called_to=publisher.called_to,
    )


def named(version: str, day: str) -> str:
    """Return « textes 2027.01 de janvier 2027 »."""
    return f"textes {version} {of_month(month(day))}" if month(day) else f"textes {version}"
