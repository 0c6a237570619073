"""What is asked about a call and answered, and its news."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError, RefusedError, RuleError, StaleError, UsageError
from cordee.ledger.audit import find_change, record_event
from cordee.ledger.rights import Actor
from cordee.programmes.calling.rules import check_can_announce, check_can_ask
from cordee.programmes.calling.values import InBoth
from cordee.programmes.models import Announcement, Question
from cordee.programmes.operations.calls import open_call, tell
from cordee.programmes.queries.calls import find_visible, read_call


MOST_CHARACTERS = 4000
"""Of a question, an answer or news: two printed pages."""


@transaction.atomic
def ask_question(identifier: UUID, question: str, *, by: Actor, at: datetime) -> UUID:
    """Ask about a call, by name to its officers, and return the question's identifier."""
    row = find_visible(identifier, by=by, at=at)
    if by.account is None:
        raise RefusedError(gettext_noop("Sign in to ask a question."))
    check_can_ask(read_call(row, at=at), at)
    if not question.strip():
        raise UsageError(gettext_noop("Write your question."))
    made = Question.objects.create(
        call=row, asked_at=at, asked_by=by.account, question=_read_text(question)
    )
    # What was asked is told by the question alone: its asker may be forgotten, the audit may not.
    record_event("call.ask", tell(row), by=by, at=at)
    return made.id


@transaction.atomic
def answer_question(
    identifier: UUID,
    answer: InBoth,
    *,
    is_public: bool,
    known: datetime | None,
    by: Actor,
    at: datetime,
) -> None:
    """Answer a question, to its asker alone or on the call's page, or write the answer anew.

    `known` is when the last answer was given that the officer saw; another one since raises `StaleError`.
    """
    found = Question.objects.select_for_update().filter(id=identifier).first()
    if found is None:
        raise NotFoundError(gettext_noop("There is no such question."))
    row = open_call(found.call_id, None, by=by, at=at)
    if known != found.answered_at:
        raise StaleError(
            gettext_noop("Somebody answered meanwhile. Compare below, then save again.")
        )
    texts = InBoth(answer.fr.strip(), answer.en.strip())
    if not (texts.fr or texts.en):
        raise UsageError(gettext_noop("Write an answer in French or in English."))
    if is_public and not (texts.fr and texts.en):
        raise RuleError(gettext_noop("What stands on the page is in both languages. Write both."))
    before = {"is_public": found.is_public, "answered_at": found.answered_at}
    found.answer_fr, found.answer_en = _read_text(texts.fr), _read_text(texts.en)
    found.answered_at, found.is_public = at, is_public
    found.save()
    change = find_change(before, {"is_public": is_public, "answered_at": at})
    record_event("call.answer", tell(row), by=by, at=at, change=change)


@transaction.atomic
def announce(identifier: UUID, text: InBoth, *, by: Actor, at: datetime) -> UUID:
    """Give news of a published call, which stand on its page, and return their identifier."""
    row = open_call(identifier, None, by=by, at=at)
    check_can_announce(read_call(row, at=at))
    if not (text.fr.strip() and text.en.strip()):
        raise UsageError(gettext_noop("Write the news in French and in English."))
    made = Announcement.objects.create(
        call=row, given_at=at, text_fr=_read_text(text.fr), text_en=_read_text(text.en)
    )
    change = find_change({}, {"text_fr": made.text_fr, "text_en": made.text_en})
    record_event("call.announce", tell(row), by=by, at=at, change=change)
    return made.id


def _read_text(text: str) -> str:
    told = text.strip()
    if len(told) > MOST_CHARACTERS:
        raise UsageError(
            gettext_noop("The text is longer than {count} characters. Shorten it."),
            count=MOST_CHARACTERS,
        )
    return told
