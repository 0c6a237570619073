"""Fill an empty ledger with the demonstration, and print its accounts; `cordee demo` runs it."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.kernel.errors import CordeeError
from cordee.ledger.states import ROLE_NAMES
from cordee.reference.organisations import load_registry
from cordee.web.demonstration.fill import ACCOUNTS, Ground, fill, is_filled
from cordee.web.errors import say_error
from cordee.web.house import mark_demonstration
from cordee.web.outages import LedgerCommand
from cordee.web.state import get_demonstration_password, make_ready


class Command(LedgerCommand):
    help = "Fill an empty ledger with the demonstration; a second run finds it there."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        folder = settings.CORDEE_STATE
        try:
            make_ready(folder, on=timezone.localdate())
            if not is_filled():
                ground = Ground(
                    registry=load_registry(),
                    password=get_demonstration_password(folder),
                    language=settings.LANGUAGE_CODE,
                    documents=folder / "documents",
                )
                fill(ground, at=timezone.localtime())
            mark_demonstration("Inserm")
        except CordeeError as error:
            raise CommandError(say_error(error)) from error
        except (OSError, DatabaseError) as error:
            sentence = _(
                "The ledger cannot be made ready in {folder}: {reason}. Check the folder's rights and its disk, or CORDEE_DATABASE."
            )
            raise CommandError(sentence.format(folder=folder, reason=error)) from error
        self.stdout.write(_("Sign in to the demonstration as one of:"))
        for one in ACCOUNTS:
            self.stdout.write(f"  {one.email:<42} {ROLE_NAMES[one.role]}")
        sentence = _("The password of them all is {password}")
        self.stdout.write(sentence.format(password=get_demonstration_password(folder)))
