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

__all__ = [
    "Answer",
    "ApiProblem",
    "Application",
    "Assessed",
    "Client",
    "Condition",
    "Enterprise",
    "Explanation",
    "Fact",
    "Finding",
    "Findings",
    "Measure",
    "Message",
    "NoAnswer",
    "Payment",
    "Policy",
    "Reason",
    "Rule",
    "RuleTold",
    "Standing",
    "Standings",
    "Step",
    "Supplied",
]
