"""Themes, research axes with their leads, sectors of companies, and what belongs to them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from cordee.directory.models.kept import Kept
from cordee.directory.models.organisations import Organisation
from cordee.directory.models.people import Person
from cordee.directory.models.resources import Resource
from cordee.directory.states import THEME_KIND_NAMES


class Theme(Kept):
    """A theme of research, a house's own axis, or a sector of companies."""

    kind = models.CharField(max_length=20, choices=list(THEME_KIND_NAMES.items()))
    name_fr = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    description_fr = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    # The branch of MeSH that the observatory's figures are by, where one fits.
    mesh = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    start = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(name_fr="") | ~Q(name_en=""), name="theme_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="theme_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.name_en or self.name_fr


class ThemeTie(models.Model):
    """What belongs to a theme from a day to a day: an organisation, a person (who may lead it), a resource."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="ties")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="theme_ties"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="theme_ties"
    )
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="theme_ties"
    )
    leads = models.BooleanField(default=False)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    # Whichever of the three is tied: what the search narrows by.
    record = models.UUIDField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("theme", "record", "start"),
                name="one_tie_to_a_theme_from_a_day",
            ),
            # Two of which nobody knows since when are one; of this SQLite needs to be told apart.
            models.UniqueConstraint(
                fields=("theme", "record"),
                condition=Q(start__isnull=True),
                name="one_tie_to_a_theme_of_no_day",
            ),
            models.CheckConstraint(
                condition=Q(organisation=F("record"))
                | Q(person=F("record"))
                | Q(resource=F("record")),
                name="tie_is_of_its_record",
            ),
            models.CheckConstraint(
                condition=Q(leads=False) | Q(person__isnull=False), name="only_a_person_leads"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="tie_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.theme_id} {self.record}"
