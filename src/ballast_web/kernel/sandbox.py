"""Work on what strangers send, in a child process with limits: a hostile file kills only the child.

    found = run("ballast_web.catalogue.apart.reading:read_in", {"path": str(path)}, what=name)

The function is named, not given; its arguments and its result are JSON, so that nothing that the
child says is more than data. It must not import Django: the child has no settings, no database and
none of the platform's keys.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from ballast_web.errors import CouldNotProcess, TookTooLong, TookTooMuch
from ballast_web.kernel.reasons import reason

logger = logging.getLogger(__name__)
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "SYSTEMROOT")


@dataclass(frozen=True)
class Limits:
    """How much address space (MB), time (seconds) and output to a file (MB) a child may take."""

    megabytes: int = 2048
    seconds: int = 60
    written: int = 256


ORDINARY = Limits()


def run(
    function: str, arguments: Mapping[str, Any], *, what: str, limits: Limits = ORDINARY
) -> Any:
    """The JSON that `function` (“package.module:name”) gives for `arguments`, made in a child.

    `what` names the work in messages. Raises TookTooLong, TookTooMuch, CouldNotProcess.
    """
    order = {"function": function, "arguments": dict(arguments), "limits": vars(limits)}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        code = _finished(json.dumps(order).encode(), (out, complaints), what, limits)
        out.seek(0)
        said = out.read(limits.written << 20)
        if not said:
            _logged(function, code, complaints)
    return _result(said, code, what, limits)


def _logged(function: str, code: int, complaints: IO[bytes]) -> None:
    """Tell the operator how the child ended; its words may be those of a hostile file."""
    complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, complaints.tell() - 2000))
    told = complaints.read().decode("utf-8", "replace")
    logger.warning("a child at %s ended with %s: %s", function, code, ascii(told))


def _finished(order: bytes, out: tuple[IO[bytes], IO[bytes]], what: str, limits: Limits) -> int:
    """The child's exit code; all that it started is gone afterwards. Raises TookTooLong."""
    child = subprocess.Popen(
        [sys.executable, "-m", "ballast_web.kernel.sandboxed"],
        stdin=subprocess.PIPE,
        stdout=out[0],
        stderr=out[1],
        env=_environment(),
        start_new_session=True,
    )
    try:
        child.communicate(order, timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        raise TookTooLong(what=what, seconds=limits.seconds) from None
    finally:
        _end(child)
    return child.returncode


def _end(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdin is not None:
        with suppress(BrokenPipeError):  # a child that was killed has not read all of its order
            child.stdin.close()


def _environment() -> dict[str, str]:
    """What the child may know: where programs and modules lie, no key and no address."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    modules = os.pathsep.join(each for each in sys.path if each)
    return {**kept, "PYTHONPATH": modules, "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}


def _result(said: bytes, code: int, what: str, limits: Limits) -> Any:
    try:
        told = json.loads(said)
    except ValueError:
        told = {}
    if not isinstance(told, dict) or told.get("error") == "MemoryError" or not told:
        if code == -signal.SIGXCPU:
            raise TookTooLong(what=what, seconds=limits.seconds)
        raise TookTooMuch(what=what, megabytes=limits.megabytes)
    if "error" in told:
        raise CouldNotProcess(what=what, reason=reason(told["error"], told["message"]))
    return told["result"]
