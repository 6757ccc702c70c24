"""``kit lint --fix``: French typography in the texts and in the lists, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from kit import typography
from kit.content.headers import split
from kit.errors import ContentError
from kit.files import write_whole

_SENTENCES = "title|summary|short_title|to_check|done_when|first_step|text|who|time"
_LISTED = "definition|expansion|name|what|ask|reach|title|when|question|help|yes|no|to_check|reason|text"
_HEADER = re.compile(rf'(?m)((?:^|(?<=\{{ )|(?<=, ))(?:{_SENTENCES})\s*=\s*")((?:[^"\\\n]|\\.)*)(")')
_LIST = re.compile(rf'(?m)^((?:{_LISTED})\s*=\s*")((?:[^"\\\n]|\\.)*)(")')
_MACHINE_MADE = frozenset({"faits.toml", "sources.toml"})


def fix_text(raw: str) -> str:
    """Return a text file with French typography in its body and in the sentences of its header."""
    parts = split(raw, Path("-"))
    header = _HEADER.sub(_fix_value, parts.header)
    body = "\n".join(typography.french(line) for line in parts.body.split("\n"))
    return f"+++\n{header}\n+++\n{body}" + ("\n" if raw.endswith("\n") and not body.endswith("\n") else "")


def fix_list(raw: str) -> str:
    """Return a list (TOML) with French typography in its sentences."""
    return _LIST.sub(_fix_value, raw)


def _fix_value(match: re.Match[str]) -> str:
    return match[1] + typography.french(match[2]) + match[3]


def fixable(folder: Path) -> list[Path]:
    """Return the files whose typography is looked after: texts, and lists that are written by hand."""
    lists = [path for path in folder.glob("*.toml") if path.name not in _MACHINE_MADE]
    return sorted([*folder.rglob("*.md"), *lists])


def fixed(path: Path, raw: str) -> str:
    """Return what a file should be; raises ContentError when it has no header."""
    return fix_text(raw) if path.suffix == ".md" else fix_list(raw)


def fix(folder: Path) -> list[Path]:
    """Set French typography in all texts and lists; returns the files that changed."""
    changed = []
    for path in fixable(folder):
        try:
            raw = path.read_text(encoding="utf-8")
            wanted = fixed(path, raw)
        except (ContentError, UnicodeDecodeError):
            continue
        if wanted != raw:
            write_whole(path, wanted.encode())
            changed.append(path)
    return changed
