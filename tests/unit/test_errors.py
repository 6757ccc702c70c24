"""The errors of the core: the tree at the head of the module is the tree of its classes."""

from __future__ import annotations

import re

from kit import errors


def test_the_tree_in_the_docstring_is_that_of_the_classes() -> None:
    drawn: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"([│├└─ ]*)(\w*Error|[A-Z]\w+)(?= {2}|$)", line):
            depth = len(found[1]) // 4
            drawn[found[2]] = above[depth - 1] if depth else "Exception"
            above[depth:] = [found[2]]
    classes = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)]
    assert drawn == {one.__name__: one.__bases__[0].__name__ for one in classes}
