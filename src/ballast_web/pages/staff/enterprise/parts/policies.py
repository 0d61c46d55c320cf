"""What the enterprise is entitled to now."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ballast_web.enterprises.board import Board
from ballast_web.enterprises.verdicts import findings
from ballast_web.kernel.models import Organisation
from ballast_web.pages.page import Request

TITLE, ORDER = _("政策判定"), 10


def context(_request: Request, enterprise: Organisation) -> Board:
    """The board, judged now."""
    return Board(findings(enterprise), enterprise.code, enterprise.region)
