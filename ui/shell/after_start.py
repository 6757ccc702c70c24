"""What is looked at once the first frame is painted: changed texts, lines set aside, a newer dossier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kit import __version__, paths
from kit.content.index import IndexStore
from kit.content.model import Publisher
from kit.days import day_in_words, day_or_words
from kit.dossier.clock import ClockDoubt, clock_doubt
from kit.dossier.dossier import Dossier
from kit.errors import ContentError, KitError, SaveRefused
from kit.refusals import reason_and_advice
from kit.typography import fr
from ui.services.context import AppContext
from ui.services.dossier_care import DossierCare
from ui.services.errors import sentence
from ui.services.navigation import PageId, Route, ToArticle, ToUpdate
from ui.shell.outbox_mark import waiting_words
from ui.widgets.days import month

if TYPE_CHECKING:
    from kit.packs.pack import Pack


_DAMAGED = fr(
    "Les textes venus sur une clé étaient abîmés : le kit a repris ceux du programme. "
    "Vos coches sont intactes ; installez de nouveau le fichier de textes."
)
_MISSING = fr(
    "« {} » n’est plus à sa place : clé retirée, fichier déplacé ou renommé ? Rien n’y a été "
    "changé. Remettez-le en place, puis ouvrez-le dans « Ma collectivité » ; en attendant, "
    "« {} » est ouvert."
)
_REFUSED = fr(
    "« {} » n’est pas un dossier du kit : il n’a été ni ouvert ni changé. « {} » est ouvert. "
    "Pour en ouvrir un autre, choisissez un fichier .kitess dans « Ma collectivité »."
)
_NO_COPY = fr(
    "Aucune copie de sécurité n’a pu être faite : {reason}. Vos changements, eux, sont enregistrés dans le dossier."
)


_ELSEWHERE = fr(
    "Ce dossier a été commencé avec le kit d’une autre région. Rien n’y est perdu : ce qui a été coché et écrit y "
    "reste, même ce que les textes d’ici n’ont pas. Pour le retrouver tel quel, ouvrez-le depuis l’autre kit."
)
_NEW_PROGRAM = fr("Le kit a été mis à jour depuis la dernière fois. Votre dossier est là, inchangé.")
_NEW_TEXTS = fr("Vous lisez de nouveaux textes. Vos coches et vos notes sont là.")
_NEWS = "nouveautes"
_PROGRAM_SEEN, _TEXTS_SEEN = "program_seen", "texts_seen"
_NAMED = 3  # names in a sentence


class AfterStart(QObject):
    """Runs once; ``noticed`` carries a sentence to show, ``texts_changed`` asks for the pages to be built anew.

    ``withdrawn`` carries sentences that are no longer true, as another dossier is open.

    ``offered`` carries a sentence about nothing wrong, what one can do and the place where.
    ``texts_found`` carries a sentence and the path of a pack with newer texts in the watched folder.
    """

    noticed = Signal(str)
    withdrawn = Signal(list)
    texts_changed = Signal()
    texts_found = Signal(str, str)
    offered = Signal(str, str, object)

    def __init__(self, context: AppContext, index: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._index = index
        self._left_damaged = False
        self._told: list[str] = []

    def run(self) -> None:
        """Say what there is to say, and look at the texts in the background."""
        self._tell_news()
        self._tell_waiting()
        self._tell_clock()
        missing = self._context.dossiers.missing
        if missing is not None:
            self._tell_of_dossier(_MISSING.format(missing.name, self._context.session.path.name))
        refused = self._context.dossiers.refused
        if refused is not None:
            self._tell_of_dossier(_REFUSED.format(refused.name, self._context.session.path.name))
        self._tell_remarks()
        self._context.session.switched.connect(self._on_switched)
        self._tell_problems()
        self._care = DossierCare(self._context.session, self._context.jobs, self)
        self._care.failed.connect(self._on_no_copy)
        self._care.lacking.connect(self._on_lacking)
        self._context.jobs.run(self, lambda _: self._fresh_index(), self._on_index, self._on_failed)
        watched = self._context.settings.text("watched_folder")
        if watched:
            self._context.jobs.run(self, lambda _: self._newer_texts(Path(watched)), self._on_found, self._on_failed)

    def _on_switched(self) -> None:
        """Say what there is to say of another dossier, and no longer what was said of the one before."""
        self.withdrawn.emit(self._told)
        self._told = []
        self._tell_remarks()

    def _tell_remarks(self) -> None:
        for words in reversed(dossier_remarks(self._context.session.dossier)):  # the last one stands over the others
            self._tell_of_dossier(words)

    def _tell_of_dossier(self, words: str) -> None:
        self._told.append(words)
        self.noticed.emit(words)

    def _tell_waiting(self) -> None:
        """Say first, so that anything graver stands over it, that messages wait."""
        self._context.outbox.start()
        count = self._context.outbox.waiting()
        if count:
            verb = "attendent" if count > 1 else "attend"
            words = fr("{messages} {verb} dans « À envoyer ».", messages=waiting_words(count), verb=verb)
            self.offered.emit(words, "Voir ce qui est à envoyer", Route(PageId.OUTBOX))

    def _tell_news(self) -> None:
        """Say once, and first, that the program or its texts are others than the last time."""
        settings, publisher = self._context.settings, self._context.library.publisher
        texts = f"{publisher.content_version} {publisher.content_date}"
        seen = settings.text(_PROGRAM_SEEN), settings.text(_TEXTS_SEEN)
        if seen == (__version__, texts):
            return
        settings.note(_PROGRAM_SEEN, __version__)
        settings.note(_TEXTS_SEEN, texts)
        if not any(seen):  # the first start: all is new
            return
        known = self._context.library.has(_NEWS)
        words = _NEW_PROGRAM if seen[0] != __version__ else _NEW_TEXTS
        self.offered.emit(words, "Voir les nouveautés", ToArticle(_NEWS) if known else ToUpdate())

    def _tell_clock(self) -> None:
        """Say, before any date is printed, that the computer's clock cannot be believed."""
        words = clock_words(self._context.library.publisher, date.today())
        if words:
            self.noticed.emit(words)

    def _fresh_index(self) -> Path | None:
        """Return the folder of an index made of the texts as they are, None when the present one is."""
        from kit import compiling  # here, in the background: 25 ms of the window's thread
        from kit.packs.install import leave_damaged

        self._left_damaged = leave_damaged() is not None
        if not self._left_damaged and self._index is not None and compiling.is_fresh(self._index):
            return None
        return compiling.fresh_index()

    def _on_index(self, folder: Path | None) -> None:
        if folder is None:
            return
        self._context.library.adopt(IndexStore(folder))
        self._context.search.adopt(folder)
        self._context.acts.adopt(folder)
        self.texts_changed.emit()
        self._tell_problems()
        if self._left_damaged:
            self.noticed.emit(_DAMAGED)

    def _newer_texts(self, folder: Path) -> Pack | None:
        """Return the pack of newer texts that lies in the watched folder, if any."""
        from kit.packs.watched import newest

        return newest(folder, self._context.library.publisher.content_date)

    def _on_found(self, pack: Pack | None) -> None:
        if pack is not None:
            words = f"Des textes plus récents sont dans votre dossier surveillé ({month(pack.manifest.date)})."
            self.texts_found.emit(words, str(pack.path))

    def _on_failed(self, error: KitError) -> None:
        self.noticed.emit(sentence(error))

    def _on_lacking(self, count: int) -> None:
        told = "Une pièce jointe n’est pas" if count == 1 else f"{count} pièces jointes ne sont pas"
        self._tell_of_dossier(
            fr("{told} à côté de ce dossier ; le reste est là. Retrouvez-les dans Ma collectivité.", told=told)
        )

    def _on_no_copy(self, error: KitError) -> None:
        if isinstance(error, SaveRefused):
            self.noticed.emit(_NO_COPY.format(reason=reason_and_advice(error.cause)))
        else:
            self.noticed.emit(sentence(error))

    def _tell_problems(self) -> None:
        problems = self._context.library.problems
        if problems:
            self.noticed.emit(unread_words(problems))


