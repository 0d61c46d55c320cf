"""A typed client of the platform's API, for programs in Python.

    with Client("https://ballast.example", key) as ballast:
        for enterprise in ballast.enterprises():
            print(enterprise.name, len(ballast.verdicts(enterprise.code, "eligible").items))

It needs the extra `ballast[client]`. Amounts are in 分.
"""

from ballast.client.client import Client
from ballast.client.errors import ApiProblem, NoAnswer
from ballast.client.results import (
    Answer,
    Application,
    Assessed,
    Condition,
    Enterprise,
    Explanation,
    Fact,
    Finding,
    Findings,
    Measure,
    Message,
    Payment,
    Policy,
    Reason,
    Rule,
    RuleTold,
    Standing,
    Standings,
    Step,
    Supplied,
)
from ballast.client.supervision import (
    Circular,
    LampReason,
    Milestone,
    Order,
    Project,
    Ranked,
    Ranking,
    Report,
    Task,
)

__all__ = [
    "Answer",
    "ApiProblem",
    "Application",
    "Assessed",
    "Circular",
    "Client",
    "Condition",
    "Enterprise",
    "Explanation",
    "Fact",
    "Finding",
    "Findings",
    "LampReason",
    "Measure",
    "Message",
    "Milestone",
    "NoAnswer",
    "Order",
    "Payment",
    "Policy",
    "Project",
    "Ranked",
    "Ranking",
    "Reason",
    "Report",
    "Rule",
    "RuleTold",
    "Standing",
    "Standings",
    "Step",
    "Supplied",
    "Task",
]
