"""What every entry of the directory carries."""

from __future__ import annotations

import uuid

from django.db import models


class Entry(models.Model):
    """A thing of its own, which somebody keeps true and confirms once a year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    confirmed_on = models.DateField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    # Counts the changes; a form that was opened before another change is told, and overwrites nothing.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
