"""What the pages of keys say."""

from __future__ import annotations

from markupsafe import Markup

from atelier.features.keys.work import NewKey
from kit.errors import KitError, PackRefused
from kit.packs.publisher_keys import Doubt, Outlook
from kit.typography import fr
from ui.services.errors import sentence
from ui.text import html

MAKE, RESTORE, CHANGE, REVOKE = (
    "Faire une clé",
    "Retrouver la clé depuis sa feuille",
    "Changer de clé",
    "Révoquer une clé",
)
MAKE_WHAT = fr(
    "Une clé signe vos éditions : le kit des élu·es ne prend que ce qu’elle a signé. L’atelier la fait avec vous en "
    "quatre étapes, et imprime sa feuille de secours."
)
RESTORE_WHAT = fr(
    "Le fichier de la clé est perdu, mais vous avez la feuille : tapez ou collez ses dix-sept groupes de six chiffres. "
    "Espaces, lettres et retours à la ligne ne comptent pas."
)
CHANGE_WHAT = fr(
    "La clé d’aujourd’hui nomme la suivante, en la signant : les kits l’apprennent de votre prochaine édition, sans "
    "nouveau programme. Le mieux est de nommer dès maintenant une clé de secours, gardée ailleurs."
)
REVOKE_WHAT = fr(
    "Une clé que quelqu’un d’autre a pu lire ne doit plus rien signer. Les kits l’apprennent d’une édition signée par "
    "une clé qui la suit."
)
NO_SHEET = fr("Vous n’avez pas encore la feuille de secours : sans elle, une clé perdue ne se refait pas.")
NO_PRINTER = fr(
    "Aucune imprimante n’est installée sur cet ordinateur. Branchez-en une, puis recommencez ; ou enregistrez le PDF "
    "sur votre clé USB, pour l’imprimer depuis un ordinateur sûr."
)
PUBLIC_WRONG = fr("Une clé publique a 64 signes : des chiffres, et les lettres de a à f.")


def short(public: str) -> str:
    """Return the first signs of a public key, as its sheet begins to write it."""
    return public[:8]


def what() -> list[Markup]:
    """Return the first step: what a key is."""
    return [
        html.paragraph(
            fr(
                "Une clé a deux moitiés. La moitié privée signe vos éditions et reste chez vous ; la moitié publique "
                "part avec le programme, et lui dit que l’édition vient bien de vous."
            ),
            "lead",
        ),
        html.paragraph(
            fr(
                "Qui possède la moitié privée peut publier à votre place. L’atelier ne la garde nulle part ailleurs "
                "que dans le fichier que vous allez choisir."
            )
        ),
    ]


def where() -> list[Markup]:
    """Return the second step: where the private half will lie."""
    return [
        html.paragraph(
            fr("Choisissez une clé USB à vous, qui se range dans un tiroir fermé, ou un dossier de cet ordinateur."),
            "lead",
        ),
        html.items(
            [
                fr("Vous seul·e pouvez lire ce fichier. Une clé USB n’a pas toujours cette protection : rangez-la."),
                fr("Un dossier que OneDrive, Nextcloud ou un autre service recopie ailleurs est refusé."),
                fr("Un fichier qui existe déjà n’est jamais remplacé."),
            ]
        ),
    ]


def synced(service: str) -> list[Markup]:
    """Return what is asked before a key goes where a sync service copies it away."""
    return [
        html.paragraph(
            fr("Ce dossier est recopié ailleurs par {service}. Rien n’a été écrit.", service=service), "lead"
        ),
        html.paragraph(
            fr(
                "Une copie de votre clé privée partirait sur les ordinateurs de ce service, et sur tous ceux qui "
                "partagent ce dossier. Choisissez plutôt une clé USB."
            )
        ),
    ]


def made(key: NewKey) -> list[Markup]:
    """Return the third step: where the key is, and its sheet."""
    return [
        html.paragraph(fr("La moitié privée est dans « {path} ».", path=key.path), "lead"),
        html.paragraph(fr("Imprimez maintenant sa feuille de secours, avant de ranger la clé.")),
        *paper(),
        html.heading("La moitié publique"),
        html.paragraph(_where_named(key)),
        html.paragraph(key.public, "lead"),
    ]


def paper() -> list[Markup]:
    """Return what the paper copy is, and how to make it without leaving one."""
    return [
        html.paragraph(
            fr(
                "Une page, dix-sept groupes de chiffres et un code : elle refait la clé si le fichier se perd. Elle se "
                "garde sous clé, ailleurs que la clé USB."
            )
        ),
        html.paragraph(
            fr(
                "Imprimer n’écrit aucun fichier : prenez une imprimante branchée à cet ordinateur, car celles d’un "
                "réseau gardent parfois les pages. Un PDF est un fichier : effacez-le une fois imprimé."
            )
        ),
    ]


def _where_named(key: NewKey) -> str:
    if key.kit_file is not None:
        return fr(
            "Elle est déjà dans {path}. La prochaine version du programme, faite de ce dossier, prendra vos éditions.",
            path=key.kit_file,
        )
    if key.untold is not None:
        return fr(
            "Elle n’a pas pu être écrite dans le fichier kit.toml du dossier de travail. Copiez-la dans sa partie "
            "« packs », ligne « keys »."
        )
    return fr(
        "Elle se donne à qui prépare la prochaine version du programme : elle va dans son fichier kit.toml "
        "(packs, keys)."
    )


