"""Letters to partners of applications: an invitation with its link, and word of a part that was reopened.

A partner abroad reads French or not, so each letter is in both languages, the writer's own first.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from cordee.programmes.applied import ApplicationRecord, PartnerTold
from cordee.web.letter_lines import make_line
from cordee.web.wording import format_date, get_reader_language
from cordee.web.written import LANGUAGES, Written, join_both


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PartTold:
    """What a letter to a partner names: who writes, the partner, the application, and its call by language."""

    by: str
    partner: str
    title: str
    calls: Mapping[str, str]
    closes_on: date | None = None


def write_invitation(
    record: ApplicationRecord, partner: PartnerTold, *, by: str, address: str
) -> Written:
    """Return the letter that invites a partner to fill in and sign its part at `address`."""
    return write_invitation_of(_tell(record, partner, by), address=address)


def write_invitation_of(told: PartTold, *, address: str) -> Written:
    """Return that letter by what it names."""

    def write() -> Written:
        values = _list_values(told) | {"address": address}
        closes = (
            _("The link is open until {day} at the latest.").format(day=format_date(told.closes_on))
            if told.closes_on
            else ""
        )
        body = _(
            "{by} names {partner} as a partner of the application “{title}” to the call “{call}”.\n\nFill in and sign your part here, without an account:\n{address}\n\nWho has this link can do so in your name: pass it on to nobody else. It shows your part alone."
        ).format(**values)
        return Written(
            _("[Cordée] Your part of “{title}”").format(**values),
            "\n\n".join(filter(None, (body, closes))),
        )

    return join_both(write, get_reader_language())


def send_invitation(
    record: ApplicationRecord, partner: PartnerTold, *, by: str, address: str, email: str
) -> bool:
    """Send the invitation; return whether the mail server took it."""
    return _send(write_invitation(record, partner, by=by, address=address), email)


def tell_reopened(record: ApplicationRecord, partner: PartnerTold, *, by: str, reason: str) -> bool:
    """Tell a partner that its signature is void; return whether the mail server took the letter."""
    email = partner.part.contact_email
    return _send(write_reopened(record, partner, by=by, reason=reason), email) if email else False


def write_reopened(
    record: ApplicationRecord, partner: PartnerTold, *, by: str, reason: str
) -> Written:
    """Return the letter that tells a partner of it."""
    return write_reopened_of(_tell(record, partner, by), reason=reason)


def write_reopened_of(told: PartTold, *, reason: str) -> Written:
    """Return that letter by what it names."""

    def write() -> Written:
        values = _list_values(told) | {"reason": make_line(reason)}
        body = _(
            "{by} reopened the part of {partner} in the application “{title}”. Your signature is void; read your part by your link and sign it again. Without a link, ask for another."
        ).format(**values)
        why = _("Why: {reason}").format(**values) if reason.strip() else ""
        return Written(
            _("[Cordée] Your part of “{title}” is open again").format(**values),
            "\n\n".join(filter(None, (body, why))),
        )

    return join_both(write, get_reader_language())


def _tell(record: ApplicationRecord, partner: PartnerTold, by: str) -> PartTold:
    closes_at = record.call.days.closes_at
    return PartTold(
        by=by,
        partner=partner.part.name,
        title=record.written.title,
        calls={one: record.call.to_title(one) for one in LANGUAGES},
        closes_on=record.call.to_local(closes_at).date() if closes_at else None,
    )


def _send(letter: Written, email: str) -> bool:
    message = EmailMessage(letter.subject, letter.body, None, [email])
    try:
        return get_connection().send_messages([message]) == 1
    except OSError as error:
        # A mail server that is down does not undo what was written: the page says so.
        logger.warning("a letter to a partner was not sent: %s", type(error).__name__)
        return False


def _list_values(told: PartTold) -> dict[str, str]:
    return {
        "by": make_line(told.by),
        "partner": make_line(told.partner),
        "title": make_line(told.title or "…"),
        "call": make_line(told.calls[get_reader_language()]),
    }
