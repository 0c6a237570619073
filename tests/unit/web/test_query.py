from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.errors import CordeeError, NotFoundError, UsageError
from cordee.kernel.periods import Years
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.selection import Selection
from cordee.web.pages.observatory.forms import read_query
from cordee.web.query import COLUMNS, FEW, MANY, Query, read_years


INSERM, CURIE = "02vjkv261", "04t0gwh46"

queries = st.builds(
    Query,
    organisations=st.lists(st.sampled_from([INSERM, CURIE]), unique=True).map(tuple),
    years=st.sampled_from([Years(), Years(2019, 2021), Years(2020, None), Years(None, 2020)]),
    counting=st.sampled_from(Counting),
    with_parts=st.booleans(),
    within=st.sampled_from([Selection(), Selection.from_text("country:GB,unit:UMR8104")]),
    country=st.sampled_from(["", "US", "GB"]),
    partners=st.sampled_from(["foreign", "all"]),
    columns=st.sampled_from(COLUMNS),
    shown_countries=st.sampled_from([FEW, MANY]),
    selection=st.sampled_from([Selection(), Selection.from_text("country:US,year:2020")]),
    page=st.integers(1, 10**6),
)


@given(queries)
def test_an_address_reads_back_as_the_same_query(query: Query) -> None:
    address = query.to_address("/")
    assert read_query(QueryDict(urlsplit(address).query)) == query


@given(
    st.dictionaries(
        st.sampled_from(["org", "from", "to", "counting", "select", "page", "country"]), st.text()
    )
)
def test_nonsense_is_refused_with_our_own_errors_alone(values: dict[str, str]) -> None:
    data = QueryDict(mutable=True)
    data.update(values)
    with suppress(CordeeError):
        read_query(data)


def test_defaults_stay_out_of_the_address() -> None:
    assert Query().to_address("/") == "/"
    assert parse_qs(urlsplit(Query(organisations=(INSERM,)).to_address("/")).query) == {
        "org": [INSERM]
    }


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "9999999999", "٣"])
def test_a_page_that_cannot_be(page: str) -> None:
    with pytest.raises(NotFoundError):
        read_query(QueryDict(f"page={page}"))


def test_too_many_organisations() -> None:
    many = "&".join(f"org=0{number:06d}10" for number in range(60))
    with pytest.raises(UsageError, match="60"):
        read_query(QueryDict(many))


def test_what_is_no_year_is_told_as_it_was_typed() -> None:
    with pytest.raises(UsageError, match="“abc” is not a period"):
        read_years("abc", "")


def test_another_organisation_is_asked_alike_of_all_its_works():
    asked = Query(
        organisations=("02vjkv261",),
        years=Years(2019, 2021),
        counting=Counting.FRACTIONAL,
        within=Selection.from_text("country:GB"),
        zone="EEA",
        folded=("HK",),
        page=3,
    )
    address = asked.look_from("0321g0743").to_address("/")
    expected = "/?org=0321g0743&from=2019&to=2021&counting=fractional&area=EEA&fold=HK"
    assert address == expected
