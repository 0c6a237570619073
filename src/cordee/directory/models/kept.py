"""What people, resources and themes share: an organisation whose editors keep the entry."""

from __future__ import annotations

from django.db import models

from cordee.directory.models.entries import Entry
from cordee.directory.models.organisations import Organisation


class Kept(Entry):
    """An entry that belongs to an organisation: its editors change and confirm it."""

    keeper = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="kept_%(class)ss"
    )
    end = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
