"""What fails beneath the pages and the commands: a full disk, a database that does not answer.

Nobody typed anything wrong then, and nothing was half written: writes are transactions, and files are
written beside and put in place whole. A person is told in one sentence which of the two it is.
"""

from __future__ import annotations

import errno
import shutil
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
DISK_FULL = "53100"
"""PostgreSQL's word for a full disk (its manual, Appendix A)."""

ROOM = 2**20
"""Bytes without which SQLite cannot go on: its files grow by up to this at a time."""

_FULL = gettext_noop(
    "The server's disk is full, and nothing of this was written. Tell whoever keeps the server, then do it again."
)
_SILENT = gettext_noop(
    "The ledger does not answer just now. Look again in a minute whether this was kept; if it was not, do it again."
)


@dataclass(frozen=True)
class Outage:
    """What a person is told of it, with the status of the answer."""

    status: int
    title: str
    sentence: str


def find_outage(error: BaseException | None) -> Outage | None:
    """Return what fails beneath, or None when the fault is another."""
    if _is_full_disk(error):
        return Outage(507, _("There is no room left"), _(_FULL))
    if isinstance(error, OperationalError | InterfaceError):
        return Outage(503, _("The ledger is not at hand"), _(_SILENT))
    return None


def _is_full_disk(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if not isinstance(error, DatabaseError):
        return False
    if getattr(error.__cause__, "sqlstate", "") == DISK_FULL:
        return True
    # SQLite has no code that reaches us, only words, and the second of these for any fault of a disk.
    return "disk is full" in str(error) or ("disk I/O error" in str(error) and not _has_room())


def _has_room() -> bool:
    try:
        return bool(shutil.disk_usage(settings.CORDEE_STATE).free >= ROOM)
    except OSError:
        return True  # The disk is not full but gone, which is another fault.


class LedgerCommand(BaseCommand):
    """A command over the ledger, which says an outage in a sentence instead of a traceback."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OSError, DatabaseError) as error:
            outage = find_outage(error)
            if outage is None:
                raise
            raise CommandError(outage.sentence) from error
