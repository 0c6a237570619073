"""Reviewers: proposed, invited by a letter with their link, reminded, released; what they answer over the link.

Whoever holds the link answers for that reviewer and sees nothing else of the call. Ties are looked for when
somebody is proposed, again before the letter goes out, and each day after.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop

from cordee.directory.queries.evidence import show_people
from cordee.kernel.errors import NotFoundError, RuleError, UsageError
from cordee.ledger.audit import Change, Subject, record_event
from cordee.ledger.queries import hash_secret
from cordee.ledger.rights import Actor
from cordee.programmes.life import ApplicationStage
from cordee.programmes.models import Application, Review, Reviewer, Tie
from cordee.programmes.operations.reviews import open_reviewed
from cordee.programmes.queries.applications import read_call
from cordee.programmes.queries.desk import find_asked
from cordee.programmes.queries.ties import FoundTies
from cordee.programmes.reviewing.states import ReviewLetter, ReviewStage, TieKind
from cordee.programmes.reviewing.ties import TieFound


Find = Callable[[Collection[UUID], Collection[UUID], int], FoundTies]
"""Looks for ties of people to applications within so many years."""

LINK_LASTS = timedelta(days=365)
"""A reviewer may be asked again in the next round; a year after it lapsed they are forgotten."""

MOST_REVIEWERS = 30
"""Of one application in a round: more is a slip."""

WAITED_FOR = frozenset({ReviewStage.INVITED.value, ReviewStage.ACCEPTED.value})
"""Stages of reviews that are still to come."""


@dataclass(frozen=True)
class Proposed:
    """Whom an officer would ask: somebody of the directory, or a name; a letter goes to `email`."""

    email: str
    person: UUID | None = None
    name: str = ""
    language: str = "en"


def make_secret(reviewer: UUID, number: int) -> str:
    """Return the secret of a reviewer's link, the same each time: it is kept nowhere, and every letter has it."""
    return salted_hmac("cordee.programmes.reviewer", f"{reviewer}:{number}", algorithm="sha256").hexdigest()  # fmt: skip


@transaction.atomic
def propose(
    application: UUID, who: Proposed, *, find: Find, despite: str = "", by: Actor, at: datetime
) -> UUID:
    """Propose a reviewer for an application, and return the identifier of the review.

    Who is tied to it is refused, unless `despite` says why the ties do not count: it is kept with them.
    """
    row = open_reviewed(application, by=by, at=at)
    plan = read_call(row.call).definition.review
    if plan is None:
        raise RuleError(gettext_noop("The instrument of this call asks for no review."))
    if row.stage != ApplicationStage.SUBMITTED.value:
        raise RuleError(gettext_noop("Only an application that stands submitted is reviewed."))
    name, email = _name(who), who.email.strip().lower()
    if not email:
        raise UsageError(gettext_noop("Give the address that the letter goes to."))
    number = Review.objects.filter(application=row).aggregate(last=Max("round"))["last"] or 1
    there = Review.objects.filter(application=row, round=number)
    if there.count() >= MOST_REVIEWERS:
        raise RuleError(gettext_noop("No application has so many reviewers."))
    if there.filter(_is_same(email, who.person)).exists():
        raise RuleError(gettext_noop("{name} is asked about this application already."), name=name)
    ties = find([who.person], [row.id], plan.conflict_years) if who.person else FoundTies()
    found = ties.get((who.person, row.id), ()) if who.person else ()
    reason = despite.strip()[:2000]
    if found and not reason:
        raise RuleError(
            gettext_noop(
                "{name} is tied to this application. Choose somebody else, or write why the tie does not count."
            ),
            name=name,
        )
    reviewer = _keep_reviewer(row, who, name, email, at)
    made = Review.objects.create(reviewer=reviewer, application=row, round=number, stage_since=at)
    _set_aside(row, reviewer, found, reason, by=by, at=at)
    change: Change = {"name": ("", name), "round": ("", number)}
    _note(row, "propose", by=by, at=at, change=change)
    if found:
        told: Change = {"ties": ("", ", ".join(sorted({one.kind.value for one in found})))}
        _note(row, "waive", by=by, at=at, change=told, reason=reason)
    return made.id


@transaction.atomic
def invite(review: UUID, due_on: date, *, find: Find, by: Actor, at: datetime) -> None:
    """Invite a proposed reviewer: the letter waits until the mail server takes it.

    Ties are looked for again; one that nobody set aside forbids it.
    """
    row = _open(review, by=by, at=at)
    _check_stage(row, ReviewStage.PROPOSED)
    call = read_call(row.application.call)
    if due_on <= call.to_local(at).date():
        raise RuleError(gettext_noop("Give a day after today for the review."))
    _check_untied(row, find, call.definition.review.conflict_years if call.definition.review else 0)
    _open_link(row.reviewer, at)
    row.stage, row.stage_since = ReviewStage.INVITED.value, at
    row.invited_at, row.due_on, row.letter = at, due_on, ReviewLetter.INVITATION.value
    row.save()
    change: Change = {"name": ("", row.reviewer.name), "due_on": ("", due_on)}
    _note(row.application, "invite", by=by, at=at, change=change)


