"""Tasks, their progress, the orders that follow, and what lamps have shown."""

from ballast_web.supervision.models.lamps import LampChange, Notice, Silence, SilenceReach
from ballast_web.supervision.models.orders import Order, OrderFile, OrderStep, Serial
from ballast_web.supervision.models.progress import (
    Event,
    EventWithdrawal,
    Obligation,
    Question,
    Report,
    ReportFile,
)
from ballast_web.supervision.models.tasks import Task, TaskChange, TaskStep, numbered

__all__ = [
    "Event",
    "EventWithdrawal",
    "LampChange",
    "Notice",
    "Obligation",
    "Order",
    "OrderFile",
    "OrderStep",
    "Question",
    "Report",
    "ReportFile",
    "Serial",
    "Silence",
    "SilenceReach",
    "Task",
    "TaskChange",
    "TaskStep",
    "numbered",
]
