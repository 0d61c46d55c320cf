"""Workers: processes that claim jobs and run them, and one that looks after the others."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterable
from types import FrameType

import structlog
from django.db import DatabaseError, close_old_connections, connections

from ballast_web.jobs import queue, running
from ballast_web.jobs.periodic import materialise

logger = structlog.get_logger("ballast.jobs")
#: Seconds: between looks at an empty queue, between looks for what is due, for new periods.
IDLE, SWEEP, PERIODS = 0.5, 1.0, 10.0
#: Seconds before a dead worker is replaced, so that one that cannot start does not spin.
REPLACED = 0.5


class Worker:
    """One process at work; SIGTERM lets it finish what is short and hand back what is long."""

    def __init__(
        self, queues: Iterable[str] = (), once: bool = False, parent: int | None = None
    ) -> None:
        self.queues, self.once, self.parent = tuple(queues), once, parent
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.stopped = False
        self._swept = self._looked = 0.0

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Take no further job."""
        self.stopped = True

    def stopping(self) -> bool:
        """Whether it is to stop; so too where its parent was killed."""
        return self.stopped or self.parent not in (None, os.getppid())

    def run(self) -> None:
        """Work until told to stop; with `once`, until nothing is left to do now."""
        heart = running.Heart()
        heart.start()
        try:
            while not self.stopping():
                if self._turn(heart):
                    continue
                if self.once:
                    break
                time.sleep(IDLE)
        finally:
            heart.stop()
            connections.close_all()

    def _turn(self, heart: running.Heart) -> bool:
        """One job, if there is one. A database that is away is waited for."""
        try:
            self._look_after_the_queue()
            token = queue.claim(self.name, self.queues)
            if token is None:
                return False
            heart.held = running.Held(*token, stopping=self.stopping)
            running.run(heart.held)
        except DatabaseError as error:
            logger.warning("database away", worker=self.name, error=str(error))
            close_old_connections()
            time.sleep(IDLE)
        finally:
            heart.held = None
        return True

    def _look_after_the_queue(self) -> None:
        now = time.monotonic()
        if now - self._swept >= SWEEP:
            self._swept = now
            queue.promote()
        if not self.once and now - self._looked >= PERIODS:
            self._looked = now
            close_old_connections()
            materialise()


def drain(queues: Iterable[str] = ()) -> int:
    """Run every waiting job here and now, and those that they enqueue; how many ran.

    For tests and for the demonstration: in this thread, on this connection.
    """
    number = 0
    while True:
        queue.promote()
        token = queue.claim("here", queues)
        if token is None:
            return number
        running.run(running.Held(*token, stopping=lambda: False, beats=False))
        number += 1


class Foreman:
    """Keeps `number` workers at work: a dead one is replaced, SIGTERM is passed on."""

    def __init__(self, number: int, queues: Iterable[str] = ()) -> None:
        self.number, self.queues = number, tuple(queues)
        #: Each worker's process with when it began.
        self.children: dict[int, float] = {}
        self.stopped = False

    def run(self) -> None:
        """Work until SIGTERM or SIGINT, then wait for the workers to end."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        while not self.stopped:
            while len(self.children) < self.number and not self.stopped:
                self.children[self._hire()] = time.monotonic()
            self._reap()
            time.sleep(0.2)
        self._pass_on()
        for child in self.children:
            os.waitpid(child, 0)

    def _hire(self) -> int:
        connections.close_all()
        foreman = os.getpid()
        child = os.fork()
        if child:
            return child
        status = 1
        try:
            work(Worker(self.queues, parent=foreman))
            status = 0
        except Exception:
            logger.exception("worker broken", worker=os.getpid())
        os._exit(status)

    def _reap(self) -> None:
        for child in list(self.children):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                lived = time.monotonic() - self.children.pop(child)
                logger.warning("worker ended", worker=child, status=status, lived=round(lived, 1))
                time.sleep(REPLACED if lived < 1 else 0)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopped = True
        self._pass_on()

    def _pass_on(self) -> None:
        for child in self.children:
            os.kill(child, signal.SIGTERM)


def work(worker: Worker) -> None:
    """Run a worker that SIGTERM and SIGINT stop gracefully."""
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()
