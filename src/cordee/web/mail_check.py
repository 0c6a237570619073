"""Trying the way letters go: to the mail server, or into files until one is named."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend as ServerBackend
from django.utils.translation import gettext as _

from cordee.web.written import Written


MOST_SHOWN = 300
"""Letters of a mail server's answer that are shown; the rest repeats itself."""


@dataclass(frozen=True)
class Tried:
    """Whether a letter went out, and what came back: the server's answer, or where the file lies."""

    went: bool
    answer: str


def send_test_letter(email: str) -> Tried:
    """Send a letter that says nothing, and return what came of it."""
    connection, written = get_connection(fail_silently=False), write_test_letter()
    letter = EmailMessage(written.subject, written.body, None, [email], connection=connection)
    try:
        connection.open()
        letter.send(fail_silently=False)
        answer = _read_answer(connection)
        connection.close()
    except smtplib.SMTPRecipientsRefused as error:
        refused = (f"{code} {_to_text(text)}" for code, text in error.recipients.values())
        return Tried(False, "; ".join(refused)[:MOST_SHOWN])
    except smtplib.SMTPResponseException as error:
        return Tried(False, f"{error.smtp_code} {_to_text(error.smtp_error)}"[:MOST_SHOWN])
    except (smtplib.SMTPException, OSError) as error:
        return Tried(False, str(error)[:MOST_SHOWN])
    return Tried(True, answer)


def write_test_letter() -> Written:
    """Return that letter in the language that is active."""
    return Written(
        _("[Cordée] A test letter"),
        _("This letter was asked for under Settings. That you read it shows that letters arrive."),
    )


def _read_answer(connection: object) -> str:
    if isinstance(connection, ServerBackend) and connection.connection is not None:
        code, text = connection.connection.noop()
        return f"{code} {_to_text(text)}"[:MOST_SHOWN]
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*"), key=lambda one: one.stat().st_mtime_ns)
    return str(files[-1]) if files else ""


def _to_text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
