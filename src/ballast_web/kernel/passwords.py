"""What a password must be, beyond Django's own checks."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

_KINDS = ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")


class ThreeKindsOfCharacters:
    """GB/T 22239-2019, 8.1.4.1: small letters, capitals, digits, others; three of the four."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError where fewer than three kinds stand in `password`."""
        if sum(bool(re.search(kind, password)) for kind in _KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="too_alike")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "密码须包含大写字母、小写字母、数字、符号中的至少三类。"
