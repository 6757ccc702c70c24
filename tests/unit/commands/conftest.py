"""What the tests of the calls share: calls in a process of their own, and what the rules say of the shipped texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.calls import Call, Done, call_apart


@pytest.fixture
def kit(own_places: Path) -> Call:
    """Return a function that runs ``python -m kit`` as users do, in an ASCII locale."""
    return call_apart({"KIT_DATA": str(own_places / "data"), "KIT_CACHE": str(own_places / "cache")})


@pytest.fixture(scope="session")
def lint_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the words that were looked up are kept from one check of the texts to the next."""
    return tmp_path_factory.mktemp("lint-cache")


@pytest.fixture(scope="session")
def linted(lint_cache: Path) -> Done:
    """Return what ``kit lint --json`` says of the shipped texts."""
    return call_apart({"KIT_CACHE": str(lint_cache)})("lint", "--json")


@pytest.fixture
def path(call: Call, tmp_path: Path) -> Path:
    """Return the dossier of Saint-Exemple, newly made."""
    made = tmp_path / "d.kitess"
    assert call("dossier", "new", made, "--name", "Saint-Exemple").code == 0
    return made
