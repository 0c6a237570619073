"""Letters to reviewers: an invitation with their link, a reminder, word that nothing more is asked.

A reviewer reads French or not, so each letter is in both languages, their own first. A letter names the title of
the application and nobody who applies: it would say so where the review is blind.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.programmes.operations.reviewer_days import look_again, remind_late
from cordee.programmes.operations.reviewers import make_secret, note_mailed
from cordee.programmes.queries.desk import LetterDue, list_letters_due
from cordee.programmes.reviewing.states import ReviewLetter
from cordee.web.joint_authors import find_all_ties
from cordee.web.letter_lines import make_line
from cordee.web.wording import format_date, get_reader_language
from cordee.web.written import LANGUAGES, Written, join_both


logger = logging.getLogger(__name__)

NO_ADDRESS = "https://…"
"""In the place of the link in a letter that is shown before it is sent."""


@dataclass(frozen=True)
class ReviewTold:
    """What a letter to a reviewer names: the reviewer, the application, its call by language, the day."""

    name: str
    title: str
    calls: Mapping[str, str]
    due_on: date | None


def write_letter(due: LetterDue, *, address: str) -> Written:
    """Return the letter that is due, with the link `address`, in the reviewer's language and the other."""
    told = ReviewTold(
        name=due.name,
        title=due.title,
        calls={one: due.call.to_title(one) for one in LANGUAGES},
        due_on=due.due_on,
    )
    return write_letter_of(told, due.kind, address=address, first=due.language)


def write_letter_of(told: ReviewTold, kind: ReviewLetter, *, address: str, first: str) -> Written:
    """Return a letter by what it names, `first` the language it begins in."""

    def write() -> Written:
        values = {
            "name": make_line(told.name),
            "title": make_line(told.title or "…"),
            "call": make_line(told.calls[get_reader_language()]),
            "day": format_date(told.due_on) if told.due_on else "…",
            "address": address,
        }
        subject, body = _say(kind)
        return Written(subject.format(**values), body.format(**values))

    return join_both(write, first if first in LANGUAGES else "en")


def mail_reviewers(review: UUID | None = None) -> bool:
    """Send the letters to reviewers that wait, or that of one review; return whether all of them were taken."""
    taken = []
    for due in list_letters_due(review):
        secret = make_secret(due.reviewer, due.link_number)
        address = settings.CORDEE_ADDRESS + reverse("programmes:desk", args=[secret])
        letter = write_letter(due, address=address)
        message = EmailMessage(letter.subject, letter.body, None, [due.email])
        try:
            is_taken = get_connection().send_messages([message]) == 1
        except OSError as error:
            # It waits, and is tried again with the day's work: nothing that was written is undone.
            logger.warning("a letter to a reviewer was not sent: %s", type(error).__name__)
            is_taken = False
        if is_taken:
            note_mailed(due.review, due.kind)
        taken.append(is_taken)
    return all(taken)


def ask_reviewers(*, at: datetime) -> None:
    """Do a day's work of reviewers: look for ties once more, remind the late, send the letters that wait.

    Raises `OSError` when a letter is left.
    """
    on = timezone.localdate(at)
    look_again(lambda *asked: find_all_ties(asked[0], asked[1], years=asked[2], on=on), at=at)
    remind_late(at=at)
    if not mail_reviewers():
        message = "letters to reviewers wait for the mail server"
        raise OSError(message)


def _say(kind: ReviewLetter) -> tuple[str, str]:
    if kind is ReviewLetter.INVITATION:
        return (
            _("[Cordée] Would you review “{title}”?"),
            _(
                "{name},\n\nWe ask you to review the application “{title}” to the call “{call}”, by {day}.\n\nAccept or decline here, without an account:\n{address}\n\nDecline if anything ties you to who applies, or say so on that page. What you read is confidential. Who has this link answers in your name: pass it on to nobody."
            ),
        )
    if kind is ReviewLetter.REMINDER:
        return (
            _("[Cordée] Your review of “{title}”"),
            _(
                "{name},\n\nYour review of the application “{title}” to the call “{call}” is awaited by {day}.\n\nYour link:\n{address}\n\nIf you cannot write it, decline on that page: somebody else can still be asked."
            ),
        )
    if kind is ReviewLetter.LINK:
        return (
            _("[Cordée] Your new link to the review of “{title}”"),
            _(
                "{name},\n\nThe link you had to your review of the application “{title}” to the call “{call}” opens nothing any more. This one takes its place:\n{address}\n\nWho has it answers in your name: pass it on to nobody."
            ),
        )
    if kind is ReviewLetter.THANKS:
        return (
            _("[Cordée] Thank you for your review of “{title}”"),
            _(
                "{name},\n\nYour review of the application “{title}” to the call “{call}” has arrived. Thank you for your time.\n\nYou can read it again here:\n{address}"
            ),
        )
    return (
        _("[Cordée] Nothing more is asked of you about “{title}”"),
        _(
            "{name},\n\nYour review of the application “{title}” to the call “{call}” is no longer needed. Thank you for your time."
        ),
    )