def unread_words(problems: Sequence[ContentError]) -> str:
    """Return how many texts could not be read, and where the first one stops."""
    first = problems[0]
    if len(problems) == 1:
        return sentence(first)
    return fr(
        "{count} textes n’ont pas pu être lus (le premier : {name}, ligne {line}). Les autres sont là.",
        count=len(problems),
        name=first.file.name,
        line=first.line,
    )


def clock_words(publisher: Publisher, today: date) -> str:
    """Return what is wrong with the clock, what is safe and what to do; empty where it can be believed."""
    doubt = clock_doubt(today, publisher.content_date)
    if doubt is None:
        return ""
    told, texts = day_in_words(today), day_or_words(publisher.content_date)
    if doubt is ClockDoubt.BEFORE_TEXTS:
        return fr(
            "L’horloge de cet ordinateur indique le {told}, avant la date des textes du kit ({texts}). "
            "Vos coches et vos notes sont intactes, mais les dates que le kit écrit et imprime seraient fausses : "
            "réglez la date de l’ordinateur, puis rouvrez le kit.",
            told=told,
            texts=texts,
        )
    return fr(
        "L’horloge de cet ordinateur indique le {told}, plus de cinq ans après les textes du kit ({texts}). "
        "Vos coches et vos notes sont intactes. Si cette date est fausse, réglez-la, puis rouvrez le kit : il "
        "l’écrit et l’imprime. Si elle est juste, demandez des textes récents {called_to}.",
        told=told,
        texts=texts,
        called_to=publisher.called_to,
    )


