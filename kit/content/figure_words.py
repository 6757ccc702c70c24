"""What a figure says in words: its values, its alternative text, its table, and the sentence that quotes it."""

from __future__ import annotations

from kit.content.blocks import Figure, Spans, Table, Text, plain
from kit.content.model import Series

_BIG = "chiffre"
_KINDS = {"barres": "Diagramme en barres", "parts": "Répartition", "carte": "Carte des départements"}
_MISSING = "non connu"
_RISES = ("% d’évolution", "points d’évolution")
_SIGNS = ("%", "€")


def value_words(series: Series, value: float) -> str:
    """Return a value as French writes it, with the sign that its unit begins with: « 12,2 % », « 25 000 € »."""
    whole, _, rest = f"{value:.{6 if abs(value) < 1e6 else 0}f}".partition(".")
    rest = rest.rstrip("0")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", "\u202f")
    if is_rise(series) and value > 0:
        sign = "+"
    number = f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"
    return f"{number}\u00a0{series.unit[0]}" if series.unit.startswith(_SIGNS) else number


def is_rise(series: Series) -> bool:
    """Say whether its values tell by how much something rose or fell: no parts of a hundred."""
    return series.unit.startswith(_RISES)


def measured(series: Series) -> str:
    """Return the unit and the year: « %, 2022 »."""
    return ", ".join(part for part in (series.unit, str(series.year or "")) if part)


def missing_words(series: Series) -> str:
    """Return what stands in place of a value that is not told."""
    return series.withheld or _MISSING


def source_words(series: Series) -> str:
    """Return where a series was read, and of when it is: « %, 2022. Source : Insee, octobre 2025 »."""
    return f"{measured(series)}. Source\u00a0: {series.source}"


def alternative(figure: Figure) -> str:
    """Return what is told in place of the picture."""
    if figure.kind == _BIG:
        return value_words(figure.series, figure.series.values[0].value)
    return f"{_KINDS[figure.kind]}\u00a0: {figure.series.title} ({measured(figure.series)}). {_values(figure.series)}."


def sentence(figure: Figure) -> str:
    """Return one sentence that can stand alone, with year and source: what « Copier » gives."""
    series = figure.series
    around = f"{series.year}\u00a0; source\u00a0: {series.source}"
    if figure.kind == _BIG:
        return f"{alternative(figure)} {plain(figure.words).rstrip(' .')} ({around})."
    unit = "" if series.unit in _SIGNS else f"{series.unit}, "
    return f"{series.title} ({unit}{around})\u00a0: {_values(series)}."


def table(figure: Figure) -> Table:
    """Return the values as a table, those that nobody knows at its end."""
    series = figure.series
    known = tuple(((Text(one.label),), (Text(value_words(series, one.value)),)) for one in series.values)
    unknown = tuple(((Text(label),), (Text(missing_words(series)),)) for label in series.missing)
    header: tuple[Spans, ...] = ((Text(series.title),), (Text(measured(series)),))
    return Table(header, (*known, *unknown))


def _values(series: Series) -> str:
    told = ", ".join(f"{one.label} {value_words(series, one.value)}" for one in series.values)
    if series.missing:
        told += f"\u00a0; {missing_words(series)}\u00a0: {', '.join(series.missing)}"
    return told
