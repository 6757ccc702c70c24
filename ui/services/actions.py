"""Every action of the window: text, icon, shortcut, keyed by an enum."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum, auto

from msgspec import Struct
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from kit.typography import fr
from ui.widgets.text import as_text


class ActionId(Enum):
    """What the user can ask from anywhere."""

    BACK = auto()
    FORWARD = auto()
    HOME = auto()
    SEARCH = auto()
    PRINT = auto()
    UNDO = auto()
    REDO = auto()
    GESTURES = auto()
    HELP = auto()
    FIND = auto()
    FAVOURITE = auto()
    FAVOURITES = auto()
    SETTINGS = auto()
    ZOOM_IN = auto()
    ZOOM_OUT = auto()
    ZOOM_RESET = auto()
    READING = auto()
    NEXT_PANE = auto()
    PREVIOUS_PANE = auto()
    CONTENTS = auto()
    COPY = auto()
    MEETING = auto()
    WHERE = auto()
    SIDEBAR = auto()
    QUIT = auto()


class _Spec(Struct, frozen=True):
    text: str
    icon: str
    shortcuts: tuple[str, ...]
    short: str = ""  # of a button that has its words beside no drawing


_SPECS = {
    ActionId.BACK: _Spec("Page précédente", "retour", ("Alt+Left", "Back")),
    ActionId.FORWARD: _Spec("Page suivante", "avance", ("Alt+Right", "Forward")),
    ActionId.HOME: _Spec("Accueil", "accueil", ("Alt+Home",)),
    ActionId.SEARCH: _Spec("Rechercher", "recherche", ("Ctrl+K", "Ctrl+L")),
    ActionId.PRINT: _Spec("Imprimer", "imprimer", ("Ctrl+P",)),
    ActionId.UNDO: _Spec("Annuler le dernier changement", "annuler", ("Ctrl+Z",)),
    ActionId.REDO: _Spec("Rétablir", "retablir", ("Ctrl+Y", "Ctrl+Shift+Z")),
    ActionId.GESTURES: _Spec("Historique des gestes", "horloge", ("Ctrl+H",)),
    ActionId.HELP: _Spec("Aide", "aide", ("F1",)),
    ActionId.FIND: _Spec("Chercher dans la page", "recherche", ("Ctrl+F",)),
    ActionId.FAVOURITE: _Spec("Ajouter aux favoris, ou en retirer", "favori", ("Ctrl+D",)),
    ActionId.FAVOURITES: _Spec(fr("Mes pages : favoris et pages vues"), "favori", ("Ctrl+B",)),
    ActionId.SETTINGS: _Spec("Réglages", "reglages", ("Ctrl+,",)),
    ActionId.ZOOM_IN: _Spec("Agrandir le texte", "ajouter", ("Ctrl++", "Ctrl+="), "A+"),
    ActionId.ZOOM_OUT: _Spec("Réduire le texte", "retirer", ("Ctrl+-",), "A\u2212"),
    ActionId.ZOOM_RESET: _Spec("Taille normale du texte", "texte", ("Ctrl+0",)),
    ActionId.READING: _Spec("Affichage du texte", "texte", ("Ctrl+Shift+A",), "Affichage"),
    ActionId.NEXT_PANE: _Spec("Passer au volet suivant", "avance", ("F6",)),
    ActionId.PREVIOUS_PANE: _Spec("Passer au volet précédent", "retour", ("Shift+F6",)),
    ActionId.CONTENTS: _Spec(fr("Sur cette page : ses parties"), "tableau", ("Ctrl+M",)),
    ActionId.COPY: _Spec("Copier avec la source", "copier", ("Ctrl+Shift+C",)),
    ActionId.MEETING: _Spec("Mode réunion, en plein écran", "plan", ("F11",)),
    ActionId.WHERE: _Spec(fr("Où suis-je ?"), "aide", ("Ctrl+I",)),
    ActionId.SIDEBAR: _Spec("Réduire le menu de gauche, ou l’élargir", "menu", ("F9",)),
    ActionId.QUIT: _Spec("Quitter", "fermer", ("Ctrl+Q",)),
}


OF_DOSSIER = frozenset(
    {
        ActionId.FAVOURITE,
        ActionId.FAVOURITES,
        ActionId.GESTURES,
        ActionId.MEETING,
        ActionId.PRINT,
        ActionId.REDO,
        ActionId.SETTINGS,
        ActionId.UNDO,
    }
)
"""What only a window with a dossier does."""


class Actions:
    """The actions of one window; tooltips show the shortcut."""

    def __init__(self, window: QWidget, without: Collection[ActionId] = ()) -> None:
        self._actions: dict[ActionId, QAction] = {}
        for key, spec in _SPECS.items():
            if key in without:
                continue
            action = QAction(spec.text, window)
            action.setShortcuts([QKeySequence(text) for text in spec.shortcuts])
            keys = QKeySequence(spec.shortcuts[0]).toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(as_text(f"{spec.text} ({keys})"))
            if spec.short:
                action.setIconText(spec.short)
            window.addAction(action)
            self._actions[key] = action

    def __getitem__(self, key: ActionId) -> QAction:
        return self._actions[key]


def shortcut_rows() -> list[tuple[str, str]]:
    """Return what each action does with its shortcut in words, in the order of the enum, then the keys of searches."""
    native = QKeySequence.SequenceFormat.NativeText
    found = [(spec.text, QKeySequence(spec.shortcuts[0]).toString(native)) for spec in _SPECS.values()]
    keys = ", ".join(QKeySequence(text).toString(native) for text in ("F3", "Shift+F3"))
    own = [
        ("Résultat suivant, précédent", keys),
        ("Surligner les mots sélectionnés", QKeySequence("Ctrl+U").toString(native)),
        (fr("Se déplacer dans le texte par les flèches, pour sélectionner"), "F7"),
        ("Blanc suivant d’un modèle à adapter", "F8"),
    ]
    return [*found, *own]  # the keys of the search inside a page, of an act
