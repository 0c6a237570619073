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
from cordee.programmes.operations.reviews import submit_review
from cordee.programmes.queries.applications import list_of_call
from cordee.programmes.queries.desk import list_letters_due
from cordee.programmes.queries.reviewing import open_review
from cordee.programmes.queries.ties import FoundTies
from cordee.programmes.reviewing.form import ReviewWritten
from cordee.programmes.reviewing.states import Recommendation, ReviewLetter
from cordee.web.demonstration.writer import Clock


REVIEWERS = (
    ("Demonstration Reviewer 1", "reviewer.1", "fr"),
    ("Demonstration Reviewer 2", "reviewer.2", "en"),
)
DOMAIN = "demonstration.example"
WRITTEN = (
    ReviewWritten(
        scores={"science": 4, "partnership": 5, "feasibility": 3},
        comments={
            "science": "Demonstration: a clear question.",
            "partnership": "Demonstration: each brings what the other lacks.",
            "feasibility": "Demonstration: the first year holds too much.",
        },
        recommendation=Recommendation.FUND,
        for_applicant="Démonstration : resserrez la première année.",
        for_committee="Démonstration : à retenir si le budget le permet.",
    ),
    ReviewWritten(
        scores={"science": 3, "partnership": 4, "feasibility": 4},
        comments={
            "science": "Demonstration: close to what others do.",
            "partnership": "Demonstration: the partner is well chosen.",
            "feasibility": "Demonstration: nothing stands in the way.",
        },
        recommendation=Recommendation.REVISE,
        for_applicant="Demonstration: say what is new beside the works you name.",
        for_committee="Demonstration: sound, not new.",
    ),
)
"""What they wrote, invented: both about the first application, the first about every other one too."""

WITHIN = timedelta(days=75)
"""After the deadline of the open call, before its committee sits."""


def enter_reviewers(call: UUID, officer: Actor, clock: Clock) -> None:
    """Invite two reviewers for each submitted application of a call, and enter what they wrote."""
    _, lines, _ = list_of_call(call, by=officer, on=clock().date())
    for place, line in enumerate(lines):
        for number, (name, login, language) in enumerate(REVIEWERS):
            who = Proposed(f"{login}@{DOMAIN}", name=name, language=language)
            made = propose(line.id, who, find=_find_none, by=officer, at=clock())
            invite(made, clock().date() + WITHIN, find=_find_none, by=officer, at=clock())
            [due] = list_letters_due(made)
            if not place or not number:
                secret = make_secret(due.reviewer, due.link_number)
                accept(secret, made, origin="", at=clock())
                version = open_review(secret, made, at=clock(), to_name=str).version
                submit_review(secret, made, WRITTEN[number], version=version, origin="", at=clock())
            for kind in ReviewLetter:
                note_mailed(made, kind)


def _find_none(*_asked: object) -> FoundTies:
    """Return no ties: by name alone none are computed."""
    return FoundTies()
