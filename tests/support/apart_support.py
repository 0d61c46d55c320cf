"""What children of the sandbox are asked to do in tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from ballast.errors import NotText


def doubled(number: int) -> int:
    print("what libraries say")  # noqa: T201
    return number * 2


def knows() -> dict[str, object]:
    return {"names": sorted(os.environ), "django": "django" in sys.modules}


def sleeps(path: str) -> None:
    subprocess.Popen(["sh", "-c", f"sleep 3; touch {path}"])
    time.sleep(60)


def eats() -> int:
    return len(bytearray(1 << 40))


def dies() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def writes(path: str) -> None:
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(bytes(3 << 20))


def refuses() -> None:
    raise NotText(name="x", reason="y", given="z", encodings="utf-8")


def breaks() -> None:
    raise KeyError("secret")
