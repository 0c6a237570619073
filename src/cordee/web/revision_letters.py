"""Letters that ask an applicant to answer the reviews: shown before they go out, sent until the mail server takes them.

They say what the officer wrote, and nothing of who reviewed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cordee.ledger.queries import get_account
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.calling.clock import say_moment, write_in
from cordee.programmes.operations.revisions import note_request_mailed
from cordee.programmes.queries.revisions import list_unmailed_requests, read_request
from cordee.programmes.reviewing.states import RevisionKind
from cordee.web.language import get_language_of


logger = logging.getLogger(__name__)

LONGEST = 200
"""Letters of a title in a letter; whoever wants the rest opens the page."""


@dataclass(frozen=True)
class RequestLetter:
    """A letter in one language, as it is shown before it is sent."""

    subject: str
    body: str


def write_request_letter(
    record: ApplicationRecord,
    kind: RevisionKind,
    text: str,
    due_at: datetime,
    *,
    address: str,
    language: str,
) -> RequestLetter:
    """Return the letter of a request in `language`; `text` stands in it as the officer wrote it."""
    with override(language):
        values = {
            "number": str(record.number),
            "title": _make_line(record.written.title or "–"),
            "call": _make_line(record.call.to_title(language)),
            "due": write_in(say_moment(due_at, record.call.time_zone), language),
            "address": address,
            "text": text.replace("\r\n", "\n").strip(),
        }
        if kind is RevisionKind.REBUTTAL:
            asked = _("You are asked to answer the reviews of your application no. {number}, “{title}”, to the call “{call}”.")  # fmt: skip
        else:
            asked = _("You are asked for a revised version of your application no. {number}, “{title}”, to the call “{call}”.")  # fmt: skip
        subject = _("[Cordée] Your application no. {number}: an answer is awaited")
        parts = (
            asked,
            "{text}",
            _("Answer on this page until {due}; the server’s clock counts:\n{address}"),
        )
        return RequestLetter(
            subject.format(**values), "\n\n".join(one.format(**values) for one in parts)
        )


def mail_request(identifier: UUID, *, at: datetime) -> bool:
    """Send the letter of a request, the applicant's language first; return whether the mail server took it."""
    record, told = read_request(identifier)
    account = get_account(record.account)
    first = get_language_of(account)
    address = settings.CORDEE_ADDRESS + reverse("programmes:revision", args=[told.id])
    letters = [
        write_request_letter(
            record, told.kind, told.request, told.due_at, address=address, language=language
        )
        for language in (first, "en" if first == "fr" else "fr")
    ]
    body = "\n\n— — —\n\n".join(one.body for one in letters)
    message = EmailMessage(letters[0].subject, body, None, [account.email])
    try:
        if get_connection().send_messages([message]) != 1:
            return False
    except OSError as error:
        # The request stands on the applicant's page all the same; the mail is tried again day by day.
        logger.warning("a request to an applicant was not sent: %s", type(error).__name__)
        return False
    note_request_mailed(identifier, at=at)
    return True


def mail_requests(*, at: datetime) -> None:
    """Send the requests that no mail server took yet; raise `OSError` when one is left."""
    left = [one for one in list_unmailed_requests() if not mail_request(one, at=at)]
    if left:
        message = f"{len(left)} requests to applicants wait for the mail server"
        raise OSError(message)


def _make_line(text: str) -> str:
    """Return a text on one line, whatever was typed: it can be no header and no part of the letter."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
