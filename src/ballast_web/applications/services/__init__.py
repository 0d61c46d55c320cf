"""What can be done with applications; the only place that writes them."""

from ballast_web.applications.services.applying import begin, foresee, submit, supply, withdraw
from ballast_web.applications.services.automatic import create_automatic
from ballast_web.applications.services.decision import approve, refuse, serve_queue
from ballast_web.applications.services.distribution import (
    carry_out,
    propose_distribution,
    refuse_distribution,
)
from ballast_web.applications.services.evidence import attach, remove
from ballast_web.applications.services.funding import position, rules_waited_for
from ballast_web.applications.services.review import (
    accept,
    publicise,
    recommend,
    register_objection,
    reject,
    request_supplement,
    send_back,
    settle_objection,
)

__all__ = [
    "accept",
    "approve",
    "attach",
    "begin",
    "carry_out",
    "create_automatic",
    "foresee",
    "position",
    "propose_distribution",
    "publicise",
    "recommend",
    "refuse",
    "refuse_distribution",
    "register_objection",
    "reject",
    "remove",
    "request_supplement",
    "rules_waited_for",
    "send_back",
    "serve_queue",
    "settle_objection",
    "submit",
    "supply",
    "withdraw",
]
