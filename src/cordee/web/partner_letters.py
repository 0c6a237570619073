"""Letters to partners of applications: an invitation with its link, and word of a part that was reopened.

A partner abroad reads French or not, so each letter is in both languages, the writer's own first.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from cordee.programmes.applied import ApplicationRecord, PartnerTold
from cordee.web.wording import format_date, get_reader_language


logger = logging.getLogger(__name__)

LONGEST = 200
"""Letters of a title or a name in a letter; whoever wants the rest opens the page."""


@dataclass(frozen=True)
class PartnerLetter:
    """A letter as it is shown before it is sent."""

    subject: str
    body: str


def write_invitation(
    record: ApplicationRecord, partner: PartnerTold, *, by: str, address: str
) -> PartnerLetter:
    """Return the letter that invites a partner to fill in and sign its part at `address`."""
    first = get_reader_language()
    second = "en" if first == "fr" else "fr"
    bodies, subjects = [], []
    for language in (first, second):
        with override(language):
            values = _list_values(record, partner, by) | {"address": address}
            closes_at = record.call.days.closes_at
            closes = (
                _("The link is open until {day} at the latest.").format(
                    day=format_date(record.call.to_local(closes_at))
                )
                if closes_at
                else ""
            )
            subjects.append(_("[Cordée] Your part of “{title}”").format(**values))
            body = _(
                "{by} names {partner} as a partner of the application “{title}” to the call “{call}”.\n\nFill in and sign your part here, without an account:\n{address}\n\nWho has this link can do so in your name: pass it on to nobody else. It shows your part alone."
            ).format(**values)
            bodies.append("\n\n".join(filter(None, (body, closes))))
    return PartnerLetter(subjects[0], "\n\n— — —\n\n".join(bodies))


def send_invitation(
    record: ApplicationRecord, partner: PartnerTold, *, by: str, address: str, email: str
) -> bool:
    """Send the invitation; return whether the mail server took it."""
    letter = write_invitation(record, partner, by=by, address=address)
    return _send(letter, email)


def tell_reopened(record: ApplicationRecord, partner: PartnerTold, *, by: str, reason: str) -> bool:
    """Tell a partner that its signature is void; return whether the mail server took the letter."""
    first = get_reader_language()
    bodies, subjects = [], []
    for language in (first, "en" if first == "fr" else "fr"):
        with override(language):
            values = _list_values(record, partner, by) | {"reason": _make_line(reason)}
            subjects.append(_("[Cordée] Your part of “{title}” is open again").format(**values))
            body = _(
                "{by} reopened the part of {partner} in the application “{title}”. Your signature is void; read your part by your link and sign it again. Without a link, ask for another."
            ).format(**values)
            why = _("Why: {reason}").format(**values) if reason.strip() else ""
            bodies.append("\n\n".join(filter(None, (body, why))))
    email = partner.part.contact_email
    return (
        _send(PartnerLetter(subjects[0], "\n\n— — —\n\n".join(bodies)), email) if email else False
    )


def _send(letter: PartnerLetter, email: str) -> bool:
    message = EmailMessage(letter.subject, letter.body, None, [email])
    try:
        return get_connection().send_messages([message]) == 1
    except OSError as error:
        # A mail server that is down does not undo what was written: the page says so.
        logger.warning("a letter to a partner was not sent: %s", type(error).__name__)
        return False


def _list_values(record: ApplicationRecord, partner: PartnerTold, by: str) -> dict[str, str]:
    call = record.call.to_title(get_reader_language())
    return {
        "by": _make_line(by),
        "partner": _make_line(partner.part.name),
        "title": _make_line(record.written.title or "…"),
        "call": _make_line(call),
    }


def _make_line(text: str) -> str:
    """Return a text on one line, whatever was typed: it can be no header and no part of the letter."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
