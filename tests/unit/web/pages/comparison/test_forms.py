from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.observatory.figures.test_sides import sides

from cordee.kernel.errors import CordeeError, UsageError
from cordee.kernel.periods import Years
from cordee.observatory.figures.comparables import COMPARABLES
from cordee.observatory.figures.question import Counting
from cordee.web.pages.comparison.forms import read_sides
from cordee.web.pages.observatory.forms import read_query
from cordee.web.query import FEW, MANY
from cordee.web.sides import SidesQuery


INSERM, CURIE, ROUSSY = "02vjkv261", "04t0gwh46", "0321g0743"


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "²", "to": "2"},
        {"from": "9" * 5000, "to": "1"},
        {"side": INSERM, "join": "0010", "add": CURIE},
        {"side": INSERM, "join": "9" * 5000, "add": CURIE},
    ],
)
def test_numbers_that_are_none_get_a_sentence_or_nothing(asked: dict[str, str]):
    for read in (read_sides, read_query):
        address = QueryDict(mutable=True)
        address.update(asked)
        with suppress(CordeeError):
            read(address)


usual_view = st.builds(
    SidesQuery,
    sides=st.lists(sides, unique=True, max_size=6).map(tuple),
    indicator=st.sampled_from([one.code for one in COMPARABLES]),
    years=st.sampled_from([Years(), Years(2019, 2021), Years(2020, None)]),
    counting=st.sampled_from(Counting),
    with_parts=st.booleans(),
    own_as_partners=st.booleans(),
    folded=st.sampled_from([(), ("HK", "MO")]),
    shown=st.sampled_from([FEW, MANY]),
)


# A view is written only where it is not the usual one of the indicator.
queries = usual_view.flatmap(
    lambda query: st.sampled_from(["", "amount" if query.shows_shares else "share"]).map(
        lambda view: query.with_changes(view=view)
    )
)


def read(address: str) -> SidesQuery:
    return read_sides(QueryDict(urlsplit(address).query))


@settings(deadline=None)
@given(queries)
def test_an_address_reads_back_as_the_same_state(query: SidesQuery) -> None:
    assert read(query.to_address("/compare")) == query


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=12), st.text(max_size=12))
def test_nonsense_is_a_sentence_or_a_state(side: str, join: str, country: str) -> None:
    values = QueryDict(mutable=True)
    values.setlist("side", [INSERM, side])
    values["join"], values["country"] = join, country
    with suppress(CordeeError):
        assert len(read_sides(values).sides) >= 1


def test_an_organisation_is_added_as_a_side_or_to_one() -> None:
    added = read(f"/?side={INSERM}&side={CURIE}&add={ROUSSY}")
    assert [one.to_text() for one in added.sides] == [INSERM, CURIE, ROUSSY]

    joined = read(f"/?side={INSERM}&side={CURIE}&join=2&add={ROUSSY}")
    assert [one.to_text() for one in joined.sides] == [INSERM, f"{CURIE}+{ROUSSY}"]
    assert joined.joined == 0
    assert joined.to_address("/compare") == f"/compare?side={INSERM}&side={CURIE}+{ROUSSY}"


def test_a_country_of_the_first_side_is_added() -> None:
    added = read(f"/?side={INSERM}&side={CURIE}&country=gb")
    assert added.sides[-1].to_text() == f"{INSERM},country:GB"


def test_another_indicator_is_seen_as_it_usually_is() -> None:
    before = f"/?side={INSERM}&view=amount"
    assert read(f"{before}&indicator=eu&was=eu").view == "amount"
    assert read(f"{before}&indicator=eu&was=international").view == ""
    assert not read(f"/?side={INSERM}&view=share&indicator=works&was=eu").shows_shares


def test_a_seventh_side_is_refused() -> None:
    six = "&".join(f"side={INSERM},year:{year}" for year in range(2015, 2021))
    with pytest.raises(UsageError, match="7 sides"):
        read(f"/?{six}&add={CURIE}")
