"""Calls, what is asked about them, and what is announced."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from cordee.programmes.life import CALL_STAGE_NAMES, CallStage
from cordee.programmes.models.instrument import InstrumentVersion


class Call(models.Model):
    """An opening of an instrument. `definition` is the instrument as it was when the call was published.

    Instruments that open directly or at any time have calls too, without a public page or without a
    deadline: applications always belong to one, and are judged by what it froze.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.UUIDField(db_index=True)
    instrument_version = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, related_name="calls"
    )
    definition = models.JSONField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    title_fr = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    text_fr = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField()
    stage = models.CharField(
        max_length=20,
        choices=list(CALL_STAGE_NAMES.items()),
        default=CallStage.DRAFT.value,
        db_index=True,
    )
    stage_since = models.DateTimeField()
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    # The time zone in which people read its days (Europe/Paris); moments themselves are kept in UTC.
    time_zone = models.CharField(max_length=60, default="Europe/Paris")
    envelope = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    most_awards = models.PositiveIntegerField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)
    # Counts the changes; a form that was opened before another change is told, and overwrites nothing.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-opens_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("office", "reference"),
                condition=~Q(reference=""),
                name="call_reference_once_in_an_office",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(stage=CallStage.DRAFT.value)
                | Q(stage=CallStage.CANCELLED.value)
                | Q(definition__isnull=False),
                name="call_published_has_frozen_its_instrument",
            ),
            models.CheckConstraint(
                condition=Q(envelope__isnull=True, currency="")
                | (Q(envelope__isnull=False) & ~Q(currency="")),
                name="call_money_has_a_currency",
            ),
        )

    def __str__(self) -> str:
        return self.title_en or self.title_fr


class Question(models.Model):
    """A question about a call. Answered in public, both are on the call's page without the asker's name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    question = models.TextField()
    answer_fr = models.TextField(blank=True)
    answer_en = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(is_public=False),
                name="question_is_public_once_answered",
            ),
        )

    def __str__(self) -> str:
        return f"{self.call_id} {self.asked_at}"


class Invitee(models.Model):
    """An account that may apply to a call that opens by invitation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="invitees")
    account = models.UUIDField(db_index=True)
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("invited_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("call", "account"), name="call_invites_an_account_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.call_id} {self.account}"


class Announcement(models.Model):
    """News of a call, on its page from the moment it was given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="announcements")
    given_at = models.DateTimeField()
    text_fr = models.TextField()
    text_en = models.TextField()

    class Meta:
        ordering = ("-given_at", "id")

    def __str__(self) -> str:
        return f"{self.call_id} {self.given_at}"