@transaction.atomic
def remind(review: UUID, *, by: Actor, at: datetime) -> None:
    """Remind somebody who was invited or accepted; the letter waits until the mail server takes it."""
    row = _open(review, by=by, at=at)
    if row.stage not in WAITED_FOR:
        raise RuleError(gettext_noop("Nothing is awaited of this reviewer."))
    if row.letter:
        raise RuleError(gettext_noop("A letter to them waits for the mail server already."))
    row.reminded_at, row.letter = at, ReviewLetter.REMINDER.value
    row.save()
    _note(row.application, "remind", by=by, at=at, change={"name": ("", row.reviewer.name)})


@transaction.atomic
def release(review: UUID, *, by: Actor, at: datetime) -> None:
    """Ask nothing more of a reviewer about an application; who was invited is told by a letter."""
    row = _open(review, by=by, at=at)
    if row.stage not in WAITED_FOR | {ReviewStage.PROPOSED.value}:
        raise RuleError(gettext_noop("This review was submitted, declined or released; it stays."))
    was_asked = row.stage in WAITED_FOR
    row.stage, row.stage_since = ReviewStage.RELEASED.value, at
    # Whom no invitation reached has nothing to be released from.
    is_told = was_asked and row.letter != ReviewLetter.INVITATION.value
    row.letter = ReviewLetter.RELEASE.value if is_told else ""
    row.save()
    _note(row.application, "release", by=by, at=at, change={"name": (row.reviewer.name, "")})


@transaction.atomic
def renew_link(review: UUID, *, by: Actor, at: datetime) -> None:
    """Give a reviewer a new link by a letter; the one they had opens nothing any more."""
    row = _open(review, by=by, at=at)
    if row.stage not in WAITED_FOR | {ReviewStage.SUBMITTED.value}:
        raise RuleError(gettext_noop("Nothing is awaited of this reviewer."))
    reviewer = row.reviewer
    reviewer.link_number += 1
    _open_link(reviewer, at)
    # A letter that waits will have the new link: it is made when it goes out.
    row.letter = row.letter or ReviewLetter.LINK.value
    row.save()
    _note(row.application, "renew_link", by=by, at=at, change={"name": ("", reviewer.name)})


@transaction.atomic
def set_tie_aside(tie: UUID, reason: str, *, by: Actor, at: datetime) -> None:
    """Say in writing why a tie that was found or declared does not keep a reviewer from judging."""
    row = Tie.objects.filter(id=tie, reviewer__isnull=False).first()
    if row is None:
        raise NotFoundError(gettext_noop("There is no such tie."))
    application = open_reviewed(row.application_id, by=by, at=at)
    reason = reason.strip()[:2000]
    if not reason:
        raise RuleError(gettext_noop("Write why the tie does not count."))
    row.set_aside_at, row.set_aside_by, row.reason = at, by.name, reason
    row.save()
    _note(application, "waive", by=by, at=at, change={"ties": ("", row.kind)}, reason=reason)


@transaction.atomic
def accept(secret: str, review: UUID, *, origin: str, at: datetime) -> None:
    """Accept an invitation over the reviewer's link."""
    row = _open_asked(secret, review, at)
    _check_stage(row, ReviewStage.INVITED)
    row.stage, row.stage_since = ReviewStage.ACCEPTED.value, at
    row.letter = ""
    row.save()
    by = Actor(name=row.reviewer.name, origin=origin)
    _note(row.application, "accept", by=by, at=at, change={"round": ("", row.round)})


@transaction.atomic
def decline(
    secret: str, review: UUID, reason: str, *, is_tied: bool = False, origin: str, at: datetime
) -> None:
    """Decline over the reviewer's link, before or after accepting; `is_tied` keeps the reason as a declared tie."""
    row = _open_asked(secret, review, at)
    if row.stage not in WAITED_FOR:
        raise RuleError(gettext_noop("Nothing is awaited of you about this application."))
    reason = reason.strip()[:2000]
    if is_tied and not reason:
        raise RuleError(gettext_noop("Say what ties you to the application."))
    if is_tied:
        Tie.objects.create(
            application=row.application,
            reviewer=row.reviewer,
            person=row.reviewer.person,
            kind=TieKind.DECLARED.value,
            evidence={"reason": reason},
            found_at=at,
        )
    row.stage, row.stage_since = ReviewStage.DECLINED.value, at
    row.decline_reason, row.letter = reason, ""
    row.save()
    by = Actor(name=row.reviewer.name, origin=origin)
    change: Change = {"round": ("", row.round), "is_tied": ("", is_tied)}
    _note(row.application, "decline", by=by, at=at, change=change)


