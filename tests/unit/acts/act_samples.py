"""Models written for the tests, and what renders them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from kit import paths
from kit.acts.document import Issued
from kit.acts.loader import ActModels
from kit.acts.rendering import ActRenderer, RenderedAct
from kit.content.files import FileStore
from kit.content.library import Library
from kit.documents.document import Document
from kit.documents.text import document_text

DAY = date(2026, 11, 25)
HEAD = """+++
id = "essai"
code = "M01"
rank = 1
title = "Essai"
name = "essai"
kind = "lettre"
summary = "Un essai."
levers = ["elu-designe"]
actions = []
pages = []
signed_by = "La maire"
when = "Un jour."
reviewed_on = 2026-11-24
{more}
+++
"""
FIELD = """
[[fields]]
name = "{name}"
type = "{type}"
label = "{label}"
example = "Exemple"
{more}
"""
NOM = FIELD.format(name="delegue.nom", type="personne", label="Nom", more="")
ACCORD = FIELD.format(
    name="delegue.civilite", type="choix", label="Civilité", more='options = [["f", "Madame"], ["m", "Monsieur"]]'
)
SIGNE = FIELD.format(name="delegue.signe", type="oui-non", label="Signature", more="")
LISTE = FIELD.format(name="missions", type="liste", label="Missions", more="")
GROUP = '\n[[groups]]\ntitle = "Essai"\nfields = [{names}]\n'
REFERENCE = '\n[[references]]\ntext = "{text}"\nfact = "{fact}"\nto_check = {to_check}\n'


def model_text(body: str, more: str = "", **changes: str) -> str:
    """Return the text of a model: ``more`` in its header, ``changes`` of header lines."""
    head = HEAD.format(more=more)
    for key, value in changes.items():
        lines = [f"{key} = {value}" if line.startswith(f"{key} = ") else line for line in head.splitlines()]
        head = "\n".join(lines) + "\n"
    return head + body


def folder_with(folder: Path, **models: str) -> ActModels:
    """Return models of a folder that shares the shipped common files, one file a model."""
    folder.mkdir(exist_ok=True)
    for name in ("commun.toml", "seuils.toml"):
        shutil.copy(paths.acts() / name, folder / name)
    shutil.copytree(paths.acts() / "commun", folder / "commun", dirs_exist_ok=True)
    for name, text in models.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return ActModels(folder)


def rendered(folder: Path, body: str, more: str = "", **values: str) -> RenderedAct:
    """Fill in a model of this body; dots in the names of values are written as two underscores."""
    models = folder_with(folder, essai=model_text(body, more))
    assert models.problems == []
    told = {name.replace("__", "."): value for name, value in values.items()}
    return ActRenderer(models).render(models.get("essai"), told)


def text_of(act: RenderedAct) -> str:
    """Return an act as plain lines, title first."""
    return document_text(Document(act.title, act.blocks, DAY, dated=False))


def library() -> Library:
    """Return the shipped texts."""
    return Library(FileStore(paths.content(), paths.kit_file()))


def issued() -> Issued:
    """Return the publisher and a day that stands still."""
    return Issued(library().publisher, DAY)
