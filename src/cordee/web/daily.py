"""What a day asks for once: sessions and files swept away, reminders sent, the audit's last line signed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from time import sleep

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext_noop

from cordee.agreements.operations.reminders import send_letters
from cordee.directory.operations.exchanges import ask_what_was_used
from cordee.kernel.messages import Sentence
from cordee.ledger.heads import sign_head
from cordee.ledger.jobs import (
    JobKind,
    JobStage,
    end_job,
    find_last,
    note_working,
    record_job,
)
from cordee.ledger.rights import Actor
from cordee.programmes.operations.move_letters import send_late_letters
from cordee.programmes.operations.moves import forget_students
from cordee.programmes.operations.project_alarms import send_alarms
from cordee.programmes.operations.reviewer_days import forget_reviewers
from cordee.web.decision_papers import mail_waiting
from cordee.web.digests import send_digests
from cordee.web.downloads import sweep_downloads
from cordee.web.importing import sweep_uploads
from cordee.web.letters import send_letter
from cordee.web.move_letters import send_late_letter
from cordee.web.project_letters import send_alarm
from cordee.web.request_letters import ask_for_use
from cordee.web.reviewer_letters import ask_reviewers
from cordee.web.revision_letters import mail_requests


logger = logging.getLogger(__name__)

NOT_ALL = gettext_noop(
    "Some of the day's work could not be done; the server's log says why. It is tried again within a quarter of an hour."
)
PAUSE = 15 * 60
"""Seconds between two looks at the clock: a day begins a quarter of an hour late at most."""


def do_daily(folder: Path, *, at: datetime) -> bool:
    """Do what is due on that day, and return whether all of it is done; what was done is not done again.

    What fails keeps nothing else from being done: a letter that cannot be sent least of all the
    signature, which comes last so that what the others left in the audit is signed too.
    """
    steps: tuple[Callable[[], object], ...] = (
        SessionStore.clear_expired,
        _sweep_sign_ins,
        lambda: sweep_uploads(folder, at=at),
        lambda: sweep_downloads(folder, at=at),
        lambda: send_letters(send_letter, at=at).check_all_sent(),
        lambda: send_alarms(send_alarm, at=at).check_all_sent(),
        lambda: ask_what_was_used(ask_for_use, at=at).check_all_sent(),
        lambda: send_late_letters(send_late_letter, at=at).check_all_sent(),
        lambda: forget_students(at=at),
        lambda: mail_waiting(at=at),
        lambda: ask_reviewers(at=at),
        lambda: forget_reviewers(at=at),
        lambda: mail_requests(at=at),
        lambda: send_digests(at=at).check_all_sent(),
        lambda: sign_head(folder, on=at.date()),
    )
    return all([_try(step) for step in steps])  # noqa: C419 -- every step is tried, whatever failed before


def do_recorded(folder: Path, *, at: datetime) -> bool:
    """Do what is due on that day on one record a day, and return whether all of it is done."""
    # By its day and not as the latest: a clock that was put back has a day after this one behind it.
    day = f"{at.date()}"
    last = find_last(JobKind.DAILY, day)
    if last is not None:
        if last.stage is JobStage.DONE:
            return True
        identifier = last.id
    else:
        identifier = record_job(JobKind.DAILY, day, {}, by=Actor(name="Cordée"), at=at)
    note_working(identifier)
    is_done = do_daily(folder, at=at)
    if is_done:
        end_job(identifier, JobStage.DONE, at=at)
    else:
        end_job(identifier, JobStage.FAILED, at=at, fault=Sentence(NOT_ALL))
    return is_done


def keep_days() -> None:
    """Look at the clock for as long as the server runs. A fault is logged, and tried again later."""
    done: date | None = None
    while True:
        today = timezone.localdate()
        if today != done and _is_done_today():
            done = today
        close_old_connections()
        sleep(PAUSE)


def _sweep_sign_ins() -> None:
    """Forget who signed in from where once the session is over, and wrong passwords once they count no more."""
    going_on = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=going_on).delete()
    AccessLog.objects.all().delete()  # Earlier versions wrote them.
    counted_since = timezone.localtime() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    AccessAttempt.objects.filter(attempt_time__lt=counted_since).delete()


def _is_done_today() -> bool:
    """Do the day's work; without a ledger to record it in, it waits."""
    try:
        return do_recorded(settings.CORDEE_STATE, at=timezone.localtime())
    except DatabaseError as error:
        logger.warning("the day's work waits: %s", error)
        return False


def _try(step: Callable[[], object]) -> bool:
    try:
        step()
    except Exception as error:
        # Whatever it is: nobody would see that the thread of the days has ended.
        logger.warning("the day's work waits: %s", error, exc_info=True)
        return False
    return True
