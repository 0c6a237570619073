"""Bring a hundred thousand organisations into an empty ledger from one table, and take them back.

The organisations are those of the registry that ships, with their real names, identifiers, places and
parents. The ledger is a new one in a temporary folder, on SQLite unless CORDEE_DATABASE names another.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import openpyxl

from cordee.reference.organisations import load_registry


COUNT = 100_000
COLUMNS = ("ror", "kind", "name in English", "acronym", "country", "town", "part of")
TARGET = 60.0


def main() -> int:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CORDEE_STATE"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "cordee.web.settings"
        measure(Path(folder))
    return 0


def write_rows() -> list[list[str]]:
    """Return the organisations as lines of a table; parents that are not among them are left out."""
    registry = load_registry()
    some = list(islice(registry.iterate(), COUNT))
    there = {one.id for one in some}
    return [
        [
            one.id,
            "hospital" if "healthcare" in one.types else "institution",
            one.name,
            (one.acronym or "")[:60],
            one.country or "",
            one.city or "",
            ";".join(parent for parent in one.parents[:1] if parent in there),
        ]
        for one in some
    ]


def write_csv(rows: list[list[str]]) -> bytes:
    """Return the table as CSV."""
    file = io.StringIO()
    csv.writer(file).writerows([COLUMNS, *rows])
    return file.getvalue().encode()


def write_book(rows: list[list[str]]) -> bytes:
    """Return the table as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (COLUMNS, *rows):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@contextmanager
def timing(what: str, lines: list[tuple[str, float, float]]) -> Iterator[None]:
    """Note how long a step takes, by the clock and of the processor."""
    start, busy = time.perf_counter(), time.process_time()
    yield
    lines.append((what, time.perf_counter() - start, time.process_time() - busy))
    print(f"{what}: {lines[-1][1]:.1f} s", file=sys.stderr)


def measure(state: Path) -> None:
    """Do every step once, and print how long each took."""
    # Django reads its settings when it is set up, so what needs it is imported afterwards.
    import django  # noqa: PLC0415

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from cordee.directory.imports.fields import FIELDS  # noqa: PLC0415
    from cordee.directory.imports.write import make_organisation_kind  # noqa: PLC0415
    from cordee.ledger.imports import Source  # noqa: PLC0415
    from cordee.ledger.sheets import Table, match_columns, read_sheet, read_table  # noqa: PLC0415
    from cordee.web.state import make_ready  # noqa: PLC0415

    at = timezone.now()
    make_ready(state, on=at.date())
    keeper, by = make_house(at)
    kind = make_organisation_kind(lambda _ids: ())
    rows = write_rows()
    content, book = write_csv(rows), write_book(rows)
    lines: list[tuple[str, float, float]] = []

    def read(file: bytes) -> Table:
        sheet = read_sheet(file, "list")
        return read_table(sheet, FIELDS, match_columns(sheet.columns, FIELDS, {}))

    with timing("read the workbook", lines):
        read(book)
    with timing("dry run of the CSV, file read", lines):
        plan = kind.plan(read(content), keeper, by=by, on=at.date())
    assert plan.fault_count < COUNT / 100, plan.faults[:5]
    with timing("import of the CSV, file read", lines):
        source = Source("list.csv", hashlib.sha256(content).hexdigest(), {})
        made, done = kind.bring_in(read(content), source, keeper, only_good=True, by=by, at=at)
    imported = lines[-1][1]
    with timing("dry run of the same file once more", lines):
        kind.plan(read(content), keeper, by=by, on=at.date())
    with timing("undo", lines):
        kind.undo(made, by=by, at=at)
    print(
        f"{len(done.lines):,} organisations of {len(rows):,} lines ({len(content) / 1e6:.0f} MB).\n"
    )
    print("| step | seconds | of the processor |\n| --- | ---: | ---: |")
    for what, seconds, busy in lines:
        print(f"| {what} | {seconds:.1f} | {busy:.1f} |")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    verdict = "met" if imported <= TARGET else "**missed**"
    print(f"\nTarget for the import: {TARGET:.0f} s, {verdict}. Most memory: {memory:.0f} MB.")


def make_house(at: object) -> tuple[object, object]:
    """Enter the house that keeps the organisations, with its editor."""
    from datetime import datetime  # noqa: PLC0415
    from uuid import uuid4  # noqa: PLC0415

    from cordee.directory.models import Organisation  # noqa: PLC0415
    from cordee.ledger.models import Account  # noqa: PLC0415
    from cordee.ledger.rights import Actor, Grant  # noqa: PLC0415
    from cordee.ledger.states import Role  # noqa: PLC0415

    assert isinstance(at, datetime)
    house = Organisation.objects.create(kind="institution", name_en="The house", changed_at=at)
    account = Account.objects.create(id=uuid4(), email="a@example.org", name="A", joined_at=at)
    grant = Grant(Role.EDITOR, house.id, at.date())
    return house.id, Actor(account.id, "A", (grant,), has_second_factor=True)


if __name__ == "__main__":
    sys.exit(main())
