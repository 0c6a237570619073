"""Letters that no page asked for, each in its reader's language."""

from __future__ import annotations

import logging
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


logger = logging.getLogger(__name__)


def tell_invited(account: UUID, call: CallTold, *, by: str) -> bool:
    """Tell somebody that they may apply to a call; return whether the mail server took the letter."""
    reader = get_account(account)
    with override(get_language_of(reader)):
        # What was typed is put on one line: it must not look like a part of the letter.
        told = {
            "by": " ".join(by.split()),
            "call": " ".join(call.to_title(get_reader_language()).split()),
            "address": settings.CORDEE_ADDRESS + reverse("programmes:call", args=[call.id]),
        }
        subject = _("[Cordée] You may apply: {call}").format(**told)
        text = _(
            "{by} invites you to apply to the call “{call}”, which opens by invitation.\n\nWhat it asks, and the form:\n{address}"
        ).format(**told)
    try:
        return send_mail(subject, text, None, [reader.email]) == 1
    except OSError as error:
        # A mail server that is down does not undo what was written: the page says so.
        logger.warning("a letter to an invitee was not sent: %s", type(error).__name__)
        return False


def send_letter(letter: Letter) -> None:
    """Send one letter in the language of its reader."""
    account = get_account(letter.account)
    with override(get_language_of(account)):
        language, lines = get_reader_language(), []
        for due in letter.days:
            what = _("last day to give notice") if due.is_notice else _("last day")
            address = settings.CORDEE_ADDRESS + reverse("agreements:record", args=[due.line.id])
            # A title is one line, whatever was typed: it must not look like a part of the letter.
            title = " ".join(due.line.to_title(language).split())
            lines.append(f"{format_date(due.day)}, {what}\n{title}\n{address}")
        count = len(letter.days)
        subject = ngettext(
            "[Cordée] {count} day of agreements to watch",
            "[Cordée] {count} days of agreements to watch",
            count,
        )
        text = _(
            "These days of agreements that you keep are to come:\n\n{days}\n\nYou are written to 12, 6 and 3 months ahead."
        )
        send_mail(
            subject.format(count=count),
            text.format(days="\n\n".join(lines)),
            None,
            [account.email],
        )
