"""People: where they are involved, what they were awarded, what they can do."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from cordee.directory.models.kept import Kept
from cordee.directory.models.organisations import Organisation
from cordee.directory.states import EVIDENCE_NAMES, INVOLVEMENT_NAMES


class Person(Kept):
    """Somebody one may look for. The e-mail address is shown to those entitled only."""

    orcid = models.CharField(max_length=19, null=True, unique=True)  # noqa: DJ001 -- unique where known
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, blank=True)
    website = models.URLField(max_length=300, blank=True)
    description_fr = models.TextField(blank=True)
    description_en = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Involvement(models.Model):
    """What a person is at an organisation, from a day to a day (inclusive), with a share in percent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")
    role = models.CharField(max_length=20, choices=list(INVOLVEMENT_NAMES.items()))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="involvements"
    )
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    # As the employer writes it (CRCN, DR2, MCF): with one, somebody was recruited as a researcher.
    grade = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "role", "organisation", "start"),
                name="one_involvement_of_a_kind_from_a_day",
            ),
            # Two of which nobody knows since when are one; of this SQLite needs to be told apart.
            models.UniqueConstraint(
                fields=("person", "role", "organisation"),
                condition=Q(start__isnull=True),
                name="one_involvement_of_a_kind_of_no_day",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="involvement_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"


class Award(models.Model):
    """A dated award of a person, by the code that rules of instruments ask for (ERC-StG, ATIP-Avenir)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards")
    code = models.CharField(max_length=60)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    # The DOI of the grant, or the funder's own number.
    reference = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "code", "start"), name="one_award_of_a_kind_from_a_day"
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="award_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.person_id}"


class Skill(models.Model):
    """What a person or a team can do, with what shows it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="skills"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="skills"
    )
    name_fr = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=10, choices=list(EVIDENCE_NAMES.items()))
    evidence_text = models.CharField(max_length=1000)
    end = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(name_fr="") | ~Q(name_en=""), name="skill_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, organisation__isnull=False)
                | Q(person__isnull=False, organisation__isnull=True),
                name="skill_is_of_one",
            ),
        )

    def __str__(self) -> str:
        return self.name_en or self.name_fr
