"""An agreement, who its parties are, what it is about, and what amended it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from cordee.agreements.life import STAGE_NAMES, Stage
from cordee.agreements.states import (
    AMENDMENT_NAMES,
    FOLLOWS_NAMES,
    KIND_NAMES,
    LANGUAGE_NAMES,
    NON_BINDING,
    PARTY_ROLE_NAMES,
    RENEWAL_NAMES,
    SCOPE_NAMES,
    Kind,
    PartyRole,
    Renewal,
)


class Agreement(models.Model):
    """What organisations agreed, or are about to agree. `office` is the organisation that keeps the record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.UUIDField(db_index=True)
    reference = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=30, choices=list(KIND_NAMES.items()), db_index=True)
    title_fr = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    is_binding = models.BooleanField(default=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    stage = models.CharField(
        max_length=20, choices=list(STAGE_NAMES.items()), default=Stage.DRAFT.value, db_index=True
    )
    stage_since = models.DateTimeField()
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    renewal = models.CharField(
        max_length=20, choices=list(RENEWAL_NAMES.items()), default=Renewal.NONE.value
    )
    renewal_months = models.PositiveSmallIntegerField(null=True, blank=True)
    most_renewals = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_given_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    follows = models.CharField(max_length=20, choices=list(FOLLOWS_NAMES.items()), blank=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)
    # Counts the changes; a form that was opened before another change is told, and overwrites nothing.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("office", "reference"),
                condition=~Q(reference=""),
                name="agreement_reference_once_in_an_office",
            ),
            models.CheckConstraint(
                condition=~Q(title_fr="") | ~Q(title_en=""), name="agreement_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="agreement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="")
                | (Q(amount__isnull=False) & ~Q(currency="")),
                name="agreement_money_has_a_currency",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(one.value for one in NON_BINDING))
                | Q(is_binding=False, amount__isnull=True),
                name="agreement_that_binds_nobody_carries_no_money",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.MOU.value) | Q(end__isnull=False),
                name="agreement_mou_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(
                    renewal=Renewal.TACIT.value,
                    # A comparison with nothing is neither true nor false, and so would pass.
                    renewal_months__isnull=False,
                    renewal_months__gt=0,
                    end__isnull=False,
                )
                | (~Q(renewal=Renewal.TACIT.value) & Q(renewal_months__isnull=True)),
                name="agreement_tacit_renewal_has_months",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, follows="")
                | (Q(parent__isnull=False) & ~Q(follows="")),
                name="agreement_parent_has_a_standing",
            ),
        )

    def __str__(self) -> str:
        return self.title_en or self.title_fr


class Party(models.Model):
    """An organisation that signs, with who signs for it, in which language, and since when it has."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.UUIDField(db_index=True)
    role = models.CharField(
        max_length=20, choices=list(PARTY_ROLE_NAMES.items()), default=PartyRole.PARTY.value
    )
    signatory_name = models.CharField(max_length=200, blank=True)
    signatory_function = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, choices=list(LANGUAGE_NAMES.items()), blank=True)
    signed_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "organisation"), name="party_once_in_an_agreement"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.organisation}"


class ScopeItem(models.Model):
    """One thing an agreement is about: a theme, a country, a data set, a person, a facility."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="scope")
    kind = models.CharField(max_length=20, choices=list(SCOPE_NAMES.items()))
    # A country by its code, a person by ORCID, a facility by its identifier; the rest as it is said.
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ("kind", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "kind", "text"), name="scope_says_a_thing_once"
            ),
        )
        indexes = (models.Index(fields=("kind", "text"), name="scope_by_text"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.text}"


class Amendment(models.Model):
    """What the parties changed later, from the day they signed it. A renewal sets a new end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=list(AMENDMENT_NAMES.items()))
    text = models.TextField()
    signed_on = models.DateField()
    new_end = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "number"), name="amendment_number_is_taken_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="renewal") | Q(new_end__isnull=False),
                name="amendment_that_renews_sets_an_end",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.number}"
