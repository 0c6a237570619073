"""A synthetic ledger of any size: real names of organisations from the registry, invented people.

    python -m benchmarks.ledger_synthetic --state FOLDER --organisations 100000 --people 50000

With `--house` it also has a large house with its parts, 2,000 agreements and fifty accounts
([ledger_house.py](ledger_house.py)). Organisations are those of the ROR registry in the order of their ids, so that words are spread as they
are in the world; people are syllables put together by a fixed seed, each involved at one organisation.
It goes straight to the tables: nobody's rights are asked and no line of the audit is written. The
database is SQLite in FOLDER, or the one CORDEE_DATABASE names; it must be empty.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID


Result = TypeVar("Result")

AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
TODAY = AT.date()
AGREEMENTS = 2_000
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


def fill(state: Path, organisations: int, people: int, *, house: bool, seed: int = 5) -> None:
    """Fill the ledger, and say how many seconds each step took."""
    from django.db import connection

    # The house builds on this module.
    from benchmarks import ledger_house
    from cordee.directory.operations.search import rebuild_search

    chance = random.Random(seed)
    places = clock("organisations", lambda: put_organisations(organisations))
    own = clock("house", lambda: ledger_house.put_house(chance)) if house else None
    some = clock("people", lambda: put_people(people, places, own.parts if own else (), chance))
    if own is not None:
        clock("resources", lambda: ledger_house.put_resources(own, some, chance))
        clock("agreements", lambda: ledger_house.put_agreements(AGREEMENTS, own, places, chance))
        ledger_house.put_accounts(own)
        ledger_house.write_places(state, own, places, some)
    clock("search", rebuild_search)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def put_organisations(count: int) -> list[UUID]:
    from itertools import islice

    from cordee.directory.models import Organisation, OrganisationLink
    from cordee.directory.operations.registered import find_kind, get_name
    from cordee.ledger.bulk import insert_records
    from cordee.reference.organisations import SHIPPED, load_registry

    some = list(islice(load_registry(SHIPPED).iterate(), count))
    rows = {
        one.id: Organisation(
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
        for one in some
    }
    insert_records(Organisation, rows.values())
    links = (
        OrganisationLink(first=rows[one.id], standing="part_of", second=rows[parent])
        for one in some
        for parent in one.parents
        if parent in rows
    )
    insert_records(OrganisationLink, links)
    return [row.id for row in rows.values()]


def put_people(
    count: int, places: Sequence[UUID], own: Sequence[UUID], chance: random.Random
) -> list[UUID]:
    """Enter people; of a house that has parts, one in eight works there."""
    from cordee.directory.models import Involvement, Person
    from cordee.directory.states import InvolvementKind
    from cordee.ledger.bulk import insert_records

    people = [
        Person(
            given_name=invent(chance, 2),
            family_name=invent(chance, 3),
            keeper_id=chance.choice(places if number % 8 or not own else own),
            confirmed_on=TODAY - timedelta(days=0 if number % 5 else 900),
            changed_at=AT,
        )
        for number in range(count)
    ]
    insert_records(Person, people)
    insert_records(
        Involvement,
        (
            Involvement(
                person_id=one.id, role=InvolvementKind.WORKS_AT, organisation_id=one.keeper_id
            )
            for one in people
        ),
    )
    return [one.id for one in people]


def invent(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(syllables)).capitalize()


def clock(step: str, work: Callable[[], Result]) -> Result:
    """Do a step, and say how long it took."""
    start = time.perf_counter()
    result = work()
    print(f"{step}: {time.perf_counter() - start:.1f} s", flush=True)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--house", action="store_true")
    given = parser.parse_args()
    prepare(given.state)
    fill(given.state, given.organisations, given.people, house=given.house)


if __name__ == "__main__":
    main()
