"""Deadlines in working days that stand still while a supplement is awaited.

The day on which a clock starts, stops or goes on is not counted after it; that day itself is the
office's. So a clock of 20 days, stopped after 3 of them, has 17 left from the day after it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ballast_web.kernel.calendar import working_days_after, working_days_between


@dataclass(frozen=True)
class Clock:
    """`allowed` working days from the day after `started`, `paused` of them not counted.

    `stopped` is the day since which it stands still; None while it runs.
    """

    started: date
    allowed: int
    paused: int = 0
    stopped: date | None = None

    @property
    def due(self) -> date | None:
        """The last day in time; None while the clock stands still."""
        if self.stopped is not None:
            return None
        return working_days_after(self.started, self.allowed + self.paused)

    def stop(self, day: date) -> Clock:
        """Stand still after `day`; a clock that stands still already is left as it is."""
        return self if self.stopped is not None else replace(self, stopped=day)

    def go_on(self, day: date) -> Clock:
        """Go on after `day`: the working days since it stopped are not counted."""
        if self.stopped is None:
            return self
        since = working_days_between(self.stopped, day)
        return replace(self, paused=self.paused + since, stopped=None)

    def left(self, day: date) -> int:
        """How many working days are left after `day`; negative where it is overdue."""
        until = self.stopped or day
        used = working_days_between(self.started, until) - self.paused
        return self.allowed - used
