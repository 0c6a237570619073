from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection

from cordee.directory.models import Organisation, OrganisationLink
from cordee.ledger.bulk import ROWS_IN_MEMORY, insert_records, insert_rows
from cordee.ledger.models import Account, Import, ImportedRecord


pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, 9, 30, 15, 250, tzinfo=UTC)


def make_organisation() -> Organisation:
    return Organisation(
        ror=None,
        kind="team",
        name_en="Équipe “α”",
        other_names="one\ntwo",
        latitude=45.75,
        longitude=None,
        start=date(1964, 7, 18),
        confirmed_on=None,
        is_demonstration=True,
        changed_at=AT,
    )


def test_records_are_written_as_their_models_would() -> None:
    first, second = make_organisation(), make_organisation()
    first.save(force_insert=True)
    insert_records(Organisation, [second])
    columns = [field.attname for field in Organisation._meta.concrete_fields if field.name != "id"]
    written = Organisation.objects.filter(id__in=(first.id, second.id)).values_list(*columns)
    assert len(written) == 2
    assert written[0] == written[1]
    with connection.cursor() as cursor:
        # As the database keeps them, too: an identifier written otherwise would not be found again.
        cursor.execute("SELECT LENGTH(CAST(id AS TEXT)), changed_at FROM directory_organisation")
        assert len(set(cursor.fetchall())) == 1


def test_more_rows_than_fit_at_once_are_all_written() -> None:
    house = make_organisation()
    others = [make_organisation() for _ in range(ROWS_IN_MEMORY + 1)]
    insert_records(Organisation, [house, *others])
    links = (
        OrganisationLink(first_id=one.id, standing="part_of", second_id=house.id) for one in others
    )
    insert_records(OrganisationLink, links)
    assert OrganisationLink.objects.filter(second=house).count() == ROWS_IN_MEMORY + 1


@pytest.mark.parametrize("before", [None, {}, {"name_en": "Ünit", "start": date(2026, 1, 1)}])
def test_what_is_not_named_is_left_to_the_database(before: dict[str, object] | None) -> None:
    account = Account.objects.create(email="a@example.org", name="A", joined_at=AT)
    made = Import.objects.create(
        kind="organisations", organisation=uuid4(), account=account, account_name="A", at=AT
    )
    names = ("imported", "kind", "record", "version", "before")
    insert_rows(ImportedRecord, names, [(made.id, "organisation", uuid4(), 3, before)])
    row = ImportedRecord.objects.get()
    assert row.version == 3
    assert row.before == ({**before, "start": "2026-01-01"} if before else before)
    assert ImportedRecord.objects.filter(before__isnull=True).count() == (before is None)
