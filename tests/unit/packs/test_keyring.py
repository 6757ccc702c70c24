"""Keys follow one another: the next one is named by the present one, a revoked one is refused, no other gets in."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import paths
from kit.commands.packs import sentence as pack_sentence
from kit.errors import ContentError, KeyRefused, PackRefused
from kit.packs import keyring, keys, publisher_keys
from kit.packs.archive import SIGNATURE, read_archive, write_archive
from kit.packs.install import go_back, install, texts_in_use
from kit.packs.keyring import Handover, hand_over
from kit.packs.pack import build_pack, read_pack, read_pack_head
from kit.packs.watched import newest
from kit.packs.working_copy import set_version
from tests.calls import Call
from ui.services.errors import sentence

Make = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[3]


class Publisher:
    """Builds packs of one folder with any key, each of a later day than the last."""

    def __init__(self, folder: Path, out: Path) -> None:
        self.folder, self.out, self.month = folder, out, 0

    def pack(self, key: Path) -> Path:
        self.month += 1
        version = f"2028.{self.month:02}"
        set_version(self.folder, version, f"2028-{self.month:02}-01")
        path = self.out / f"p-{version}.kitpack"
        build_pack(self.folder, key, path)
        return path


@pytest.fixture
def publisher(texts: Path, tmp_path: Path) -> Publisher:
    return Publisher(texts, tmp_path)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return new_key(tmp_path / "seconde.cle")


def new_key(path: Path) -> Path:
    keys.make_key(path)
    return path


def public_of(key: Path) -> str:
    return keys.public_of(keys.read_key(key))


def refusal(path: Path) -> str:
    with pytest.raises(PackRefused) as caught:
        read_pack(path)
    for words in (sentence(caught.value), pack_sentence(caught.value)):
        assert path.name in words
    return caught.value.reason


def test_the_texts_of_another_region_are_refused_though_one_publisher_signs_both(
    publisher: Publisher, key: Path
) -> None:
    kit_file = publisher.folder / "kit.toml"
    words = kit_file.read_text(encoding="utf-8")
    kit_file.write_text(words.replace('edition = "exemple"', 'edition = "ailleurs"'), encoding="utf-8")
    with pytest.raises(PackRefused) as caught:
        install(read_pack(publisher.pack(key)))
    assert caught.value.reason == "other-edition" and "d’une autre région" in sentence(caught.value)
    kit_file.write_text(words, encoding="utf-8")
    install(read_pack(publisher.pack(key)))


def test_the_next_key_is_taken_once_the_present_one_names_it(publisher: Publisher, key: Path, second: Path) -> None:
    assert refusal(publisher.pack(second)) == "unknown-key"
    publisher_keys.name_next(publisher.folder, key, public_of(second))
    install(read_pack(publisher.pack(key)))
    assert public_of(second) in keyring.here().trusted
    install(read_pack(publisher.pack(second)))
    assert texts_in_use().folder.name.startswith("2028-03-01")
    go_back()
    assert public_of(second) in keyring.here().trusted  # what was learned does not go with the texts


def test_who_skipped_the_edition_that_named_it_follows_too(
    publisher: Publisher, key: Path, second: Path, tmp_path: Path
) -> None:
    third = new_key(tmp_path / "troisieme.cle")
    publisher_keys.name_next(publisher.folder, key, public_of(second))
    publisher_keys.name_next(publisher.folder, second, public_of(third))
    shared = tmp_path / "partage"
    shared.mkdir()
    shutil.move(publisher.pack(third), shared)
    found = newest(shared, "2026-10-15")
    assert found is not None and read_pack_head(found.path).version == "2028.01"
    assert not paths.known_keys().exists()  # a look teaches nothing
    install(found)
    assert keyring.here().trusted[1:] == (public_of(key), public_of(second), public_of(third))


def test_a_revoked_key_signs_nothing_any_more(publisher: Publisher, key: Path, second: Path, tmp_path: Path) -> None:
    publisher_keys.name_next(publisher.folder, key, public_of(second))
    by_thief = publisher.pack(key)
    publisher_keys.revoke(publisher.folder, public_of(key))
    install(read_pack(publisher.pack(second)))
    assert refusal(by_thief) == "revoked-key"
    with pytest.raises(PackRefused) as caught:  # nor is a pack of its own built with it
        publisher.pack(key)
    assert caught.value.reason == "keys"
    install(read_pack(publisher.pack(second)))  # the second stands without the first
    thief = Publisher(tmp_path / "vol", tmp_path)
    shutil.copytree(publisher.folder, thief.folder)
    text = (thief.folder / "kit.toml").read_text("utf-8").split("[packs]")[0]
    (thief.folder / "kit.toml").write_text(text, "utf-8")
    theirs = new_key(tmp_path / "voleur.cle")
    publisher_keys.name_next(thief.folder, key, public_of(theirs))
    thief.month = 8
    assert refusal(thief.pack(theirs)) == "unknown-key"


def test_a_stolen_key_names_no_other_next_and_revokes_none_that_follows(
    publisher: Publisher, key: Path, second: Path, tmp_path: Path
) -> None:
    thief = Publisher(tmp_path / "vol", tmp_path)
    shutil.copytree(publisher.folder, thief.folder)
    publisher_keys.name_next(publisher.folder, key, public_of(second))
    with pytest.raises(PackRefused):
        publisher_keys.name_next(publisher.folder, key, public_of(new_key(tmp_path / "autre.cle")))
    install(read_pack(publisher.pack(key)))
    theirs = new_key(tmp_path / "voleur.cle")
    publisher_keys.name_next(thief.folder, key, public_of(theirs))
    publisher_keys.revoke(thief.folder, public_of(second))
    thief.month = 6
    assert refusal(thief.pack(theirs)) == "unknown-key"
    install(read_pack(thief.pack(key)))  # the stolen key itself is not revoked yet
    assert keyring.here().revoked == frozenset() and public_of(theirs) not in keyring.here().order


def test_a_program_may_be_built_with_revoked_keys(publisher: Publisher, key: Path, resources: Path) -> None:
    pack = publisher.pack(key)
    publisher_keys.revoke(resources, public_of(key))
    assert refusal(pack) == "revoked-key"
    assert keyring.here().trusted == ("0" * 64,)


def test_an_older_edition_is_not_put_over_a_newer_one(publisher: Publisher, key: Path) -> None:
    old, new = publisher.pack(key), publisher.pack(key)
    install(read_pack(new))
    pack = read_pack(old)
    with pytest.raises(PackRefused) as caught:
        install(pack)
    assert caught.value.reason == "older-than-used" and "plus anciens" in sentence(caught.value)
    assert texts_in_use().folder.name.startswith("2028-02-01")
    install(pack, older=True)  # the command line, told to
    assert texts_in_use().folder.name.startswith("2028-01-01")


def test_links_are_signed_as_the_manifest_is(publisher: Publisher, key: Path, second: Path) -> None:
    publisher_keys.name_next(publisher.folder, key, public_of(second))
    path = publisher.pack(key)
    files = read_archive(path)
    told = json.loads(files[SIGNATURE])
    for handovers in ([], told["handovers"] * 2, [told["handovers"][0] | {"key": "1" * 64}]):
        record = told | {"handovers": handovers}
        if not handovers:
            del record["handovers"]
        path.write_bytes(write_archive(files | {SIGNATURE: (json.dumps(record) + "\n").encode()}))
        assert refusal(path) == "altered"


def test_no_mutation_of_a_pack_with_links_is_taken(publisher: Publisher, key: Path, second: Path) -> None:
    """The rest of a pack is mutated in ``test_packs``; here the bytes of manifest and signature."""
    publisher_keys.name_next(publisher.folder, key, public_of(second))
    path = publisher.pack(key)
    whole, chance = path.read_bytes(), random.Random(5)
    start = whole.index(b"signature.json")
    end = whole.index(b"content/", start)
    for number in range(1_000):
        data = bytearray(whole)
        place = chance.randrange(start, end)
        if number % 3 == 0:
            data[place] ^= 1 << chance.randrange(8)
        elif number % 3 == 1:
            del data[place : place + chance.randrange(1, 90)]
        else:
            data[place:place] = whole[place - chance.randrange(1, 90) : place]
        path.write_bytes(data)
        with pytest.raises(PackRefused):
            read_pack(path)
    assert not paths.installed_texts().exists()


SEEDS = [bytes([number]) * 32 for number in range(1, 6)]
PUBLIC = [keys.public_of(seed) for seed in SEEDS]


@settings(max_examples=80, deadline=None)
@given(
    links=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=8),
    revoked=st.sets(st.integers(0, 4)),
)
def test_no_key_gets_in_without_a_chain_of_sound_links(links: list[tuple[int, int, bool]], revoked: set[int]) -> None:
    made = []
    for by, key, sound in links:
        link = hand_over(SEEDS[by], PUBLIC[key])
        made.append(link if sound else Handover(link.key, link.by, "0" * 128))
    ring = keyring.of_keys(PUBLIC[:1]).without((), PUBLIC[0])
    grown = ring.grown(made)
    parents = {link.key: link.by for link in grown.handovers}
    for key in grown.order[1:]:
        seen = set()
        while key != PUBLIC[0]:
            assert key not in seen
            seen.add(key)
            key = parents[key]
    assert all(keyring.is_sound(link) for link in grown.handovers)
    assert len({link.by for link in grown.handovers}) == len(grown.handovers)  # one next each
    for signer in grown.order:
        closed = grown.without([PUBLIC[number] for number in revoked], signer)
        assert signer in closed.trusted and set(grown.order[grown.order.index(signer) :]) <= set(closed.trusted)
        again = closed.grown(made)
        assert set(again.trusted) <= set(grown.trusted)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[" * 90_000, b"\xff", b'{"handovers": [{"key": "x"}]}', b"x" * 200_000]
)
def test_a_damaged_file_of_known_keys_leaves_those_of_the_program(content: bytes, resources: Path, public: str) -> None:
    paths.known_keys().parent.mkdir(parents=True)
    paths.known_keys().write_bytes(content)
    assert keyring.here().trusted == ("0" * 64, public)


def test_a_forged_file_of_known_keys_brings_no_key(resources: Path, second: Path, public: str) -> None:
    paths.known_keys().parent.mkdir(parents=True)
    link = {"key": public_of(second), "by": public, "signature": "0" * 128}
    paths.known_keys().write_text(json.dumps({"handovers": [link]}), "utf-8")
    assert public_of(second) not in keyring.here().order


_KILLED = """
import os, signal, sys
stop, count = int(sys.argv[1]), 0
from pathlib import Path
from kit import paths
from kit.packs import keyring, keys, publisher_keys
from kit.packs.pack import read_pack
import nacl.bindings, msgspec
root, work = sys.argv[2], sys.argv[3]
todo = {
    "key": lambda: keys.make_key(Path(root) / "neuve.cle"),
    "next": lambda: publisher_keys.name_next(Path(root), Path(sys.argv[4]), "ab" * 32),
    "revoke": lambda: publisher_keys.revoke(Path(root), "ab" * 32),
    "trust": lambda: publisher_keys.trust(Path(root), "ab" * 32),
    "remember": lambda: keyring.remember(read_pack(Path(sys.argv[4])).ring),
}[work]
def hook(event, arguments):
    global count
    if event in ("open", "os.rename", "os.remove", "os.link") and any(root in str(a) for a in arguments):
        count += 1
        if count == stop:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
