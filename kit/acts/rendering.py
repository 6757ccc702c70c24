"""Fills in a model: Jinja2 in a sandbox (loaded at the first act), then Markdown, then what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from kit.acts import template_fields
from kit.acts.body import REMARK, BodyReader, flat, parts
from kit.acts.law import is_named
from kit.acts.loader import ActModels
from kit.acts.model import COMMUNE, EPCI, TO_SIGN, ActModel, Field, Reference, Threshold
from kit.acts.values import Filling, Value, context, written
from kit.content.blocks import Spans, plain
from kit.content.double_form import double_record
from kit.content.problem import line_of_words
from kit.content.writing import DOUBLE, PAGE, double
from kit.documents.document import Block
from kit.documents.wording import wording
from kit.errors import ActUnfit
from kit.typography import french, number, thousands

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from kit.mail.templates import Wording as MailWording

POPULATION, FORM = "collectivite.population", "collectivite.forme"


class RenderedAct(msgspec.Struct, frozen=True):
    """An act filled in: its blocks, the fields that are empty, the references to read again before signature.

    ``asked`` names the fields that this act, with these values, looked at: others would change nothing in it.
    """

    model: ActModel
    named: Spans
    blocks: tuple[Block, ...]
    missing: tuple[Field, ...]
    to_check: tuple[Reference, ...]
    asked: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The title of the act without the look of the spaces to fill."""
        return plain(self.named)

    @property
    def left(self) -> int:
        """How many things are left to do before signature: fields to complete and references to check."""
        return len(self.missing) + len(self.to_check)


class ActRenderer:
    """Fills in the models of a folder; each is compiled once, at its first act. Not from two threads at once.

    ``writing`` is that of the reader (``kit.content.writing``). What is signed (``TO_SIGN``) is in the double form all
    the same: an act of law is read by the préfecture and the judge. What was typed is never changed.
    """

    def __init__(self, models: ActModels, writing: str = PAGE) -> None:
        self.models = models
        self._writing = writing
        self._reader = BodyReader()
        self._used: dict[str, tuple[Field, ...]] = {}

    def render(self, model: ActModel, values: Mapping[str, str]) -> RenderedAct:
        """Return the act with these values (by field name, as typed; dates ISO).

        An empty field leaves a visible space. Raises ActUnfit where the model is not for this form of collectivité,
        ContentError where the model is broken.
        """
        self.fields(model)
        fields, is_double = self.models.fields(model), self._writing == DOUBLE
        if is_double:
            model, fields = double_record(model), _double(fields)
        is_double_body = is_double or model.kind in TO_SIGN
        filling = Filling(_double(fields) if is_double_body else fields, values)
        variants = _Variants(self.models.thresholds, filling, model)
        path = self.models.folder / model.file
        text = french(self._text(model, {**context(filling), **variants.functions()}))
        title, told = parts(text, path)
        if is_double_body:
            title = double(title)
            told = [(kind, double(words) if is_double or kind != REMARK else words) for kind, words in told]

        def place(words: str) -> int:
            return model.body_line - 1 + line_of_words(model.body, words, first=1)

        blocks = self._reader.blocks(told, filling.pieces, path, place, framed=model.kind == "convention")
        to_check = tuple(one for one in model.references if one.to_check and is_named(one.text, text))
        missing = tuple(field for name, field in fields.items() if name in filling.missing)
        return RenderedAct(model, flat(title, filling.pieces), blocks, missing, to_check, frozenset(filling.asked))

    def fields(self, model: ActModel) -> tuple[Field, ...]:
        """Return the fields that the body of a model uses, in the order it declares them, common ones first.

        Raises ContentError where the body cannot be read or names what is declared nowhere.
        """
        if model.id not in self._used:
            used = template_fields.used(self._environment, self.models, model)
            self._used[model.id] = tuple(field for name, field in self.models.fields(model).items() if name in used)
        return self._used[model.id]

    def watched(self, model: ActModel) -> tuple[Template, list[int]]:
        """Return a model that tells which of its branches it writes, and the line of each in its body."""
        return template_fields.watched(self._environment, model.body)

    def try_out(
        self, model: ActModel, template: Template, values: Mapping[str, str], reached: Callable[[int], object]
    ) -> None:
        """Write a watched model with these values; ``reached`` is called with each branch. Raises ContentError."""
        import jinja2

        filling = Filling(self.models.fields(model), values)
        functions = _Variants(self.models.thresholds, filling, model).functions()

        def watch(number: int) -> str:
            reached(number)
            return ""

        try:
            template.render({**context(filling), **functions, template_fields.WATCH: watch})
        except jinja2.TemplateError as error:
            raise template_fields.problem(self.models, model, f"gabarit impossible à remplir : {error}") from error

    def _text(self, model: ActModel, given: Mapping[str, Any]) -> str:
        import jinja2

        try:
            return self._environment.get_template(model.id).render(given)
        except jinja2.TemplateSyntaxError as error:
            raise template_fields.syntax_problem(error, self.models, model) from error
        except jinja2.TemplateNotFound as error:
            raise template_fields.problem(self.models, model, f"pas de socle « {error.name} » dans commun/") from error
        except (jinja2.TemplateError, TypeError, KeyError, ValueError) as error:
            raise template_fields.problem(self.models, model, f"gabarit impossible à remplir : {error}") from error

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import FunctionLoader, StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        from kit.acts.tags import Variants

        environment = ImmutableSandboxedEnvironment(
            loader=FunctionLoader(self._source),
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            extensions=[Variants],
            autoescape=False,
        )
        environment.filters["majuscule"] = _capital
        environment.filters["a_la_suite"] = _on_one_line
        return environment

    def _source(self, name: str) -> tuple[str, str, Any] | None:
        known = {model.id: model for model in self.models.all()}
        if name in known:
            return template_fields.template(known[name].body), str(self.models.folder / known[name].file), lambda: True
        part = self.models.part(name)
        return None if part is None else (template_fields.template(part[0]), str(part[1]), lambda: True)


