"""JSON and TOML of others: nothing too large or too deep reaches a parser, all else is read as the parser does."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.bounded import DEPTH, OutOfBounds, decode_json, parse_json, parse_toml

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=30,
)
SIGNS = st.text(st.sampled_from("[]{}\"'\\#\n,:=a1 "), max_size=60)


@settings(max_examples=500)
@given(JSON, st.booleans())
def test_what_json_says_is_read(value: object, ascii_only: bool) -> None:
    raw = json.dumps(value, ensure_ascii=ascii_only).encode()
    assert parse_json(raw) == value
    assert parse_json(b"\xef\xbb\xbf" + raw) == value


def test_size_and_depth_are_bounds() -> None:
    assert parse_json(b"[" * DEPTH + b"]" * DEPTH)
    with pytest.raises(OutOfBounds):
        parse_json(b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1))
    assert parse_json(b'"aaaa"', 6) == "aaaa"
    with pytest.raises(OutOfBounds):
        parse_json(b'"aaaaa"', 6)
    assert parse_json(json.dumps(["[" * 200_000, '{\\"[' * 1000]).encode())  # brackets in a text are no depth
    assert parse_json(json.dumps([[n] for n in range(10_000)]).encode())


@pytest.mark.parametrize(
    "raw", [b"[" * 200_000, b'{"a":' * 200_000, b'["\\"",' * 100_000, b'"', b'"\\', b'["' + b'\\"' * 9999]
)
def test_what_kills_a_parser_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        parse_json(raw)
    with pytest.raises(ValueError):
        decode_json(raw, dict[str, str])


def test_a_value_of_a_type_is_read_within_the_same_bounds() -> None:
    assert decode_json(b'{"a": "b"}', dict[str, str], 10) == {"a": "b"}
    for raw in (b'{"a": "bb"}', b'{"a": 1}', b'{"a": "\xff"}', b"", b"[]"):
        with pytest.raises(ValueError):
            decode_json(raw, dict[str, str], 10)
    with pytest.raises(OutOfBounds):
        decode_json(b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1), list)


@pytest.mark.parametrize("raw", [b"NaN", b"-Infinity", b"[1e999]", b'"\\ud800"', b"\xff", b"1" * 5000, b"", b"{}x"])
def test_what_is_no_plain_json_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        parse_json(raw)


@settings(max_examples=2000)
@given(SIGNS)
def test_depth_is_reckoned_as_the_parsers_reckon_it(text: str) -> None:
    """Where a parser reads a text, the look before lets it through; it never takes a string for brackets."""
    for parse, own in ((json.loads, lambda: parse_json(text.encode())), (tomllib.loads, lambda: parse_toml(text, 999))):
        try:
            wanted = parse(text)
        except ValueError:
            with pytest.raises(ValueError):
                own()
        else:
            assert own() == wanted


TOML = [
    "a = " + "[" * 5000,
    "a = " + "{a = " * 5000,
    'b = """\n"" \\" [ """\na = ' + "[" * 5000,
    "b = '''\n'' ' ]]]] '''\na = " + "[" * 5000,
    "# ]]]]\nb = ']]]]]'\na = " + "[" * 5000,
]


@pytest.mark.parametrize("text", TOML)
def test_deep_toml_is_refused(text: str) -> None:
    with pytest.raises(OutOfBounds):
        parse_toml(text, 100_000)


def test_brackets_in_toml_strings_and_comments_are_no_depth() -> None:
    many = "[" * 100
    text = f'# {many}\na = "{many}\\""\nb = \'{many}\'\nc = """{many}" "" \\"""" \n'
    text += f"d = '''{many}' '''\n[[e]]\nf = [[1]]\n"
    assert parse_toml(text, 10_000) == tomllib.loads(text)


OWN = {
    "kit/bounded.py": "the one that looks before",
    "kit/dossier/line.py": "64 KiB a line; what is too deep is a line that cannot be read",
    "kit/dossier/snapshot.py": "the program's own data, digest first",
    "kit/content/rules/spelling.py": "a cache of the checks",
    "kit/figures/atlas.py": "shipped",
    "kit/mail/templates.py": "shipped",
    "kit/documents/wording.py": "shipped",
    "kit/documents/places.py": "what Typst answers of a document of ours, as flat as it was asked",
    "kit/search/synonyms.py": "shipped",
    "kit/packs/keys.py": "shipped: the keys that are trusted",
    "ui/*settings.py": "one's own",
    "ui/*icons.py": "shipped",
    "ui/*pictures.py": "shipped",
}
"""Who else calls a parser that recurses, and why that is no matter."""


MSGSPEC = {"msgspec.json.decode", "msgspec.json.Decoder"}


def test_what_others_wrote_is_parsed_within_bounds(root: Path) -> None:
    """No parser that recurses is called but by ``kit.bounded``, on files of one's own, or on lines of bounded size."""
    seen = []
    for path in sorted(one for room in ("kit", "ui", "atelier") for one in (root / room).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        calls = {
            ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call)
        }
        if calls & {"json.loads", "json.load", "json.JSONDecoder", "tomllib.loads", "tomllib.load", *MSGSPEC}:
            seen.append(name)
    assert "kit/bounded.py" in seen
    assert [name for name in seen if not any(fnmatch(name, own) for own in OWN)] == []


def test_the_page_on_security_names_tests_that_exist(root: Path) -> None:
    page = (root / "docs" / "securite.md").read_text(encoding="utf-8")
    told = page.partition("## Lignes dont")[0]
    rows = [row for row in told.split("\n") if row.startswith("| ") and not row.startswith(("| Ce qui", "| Où"))]
    assert len(rows) > 25 and all("`tests/" in row for row in rows)
    for path, function in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", page):
        assert f"def {function}(" in (root / path).read_text(encoding="utf-8") if function else (root / path).is_file()
