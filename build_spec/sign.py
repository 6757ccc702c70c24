"""Signs Windows programs and installers (Authenticode, ``osslsigncode``): ``sign.py FILE…``, ``sign.py --verify FILE…``

The certificate comes from the environment, never from the repository:
  KIT_SIGN_P12 + KIT_SIGN_PASS_FILE            a PKCS#12 file, and a file that holds its password (tests)
  KIT_SIGN_PKCS11 + KIT_SIGN_KEY + KIT_SIGN_CERTS  a token's PKCS#11 module, the key's pkcs11: URI, the chain
      (PEM); the PIN in KIT_SIGN_PASS_FILE, if there is one
  KIT_SIGN_TSA                                 the RFC 3161 time-stamp address of the seller (needs a network)
  KIT_SIGN_CA                                  the root to verify with (PEM), where it is not among the system's
Without a certificate nothing is signed, and that is said.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import build_env

_NAMES = ("P12", "PASS_FILE", "PKCS11", "KEY", "CERTS", "TSA", "CA")
_SIGNED = {".exe", ".dll", ".pyd"}


def secrets() -> dict[str, str]:
    """Return the settings of the signature, for the environment of a step that signs."""
    return {f"KIT_SIGN_{name}": os.environ[f"KIT_SIGN_{name}"] for name in _NAMES if os.environ.get(f"KIT_SIGN_{name}")}


def _setting(name: str) -> str:
    return os.environ.get(f"KIT_SIGN_{name}", "")


def _key() -> list[str] | None:
    """Return the words that tell osslsigncode which key to use; None without a certificate."""
    password = ["-readpass", _setting("PASS_FILE")] if _setting("PASS_FILE") else []
    if _setting("P12"):
        return ["-pkcs12", _setting("P12"), *password]
    if _setting("PKCS11"):
        return ["-pkcs11module", _setting("PKCS11"), "-key", _setting("KEY"), "-certs", _setting("CERTS"), *password]
    return None


def is_signed(path: Path) -> bool:
    """Say whether a program carries a signature, whoever's it is (Qt's, Python's and Microsoft's files do)."""
    done = subprocess.run(["osslsigncode", "verify", "-in", str(path)], capture_output=True, text=True, check=False)
    return "No signature found" not in done.stdout + done.stderr


def sign(path: Path) -> bool:
    """Sign a file in place; False when no certificate is given."""
    key = _key()
    if key is None:
        return False
    fresh = path.with_name(path.name + ".signed")
    fresh.unlink(missing_ok=True)
    stamp = ["-ts", _setting("TSA")] if _setting("TSA") else []
    who = ["-n", build_env.FULL_NAME, "-h", "sha256"]
    build_env.run("osslsigncode", "sign", *key, *who, *stamp, "-in", path, "-out", fresh)
    fresh.replace(path)
    return True


def sign_folder(folder: Path) -> int:
    """Sign all programs and libraries of a folder that nobody has signed; returns how many."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in _SIGNED]
    return sum(sign(path) for path in files if _key() is not None and not is_signed(path))


def verify(path: Path) -> bool:
    """Say whether a file is signed, whole, and trusted by ``KIT_SIGN_CA`` or the system's roots."""
    trust = ["-CAfile", _setting("CA")] if _setting("CA") else []
    done = subprocess.run(
        ["osslsigncode", "verify", *trust, "-in", str(path)], capture_output=True, text=True, check=False
    )
    return done.returncode == 0 and "Signature verification: ok" in done.stdout


def main(words: list[str]) -> int:
    """Sign or verify the files named."""
    if words[:1] == ["--verify"]:
        bad = [name for name in words[1:] if not verify(Path(name))]
        print("\n".join(f"pas de signature valable : {name}" for name in bad) or "signatures valables")
        return 1 if bad else 0
    for name in words:
        path = Path(name)
        done = sign_folder(path) if path.is_dir() else int(sign(path))
        if not done:
            print(f"NON SIGNÉ (aucun certificat donné) : {path.name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
