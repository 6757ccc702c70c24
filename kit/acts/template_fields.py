"""Which fields the body of a model uses, found in its syntax tree without filling it in; problems with their line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kit.acts.body import fences
from kit.acts.loader import ActModels
from kit.acts.model import ActModel
from kit.errors import ContentError

if TYPE_CHECKING:
    from jinja2 import Environment, Template, TemplateSyntaxError, nodes

FUNCTIONS = frozenset({"accord", "de", "la_collectivite", "loop", "_variante", "_avant", "_apres"})
FORM_FIELDS = ("collectivite.population", "collectivite.forme")
"""What chooses the variants of the law."""
_ASKED = {"la_collectivite": ("collectivite.nom", "collectivite.forme"), "_variante": FORM_FIELDS}
"""Fields that a function looks at by itself."""
WATCH = "_atteint"
Used = dict[str, tuple[Path, int]]


_ALONE = re.compile(r"^[ \t]*(\{%(?:(?!%\}).)*%\})[ \t]*\n", re.MULTILINE)


def template(text: str) -> str:
    """Return a body for Jinja2: a line that holds one tag alone writes nothing, and lines keep their numbers."""
    return _ALONE.sub("\\1{#\n#}", text)


def used(environment: Environment, models: ActModels, model: ActModel) -> Used:
    """Return the fields that a body and the parts it includes name, each with the file and line of its first place.

    Raises ContentError for a name that is declared nowhere, an unknown threshold or part, or a body that cannot be
    read.
    """
    declared = models.fields(model)
    found: Used = {}
    for name, path, line in _names(environment, models, model, "", frozenset()):
        if name not in declared:
            raise ContentError(path, line, "champ", f"le champ {name} n’est pas déclaré : l’ajouter aux [[fields]]")
        found.setdefault(name, (path, line))
    return found


def watched(environment: Environment, text: str) -> tuple[Template, list[int]]:
    """Return a template that calls ``_atteint(n)`` at the start of its n-th branch, and the line of each branch."""
    from jinja2 import Template, nodes

    tree = environment.parse(template(text))
    lines: list[int] = []
    found: list[nodes.If | nodes.For] = [*tree.find_all(nodes.If), *tree.find_all(nodes.For)]
    branches: list[list[nodes.Node]] = [branch for node in found for branch in (node.body, node.else_) if branch]
    for branch in branches:
        line = branch[0].lineno
        number = nodes.Const(len(lines))
        call = nodes.Call(nodes.Name(WATCH, "load", lineno=line), [number], [], None, None, lineno=line)
        branch.insert(0, nodes.Output([call], lineno=line))
        lines.append(line)
    made = Template.from_code(environment, environment.compile(tree), environment.make_globals(None))
    return made, lines


def problem(models: ActModels, model: ActModel, detail: str, line: int = 1) -> ContentError:
    """Return a problem of the body of a model; ``line`` counts in the body, from 1."""
    return ContentError(models.folder / model.file, model.body_line + line - 1, "modele", detail)


def syntax_problem(error: TemplateSyntaxError, models: ActModels, model: ActModel) -> ContentError:
    """Return what Jinja2 could not read, with its file and line."""
    detail = f"gabarit illisible : {error.message}"
    if error.name and error.name != model.id:
        part = models.part(error.name)
        return ContentError(part[1] if part else models.folder, error.lineno, "modele", detail)
    return problem(models, model, detail, error.lineno)


def _names(
    environment: Environment, models: ActModels, model: ActModel, part: str, above: frozenset[str]
) -> Iterator[tuple[str, Path, int]]:
    from jinja2 import TemplateSyntaxError, nodes

    told = models.part(part) if part else None
    text, path = told or (model.body, models.folder / model.file)
    first = 1 if part else model.body_line
    try:
        fences(text, path, first)
        tree = environment.parse(template(text), part or model.id)
    except TemplateSyntaxError as error:
        raise syntax_problem(error, models, model) from error
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
    for name, line in _dotted(tree):
        if name.partition(".")[0] not in own | FUNCTIONS:
            yield name, path, first + line - 1
    for call in tree.find_all(nodes.Call):
        _check_threshold(call, models, path, first)
        if isinstance(call.node, nodes.Name):
            yield from ((name, path, first + call.lineno - 1) for name in _ASKED.get(call.node.name, ()))
    for include in tree.find_all(nodes.Include):
        name = include.template.value if isinstance(include.template, nodes.Const) else ""
        if models.part(name) is None or name in above:
            raise ContentError(path, first + include.lineno - 1, "modele", f"pas de socle « {name} » dans commun/")
        yield from _names(environment, models, model, name, above | {name})


def _check_threshold(call: nodes.Call, models: ActModels, path: Path, first: int) -> None:
    from jinja2 import nodes

    if not isinstance(call.node, nodes.Name) or call.node.name != "_variante":
        return
    name = call.args[0]
    if isinstance(name, nodes.Const) and name.value != "forme" and name.value not in models.thresholds:
        known = ", ".join(models.thresholds)
        detail = f"pas de seuil « {name.value} » dans seuils.toml ; possibles : {known}"
        raise ContentError(path, first + call.lineno - 1, "seuil", detail)


def _dotted(tree: nodes.Node) -> Iterator[tuple[str, int]]:
    """Yield each name that is read, with the words behind its dots."""
    from jinja2 import nodes

    for node in tree.iter_child_nodes():
        if isinstance(node, nodes.Getattr):
            chain, inner = [node.attr], node.node
            while isinstance(inner, nodes.Getattr):
                chain.insert(0, inner.attr)
                inner = inner.node
            if isinstance(inner, nodes.Name):
                yield ".".join((inner.name, *chain)), node.lineno
            else:
                yield from _dotted(node)
        elif isinstance(node, nodes.Name):
            if node.ctx == "load":
                yield node.name, node.lineno
        else:
            yield from _dotted(node)
