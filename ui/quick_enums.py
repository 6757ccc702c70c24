"""Qt's enums made seven times as quickly as ``enum`` makes them: 200 of them, with 3,700 members, are made in a start.

PySide6 makes each by a call of ``Enum``, ``IntEnum``, ``Flag`` or ``IntFlag`` with names and numbers. The first of each
kind is made by ``enum`` itself and is the pattern of all others: the same attributes, but its members. Whatever is not
such a call goes to ``enum``. What is made is compared with what ``enum`` makes, for each enum of Qt, by
``tests/gui/test_quick_enums.py``; for a Python that was not tried so, nothing is changed.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable, Iterable
from typing import Any

TRIED = ((3, 13),)

_KINDS = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
_make: Callable[..., Any] = enum.EnumType._create_  # type: ignore[attr-defined]
_patterns: dict[tuple[type, object], dict[str, Any]] = {}


def install() -> None:
    """Make enums so from now on; calling again changes nothing."""
    if sys.version_info[:2] in TRIED:
        enum.EnumType._create_ = _create  # type: ignore[attr-defined]


def _create(cls: Any, class_name: str, names: Any, **how: Any) -> Any:
    if how.get("module") is None:
        how["module"] = sys._getframemodulename(2)  # as ``enum`` would find it, one call less deep
    if how.get("type") is not None or cls not in _KINDS or not _are_numbers(names):
        return _make(cls, class_name, names, **how)
    kind = cls, how.get("boundary")
    if kind not in _patterns:
        made = _make(cls, class_name, names, **how)
        own = made.__members__.keys() | {"__dict__", "__weakref__", "_iter_member_"}
        _patterns[kind] = {name: value for name, value in vars(made).items() if name not in own}
        return made
    space = _patterns[kind] | {"__module__": how["module"], "__qualname__": how.get("qualname") or class_name}
    return _filled(_class(cls, class_name, space), names)


def _are_numbers(names: Any) -> bool:
    """Say whether these are pairs of a plain name and a number."""
    return isinstance(names, list | tuple) and all(
        type(pair) is tuple and len(pair) == 2 and type(pair[1]) is int and pair[0][0] != "_" for pair in names
    )


def _class(cls: Any, class_name: str, space: dict[str, Any]) -> Any:
    empty: dict[str, Any] = {"_member_names_": [], "_member_map_": {}, "_value2member_map_": {}}
    more: dict[str, Any] = {"_hashable_values_": [], "_unhashable_values_": [], "_unhashable_values_map_": {}}
    return type.__new__(enum.EnumType, class_name, (cls,), space | empty | more)


def _filled(made: Any, names: Iterable[tuple[str, int]]) -> Any:
    """Give a class its members, as ``enum._proto_member`` does one by one."""
    flag, number = issubclass(made, enum.Flag), made._member_type_ is int
    new, put = made._new_member_, type.__setattr__
    listed, by_name, by_value, values = (
        made._member_names_,
        made._member_map_,
        made._value2member_map_,
        made._hashable_values_,
    )
    mask = singles = 0
    for name, value in names:
        bit = value > 0 and not value & (value - 1)
        mask |= value
        singles |= value if bit else 0
        member = by_value.get(value)
        if member is None:
            member = new(made, value) if number else new(made)
            member._value_, member._name_, member.__objclass__, member._sort_order_ = value, name, made, len(listed)
            by_value[value] = member
            values.append(value)
            if bit or not flag:
                listed.append(name)
        by_name[name] = member
        put(made, name, member)
    if flag:
        for name, value in (("_flag_mask_", mask), ("_singles_mask_", singles)):
            put(made, name, value)
        put(made, "_all_bits_", 2 ** mask.bit_length() - 1)
        bits = [by_name[name]._value_ for name in listed]
        if bits != sorted(bits):
            put(made, "_iter_member_", made._iter_member_by_def_)
    return made