def note_mailed(review: UUID, letter: ReviewLetter) -> None:
    """Keep that the mail server took a letter: it is not sent again."""
    Review.objects.filter(id=review, letter=letter.value).update(letter="")


def _name(who: Proposed) -> str:
    if who.person is not None:
        shown = show_people([who.person]).get(who.person)
        if shown is None:
            raise NotFoundError(gettext_noop("The directory has no such entry."))
        return shown.name
    name = " ".join(who.name.split())[:200]
    if not name:
        raise UsageError(gettext_noop("Choose somebody of the directory, or write a name."))
    return name


def _is_same(email: str, person: UUID | None) -> Q:
    same = Q(reviewer__email=email)
    return same | Q(reviewer__person=person) if person is not None else same


def _keep_reviewer(
    row: Application, who: Proposed, name: str, email: str, at: datetime
) -> Reviewer:
    reviewer, is_new = Reviewer.objects.get_or_create(
        call=row.call,
        email=email,
        defaults={
            "name": name,
            "person": who.person,
            "language": who.language,
            "created_at": at,
        },
    )
    if not is_new and who.person is not None and reviewer.person is None:
        reviewer.person, reviewer.name = who.person, name
        reviewer.save()
    return reviewer


def _open_link(reviewer: Reviewer, at: datetime) -> None:
    reviewer.link_number = max(reviewer.link_number, 1)
    reviewer.secret_hash = hash_secret(make_secret(reviewer.id, reviewer.link_number))
    reviewer.lapses_at = at + LINK_LASTS
    reviewer.save()


def _check_untied(row: Review, find: Find, years: int) -> None:
    stored = Tie.objects.filter(
        application=row.application, reviewer=row.reviewer, set_aside_at=None
    )
    if stored.exists() or find_new(row, find, years):
        raise RuleError(
            gettext_noop(
                "A tie of {name} to this application appeared. Write why it does not count, or release them."
            ),
            name=row.reviewer.name,
        )


def find_new(row: Review, find: Find, years: int) -> list[TieFound]:
    """Return the ties that are found now and were not kept before, set aside or not."""
    person = row.reviewer.person
    if person is None:
        return []
    found = find([person], [row.application_id], years).get((person, row.application_id), ())
    kept = {
        (one.kind, one.evidence.get("how"))
        for one in Tie.objects.filter(application=row.application, reviewer=row.reviewer)
    }
    return [one for one in found if (one.kind.value, one.how) not in kept]


def _set_aside(
    row: Application,
    reviewer: Reviewer,
    found: Collection[TieFound],
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    Tie.objects.bulk_create(
        Tie(
            **describe_tie(row, reviewer, one, at),
            set_aside_at=at,
            set_aside_by=by.name,
            reason=reason,
        )
        for one in found
    )


def describe_tie(
    row: Application, reviewer: Reviewer, tie: TieFound, at: datetime
) -> dict[str, object]:
    """Return the columns of a tie that was found, as `Tie` keeps it."""
    return {
        "application": row,
        "reviewer": reviewer,
        "person": reviewer.person,
        "kind": tie.kind.value,
        "evidence": {**tie.evidence, "how": tie.how},
        "found_at": at,
    }


def _check_stage(row: Review, stage: ReviewStage) -> None:
    if row.stage != stage.value:
        raise RuleError(gettext_noop("This was answered or changed meanwhile: load the page anew."))


def _open(review: UUID, *, by: Actor, at: datetime) -> Review:
    """Return the row of a review, locked, for who runs its call."""
    told = Review.objects.filter(id=review).values_list("application", flat=True).first()
    if told is None:
        raise NotFoundError(gettext_noop("There is no such review."))
    # The application first, as everywhere: two who lock in another order would wait for each other.
    open_reviewed(told, by=by, at=at)
    rows = Review.objects.select_for_update(of=("self",))
    return rows.select_related("reviewer", "application__call").get(id=review)


def _open_asked(secret: str, review: UUID, at: datetime) -> Review:
    row = find_asked(secret, review, at=at)
    rows = Review.objects.select_for_update(of=("self",))
    return rows.select_related("reviewer", "application__call").get(id=row.id)


def _note(
    row: Application, what: str, *, by: Actor, at: datetime, change: Change, reason: str = ""
) -> None:
    subject = Subject("application", str(row.id), row.call.office)
    record_event(f"review.{what}", subject, by=by, at=at, change=change, reason=reason)
