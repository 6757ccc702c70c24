"""Whether texts may be given out: no error of lint, no address that a program could fetch something from."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterable
from pathlib import Path

from kit import paths
from kit.content.loader import load_publisher
from kit.content.problem import Problem
from kit.errors import ContentError, PackRefused

_FETCHED = re.compile(rb"(?i)\b(?:https?|ftps?|file)://|\bdata:\w+/")


def check_texts(folder: Path, path: Path | None = None) -> None:
    """Check a folder with ``kit.toml`` and ``content``; raises PackRefused for ``path`` (the folder) where it fails.

    Dates are judged on the day of the texts: an old laptop's clock may stand years back.
    """
    from kit.content import lint

    told = path or folder
    day = _day(folder)
    for file in sorted((folder / "content").rglob("*")) + sorted((folder / "actes").rglob("*")):
        if file.is_file() and (found := _FETCHED.search(content := file.read_bytes())):
            line = content[: found.start()].count(b"\n") + 1
            raise PackRefused(told, "internet", f"{file.relative_to(folder).as_posix()}, ligne {line}")
    try:
        report = lint.check(folder / "content", folder / "kit.toml", paths.pictograms(), day)
    except ContentError as error:
        raise PackRefused(told, "broken-text", f"{error.file.name}, ligne {error.line}") from error
    acts = _acts_problems(folder, day or datetime.date.today())
    for problem in (*report.problems, *acts):
        if problem.severity == "error":
            raise PackRefused(told, "broken-text", f"{problem.file}, ligne {problem.line} : {problem.message}")
    if not report.counts["actions"]:
        raise PackRefused(told, "broken-text", "content")


def _acts_problems(folder: Path, day: datetime.date) -> Iterable[Problem]:
    from kit.acts.lint import check
    from kit.acts.loader import ActModels
    from kit.content.files import FileStore
    from kit.content.library import Library

    if not (folder / "actes").is_dir():
        return ()
    return check(ActModels(folder / "actes"), Library(FileStore(folder / "content", folder / "kit.toml")), day)


def _day(folder: Path) -> datetime.date | None:
    with contextlib.suppress(ContentError, ValueError):
        return datetime.date.fromisoformat(load_publisher(folder / "kit.toml").content_date)
    return None
