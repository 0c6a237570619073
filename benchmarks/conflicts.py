"""Ties of 500 reviewers to 200 applications, computed from a database of their own and the sample lake.

Claim: within 10 s. People and applicants bear ORCIDs of the lake, so that works signed together are
real; units, posts, projects and partners are made up. The reference beside it asks each pair apart, over
one application, and is told as a day's work of all: what computing in bulk saves.

    python -m benchmarks.conflicts --lake demo/lake
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import django


STATE = Path(tempfile.mkdtemp(prefix="conflicts"))
os.environ["CORDEE_STATE"] = str(STATE)
django.setup()

from django.core.management import call_command  # noqa: E402 -- Django first

from cordee.directory.models import Involvement, Organisation, OrganisationLink, Person  # noqa: E402
from cordee.observatory.figures.coauthors import find_coauthors  # noqa: E402
from cordee.observatory.lake.store import Lake, open_lake  # noqa: E402
from cordee.programmes.models import (  # noqa: E402
    Application,
    Call,
    Instrument,
    InstrumentVersion,
    Partner,
    Project,
    ProjectPerson,
)
from cordee.programmes.queries.ties import find_ties, list_orcids  # noqa: E402


AT = datetime(2026, 6, 1, tzinfo=UTC)
REVIEWERS, APPLICATIONS, UNITS, HOUSES = 500, 200, 150, 12
YEARS, ROUNDS, PAIRS_ASKED_APART = 5, 3, 20


def list_pairs(lake: Lake) -> list[str]:
    """Return ORCIDs of the lake, those of people who signed together first."""
    connection = lake.connect()
    rows = connection.execute(
        "SELECT upper(orcid) AS one, count(*) FROM authorships WHERE orcid IS NOT NULL "
        "AND work IN (SELECT work FROM authorships WHERE orcid IS NOT NULL GROUP BY work "
        "HAVING count(*) > 1) GROUP BY one ORDER BY count(*) DESC, one LIMIT 700"
    ).fetchall()
    connection.close()
    return [str(row[0]) for row in rows]


def _make_organisation(kind: str, number: int) -> Organisation:
    return Organisation(id=uuid4(), kind=kind, name_en=f"{kind} {number}", changed_at=AT)


def fill(orcids: list[str]) -> tuple[list[UUID], list[UUID]]:
    """Enter houses, units, people, projects and applications; return reviewers and applications."""
    chance = random.Random(6)
    houses = [_make_organisation("institution", n) for n in range(HOUSES)]
    units = [_make_organisation("unit", n) for n in range(UNITS)]
    links = [
        OrganisationLink(first=unit, second=house, standing="supervised_by")
        for unit in units
        for house in chance.sample(houses, 2)
    ]
    Organisation.objects.bulk_create([*houses, *units])
    OrganisationLink.objects.bulk_create(links)
    people = [
        Person(id=uuid4(), family_name=f"P{n}", orcid=orcid, keeper=houses[0], changed_at=AT)
        for n, orcid in enumerate(orcids)
    ]
    Person.objects.bulk_create(people)
    Involvement.objects.bulk_create(
        Involvement(
            person=one,
            role=chance.choice(("works_at", "works_at", "leads")),
            organisation=unit,
            start=AT.date() - timedelta(days=chance.randrange(4000)),
        )
        for one in people
        for unit in chance.sample(units, 2)
    )
    projects = [
        Project(office=houses[0].id, title=f"J{n}", stage_since=AT, created_at=AT, changed_at=AT)
        for n in range(100)
    ]
    Project.objects.bulk_create(projects)
    ProjectPerson.objects.bulk_create(
        ProjectPerson(project=one, person=person.id, name="…", role="member")
        for one in projects
        for person in chance.sample(people, 5)
    )
    applicants, reviewers = people[:APPLICATIONS], people[APPLICATIONS:][:REVIEWERS]
    instrument = Instrument.objects.create(office=houses[0].id, code="bench", created_at=AT)
    version = InstrumentVersion.objects.create(
        instrument=instrument, number=1, definition={}, changed_at=AT
    )
    call = Call.objects.create(
        office=houses[0].id, instrument_version=version, title_fr="B", title_en="B", year=2026,
        stage_since=AT, created_at=AT, changed_at=AT,
    )  # fmt: skip
    applications = [
        Application(
            call=call, number=n, account=uuid4(), person=one.id, organisation=chance.choice(units).id,
            stage_since=AT, created_at=AT, changed_at=AT,
        )
        for n, one in enumerate(applicants)
    ]  # fmt: skip
    Application.objects.bulk_create(applications)
    Partner.objects.bulk_create(
        Partner(application=one, name="B", organisation=unit.id)
        for one in applications
        for unit in chance.sample(units, 3)
    )
    return [one.id for one in reviewers], [one.id for one in applications]


def measure(lake: Lake, people: list[UUID], applications: list[UUID]) -> tuple[float, float, int]:
    """Return seconds by the clock and of the processor, and how many pairs are tied."""
    wall, cpu = time.perf_counter(), time.process_time()
    own, others = list_orcids(people, applications, on=AT.date())
    signed = find_coauthors(lake, own, others, first=AT.year - YEARS, last=AT.year)
    found = find_ties(people, applications, years=YEARS, on=AT.date(), coauthors=signed)
    return time.perf_counter() - wall, time.process_time() - cpu, len(found)


def main() -> None:
    """Measure, and say what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lake", type=Path, required=True)
    lake = open_lake(parser.parse_args().lake)
    call_command("migrate", verbosity=0)
    people, applications = fill(list_pairs(lake))
    for _ in range(ROUNDS):
        wall, cpu, tied = measure(lake, people, applications)
        print(
            f"{len(people)} × {len(applications)}: {wall:.2f} s ({cpu:.2f} s of the processor),"
            f" {tied} pairs tied"
        )
    wall, *_ = measure(lake, people[:1], applications[:1])
    apart = sum(
        measure(lake, [person], applications[:1])[0] for person in people[:PAIRS_ASKED_APART]
    )
    all_pairs = apart / PAIRS_ASKED_APART * len(people) * len(applications)
    print(f"each pair apart: {apart / PAIRS_ASKED_APART * 1000:.1f} ms, {all_pairs:.0f} s in all")


if __name__ == "__main__":
    main()
