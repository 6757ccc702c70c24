"""Files → articles: walks ``resources/content``, gives each text its parent and its number.

A broken file is named in ``problems`` with its line and left out; the rest is loaded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from kit.content.blocks import Body
from kit.content.headers import HeaderReader, Split
from kit.content.lists import read_toml
from kit.content.markdown import MarkdownReader
from kit.content.model import Article, Lever, Outline, Publisher
from kit.content.places import with_steps
from kit.errors import ContentError

HEADS = {"chapitre.md": "chapter", "raison.md": "reason", "levier.md": "lever", "jalon.md": "milestone"}


class Text(msgspec.Struct, frozen=True):
    """One file read: its article and its body, not yet parsed."""

    article: Article
    body: str
    body_line: int
    path: Path


class Texts(msgspec.Struct):
    """All files of a content folder, in reading order, and what was wrong with some."""

    texts: dict[str, Text] = msgspec.field(default_factory=dict)
    problems: list[ContentError] = msgspec.field(default_factory=list)


def load_texts(folder: Path) -> Texts:
    """Read all headers of a content folder (no Markdown); never raises for a broken file."""
    loaded = Texts()
    for path in sorted(folder.rglob("*.md"), key=lambda p: (p.name not in HEADS, str(p))):
        try:
            text = _load(path, folder)
            if text.article.id in loaded.texts:
                other = loaded.texts[text.article.id].article.file
                raise ContentError(path, 2, "id-unique", f"{text.article.id} est déjà dans {other}")
            loaded.texts[text.article.id] = text
        except ContentError as error:
            loaded.problems.append(error)
    _adopt(loaded, folder)
    _number(loaded)
    ordered = sorted(loaded.texts.values(), key=lambda t: _place(t.article, loaded))
    loaded.texts = {text.article.id: text for text in ordered}
    return loaded


def _load(path: Path, folder: Path) -> Text:
    raw = path.read_bytes()
    try:
        content = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ContentError(path, line, "utf-8", "le fichier n’est pas en UTF-8") from error
    return read_text(content, path, path.relative_to(folder).as_posix())


def read_text(content: str, path: Path, name: str) -> Text:
    """Return a text from the words of its file, called ``name`` in messages; raises ContentError."""
    reader = HeaderReader(content, path)
    article = reader.article("", name)
    parts: Split = reader.parts
    count = len(parts.body.split()) + len(article.summary.split())
    count += sum(len(step.text.split()) for step in article.steps)
    count += sum(len(example.text.split()) for example in article.examples)
    return Text(msgspec.structs.replace(article, words=count), parts.body, parts.body_line, path)


def _adopt(loaded: Texts, folder: Path) -> None:
    """Give each article its parent: the head of its folder, or of the nearest folder above."""
    heads = {
        t.path.parent: t.article.id for t in loaded.texts.values() if t.path.name in HEADS and t.path.name != "jalon.md"
    }
    for key, text in loaded.texts.items():
        here = text.path.parent
        if heads.get(here) == key:
            here = here.parent
        while here != folder and here not in heads:
            here = here.parent
        loaded.texts[key] = _with(text, parent=heads.get(here, ""))


def _with(text: Text, **changes: str) -> Text:
    """Return a text whose article has other values."""
    return msgspec.structs.replace(text, article=msgspec.structs.replace(text.article, **changes))


def _number(loaded: Texts) -> None:
    """Give levers, reasons and actions the short numbers that are printed beside them."""
    for key, text in loaded.texts.items():
        article = text.article
        if article.kind in ("lever", "reason", "chapter"):
            loaded.texts[key] = _with(text, code=str(article.order))
        elif article.kind in ("action", "milestone") and article.parent:
            lever = loaded.texts[article.parent].article
            code = f"{lever.order}.{article.order if article.kind == 'action' else 0}"
            loaded.texts[key] = _with(text, code=code)


def _place(article: Article, loaded: Texts) -> tuple[Any, ...]:
    """Return the key that sorts articles in reading order: a parent before its children."""
    chain: list[tuple[int, int, str]] = []
    current: Article | None = article
    while current is not None:
        rank = 0 if current.kind in ("milestone", "competence") else 1
        chain.append((rank if current.kind == "milestone" else 1, current.order, current.id))
        current = loaded.texts[current.parent].article if current.parent in loaded.texts else None
    return tuple(reversed(chain))


def outline(texts: Texts, publisher: Publisher) -> Outline:
    """Return chapters, reasons and levers with their actions."""
    articles = [text.article for text in texts.texts.values()]
    levers = tuple(
        Lever(
            article=lever,
            milestone=next((a for a in articles if a.kind == "milestone" and a.parent == lever.id), None),
            actions=tuple(a for a in articles if a.kind == "action" and a.parent == lever.id),
        )
        for lever in articles
        if lever.kind == "lever"
    )
    chapters = tuple(a for a in articles if a.kind == "chapter")
    return Outline(publisher, chapters, tuple(a for a in articles if a.kind == "reason"), levers)


def parse_body(text: Text, reader: MarkdownReader) -> Body:
    """Return the blocks of a text; raises ContentError."""
    body = reader.read(text.body, text.path, text.body_line, text.article.series)
    return with_steps(body) if text.article.steps else body


def load_publisher(path: Path) -> Publisher:
    """Read ``kit.toml``; raises ContentError, as nothing can be shown without it."""
    problems: list[ContentError] = []
    table = read_toml(path, problems)
    if problems:
        raise problems[0]
    organisation, contact = table.get("organisation", {}), table.get("contact", {})
    name = str(organisation.get("name", ""))
    called = {"called": name, "called_to": f"à {name}", "called_of": f"de {name}"}
    try:
        return Publisher(
            content_version=str(table["content_version"]),
            content_date=str(table["content_date"]),
            **{key: str(organisation.get(key, words)) for key, words in called.items()},
            **{k: str(organisation[k]) for k in ("name", "full_name", "region", "site")},
            **{k: str(contact[k]) for k in ("mail", "form_collectivites", "form_general", "form_fallback")},
        )
    except KeyError as error:
        raise ContentError(path, 1, "kit.toml", f"champ manquant : {error.args[0]}") from error
