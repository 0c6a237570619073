"""How the days of agreements reach people outside the pages."""

from __future__ import annotations

import uuid

from django.db import models


class CalendarFeed(models.Model):
    """The address of an account's calendar. Only the hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.UUIDField(unique=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.account)
