"""Trainings with their courses and students, prizes with their laureates, and events."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cordee.programmes.models.moves import Move, Part
from cordee.programmes.models.project import Project
from cordee.programmes.moving.states import (
    ENROLMENT_STAGE_NAMES,
    EVENT_KIND_NAMES,
    TRAINING_KIND_NAMES,
)


class Training(Move):
    """A training or doctoral programme: what is taught, and to which cohorts of students."""

    kind = models.CharField(max_length=20, choices=list(TRAINING_KIND_NAMES.items()))
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    organisation = models.UUIDField(null=True, blank=True, db_index=True)
    organisation_name = models.CharField(max_length=300, blank=True)


class Course(Part):
    """A course of a training: its hours, who teaches it, when."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="courses")
    title = models.CharField(max_length=300)
    hours = models.DecimalField(max_digits=6, decimal_places=1)
    teachers = models.CharField(max_length=500, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("starts_on", "title", "id")


class Student(Part):
    """Somebody of a cohort, by name alone, kept until a day.

    A joint doctorate (cotutelle) names the second university and the agreement of that thesis.
    """

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="students")
    cohort = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    stage = models.CharField(max_length=20, choices=list(ENROLMENT_STAGE_NAMES.items()))
    enrolled_on = models.DateField(null=True, blank=True)
    university = models.CharField(max_length=300, blank=True)
    second_university = models.CharField(max_length=300, blank=True)
    agreement = models.UUIDField(null=True, blank=True, db_index=True)
    keep_until = models.DateField(db_index=True)

    class Meta:
        ordering = ("-cohort", "name", "id")


class Prize(Move):
    """A prize that the office gives, by the code that laureates' awards have in the directory."""

    code = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)

    class Meta(Move.Meta):
        constraints = (  # type: ignore[assignment]  # one more than every record has
            *Move.Meta.constraints,
            models.UniqueConstraint(fields=("office", "code"), name="prize_code_once_in_an_office"),
        )


class Laureate(Part):
    """Who was given a prize; with an entry in the directory, `award` is the award that is said there."""

    prize = models.ForeignKey(Prize, on_delete=models.CASCADE, related_name="laureates")
    awarded_on = models.DateField()
    person = models.UUIDField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=300, blank=True)
    award = models.UUIDField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-awarded_on", "name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(award__isnull=True) | Q(person__isnull=False),
                name="laureate_with_an_award_has_an_entry",
            ),
        )


class Event(Move):
    """A scientific day, a school, a ceremony: when, where, by whom, with how many."""

    kind = models.CharField(max_length=20, choices=list(EVENT_KIND_NAMES.items()))
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    organisers = models.CharField(max_length=500, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    website = models.URLField(max_length=300, blank=True)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    is_public = models.BooleanField(default=False)
    # Once it was, those who harvest it are told when it is no more.
    was_public = models.BooleanField(default=False)
