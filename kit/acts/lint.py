"""The rules of the models of acts: header against texts and facts, body against header, every branch tried.

Like ``kit.content.lint``: errors stop a release, and each problem has its file and line.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from kit.acts import template_fields
from kit.acts.law import named
from kit.acts.loader import COMMON_FIELDS, COMMON_PARTS, THRESHOLDS, ActModels, group_of
from kit.acts.model import COMMUNE, EPCI, FORMS, NO, YES, ActModel, Field
from kit.acts.rendering import ActRenderer
from kit.acts.samples import blank, filled_in
from kit.content import inclusive
from kit.content.library import Library
from kit.content.problem import Problem, line_of
from kit.content.rules.spelling import Speller, check_texts
from kit.content.writing import double, said_twice
from kit.errors import ContentError

PARTS = {"deliberation": ("socle-deliberation-debut", "socle-deliberation-fin"), "arrete": ("signature-executif",)}
_UNREAD = ("CONNU", "MIXTE")
_LISTED = re.compile(r"M\d\d")
_PHONE = re.compile(r"(?:\+33[ .]?|\b0)[1-9](?:[ .\u00a0-]?\d\d){4}\b")
_PERSON = re.compile(r"\b(?:M\.|MM\.|Mme|Mlle|Madame|Monsieur)[ \u00a0](?!Madame|Monsieur)[A-ZÀÂÉÈÎ][a-zà-ÿ]+")
_DATE = re.compile(r"\b\d{1,2}(?:er)?[ \u00a0][a-zéû]+[ \u00a0]20(?:2[6-9]|[3-9]\d)\b")
_CODE = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_POPULATIONS = ("", "120", "1800", "12000")
_TRIED_POPULATIONS = ("", "120", "1000", "1001", "3499", "3500", "50000", "50001")
_MOST = 4000  # trials of one model: pairs of choices stay far below
_AGREED = re.compile(r"\baccord\(([^)]*)\)")
_QUOTED = re.compile(r'"([^".]*)"')


def check(
    models: ActModels, library: Library, today: datetime.date, *, speller: Speller | None = None
) -> list[Problem]:
    """Check all models and what they share; never raises for a broken one, which is a problem of the list.

    The spelling is looked at when a speller is given, as in the texts.
    """
    try:
        common, thresholds = models.common, models.thresholds
    except ContentError as error:
        return [_from_error(error)]
    found = [_from_error(error) for error in models.problems]
    renderer = ActRenderer(models)
    for threshold in thresholds.values():
        found += _fact(THRESHOLDS, 1, threshold.article, (threshold.fact, threshold.to_check), library)
    for field in common.values():
        found += _field(field, COMMON_FIELDS, f'name = "{field.name}"')
    codes: dict[str, str] = {}
    for model in models.all():
        case = _Case(models, model, library, today)
        found += case.header()
        found += case.body(renderer)
        if model.code in codes:
            found.append(case.error("code", "id-unique", f"{model.code} est déjà le code de {codes[model.code]}"))
        codes[model.code] = model.file
    if speller is not None:
        found += check_texts(readable_texts(models), library, speller)
    return sorted(set(found), key=lambda p: (p.file, p.line, p.rule, p.message))


class _Case:
    """One model under check."""

    def __init__(self, models: ActModels, model: ActModel, library: Library, today: datetime.date) -> None:
        self._models = models
        self._model = model
        self._library = library
        self._today = today
        self._raw = (models.folder / model.file).read_text(encoding="utf-8")

    def error(self, words: str, rule: str, message: str) -> Problem:
        """Return an error at the first line that holds ``words``."""
        return Problem(f"actes/{self._model.file}", line_of(self._raw, words), rule, message)

    def header(self) -> Iterator[Problem]:
        """Yield what is wrong in the header."""
        model, library = self._model, self._library
        yield from self._places()
        for why in model.why:
            for fact in why.facts:
                yield from _known(self, fact, library)
        for reference in model.references:
            line = self._line(f'text = "{reference.text}"')
            told = (reference.fact, reference.to_check)
            yield from _fact(f"actes/{model.file}", line, reference.text, told, library)
        for field in model.own_fields:
            yield from _field(field, f"actes/{model.file}", f'name = "{field.name}"', self._raw)
        yield from self._groups()

    def _groups(self) -> Iterator[Problem]:
        """Yield each field without a group, and each name of a group that stands for no field."""
        model, fields = self._model, self._models.fields(self._model)
        known = {*fields, *(name.partition(".")[0] for name in fields)}
        for field in model.own_fields:
            if group_of(field.name, (*model.groups, *self._models.common_groups)) is None:
                yield self.error(f'name = "{field.name}"', "groupe", f"{field.name} : dans aucun des [[groups]]")
        for group in model.groups:
            for name in group.fields:
                if name not in known:
                    yield self.error(f'title = "{group.title}"', "groupe", f"{group.title} : pas de champ « {name} »")

    def _places(self) -> Iterator[Problem]:
        model, library = self._model, self._library
        for key, kinds, none in (
            ("levers", ("lever",), "pas de levier"),
            ("actions", ("action", "milestone"), "ni action ni point de départ"),
            ("pages", ("article", "topic", "competence"), "ni page ni sujet ni compétence"),
        ):
            for wanted in getattr(model, key):
                if not library.has(wanted) or library.article(wanted).kind not in kinds:
                    yield self.error(key, "lien", f"{key} : {none} « {wanted} »")
        if library.has(model.id):
            yield self.error("id", "id-unique", f"{model.id} est déjà un texte du kit")
        for key in ("summary", "signed_by", "when"):
            if not getattr(model, key).strip():
                yield self.error(key, "modele", f"{key} manque : l’écrire")
        if datetime.date.fromisoformat(model.reviewed_on) > self._today + datetime.timedelta(days=1):
            yield self.error("reviewed_on", "relu-le", f"{model.reviewed_on} n’est pas encore venu")

    def body(self, renderer: ActRenderer) -> Iterator[Problem]:
        """Yield what is wrong in the body: names, law, words, branches."""
        try:
            used = {field.name for field in renderer.fields(self._model)}
        except ContentError as error:
            yield _from_error(error)
            return
        for field in self._model.own_fields:
            if field.name not in used:
                yield self.error(f'"{field.name}"', "champ", f"{field.name} ne sert pas dans le corps : l’ôter")
        yield from self._words()
        yield from self._written_twice()
        yield from self._law()
        yield from self._parts()
        yield from self._trials(renderer)

    def _line(self, words: str) -> int:
        return line_of(self._raw, words)

    def _at(self, place: int) -> int:
        return self._model.body_line + self._model.body.count("\n", 0, place)

    def _words(self) -> Iterator[Problem]:
        file, body = f"actes/{self._model.file}", self._model.body
        plain = _CODE.sub(lambda found: re.sub(r"[^\n·]", " ", found[0]), body)
        for pattern, rule, message in (
            (_PHONE, "telephone", "un numéro de téléphone n’a pas sa place dans un modèle"),
            (_DATE, "date", "une date écrite d’avance : en faire un champ"),
        ):
            for found in pattern.finditer(plain):
                if rule == "telephone" or not _in_remark(body, found.start()):
                    yield Problem(file, self._at(found.start()), rule, message)
        for number, line in enumerate(plain.splitlines()):
            at = self._model.body_line + number
            if "·" in (told := double(line)):
                word = next(word for word in told.split() if "·" in word)
                yield Problem(
                    file, at, "point-median", f"« {word} » ne se lit pas en double forme : l’écrire autrement"
                )
        for found in _PERSON.finditer(plain):
            yield Problem(file, self._at(found.start()), "personne", f"« {found[0]} » : un nom est un champ")
        for field in self._model.own_fields:
            if any("·" in words for _, words in field.options):
                yield self.error(f'name = "{field.name}"', "point-median", f"{field.name} : une option est imprimée")

    def _written_twice(self) -> Iterator[Problem]:
        file = f"actes/{self._model.file}"
        for number, line in enumerate(self._raw.splitlines(), 1):
            for words in said_twice("" if line.startswith("options =") else line):
                yield Problem(file, number, "double-forme", f"« {words} » : écrire avec le point médian")

        for number, message in inclusive.problems(self._raw):
            yield Problem(file, number, "genre", message)

    def _law(self) -> Iterator[Problem]:
        model = self._model
        carried = frozenset().union(*(named(reference.text) for reference in model.references))
        carried |= frozenset().union(*(named(one.article) for one in self._models.thresholds.values()))
        plain = _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), model.body)
        for number, text in enumerate(plain.splitlines()):
            for law in sorted(named(text) - carried):
                message = f"{law} n’est dans aucune [[references]] : l’ajouter, avec le fait qui le porte"
                yield Problem(f"actes/{model.file}", model.body_line + number, "reference", message)
        told = named(model.body)
        for reference in model.references:
            if named(reference.text) and not named(reference.text) & told:
                message = f"« {reference.text} » n’est pas dans le corps"
                line = self._line(f'text = "{reference.text}"')
                yield Problem(f"actes/{model.file}", line, "reference", message, "warning")

    def _parts(self) -> Iterator[Problem]:
        for part in PARTS.get(self._model.kind, ()):
            if f'include "{part}"' not in self._model.body:
                yield self.error("kind", "socle", f'{{% include "{part}" %}} manque : c’est le socle de tous')

    def _trials(self, renderer: ActRenderer) -> Iterator[Problem]:
        model = self._model
        try:
            for line in unreached(renderer, model):
                message = "cette branche n’est atteinte par aucun essai : la corriger ou l’ôter"
                yield Problem(f"actes/{model.file}", model.body_line + line - 1, "branche", message)
            for form in (form for form in (COMMUNE, EPCI) if model.fits_form(form)):
                for population in _POPULATIONS:
                    for values in (blank(form, population), filled_in(renderer.fields(model), form, population)):
                        renderer.render(model, values)
        except ContentError as error:
            yield _from_error(error)


def _in_remark(body: str, place: int) -> bool:
    """Say whether a place stands in a comment to who drafts, which is no part of the act."""
    fences = [found[1] for found in re.finditer(r"^:::[ \t]*(\S*)[ \t]*$", body[:place], re.MULTILINE)]
    return bool(fences) and fences[-1] == "rédaction"


def _from_error(error: ContentError) -> Problem:
    name = error.file.name if error.file.parent.name != "commun" else f"commun/{error.file.name}"
    return Problem(f"actes/{name}", error.line, error.rule, error.detail)


def _known(case: _Case, fact: str, library: Library) -> Iterator[Problem]:
    found = library.shelf.facts.get(fact)
    if found is None or found.confidence == "DOUTEUX":
        yield case.error(f'"{fact}"', "fait", f"{fact} n’est pas un fait que l’on publie")


def _fact(file: str, line: int, text: str, told: tuple[str, bool], library: Library) -> Iterator[Problem]:
    """Yield what keeps a fact from carrying a reference: it must exist, be sure, and name the same articles."""
    file = file if file.startswith("actes/") else f"actes/{file}"
    fact_id, to_check = told
    if _LISTED.fullmatch(fact_id):  # the list of models is no fact that was read
        if not to_check:
            yield Problem(file, line, "a-verifier", f"{fact_id} n’a pas été relu : to_check = true")
        return
    fact = library.shelf.facts.get(fact_id)
    if fact is None:
        yield Problem(file, line, "fait", f"pas de fait {fact_id} dans faits.toml")
        return
    if fact.confidence == "DOUTEUX":
        yield Problem(file, line, "fait", f"{fact_id} est douteux, il ne se publie pas")
    if fact.confidence in _UNREAD and not to_check:
        yield Problem(file, line, "a-verifier", f"{fact_id} n’a pas été relu : to_check = true")
    missing = named(text) - set(fact.law)
    if missing:
        message = f"{fact_id} ne nomme pas {', '.join(sorted(missing))} : corriger l’article ou le fait"
        yield Problem(file, line, "reference", message)


def _field(field: Field, file: str, words: str, raw: str = "") -> Iterator[Problem]:
    file = file if file.startswith("actes/") else f"actes/{file}"
    if field.type not in ("choix", "oui-non") and not field.example.strip():
        yield Problem(file, line_of(raw, words), "champ", f"{field.name} : un exemple manque")
    if not field.label.strip():
        yield Problem(file, line_of(raw, words), "champ", f"{field.name} : un libellé manque")


def readable_texts(models: ActModels) -> Iterator[tuple[str, str, str]]:
    """Yield (file, its whole content, a text in it), with what the template prints itself left out."""
    for model in models.all():
        file, raw = f"actes/{model.file}", (models.folder / model.file).read_text(encoding="utf-8")
        yield from ((file, raw, text) for text in (*_header(model), *printed(model.body)))
    raw = (models.folder / COMMON_FIELDS).read_text(encoding="utf-8")
    yield from ((f"actes/{COMMON_FIELDS}", raw, text) for text in _fields(models.common.values()))
    for path in sorted((models.folder / COMMON_PARTS).glob("*.md")):
        raw = path.read_text(encoding="utf-8")
        yield from ((f"actes/{COMMON_PARTS}/{path.name}", raw, text) for text in printed(raw))


def printed(body: str) -> Iterator[str]:
    """Yield the words of a body: those outside its code, and the two forms of each agreement."""
    yield _CODE.sub(" ", body)
    for agreed in _AGREED.finditer(body):
        yield from _QUOTED.findall(agreed[1])


def _header(model: ActModel) -> Iterator[str]:
    yield from (model.title, model.summary, model.unfit, model.signed_by, model.when, *model.before, *model.after)
    yield from (why.text for why in model.why)
    yield from _fields(model.own_fields)


def _fields(fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        yield from (field.label, field.example, field.help, *(words for _, words in field.options))


def unreached(renderer: ActRenderer, model: ActModel) -> tuple[int, ...]:
    """Return the lines, counted in the body, of the branches that no trial writes. Raises ContentError."""
    template, lines = renderer.watched(model)
    reached: set[int] = set()
    for count, values in enumerate(_trials(renderer, model)):
        if len(reached) == len(lines) or count > _MOST:
            break
        renderer.try_out(model, template, values, reached.add)
    return tuple(sorted({line for number, line in enumerate(lines) if number not in reached}))


def _trials(renderer: ActRenderer, model: ActModel) -> Iterator[Mapping[str, str]]:
    fields = renderer.fields(model)
    forms = [form for form in FORMS if model.fits_form(form)]
    for form, population in product(("", *forms), _TRIED_POPULATIONS):
        yield blank(form, population)
        yield filled_in(fields, form, population)
    choices = {field.name: _options(field) for field in fields if field.name not in template_fields.FORM_FIELDS}
    for form, population in product(forms, ("120", "12000", "60000")):
        base = filled_in(fields, form, population)
        for name, options in choices.items():
            yield from ({**base, name: option} for option in options)
    for form in forms:
        base = filled_in(fields, form, "1800")
        for (one, ones), (other, others) in combinations(choices.items(), 2):
            yield from ({**base, one: a, other: b} for a, b in product(ones, others))


def _options(field: Field) -> tuple[str, ...]:
    """Return what a condition may find in a field, empty among it."""
    if field.type == "oui-non":
        return (YES, NO, "")
    return (*(value for value, _ in field.options), "")
