"""The mairie's own template: chosen for Word and for LibreOffice, told, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kit.typography import fr
from ui.features.dossier.piece_slot import PieceSlot

if TYPE_CHECKING:
    from kit.dossier.dossier import Dossier
    from kit.dossier.model import Change
    from kit.dossier.pieces import Attached

_FOR = {".docx": "Pour Word", ".odt": "Pour LibreOffice"}


class TemplateSlot(PieceSlot):
    """One template of each kind."""

    title = "Modèle de la mairie"
    note = fr(
        "Vos actes et vos lettres enregistrés pour Word ou LibreOffice prennent les caractères, les marges, l’en-tête "
        "et le pied de page de ce modèle. Demandez au secrétariat un fichier .dotx (Word) ou .ott (LibreOffice), "
        "sans macros."
    )
    none = fr("Aucun modèle choisi : celui du kit est appliqué.")
    choose_words, remove_words = "Choisir un modèle…", "Ne plus l’appliquer"
    asked, kinds = "Choisir le modèle de la mairie", "Modèles (*.dotx *.ott)"
    label = "modèle de la mairie"
    removed = fr("Le modèle de la mairie n’est plus appliqué.")

    def refresh(self) -> None:
        """Say which templates the open dossier holds."""
        from kit.documents.keeping import template_pieces
        from kit.dossier.pieces import shown_name

        found = template_pieces(self._context.session.dossier)
        told = (fr("{kind} : {name}", kind=_FOR[kind], name=shown_name(one)) for kind, one in found.items())
        self.state.setText("\n".join(told) or self.none)
        self.remove.setVisible(bool(found))

    def take(self, source: Path) -> None:
        def work(dossier: Dossier) -> Attached:
            from kit.documents.keeping import choose_template

            return choose_template(dossier, source)

        self._keep(work, fr("Le modèle est choisi : {name}.", name=source.name))

    def removal(self, dossier: Dossier) -> Sequence[Change]:
        from kit.documents.keeping import templates_removed

        return templates_removed(dossier)
