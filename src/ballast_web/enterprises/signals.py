"""What other apps may listen to."""

from __future__ import annotations

from django.dispatch import Signal

#: Facts of `enterprise` changed; sent once the change stands.
facts_changed = Signal()
#: A `run` over the whole population is finished; sent once its results stand.
run_finished = Signal()
