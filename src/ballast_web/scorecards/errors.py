"""What can stand in the way of scorecards and incentives; each docstring is the message."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class NoWeights(PlatformError):
    """{period}没有适用的指标和权重：“{label}”最早从{first}起的评价期适用。请选择其后的评价期。"""

    status = 409


class NotYet(PlatformError):
    """{period}到{last}才结束，现在还不能{action}。"""

    status = 409


class SecondPerson(PlatformError):
    """{what}须由另一人{action}：经办与复核不能是同一人。请交由其他督查专员办理。"""

    status = 403


class AlreadyPublished(PlatformError):
    """{what}已于{on}发布，发布后不再改动。"""

    status = 409


class NotEnough(PlatformError):
    """现在还不能{action}：{why}。"""

    status = 409
