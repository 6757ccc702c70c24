"""Signing with a throw-away certificate made on the spot: programs, libraries, uninstaller and installer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import build_env
import pytest
import sign
from build_env import ROOT
from wine import Wine, windows_path


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the settings of a certificate that nobody trusts but this test."""
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "password").write_text("un mot de passe", encoding="utf-8")
    key, cert, p12 = folder / "key.pem", folder / "cert.pem", folder / "both.p12"
    use = ["-addext", "extendedKeyUsage=codeSigning", "-addext", "keyUsage=digitalSignature"]
    subject = ["-subj", "/C=FR/O=Essai/CN=Essai du Kit ESS"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-days", "2", *subject, *use]
    subprocess.run([*make, "-keyout", key, "-out", cert], check=True, capture_output=True)
    export = [
        "openssl",
        "pkcs12",
        "-export",
        "-inkey",
        key,
        "-in",
        cert,
        "-out",
        p12,
        "-passout",
        f"file:{folder / 'password'}",
    ]
    subprocess.run(export, check=True, capture_output=True)
    return {
        "KIT_SIGN_P12": str(p12),
        "KIT_SIGN_PASS_FILE": str(folder / "password"),
        "KIT_SIGN_CA": str(cert),
    }


@pytest.fixture
def keys(certificate: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Put the certificate into the environment."""
    for name, value in certificate.items():
        monkeypatch.setenv(name, value)
    return certificate


@pytest.mark.usefixtures("keys")
def test_programs_and_libraries(windows_folder: Path, wine: Wine, tmp_path: Path) -> None:
    folder = shutil.copytree(windows_folder, tmp_path / "KitESS")
    foreign = folder / "_internal" / "python313.dll"
    before = foreign.read_bytes()
    assert sign.sign_folder(folder) >= 2
    assert sign.verify(folder / "KitESS.exe") and sign.verify(folder / "kit.exe")
    assert all(sign.is_signed(p) for p in folder.rglob("*") if p.suffix.lower() in (".exe", ".dll", ".pyd"))
    assert foreign.read_bytes() == before  # Python's own signature stays
    code, words = wine.run(folder / "KitESS.exe", "--self-test", windows_path(tmp_path / "t.txt"))
    assert code == 0, words
    program = folder / "KitESS.exe"
    altered = bytearray(program.read_bytes())
    altered[len(altered) // 2] ^= 1
    program.write_bytes(altered)
    assert not sign.verify(program)


def test_installer_and_uninstaller(
    windows_folder: Path, wine: Wine, keys: dict[str, str], build_python: Path, tmp_path: Path
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    shutil.copy(windows_folder / "KitESS.exe", small)
    (small / "_internal").mkdir()
    places = [str(ROOT / "build_spec"), str(ROOT / "build_spec" / "windows")]
    code = (
        f"import sys; sys.path[:0] = {places!r}\n"
        "from pathlib import Path; import build, icons; source, target, work = map(Path, sys.argv[1:])\n"
        "icons.make(work / 'stage' / 'icons'); build.installer(source, target, work, fast=True)"
    )
    setup = tmp_path / "setup.exe"
    subprocess.run(
        [build_python, "-c", code, small, setup, tmp_path], env=os.environ | keys, check=True, capture_output=True
    )
    assert sign.verify(setup)
    where = r"C:\essai signé"
    assert wine.line(rf"{windows_path(setup)} /S /D={where}") == 0
    assert sign.verify(wine.prefix / "drive_c" / "essai signé" / "desinstaller.exe")
    assert wine.line(rf"{where}\desinstaller.exe /S _?={where}") == 0


def test_without_a_certificate_it_is_said(windows_folder: Path, tmp_path: Path) -> None:
    shutil.copy(windows_folder / "kit.exe", tmp_path)
    env = {name: value for name, value in os.environ.items() if not name.startswith("KIT_SIGN_")}
    command = [sys.executable, str(ROOT / "build_spec" / "sign.py"), str(tmp_path / "kit.exe")]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "NON SIGNÉ" in done.stderr
    assert not sign.is_signed(tmp_path / "kit.exe")


def test_a_token_is_asked_for_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        build_env, "run", lambda *words, **_: (told.extend(map(str, words)), (tmp_path / "x.exe.signed").touch())
    )
    for name, value in {
        "PKCS11": "/module.so",
        "KEY": "pkcs11:object=CRESS",
        "CERTS": "/chain.pem",
        "TSA": "tsa",
    }.items():
        monkeypatch.setenv(f"KIT_SIGN_{name}", value)
    (tmp_path / "x.exe").touch()
    assert sign.sign(tmp_path / "x.exe")
    line = " ".join(told)
    assert "-pkcs11module /module.so -key pkcs11:object=CRESS -certs /chain.pem" in line and "-ts tsa" in line


def test_no_key_in_the_repository() -> None:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [name for name in done.stdout.splitlines() if name.endswith((".p12", ".pfx", ".key", ".pem"))] == []
    words = ["git", "grep", "-lE", "BEGIN (RSA |EC |ENCRYPTED )?PRIVATE" + " KEY"]
    assert subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False).stdout == ""
