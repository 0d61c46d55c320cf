"""The address that a webhook's name was checked for is the one that is connected to, over TLS."""

from __future__ import annotations

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ballast_web.push.channels import webhook
from ballast_web.push.errors import ChannelAway, ChannelRefused
from ballast_web.push.models import Contact, Message

pytestmark = pytest.mark.django_db
NAME, OTHER = "hook.example.com", "other.example.com"
CHECKED, LATER = "127.0.0.1", "127.0.0.2"


def certificate(folder, name: str) -> str:
    """A file with a key and a certificate of `name` that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / f"{name}.pem"
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return str(path)


class Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append(self.headers["Host"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def hook(place: str, port: int, held: str) -> HTTPServer:
    server = HTTPServer((place, port), Hook)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(held)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.seen = []
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


@pytest.fixture
def hooks(tmp_path, monkeypatch):
    """Servers at the address that is checked and at a later one; both hold NAME's certificate."""
    held = certificate(tmp_path, NAME)
    monkeypatch.setattr("certifi.where", lambda: held)
    first = hook(CHECKED, 0, held)
    second = hook(LATER, first.server_port, held)
    yield first, second
    for server in (first, second):
        server.shutdown()
        server.server_close()


@pytest.fixture
def resolver(monkeypatch):
    """Names are at CHECKED when they are first looked up, and at LATER from then on."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def lookup(host, port, *args, **more):
        if host in (NAME, OTHER):
            asked.append(host)
            host = CHECKED if len(asked) == 1 else LATER
        return real(host, port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return asked


def message(enterprise, address: str) -> Message:
    Contact.objects.create(enterprise=enterprise, webhook=address, secret="s" * 43)
    return Message(enterprise=enterprise, address=address, token="t", title="题", text="文")


def test_a_name_that_changes_after_the_check_is_not_followed(enterprise, hooks, resolver, settings):
    settings.BALLAST_WEBHOOK_PRIVATE = True
    checked, later = hooks
    address = f"https://{NAME}:{checked.server_port}/told"
    webhook.send(message(enterprise, address))
    assert (checked.seen, later.seen) == ([f"{NAME}:{checked.server_port}"], [])
    assert resolver == [NAME]


def test_the_certificate_must_still_be_the_names(enterprise, hooks, resolver, settings):
    settings.BALLAST_WEBHOOK_PRIVATE = True
    with pytest.raises(ChannelAway, match="CERTIFICATE_VERIFY_FAILED"):
        webhook.send(message(enterprise, f"https://{OTHER}:{hooks[0].server_port}/told"))
    assert hooks[0].seen == []


def test_a_name_with_one_private_address_among_others_is_refused(monkeypatch, settings):
    settings.BALLAST_WEBHOOK_PRIVATE = False
    mixed = [(socket.AF_INET, 1, 6, "", (place, 443)) for place in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: mixed)
    with pytest.raises(ChannelRefused):
        webhook.checked(f"https://{NAME}/")


def test_the_next_address_is_tried_where_the_first_takes_no_connection(
    enterprise, hooks, monkeypatch, settings
):
    settings.BALLAST_WEBHOOK_PRIVATE = True
    second = hooks[1]
    hooks[0].shutdown()
    hooks[0].server_close()
    places = ["127.0.0.3", LATER]
    monkeypatch.setattr(webhook, "checked", lambda _given: places)
    webhook.send(message(enterprise, f"https://{NAME}:{second.server_port}/told"))
    assert len(second.seen) == 1
