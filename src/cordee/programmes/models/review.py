"""Review: who is asked about which application, what ties them to it, what they say."""

from __future__ import annotations

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from cordee.programmes.models.application import Application
from cordee.programmes.models.call import Call
from cordee.programmes.reviewing.states import (
    LETTER_NAMES,
    RECOMMENDATION_NAMES,
    REVIEW_STAGE_NAMES,
    REVISION_NAMES,
    TIE_NAMES,
    ReviewStage,
)


class Reviewer(models.Model):
    """Somebody asked to review in a call. One link opens all that they review in it, without an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="reviewers")
    # The entry of the directory, where there is one: ties are computed from it.
    person = models.UUIDField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, default="en")
    # Only the hash of the link's secret is kept: who reads the table opens nothing.
    secret_hash = models.CharField(max_length=64, blank=True, db_index=True)
    lapses_at = models.DateTimeField(null=True, blank=True)
    # Which link is theirs, 0 before the first: a reminder has the same one, and a new one closes the last.
    link_number = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    # When their name and address were taken out, a year after the link lapsed.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("call", "email"), name="reviewer_once_in_a_call"),
        )

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """One person's review of one application in one round; `scores` and `comments` are by criterion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="reviews")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(
        max_length=20,
        choices=list(REVIEW_STAGE_NAMES.items()),
        default=ReviewStage.PROPOSED.value,
        db_index=True,
    )
    stage_since = models.DateTimeField()
    invited_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    # The letter that the mail server has not taken yet; it is sent again until it is.
    letter = models.CharField(max_length=20, choices=list(LETTER_NAMES.items()), blank=True)
    decline_reason = models.TextField(blank=True)
    scores = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    comments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    recommendation = models.CharField(
        max_length=20, choices=list(RECOMMENDATION_NAMES.items()), blank=True
    )
    # What the applicant is told, without the reviewer's name, and what only the committee reads.
    for_applicant = models.TextField(blank=True)
    for_committee = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Since when the applicant reads `for_applicant`, under a number instead of the reviewer's name.
    released_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("application", "round", "reviewer")
        constraints = (
            models.UniqueConstraint(
                fields=("reviewer", "application", "round"), name="review_once_in_a_round"
            ),
            models.CheckConstraint(
                condition=~Q(stage=ReviewStage.SUBMITTED.value)
                | (Q(submitted_at__isnull=False) & ~Q(recommendation="")),
                name="review_submitted_recommends",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(submitted_at__isnull=False),
                name="review_released_was_submitted",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reviewer_id} {self.application_id} {self.round}"


class Tie(models.Model):
    """What ties a person to an application, as it was found or declared at a moment, with what shows it.

    `person` is the directory's, None for who has no entry (a tie declared); `reviewer` or a seat of a
    committee says for whom it was looked. Set aside, it carries the reason and who did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="ties")
    reviewer = models.ForeignKey(
        Reviewer, on_delete=models.CASCADE, null=True, blank=True, related_name="ties"
    )
    person = models.UUIDField(null=True, blank=True, db_index=True)
    kind = models.CharField(max_length=20, choices=list(TIE_NAMES.items()))
    # The sentence's values: whom it ties to, where, since when, which works.
    evidence = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    found_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("application", "kind", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True) | ~Q(reason=""),
                name="tie_set_aside_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"


class Revision(models.Model):
    """What an applicant is asked between two rounds, and what they answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="revisions")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=list(REVISION_NAMES.items()))
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200, blank=True)
    request = models.TextField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    # The answers of the form as revised; what was submitted first stays beside it, with its receipt.
    answers = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    answered_at = models.DateTimeField(null=True, blank=True)
    # The hash of all that was answered, as an application has one of what was submitted.
    receipt = models.CharField(max_length=64, blank=True)
    # The applicant reads the request on their page; whether the mail server took the letter is apart.
    mailed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("application", "round")
        constraints = (
            models.UniqueConstraint(fields=("application", "round"), name="revision_once_a_round"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(receipt=""),
                name="revision_answered_has_its_receipt",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.round}"
