"""lint, list, show, search: the calls that read the texts."""

from __future__ import annotations

import argparse
import datetime
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from kit import paths
from kit.commands.output import put_json, say
from kit.commands.shared import Subparsers, library
from kit.content import lint, mend
from kit.content.coverage import collection
from kit.content.example_words import in_one_paragraph
from kit.content.library import Library
from kit.content.model import Article
from kit.content.plain_text import article_text
from kit.content.problem import Coverage, Problem
from kit.content.reading_ease import LONG, Reading
from kit.content.rules.spelling import Speller
from kit.errors import UnknownId
from kit.typography import counted

if TYPE_CHECKING:
    from kit.acts.model import ActModel

KINDS = (
    "chapter",
    "reason",
    "topic",
    "lever",
    "milestone",
    "action",
    "competence",
    "term",
    "example",
    "network",
    "model",
    "question",
    "source",
    "article",
)


_COUNTED = {
    "chapters": ("chapitre",),
    "reasons": ("raison",),
    "topics": ("sujet",),
    "levers": ("levier",),
    "milestones": ("point de départ", "points de départ"),
    "actions": ("action",),
    "competences": ("compétence",),
    "terms": ("terme du glossaire", "termes du glossaire"),
    "examples": ("exemple",),
    "models": ("modèle d’acte", "modèles d’actes"),
    "questions": ("question",),
    "sources": ("source",),
    "words": ("mot",),
    "provisional": ("texte provisoire", "textes provisoires"),
}


def add_parsers(subparsers: Subparsers) -> None:
    """Add the calls to the command line."""
    p = subparsers.add_parser("lint", help="vérifier les textes")
    p.add_argument("--fix", action="store_true", help="remettre les espaces insécables")
    p.add_argument(
        "--facts",
        type=Path,
        action="append",
        default=[],
        metavar="F",
        help="comparer les textes à la collection des faits (une fois par fichier)",
    )
    p.add_argument(
        "--lisibilite", action="store_true", help="dire comment chaque page se lit, la plus difficile d’abord"
    )
    p.add_argument("--texts", type=Path, metavar="DIR", help="les textes de ce dossier, non ceux du programme")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_lint)
    p = subparsers.add_parser("list", help="lister les textes")
    p.add_argument("--kind", choices=KINDS)
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_list)
    p = subparsers.add_parser("show", help="lire un texte")
    p.add_argument("id")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_show)
    p = subparsers.add_parser("search", help="chercher dans les textes")
    p.add_argument("words", nargs="+")
    p.add_argument("--limit", type=_limit, default=20, metavar="N")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_search)


def _limit(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,5}", text):
        raise argparse.ArgumentTypeError(f"« {text} » ne convient pas : un nombre, 1 au moins")
    return int(text)


def run_lint(arguments: argparse.Namespace) -> int:
    """Check the texts; 1 when there is an error."""
    from kit.mail import template_lint

    texts = arguments.texts or paths.resources()
    folder = texts / "content"
    if arguments.fix:
        for path in mend.fix(folder):
            say(f"corrigé : {path.relative_to(folder).as_posix()}", file=sys.stderr)
    speller = Speller.find(paths.spelling_dictionary(), paths.domain_words(), paths.user_cache())
    facts_files = collection(*arguments.facts, paths.facts_of_law()) if arguments.facts else ()
    checked = lint.check(folder, texts / "kit.toml", paths.pictograms(), speller=speller, facts_files=facts_files)
    messages = template_lint.check(paths.mail_templates(), paths.kit_file())
    found = checked.problems + messages + _models_problems(texts, speller)
    report, facts = msgspec.structs.replace(checked, problems=found), checked.coverage
    if arguments.json:
        keep = ("file", "line", "rule", "message", "severity")
        problems = [{k: getattr(p, k) for k in keep} for p in report.problems]
        record = {"errors": report.errors, "warnings": report.warnings, "counts": report.counts, "cases": report.cases}
        record |= {"problems": problems, "reading_ease": {page: one.ease for page, one in report.reading.items()}}
        if arguments.lisibilite:
            record["reading"] = {page: msgspec.to_builtins(one) for page, one in report.reading.items()}
        put_json(record | ({"facts": _facts(facts)} if facts else {}))
    else:
        for p in report.problems:
            say(f"{p.file}:{p.line}: {'erreur' if p.severity == 'error' else 'remarque'} [{p.rule}] {p.message}")
        counts = ", ".join(counted(number, *_COUNTED[name]) for name, number in report.counts.items())
        say(f"{counted(report.errors, 'erreur')}, {counted(report.warnings, 'remarque')}. {counts}")
        for line in _reading(report.reading, whole=arguments.lisibilite):
            say(line)
        say(_cases_in_words(report.cases))
        if facts:
            say(_facts_in_words(facts))
    return 1 if report.errors else 0


def _models_problems(texts: Path, speller: Speller | None) -> tuple[Problem, ...]:
    from kit.acts.lint import check
    from kit.acts.loader import ActModels
    from kit.content.files import FileStore

    if not (texts / "actes").is_dir():
        return ()
    told = Library(FileStore(texts / "content", texts / "kit.toml"))
    return tuple(check(ActModels(texts / "actes"), told, datetime.date.today(), speller=speller))


def _reading(pages: dict[str, Reading], *, whole: bool) -> Iterator[str]:
    """Yield how the pages read: one line, or a line a page, the hardest first."""
    if not pages:
        return
    ordered = sorted(pages.items(), key=lambda item: (item[1].ease, item[0]))
    mean = sum(one.ease for one in pages.values()) / len(pages)
    name, hardest = ordered[0]
    yield f"Lisibilité : {mean:.0f} sur 100 en moyenne ; le texte le plus difficile : {name} ({hardest.ease:.0f})"
    if whole:
        yield f"{'Page':<36} Facilité  Mots par phrase  Phrases de plus de {LONG} mots  Sigles non expliqués"
        for name, one in ordered:
            figures = f"{name:<36} {one.ease:>8.0f}  {one.words:>15.1f}  {one.long:>26.0%}"
            yield f"{figures}  {', '.join(one.acronyms)}".rstrip()


