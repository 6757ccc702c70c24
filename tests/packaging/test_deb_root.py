"""The .deb in a root where nothing is: ``make test-deb-root``. Its releases are named in ``KIT_ROOTS``."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import build_env
import pytest
from build_env import DEB, ROOT

PACKAGE = build_env.DIST / "linux" / f"{DEB}_{build_env.version()}_amd64.deb"
PLAIN = ("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8")
APT = ("apt-get", "-q", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0")


class Bare:
    """A root of a release, for one module: a copy of the one that is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command inside, as a user of her own."""
        told = [f"{name}={value}" for name, value in more.items()]
        command = ["chroot", str(self.folder), *PLAIN, *told, *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)

    def glibc(self) -> tuple[int, ...]:
        """Return the version of its C library."""
        told = self.run("dpkg-query", "-W", "-f=${Version}", "libc6").stdout
        return tuple(map(int, re.findall(r"\d+", told)[:2]))


def wanted_glibc() -> tuple[int, ...]:
    """Return the version of the C library that the package asks for."""
    told = subprocess.run(["dpkg-deb", "-f", PACKAGE, "Depends"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"libc6 \(>= (\d+)\.(\d+)\)", told)
    assert found, told
    return int(found[1]), int(found[2])


@pytest.fixture(scope="module", params=os.environ.get("KIT_ROOTS", "").split())
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    """Give a root with the package laid inside, and with nothing of it installed."""
    assert PACKAGE.exists(), "make linux"
    script = ROOT / "build_spec" / "linux" / "root.sh"
    made = subprocess.run(
        ["sh", script, build_env.cache(), request.param], stdout=subprocess.PIPE, text=True, check=True
    )
    folder = tmp_path_factory.mktemp("root") / request.param
    subprocess.run(["cp", "-a", made.stdout.strip(), folder], check=True)
    shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
    shutil.copy(PACKAGE, folder / "tmp" / "kit-ess.deb")
    found = Bare(folder)
    done = found.run("apt-get", "-qq", "update")
    assert done.returncode == 0, done.stderr
    yield found
    shutil.rmtree(folder)


def test_dpkg_says_what_is_missing(bare: Bare) -> None:
    done = bare.run("dpkg", "-i", "/tmp/kit-ess.deb")
    assert done.returncode != 0 and "depends on libegl1" in done.stderr and "xkb-data" in done.stderr
    assert bare.run("dpkg", "--purge", DEB).returncode == 0


def test_apt_brings_all_that_the_program_needs_or_says_that_the_system_is_too_old(bare: Bare) -> None:
    done = bare.run(*APT, "install", "/tmp/kit-ess.deb", DEBIAN_FRONTEND="noninteractive")
    if bare.glibc() < wanted_glibc():
        assert done.returncode != 0 and "libc6" in done.stdout + done.stderr
        assert not (bare.folder / "usr" / "lib" / DEB).exists()
        return
    assert done.returncode == 0, done.stderr
    files = [
        path for path in (bare.folder / "usr" / "lib" / DEB).rglob("*") if path.is_file() and not path.is_symlink()
    ]
    elves = [f"/{path.relative_to(bare.folder)}" for path in files if path.read_bytes().startswith(b"\x7fELF")]
    told = bare.run("ldd", *elves, LD_LIBRARY_PATH=f"/usr/lib/{DEB}/_internal:/usr/lib/{DEB}/_internal/PySide6/Qt/lib")
    missing = {line.split()[0] for line in told.stdout.splitlines() if "not found" in line}
    assert len(elves) > 40 and missing - {Path(name).name for name in elves} == set()


def test_the_program_starts_there(bare: Bare, display: str) -> None:
    if bare.glibc() < wanted_glibc():
        assert bare.run("kit-ess", "--version").returncode != 0
        return
    done = bare.run("kit-ess", "--self-test", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0 and "ÉCHEC" not in done.stdout, done.stdout + done.stderr
    sockets = bare.folder / "tmp" / ".X11-unix"
    sockets.mkdir(exist_ok=True)
    subprocess.run(["mount", "--bind", "/tmp/.X11-unix", sockets], check=True)
    try:
        words = ("kit-ess", "--profile", "/tmp/p.json", "/tmp/élu.kitess")
        done = bare.run(*words, QT_QPA_PLATFORM="xcb", DISPLAY=display)
        again = bare.run("kit-ess", "--self-test", DISPLAY=display)
    finally:
        subprocess.run(["umount", sockets], check=True)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    assert json.loads((bare.folder / "tmp" / "p.json").read_text(encoding="utf-8"))["settled"] > 0
    assert again.returncode == 0 and again.stderr == ""
    assert bare.run("kit-ess-cli", "--version").stdout.strip() == f"kit {build_env.version()}"
