"""What applications tell the apps above them, within the transaction that does it."""

from django.dispatch import Signal

#: An application moved, or a step was taken: `application`, `transition`, `acting`.
stepped = Signal()
