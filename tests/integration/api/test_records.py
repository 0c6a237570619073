"""Records through the API: read, written, refused, as the pages do."""

from __future__ import annotations

from tests.agreements.cast import ALICE, ALPHA, UNIT
from tests.integration.api.conftest import LetIn


def test_an_organisation_is_entered_read_and_changed(let_in: LetIn) -> None:
    alice = let_in(ALICE)
    made = alice.post(
        "/api/organisations",
        {"kind": "team", "name_en": "Ice team", "keeper": str(ALPHA), "part_of": str(UNIT)},
    )
    assert made.status_code == 201, made.content
    address, mark = made.headers["Location"], made.headers["ETag"]
    read = alice.get(address)
    assert read.json() == made.json()
    assert read.headers["ETag"] == mark
    assert [one["other"]["id"] for one in read.json()["links"]] == [str(UNIT)]
    changed = alice.put(address, {"kind": "team", "name_en": "Rope team"}, If_Match=mark)
    assert changed.status_code == 200
    assert changed.json()["name_en"] == "Rope team"
    late = alice.put(address, {"kind": "team", "name_en": "Other team"}, If_Match=mark)
    assert late.status_code == 409
    assert late.json()["code"] == "stale-version"
    assert alice.get(address).json()["name_en"] == "Rope team"
