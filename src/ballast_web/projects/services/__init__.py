"""What can be done with projects; the only place that writes them."""

from ballast_web.projects.services.funding import grant, spend, spend_by
from ballast_web.projects.services.importing import confirm, receive, template, waiting
from ballast_web.projects.services.lighting import relight, shown
from ballast_web.projects.services.needs import open_condition, solve_condition
from ballast_web.projects.services.registering import Entry, plan_investment, register
from ballast_web.projects.services.scheduling import back, plan, reach
from ballast_web.projects.services.weekly import Week, report_week

__all__ = [
    "Entry",
    "Week",
    "back",
    "confirm",
    "grant",
    "open_condition",
    "plan",
    "plan_investment",
    "reach",
    "receive",
    "register",
    "relight",
    "report_week",
    "shown",
    "solve_condition",
    "spend",
    "spend_by",
    "template",
    "waiting",
]