def dossier_remarks(dossier: Dossier) -> list[str]:
    """Return what a reader should know of the dossier just opened, most important first."""
    remarks = []
    if dossier.read_only:
        remarks.append(
            fr(
                "Ce dossier s’ouvre en lecture seule : vous pouvez lire et imprimer, mais pas cocher. "
                "Copiez-le à un endroit où vous pouvez écrire, ou installez la version récente du kit."
            )
        )
    if dossier.edition not in (None, paths.edition()):
        remarks.append(_ELSEWHERE)
    if dossier.set_aside:
        lines = "ligne illisible a été mise" if dossier.set_aside == 1 else "lignes illisibles ont été mises"
        remarks.append(
            f"{dossier.set_aside} {lines} de côté, dans une copie à côté du dossier "
            f"({dossier.path.name}.mis-de-cote). {_changes_left(len(dossier.history()))}"
        )
    if dossier.left_alone:
        remarks.append(_left_alone(dossier.left_alone))
    if dossier.gaps:
        remarks.append(
            fr(
                "Des changements faits sur un autre ordinateur manquent à ce dossier. Rien d’autre n’est touché ; "
                "réunissez-le avec la copie qui les contient."
            )
        )
    if dossier.holder:
        remarks.append(_opened_twice(dossier.holder, own=dossier.by))
    return remarks


def _left_alone(names: tuple[str, ...]) -> str:
    told = ", ".join(fr("« {name} »", name=name) for name in names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
    return fr(
        "À côté de ce dossier, le kit n’a ni lu ni changé {told} : un lien vers un autre endroit, ou autre chose "
        "qu’un simple fichier. Vos coches sont intactes ; si vous ne savez pas d’où cela vient, supprimez-le.",
        told=told,
    )


def _changes_left(count: int) -> str:
    if not count:
        return fr(
            "Aucun changement lisible n’a été trouvé dans ce fichier : si vous y aviez travaillé, "
            "reprenez une copie de sécurité avant de continuer."
        )
    return (
        fr("Le reste est là : 1 changement.")
        if count == 1
        else fr("Le reste est là : {count} changements.", count=count)
    )


def _opened_twice(holder: str, *, own: str) -> str:
    if holder == own:
        return fr(
            "Le kit est déjà ouvert avec ce dossier. Vous pouvez continuer ici : "
            "vos changements sont gardés à part, puis réunis."
        )
    return fr(
        "Ce dossier est aussi ouvert par {holder}. Vous pouvez continuer tous les deux : "
        "vos changements sont gardés à part, puis réunis.",
        holder=holder,
    )
