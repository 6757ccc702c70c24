"""What the calls share: the texts, JSON on stdout, and where an id is looked for."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any, Protocol

from kit import paths
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.model import Article


class Subparsers(Protocol):
    """What ``add_subparsers`` returns."""

    def add_parser(self, name: str, **rest: Any) -> argparse.ArgumentParser: ...


def library() -> Library:
    """Return the texts as they are in their files now."""
    return Library(FileStore(paths.content(), paths.kit_file()))


def put_json(value: Any) -> None:
    """Put one JSON document on stdout and nothing else."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def ticked_target(texts: Library, action_id: str) -> str:
    """Return the journal's target of an action or milestone; raises UnknownId for any other id."""
    from kit.errors import UnknownId

    article: Article = texts.article(action_id)
    if article.kind not in ("action", "milestone"):
        near = tuple(a.id for a in texts.articles("action", "milestone") if a.parent == action_id)
        raise UnknownId(action_id, near)
    return f"{article.kind}:{action_id}"
