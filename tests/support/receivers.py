"""A mail server and an HTTP receiver that fail as they are told to."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


class Mailbox:
    """An SMTP server's handler: what it accepted, and the failures that it plays, one a mail.

    A failure is ok, busy (451 to the recipient), refuse (550), late (451 after the text), cut (the
    connection ends before the text), half (the text is kept, the connection ends before the answer).
    """

    def __init__(self, *plays: str):
        self.plays, self.mails = list(plays), []
        self.play = "ok"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.play = self.plays.pop(0) if self.plays else "ok"
        if self.play == "busy":
            return "451 try again later"
        if self.play == "refuse":
            return "550 no such mailbox"
        if self.play == "cut":
            server.transport.abort()
            return "421 gone"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.play == "late":
            return "451 disk full"
        self.mails.append(envelope)
        if self.play == "half":
            server.transport.abort()
        return "250 queued as 1"

    @property
    def texts(self):
        return [mail.content.decode() for mail in self.mails]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def mail_server(mailbox: Mailbox) -> Controller:
    server = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    server.start()
    return server


class Receiver:
    """An HTTP receiver that knows messages by their idempotency key, as a gateway does.

    Its plays, one a request: ok, error (500 before taking), taken (500 after taking), slow (no
    answer in time, taken), reset (taken, then the connection is reset), half (half an answer),
    refuse (400), busy (429).
    """

    def __init__(self, *plays: str):
        self.plays, self.requests, self.taken = list(plays), [], {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/send"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def _handler(receiver: Receiver):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            play = receiver.plays.pop(0) if receiver.plays else "ok"
            receiver.requests.append((dict(self.headers), body))
            if play not in ("error", "refuse", "busy"):
                receiver.taken.setdefault(self.headers["Idempotency-Key"], json.loads(body))
            _answer(self, play)

        def log_message(self, *_):
            """Quiet."""

    return Handler


STATUS = {"ok": 200, "error": 500, "taken": 500, "refuse": 400, "busy": 429}


def _answer(handler: BaseHTTPRequestHandler, play: str) -> None:
    if play == "slow":
        time.sleep(1.5)
    if play in ("slow", "reset"):
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.close_connection = True
        handler.connection.close()
        return
    handler.send_response(STATUS.get(play, 200))
    body = b'{"reference": "R1"}'
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[:5] if play == "half" else body)
    handler.close_connection = True
