"""Letters that no page asked for, each in its reader's language."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cordee.agreements.operations.reminders import Letter
from cordee.ledger.queries import get_account
from cordee.programmes.calling.values import CallTold
from cordee.web.language import get_language_of
from cordee.web.wording import format_date, get_reader_language
from cordee.web.written import Written


logger = logging.getLogger(__name__)


def tell_invited(account: UUID, call: CallTold, *, by: str) -> bool:
    """Tell somebody that they may apply to a call; return whether the mail server took the letter."""
    reader = get_account(account)
    with override(get_language_of(reader)):
        letter = write_invited(call, by=by)
    try:
        return send_mail(letter.subject, letter.body, None, [reader.email]) == 1
    except OSError as error:
        # A mail server that is down does not undo what was written: the page says so.
        logger.warning("a letter to an invitee was not sent: %s", type(error).__name__)
        return False


def write_invited(call: CallTold, *, by: str) -> Written:
    """Return that letter in the language that is active."""
    place = settings.CORDEE_ADDRESS + reverse("programmes:call", args=[call.id])
    return write_invited_to(call.to_title(get_reader_language()), by=by, address=place)


def write_invited_to(call: str, *, by: str, address: str) -> Written:
    """Return the letter about a call by its title."""
    # What was typed is put on one line: it must not look like a part of the letter.
    told = {"by": " ".join(by.split()), "call": " ".join(call.split()), "address": address}
    return Written(
        _("[Cordée] You may apply: {call}").format(**told),
        _(
            "{by} invites you to apply to the call “{call}”, which opens by invitation.\n\nWhat it asks, and the form:\n{address}"
        ).format(**told),
    )


@dataclass(frozen=True)
class DayTold:
    """A day of an agreement that comes: its last one, or the last to give notice."""

    day: date
    is_notice: bool
    title: str
    address: str


def send_letter(letter: Letter) -> None:
    """Send one letter in the language of its reader."""
    account = get_account(letter.account)
    with override(get_language_of(account)):
        language = get_reader_language()
        written = write_days(
            [
                DayTold(
                    due.day,
                    due.is_notice,
                    due.line.to_title(language),
                    settings.CORDEE_ADDRESS + reverse("agreements:record", args=[due.line.id]),
                )
                for due in letter.days
            ]
        )
    send_mail(written.subject, written.body, None, [account.email])


def write_days(days: Sequence[DayTold]) -> Written:
    """Return the letter about days of agreements in the language that is active."""
    lines = []
    for one in days:
        what = _("last day to give notice") if one.is_notice else _("last day")
        # A title is one line, whatever was typed: it must not look like a part of the letter.
        title = " ".join(one.title.split())
        lines.append(f"{format_date(one.day)}, {what}\n{title}\n{one.address}")
    subject = ngettext(
        "[Cordée] {count} day of agreements to watch",
        "[Cordée] {count} days of agreements to watch",
        len(days),
    )
    text = _(
        "These days of agreements that you keep are to come:\n\n{days}\n\nYou are written to 12, 6 and 3 months ahead."
    )
    return Written(subject.format(count=len(days)), text.format(days="\n\n".join(lines)))
