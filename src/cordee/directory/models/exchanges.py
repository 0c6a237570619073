"""Offers of machines, skills, data sets and places, and the requests for them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from cordee.directory.models.kept import Kept
from cordee.directory.models.organisations import Organisation
from cordee.directory.models.resources import Resource
from cordee.directory.states import (
    AUDIENCE_NAMES,
    OFFER_KIND_NAMES,
    REQUEST_STATE_NAMES,
    RequestState,
)


class Offer(Kept):
    """What a team offers: the organisation that keeps it answers requests."""

    kind = models.CharField(max_length=20, choices=list(OFFER_KIND_NAMES.items()))
    name_fr = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    description_fr = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    conditions_fr = models.TextField(blank=True)
    conditions_en = models.TextField(blank=True)
    audience = models.CharField(max_length=20, choices=list(AUDIENCE_NAMES.items()))
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="offers"
    )
    # The agreement whose conditions hold: the room of agreements is another, so by identifier alone.
    agreement = models.UUIDField(null=True, blank=True)
    start = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(name_fr="") | ~Q(name_en=""), name="offer_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="offer_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.name_en or self.name_fr


class Request(models.Model):
    """What an organisation asks of an offer, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="requests")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="requests"
    )
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    purpose = models.TextField()
    wanted_from = models.DateField(null=True, blank=True)
    wanted_until = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=20, choices=list(REQUEST_STATE_NAMES.items()), default=RequestState.ASKED
    )
    evaluation = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    # Why those who asked withdrew it; what the others answered before stays what it was.
    withdrawal = models.TextField(blank=True)
    use_statement = models.TextField(blank=True)
    # The day on which who asked was written to, once the use was over, to state what was used.
    use_asked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(wanted_from__isnull=True)
                | Q(wanted_until__isnull=True)
                | Q(wanted_until__gte=F("wanted_from")),
                name="request_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in RequestState]),
                name="request_state_is_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.offer_id}"
