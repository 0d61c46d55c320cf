"""A province's single sign-on (OpenID Connect), where the environment names one."""

from __future__ import annotations

from typing import Any

from ballast_web.settings import environment as env

APP = "mozilla_django_oidc"
BACKEND = "ballast_web.kernel.single_sign_on.SingleSignOn"


def single_sign_on() -> dict[str, Any]:
    """The settings of mozilla-django-oidc; empty where BALLAST_OIDC_CLIENT is not set.

    Raises WrongSetting where one of the addresses is missing.
    """
    client = env.text("BALLAST_OIDC_CLIENT")
    if not client:
        return {}
    address = "the address that the identity provider's configuration names"
    return {
        "OIDC_RP_CLIENT_ID": client,
        "OIDC_RP_CLIENT_SECRET": env.required("BALLAST_OIDC_SECRET", "the client's secret"),
        "OIDC_RP_SIGN_ALGO": "RS256",
        "OIDC_RP_SCOPES": "openid profile",
        "OIDC_OP_AUTHORIZATION_ENDPOINT": env.required("BALLAST_OIDC_AUTHORIZE", address),
        "OIDC_OP_TOKEN_ENDPOINT": env.required("BALLAST_OIDC_TOKEN", address),
        "OIDC_OP_USER_ENDPOINT": env.required("BALLAST_OIDC_USER", address),
        "OIDC_OP_JWKS_ENDPOINT": env.required("BALLAST_OIDC_KEYS", address),
        "OIDC_USE_PKCE": True,
        "OIDC_TIMEOUT": 10,
        "OIDC_CREATE_USER": False,
        "LOGIN_REDIRECT_URL": "/",
        "LOGIN_REDIRECT_URL_FAILURE": "/sign-in/?refused=1",
    }