todo()
print(count)
"""


@pytest.mark.parametrize("work", ["key", "next", "revoke", "trust", "remember"])
def test_killed_at_every_write_what_was_there_stands_or_what_comes(
    publisher: Publisher, key: Path, second: Path, work: str, tmp_path: Path
) -> None:
    if work == "remember":
        publisher_keys.name_next(publisher.folder, key, public_of(second))
        told, folder, target = publisher.pack(key), paths.installed_texts(), paths.known_keys()
    else:
        told, folder = key, publisher.folder
        target = folder / ("neuve.cle" if work == "key" else "kit.toml")
    folder.mkdir(parents=True, exist_ok=True)
    before = target.read_bytes() if target.exists() else None

    def run(stop: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", _KILLED, str(stop), str(folder), work, str(told)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))

    def reset() -> None:
        target.unlink(missing_ok=True)
        if before is not None:
            target.write_bytes(before)

    whole = run(-1)
    steps = int(whole.stdout)
    after = target.read_bytes()
    assert steps >= 3 and after != before
    for stop in range(1, steps + 1):
        reset()
        assert run(stop).returncode == -signal.SIGKILL
        found = target.read_bytes() if target.exists() else None
        if work == "key" and found is not None:
            assert len(keys.read_key(target)) == 32
        else:
            assert found in (before, after)
        assert all(stat.S_IMODE(p.stat().st_mode) == 0o600 for p in folder.glob(".*.tmp") if "cle" in p.name)


def test_every_file_of_keys_is_for_its_owner_alone(publisher: Publisher, key: Path, second: Path) -> None:
    umask = os.umask(0)
    try:
        publisher_keys.name_next(publisher.folder, key, public_of(second))
        install(read_pack(publisher.pack(key)))
    finally:
        os.umask(umask)
    for path in (key, second, paths.known_keys()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


# --- the folder of texts ---


@pytest.mark.parametrize(
    "packs",
    [
        "[packs]\nkeys = []\n",
        "[packs]\nkeys = [\n  # one\n]\n",
        "",
        "[packs]\n",
        '[packs]\nrevoked = ["x"]\nkeys = []\n[z]\n',
    ],
)
def test_keys_are_written_whatever_stands_there(tmp_path: Path, packs: str, key: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_text(f'content_version = "1"\n\n[other]\nkeys = ["a"]\n\n{packs}', "utf-8")
    publisher_keys.trust(tmp_path, PUBLIC[0])
    publisher_keys.trust(tmp_path, PUBLIC[1])
    publisher_keys.trust(tmp_path, PUBLIC[1])
    publisher_keys.revoke(tmp_path, PUBLIC[2])
    publisher_keys.name_next(tmp_path, key, PUBLIC[3])
    publisher_keys.name_next(tmp_path, key, PUBLIC[3])
    import tomllib

    told = tomllib.loads(path.read_text("utf-8"))
    assert told["other"] == {"keys": ["a"]}
    assert told["packs"]["keys"] == PUBLIC[:2] and told["packs"]["revoked"][-1] == PUBLIC[2]
    assert [link["key"] for link in told["packs"]["next"]] == [PUBLIC[3]]


def test_what_cannot_be_written_is_told_and_left(tmp_path: Path, key: Path) -> None:
    path = tmp_path / "kit.toml"
    for words in ('packs = { keys = ["a"] }\n', "[[", "a = " + "[" * 90):
        path.write_text(words, "utf-8")
        with pytest.raises(ContentError):
            publisher_keys.trust(tmp_path, PUBLIC[0])
        assert path.read_text("utf-8") == words
    path.write_text("[packs]\n", "utf-8")
    for public in ("", "x", "A" * 64, public_of(key)):
        with pytest.raises(PackRefused):
            publisher_keys.name_next(tmp_path, key, public)
    assert path.read_text("utf-8") == "[packs]\n"


def test_links_that_no_kit_would_take_make_no_pack(publisher: Publisher, key: Path) -> None:
    path = publisher.folder / "kit.toml"
    words = path.read_text("utf-8")
    for link in (f'key = "{"1" * 64}"\nby = "{public_of(key)}"\nsignature = "{"0" * 128}"', 'key = "x"'):
        path.write_text(f"{words}\n[[packs.next]]\n{link}\n", "utf-8")
        with pytest.raises(PackRefused) as caught:
            publisher.pack(key)
        assert caught.value.reason == "keys"
        publisher.month = 0


# --- folders that are copied away ---


@pytest.mark.parametrize(
    ("place", "mark", "told"),
    [
        ("OneDrive", "", "OneDrive"),
        ("OneDrive - Mairie de Saint-Exemple/Documents", "", "OneDrive"),
        ("Dropbox (Perso)/a", "", "Dropbox"),
        ("Nextcloud2/b/c", "", "Nextcloud"),
        ("Mon Drive", "", "Google Drive"),
        ("Library/Mobile Documents/x", "", "iCloud"),
        ("partage/a", "partage/.sync_1a2b.db", "Nextcloud"),
        ("partage/a", "partage/.dropbox.cache", "Dropbox"),
        ("partage/a", "partage/.stfolder", "Syncthing"),
        ("partage/a", "partage/.849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
        ("partage/a", "partage/a/fichier.txt", ""),
        ("Dropbox-notes", "", ""),
    ],
)
def test_a_key_is_written_into_a_synced_folder_only_when_told_to(
    tmp_path: Path, place: str, mark: str, told: str
) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    if mark:
        (tmp_path / mark).touch()
    out = folder / "k.cle"
    if told:
        with pytest.raises(KeyRefused) as caught:
            keys.make_key(out)
        assert (caught.value.reason, caught.value.detail) == ("synced", told) and not out.exists()
        assert told in sentence(caught.value) and told in pack_sentence(caught.value)
    keys.make_key(out, synced=True)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_link_into_a_synced_folder_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "cles").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(KeyRefused):
        keys.make_key(tmp_path / "cles" / "k.cle")
    (tmp_path / "entreprise").mkdir()
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "entreprise"))
    with pytest.raises(KeyRefused):
        keys.make_key(tmp_path / "entreprise" / "neuf" / "k.cle")


def test_the_round_by_command(call: Call, texts: Path, key: Path, tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    code, out, err = call("pack", "key", "--out", tmp_path / "Dropbox" / "k.cle")
    assert code == 1 and out == "" and "Dropbox" in err and "--synced" in err
    code, out, _ = call("pack", "key", "--out", tmp_path / "Dropbox" / "k.cle", "--synced")
    assert code == 0
    assert call("pack", "next", texts, out.strip(), "--key", key)[0] == 0
    assert call("pack", "revoke", texts, "b" * 64)[0] == 0
    assert call("pack", "revoke", texts, "b")[0] == 1
    assert call("pack", "build", texts, "--key", key, "--out", tmp_path / "p.kitpack")[0] == 0
    assert call("pack", "install", tmp_path / "p.kitpack")[0] == 0
    assert out.strip() in keyring.here().trusted


def test_what_comes_of_a_gesture_is_known_before_it_and_nothing_is_written(
    publisher: Publisher, key: Path, second: Path, tmp_path: Path, call: Call
) -> None:
    folder, present, following = publisher.folder, public_of(key), public_of(second)
    before = (folder / "kit.toml").read_bytes()
    found = publisher_keys.outlook_of_next(folder, key, following)
    assert (found.doubts, found.signers) == ((), (present,))
    assert publisher_keys.outlook_of_next(folder, second, present).doubts == (publisher_keys.Doubt.UNKNOWN,)
    assert publisher_keys.outlook_of_revoked(folder, present).doubts == (publisher_keys.Doubt.LAST,)
    assert publisher_keys.outlook_of_revoked(folder, following).doubts == (publisher_keys.Doubt.UNKNOWN,)
    assert (folder / "kit.toml").read_bytes() == before
    publisher_keys.name_next(folder, key, following)
    found = publisher_keys.outlook_of_revoked(folder, present)
    assert (found.doubts, found.signers) == ((), (following,))
    with pytest.raises(PackRefused) as caught:
        publisher_keys.outlook_of_next(folder, key, public_of(new_key(tmp_path / "autre.cle")))
    assert caught.value.reason == "named-another" and following.startswith(caught.value.detail)
    publisher_keys.revoke(folder, present)
    assert publisher_keys.outlook_of_next(folder, second, present).doubts == (publisher_keys.Doubt.REVOKED,)
    code, _, err = call("pack", "revoke", folder, following)
    assert code == 0 and "nouvelle version du programme" in err
