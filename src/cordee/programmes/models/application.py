"""Applications: their answers, partners, budget and files, and each time their rules were asked."""

from __future__ import annotations

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from cordee.programmes.life import APPLICATION_STAGE_NAMES, ApplicationStage
from cordee.programmes.models.call import Call
from cordee.programmes.states import COST_CATEGORY_NAMES, VERDICT_NAMES


class Application(models.Model):
    """What somebody applies for in a call. `account` writes it; `person` is who it is about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    # Given in order within a call, so that people can name it; a number is never given twice.
    number = models.PositiveIntegerField()
    account = models.UUIDField(db_index=True)
    person = models.UUIDField(null=True, blank=True, db_index=True)
    organisation = models.UUIDField(null=True, blank=True, db_index=True)
    title = models.CharField(max_length=300, blank=True)
    acronym = models.CharField(max_length=40, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    stage = models.CharField(
        max_length=20,
        choices=list(APPLICATION_STAGE_NAMES.items()),
        default=ApplicationStage.DRAFT.value,
        db_index=True,
    )
    stage_since = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    # The hash of all that was submitted, printed on the receipt: who holds it can show what was sent.
    receipt = models.CharField(max_length=64, blank=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)
    # Counts the changes; a form that was opened before another change is told, and overwrites nothing.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("call", "number")
        constraints = (
            models.UniqueConstraint(fields=("call", "number"), name="application_number_once"),
            models.CheckConstraint(
                condition=~Q(stage=ApplicationStage.SUBMITTED.value)
                | (Q(submitted_at__isnull=False) & ~Q(receipt="")),
                name="application_submitted_has_its_receipt",
            ),
        )

    def __str__(self) -> str:
        return f"{self.call_id} {self.number}"


class Partner(models.Model):
    """A partner's part. Who is invited fills it in and signs it by a link of their own, without an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="partners")
    position = models.PositiveSmallIntegerField(default=0)
    organisation = models.UUIDField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=300)
    team = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=2, blank=True)
    is_company = models.BooleanField(default=False)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    contribution = models.TextField(blank=True)
    # Only the hash of the link's secret is kept: who reads the table cannot fill in a part.
    secret_hash = models.CharField(max_length=64, blank=True, db_index=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    lapses_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_name = models.CharField(max_length=200, blank=True)
    signed_function = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_name="")
                | (Q(signed_at__isnull=False) & ~Q(signed_name="")),
                name="partner_signature_has_a_name",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.name}"


class BudgetLine(models.Model):
    """Money of a category: asked for, or brought by a partner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="budget")
    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="budget"
    )
    category = models.CharField(max_length=20, choices=list(COST_CATEGORY_NAMES.items()))
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    is_cofunding = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("is_cofunding", "category", "id")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_is_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.category} {self.amount}"


class Attachment(models.Model):
    """A file of an application. Its content lies beside the database, under the hash of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="attachments"
    )
    # Which document of the instrument it is.
    code = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("code", "added_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "code"), name="attachment_once_for_a_document"
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.code}"


class Judged(models.Model):
    """One time the rules were asked of an application: facts, results and verdict, kept as they were.

    A verdict that an officer sets aside is a row of its own, with the reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="judgements"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=200, blank=True)
    reference_day = models.DateField()
    verdict = models.CharField(max_length=20, choices=list(VERDICT_NAMES.items()))
    admissibility = models.CharField(max_length=20)
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    results = models.JSONField(encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(verdict="overridden") | ~Q(reason=""),
                name="judgement_overridden_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.verdict}"
