"""Write to officers about ends and notice days to come; `cordee agreements remind` runs it."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.agreements.operations.reminders import send_letters
from cordee.kernel.errors import CordeeError
from cordee.web.errors import say_error
from cordee.web.letters import send_letter
from cordee.web.outages import LedgerCommand


class Command(LedgerCommand):
    help = (
        "Write to officers about agreements that end, or ask for notice, within 12, 6 and 3 months."
    )
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        try:
            posted = send_letters(send_letter, at=timezone.localtime())
        except CordeeError as error:
            raise CommandError(say_error(error)) from error
        except DatabaseError as error:
            sentence = _("The letters could not all be sent: {reason}. Repeat; none is sent twice.")
            raise CommandError(sentence.format(reason=error)) from error
        count = posted.sent
        sentence = ngettext("{count} letter was sent.", "{count} letters were sent.", count)
        self.stdout.write(sentence.format(count=count))
        if posted.failed:
            sentence = ngettext(
                "{count} letter could not be sent; the log says why. Repeat; none is sent twice.",
                "{count} letters could not be sent; the log says why. Repeat; none is sent twice.",
                posted.failed,
            )
            raise CommandError(sentence.format(count=posted.failed))
