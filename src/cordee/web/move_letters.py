"""Letters about looks back and promises that are late, each in its reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cordee.ledger.queries import get_account
from cordee.programmes.moving.values import Due
from cordee.programmes.operations.move_letters import LateLetter
from cordee.web.language import get_language_of
from cordee.web.move_days import say_due
from cordee.web.wording import format_date
from cordee.web.written import Written


def send_late_letter(letter: LateLetter) -> None:
    """Send one letter in the language of its reader."""
    account = get_account(letter.account)
    with override(get_language_of(account)):
        written = write_late(letter.late)
    send_mail(written.subject, written.body, None, [account.email])


def write_late(late: Sequence[Due]) -> Written:
    """Return the letter about what is late in the language that is active."""
    lines = []
    for one in late:
        address = settings.CORDEE_ADDRESS + reverse("programmes:move", args=[one.sort, one.record])
        # A text is one line, whatever was typed: it must not look like a part of the letter.
        said = " · ".join(filter(None, (say_due(one), one.owner)))
        said, title = (" ".join(text.split()) for text in (said, one.title))
        lines.append(f"{format_date(one.due_on)}, {said}\n{title}\n{address}")
    subject = ngettext(
        "[Cordée] {count} follow-up is late", "[Cordée] {count} follow-ups are late", len(late)
    )
    text = _(
        "These looks back at missions and promises made to delegations are late:\n\n{lines}\n\nYou are written to once about each."
    )
    return Written(subject.format(count=len(late)), text.format(lines="\n\n".join(lines)))
