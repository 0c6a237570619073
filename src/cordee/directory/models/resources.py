"""Facilities, equipment and services: what, where, for whom, on which conditions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cordee.directory.models.kept import Kept
from cordee.directory.models.people import Person
from cordee.directory.states import AUDIENCE_NAMES, RESOURCE_KIND_NAMES


class Resource(Kept):
    """Something one may use at an organisation: a facility, a machine of it, a service."""

    kind = models.CharField(max_length=20, choices=list(RESOURCE_KIND_NAMES.items()))
    name_fr = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    description_fr = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    audience = models.CharField(max_length=20, choices=list(AUDIENCE_NAMES.items()))
    conditions_fr = models.TextField(blank=True)
    conditions_en = models.TextField(blank=True)
    booking = models.URLField(max_length=300, blank=True)
    contact = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_for"
    )
    start = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(name_fr="") | ~Q(name_en=""), name="resource_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="resource_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="resource_is_no_part_of_itself",
            ),
        )

    def __str__(self) -> str:
        return self.name_en or self.name_fr
