"""How the days of agreements reach people outside the pages."""

from __future__ import annotations

import uuid

from django.db import models

from cordee.agreements.models.agreement import Agreement


class CalendarFeed(models.Model):
    """The address of an account's calendar. Only the hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.UUIDField(unique=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.account)


class Reminder(models.Model):
    """A day of an agreement that an account was written about, so many months ahead: never twice."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reminders")
    account = models.UUIDField()
    is_notice = models.BooleanField()
    day = models.DateField()
    months = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "account", "is_notice", "day", "months"), name="reminded_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.day} {self.months}"
