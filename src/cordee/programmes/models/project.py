"""Projects: what awards became, and grants from elsewhere, with participants, money and reports."""

from __future__ import annotations

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from cordee.programmes.granting.states import (
    MONEY_NAMES,
    PARTICIPANT_ROLE_NAMES,
    PROJECT_CHANGE_NAMES,
    PROJECT_ROLE_NAMES,
    PROJECT_STAGE_NAMES,
    REPORT_STAGE_NAMES,
    ProjectStage,
    ReportStage,
)
from cordee.programmes.models.instrument import InstrumentVersion
from cordee.programmes.models.selection import Decision
from cordee.programmes.states import COST_CATEGORY_NAMES, REPORT_KIND_NAMES


class Project(models.Model):
    """A project of an organisation (`office` keeps it): from an award here, or a grant from elsewhere.

    `definition` is the instrument as the call froze it: reports and caps follow it. A grant from elsewhere
    names its funder, programme and number instead (ERC, MSCA, Horizon, in CORDIS' words).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.UUIDField(db_index=True)
    award = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="project"
    )
    instrument_version = models.ForeignKey(
        InstrumentVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    definition = models.JSONField(null=True, blank=True)
    # What it grew out of: a first step that became an international research project.
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    agreement = models.UUIDField(null=True, blank=True, db_index=True)
    reference = models.CharField(max_length=60, blank=True)
    acronym = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    funder = models.CharField(max_length=200, blank=True)
    programme = models.CharField(max_length=200, blank=True)
    # The funder's own number (CORDIS: the number of the grant agreement).
    grant_number = models.CharField(max_length=60, blank=True)
    funder_call = models.CharField(max_length=120, blank=True)
    website = models.URLField(max_length=300, blank=True)
    stage = models.CharField(
        max_length=20,
        choices=list(PROJECT_STAGE_NAMES.items()),
        default=ProjectStage.PLANNED.value,
        db_index=True,
    )
    stage_since = models.DateTimeField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(default=False)
    # Once it was, those who harvest it are told when it is no more.
    was_public = models.BooleanField(default=False)
    # What lists show and sum, written anew with each change of what it follows from: the grant in its
    # currency (none where there are several), in euros (none where a rate is missing), and the folded words
    # by which it is found.
    granted = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    granted_euros = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    words = models.TextField(blank=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)
    # Counts the changes; a form that was opened before another change is told, and overwrites nothing.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-starts_on", "title", "id")
        indexes = (
            models.Index(fields=("-starts_on", "title", "id"), name="project_in_order"),
            models.Index(fields=("funder",), name="project_funder"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=("office", "funder", "grant_number"),
                condition=~Q(grant_number=""),
                name="project_grant_number_once_in_an_office",
            ),
        )

    def __str__(self) -> str:
        return self.acronym or self.title


class Participant(models.Model):
    """An organisation in a project, from a day to a day, with what it receives."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="participants")
    organisation = models.UUIDField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=300)
    country = models.CharField(max_length=2, blank=True)
    # By which the funder knows it (CORDIS: the code of a participant).
    funder_number = models.CharField(max_length=40, blank=True, db_index=True)
    role = models.CharField(max_length=20, choices=list(PARTICIPANT_ROLE_NAMES.items()))
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("role", "name", "id")
        indexes = (models.Index(fields=("country", "project"), name="participant_country"),)

    def __str__(self) -> str:
        return f"{self.project_id} {self.name}"


class ProjectPerson(models.Model):
    """A person of a project. `person` is the directory's entry; without one, only a name is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="people")
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    person = models.UUIDField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=list(PROJECT_ROLE_NAMES.items()))
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("role", "name", "id")

    def __str__(self) -> str:
        return f"{self.project_id} {self.name}"


class ProjectMoney(models.Model):
    """Money granted to a project, or brought to it, in its own currency.

    In kind, `amount` is what it is worth. `rate` is how many euros one unit of the currency was worth on
    `rate_on`; money in euros needs none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="money")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="money"
    )
    kind = models.CharField(max_length=20, choices=list(MONEY_NAMES.items()))
    category = models.CharField(
        max_length=20, choices=list(COST_CATEGORY_NAMES.items()), blank=True
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("kind", "category", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="project_money_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(rate__isnull=True, rate_on__isnull=True)
                | Q(rate__gt=0, rate_on__isnull=False),
                name="project_rate_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.amount} {self.currency}"


class Instalment(models.Model):
    """Money to be paid on a day, once what it waits for is there; then paid."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="instalments")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="instalments"
    )
    position = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    # The report that must be accepted before it is paid.
    waits_for = models.ForeignKey(
        "Report", on_delete=models.SET_NULL, null=True, blank=True, related_name="instalments"
    )
    paid_on = models.DateField(null=True, blank=True)
    payment_reference = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("project", "position", "id")
        indexes = (models.Index(fields=("paid_on", "due_on"), name="instalment_due"),)
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_is_of_something"),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.position}"


class Milestone(models.Model):
    """Something a project means to reach by a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=300)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("project", "due_on", "id")
        indexes = (models.Index(fields=("reached_on", "due_on"), name="milestone_due"),)

    def __str__(self) -> str:
        return f"{self.project_id} {self.title}"


class Report(models.Model):
    """A report that the instrument asks of a project, and what was handed in.

    `spent` is money by category, for a financial report; a file lies beside the database, by its hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=20, choices=list(REPORT_KIND_NAMES.items()))
    # Which of the reports that the instrument asks for: generated once, never twice.
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    stage = models.CharField(
        max_length=20, choices=list(REPORT_STAGE_NAMES.items()), default=ReportStage.DUE.value
    )
    text = models.TextField(blank=True)
    spent = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.CharField(max_length=200, blank=True)
    # What was said when it was accepted or returned.
    remark = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("project", "due_on", "kind", "id")
        indexes = (models.Index(fields=("stage", "due_on"), name="report_due"),)
        constraints = (
            models.UniqueConstraint(
                fields=("project", "kind", "number"), name="report_number_once_in_a_project"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=(ReportStage.SUBMITTED.value, ReportStage.ACCEPTED.value))
                | Q(submitted_at__isnull=False),
                name="report_submitted_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind} {self.due_on}"


class ProjectChange(models.Model):
    """A change that was granted or noted, with before, after and why. It never rewrites the award."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20, choices=list(PROJECT_CHANGE_NAMES.items()))
    on = models.DateField()
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("project", "-on", "id")

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"


class ProjectAlarm(models.Model):
    """Something late that an account was written about: a report, a milestone, an instalment; never twice."""

    item = models.UUIDField()
    account = models.UUIDField()
    due_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("item", "account", "due_on"), name="project_alarmed_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.due_on}"
