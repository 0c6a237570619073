"""Delegations: who comes or goes, what happens hour by hour, and what was promised."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cordee.programmes.models.moves import Move, Part
from cordee.programmes.moving.states import (
    DELEGATION_STAGE_NAMES,
    DIRECTION_NAMES,
    SIDE_NAMES,
    DelegationStage,
)


class Delegation(Move):
    """A visit of people who speak for organisations: received here, or sent abroad."""

    title = models.CharField(max_length=300)
    direction = models.CharField(max_length=20, choices=list(DIRECTION_NAMES.items()))
    purpose = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    stage = models.CharField(
        max_length=20,
        choices=list(DELEGATION_STAGE_NAMES.items()),
        default=DelegationStage.PLANNED.value,
        db_index=True,
    )
    stage_since = models.DateTimeField()


class DelegationItem(Part):
    """One item of the programme, on a day and at hours as clocks show them at the place."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="items")
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField(null=True, blank=True)
    title = models.CharField(max_length=300)
    place = models.CharField(max_length=200, blank=True)
    who = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("day", "begins", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("begins")),
                name="delegation_item_ends_after_it_begins",
            ),
        )


class DelegationParticipant(Part):
    """Somebody of the delegation, or who receives it."""

    delegation = models.ForeignKey(
        Delegation, on_delete=models.CASCADE, related_name="participants"
    )
    side = models.CharField(max_length=20, choices=list(SIDE_NAMES.items()))
    person = models.UUIDField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("side", "name", "id")


class DelegationAction(Part):
    """What was promised: by whom, until when, done or not."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=500)
    owner = models.CharField(max_length=200)
    due_on = models.DateField(db_index=True)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ("due_on", "id")
