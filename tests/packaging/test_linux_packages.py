"""The tar.xz and the Debian package: installed, tried, purged."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import build_env
import pytest
from build_env import APP_ID, DEB, MIME, sha256
from wine import LIMIT


def run(*words: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(list(map(str, words)), env=env, capture_output=True, text=True, timeout=LIMIT, check=False)


@pytest.fixture(scope="module")
def out(linux_folder: Path) -> Path:
    """Return the folder of what is given out."""
    return linux_folder.parent


@pytest.fixture(scope="module")
def installed(out: Path) -> Iterator[Path]:
    """Install the package with what it depends on; purge it in the end."""
    package = out / f"{DEB}_{build_env.version()}_amd64.deb"
    assert package.exists(), "make linux"
    apt = ("apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=900", "--no-install-recommends")
    done = run(*apt, "install", package)
    assert done.returncode == 0, done.stdout + done.stderr
    yield Path("/usr/lib") / DEB
    assert run("dpkg", "--purge", DEB).returncode == 0


def bare(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a user of her own."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}


def test_depends_on_what_it_takes_from_the_system(out: Path, installed: Path) -> None:
    told = run("dpkg-deb", "-f", out / f"{DEB}_{build_env.version()}_amd64.deb", "Depends").stdout
    assert "libc6 (>= 2." in told and "libegl1" in told and "python3" not in told
    missing = [
        line for p in installed.rglob("*.so*") for line in run("ldd", p).stdout.splitlines() if "not found" in line
    ]
    # what lies in the bundle's own folders is found through the program's search path
    names = {line.split()[0] for line in missing} - {path.name for path in installed.rglob("*.so*")}
    assert names == set()


def test_every_library_asked_for_is_inside_or_in_a_package_that_is_named(out: Path, tmp_path: Path) -> None:
    """Read from the files that are given out, with another tool than the one that wrote the list."""
    package = out / f"{DEB}_{build_env.version()}_amd64.deb"
    assert run("dpkg-deb", "-x", package, tmp_path).returncode == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_symlink()]
    elves = [path for path in files if path.read_bytes().startswith(b"\x7fELF")]
    asked = set(re.findall(r"\(NEEDED\).*\[(.+)\]", "".join(run("readelf", "-d", path).stdout for path in elves)))
    outside = asked - {path.name for path in tmp_path.rglob("*")}
    told = run("dpkg-deb", "-f", package, "Depends").stdout
    named = {re.split(r"[ (]", one.strip())[0] for group in told.split(",") for one in group.split("|")}
    listed = run("ldconfig", "-p").stdout
    unnamed = {}
    for library in outside:
        places = re.findall(rf"^\s{re.escape(library)} .*x86-64.* => (\S+)", listed, re.MULTILINE)
        owners = {run("dpkg", "-S", str(Path(place).resolve())).stdout.partition(":")[0] for place in places}
        if not owners & named:
            unnamed[library] = owners
    assert len(elves) > 40 and len(outside) > 15
    assert unnamed == {}
    # What libraries of the bundle read where the system keeps it.
    assert "xkb-data" in named


def test_the_names_before_the_64_bit_time_are_taken_too(out: Path) -> None:
    told = run("dpkg-deb", "-f", out / f"{DEB}_{build_env.version()}_amd64.deb", "Depends").stdout
    groups = [[re.split(r"[ (]", one.strip())[0] for one in group.split("|")] for group in told.split(",")]
    renamed = [group for group in groups if group[0].endswith("t64")]
    assert renamed and all(group[1:] == [group[0].removesuffix("t64")] for group in renamed)


def test_installed_program(installed: Path, tmp_path: Path) -> None:
    done = run("/usr/bin/kit-ess", "--self-test", env=bare(tmp_path))
    assert done.returncode == 0 and "ÉCHEC" not in done.stdout, done.stdout + done.stderr
    assert run("/usr/bin/kit-ess-cli", "--version", env=bare(tmp_path)).stdout.strip() == f"kit {build_env.version()}"
    assert (installed / "licences" / "LISEZ-MOI.txt").is_file()


def test_desktop_file_appstream_icons_and_mime_type(installed: Path, build_python: Path, tmp_path: Path) -> None:
    share = Path("/usr/share")
    desktop = share / "applications" / f"{APP_ID}.desktop"
    done = run("desktop-file-validate", desktop)
    assert done.returncode == 0 and done.stdout == "", done.stdout
    done = run("appstreamcli", "validate", "--no-net", share / "metainfo" / f"{APP_ID}.metainfo.xml")
    assert done.returncode == 0, done.stdout
    for size in ("16x16", "48x48", "256x256", "scalable"):
        assert list((share / "icons" / "hicolor" / size / "apps").glob(f"{APP_ID}.*"))
        assert list((share / "icons" / "hicolor" / size / "mimetypes").glob(f"{APP_ID}-dossier.*"))
    dossier = tmp_path / "élu·e.kitess"
    dossier.write_text("{}", encoding="utf-8")
    ask = "import sys; from PySide6.QtCore import QMimeDatabase as M; print(M().mimeTypeForFile(sys.argv[1]).name())"
    assert run(build_python, "-c", ask, dossier, env=bare(tmp_path)).stdout.strip() == MIME
    assert run("xdg-mime", "query", "default", MIME, env=bare(tmp_path)).stdout.strip() == f"{APP_ID}.desktop"


def test_the_atelier_is_a_package_beside_the_kit(out: Path, installed: Path, tmp_path: Path) -> None:
    package = out / f"kit-atelier_{build_env.version()}_amd64.deb"
    assert run("dpkg-deb", "-f", package, "Depends").stdout.strip() == f"{DEB} (= {build_env.version()})"
    assert not (installed / "kit-atelier").exists()  # the kit alone has nothing of it
    assert run("dpkg", "-i", package).returncode == 0
    try:
        told = run("/usr/bin/kit-atelier", "--version", env=bare(tmp_path)).stdout.strip()
        assert told == f"kit-atelier {build_env.version()}"
        done = run("/usr/bin/kit-atelier", "--self-test", env=bare(tmp_path))
        assert done.returncode == 0 and "ÉCHEC" not in done.stdout, done.stdout + done.stderr
        assert run("desktop-file-validate", "/usr/share/applications/org.cress_na.KitAtelier.desktop").stdout == ""
        done = run("/usr/bin/kit-atelier", "--tour", tmp_path / "visite", env=bare(tmp_path))
        assert done.returncode == 0, done.stderr
        assert len(list((tmp_path / "visite").glob("*.png"))) >= 6
    finally:
        assert run("dpkg", "--purge", "kit-atelier").returncode == 0


def test_tar_xz(out: Path, tmp_path: Path) -> None:
    name = f"{DEB}-{build_env.version()}-linux-x86_64"
    archive = out / f"{name}.tar.xz"
    assert archive.exists(), "make linux"
    assert archive.stat().st_size / 1e6 <= 62
    shutil.unpack_archive(archive, tmp_path / "un dossier é", filter="data")
    done = run(tmp_path / "un dossier é" / name / "kit-ess", "--self-test", env=bare(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_sums(out: Path) -> None:
    rows = dict(reversed(row.split("  ")) for row in (out / "SHA256SUMS").read_text(encoding="ascii").splitlines())
    given = {path.name for path in out.iterdir() if path.is_file() and path.name != "SHA256SUMS"}
    assert set(rows) == given and len(given) == 4
    assert all(sha256(out / name) == value for name, value in rows.items())


def test_purged_without_a_trace() -> None:
    # runs last in this file: the module's package is still there, so a second purge must find nothing of it afterwards
    assert run("dpkg", "--purge", DEB).returncode == 0
    left = [
        path
        for path in (Path("/usr/lib") / DEB, Path("/usr/bin/kit-ess"), Path("/usr/bin/kit-ess-cli"))
        if path.exists()
    ]
    left += list(Path("/usr/share").glob(f"*/{APP_ID}*")) + list(
        Path("/usr/share/icons/hicolor").glob(f"*/*/{APP_ID}*")
    )
    assert left == []
