"""Letters that ask an applicant to answer the reviews: shown before they go out, sent until the mail server takes them.

They say what the officer wrote, and nothing of who reviewed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.ledger.queries import get_account
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.calling.clock import say_moment, write_in
from cordee.programmes.operations.revisions import note_request_mailed
from cordee.programmes.queries.revisions import list_unmailed_requests, read_request
from cordee.programmes.reviewing.form import MOST_TEXT
from cordee.programmes.reviewing.states import RevisionKind
from cordee.web.language import get_language_of
from cordee.web.letter_lines import make_line, quote
from cordee.web.wording import get_reader_language
from cordee.web.written import LANGUAGES, Written, join_both


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RequestTold:
    """What a letter to an applicant names: the application, its call by language, what is asked until when."""

    number: int
    title: str
    calls: Mapping[str, str]
    kind: RevisionKind
    text: str
    due_at: datetime
    time_zone: str


def tell_request(
    record: ApplicationRecord, kind: RevisionKind, text: str, due_at: datetime
) -> RequestTold:
    """Return what the letter of a request to an application names."""
    return RequestTold(
        number=record.number,
        title=record.written.title,
        calls={one: record.call.to_title(one) for one in LANGUAGES},
        kind=kind,
        text=text,
        due_at=due_at,
        time_zone=record.call.time_zone,
    )


def write_request_letter(told: RequestTold, *, address: str) -> Written:
    """Return the letter in the language that is active; the text stands in it line by line, marked as the officer’s."""
    language = get_reader_language()
    values = {
        "number": str(told.number),
        "title": make_line(told.title or "–"),
        "call": make_line(told.calls[language]),
        "due": write_in(say_moment(told.due_at, told.time_zone), language),
        "address": address,
        "text": quote(told.text.strip(), MOST_TEXT),
    }
    if told.kind is RevisionKind.REBUTTAL:
        asked = _("You are asked to answer the reviews of your application no. {number}, “{title}”, to the call “{call}”.")  # fmt: skip
    else:
        asked = _("You are asked for a revised version of your application no. {number}, “{title}”, to the call “{call}”.")  # fmt: skip
    subject = _("[Cordée] Your application no. {number}: an answer is awaited")
    parts = (
        asked,
        "{text}",
        _("Answer on this page until {due}; the server’s clock counts:\n{address}"),
    )
    return Written(subject.format(**values), "\n\n".join(one.format(**values) for one in parts))


def mail_request(identifier: UUID, *, at: datetime) -> bool:
    """Send the letter of a request, the applicant's language first; return whether the mail server took it."""
    record, told = read_request(identifier)
    account = get_account(record.account)
    address = settings.CORDEE_ADDRESS + reverse("programmes:revision", args=[told.id])
    asked = tell_request(record, told.kind, told.request, told.due_at)
    letter = join_both(
        lambda: write_request_letter(asked, address=address), get_language_of(account)
    )
    message = EmailMessage(letter.subject, letter.body, None, [account.email])
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
