"""Packs of texts: built the same each time, taken only when sound, installed whole or not at all, taken back."""

from __future__ import annotations

import datetime
import io
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kit import compiling, paths
from kit.commands.packs import sentence as pack_sentence
from kit.content.index import IndexStore
from kit.content.library import Library
from kit.digest import sha256
from kit.dossier.dossier import Dossier
from kit.errors import KeyRefused, NothingToRestore, OutputExists, PackRefused, SaveRefused
from kit.opening import open_library
from kit.packs import keys
from kit.packs.archive import MANIFEST, SIGNATURE, read_archive, write_archive
from kit.packs.changes import compare, lost, open_folder, preview
from kit.packs.install import go_back, install, leave_damaged, texts_in_use
from kit.packs.manifest import Manifest
from kit.packs.orphans import orphans
from kit.packs.pack import build_pack, fingerprint, read_pack
from kit.packs.watched import newest
from kit.packs.working_copy import copy_texts, next_edition, set_version
from ui.services.errors import sentence

Make = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[3]


def version() -> str:
    """Return the version of the texts that a start would open now."""
    with opened() as library:
        return library.publisher.content_version


@contextmanager
def opened() -> Iterator[Library]:
    """Open the texts as a start does."""
    library, _ = open_library()
    with closing(library):
        yield library


def signed(files: dict[str, bytes], key: Path, **head: str) -> bytes:
    """Return the zip of any files with a manifest that lists them and a good signature."""
    seed = keys.read_key(key)
    told = {"version": "2027.06", "date": "2027-06-30", "needs": "0.1.0"} | head
    manifest = Manifest(**told, files={name: sha256(content).hexdigest() for name, content in files.items()}).to_bytes()
    line = json.dumps({"key": keys.key_id(keys.public_of(seed)), "signature": keys.sign(seed, manifest).hex()}) + "\n"
    return write_archive({MANIFEST: manifest, SIGNATURE: line.encode()} | files)


def texts_of(pack: Path) -> dict[str, bytes]:
    return {name: content for name, content in read_archive(pack).items() if name not in (MANIFEST, SIGNATURE)}


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def refusal(path: Path) -> str:
    """Return why a pack is not taken by what an install does; nothing installed may change."""
    before = snapshot(paths.user_data()) if paths.user_data().exists() else {}
    with pytest.raises(PackRefused) as caught:
        pack = read_pack(path)
        with opened() as library:
            preview(pack, library)
        install(pack)
    assert (snapshot(paths.user_data()) if paths.user_data().exists() else {}) == before
    return caught.value.reason


# --- build ---


def test_a_pack_is_the_same_bytes_each_time_and_an_ordinary_zip(make_pack: Make, tmp_path: Path) -> None:
    one = make_pack().read_bytes()
    os.utime(tmp_path / "textes" / "content" / "aide.md", (1, 1))
    assert make_pack().read_bytes() == one
    with zipfile.ZipFile(io.BytesIO(one)) as found:
        assert found.testzip() is None
        names = found.namelist()
    assert names[:2] == [MANIFEST, SIGNATURE] and "content/agir/elu/elu-salle.md" in names and "kit.toml" in names


