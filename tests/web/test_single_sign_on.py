"""Single sign-on, against a real identity provider of the tests' own."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import clear_url_caches, include, path

from ballast_web import urls
from ballast_web.kernel.models import Person
from ballast_web.settings import single_sign_on

CLIENT = "ballast"


class Provider(BaseHTTPRequestHandler):
    """Gives tokens for one person; `server.said` is what its tokens say besides."""

    def do_GET(self) -> None:
        place = urlsplit(self.path).path
        told = {"/keys": {"keys": [self.server.jwk]}, "/user": {"sub": self.server.said["sub"]}}
        self.answer(told[place])

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        claims = {"iat": int(time.time()), "nonce": self.server.nonce, **self.server.said}
        token = jwt.encode(claims, self.server.key, "RS256", headers={"kid": "k"})
        self.answer({"access_token": "a", "id_token": token})

    def answer(self, told: dict) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Quiet."""


def number(value: int) -> str:
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8)).decode()


@pytest.fixture
def provider():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = server.key.public_key().public_numbers()
    server.jwk = {"kty": "RSA", "kid": "k", "alg": "RS256"}
    server.jwk |= {"n": number(public.n).rstrip("="), "e": number(public.e)}
    server.said = {"sub": "province-17", "aud": CLIENT}
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(db, provider, settings):
    """A client of a site that trusts the provider."""
    address = f"http://127.0.0.1:{provider.server_port}"
    names = {"AUTHORIZE": "authorize", "TOKEN": "token", "USER": "user", "KEYS": "keys"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BALLAST_OIDC_CLIENT", CLIENT)
        patch.setenv("BALLAST_OIDC_SECRET", "secret")
        for name, place in names.items():
            patch.setenv(f"BALLAST_OIDC_{name}", f"{address}/{place}")
        for name, value in single_sign_on.single_sign_on().items():
            setattr(settings, name, value)
        settings.BALLAST_SINGLE_SIGN_ON = True
        settings.AUTHENTICATION_BACKENDS = [
            *settings.AUTHENTICATION_BACKENDS,
            single_sign_on.BACKEND,
        ]
        routes = path("single-sign-on/", include("mozilla_django_oidc.urls"))
        patch.setattr(urls, "urlpatterns", [*urls.urlpatterns, routes])
        clear_url_caches()
        yield Client()
    clear_url_caches()


def arrive(client, provider):
    """Go to the provider and come back with its code."""
    away = client.get("/single-sign-on/authenticate/")
    asked = parse_qs(urlsplit(away.url).query)
    provider.nonce = asked["nonce"][0]
    back = {"code": "c", "state": asked["state"][0]}
    return client.get("/single-sign-on/callback/", back)


@pytest.fixture
def person(db):
    return Person.objects.create_user("zhang", None, name="某人", subject="province-17")


def test_a_bound_account_signs_in(client, provider, person):
    response = arrive(client, provider)
    assert response.url == "/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_subject_that_nobody_is_bound_to_stays_outside(client, provider):
    response = arrive(client, provider)
    assert response.url == "/sign-in/?refused=1"
    assert "没有通过" in client.get(response.url).content.decode()


def test_a_disabled_account_stays_outside(client, provider, person):
    person.is_active = False
    person.save()
    assert arrive(client, provider).url == "/sign-in/?refused=1"


def test_a_token_for_another_client_is_refused(client, provider, person):
    provider.said["aud"] = "somebody-else"
    assert arrive(client, provider).url == "/sign-in/?refused=1"


def test_the_way_in_is_shown_where_there_is_one(client):
    assert "统一身份认证登录" in client.get("/sign-in/").content.decode()


def test_settings_name_what_is_missing():
    environment = {**os.environ, "BALLAST_OIDC_CLIENT": CLIENT}
    done = subprocess.run(
        [sys.executable, "-c", "import ballast_web.settings.base"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert "BALLAST_OIDC_SECRET" in done.stderr
