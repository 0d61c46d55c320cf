"""The lamps that rules light, as they are kept; the rules, loaded once a process."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import models

from ballast.supervision.lamps import Lamps, Watch, load_lamps


class Lamp(models.TextChoices):
    """What the rules say of something, from the worst to the best."""

    RED = "red", "红灯"
    YELLOW = "yellow", "黄灯"
    UNKNOWN = "unknown", "情况不明"
    GREEN = "green", "绿灯"
    BLUE = "blue", "已完成"


@lru_cache(maxsize=1)
def lamps() -> Lamps:
    """The rules of the installation. Raises Invalid, NotFound."""
    return load_lamps(settings.BALLAST_SUPERVISION)


@lru_cache(maxsize=8)
def watch(subject: str, day: date) -> Watch:
    """The rules about `subject` in force on `day`, compiled."""
    return lamps().on(subject, day)
