"""Projects, their schedule, what they wait for, their money, their weeks, and their lamps."""

from ballast_web.projects.models.needs import Condition, Funding
from ballast_web.projects.models.project import (
    Milestone,
    Project,
    ProjectLampChange,
    ProjectStep,
)
from ballast_web.projects.models.weekly import WeeklyFile, WeeklyReport

__all__ = [
    "Condition",
    "Funding",
    "Milestone",
    "Project",
    "ProjectLampChange",
    "ProjectStep",
    "WeeklyFile",
    "WeeklyReport",
]