def lost(*, has_sheet: bool) -> list[Markup]:
    """Return the last step: what to do when a key is lost or stolen."""
    return [
        html.paragraph("" if has_sheet else NO_SHEET, "lead"),
        html.titled(
            "Perdue",
            fr("« Retrouver la clé depuis sa feuille » rend la même clé. Rien d’autre ne change."),
        ),
        html.titled(
            "Perdue, sans la feuille",
            fr("La clé suivante, si elle est nommée, signe. Sinon, il faut une nouvelle version du programme."),
        ),
        html.titled(
            "Volée, ou lue par quelqu’un",
            fr(
                "« Révoquer une clé », puis une édition signée par la suivante. Sans suivante, dites-le à qui prépare "
                "le programme : il la révoque."
            ),
        ),
        html.paragraph(fr("Nommez dès maintenant une clé de secours, dans « Changer de clé » : elle évite le pire.")),
    ]


def restored(key: NewKey, *, has_folder: bool) -> list[Markup]:
    """Return what is said of a key that was found again."""
    if key.kit_file is not None:
        known = fr("Le dossier de travail connaît cette clé.")
    elif has_folder and key.untold is None:
        known = fr("Le dossier de travail ne connaît pas cette clé : les kits ne prendront pas ce qu’elle signe.")
    else:
        known = ""
    return [
        html.paragraph(fr("La clé privée est dans « {path} ».", path=key.path), "lead"),
        html.paragraph(fr("Comparez sa moitié publique à celle de la feuille :")),
        html.paragraph(key.public, "lead"),
        html.paragraph(known),
        html.paragraph(fr("Remettez la feuille sous clé.")),
    ]


_DOUBTS_OF_NEXT = {
    Doubt.UNKNOWN: fr("Le dossier de travail ne connaît pas la clé d’aujourd’hui : aucun kit ne suivra ce lien."),
    Doubt.REVOKED: fr("L’une de ces deux clés est révoquée : aucun kit ne suivra ce lien."),
}
_DOUBTS_OF_REVOKED = {
    Doubt.UNKNOWN: fr("Le dossier de travail ne nomme pas cette clé : vérifiez-la signe par signe."),
    Doubt.LAST: fr(
        "Aucune clé ne la suit : aucune édition ne peut le dire aux kits, et vous ne pourrez plus signer avec elle. "
        "Seule une nouvelle version du programme y remédie. Si elle n’est pas encore volée, nommez d’abord la suivante."
    ),
}


def before_next(found: Outlook) -> list[Markup]:
    """Return what comes of naming the next key."""
    return [
        *(html.paragraph(_DOUBTS_OF_NEXT[doubt], "lead") for doubt in found.doubts),
        html.paragraph(
            fr("La clé {present}… nommera {public}…", present=short(found.signers[0]), public=short(found.public))
        ),
        html.items(
            [
                fr("Cela ne se défait pas : une clé ne nomme qu’une suivante, une fois pour toutes."),
                fr("Le lien s’écrit dans le dossier de travail et part dans chaque édition ensuite."),
                fr("Signez la prochaine édition avec la clé d’aujourd’hui. Après elle, les deux clés sont prises."),
                fr("La suivante pourra révoquer celle d’aujourd’hui ; l’inverse n’est pas possible."),
            ]
        ),
        html.titled("La clé suivante, en entier", found.public),
    ]


def before_revoking(found: Outlook) -> list[Markup]:
    """Return what comes of revoking a key."""
    told = [
        fr("Cela ne se défait pas : ne retirez jamais une clé révoquée de kit.toml."),
        fr("Les éditions déjà installées restent ; celles que cette clé signerait encore seront refusées."),
        fr("Qui n’a pas installé votre prochaine édition prend encore celles de la clé volée : prévenez les élu·es."),
    ]
    if found.signers:
        keys = ", ".join(f"{short(one)}…" for one in found.signers)
        told.insert(1, fr("Signez tout de suite une édition avec une clé qui la suit : {keys}", keys=keys))
    return [
        *(html.paragraph(_DOUBTS_OF_REVOKED[doubt], "lead") for doubt in found.doubts),
        html.paragraph(fr("La clé {public}… ne signera plus rien.", public=short(found.public))),
        html.items(told),
        html.titled("La clé, en entier", found.public),
    ]


def not_done(error: KitError) -> str:
    """Return why a gesture on keys was not done."""
    if not isinstance(error, PackRefused):
        return sentence(error)
    return {
        "no-public-key": PUBLIC_WRONG,
        "same-key": fr("La clé suivante est la même que celle d’aujourd’hui. Faites-en une autre d’abord."),
        "named-another": fr(
            "La clé d’aujourd’hui a déjà nommé {key}… : une clé ne nomme qu’une suivante. C’est à celle-là d’en nommer "
            "une autre.",
            key=short(error.detail),
        ),
    }.get(error.reason, sentence(error))
