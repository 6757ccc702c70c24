"""What a document of an office takes over of a secretary's template: styles, page, header, footer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kit.documents.document import Document
from kit.documents.template import FILE_LIMIT, OfficeTemplate, template_of
from kit.errors import TemplateRefused

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument"
_WORD_STYLE = re.compile(r'<w:style w:type="(\w+)"[^>]*w:styleId="(\w+)">\s*<w:name w:val="([^"]*)"/>.*?</w:style>')
_OPEN_STYLE = re.compile(
    r'<style:style style:name="([^"]*)"[^>]*style:family="([\w-]+)"[^>]*?(?:/>|>.*?</style:style>)|'
    r'<text:list-style style:name="([^"]*)".*?</text:list-style>',
    re.DOTALL,
)
_NAMED = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val=")(\w+)(")')
_SIGNED = re.compile(r"\s+xmlns:[\w-]+=\"[^\"]*\"")


def template_for(document: Document, kind: str) -> OfficeTemplate | None:
    """Return the template of a document for this kind of file; of those of its dossier only one that is still sound."""
    if document.template is not None:
        return document.template if document.template.kind == kind else None
    if not document.templates:
        return None
    from kit.documents.keeping import content

    for one in document.templates:
        data = content(one, FILE_LIMIT)
        if data is None:
            continue
        try:
            found = template_of(data, one.dossier)
        except TemplateRefused:
            continue
        if found.kind == kind:
            return found
    return None


def with_word_template(parts: Mapping[str, str | bytes], template: OfficeTemplate) -> dict[str, str | bytes]:
    """Return the parts of a DOCX with the styles of a template, and its header and footer where it has any."""
    told = dict(parts)
    styles, ids = _word_styles(str(parts["word/styles.xml"]), template)
    for name, part in parts.items():
        if name.startswith("word/") and isinstance(part, str) and name.endswith(".xml"):
            told[name] = _NAMED.sub(lambda found: f"{found[1]}{ids.get(found[2], found[2])}{found[3]}", part)
    told["word/styles.xml"] = styles
    types, relations = [], []
    if template.theme:
        told["word/theme/theme1.xml"] = _XML + template.theme
        types.append(f'<Override PartName="/word/theme/theme1.xml" ContentType="{_TYPE}.theme+xml"/>')
        relations.append(f'<Relationship Id="theme" Type="{_R}/theme" Target="theme/theme1.xml"/>')
    endings = set()
    for number, edge in enumerate(template.edges, 1):
        kind = "header" if edge.is_header else "footer"
        name = f"modele{number}"
        told[f"word/{name}.xml"] = _XML + edge.xml
        types.append(f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.wordprocessingml.{kind}+xml"/>')
        relations.append(f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{name}.xml"/>')
        own = ""
        for key, ending, data in edge.pictures:
            told[f"word/media/{name}{key}{ending}"] = data
            endings.add(ending)
            own += f'<Relationship Id="{key}" Type="{_R}/image" Target="media/{name}{key}{ending}"/>'
        if own:
            told[f"word/_rels/{name}.xml.rels"] = f'{_XML}<Relationships xmlns="{_RELATIONS}">{own}</Relationships>'
    known = str(told["[Content_Types].xml"])
    types += [
        f'<Default Extension="{one[1:]}" ContentType="image/{_MIME.get(one, one[1:])}"/>'
        for one in sorted(endings)
        if f'Extension="{one[1:]}"' not in known
    ]
    told["[Content_Types].xml"] = known.replace("</Types>", "".join(types) + "</Types>")
    place = "word/_rels/document.xml.rels"
    told[place] = str(told[place]).replace("</Relationships>", "".join(relations) + "</Relationships>")
    told["word/document.xml"] = _with_edges(str(told["word/document.xml"]), template)
    return told


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MIME = {".jpg": "jpeg", ".tif": "tiff", ".emf": "x-emf", ".wmf": "x-wmf"}


def _word_styles(ours: str, template: OfficeTemplate) -> tuple[str, dict[str, str]]:
    """Return the styles of a template with those of ours that it lacks, and the ids there of those of the same name."""
    ids: dict[str, str] = {}
    more = []
    taken = set(template.known.values())
    for found in _WORD_STYLE.finditer(ours):
        family, own, name = found.groups()
        there = template.known.get((family, name.lower()))
        if there:
            ids[own] = there
        elif own in taken:  # another style of theirs bears this id
            ids[own] = f"Kit{own}"
            more.append(found[0].replace(f'w:styleId="{own}"', f'w:styleId="Kit{own}"').replace(' w:default="1"', ""))
        else:
            more.append(found[0].replace(' w:default="1"', ""))
    told = "".join(
        _NAMED.sub(lambda one: f"{one[1]}{ids.get(one[2], one[2])}{one[3]}", style).replace(
            "<w:style ", f'<w:style xmlns:w="{_W}" ', 1
        )
        for style in more
    )
    at = template.styles.rindex("</")
    return _XML + template.styles[:at] + told + template.styles[at:], ids


def _with_edges(main: str, template: OfficeTemplate) -> str:
    """Let the pages of the text have the header and footer of a template, where it has one; not what stands apart."""
    if not template.edges:
        return main
    heads = [(n, edge) for n, edge in enumerate(template.edges, 1) if edge.is_header]
    feet = [(n, edge) for n, edge in enumerate(template.edges, 1) if not edge.is_header]

    def section(found: re.Match[str]) -> str:
        told = found[0]
        if '<w:type w:val="oddPage"/>' in told:
            return told
        for kind, edges in (("header", heads), ("footer", feet)):
            if not edges:
                continue
            told = re.sub(rf"<w:{kind}Reference [^>]*/>", "", told)
            refs = "".join(
                f'<w:{kind}Reference xmlns:r="{_R}" w:type="{edge.kind}" r:id="modele{n}"/>' for n, edge in edges
            )
            told = told.replace("<w:sectPr>", f"<w:sectPr>{refs}", 1)
        told = told.replace("<w:titlePg/>", "")
        return told.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>") if template.opens else told

    return re.sub(r"<w:sectPr>.*?</w:sectPr>", section, main, flags=re.DOTALL)


def with_open_template(ours: str, template: OfficeTemplate) -> str:
    """Return the styles of an ODT: those of a template, and of ours what it lacks; its page, its header and footer."""
    names = "".join(dict.fromkeys(_SIGNED.findall(ours[: ours.index(">", ours.index("<office:document-styles"))])))
    shared = ours[ours.index("<office:styles>") : ours.index("</office:styles>")]
    more = []
    for found in _OPEN_STYLE.finditer(shared):
        name, family = (found[1], found[2]) if found[1] else (found[3], "list-style")
        if (family, name.lower()) not in template.known:
            more.append(_signed(found[0], names))
    text = _inserted(template.styles, "styles", "".join(more))
    layout = re.search(r'<style:page-layout style:name="PageApart".*?</style:page-layout>', ours, re.DOTALL)
    master = re.search(r'<style:master-page style:name="Apart"[^>]*/>', ours)
    if layout and ("page-layout", "pageapart") not in template.known:
        text = _inserted(text, "automatic-styles", _signed(layout[0], names))
    if master and ("master-page", "apart") not in template.known:
        text = _inserted(text, "master-styles", _signed(master[0], names))
    own = re.search(r'<style:master-page style:name="Standard".*?</style:master-page>', ours, re.DOTALL)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + (_with_foot(text, own[0], names) if own else text)


def _signed(element: str, names: str) -> str:
    """Return an element that says itself what its prefixes mean, wherever it stands."""
    return re.sub(r"^<([\w:-]+)", rf"<\1{names}", element, count=1)


def _inserted(text: str, part: str, more: str) -> str:
    return re.sub(rf"</(\w+):{part}>", lambda found: f"{more}{found[0]}", text, count=1)


def _with_foot(text: str, own: str, names: str) -> str:
    """Let a page that has neither header nor footer have the footer of the document: which it is, and its pages."""
    standard = re.search(
        r'<style:master-page [^>]*style:name="Standard"[^>]*?(/>|>.*?</style:master-page>)', text, re.DOTALL
    )
    foot = re.search(r"<style:footer>.*?</style:footer>", own, re.DOTALL)
    if not standard or not foot or "<style:header" in standard[0] or "<style:footer" in standard[0]:
        return text
    told = standard[0]
    opened = told[:-2] + ">" if told.endswith("/>") else told.removesuffix("</style:master-page>")
    return text.replace(told, f"{opened}{_signed(foot[0], names)}</style:master-page>", 1)
