"""What an agreement says, needs and permits."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from cordee.agreements.models.agreement import Agreement
from cordee.agreements.models.document import Document
from cordee.agreements.states import (
    CLAUSE_NAMES,
    CLAUSE_STATE_NAMES,
    GATE_NAMES,
    OPINION_NAMES,
    PERMITTED_NAMES,
)


class Clause(models.Model):
    """What the reading of the text found on one subject. A subject without a row was not read for yet."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    kind = models.CharField(max_length=30, choices=list(CLAUSE_NAMES.items()))
    state = models.CharField(max_length=20, choices=list(CLAUSE_STATE_NAMES.items()))
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("agreement", "kind"), name="clause_once_a_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Gate(models.Model):
    """An opinion that is needed, whose it is, by when, and what it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="gates")
    kind = models.CharField(max_length=20, choices=list(GATE_NAMES.items()))
    authority = models.CharField(max_length=200)
    is_blocking = models.BooleanField(default=True)
    due_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=20, choices=list(OPINION_NAMES.items()), blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    remarks = models.TextField(blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="gates"
    )

    class Meta:
        ordering = ("due_on", "kind", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True)
                | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="gate_answer_has_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.answer}"


class Permit(models.Model):
    """What one party lets another do, on which conditions, by which clause."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="permits")
    action = models.CharField(max_length=20, choices=list(PERMITTED_NAMES.items()))
    giver = models.UUIDField()
    receiver = models.UUIDField()
    clause = models.CharField(max_length=120)
    conditions = models.TextField(blank=True)

    class Meta:
        ordering = ("action", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "action", "giver", "receiver"), name="permit_said_once"
            ),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="permit_joins_two"),
        )
        indexes = (models.Index(fields=("action", "receiver"), name="permit_by_receiver"),)

    def __str__(self) -> str:
        return f"{self.giver} {self.action} {self.receiver}"
