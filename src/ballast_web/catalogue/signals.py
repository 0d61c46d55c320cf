"""What others may listen to: a new version of the library.

`published` carries `version` and `packages`, the names of the packages whose files changed. It is
sent within the transaction that publishes.
"""

from django.dispatch import Signal

published = Signal()
