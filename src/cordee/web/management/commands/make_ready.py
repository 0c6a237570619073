"""Make the state's folder, its keys and the ledger's tables; `cordee serve` runs it before it serves."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.ledger.queries import has_accounts
from cordee.web.state import get_first_run_code, make_ready


class Command(BaseCommand):
    help = "Make ready what the pages stand on; a second run finds all done."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        folder = settings.CORDEE_STATE
        try:
            make_ready(folder, on=timezone.localdate())
            begun = has_accounts()
        except (OSError, DatabaseError) as error:
            sentence = _(
                "The ledger cannot be made ready in {folder}: {reason}. Check the folder's rights and its disk, or CORDEE_DATABASE."
            )
            raise CommandError(sentence.format(folder=folder, reason=error)) from error
        if not begun:
            sentence = _("Nobody has an account yet. Open {address} and give the code {code}.")
            address = f"{settings.CORDEE_ADDRESS}/start"
            self.stderr.write(sentence.format(address=address, code=get_first_run_code(folder)))
