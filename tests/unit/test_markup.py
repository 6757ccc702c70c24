"""Words as HTML: escaped, the letters of « 1er » raised."""

from __future__ import annotations

from kit.markup import raised_html, raised_lines


def test_only_the_letters_of_the_first_are_raised() -> None:
    assert raised_html("Du 1er au 11er, au-1er-janvier") == "Du 1<sup>er</sup> au 11er, au-1er-janvier"


def test_words_never_become_markup() -> None:
    assert raised_html("<b>1er</b> & « co »") == "&lt;b&gt;1<sup>er</sup>&lt;/b&gt; &amp; « co »"
    assert raised_lines("le 1er\n<br>") == "le 1<sup>er</sup><br>&lt;br&gt;"
