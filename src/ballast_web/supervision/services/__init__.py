"""What can be done with tasks and what follows from them; the only place that writes them."""

from ballast_web.supervision.services.breaking_down import break_down
from ballast_web.supervision.services.issuing import (
    Adjustment,
    accept,
    adjust,
    close,
    issue,
    issue_all,
    name_person,
    reopen,
    revoke,
    send_back,
    submit,
)
from ballast_web.supervision.services.lighting import relight, shown
from ballast_web.supervision.services.noticing import read, silence
from ballast_web.supervision.services.proposing import propose

__all__ = [
    "Adjustment",
    "accept",
    "adjust",
    "break_down",
    "close",
    "issue",
    "issue_all",
    "name_person",
    "propose",
    "read",
    "relight",
    "reopen",
    "revoke",
    "send_back",
    "shown",
    "silence",
    "submit",
]
