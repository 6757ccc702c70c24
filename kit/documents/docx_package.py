"""The parts around the text of a DOCX: what each is, what leads to which, who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kit.documents.document import LANGUAGE, Document
from kit.documents.office import full_title, xml
from kit.documents.wording import wording

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"


def types(parts: Mapping[str, str], *, has_pictures: bool = False) -> str:
    """Return ``[Content_Types].xml``: the kind of each part."""
    images = '<Default Extension="png" ContentType="image/png"/>' if has_pictures else ""
    kinds = {f"/word/{name}.xml": f"{_TYPE}{kind}+xml" for name, kind in parts.items()}
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in {**kinds, "/docProps/core.xml": _CORE}.items()
    )
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{images}{overrides}</Types>\n'
    )


def relations(*targets: tuple[str, ...], pictures: Iterable[str] = ()) -> str:
    """Return a ``.rels`` part: the kind and the target of each relation, and its id where it is not its kind.

    ``pictures`` are told by their names.
    """
    told = "".join(
        f'<Relationship Id="{(*own, kind if "/" not in kind else "core")[0]}" '
        f'Type="{kind if "/" in kind else f"{_R}/{kind}"}" Target="{target}"/>'
        for kind, target, *own in targets
    )
    told += "".join(f'<Relationship Id="{one}" Type="{_R}/image" Target="media/{one}.png"/>' for one in pictures)
    name = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{name}">{told}</Relationships>\n'


def core(document: Document) -> str:
    """Return ``docProps/core.xml``."""
    author = xml(document.author or wording().say("documents", "author"))
    moment = f"{document.date.isoformat()}T00:00:00Z"
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml(full_title(document))}</dc:title><dc:creator>{author}</dc:creator>"
        f"<dc:language>{LANGUAGE}</dc:language>{dates}</cp:coreProperties>\n"
    )
