"""What the apps above are told, within the transaction in which it happens.

Every signal carries `acting`, `order`, `claim_reference`, `enterprise` and `amount_fen` (what moved
now). `paid` says by `complete` whether every purse has paid its part of the claim. Receivers
run before the budgets are locked, so that what they lock can stand in no circle with them.
"""

from django.dispatch import Signal

paid = Signal()
returned = Signal()
clawed_back = Signal()
