"""What a sender is told whose signature does not hold."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class Unsigned(PlatformError):
    """报送没有通过签名校验：{why}。请用约定的密钥按《对接说明》重新签名后再报送。"""

    status = 401
