"""Tasks for tests and measurements of the queue: each effect is one row, so that two are seen."""

from __future__ import annotations

import os
import time

from django.db import connection

from ballast_web.jobs.task import task

MADE = "CREATE TABLE IF NOT EXISTS effects (number integer NOT NULL, attempt_of integer NOT NULL)"


def write(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO effects VALUES (%s, %s)", [number, os.getpid()])


@task(label="记一笔")
def effect(number: int, seconds: float = 0) -> int:
    write(number)
    time.sleep(seconds)
    return number


@task(label="分步记", atomic=False, takes_context=True)
def steps(context, number: int, seconds: float = 0) -> None:
    time.sleep(seconds)
    context.progress(50, "记到一半")
    with context.step():
        write(number)


@task(label="记后即错", attempts=2)
def broken(number: int) -> None:
    write(number)
    raise ZeroDivisionError(f"第{number}笔")


@task(label="先记")
def first(number: int) -> None:
    write(number)


@task(label="再派一项")
def parent(number: int) -> None:
    write(number)
    effect.enqueue(number + 1)
