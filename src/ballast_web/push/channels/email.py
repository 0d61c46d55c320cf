"""E-mail by SMTP (RFC 5321), spoken step by step: it matters at which step a server fails.

Before the text is handed over nothing was accepted. A connection that breaks between the text and
the answer leaves open whether it was; such a message is not sent again.
"""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings
from django.utils import timezone

from ballast_web.push.errors import ChannelAway, ChannelRefused, ChannelUnsure
from ballast_web.push.models import Contact, Message

LABEL = "电子邮件"
OUTSIDE = True
SAFE = False
_READY, _ACCEPTED, _PERMANENT = 354, 250, 500


def ready() -> bool:
    """Whether a server is set."""
    return bool(settings.BALLAST_SMTP_HOST)


def address(contact: Contact | None) -> str:
    """The enterprise's mailbox."""
    return contact.email if contact else ""


def send(message: Message) -> str:
    """Hand the mail to the server. Raises ChannelRefused, ChannelAway, ChannelUnsure."""
    mail = composed(message)
    try:
        server = _greeted(message)
    except smtplib.SMTPException as error:
        raise ChannelAway(why=str(error)) from None
    except OSError as error:
        raise ChannelAway(why=f"{type(error).__name__} {error}") from None
    try:
        return _handed_over(server, mail)
    finally:
        server.close()


def composed(message: Message) -> EmailMessage:
    """The mail; its Message-ID follows from the token and stays the same."""
    mail = EmailMessage()
    mail["Subject"] = message.title
    mail["From"] = settings.BALLAST_MAIL_FROM
    mail["To"] = message.address
    mail["Date"] = format_datetime(timezone.localtime())
    mail["Message-ID"] = f"<{message.token}@ballast>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    return mail


def _greeted(message: Message) -> smtplib.SMTP:
    """A connection on which sender and recipient are accepted."""
    server = smtplib.SMTP(
        settings.BALLAST_SMTP_HOST, settings.BALLAST_SMTP_PORT, timeout=settings.BALLAST_PATIENCE
    )
    try:
        server.ehlo_or_helo_if_needed()
        if settings.BALLAST_SMTP_TLS:
            server.starttls()
        if settings.BALLAST_SMTP_USER:
            server.login(settings.BALLAST_SMTP_USER, settings.BALLAST_SMTP_PASSWORD)
        _accepted(server.mail(settings.BALLAST_MAIL_FROM))
        _accepted(server.rcpt(message.address))
    except BaseException:
        server.close()
        raise
    return server


def _accepted(answer: tuple[int, bytes]) -> None:
    code, told = answer
    text = f"{code} {told.decode(errors='replace')}"
    if code >= _PERMANENT:
        raise ChannelRefused(why=text)
    if code not in (_ACCEPTED, 251):
        raise ChannelAway(why=text)


def _handed_over(server: smtplib.SMTP, mail: EmailMessage) -> str:
    try:
        code, told = server.docmd("data")
    except (smtplib.SMTPException, OSError) as error:
        raise ChannelAway(why=str(error)) from None
    if code != _READY:
        _accepted((code, told))
        raise ChannelAway(why=f"{code}")
    try:
        server.send(_wire(mail))
        answer = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise ChannelUnsure(why=f"{type(error).__name__} {error}") from None
    _accepted(answer)
    return answer[1].decode(errors="replace")[:100]


def _wire(mail: EmailMessage) -> bytes:
    """The mail with its lines ended, its leading dots doubled, and the dot that ends it."""
    text = mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    text = text.replace(b"\r\n.", b"\r\n..")
    return text + (b".\r\n" if text.endswith(b"\r\n") else b"\r\n.\r\n")
