"""À propos: versions of the program and of the texts, licences, where the data are."""

from __future__ import annotations

import platform
from datetime import date

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit import __version__, paths
from kit.days import day_or_words
from kit.naming import naming
from kit.typography import fr
from ui.services import clipboard
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToUpdate
from ui.services.pack_words import old_texts
from ui.services.page import Crumb, Page
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.text import Heading, Label, as_text, card


class AboutPage(Page):
    """Who made this, in which version, and what stays on this computer."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        inner = QWidget()
        column = page_column(inner, t)
        column.addWidget(Heading("À propos du kit", 1))
        for place, (title, lines) in enumerate(self._parts()):
            column.addWidget(self._build_part(title, lines))
            if not place:
                column.addWidget(self._build_tools())
        column.addWidget(self._build_access())
        sources = QPushButton("Toutes les sources du kit")
        sources.setProperty("look", "link-flush")
        sources.clicked.connect(self._on_sources)
        column.addWidget(sources, 0, Qt.AlignmentFlag.AlignLeft)
        button = QPushButton("Copier les informations")
        told = context.library.publisher.called_to
        button.setToolTip(as_text(fr("Pour les donner {told} en cas de souci ; aucune donnée personnelle", told=told)))
        button.clicked.connect(self._on_copy)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._area = scrolling(self, inner)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("À propos"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def state(self) -> dict[str, str]:
        return {}

    def support_text(self) -> str:
        """Return what helps whoever repairs: versions, system, what went wrong and where; nothing personal."""
        from ui.services import technical_log

        noted = technical_log.tail()
        publisher = self.context.library.publisher
        problems = len(self.context.library.problems)
        return "\n".join(
            (
                f"{naming().name} {__version__}",
                f"Textes {publisher.content_version} du {publisher.content_date} ({problems} illisibles)",
                f"Qt {qVersion()}, Python {platform.python_version()}",
                f"{platform.system()} {platform.release()}",
                *(("", fr("Journal technique :"), noted) if noted else ()),
            )
        )

    def _on_sources(self) -> None:
        self.route_requested.emit(Route(PageId.SOURCES))

    def _on_access(self) -> None:
        self.route_requested.emit(ToArticle("accessibilite"))

    def _on_update(self) -> None:
        self.route_requested.emit(ToUpdate())

    def _on_news(self) -> None:
        self.route_requested.emit(ToArticle("nouveautes"))

    def _on_copy(self) -> None:
        clipboard.copy(self.support_text())
        self.context.feedback.tell("Copié. Vous pouvez coller ces lignes dans un message.")

    def _parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        publisher = self.context.library.publisher
        return (
            (
                "Versions",
                (
                    fr("Programme : {version}", version=__version__),
                    fr(
                        "Textes : {content_version}, du {day}",
                        content_version=publisher.content_version,
                        day=day_or_words(publisher.content_date),
                    ),
                    *filter(None, (old_texts(publisher, date.today()),)),
                ),
            ),
            (
                "Qui publie ce kit",
                (f"{publisher.full_name} ({publisher.name}), {publisher.site} (nécessite Internet).",),
            ),
            (
                "Vos données",
                (
                    fr("Le kit ne se connecte jamais à Internet. Vos coches et vos notes restent dans ce fichier :"),
                    str(self.context.session.path),
                    fr("Réglages et copies : {user_data}", user_data=paths.user_data()),
                    *(
                        (fr("Version portable : tout reste dans le dossier du programme."),)
                        if paths.is_portable()
                        else ()
                    ),
                ),
            ),
            (
                "Licences",
                (
                    fr("Programme : GPL 3.0 ou ultérieure. Textes et pictogrammes : CC BY-SA 4.0."),
                    fr("Polices Atkinson Hyperlegible et Noto Emoji : SIL OFL 1.1."),
                    fr("Qt : LGPL 3.0, bibliothèques remplaçables."),
                    fr(
                        "Communes et intercommunalités : Insee COG 2026 et populations, DGCL, La Poste, "
                        "via Etalab (Licence Ouverte 2.0)."
                    ),
                    fr("Contours et centres des communes : IGN Admin Express 2018 et Insee (Licence Ouverte)."),
                ),
            ),
        )

    def _build_access(self) -> QFrame:
        frame = self._build_part("Accessibilité", (fr("EN 301 549, chapitre 11 : essais tenus, pas encore d’audit."),))
        self.access = QPushButton("Lire la déclaration d’accessibilité")
        self.access.setProperty("look", "link-flush")
        self.access.clicked.connect(self._on_access)
        box = frame.layout()
        assert box is not None
        box.addWidget(self.access)
        box.setAlignment(self.access, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _build_tools(self) -> QFrame:
        t = self.context.theme
        frame = card()
        box = QVBoxLayout(frame)
        box.setContentsMargins(20, 14, 20, 16)
        box.setSpacing(t.space_2)
        box.addWidget(Heading("Outils", 2, "h3"))
        self.update_texts = QPushButton("Mettre à jour depuis une clé")
        self.news = QPushButton("Nouveautés")
        for button, slot, words in (
            (self.update_texts, self._on_update, fr("De nouveaux textes dans un fichier : sans Internet.")),
            (self.news, self._on_news, fr("Ce qui a changé dans le kit et dans ses textes.")),
        ):
            button.clicked.connect(slot)
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            box.addWidget(Label(words, "small"))
        return frame

    def _build_part(self, title: str, lines: tuple[str, ...]) -> QFrame:
        frame = card()
        box = QVBoxLayout(frame)
        box.setContentsMargins(20, 14, 20, 16)
        box.addWidget(Heading(title, 2, "h3"))
        for line in lines:
            label = Label(line)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            box.addWidget(label)
        return frame