def test_texts_that_break_a_rule_make_no_pack(texts: Path, key: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.kitpack"
    (texts / "content" / "aide.md").write_text("rien", encoding="utf-8")
    with pytest.raises(PackRefused) as caught:
        build_pack(texts, key, out)
    assert caught.value.reason == "broken-text" and "aide.md" in caught.value.detail
    assert not out.exists()


def test_a_pack_is_not_written_over_another_file(make_pack: Make, texts: Path, key: Path) -> None:
    out = make_pack()
    before = out.read_bytes()
    with pytest.raises(OutputExists):
        build_pack(texts, key, out)
    assert out.read_bytes() == before


def test_a_link_among_the_texts_is_not_followed(texts: Path, key: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret", encoding="utf-8")
    (texts / "content" / "lien.md").symlink_to(secret)
    with pytest.raises(PackRefused) as caught:
        build_pack(texts, key, tmp_path / "p.kitpack")
    assert caught.value.reason == "link"


def test_what_is_no_private_key_signs_nothing(texts: Path, public: str, tmp_path: Path) -> None:
    (tmp_path / "publique").write_text(f"public = {public}\n", encoding="utf-8")
    with pytest.raises(KeyRefused):
        build_pack(texts, tmp_path / "publique", tmp_path / "p.kitpack")


def test_a_private_key_is_its_owner_s_alone_from_its_first_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, sync = [], os.fsync

    def note(fd: int) -> None:
        seen.append((stat.S_IMODE(os.fstat(fd).st_mode), os.fstat(fd).st_size))
        sync(fd)

    before = os.umask(0)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", note)
            keys.make_key(tmp_path / "k.cle")
    finally:
        os.umask(before)
    assert seen[0][0] == 0o600 and seen[0][1] > 64
    assert stat.S_IMODE((tmp_path / "k.cle").stat().st_mode) == 0o600


@pytest.mark.parametrize("rights", [0o604, 0o640, 0o644, 0o620, 0o602, 0o610, 0o777])
def test_a_private_key_that_others_may_read_signs_nothing(texts: Path, key: Path, tmp_path: Path, rights: int) -> None:
    key.chmod(rights)
    with pytest.raises(KeyRefused) as caught:
        build_pack(texts, key, tmp_path / "p.kitpack")
    assert (caught.value.reason, caught.value.path) == ("open-to-others", key)
    assert not (tmp_path / "p.kitpack").exists()
    for words in (sentence(caught.value), pack_sentence(caught.value)):
        assert key.name in words and "par d’autres que vous" in words
    key.chmod(0o400)
    build_pack(texts, key, tmp_path / "p.kitpack")


# --- install and back ---


def test_the_texts_of_a_pack_are_opened_and_taken_back(make_pack: Make, resources: Path) -> None:
    assert version() == "2026.10"
    with pytest.raises(NothingToRestore):
        go_back()
    folder = install(read_pack(make_pack()))
    assert folder.parent == paths.installed_texts() and texts_in_use().is_installed
    assert open_library()[1] == folder / "index" and compiling.is_fresh(folder / "index")
    with opened() as library:
        assert library.has("elu-salle") and not library.has("elu-reunion")
    assert go_back() == resources
    assert version() == "2026.10" and not texts_in_use().is_installed
    assert go_back() == folder  # and forth again
    assert version() == "2027.06"


def test_two_packs_stand_beside_each_other_and_older_ones_go(make_pack: Make) -> None:
    folders = [install(read_pack(make_pack(f"2027.{n}", f"2027-0{n}-01"))) for n in (6, 7, 8)]
    for folder in folders:
        os.utime(folder, (1, 1))
    install(read_pack(make_pack("2027.9", "2027-09-01")))
    assert sorted(p.name[:10] for p in paths.installed_texts().iterdir() if p.is_dir()) == ["2027-08-01", "2027-09-01"]
    go_back()
    assert version() == "2027.8"


def test_the_same_pack_twice_changes_nothing(make_pack: Make) -> None:
    pack = read_pack(make_pack())
    install(pack)
    pointer = paths.texts_pointer().read_bytes()
    install(pack)
    assert paths.texts_pointer().read_bytes() == pointer


def test_texts_of_a_newer_program_win_by_themselves(make_pack: Make, resources: Path) -> None:
    install(read_pack(make_pack()))
    set_version(resources, "2027.12", "2027-12-01")
    assert paths.texts() == resources
    with pytest.raises(NothingToRestore):  # the pack is older than the program's texts now
        go_back()


def test_a_pack_older_than_the_texts_of_the_program_is_refused(make_pack: Make, resources: Path) -> None:
    pack = make_pack()
    set_version(resources, "2027.12", "2027-12-01")
    assert refusal(pack) == "older"


@pytest.mark.parametrize("words", ["../../etc", "2027-06-30-x-00000000", "", "\n\n", "é", "/"])
def test_a_pointer_that_names_nothing_gives_the_shipped_texts(words: str, resources: Path) -> None:
    paths.installed_texts().mkdir(parents=True)
    paths.texts_pointer().write_text(words, encoding="utf-8")
    assert paths.texts() == resources


@pytest.mark.parametrize("harm", ["alter", "lose", "add"])
def test_damaged_texts_are_left_for_the_shipped_ones(make_pack: Make, resources: Path, harm: str) -> None:
    folder = install(read_pack(make_pack()))
    assert leave_damaged() is None
    file = folder / "content" / "aide.md"
    if harm == "alter":
        file.write_text(file.read_text(encoding="utf-8") + "\nAutre chose.\n", encoding="utf-8")
    elif harm == "lose":
        file.unlink()
    else:
        shutil.copy(file, file.with_name("ajout.md"))
    assert leave_damaged() == resources == paths.texts()
    install(read_pack(make_pack()))  # the same pack mends it
    assert leave_damaged() is None and version() == "2027.06"


def test_a_disk_that_refuses_leaves_the_texts(
    make_pack: Make, resources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = read_pack(make_pack())

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveRefused):
        install(pack)
    assert paths.texts() == resources
    assert [p for p in paths.installed_texts().rglob("*") if p.is_file()] == []


# --- what changes, what is kept ---


def test_the_preview_tells_pages_and_paragraphs(make_pack: Make) -> None:
    with opened() as library:
        changes = preview(read_pack(make_pack()), library)
    assert [e.id for e in changes.added] == ["elu-salle", "bulletin-communal"]
    assert [e.id for e in changes.removed] == ["elu-reunion", "annonces-bulletin"]
    assert [e.id for e in changes.changed] == ["elu", "elu-referent"]
    (part,) = changes.changed[1].parts
    assert "une personne" in part.before and part.after == part.before.replace("une personne", "deux personnes")
    assert not paths.installed_texts().exists()


def test_the_same_texts_have_no_changes(resources: Path) -> None:
    with opened() as library:
        assert compare(library, library).is_empty


def test_ticks_and_notes_outlive_texts_that_rename_and_remove(make_pack: Make, tmp_path: Path) -> None:
    path = tmp_path / "d.kitess"
    with Dossier.create(path) as dossier:
        dossier.record("action:elu-referent", "status", "fait")
        dossier.record("action:elu-reunion", "status", "fait")
        dossier.record("action:annonces-bulletin", "note", "Voir Prénom Nom.")
        dossier.record("act:deliberation", "objet", "Une commission")
    kept = path.read_bytes()
    install(read_pack(make_pack()))
    with Dossier.open(path) as dossier, opened() as library:
        assert dossier.status("elu-referent").value == "fait"
        found = orphans(dossier, library)
        assert [(o.id, o.title, o.status, o.note) for o in found] == [
            ("elu-reunion", "Réunir les associations", "fait", ""),
            ("annonces-bulletin", "Écrire dans le bulletin", "", "Voir Prénom Nom."),
        ]
    assert path.read_bytes() == kept
    go_back()
    with Dossier.open(path) as dossier, opened() as library:
        assert orphans(dossier, library) == () and dossier.status("elu-reunion").value == "fait"


def test_the_watched_folder_gives_the_newest_sound_pack(make_pack: Make, tmp_path: Path) -> None:
    folder = tmp_path / "partage"
    folder.mkdir()
    assert newest(folder, "2026-10-15") is None and newest(tmp_path / "absent", "") is None
    for number in (6, 8, 7):
        shutil.move(make_pack(f"2027.{number}", f"2027-0{number}-01"), folder)
    (folder / "zzz.kitpack").write_bytes(b"rien")
    found = newest(folder, "2026-10-15")
    assert found is not None and found.manifest.version == "2027.8"
    assert newest(folder, "2027-08-01") is None


DEEP = b"[" * 200_000
BROKEN_SIGNATURES = [
    DEEP,
    b'{"key": ' + DEEP,
    b'{"key": "a", "signature": "' + b"0" * 100_000 + b'"}',
    b"1" * 5_000,
    b"[]",
    b"null",
    b'{"key": "\\ud800", "signature": ""}',
]


@pytest.mark.parametrize("signature", BROKEN_SIGNATURES, ids=range(len(BROKEN_SIGNATURES)))
def test_a_poisoned_pack_hides_no_other(make_pack: Make, tmp_path: Path, signature: bytes) -> None:
    folder = tmp_path / "partage"
    folder.mkdir()
    good = make_pack("2027.6", "2027-06-01")
    (folder / "zz.kitpack").write_bytes(write_archive(read_archive(good) | {SIGNATURE: signature}))
    assert refusal(folder / "zz.kitpack") == "altered"
    shutil.move(good, folder)
    found = newest(folder, "2026-10-15")
    assert found is not None and found.manifest.version == "2027.6"


def test_many_files_that_are_no_pack_hide_none(make_pack: Make, tmp_path: Path) -> None:
    """Packs are chosen by what is signed in their heads, never by their names; links, pipes and folders are none."""
    folder = tmp_path / "partage"
    folder.mkdir()
    good = make_pack("2027.6", "2027-06-01")
    whole = good.read_bytes()
    for number in range(80):
        (folder / f"zz{number}.kitpack").write_bytes((b"rien", whole[:2_000], b"PK\x03\x04" + b"\xff" * 40)[number % 3])
    os.mkfifo(folder / "zza.kitpack")
    (folder / "zzb.kitpack").symlink_to("/dev/zero")
    (folder / "zzc.kitpack").mkdir()
    shutil.move(good, folder / "a.kitpack")
    found = newest(folder, "2026-10-15")
    assert found is not None and found.path.name == "a.kitpack"


def test_a_pack_of_a_sound_head_and_altered_texts_gives_way_to_the_next(make_pack: Make, tmp_path: Path) -> None:
    folder = tmp_path / "partage"
    folder.mkdir()
    newer = bytearray(make_pack("2027.8", "2027-08-01").read_bytes())
    newer[-400] ^= 1
    (folder / "zz.kitpack").write_bytes(newer)
    shutil.move(make_pack("2027.6", "2027-06-01"), folder)
    found = newest(folder, "2026-10-15")
    assert found is not None and found.manifest.version == "2027.6"


def test_a_manifest_nested_deep_is_no_manifest(make_pack: Make) -> None:
    target = install(read_pack(make_pack()))
    (target / MANIFEST).write_bytes(DEEP)
    assert leave_damaged() == paths.resources()


def test_a_working_copy_holds_the_texts_in_use_and_takes_no_place_of_others(make_pack: Make, tmp_path: Path) -> None:
    install(read_pack(make_pack()))
    copy_texts(tmp_path / "copie")
    assert (tmp_path / "copie" / "content" / "agir" / "elu" / "elu-salle.md").is_file()
    with pytest.raises(OutputExists):
        copy_texts(tmp_path / "copie")


# --- refusals ---


def test_unsigned_altered_and_unknown(make_pack: Make, tmp_path: Path, key: Path) -> None:
    path = make_pack()
    files = read_archive(path)
    bare = {name: content for name, content in files.items() if name != SIGNATURE}
    path.write_bytes(write_archive(bare))
    assert refusal(path) == "unsigned"
    path.write_bytes(write_archive(files | {"content/aide.md": files["content/aide.md"] + b"\n"}))
    assert refusal(path) == "altered"
    path.write_bytes(write_archive(files | {"content/nouveau.md": b"x"}))
    assert refusal(path) == "altered"
    path.write_bytes(write_archive({n: c for n, c in files.items() if n != "content/aide.md"}))
    assert refusal(path) == "altered"
    other = tmp_path / "autre.cle"
    keys.make_key(other)
    path.write_bytes(signed(texts_of(make_pack()), other))
    assert refusal(path) == "unknown-key"
    record = json.loads(files[SIGNATURE]) | {"key": keys.key_id(keys.public_of(keys.read_key(key)))}
    record["signature"] = "00" * 64
    path.write_bytes(write_archive(files | {SIGNATURE: (json.dumps(record) + "\n").encode()}))
    assert refusal(path) == "altered"


def test_a_second_key_takes_over_from_the_first(make_pack: Make, tmp_path: Path, resources: Path) -> None:
    new = tmp_path / "nouvelle.cle"
    public = keys.make_key(new)
    path = tmp_path / "p.kitpack"
    path.write_bytes(signed(texts_of(make_pack()), new))
    assert refusal(path) == "unknown-key"
    kit_file = resources / "kit.toml"
    words = kit_file.read_text(encoding="utf-8")
    kit_file.write_text(words.replace("keys = [", f'keys = ["{public}", '), encoding="utf-8")
    install(read_pack(path))
    assert version() == "2027.06"


def test_a_pack_cannot_bring_its_own_keys(make_pack: Make, tmp_path: Path) -> None:
    other = tmp_path / "autre.cle"
    public = keys.make_key(other)
    files = texts_of(make_pack())
    files["kit.toml"] = files["kit.toml"].replace(b"keys = [", f'keys = ["{public}", '.encode())
    path = tmp_path / "p.kitpack"
    path.write_bytes(signed(files, other))
    assert refusal(path) == "unknown-key"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil.md", "bad-path"),
        ("content/../../evil.md", "bad-path"),
        ("/etc/evil.md", "bad-path"),
        ("C:/evil.md", "bad-path"),
        ("content\\evil.md", "bad-path"),
        ("content/con.md", "bad-path"),
        ("content/aide.md.", "bad-path"),
        ("content/evil.exe", "bad-path"),
        ("content/.cache.md", "bad-path"),
        ("content/a:b.md", "bad-path"),
        ("index/outline.md", "bad-path"),
        ("content//a.md", "bad-path"),
        ("content/AIDE.md", "duplicate"),
        ("Kit.toml", "bad-path"),
    ],
)
def test_paths_that_lead_elsewhere(make_pack: Make, tmp_path: Path, key: Path, name: str, reason: str) -> None:
    path = tmp_path / "p.kitpack"
    path.write_bytes(signed(texts_of(make_pack()) | {name: b"x"}, key))
    assert refusal(path) == reason
    assert not list(tmp_path.rglob("evil*"))


