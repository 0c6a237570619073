"""Letters about what is late in projects: to who leads them and who runs the office, once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from cordee.directory.models import Person
from cordee.directory.queries.holders import list_who_may
from cordee.ledger.letters import Posted, post_once
from cordee.ledger.models import Account
from cordee.ledger.states import Action
from cordee.programmes.granting.states import ReportStage
from cordee.programmes.models import (
    Project,
    ProjectAlarm,
    ProjectPerson,
)
from cordee.programmes.queries.project_reading import read_instalment, read_milestone, read_report
from cordee.programmes.queries.projects import LEADING, make_late
from cordee.programmes.states import ReportKind


class LateKind(StrEnum):
    """What is late."""

    REPORT = "report"
    MILESTONE = "milestone"
    INSTALMENT = "instalment"


@dataclass(frozen=True)
class Late:
    """Something that should have been done before a day; `report` is the kind of a report."""

    item: UUID
    kind: LateKind
    due_on: date
    project: UUID
    title: str
    report: ReportKind | None = None
    name: str = ""


@dataclass(frozen=True)
class AlarmLetter:
    """What one account is to be written: what is late and it was not written about yet."""

    account: UUID
    late: tuple[Late, ...]


def list_late(*, on: date) -> tuple[tuple[Project, tuple[Late, ...]], ...]:
    """Return the projects where something is late, each with what it is."""
    rows = Project.objects.filter(make_late(on)).prefetch_related(
        "reports", "milestones", "instalments__waits_for"
    )
    return tuple((row, tuple(_list_of(row, on))) for row in rows.order_by("id"))


def list_alarms(*, on: date) -> tuple[AlarmLetter, ...]:
    """Return the letters that are due: of each thing late one letter to each of those it concerns.

    Instalments are the office's to pay; who leads the project is not written about them.
    """
    found = list_late(on=on)
    officers = list_who_may(Action.RUN_PROGRAMMES, {row.office for row, _ in found}, on=on)
    leaders = _list_leaders([row for row, _ in found])
    sent = set(ProjectAlarm.objects.values_list("item", "account", "due_on"))
    late: dict[UUID, list[Late]] = defaultdict(list)
    for row, every in found:
        for one in every:
            told = set(officers[row.office])
            if one.kind is not LateKind.INSTALMENT:
                told |= leaders[row.id]
            for account in told:
                if (one.item, account, one.due_on) not in sent:
                    late[account].append(one)
    return tuple(AlarmLetter(account, tuple(some)) for account, some in sorted(late.items()))


def send_alarms(send: Callable[[AlarmLetter], object], *, at: datetime) -> Posted:
    """Send every letter that is due by `send`, and return how many went and how many could not."""
    return post_once(
        ((one.account, one) for one in list_alarms(on=at.date())),
        lambda letter: _claim(letter, at=at),
        send,
        lambda notes: ProjectAlarm.objects.filter(id__in=notes).delete(),
    )


@transaction.atomic
def _claim(letter: AlarmLetter, *, at: datetime) -> tuple[AlarmLetter, list[int]] | None:
    late: list[Late] = []
    notes: list[int] = []
    for one in letter.late:
        note, is_new = ProjectAlarm.objects.get_or_create(
            item=one.item, account=letter.account, due_on=one.due_on, defaults={"sent_at": at}
        )
        if is_new:
            late.append(one)
            notes.append(note.pk)
    return (AlarmLetter(letter.account, tuple(late)), notes) if late else None


def _list_of(row: Project, on: date) -> list[Late]:
    title = row.acronym or row.title
    found = [
        Late(one.id, LateKind.REPORT, one.due_on, row.id, title, report=one.kind)
        for one in map(read_report, row.reports.all())
        if one.is_late(on)
    ]
    found += [
        Late(one.id, LateKind.MILESTONE, one.due_on, row.id, title, name=one.title)
        for one in map(read_milestone, row.milestones.all())
        if one.is_late(on)
    ]
    for instalment in row.instalments.all():
        waits = instalment.waits_for
        is_ready = waits is None or waits.stage == ReportStage.ACCEPTED.value
        told = read_instalment(instalment)
        if told.paid_on is None and told.due_on < on and is_ready:
            found.append(
                Late(
                    told.id,
                    LateKind.INSTALMENT,
                    told.due_on,
                    row.id,
                    title,
                    name=f"{told.amount} {told.currency}",
                )
            )
    return sorted(found, key=lambda one: (one.due_on, str(one.item)))


def _list_leaders(rows: list[Project]) -> dict[UUID, frozenset[UUID]]:
    """Return the accounts that lead each project: who applied, and whose address a leader's entry has."""
    ids = [row.id for row in rows]
    found: dict[UUID, set[UUID]] = {one: set() for one in ids}
    applied = Project.objects.filter(id__in=ids, award__isnull=False)
    for project, account in applied.values_list("id", "award__application__account"):
        found[project].add(account)
    leading = ProjectPerson.objects.filter(project__in=ids, role__in=LEADING, person__isnull=False)
    pairs = list(leading.values_list("project_id", "person"))
    addresses = {
        person: email.lower()
        for person, email in Person.objects.filter(id__in={one for _, one in pairs})
        .exclude(email="")
        .values_list("id", "email")
    }
    accounts = {
        email.lower(): account
        for account, email in Account.objects.filter(is_active=True).values_list("id", "email")
        if email.lower() in set(addresses.values())
    }
    for project, person in pairs:
        address = addresses.get(person, "") if person else ""
        if address in accounts:
            found[project].add(accounts[address])
    return {one: frozenset(some) for one, some in found.items()}
