"""A synthetic ledger of any size: real names of organisations from the registry, invented people.

    python -m benchmarks.ledger_synthetic --state FOLDER --organisations 100000 --people 50000

Organisations are those of the ROR registry in the order of their ids, so that words are spread as they
are in the world; people are syllables put together by a fixed seed, each involved at one organisation.
It goes straight to the tables: nobody's rights are asked and no line of the audit is written. The
database is SQLite in FOLDER, or the one CORDEE_DATABASE names; it must be empty.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID


Result = TypeVar("Result")

AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
TODAY = AT.date()
SYLLABLES = (
    "ka",
    "lo",
    "mi",
    "ren",
    "dor",
    "vel",
    "tan",
    "sio",
    "bar",
    "que",
    "lin",
    "mar",
    "tor",
    "ga",
    "fe",
)


def prepare(state: Path) -> None:
    """Open the ledger in `state`, made ready when it is new."""
    import django

    os.environ["CORDEE_STATE"] = str(state.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.web.settings")
    django.setup()
    from cordee.web.state import make_ready

    make_ready(state, on=TODAY)


def fill(organisations: int, people: int, *, seed: int = 5) -> dict[str, float]:
    """Fill the directory and return how many seconds each step took."""
    from django.db import connection

    from cordee.directory.operations.search import rebuild_search

    chance, took = random.Random(seed), {}
    places, took["organisations"] = clock(lambda: put_organisations(organisations))
    _done, took["people"] = clock(lambda: put_people(people, places, chance))
    _done, took["search"] = clock(rebuild_search)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return took


def put_organisations(count: int) -> list[UUID]:
    from itertools import islice

    from cordee.directory.models import Organisation
    from cordee.directory.operations.registered import find_kind, get_name
    from cordee.reference.organisations import SHIPPED, load_registry

    rows = [
        Organisation(
            ror=one.id,
            kind=find_kind(one.types),
            name_fr=get_name(one, "fr"),
            name_en=one.name,
            acronym=(one.acronym or "")[:60],
            country=one.country or "",
            city=one.city or "",
            start=date(one.established, 1, 1) if one.established else None,
            confirmed_on=TODAY,
            changed_at=AT,
        )
        for one in islice(load_registry(SHIPPED).iterate(), count)
    ]
    Organisation.objects.bulk_create(rows, batch_size=500)
    return [row.id for row in rows]


def put_people(count: int, places: list[UUID], chance: random.Random) -> None:
    from cordee.directory.models import Involvement, Person
    from cordee.directory.states import Involvement as Role

    people = []
    for _ in range(count):
        place = chance.choice(places)
        people.append(
            Person(
                given_name=invent(chance, 2),
                family_name=invent(chance, 3),
                keeper_id=place,
                confirmed_on=TODAY,
                changed_at=AT,
            )
        )
    Person.objects.bulk_create(people, batch_size=500)
    Involvement.objects.bulk_create(
        [
            Involvement(person=one, role=Role.WORKS_AT, organisation_id=one.keeper_id)
            for one in people
        ],
        batch_size=500,
    )


def invent(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(syllables)).capitalize()


def clock(work: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=50_000)
    given = parser.parse_args()
    prepare(given.state)
    for step, seconds in fill(given.organisations, given.people).items():
        print(f"{step}: {seconds:.1f} s")


if __name__ == "__main__":
    main()
