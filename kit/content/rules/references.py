"""What a text points to: other texts, facts, sources; and ids, unique over everything that has one."""

from __future__ import annotations

from collections.abc import Iterator

from kit.content import blocks
from kit.content.lists import AGENDA, GLOSSARY, NETWORKS, QUESTIONS
from kit.content.problem import Problem
from kit.content.rules.case import Case, Setting


def check(case: Case) -> Iterator[Problem]:
    """Yield the links, facts and sources of a text that lead nowhere or are not told."""
    article, shelf = case.article, case.setting.shelf
    yield from _links(case)
    called = [*blocks.facts(case.body), *(fact for example in article.examples for fact in example.facts)]
    called += [fact for series in article.series for fact in series.facts]
    for fact_id in dict.fromkeys(called):
        yield from _fact(case, fact_id)
    for source in article.sources:
        if source not in shelf.sources:
            yield case.error("sources", "source", f"pas de source {source} : l’ajouter à sources.toml ou l’ôter d’ici")
    if article.kind == "topic" and not called:
        yield Problem(article.file, 1, "fait", "aucun appel de fait [F…] dans ce sujet : citer ce qui le fonde")


def _links(case: Case) -> Iterator[Problem]:
    article, library = case.article, case.setting.library
    for link in blocks.links(case.body):
        target, _, anchor = link.target.partition("#")
        if not library.has(target):
            yield case.error(f"]({link.target}", "lien", f"pas de texte {target}{_hint(case, target)}")
        elif anchor and anchor not in {h.anchor for h in blocks.headings(library.body(target))}:
            yield case.error(f"]({link.target}", "lien", f"{target} n’a pas de titre {anchor} : corriger après le #")
    for key in ("levers", "related"):
        for target in getattr(article, key):
            if not library.has(target):
                yield case.error(key, "lien", f"{key} : pas de texte {target}{_hint(case, target)}")


def _hint(case: Case, target: str) -> str:
    near = case.setting.library.near(target)
    return f" ; peut-être {near[0]}" if near else " : corriger ou ôter le lien"


def _fact(case: Case, fact_id: str) -> Iterator[Problem]:
    article = case.article
    fact = case.setting.shelf.facts.get(fact_id)
    if fact is None:
        yield case.error(fact_id, "fait", f"pas de fait {fact_id} dans faits.toml : corriger l’appel")
        return
    if fact.confidence == "DOUTEUX":
        yield case.error(fact_id, "fait", f"{fact_id} est douteux, il ne se publie pas : l’ôter")
    if fact.confidence in ("CONNU", "MIXTE") and not article.to_check:
        yield case.error(
            fact_id, "a-verifier", f"{fact_id} n’a pas été relu : dire dans to_check ce qui est à contrôler"
        )
    if fact.check_by and not article.check_by:
        message = (
            f"{fact_id} est à vérifier en {fact.check_by} : check_by = {fact.check_by} (ou plus tard, avec to_check)"
        )
        yield case.error(fact_id, "a-verifier", message)
    missing = [source for source in fact.sources if source not in article.sources]
    if missing:
        yield case.error(fact_id, "source", f"{fact_id} vient de {', '.join(missing)} : à mettre dans sources")


def unique_ids(setting: Setting, files: dict[str, str]) -> Iterator[Problem]:
    """Yield ids that two things share, whatever their kinds; ``files`` holds the lists as written, by name.

    An example may stand in several texts under one id when it says the same place and facts there.
    """
    seen: dict[str, str] = {article.id: article.file for article in setting.library.articles()}
    yield from _examples(setting, seen)
    shelf = setting.shelf
    for name, items in (
        (GLOSSARY, shelf.terms),
        (NETWORKS, shelf.networks),
        (AGENDA, shelf.dates),
        (QUESTIONS, shelf.questions),
    ):
        for item in items:
            line = _last_line(files.get(name, ""), item.id)
            if item.id in seen:
                yield Problem(
                    name, line, "id-unique", f"{item.id} est déjà dans {seen[item.id]} : changer cet identifiant"
                )
            if item.id in shelf.retired:
                yield Problem(name, line, "id-retire", f"{item.id} a été retiré : prendre un autre identifiant")
            seen[item.id] = name


def _examples(setting: Setting, seen: dict[str, str]) -> Iterator[Problem]:
    first: dict[str, tuple[str, tuple[str, ...]]] = {}
    for article in setting.library.articles():
        for example in article.examples:
            told = first.setdefault(example.id, (example.place, example.facts))
            other = seen.get(example.id)
            if told != (example.place, example.facts) or (other and not other.startswith("exemple")):
                where = (other or "un autre texte").removeprefix("exemple de ")
                message = f"{example.id} est déjà dans {where} : changer cet identifiant"
                yield Problem(article.file, 1, "id-unique", message)
            if example.id in setting.shelf.retired:
                message = f"{example.id} a été retiré : prendre un autre identifiant"
                yield Problem(article.file, 1, "id-retire", message)
            seen.setdefault(example.id, f"exemple de {article.file}")


def _last_line(raw: str, entry_id: str) -> int:
    """Return the last line that sets this id: of two entries of one list, the second is the one to change."""
    lines = [n for n, line in enumerate(raw.splitlines(), 1) if line.replace(" ", "").startswith(f'id="{entry_id}"')]
    return lines[-1] if lines else 1
