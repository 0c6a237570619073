"""The tables every record room stands on. Organisations are named by identifier: theirs is another room."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cordee.ledger.states import DIGEST_NAMES, ROLE_NAMES, Digest, Role


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by their e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account with that address."""
        return self.get(email__iexact=username or "")


class Account(AbstractBaseUser):
    """What a person signs in with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    # Opened by the demonstration: what it enters is marked so, and on this machine alone it may do
    # without a second factor.
    is_demonstration = models.BooleanField(default=False)
    digest = models.CharField(
        max_length=10, choices=list(DIGEST_NAMES.items()), default=Digest.WEEKLY.value
    )
    # The last day on which it was written what waits for it: never twice a day.
    digest_sent_on = models.DateField(null=True, blank=True)

    objects = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        # Addresses are compared in lower case, so they are kept in it: two spellings are one account.
        constraints = (
            models.CheckConstraint(condition=Q(email=Lower("email")), name="email_in_lower_case"),
        )

    def __str__(self) -> str:
        return self.name or self.email


class RoleHeld(models.Model):
    """An account's role at an organisation, from a day to a day (inclusive)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=list(ROLE_NAMES.items()))
    organisation = models.UUIDField(db_index=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    # Ended before it held a whole day: it never counts, and its days stay as they were given.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("start", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="role_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="role_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.account_id} {self.organisation}"


class Invitation(models.Model):
    """An invitation to hold a role, taken up by whoever holds its secret before it lapses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=list(ROLE_NAMES.items()))
    organisation = models.UUIDField(db_index=True)
    end = models.DateField(null=True, blank=True)
    # Only the hash of the secret is kept: who reads the table cannot take an invitation up.
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-invited_at", "id")

    def __str__(self) -> str:
        return f"{self.email} {self.role}"


class Token(models.Model):
    """What a program shows instead of signing in: it acts for its account, within its scopes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    scopes = models.JSONField()
    # Only the hash of the secret is kept: who reads the table cannot use the token.
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    # The last day it works.
    ends_on = models.DateField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One line of the audit: who did or saw what, when, from where and why. Never changed or deleted.

    `text` is the canonical text that the hash covers; the columns beside it repeat what lists search.
    Triggers of the database refuse every update and deletion.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.UUIDField(null=True, db_index=True)
    action = models.CharField(max_length=60, db_index=True)
    kind = models.CharField(max_length=40)
    record = models.CharField(max_length=60)
    organisation = models.UUIDField(null=True, db_index=True)
    text = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("kind", "record"), name="event_by_record"),)

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.kind} {self.record}"


class ChainHead(models.Model):
    """The last event's number and hash: the one row that writers lock, so that events never fork."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_chain"),)

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class Import(models.Model):
    """A file whose records were brought in: by whom, when, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40, db_index=True)
    organisation = models.UUIDField(db_index=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="imports")
    account_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    # The header each field was read from, for the next file of the kind.
    mapping = models.JSONField(default=dict)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-at", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportedRecord(models.Model):
    """A record that an import made or changed, with what it takes to undo that.

    `before` holds the former values of the columns that were changed; nothing for a record that was
    made. `version` is the record's own just after the import: a later one says that somebody
    changed it since.
    """

    id = models.BigAutoField(primary_key=True)
    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=40)
    record = models.UUIDField(db_index=True)
    version = models.PositiveIntegerField(default=0)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Job(models.Model):
    """Long work that was asked for or falls due: what it was, how it went. Nothing in it is secret.

    `wanted` is what it takes to begin it again; `fault` a sentence of ours with its values.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, db_index=True)
    title = models.CharField(max_length=150, blank=True)
    account = models.UUIDField(null=True, db_index=True)
    account_name = models.CharField(max_length=200, blank=True)
    wanted = models.JSONField(default=dict, blank=True)
    stage = models.CharField(max_length=20, db_index=True)
    fault = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.title} {self.stage}"
