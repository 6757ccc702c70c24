"""The tags of a model: ``{% seuil "id" %}…{% sinon %}…{% finseuil %}`` and ``{% commune %}…{% epci %}…{% fin %}``.

Where the population (or the form) is not known both variants are written, each behind a visible note.
"""

from __future__ import annotations

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser


class Variants(Extension):
    """Parses the two tags; what they ask stands in the globals ``_variante`` and ``_note`` of a filling."""

    tags = {"seuil", "commune", "epci"}

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Return the nodes of one tag: each variant behind the question whether it is written."""
        token = next(parser.stream)
        if token.value == "seuil":
            name = parser.stream.expect("string").value
            ends, between = ("name:sinon", "name:finseuil"), "name:sinon"
            keys = (name, name)
        else:
            name, (ends, between) = "forme", (("name:epci", "name:fin"), "name:epci")
            keys = (token.value, "epci")
        body = [parser.parse_statements(ends)]
        if token.value != "epci" and parser.stream.skip_if(between):
            body.append(parser.parse_statements(ends[1:]))
        last = next(parser.stream)
        inline = last.lineno == token.lineno
        made: list[nodes.Node] = []
        for number, part in enumerate(body):
            first = number == 0
            made.append(self._part(part, (name, keys[number], first, inline), token.lineno))
        return made

    def _part(self, body: list[nodes.Node], asked: tuple[str, str, bool, bool], line: int) -> nodes.Node:
        arguments: list[nodes.Expr] = [nodes.Const(value) for value in asked]
        opening = _call("_avant", arguments, line)
        closing = _call("_apres", arguments, line)
        inside = [nodes.Output([opening], lineno=line), *body, nodes.Output([closing], lineno=line)]
        return nodes.If(_call("_variante", arguments, line), inside, [], [], lineno=line)


def _call(name: str, arguments: list[nodes.Expr], line: int) -> nodes.Call:
    return nodes.Call(nodes.Name(name, "load", lineno=line), arguments, [], None, None, lineno=line)
