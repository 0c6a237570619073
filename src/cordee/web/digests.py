"""The letter about what waits for somebody: every Monday, every day or never, as each one chose."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cordee.ledger.letters import Posted
from cordee.ledger.models import Account
from cordee.ledger.queries import get_actor
from cordee.ledger.rights import Actor
from cordee.ledger.states import Digest
from cordee.ledger.tasks import URGENCY_NAMES
from cordee.web.language import get_language_of
from cordee.web.tasks import ToDo, list_to_do
from cordee.web.wording import format_count, format_date


logger = logging.getLogger(__name__)

MOST_LINES = 30
"""More than a letter is read for; the page has them all."""

ORIGIN = "letters of the day"
MONDAY = 0


@dataclass(frozen=True)
class Written:
    """A letter as it is sent; `count` is how much waits."""

    language: str
    subject: str
    text: str
    count: int


def write_digest(account: Account, by: Actor, language: str, *, at: datetime) -> Written:
    """Return the letter for an account in a language, as it would be sent at that moment.

    `by` is the account with its roles, which alone decide what it is told.
    """
    with override(language):
        found = list_to_do(by, at=at)
        count = len(found)
        subject = ngettext(
            "[Cordée] {count} thing waits for you", "[Cordée] {count} things wait for you", count
        )
        opening = _("Good morning {name},").format(name=_make_line(account.name))
        parts = [opening, *_write_groups(found[:MOST_LINES])]
        if count > MOST_LINES:
            parts.append(_("And {count} more.").format(count=format_count(count - MOST_LINES)))
        everything = settings.CORDEE_ADDRESS + reverse("tasks:tasks")
        parts.append(_("All that waits for you:") + f"\n{everything}")
        own = settings.CORDEE_ADDRESS + reverse("accounts:mine")
        parts.append(_("How often you are written to is set on your account:") + f"\n{own}")
        return Written(
            language, subject.format(count=format_count(count)), "\n\n".join(parts), count
        )


def send_digests(*, at: datetime) -> Posted:
    """Write to everybody for whom something waits and who asked to be written to that day.

    The day is claimed before the letter goes, so that two servers write once; what cannot be sent is
    logged, given back and tried anew, and keeps no other letter back.
    """
    sent = failed = 0
    for account in Account.objects.filter(is_active=True).order_by("joined_at", "id"):
        before = account.digest_sent_on
        if not is_due(Digest(account.digest), before, on=at.date()):
            continue
        by = get_actor(account, on=at.date(), origin=ORIGIN)
        letter = write_digest(account, by, get_language_of(account), at=at)
        if not letter.count or not _claim(account, at.date()):
            continue
        try:
            send_mail(letter.subject, letter.text, None, [account.email])
        except Exception:
            Account.objects.filter(id=account.id).update(digest_sent_on=before)
            logger.exception("the letter to account %s could not be sent", account.id)
            failed += 1
        else:
            sent += 1
    return Posted(sent, failed)


def is_due(digest: Digest, sent_on: date | None, *, on: date) -> bool:
    """Return whether a letter is to be written on that day.

    A Monday on which no server ran is made up for on the next day that one does.

    >>> is_due(Digest.WEEKLY, date(2026, 3, 2), on=date(2026, 3, 8))
    False
    >>> is_due(Digest.WEEKLY, date(2026, 3, 2), on=date(2026, 3, 10))
    True
    """
    if digest is Digest.NEVER or sent_on == on:
        return False
    if digest is Digest.DAILY:
        return True
    last_monday = on - timedelta(days=(on.weekday() - MONDAY) % 7)
    return on == last_monday if sent_on is None else sent_on < last_monday


def _claim(account: Account, on: date) -> bool:
    free = Q(digest_sent_on__isnull=True) | Q(digest_sent_on__lt=on)
    rows = Account.objects.filter(free, id=account.id)
    return rows.update(digest_sent_on=on) == 1


def _write_groups(found: tuple[ToDo, ...]) -> list[str]:
    parts = []
    for urgency, name in URGENCY_NAMES.items():
        lines = [_write_line(one) for one in found if one.urgency is urgency]
        if lines:
            parts.append("\n\n".join([f"— {name} —", *lines]))
    return parts


def _write_line(one: ToDo) -> str:
    # A title is one line, whatever was typed: it must not look like a part of the letter.
    day = f"{format_date(one.due)} · " if one.due else ""
    lines = [f"{day}{_make_line(one.deed)}", _make_line(one.title)]
    lines.append(settings.CORDEE_ADDRESS + one.address)
    return "\n".join(filter(None, lines))


def _make_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