def _capital(value: object) -> str:
    """Return a value with a capital first letter; a space to complete stays as it is."""
    if not isinstance(value, Value):
        text = str(value)
        return text[:1].upper() + text[1:]
    text = value.written
    return value.filling.mark(text[:1].upper() + text[1:], value.field.name) if text else str(value)


def _on_one_line(value: Value) -> str:
    """Return the lines of a value one after the other, as a sentence names an address."""
    lines = (line.strip().rstrip(",") for line in value.written.splitlines())
    text = ", ".join(line for line in lines if line)
    return value.filling.mark(text, value.field.name) if text else str(value)


def _double(fields: Mapping[str, Field]) -> dict[str, Field]:
    return {name: double_record(field) for name, field in fields.items()}


class _Variants:
    """What a template may ask: thresholds, the form of collectivité, agreements, « de »."""

    def __init__(self, thresholds: Mapping[str, Threshold], filling: Filling, model: ActModel) -> None:
        self._thresholds = thresholds
        self._filling = filling
        self.population = number(filling.raw(POPULATION))
        told = filling.raw(FORM)
        self.form = told if told in (COMMUNE, EPCI) else ""
        if not model.fits_form(self.form):
            raise ActUnfit(model.id, model.unfit)
        if not self.form and len(model.fits) == 1:
            self.form = model.fits[0]

    def functions(self) -> dict[str, Any]:
        """Return the functions by the name that a template calls them."""
        return {
            "_variante": self._is_written,
            "_avant": self._before,
            "_apres": self._after,
            "accord": self._agreed,
            "de": self._of,
            "la_collectivite": self._named,
        }

    def _state(self, name: str, key: str) -> bool | None:
        """Return whether the first variant of a tag holds; None when nobody can say."""
        if name == "forme":
            if not self.form:
                self._ask(FORM)
                return None
            return self.form == key
        state = self._thresholds[name].holds(self.population, self.form)
        if state is None:
            self._ask(self._asked_by(name))
        return state

    def _asked_by(self, name: str) -> str:
        """Return the field that says which variant of a tag holds, while nobody can say."""
        return POPULATION if name != "forme" and self.population is None else FORM

    def _ask(self, name: str) -> None:
        if name in self._filling.fields:
            self._filling.ask(self._filling.fields[name])

    def _is_written(self, name: str, key: str, first: bool, inline: bool) -> bool:
        state = self._state(name, key)
        return state is None or (state if first or name == "forme" else not state)

    def _before(self, name: str, key: str, first: bool, inline: bool) -> str:
        if self._state(name, key) is not None:
            return ""
        told, asked = self._condition(name, key, first), self._asked_by(name)
        if inline:
            return self._filling.mark(wording().say("acts", "variant_open", condition=told), asked, to_fill=True)
        mark = self._filling.mark(wording().say("acts", "variant_block", condition=told), asked, to_fill=True)
        return f"\n\n{mark}\n\n"

    def _after(self, name: str, key: str, first: bool, inline: bool) -> str:
        if self._state(name, key) is not None:
            return ""
        if inline:
            return self._filling.mark(wording().say("acts", "variant_close"), self._asked_by(name), to_fill=True)
        return "\n\n"

    def _condition(self, name: str, key: str, first: bool) -> str:
        say = wording()
        if name == "forme":
            return say.say("acts", f"if_{key}")
        threshold = self._thresholds[name]
        kinds = {(">", True): "more", (">", False): "not_more", (">=", True): "from", (">=", False): "under"}
        told = say.say("acts", f"if_{kinds[threshold.operator, first]}", number=thousands(threshold.number))
        return say.say("acts", "with_article", condition=told, article=threshold.article)

    def _agreed(self, value: Value, feminine: str, masculine: str) -> str:
        """Return the form that agrees with a choice, the double form when none was made."""
        raw = self._filling.raw(value.field.name)
        if not raw:
            return wording().say("acts", "or", feminine=feminine, masculine=masculine)
        return feminine if raw in value.field.feminine else masculine

    def _of(self, value: Value) -> str:
        """Return « de » before a name: « d’Abzac », « du Bugue », « des Adjots »."""
        text = value.written
        if not text:
            return f"de {value}"
        from kit.mail.compose import of_name

        return self._filling.mark(of_name(text, _mail_wording()), value.field.name)

    def _named(self) -> str:
        """Return the collectivité as a sentence names it: « la commune d’Abzac »."""
        field = self._filling.fields["collectivite.nom"]
        text = written(field, self._filling.raw(field.name))
        if not text:
            return str(Value(field, self._filling))
        from kit.mail.compose import name_in_sentence

        kind = "intercommunalite" if self.form == EPCI else self.form
        return self._filling.mark(name_in_sentence(text, kind, _mail_wording()), field.name)


def _mail_wording() -> MailWording:
    from kit import paths

    return _read_wording(paths.mail_templates() / "wording.toml")


@cache
def _read_wording(path: Path) -> MailWording:
    from kit.mail.templates import load_wording

    return load_wording(path)
