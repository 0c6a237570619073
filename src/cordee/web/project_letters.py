"""Letters about what is late in projects, each in its reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cordee.ledger.queries import get_account
from cordee.programmes.operations.project_alarms import AlarmLetter, Late, LateKind
from cordee.programmes.states import REPORT_KIND_NAMES
from cordee.web.language import get_language_of
from cordee.web.wording import format_date
from cordee.web.written import Written


def send_alarm(letter: AlarmLetter) -> None:
    """Send one letter in the language of its reader."""
    account = get_account(letter.account)
    with override(get_language_of(account)):
        written = write_alarm(letter.late)
    send_mail(written.subject, written.body, None, [account.email])


def write_alarm(late: Iterable[Late]) -> Written:
    """Return the letter about what is late in the language that is active."""
    text = _(
        "This was due in your projects, and is not there yet:\n\n{lines}\n\nYou are written to once about each."
    )
    lines = "\n\n".join(_write(one) for one in late)
    return Written(_("[Cordée] Late in your projects"), text.format(lines=lines))


def _write(late: Late) -> str:
    what = late.name
    if late.report is not None:
        what = str(REPORT_KIND_NAMES[late.report])
    if late.kind is LateKind.INSTALMENT:
        what = _("payment of {amount}").format(amount=late.name)
    address = settings.CORDEE_ADDRESS + reverse("programmes:grant", args=[late.project])
    # A title is one line, whatever was typed: it must not look like a part of the letter.
    said = [" ".join(one.split()) for one in (what, late.title)]
    return f"{format_date(late.due_on)}, {said[0]}\n{said[1]}\n{address}"
