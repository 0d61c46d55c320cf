"""The child's side of `sandbox`: take the limits first, then the work. Imports no Django.

A process of its own, since limits hold for a process: `python -m ballast_web.kernel.sandboxed`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from ballast.errors import BallastError


def main() -> None:
    """Read an order from standard input; write the result, or the error, to standard output."""
    order = json.load(sys.stdin)
    limit(order["limits"])
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no answer
    json.dump(done(order["function"], order["arguments"]), answer, ensure_ascii=False)
    answer.flush()
    os._exit(0)  # no library's clean-up may hang


def limit(limits: Mapping[str, int]) -> None:
    """Take on the limits; they cannot be raised again."""
    for kind, most in (
        (resource.RLIMIT_AS, limits["megabytes"] << 20),
        (resource.RLIMIT_CPU, limits["seconds"] + 1),
        (resource.RLIMIT_FSIZE, limits["written"] << 20),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def done(function: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The result of the named function, or its error by name and message."""
    module, _, name = function.partition(":")
    try:
        return {"result": getattr(import_module(module), name)(**arguments)}
    except MemoryError:
        return {"error": "MemoryError", "message": ""}
    except Exception as error:
        told = str(error) if isinstance(error, BallastError) else ""
        return {"error": type(error).__name__, "message": told}


if __name__ == "__main__":
    main()
