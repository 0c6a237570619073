"""Letters to reviewers: an invitation with their link, a reminder, word that nothing more is asked.

A reviewer reads French or not, so each letter is in both languages, their own first. A letter names the title of
the application and nobody who applies: it would say so where the review is blind.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cordee.programmes.operations.reviewer_days import look_again, remind_late
from cordee.programmes.operations.reviewers import make_secret, note_mailed
from cordee.programmes.queries.desk import LetterDue, list_letters_due
from cordee.programmes.reviewing.states import ReviewLetter
from cordee.web.joint_authors import find_all_ties
from cordee.web.letter_lines import make_line
from cordee.web.wording import format_date


logger = logging.getLogger(__name__)

NO_ADDRESS = "https://…"
"""In the place of the link in a letter that is shown before it is sent."""


@dataclass(frozen=True)
class ReviewerLetter:
    """A letter as it is shown before it is sent."""

    subject: str
    body: str


def write_letter(due: LetterDue, *, address: str) -> ReviewerLetter:
    """Return the letter that is due, with the link `address`, in the reviewer's language and the other."""
    first = "fr" if due.language == "fr" else "en"
    subjects, bodies = [], []
    for language in (first, "en" if first == "fr" else "fr"):
        with override(language):
            values = {
                "name": make_line(due.name),
                "title": make_line(due.title or "…"),
                "call": make_line(due.call.to_title(language)),
                "day": format_date(due.due_on) if due.due_on else "…",
                "address": address,
            }
            subject, body = _write(due.kind)
            subjects.append(subject.format(**values))
            bodies.append(body.format(**values))
    return ReviewerLetter(subjects[0], "\n\n— — —\n\n".join(bodies))


def mail_reviewers() -> bool:
    """Send the letters to reviewers that wait; return whether the mail server took all of them."""
    taken = []
    for due in list_letters_due():
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


def _write(kind: ReviewLetter) -> tuple[str, str]:
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
    return (
        _("[Cordée] Nothing more is asked of you about “{title}”"),
        _(
            "{name},\n\nYour review of the application “{title}” to the call “{call}” is no longer needed. Thank you for your time."
        ),
    )
