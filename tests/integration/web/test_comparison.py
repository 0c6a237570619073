from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.integration.web.conftest import AT, make_lake

from cordee.web import lakes


INSERM, CURIE, ROUSSY = "02vjkv261", "04t0gwh46", "0321g0743"
THREE = f"side={INSERM}&side={CURIE}+{ROUSSY}&side={INSERM},country:GB"


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def test_sides_stand_beside_each_other(reader: Client) -> None:
    page = read(reader, f"/compare?{THREE}")

    assert (
        page.count('class="end side-head"') == 3 * 6
    )  # two tables of figures, two a kind of partner
    assert f'href="/?org={INSERM}&amp;within=country%3AGB"' in page
    assert f'href="/compare?side={INSERM}&amp;side={INSERM},country:GB' in page  # one is removed
    assert "year%3A2020" in page
    assert "style=" not in page.split("<main", 1)[1]


def test_the_files_say_the_same(reader: Client) -> None:
    found = json.loads(read(reader, f"/compare/json?{THREE}&indicator=works"))
    text = read(reader, f"/compare/csv?{THREE}&indicator=works&table=by_year")
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))

    totals = [row["Counted"] for row in rows if row["Year"] == "total"]
    assert totals == [str(one["total"]["amount"]) for one in found["sides"]]
    assert found["sides"][1]["side"] == f"{CURIE}+{ROUSSY}"
    partners = read(reader, f"/compare/csv?{THREE}&table=partner_organisations")
    assert len(partners.splitlines()) - 1 == len(found["partner_organisations"]["partners"])


def test_an_act_of_the_form_becomes_the_address(reader: Client) -> None:
    answer = reader.get(
        f"/compare?side={INSERM}&add={CURIE}&q=&indicator=eu&from=", headers={"HX-Request": "true"}
    )
    assert answer["HX-Push-Url"] == f"/compare?side={INSERM}&side={CURIE}&indicator=eu"


def test_without_scripts_a_search_lists_links(reader: Client) -> None:
    page = read(reader, f"/compare?side={INSERM}&q=curie")
    assert f'href="/compare?side={INSERM}&amp;add={CURIE}"' in page
    assert f'data-id="{CURIE}"' in read(reader, "/compare/organisations?q=curie")


def test_a_home_leads_to_its_comparison(reader: Client) -> None:
    page = read(reader, f"/?org={INSERM}&org={CURIE}&from=2020&within=country:GB")
    assert f'href="/compare?side={INSERM}+{CURIE},country:GB&amp;from=2020"' in page


def test_nothing_chosen_offers_an_example(reader: Client) -> None:
    assert "For example: " in read(reader, "/compare")
    alone = read(reader, f"/compare?side={INSERM}")
    assert "One side alone" in alone
    assert "Partners of one side alone" not in alone
    assert "0 works" not in read(reader, f"/compare?side={INSERM}&side={CURIE}&to=1900")


def test_names_are_written_as_text(reader: Client) -> None:
    page = read(reader, "/compare?q=<script>alert(1)</script>")
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/compare?side=Inserm", 400),
        (f"/compare?side={INSERM}&indicator=fame", 400),
        (f"/compare?side={INSERM}&counting=twice", 400),
        (f"/compare?side={INSERM},planet:Mars", 400),
        ("/compare?" + "&".join([f"side={INSERM}"] * 7), 400),
        ("/compare?side=" + "+".join([f"{INSERM}"] * 51), 400),
        ("/compare?side=0", 400),
        ("/compare?side=0000aaa00", 404),
        (f"/compare?side={INSERM}&country=ZZ", 404),
        (f"/compare/pdf?side={INSERM}", 404),
        (f"/compare/csv?side={INSERM}&table=fame", 404),
        ("/compare/json", 400),
    ],
)
def test_nonsense_is_said(reader: Client, address: str, status: int) -> None:
    assert "<h1" in read(reader, address, status)


def test_versions_need_a_version_before(reader: Client) -> None:
    assert "keeps no version before" in read(reader, "/versions", 404)


def test_what_changed_since_the_version_before(settings: Any, tmp_path: Path) -> None:
    lake = make_lake(tmp_path / "lake")
    with lake.write() as transaction:
        kept = transaction.connect().sql("FROM work_organisations LIMIT 100").to_arrow_table()
        transaction.put_snapshot_tables({"work_organisations": kept}, at=AT, linker="next")
    settings.CORDEE_LAKE = str(lake.path)
    lakes.forget()

    page = read(Client(), f"/versions?side={INSERM}")
    assert "Works lost" in page
    assert "its affiliations are linked otherwise" in page
    assert "<script>alert" not in page
    assert read(Client(), "/versions").count('class="panel answer"') == 3
    lakes.forget()


def test_territories_are_counted_together_by_choice(reader: Client) -> None:
    page = read(reader, f"/compare?side={INSERM}&fold=HK")
    assert re.search(r'name="fold" value="HK" checked', page)
    assert re.search(r'name="fold" value="MO"(?! checked)', page)


def test_intervals_of_years_are_given_to_the_chart(reader: Client) -> None:
    page = read(reader, f"/compare?side={INSERM}")
    found = re.search(r'id="lines-data"[^>]*>(.*?)</script>', page)
    assert found
    [side] = json.loads(found[1])["series"]
    for value, bound in zip(side["values"], side["bounds"], strict=True):
        assert (value is None) == (bound is None)
        assert value is None or bound[0] <= value <= bound[1]
    assert any(side["bounds"])


def test_a_mean_has_its_works_and_opens_them(reader: Client) -> None:
    page = read(reader, f"/compare?side={INSERM}&indicator=mean_distance")
    assert "Mean distance of the farthest partner, km" in page
    total = page.partition("Whole period")[2]
    found = re.search(r'<a href="(/works[^"]*)">([\d,]+)</a>.*?of (\d+) works', total, re.DOTALL)
    assert found
    listed = read(reader, found[1].replace("&amp;", "&"))
    assert re.search(rf'<h1 class="num">{found[3]}\D', listed)
    # Nobody counts citations in this lake.
    assert "Citations a work</a>" not in page


def test_citations_that_nobody_counts_are_not_offered(reader: Client) -> None:
    page = read(reader, f"/compare?side={INSERM}")
    assert '<option value="citation_score"' not in page
    assert "Citations are not offered: no source of this corpus counts them." in page
    asked = read(reader, f"/compare?side={INSERM}&indicator=citation_score")
    assert '<option value="citation_score" selected>' in asked
    assert '<option value="top_cited"' not in asked
