"""What a day asks for once: sessions swept away, reminders sent, the audit's last line signed."""

from __future__ import annotations

import logging
from datetime import date, datetime
from pathlib import Path
from time import sleep

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from cordee.agreements.operations.reminders import send_letters
from cordee.directory.operations.exchanges import ask_what_was_used
from cordee.kernel.errors import CordeeError
from cordee.ledger.heads import sign_head
from cordee.web.letters import send_letter
from cordee.web.request_letters import ask_for_use


logger = logging.getLogger(__name__)

PAUSE = 15 * 60
"""Seconds between two looks at the clock: a day begins a quarter of an hour late at most."""


def do_daily(folder: Path, *, at: datetime) -> None:
    """Do what is due on that day; a second call on the same day finds it done."""
    SessionStore.clear_expired()
    send_letters(send_letter, at=at)
    ask_what_was_used(ask_for_use, at=at)
    # Last, so that what the letters left in the audit is signed too.
    sign_head(folder, on=at.date())


def keep_days() -> None:
    """Look at the clock for as long as the server runs. A fault is logged, and tried again later."""
    done: date | None = None
    while True:
        today = timezone.localdate()
        if today != done:
            try:
                do_daily(settings.CORDEE_STATE, at=timezone.localtime())
                done = today
            except (CordeeError, DatabaseError, OSError) as error:
                logger.warning("the day's work waits: %s", error)
            finally:
                close_old_connections()
        sleep(PAUSE)