def _facts(facts: Coverage) -> dict[str, Any]:
    return {
        "used": list(facts.used),
        "left_out": facts.left_out,
        "forgotten": list(facts.forgotten),
        "share": round(facts.share, 4),
    }


def _cases_in_words(cases: dict[str, Any]) -> str:
    places = ", ".join(f"{code} {number}" for code, number in cases["by_departement"].items())
    return (
        f"Cas réels : {cases['total']} distincts ({places}) ; {cases['under_1000']} dans une commune de moins de 1 000 "
        f"habitants, {cases['under_3500']} de moins de 3 500 ; "
        f"{cases['with_role']} où le rôle d’une collectivité est dit"
    )


def _facts_in_words(facts: Coverage) -> str:
    left_out = "\n".join(f"  {fact} : {reason}" for fact, reason in facts.left_out.items())
    return (
        f"Faits : {counted(len(facts.used), 'cité')} ({facts.share:.0%} des faits lus), "
        f"{counted(len(facts.forgotten), 'oublié')}, {counted(len(facts.left_out), 'écarté')} exprès :\n{left_out}"
    )


def run_list(arguments: argparse.Namespace) -> int:
    """List the texts, in reading order."""
    rows = [row for row in _rows(library()) if not arguments.kind or row["kind"] == arguments.kind]
    if arguments.json:
        put_json(rows)
    else:
        for row in rows:
            say(f"{row['kind']:<10} {row['id']:<34} {row['title']}")
    return 0


def _rows(texts: Library) -> Iterator[dict[str, Any]]:
    for article in texts.articles():
        yield {
            "id": article.id,
            "kind": article.kind,
            "title": article.title,
            "parent": article.parent,
            "file": article.file,
        }
    for example in texts.examples():
        file = texts.article(example.parent).file
        yield {"id": example.id, "kind": "example", "title": example.place, "parent": example.parent, "file": file}
    shelf = texts.shelf
    for term in shelf.terms:
        yield {"id": term.id, "kind": "term", "title": term.term, "parent": "", "file": "glossaire.toml"}
    for network in shelf.networks:
        yield {"id": network.id, "kind": "network", "title": network.name, "parent": "", "file": "reseaux.toml"}
    for asked in shelf.questions:
        yield {"id": asked.id, "kind": "question", "title": asked.question, "parent": "", "file": "diagnostic.toml"}
    for model in models():
        yield {"id": model.id, "kind": "model", "title": model.title, "parent": "", "file": f"actes/{model.file}"}
    for source in shelf.sources.values():
        yield {"id": source.id, "kind": "source", "title": source.title, "parent": "", "file": "sources.toml"}


def models() -> tuple[ActModel, ...]:
    """Return the models of acts, the most useful first."""
    from kit.acts.loader import ActModels

    return ActModels(paths.acts()).all()


def run_show(arguments: argparse.Namespace) -> int:
    """Print a text in 72 columns."""
    record = _record_of(library(), arguments.id)
    if arguments.json:
        put_json(record)
    else:
        say(record["text"])
    return 0


def _record_of(texts: Library, wanted: str) -> dict[str, Any]:
    if texts.has(wanted):
        article: Article = texts.article(wanted)
        record: dict[str, Any] = msgspec.to_builtins(article)
        return record | {"kind": article.kind, "text": article_text(article, texts.body(wanted), texts)}
    for row in _rows(texts):
        if row["id"] == wanted:
            return row | {"text": _listed_text(texts, row)}
    raise UnknownId(wanted, texts.near(wanted))


def _listed_text(texts: Library, row: dict[str, Any]) -> str:
    shelf = texts.shelf
    items: dict[str, Any] = {
        "term": {t.id: f"{t.term}{f' ({t.expansion})' if t.expansion else ''}\n\n{t.definition}" for t in shelf.terms},
        "network": {n.id: f"{n.name}\n\n{n.what}\n\n{n.ask}\n\n{n.reach}" for n in shelf.networks},
        "source": {s.id: f"{s.title}\n{s.address} (nécessite Internet)" for s in shelf.sources.values()},
        "question": {q.id: f"{q.question}\n\n{q.help}\n\nOui : {q.yes}\n\nNon : {q.no}" for q in shelf.questions},
        "model": {m.id: f"{m.title}\n\n{m.summary}\n\n{m.signed_by}\n\n{m.when}" for m in models()},
        "example": {e.id: in_one_paragraph(e) for e in texts.examples()},
    }
    words: str = items[row["kind"]][row["id"]]
    return "\n".join(textwrap.fill(line, 72) for line in words.splitlines())


def run_search(arguments: argparse.Namespace) -> int:
    """Print the hits, best first; nothing found is no error."""
    from kit.search.index import FILE, SearchIndex

    folder: Path = paths.shipped_index()
    from kit.compiling import is_fresh

    index = SearchIndex(folder / FILE) if is_fresh(folder) else SearchIndex.in_memory(library())
    hits = index.search(" ".join(arguments.words), arguments.limit)
    index.close()
    if arguments.json:
        keep = ("id", "kind", "title", "where", "extract")
        put_json([{k: getattr(hit, k) for k in keep} for hit in hits])
    else:
        for hit in hits:
            say(f"{hit.id}\n  {hit.title} – {hit.where or 'Accueil'}\n  {hit.extract}")
        if not hits:
            say("Rien trouvé. Essayez avec moins de mots.")
    return 0
