from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.integration.directory.conftest import AT, House, make_organisation

from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.operations.people import PersonValues, create_person
from cordee.ledger.models import Event
from cordee.ledger.rights import Actor


CURIE = "04t0gwh46"


def run(name: str, *words: str) -> str:
    out = StringIO()
    call_command(name, *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_registry_is_entered_in_the_name_of_the_command_line() -> None:
    said = run("directory_add_ror", CURIE, "--with-parts")
    assert "Entered: " in said
    assert Organisation.objects.filter(ror=CURIE).exists()
    assert OrganisationLink.objects.exists()
    assert set(Event.objects.values_list("actor", flat=True)) == {None}
    assert '"actor_name":"command line"' in Event.objects.first().text.replace('": "', '":"')  # type: ignore[union-attr]


@pytest.mark.django_db
def test_new_entries_are_kept_by_whom_is_named() -> None:
    keeper = make_organisation("Keeper", "institution", ror="02vjkv261")  # type: ignore[arg-type]
    run("directory_add_ror", CURIE, "--kept-by", "02vjkv261")
    assert Organisation.objects.get(ror=CURIE).keeper_id == keeper.id


@pytest.mark.django_db
@pytest.mark.parametrize("words", [("nothing",), (CURIE, "--kept-by", "02vjkv261")])
def test_what_does_not_exist_is_said_and_nothing_is_entered(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run("directory_add_ror", *words)
    assert not Organisation.objects.exists()


def test_the_search_says_what_it_corrected(house: House) -> None:
    said = run("directory_search", "hpyoxia")
    assert "Unit of Hypoxia" in said
    assert "hypoxia" in said
    assert "1 entry" in said


def test_the_table_has_everything_but_addresses(house: House, alice: Actor, tmp_path: Path) -> None:
    make_organisation("=cmd|x", "company")  # type: ignore[arg-type]
    values = PersonValues(family_name="Petit", email="nina@example.org")
    create_person(values, keeper=house.team, role=None, start=None, by=alice, at=AT)
    path = tmp_path / "directory.csv"
    assert "6 entries" in run("directory_export", str(path))
    assert "nina@example.org" not in path.read_text()
    with path.open(newline="") as file:
        rows = {row["name_en"]: row for row in csv.DictReader(file)}
    assert rows["Unit of Hypoxia"]["part_of"] == str(house.institute)
    assert rows["Petit"]["kept_by"] == str(house.team)
    assert "'=cmd|x" in rows
