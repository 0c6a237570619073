"""The letter that invites somebody to Cordée with a role."""

from __future__ import annotations

from django.core.mail import send_mail
from django.utils.translation import gettext as _

from cordee.web.written import Written


def write_invitation(organisation: str, *, by: str, address: str) -> Written:
    """Return the letter in the language that is active."""
    # Names are one line, whatever was typed: they must not look like a part of the letter.
    organisation, by = " ".join(organisation.split()), " ".join(by.split())
    text = _(
        "{invited_by} invites you to Cordée for {organisation}.\n\nOpen this address within a fortnight to choose a password:\n{address}\n\nIf you expected no such letter, leave it unanswered; nothing happens."
    )
    return Written(
        _("[Cordée] An invitation from {organisation}").format(organisation=organisation),
        text.format(invited_by=by, organisation=organisation, address=address),
    )


def send_invitation(email: str, organisation: str, *, by: str, address: str) -> None:
    """Send the letter in the language of its writer, as that of its reader is not known yet."""
    letter = write_invitation(organisation, by=by, address=address)
    send_mail(letter.subject, letter.body, None, [email], fail_silently=True)
