"""Instruments and their versions. A version that was published never changes: the next one does."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from cordee.programmes.life import VERSION_STAGE_NAMES, VersionStage


class Instrument(models.Model):
    """A tool of cooperation of an organisation (`office`), by the code that its definition carries."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.UUIDField(db_index=True)
    code = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ("code", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("office", "code"), name="instrument_code_once_in_an_office"
            ),
        )

    def __str__(self) -> str:
        return self.code


class InstrumentVersion(models.Model):
    """One version of a definition. At most one of an instrument is a draft."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    stage = models.CharField(
        max_length=20,
        choices=list(VERSION_STAGE_NAMES.items()),
        default=VersionStage.DRAFT.value,
    )
    definition = models.JSONField()
    # What changed against the version before, in the officer's words.
    note = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # Counts the changes; a form that was opened before another change is told, and overwrites nothing.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("instrument", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("instrument", "number"), name="instrument_version_number_once"
            ),
            models.UniqueConstraint(
                fields=("instrument",),
                condition=Q(stage=VersionStage.DRAFT.value),
                name="instrument_has_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(stage=VersionStage.DRAFT.value, published_at__isnull=True)
                | (~Q(stage=VersionStage.DRAFT.value) & Q(published_at__isnull=False)),
                name="instrument_version_published_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.number}"
