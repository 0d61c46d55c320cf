"""What can be done with circulars; the only place that writes them."""

from ballast_web.circulars.services.correcting import correct
from ballast_web.circulars.services.deciding import approve, send, send_back, submit
from ballast_web.circulars.services.drafting import Imprint, draft, edit, period_on
from ballast_web.circulars.services.reading import read

__all__ = [
    "Imprint",
    "approve",
    "correct",
    "draft",
    "edit",
    "period_on",
    "read",
    "send",
    "send_back",
    "submit",
]
