"""The lamps that rules light, as they are kept."""

from __future__ import annotations

from django.db import models


class Lamp(models.TextChoices):
    """What the rules say of something, from the worst to the best."""

    RED = "red", "红灯"
    YELLOW = "yellow", "黄灯"
    UNKNOWN = "unknown", "情况不明"
    GREEN = "green", "绿灯"
    BLUE = "blue", "已完成"
