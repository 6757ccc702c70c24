"""The parser of the command line in French: argparse has its own words in English only."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

from kit.commands.output import harmless

_WORDS = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"unrecognized arguments: (.*)", r"arguments inconnus : \1"),
    (r"one of the arguments (.*) is required", r"il faut l’un de ceux-ci : \1"),
    (r"not allowed with argument (\S+)", r"ne va pas avec \1"),
    (r"invalid choice: '?(.*?)'? \(choose from (.*)\)", r"« \1 » n’est pas possible ; choisir parmi \2"),
    (r"invalid \S+ value: '(.*)'", r"« \1 » ne convient pas"),
    (r"expected one argument", r"une valeur est attendue"),
    (r"expected at least one argument", r"au moins une valeur est attendue"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 peut vouloir dire \2"),
    (r"^argument ([^:]+): ", r"\1 : "),
)


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are in French; the parsers of its calls are too."""

    def __init__(self, *names: Any, **settings: Any) -> None:
        super().__init__(*names, **{**settings, "add_help": False})
        self._positionals.title, self._optionals.title = "arguments", "options"
        self.add_argument("-h", "--help", action="help", help="montrer cette aide")

    def error(self, message: str) -> NoReturn:
        """Print how the call is made and what is wrong with it; exit 2."""
        for english, french in _WORDS:
            message = re.sub(english, french, message)
        self.print_usage(sys.stderr)
        self.exit(2, harmless(f"{self.prog} : {message}\n"))
