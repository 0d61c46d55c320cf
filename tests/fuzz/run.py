"""`python -m tests.fuzz.run NAME [FOLDER] [libFuzzer's options]`: look for what a harness lets
through, beginning with its seeds; needs atheris, which the project itself does not.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ballast", "ballast_web"]):
    from tests.fuzz.harnesses import HARNESSES


def main(name: str, options: list[str]) -> None:
    """Run until the options say stop, or something is found."""
    harness = HARNESSES[name]
    with tempfile.TemporaryDirectory() as home:
        folder, words = Path(home) / "seeds", Path(home) / "words"
        folder.mkdir()
        for number, seed in enumerate(harness.seeds):
            (folder / f"seed-{number}").write_bytes(seed)
        words.write_text("\n".join(map(_quoted, harness.words)), encoding="ascii")
        atheris.Setup([sys.argv[0], f"-dict={words}", *options, str(folder)], harness.try_out)
        atheris.Fuzz()


def _quoted(word: str) -> str:
    """A word as a dictionary of libFuzzer has it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"'


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
