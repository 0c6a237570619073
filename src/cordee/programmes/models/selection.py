"""Selection: sessions of committees, who left the room, decisions, appeals."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from cordee.agreements.states import GATE_NAMES, OPINION_NAMES
from cordee.programmes.models.application import Application
from cordee.programmes.models.call import Call
from cordee.programmes.selecting.states import (
    APPEAL_OUTCOME_NAMES,
    DECISION_NAMES,
    SEAT_NAMES,
    SESSION_STAGE_NAMES,
    DecisionKind,
    SessionStage,
)


class Session(models.Model):
    """A session of the committee of a call, with its quorum and its minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    # How many who decide must be there; without them nothing is decided.
    quorum = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(
        max_length=20,
        choices=list(SESSION_STAGE_NAMES.items()),
        default=SessionStage.PLANNED.value,
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Written from what happened, then by people; what a closed session keeps is final.
    minutes_fr = models.TextField(blank=True)
    minutes_en = models.TextField(blank=True)
    is_demonstration = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-starts_at", "id")

    def __str__(self) -> str:
        return self.title


class SessionMember(models.Model):
    """A seat in a session: whose, as what, and from when until when they were there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="members")
    person = models.UUIDField(null=True, blank=True, db_index=True)
    account = models.UUIDField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=200)
    seat = models.CharField(max_length=20, choices=list(SEAT_NAMES.items()))
    arrived_at = models.DateTimeField(null=True, blank=True)
    departed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("seat", "name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(departed_at__isnull=True)
                | Q(arrived_at__isnull=False, departed_at__gte=F("arrived_at")),
                name="session_member_leaves_after_coming",
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.name}"


class AgendaItem(models.Model):
    """An application on a session's agenda, in its order, with what was said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agenda")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveIntegerField()
    # The committee's own order among those it discussed; None before it ranked.
    rank = models.PositiveIntegerField(null=True, blank=True)
    discussed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("session", "position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "application"), name="agenda_application_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.position}"


class LeftRoom(models.Model):
    """A member out of the room while an application was discussed, with the reason the minutes give."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="absences")
    member = models.ForeignKey(SessionMember, on_delete=models.CASCADE, related_name="absences")
    reason = models.CharField(max_length=500)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("item", "member"), name="left_room_once_for_an_item"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.member_id}"


class Decision(models.Model):
    """What was decided of an application. A later decision replaces it and names it.

    An award is a decision to fund that no later one replaced: `amount` is what is given.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    kind = models.CharField(max_length=20, choices=list(DECISION_NAMES.items()))
    rank = models.PositiveIntegerField(null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    reason_fr = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200, blank=True)
    # The letter as it was given to the applicant, who sees the decision from then on; whether the mail
    # server took it is another thing, tried again day by day.
    letter_fr = models.TextField(blank=True)
    letter_en = models.TextField(blank=True)
    letter_sent_at = models.DateTimeField(null=True, blank=True)
    letter_mailed_at = models.DateTimeField(null=True, blank=True)
    # The last day on which the applicant may appeal; None where no appeal is open.
    appeal_until = models.DateField(null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    class Meta:
        ordering = ("application", "-decided_at", "id")
        constraints = (
            # Two officers who decide at the same instant cannot both.
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(replaced_by__isnull=True),
                name="application_has_one_decision_in_force",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="")
                | (Q(amount__isnull=False) & ~Q(currency="")),
                name="decision_money_has_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True)
                | Q(kind__in=(DecisionKind.FUND.value, DecisionKind.RESERVE.value)),
                name="decision_money_is_of_what_is_funded",
            ),
            models.CheckConstraint(
                condition=Q(letter_sent_at__isnull=True) | ~Q(letter_fr="") & ~Q(letter_en=""),
                name="decision_sent_has_its_letter",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"


class ApplicationOpinion(models.Model):
    """The opinion that an instrument asks for before a decision or an award, as an authority gave it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="opinions")
    gate = models.CharField(max_length=20, choices=list(GATE_NAMES.items()))
    answer = models.CharField(max_length=20, choices=list(OPINION_NAMES.items()))
    authority = models.CharField(max_length=200)
    answered_on = models.DateField()
    remarks = models.TextField(blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("application", "gate")
        constraints = (
            models.UniqueConstraint(fields=("application", "gate"), name="opinion_once_for_a_gate"),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.gate}"


class Appeal(models.Model):
    """An applicant's appeal against a decision, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    received_at = models.DateTimeField()
    text = models.TextField()
    outcome = models.CharField(
        max_length=20, choices=list(APPEAL_OUTCOME_NAMES.items()), blank=True
    )
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-received_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="appeal_settled_has_its_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision_id} {self.outcome}"
