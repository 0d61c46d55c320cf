"""Engines that need a server: an address of PostgreSQL, a Spark cluster of three processes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

#: Where PostgreSQL is looked for; BALLAST_POSTGRESQL names another place.
POSTGRESQL = "postgresql://127.0.0.1:5432/test"
#: Small and quick to start: these processes live for a few queries.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"


@pytest.fixture(scope="session")
def postgresql() -> str:
    """The address of a PostgreSQL in which schemas may be made; skips without one."""
    psycopg = pytest.importorskip("psycopg")
    address = os.environ.get("BALLAST_POSTGRESQL", POSTGRESQL)
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.Error as error:
        pytest.skip(f"no PostgreSQL at {address} ({error}): name one in BALLAST_POSTGRESQL")
    return address


@pytest.fixture(scope="session")
def session_patch() -> Iterator[pytest.MonkeyPatch]:
    """Changes of the environment that the whole session shares."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="session")
def spark(tmp_path_factory, session_patch) -> Iterator[str]:
    """The address of a Spark master on loopback that has two workers; skips without Java."""
    pyspark, sql = pytest.importorskip("pyspark"), pytest.importorskip("pyspark.sql")
    if not shutil.which("java"):
        pytest.skip("no Java: Spark needs one")
    home, folder = Path(pyspark.__file__).parent, tmp_path_factory.mktemp("spark")
    alone = {"SPARK_LOCAL_IP": "127.0.0.1", "JDK_JAVA_OPTIONS": JAVA}
    for name, value in (alone | {"SPARK_DAEMON_MEMORY": "256m"}).items():
        session_patch.setenv(name, value)
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    processes = [daemon(home, folder, "master.Master", "--port", str(port))]
    try:
        wait_for(port, processes[0])
        for place in range(2):
            worker = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"{place}"))
            processes.append(daemon(home, folder, "worker.Worker", *worker, address))
        yield address
    finally:
        stop_session(sql)
        for process in reversed(processes):
            process.terminate()
            process.wait()


def daemon(home: Path, folder: Path, name: str, *options: str) -> subprocess.Popen[bytes]:
    """One process of the cluster; what it says goes into `folder`."""
    where = ("--host", "127.0.0.1", "--webui-port", "0")
    command = [home / "bin/spark-class", f"org.apache.spark.deploy.{name}", *where, *options]
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(command, stdout=log, stderr=log)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the Spark master ended at once"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the Spark master does not answer")


def stop_session(sql: ModuleType) -> None:
    """Stop the session that the tests have shared, if one was made."""
    session = sql.SparkSession.getActiveSession()
    if session is not None:
        session.stop()
