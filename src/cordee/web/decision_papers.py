"""Letters of decisions and minutes as papers: PDF and Word in French and English, and the mail that takes a letter.

A letter and its files name the applicant's own application, and nothing of other applications or reviews.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cordee.agreements.contents import WORD
from cordee.kernel.messages import write_date
from cordee.ledger.queries import get_account
from cordee.programmes.applied import FrozenCall
from cordee.programmes.operations.letters import note_mailed
from cordee.programmes.queries.decisions import list_unmailed, read_letter
from cordee.programmes.selecting.minutes import split_minutes
from cordee.programmes.selecting.values import LetterTold, SessionTold
from cordee.web.language import get_language_of
from cordee.web.record_pdf import RecordSection, write_record
from cordee.web.record_word import write_word


logger = logging.getLogger(__name__)

LANGUAGES = ("fr", "en")
MEDIA = {"pdf": "application/pdf", "docx": WORD}
"""The files that a paper is handed out as."""


@dataclass(frozen=True)
class Paper:
    """A paper: what stands over its title, its sections, and the name of its file without an ending."""

    name: str
    title: str
    over: str
    sections: tuple[RecordSection, ...]
    foot: str
    language: str

    def write(self, form: str, at: datetime) -> bytes:
        """Return the paper as `form`, one of `MEDIA`."""
        values = (self.title, self.over, self.sections)
        if form == "pdf":
            return write_record(*values, foot=self.foot, language=self.language)
        return write_word(*values, foot=self.foot, language=self.language, on=at.date())


def make_letter(letter: LetterTold, text: str, language: str, at: datetime) -> Paper:
    """Return the letter of a decision in `language`: of the day it was sent, or of now."""
    with override(language):
        day = letter.call.to_local(letter.sent_at or at).date()
        rows = tuple(
            ("", part) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()
        )
        title = _("Decision on the application no. {number}").format(number=letter.number)
        foot = "" if letter.sent_at else _("A draft: it was not sent.")
        over = f"{letter.call.to_title(language)} · {write_date(day, language)}"
    return Paper(
        f"decision-{name_call(letter.call)}-{letter.number}.{language}",
        title,
        over,
        (RecordSection("", rows),),
        foot,
        language,
    )


def make_minutes(session: SessionTold, text: str, language: str) -> Paper:
    """Return the minutes of a session in `language`."""
    with override(language):
        title = _("Minutes: {session}").format(session=session.title)
        foot = "" if session.closed_at else _("A draft: the session is not closed.")
        sections = tuple(
            RecordSection(name, tuple(("", part) for part in parts))
            for name, parts in split_minutes(text)
        )
    day = session.call.to_local(session.starts_at).date()
    name = f"minutes-{name_call(session.call)}-{day.isoformat()}.{language}"
    return Paper(name, title, session.call.to_title(language), sections, foot, language)


def mail_letter(decision: UUID, *, at: datetime) -> bool:
    """Send the letter of a decision to who wrote the application; return whether the mail server took it.

    The applicant's own language comes first, the other after it, and both as PDF beside it.
    """
    letter = read_letter(decision)
    account = get_account(letter.account)
    first = get_language_of(account)
    order = (first, *(one for one in LANGUAGES if one != first))
    texts = {"fr": letter.letter.fr, "en": letter.letter.en}
    address = settings.CORDEE_ADDRESS + reverse("programmes:application", args=[letter.application])
    with override(first):
        subject = say_subject(letter.number)
    body = "\n\n— — —\n\n".join((*(texts[one] for one in order), address))
    message = EmailMessage(subject, body, None, [account.email])
    for language in order:
        paper = make_letter(letter, texts[language], language, at)
        message.attach(f"{paper.name}.pdf", paper.write("pdf", at), MEDIA["pdf"])
    try:
        if get_connection().send_messages([message]) != 1:
            return False
    except OSError as error:
        # The decision is told on the page all the same; the mail is tried again day by day.
        logger.warning("the letter of a decision was not sent: %s", type(error).__name__)
        return False
    note_mailed(decision, at=at)
    return True


def say_subject(number: int) -> str:
    """Return the subject of the mail that takes a letter, in the language that is active."""
    return _("[Cordée] Decision on your application no. {number}").format(number=number)


def mail_waiting(*, at: datetime) -> None:
    """Send the letters that no mail server took yet; raise `OSError` when one is left."""
    left = [one for one in list_unmailed() if not mail_letter(one, at=at)]
    if left:
        message = f"{len(left)} letters of decisions wait for the mail server"
        raise OSError(message)


def name_call(call: FrozenCall) -> str:
    """Return what files of a call are named by: its reference or its year, as every system takes it."""
    name = call.reference or str(call.year)
    return "".join(one if one.isalnum() or one in "-_" else "-" for one in name)
