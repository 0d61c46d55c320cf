"""Reports of gateways and banks: a key says who may report, a signature that it was they."""

from __future__ import annotations

from ballast_web.api.authentication import ApiRequest
from ballast_web.keys.signatures import SIGNATURE, TIME, accept


def must_be_signed(request: ApiRequest, secret: str) -> None:
    """Take the request if it is signed under `secret`; within the caller's transaction.

    Raises Unsigned (401).
    """
    accept(secret, request.headers.get(TIME, ""), request.headers.get(SIGNATURE, ""), request.body)
