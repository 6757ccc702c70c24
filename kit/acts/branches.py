"""Tries a model with many values until each of its branches is written once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from kit.acts import names
from kit.acts.model import FORMS, NO, YES, ActModel, Field
from kit.acts.rendering import ActRenderer
from kit.acts.samples import blank, filled_in

_POPULATIONS = ("", "120", "1000", "1001", "3499", "3500", "50000", "50001")
_MOST = 4000  # trials of one model: pairs of choices stay far below


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
    for form, population in product(("", *forms), _POPULATIONS):
        yield blank(form, population)
        yield filled_in(fields, form, population)
    choices = {field.name: _options(field) for field in fields if field.name not in names.FORM_FIELDS}
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
