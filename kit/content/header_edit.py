"""Changes single values in the header of a text, or one entry of a list; every other letter stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from kit.content.headers import split
from kit.content.model import Example
from kit.content.shelf import Network
from kit.errors import ContentError


def set_key(raw: str, path: Path, key: str, value: str) -> str:
    """Return a text whose header has ``key`` set to a value written as TOML; raises ContentError without a header."""
    parts = split(raw, path)
    line = f"{key} = {value}"
    header, count = re.subn(rf"(?m)^{key}\s*=.*$", lambda _: line, parts.header, count=1)
    if not count:
        header = re.sub(r"(?m)^title\s*=.*$", lambda found: f"{found[0]}\n{line}", header, count=1)
    return _with_header(raw, header)


def set_reviewed(raw: str, path: Path, day: str, *, provisional: bool) -> str:
    """Return a text as read on an ISO day; raises ContentError without a header."""
    raw = set_key(raw, path, "reviewed_on", day)
    return set_key(raw, path, "provisional", "true" if provisional else "false")


PLACE, TITLE = "[[exemples]]", "## Un exemple"
"""Where the examples of a text stand in what one reads, and the heading of a part made for them."""
_PLACE = re.compile(r"(?m)^[ \t]*\[\[exemples\]\][ \t]*$")


def set_example(raw: str, path: Path, example: Example, *, replaces: str = "") -> str:
    """Return a text with an example in the place of the one of this id, or after its last one.

    A text that had none gets a part for it, at its end.
    Raises ContentError without a header, or where its examples are not written as ``[[examples]]``.
    """
    blocks = _blocks(raw, path)
    places = [place for place, block in enumerate(blocks) if _is_example(block)]
    found = next((place for place in places if _id_of(blocks[place]) == replaces), None)
    made = example_block(example)
    if found is not None:
        blocks[found] = made
    else:
        after = places[-1] + 1 if places else 1
        blocks.insert(after, made)
    return _with_place(_joined(raw, blocks), path)


def drop_example(raw: str, path: Path, example_id: str) -> str:
    """Return a text without the example of this id; raises ContentError as ``set_example``."""
    kept = [block for block in _blocks(raw, path) if not (_is_example(block) and _id_of(block) == example_id)]
    made = _joined(raw, kept)
    return made if any(map(_is_example, kept)) else _without_place(made, path)


def _with_place(raw: str, path: Path) -> str:
    parts = split(raw, path)
    if _PLACE.search(parts.body):
        return raw
    head = raw.split("\n")[: parts.body_line - 1]
    return "\n".join((*head, parts.body.rstrip("\n"), "", TITLE, "", PLACE, ""))


def _without_place(raw: str, path: Path) -> str:
    """Take away where examples stood, with the heading of a part that holds nothing else."""
    parts = split(raw, path)
    body = re.sub(rf"(?m)^{TITLE}s?\n+\[\[exemples\]\][ \t]*\n*(?=## |\Z)", "", parts.body)
    body = re.sub(r"(?m)^[ \t]*\[\[exemples\]\][ \t]*\n*", "", body)
    head = raw.split("\n")[: parts.body_line - 1]
    return "\n".join((*head, body.rstrip("\n"), ""))


def example_block(one: Example) -> str:
    """Return an example as a table of TOML, its keys in the order of the texts."""
    told: list[tuple[str, str]] = [("id", quoted(one.id)), ("place", quoted(one.place))]
    told += [(key, quoted(value)) for key in ("departement", "insee", "siren") if (value := getattr(one, key))]
    numbers = ("population", "population_year", "year")
    told += [(key, str(value)) for key in numbers if (value := getattr(one, key)) is not None]
    if one.undated:
        told.append(("undated", "true"))
    if one.role:
        told.append(("role", _array(one.role)))
    told.append(("text", quoted(one.text)))
    if one.facts:
        told.append(("facts", _array(one.facts)))
    return "\n".join(("[[examples]]", *(f"{key} = {value}" for key, value in told)))


def set_network(raw: str, network: Network, *, replaces: str = "") -> str:
    """Return the list of networks with one in the place of the one of this id, or at its end."""
    blocks = tables(raw)
    told = [("id", network.id), ("name", network.name), ("acronym", network.acronym)]
    told += [("what", network.what), ("ask", network.ask), ("reach", network.reach)]
    told += [("mail", network.mail)] if network.mail else []
    lines = ["[[network]]", *(f"{key} = {quoted(words)}" for key, words in told)]
    lines += [f"{key} = {_array(ids)}" for key in ("facts", "sources") if (ids := getattr(network, key))]
    lines += [f"to_check = {quoted(network.to_check)}"] if network.to_check else []
    place = next((n for n, block in enumerate(blocks) if n and _id_of(block) == replaces), None)
    if place is None:
        blocks.append("\n".join(lines))
    else:
        blocks[place] = "\n".join(lines)
    return "\n\n".join(filter(None, blocks)) + "\n"


def add_table(raw: str, key: str, **values: str | tuple[str, ...]) -> str:
    """Return a list of tables, as sources.toml, with one more at its end."""
    lines = (f"{name} = {_array(one) if isinstance(one, tuple) else quoted(one)}" for name, one in values.items())
    return "\n".join((raw.rstrip("\n"), "", f"[{key}]", *lines, ""))


def tables(text: str) -> list[str]:
    """Return TOML cut at its tables: what stands before the first, then each; without the empty lines around."""
    return [block.strip("\n") for block in re.split(r"(?m)^(?=\[\[?[A-Za-z0-9_.-]+\]\]?\s*(?:#.*)?$)", text)]


def quoted(words: str) -> str:
    """Return words as a TOML string of one line."""
    plain = re.sub(r"[\x00-\x1f\x7f]+", " ", words).strip(" ")  # no-break spaces are a part of the words
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _array(words: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, words))}]"


def _with_header(raw: str, header: str) -> str:
    first, _, rest = raw.partition("\n")
    closing = re.search(r"(?m)^\+\+\+[ \t]*$", rest)
    assert closing is not None, "split has found it"
    return f"{first}\n{header}\n{rest[closing.start() :]}"


def _blocks(raw: str, path: Path) -> list[str]:
    """Return the header cut at its tables: what stands before the first, then each; without the empty lines around."""
    header = split(raw, path).header
    if re.search(r"(?m)^examples\s*=", header):
        raise ContentError(path, 2, "en-tete", "les exemples s’écrivent chacun sous une ligne [[examples]]")
    return tables(header)


def _joined(raw: str, blocks: Sequence[str]) -> str:
    return _with_header(raw, "\n\n".join(block for block in blocks if block))


def _is_example(block: str) -> bool:
    return block.startswith("[[examples]]")


def _id_of(block: str) -> str:
    found = re.search(r'(?m)^id\s*=\s*"([^"]*)"', block)
    return found[1] if found else ""
