"""Documents of agreements. Their content lies beside the database, under the hash of it."""

from __future__ import annotations

import uuid

from django.db import models

from cordee.agreements.models.agreement import Agreement
from cordee.agreements.states import DOCUMENT_NAMES, LANGUAGE_NAMES


class Document(models.Model):
    """A document of an agreement, through its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20, choices=list(DOCUMENT_NAMES.items()))
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10, choices=list(LANGUAGE_NAMES.items()), blank=True)

    class Meta:
        ordering = ("kind", "title", "id")

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """One file, as it was brought in: it is never changed, only followed by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    file_name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    # What reading the electronic signatures of a signed PDF found; empty when there was none to read.
    signatures = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=("document", "number"), name="version_number_is_taken_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_name} {self.number}"