def test_names_that_a_laptop_takes_for_one(make_pack: Make, tmp_path: Path, key: Path) -> None:
    path = tmp_path / "p.kitpack"
    path.write_bytes(signed(texts_of(make_pack()) | {"content/NOUVEAU.md": b"x", "content/NOUVEAu.md": b"x"}, key))
    assert refusal(path) == "duplicate"


def hand_made(files: list[tuple[zipfile.ZipInfo | str, bytes]], compress: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as made:
        for info, content in files:
            made.writestr(info, content)
    return out.getvalue()


def test_links_duplicates_and_bombs(make_pack: Make, tmp_path: Path) -> None:
    path = tmp_path / "p.kitpack"
    link = zipfile.ZipInfo("content/lien.md")
    link.external_attr = 0o120777 << 16
    path.write_bytes(hand_made([(link, b"/etc/passwd")]))
    assert refusal(path) == "link"
    data = (
        make_pack()
        .read_bytes()
        .replace(b"content/aide.md", b"content/aidf.md")
        .replace(b"content/contact.md", b"content/accueil.md")
    )
    path.write_bytes(data)
    assert refusal(path) == "duplicate"
    path.write_bytes(hand_made([("content/gros.md", bytes(50_000_000))], zipfile.ZIP_DEFLATED))
    assert path.stat().st_size < 60_000 and refusal(path) == "too-large"
    path.write_bytes(hand_made([(f"content/a{n}.md", bytes(7_000_000)) for n in range(12)], zipfile.ZIP_DEFLATED))
    assert refusal(path) == "too-large"
    path.write_bytes(hand_made([(f"content/a{n}.md", b"") for n in range(5001)]))
    assert refusal(path) == "too-large"
    liar = bytearray(hand_made([("content/gros.md", bytes(9_000_000))], zipfile.ZIP_DEFLATED))
    place = liar.rindex(b"PK\x01\x02")
    liar[place + 24 : place + 28] = (10).to_bytes(4, "little")  # the directory says ten bytes
    path.write_bytes(liar)
    assert refusal(path) == "altered"


def test_what_is_no_pack(tmp_path: Path, resources: Path, make_pack: Make) -> None:
    path = tmp_path / "p.kitpack"
    for content in (b"", b"PK", b"Bonjour", bytes(100_000), hand_made([("content/aide.md", b"x")])):
        path.write_bytes(content)
        assert refusal(path) in ("not-a-pack", "altered")
    whole = make_pack().read_bytes()
    for length in (10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert refusal(path) == "altered"
    path.write_bytes(b"x" + whole)
    assert refusal(path) == "altered"
    path.write_bytes(whole + b"x")
    assert refusal(path) == "altered"
    with zipfile.ZipFile(io.BytesIO(whole)) as found:
        path.write_bytes(hand_made([(i.filename, found.read(i)) for i in found.infolist()], zipfile.ZIP_DEFLATED))
    assert refusal(path) == "altered"


def test_what_the_texts_may_not_hold(make_pack: Make, tmp_path: Path, key: Path) -> None:
    path, files = tmp_path / "p.kitpack", texts_of(make_pack())
    aide = files["content/aide.md"]
    for words in (b"![](http://exemple.fr/a.png)", b"voir HTTPS://exemple.fr", b"data:image/png;base64,AAAA"):
        path.write_bytes(signed(files | {"content/aide.md": aide + b"\n" + words + b"\n"}, key))
        assert refusal(path) == "internet"
    path.write_bytes(
        signed(files | {"content/glossaire.toml": files["content/glossaire.toml"] + b'x = "ftp://a"\n'}, key)
    )
    assert refusal(path) == "internet"
    path.write_bytes(signed(files | {"content/aide.md": b"sans en-tete"}, key))
    assert refusal(path) == "broken-text"
    path.write_bytes(signed(files | {"content/glossaire.toml": b"[["}, key))
    assert refusal(path) == "broken-text"
    path.write_bytes(signed(files | {"kit.toml": b"x = 1"}, key))
    assert refusal(path) == "broken-text"
    path.write_bytes(signed({"kit.toml": files["kit.toml"]}, key))
    assert refusal(path) == "broken-text"


@pytest.mark.parametrize("name", ["kit.toml", "content/glossaire.toml", "content/aide.md", "actes/deliberation.toml"])
def test_a_signed_text_nested_deep_is_a_broken_one(make_pack: Make, tmp_path: Path, key: Path, name: str) -> None:
    path, files = tmp_path / "p.kitpack", texts_of(make_pack())
    deep = b"a = " + b"[" * 5_000 + b"\n"
    path.write_bytes(signed(files | {name: b"+++\n" + deep + b"+++\n" if name.endswith(".md") else deep}, key))
    assert refusal(path) == "broken-text"


def test_an_install_without_a_look_judges_the_texts_itself(make_pack: Make, tmp_path: Path, key: Path) -> None:
    path, files = tmp_path / "p.kitpack", texts_of(make_pack())
    path.write_bytes(signed(files | {"content/aide.md": b"sans en-tete"}, key))
    with pytest.raises(PackRefused) as caught:
        install(read_pack(path))
    assert caught.value.reason == "broken-text" and paths.texts() == paths.resources()
    assert [p for p in paths.installed_texts().iterdir()] == []


def test_acts_travel_with_the_texts_and_are_judged(texts: Path, key: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "resources" / "actes", texts / "actes")
    with pytest.raises(PackRefused) as caught:  # it cites levers and facts that the small kit has not
        build_pack(texts, key, tmp_path / "p.kitpack")
    assert caught.value.reason == "broken-text" and caught.value.detail.startswith("actes/")


def test_a_pack_for_a_newer_program(make_pack: Make, tmp_path: Path, key: Path) -> None:
    path = tmp_path / "p.kitpack"
    path.write_bytes(signed(texts_of(make_pack()), key, needs="99.0"))
    assert refusal(path) == "newer-program"


def test_a_thousand_mutated_packs_are_refused_and_touch_nothing(
    make_pack: Make, tmp_path: Path, resources: Path
) -> None:
    whole, path, chance = make_pack().read_bytes(), tmp_path / "m.kitpack", random.Random(12)
    taken = []
    for number in range(1000):
        data = bytearray(whole)
        place = chance.randrange(len(data))
        kind = number % 5
        if kind == 0:
            data[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[place : place + chance.randrange(1, 40)] = b""
        elif kind == 2:
            data[place:place] = chance.randbytes(chance.randrange(1, 40))
        elif kind == 3:
            data = data[:place]
        else:
            other = chance.randrange(len(data) - 40)
            data[other : other + 40] = chance.randbytes(40)
        path.write_bytes(data)
        try:
            read_pack(path)
            taken.append(number)
        except PackRefused:
            pass
    assert taken == [] and bytes(whole) == make_pack().read_bytes()
    assert not paths.installed_texts().exists() and paths.texts() == resources


# --- killed ---

_KILLED = """
import os, signal, sys
stop, count = int(sys.argv[2]), 0
WATCHED = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "os.link", "sqlite3.connect")
from kit import paths
from kit.packs.pack import read_pack
from kit.packs.install import install
from pathlib import Path
pack = read_pack(Path(sys.argv[1]))
root = str(paths.user_data())
def hook(event, arguments):
    global count
    if event in WATCHED and any(root in str(a) for a in arguments):
        count += 1
        if count == stop:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
install(pack)
print(count)
"""


def run_install(pack: Path, stop: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _KILLED, str(pack), str(stop)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))


def test_an_install_killed_at_any_step_leaves_the_old_or_the_new_texts(
    make_pack: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(read_pack(make_pack("2027.05", "2027-05-01")))
    old = texts_in_use().folder
    new = make_pack()
    start = tmp_path / "data"
    shutil.copytree(start, tmp_path / "before", copy_function=shutil.copy2)

    def again() -> None:
        shutil.rmtree(start)
        shutil.copytree(tmp_path / "before", start, copy_function=shutil.copy2)

    steps = int(run_install(new, -1).stdout)
    assert steps > 40
    last = list(range(steps - 14, steps + 1))  # the switch is among these: each of them
    seen = set()
    for stop in (1, 2, *range(3, steps - 14, max(1, steps // 14)), *last):
        again()
        assert run_install(new, stop).returncode == -signal.SIGKILL
        folder = paths.texts()
        seen.add(folder == old)
        library = Library(IndexStore(folder / "index"))
        expected = "2027.05" if folder == old else "2027.06"
        assert library.publisher.content_version == expected and leave_damaged() is None
        assert compiling.is_fresh(folder / "index")
        assert [a.id for a in library.articles() if not library.body(a.id)] == []
        library.close()
    assert seen == {True, False}
    install(read_pack(new))  # and what was left behind hinders nothing
    assert version() == "2027.06"


def test_the_command_line_takes_older_texts_only_when_told_to(
    make_pack: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kit import cli

    old, new = make_pack("2027.6", "2027-06-01"), make_pack("2027.9", "2027-09-01")
    assert cli.main(["pack", "install", str(new)]) == 0
    assert cli.main(["pack", "install", str(new)]) == 0  # the same again is not older
    capsys.readouterr()
    assert cli.main(["pack", "install", str(old)]) == 1
    told = capsys.readouterr().err
    assert "plus anciens" in told and "2027-06-01" in told and "2027-09-01" in told and "--older" in told
    assert version() == "2027.9"
    assert cli.main(["pack", "install", "--older", str(old)]) == 0
    assert "plus anciens" in capsys.readouterr().err
    assert version() == "2027.6"


def test_a_page_that_goes_without_being_retired_is_a_lost_id(texts: Path, resources: Path) -> None:
    old = open_folder(resources)
    new = open_folder(texts)
    assert {one.id for one in lost(compare(old, new), new)} == {"elu-reunion", "annonces-bulletin"}
    (texts / "content" / "retires.toml").write_text('ids = ["elu-reunion"]\n', encoding="utf-8")
    new = open_folder(texts)
    assert {one.id for one in lost(compare(old, new), new)} == {"annonces-bulletin"}


def test_the_fingerprint_of_texts_is_theirs_alone(texts: Path) -> None:
    before = fingerprint(texts)
    set_version(texts, "2029.01", "2029-01-01")
    (texts / "historique").mkdir()
    (texts / "historique" / "x.md").write_text("x", encoding="utf-8")
    assert fingerprint(texts) == before
    aide = texts / "content" / "aide.md"
    aide.write_text(aide.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert fingerprint(texts) != before


@pytest.mark.parametrize(
    ("last", "dated", "version", "day"),
    [
        ("2027.04", "2027-04-30", "2027.06", "2027-06-15"),
        ("2027.06", "2027-06-01", "2027.06.2", "2027-06-15"),
        ("2027.06.9", "2027-06-14", "2027.06.10", "2027-06-15"),
        ("2027.07", "2027-07-01", "2027.07.2", "2027-07-01"),  # none is older than the one before
        ("2026.12.3", "2026-12-31", "2027.06", "2027-06-15"),
        ("7", "2027-01-01", "8", "2027-06-15"),
        ("essai-9b", "2027-01-01", "essai-10b", "2027-06-15"),
        ("essai", "2027-01-01", "essai.2", "2027-06-15"),
        ("99999999999999999999", "2027-01-01", "2027.06", "2027-06-15"),
    ],
)
def test_the_next_edition_follows_the_last(texts: Path, last: str, dated: str, version: str, day: str) -> None:
    set_version(texts, last, dated)
    found = next_edition(texts, datetime.date(2027, 6, 15))
    assert found == (version, datetime.date.fromisoformat(day))
    set_version(texts, found[0], found[1].isoformat())  # it is one that can be written
