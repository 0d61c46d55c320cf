"""What can be done with tasks and what follows from them; the only place that writes them."""

from ballast_web.supervision.services.breaking_down import break_down
from ballast_web.supervision.services.duties import open_obligations
from ballast_web.supervision.services.events import excuse, register_event, withdraw_event
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
from ballast_web.supervision.services.linked import fill_linked
from ballast_web.supervision.services.missing_reports import count_missing
from ballast_web.supervision.services.noticing import read
from ballast_web.supervision.services.ordering import (
    ask_extension,
    close_order,
    escalate,
    grant_extension,
    open_order,
    refuse_extension,
    reply,
    send_order_back,
)
from ballast_web.supervision.services.proposing import propose
from ballast_web.supervision.services.questioning import answer
from ballast_web.supervision.services.reporting import report
from ballast_web.supervision.services.silencing import end_silence, silence

__all__ = [
    "Adjustment",
    "accept",
    "adjust",
    "answer",
    "ask_extension",
    "break_down",
    "close",
    "close_order",
    "count_missing",
    "end_silence",
    "escalate",
    "excuse",
    "fill_linked",
    "grant_extension",
    "issue",
    "issue_all",
    "name_person",
    "open_obligations",
    "open_order",
    "propose",
    "read",
    "refuse_extension",
    "register_event",
    "relight",
    "reopen",
    "reply",
    "report",
    "revoke",
    "send_back",
    "send_order_back",
    "shown",
    "silence",
    "submit",
    "withdraw_event",
]
