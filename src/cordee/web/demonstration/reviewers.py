"""Reviewers of the demonstration: invented, and named so; no letter of theirs reaches anybody."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from cordee.ledger.rights import Actor
from cordee.programmes.operations.reviewers import (
    Proposed,
    accept,
    invite,
    make_secret,
    note_mailed,
    propose,
)
from cordee.programmes.queries.applications import list_of_call
from cordee.programmes.queries.desk import list_letters_due
from cordee.programmes.queries.ties import FoundTies
from cordee.web.demonstration.writer import Clock


REVIEWERS = (
    ("Demonstration Reviewer 1", "reviewer.1", "fr"),
    ("Demonstration Reviewer 2", "reviewer.2", "en"),
)
DOMAIN = "demonstration.example"
WITHIN = timedelta(days=75)
"""After the deadline of the open call, before its committee sits."""


def enter_reviewers(call: UUID, officer: Actor, clock: Clock) -> None:
    """Invite two reviewers for each submitted application of a call; the first accepts, the second is awaited."""
    _, lines, _ = list_of_call(call, by=officer, on=clock().date())
    for line in lines:
        for number, (name, login, language) in enumerate(REVIEWERS):
            who = Proposed(f"{login}@{DOMAIN}", name=name, language=language)
            made = propose(line.id, who, find=_find_none, by=officer, at=clock())
            invite(made, clock().date() + WITHIN, find=_find_none, by=officer, at=clock())
            for due in list_letters_due():
                note_mailed(due.review, due.kind)
                if not number:
                    secret = make_secret(due.reviewer, due.link_number)
                    accept(secret, due.review, origin="", at=clock())


def _find_none(*_asked: object) -> FoundTies:
    """Return no ties: by name alone none are computed."""
    return FoundTies()
