"""Why the system refused a file, in French: the one table of its error numbers. Never its own words, which are English.

Both forms are put inside a sentence; the second ends with what to do about it.
"""

from __future__ import annotations

import errno

from kit.files import NotRegular

_LINK = "un lien, ou autre chose qu’un fichier, y tient la place"
_REFUSALS = {
    errno.ENOSPC: ("le disque est plein", "le disque est plein. Libérez de la place"),
    errno.EDQUOT: ("votre espace sur ce disque est plein", "votre espace sur ce disque est plein. Libérez de la place"),
    errno.EROFS: (
        "ce disque est en lecture seule",
        "le dossier est en lecture seule. Copiez-le sur un disque où vous pouvez écrire",
    ),
    errno.EACCES: (
        "l’accès est refusé",
        "ce dossier n’accepte pas l’écriture. Choisissez un autre emplacement",
    ),
    errno.EPERM: (
        "l’accès est refusé",
        "ce dossier n’accepte pas l’écriture. Choisissez un autre emplacement",
    ),
    errno.ENOENT: (
        "cet emplacement n’existe pas",
        "le support a disparu. Rebranchez la clé ou le lecteur réseau",
    ),
    errno.ENOTDIR: ("cet emplacement passe par un fichier, qui ne contient rien d’autre", ""),
    errno.EISDIR: ("c’est un dossier, non un fichier", ""),
    errno.ENAMETOOLONG: ("ce nom est trop long", ""),
    errno.EIO: ("le disque répond mal", "le disque répond mal. Copiez vos dossiers sur un autre support"),
    errno.EBUSY: (
        "un autre programme s’en sert",
        "il est ouvert dans une autre fenêtre ou sur un autre poste. Fermez-le",
    ),
    errno.EFBIG: ("le fichier serait trop gros", ""),
    errno.ELOOP: (f"{_LINK}, et n’est pas suivi", f"{_LINK} et n’a pas été suivi. Retirez-le"),
}


def reason(error: OSError) -> str:
    """Return what the system refused."""
    if error.errno is None:
        return "le système a refusé"
    number = errno.ELOOP if isinstance(error, NotRegular) else error.errno
    return _REFUSALS.get(number, (f"erreur du système n° {error.errno}", ""))[0]


def reason_and_advice(error: OSError) -> str:
    """Return why a file could not be written and what to do."""
    return _REFUSALS.get(error.errno or 0, ("", ""))[1] or "le disque a refusé l’écriture. Vérifiez l’emplacement"


EMBLEM = {
    "kind": "n’est ni une image PNG ni un dessin SVG",
    "too-large": "est trop lourd ou trop grand (1 Mo, 512 Ko pour un SVG, 3 000 points de côté au plus)",
    "shape": "n’a pas la forme d’un logo : il est bien trop étroit",
    "damaged": "est abîmé",
    "active": "contient un programme, une animation, un filtre ou un lien vers l’extérieur : enregistrez-le en PNG",
    "unreadable": "n’a pas pu être lu",
}
"""Why a picture is not taken as coat of arms or logo, after its name."""
TEMPLATE = {
    "kind": "n’est pas un modèle Word (.dotx) ni LibreOffice (.ott)",
    "macros": "contient des macros, ou un champ qui va chercher ailleurs : enregistrez-le sans eux, en .dotx ou .ott",
    "other-kind": "ne va pas avec ce fichier : .dotx est pour Word (.docx), .ott pour LibreOffice (.odt)",
    "too-large": "est trop gros pour un modèle (10 Mo, 30 Mo une fois ouvert)",
    "damaged": "est abîmé ou coupé",
    "locked": "est protégé par un mot de passe",
    "unreadable": "n’a pas pu être lu",
}
"""Why a template of an office is not taken, after its name."""
