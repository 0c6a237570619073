"""Organisations, and how they stand to one another."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from cordee.directory.models.entries import Entry
from cordee.directory.states import KIND_NAMES, STANDING_NAMES


class Organisation(Entry):
    """An institution, a hospital, a unit, a team, a company, a network: anything that can be a party."""

    ror = models.CharField(max_length=9, null=True, unique=True)  # noqa: DJ001 -- unique where known
    kind = models.CharField(max_length=20, choices=list(KIND_NAMES.items()), db_index=True)
    name_fr = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    acronym = models.CharField(max_length=60, blank=True)
    # Further names it is found by, one a line.
    other_names = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True, db_index=True)
    city = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    website = models.URLField(max_length=300, blank=True)
    description_fr = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    # Whose editors keep this entry, as long as nobody holds a role at it or above it.
    keeper = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="keeps"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(name_fr="") | ~Q(name_en=""), name="organisation_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="organisation_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.name_en or self.name_fr


class OrganisationLink(models.Model):
    """How one organisation stands to another, from a day to a day (inclusive); open ends are None."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="links_from")
    standing = models.CharField(max_length=20, choices=list(STANDING_NAMES.items()))
    second = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="links_to")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("first", "standing", "second", "start"),
                name="one_link_of_a_kind_from_a_day",
            ),
            # Two of which nobody knows since when are one; of this SQLite needs to be told apart.
            models.UniqueConstraint(
                fields=("first", "standing", "second"),
                condition=Q(start__isnull=True),
                name="one_link_of_a_kind_of_no_day",
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="link_joins_two"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="link_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_id} {self.standing} {self.second_id}"
