"""Missions abroad and stays of people, with what every record of this part has."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from cordee.programmes.models.project import Project
from cordee.programmes.moving.states import (
    DIRECTION_NAMES,
    EQUIPMENT_TERMS_NAMES,
    MISSION_STAGE_NAMES,
    MOBILITY_PURPOSE_NAMES,
    MissionStage,
)


class Move(models.Model):
    """What missions, stays, delegations, trainings, prizes and events have alike.

    `office` is the organisation that keeps the record; `country` the one it is with, empty where it is
    with none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.UUIDField(db_index=True)
    country = models.CharField(max_length=2, blank=True, db_index=True)
    agreement = models.UUIDField(null=True, blank=True, db_index=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)
    # Counts the changes; a form that was opened before another change is told, and overwrites nothing.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ("-starts_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.country}"


class Part(models.Model):
    """One line of such a record: a person of a team, a training given, an item of a programme."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class Mission(Move):
    """Help given on the spot, at an organisation abroad. It holds nothing about any patient."""

    title = models.CharField(max_length=300)
    need = models.TextField()
    organisation = models.UUIDField(null=True, blank=True, db_index=True)
    organisation_name = models.CharField(max_length=300)
    place = models.CharField(max_length=200, blank=True)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="missions"
    )
    stage = models.CharField(
        max_length=20,
        choices=list(MISSION_STAGE_NAMES.items()),
        default=MissionStage.ASKED.value,
        db_index=True,
    )
    stage_since = models.DateTimeField()


class MissionMember(Part):
    """A person of the team; `person` is the directory's entry, without which only a name is kept."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="members")
    person = models.UUIDField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("name", "id")


class MissionTraining(Part):
    """Training given during a mission: on what, for how long, to how many (never to whom)."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="trainings")
    subject = models.CharField(max_length=300)
    hours = models.DecimalField(max_digits=6, decimal_places=1)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ("subject", "id")


class MissionEquipment(Part):
    """Equipment given, or lent until a day."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="equipment")
    name = models.CharField(max_length=300)
    number = models.PositiveIntegerField(default=1)
    terms = models.CharField(max_length=20, choices=list(EQUIPMENT_TERMS_NAMES.items()))
    back_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")


class MissionFollowUp(Part):
    """A look back some months after a visit, with what was found."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField(db_index=True)
    done_on = models.DateField(null=True, blank=True)
    found = models.TextField(blank=True)

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("mission", "months"), name="followed_up_once_a_time"),
        )


class Stay(Move):
    """Somebody who comes to us, or goes abroad, from a home organisation to a host.

    `country` is the one at the other end. `person` is the directory's entry, without which only a
    name is kept.
    """

    direction = models.CharField(max_length=20, choices=list(DIRECTION_NAMES.items()))
    purpose = models.CharField(max_length=20, choices=list(MOBILITY_PURPOSE_NAMES.items()))
    person = models.UUIDField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=200)
    home = models.UUIDField(null=True, blank=True, db_index=True)
    home_name = models.CharField(max_length=300)
    host = models.UUIDField(null=True, blank=True, db_index=True)
    host_name = models.CharField(max_length=300)
    subject = models.CharField(max_length=300, blank=True)
    funding = models.CharField(max_length=300, blank=True)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="stays"
    )


class MoveReminder(models.Model):
    """Something late that an account was written about: never twice."""

    account = models.UUIDField()
    # The follow-up of a mission, or the action of a delegation.
    item = models.UUIDField()
    due_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "item", "due_on"), name="written_once_about_what_is_late"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.item}"
