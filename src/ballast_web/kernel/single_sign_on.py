"""Signing in through the province's identity provider: only accounts that it was bound to."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from ballast_web.kernel.models import Person


class SingleSignOn(OIDCAuthenticationBackend):
    """A person is found by the provider's subject; nobody is made on its word."""

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[Person]:
        """The account bound to the subject, if it is enabled."""
        return Person.objects.filter(subject=claims["sub"], is_active=True)

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        """Whether the provider says who it is."""
        return bool(claims.get("sub"))

    def get_userinfo(
        self, access_token: str, id_token: str, payload: dict[str, Any]
    ) -> dict[str, Any]:
        """The claims; refused unless they and the token speak of one person and of this client."""
        claims: dict[str, Any] = super().get_userinfo(access_token, id_token, payload)
        audience = payload.get("aud")
        meant = audience if isinstance(audience, list) else [audience]
        if self.OIDC_RP_CLIENT_ID not in meant or claims.get("sub") != payload.get("sub"):
            raise SuspiciousOperation("the token was made for somebody else")
        return claims
