"""What writes scorecards, nominations and cases."""

from ballast_web.scorecards.services.casework import propose_case, publish_case
from ballast_web.scorecards.services.nominating import (
    attach,
    begin,
    change,
    decide,
    score,
    send_back,
    submit,
)
from ballast_web.scorecards.services.ranking import compute, publish, scorecards

__all__ = [
    "attach",
    "begin",
    "change",
    "compute",
    "decide",
    "propose_case",
    "publish",
    "publish_case",
    "score",
    "scorecards",
    "send_back",
    "submit",
]
