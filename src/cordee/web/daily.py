"""What a day asks for once: the audit's last line signed, sessions that ended swept away."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from time import sleep

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from cordee.kernel.errors import CordeeError
from cordee.ledger.heads import sign_head


logger = logging.getLogger(__name__)

PAUSE = 15 * 60
"""Seconds between two looks at the clock: a day begins a quarter of an hour late at most."""


def do_daily(folder: Path, *, on: date) -> None:
    """Do what is due on that day; a second call on the same day finds it done."""
    sign_head(folder, on=on)
    SessionStore.clear_expired()


def keep_days() -> None:
    """Look at the clock for as long as the server runs. A fault is logged, and tried again later."""
    done: date | None = None
    while True:
        today = timezone.localdate()
        if today != done:
            try:
                do_daily(settings.CORDEE_STATE, on=today)
                done = today
            except (CordeeError, DatabaseError, OSError) as error:
                logger.warning("the day's work waits: %s", error)
            finally:
                close_old_connections()
        sleep(PAUSE)
