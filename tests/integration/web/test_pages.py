from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.test import Client

from cordee.observatory.figures.question import Question
from cordee.web import lakes


INSERM, CURIE = "02vjkv261", "04t0gwh46"
HOME = f"/?org={INSERM}"
HTMX = {"HX-Request": "true"}


def read(client: Client, address: str, status: int = 200, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == status
    return response.content.decode()


def read_csv(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


class Outline(HTMLParser):
    """What a test needs of a page: its ids, links, and tags left open."""

    VOID = frozenset({"meta", "link", "input", "br", "path", "rect", "line", "use", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.styled: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        if "style" in values or any(name.startswith("on") for name in values):
            self.styled.append(tag)
        if tag not in self.VOID and not self.get_starttag_text().endswith("/>"):  # type: ignore[union-attr]
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open
            assert self.open.pop() == tag


@pytest.mark.parametrize(
    "address",
    [
        "/",
        HOME,
        f"{HOME}&counting=fractional&partners=all",
        f"{HOME}&columns=strength",
        f"{HOME}&columns=change",
        f"/works?org={INSERM}",
        "/explain",
        "/about",
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_are_whole_and_without_inline_code(
    reader: Client, address: str, language: str
) -> None:
    glue = "&" if "?" in address else "?"
    text = read(reader, f"{address}{glue}lang={language}")
    outline = Outline(text)
    assert not outline.open
    assert not outline.styled
    assert len(outline.ids) == len(set(outline.ids))
    assert f'<html lang="{language}"' in text
    assert "None" not in re.sub(r"<[^>]*>", " ", text)
    assert "<style" not in text


def test_figures_of_the_page_are_those_of_the_observatory(reader: Client) -> None:
    text = read(reader, HOME)
    figures = lakes.get_ground().observatory.get_figures(Question((INSERM,)))
    assert f">{figures.works}</a>" in text
    assert f"{figures.international.works} of {figures.international.of} works" in text
    years = json.loads(re.search(r'id="years-data"[^>]*>(.*?)</script>', text)[1])  # type: ignore[index]
    assert [year["domestic"] for year in years["years"]] == [
        y.domestic_works for y in figures.by_year
    ]


def test_every_figure_opens_on_as_many_works(reader: Client) -> None:
    figures = lakes.get_ground().observatory.get_figures(Question((INSERM,)))
    expected = {
        "international": figures.international.works,
        "eu": figures.eu.works,
        "bilateral": figures.by_country_count.bilateral,
        "country:US": next(row.works for row in figures.partner_countries if row.code == "US"),
        "first:home": next(r.home for r in figures.leadership.works if r.role == "first"),
    }
    for selection, works in expected.items():
        text = read(reader, f"/works?org={INSERM}&select={selection}")
        assert f">{works} works</h1>" in text
        assert len(read_csv(reader, f"/tables/works?org={INSERM}&select={selection}")) == works


@pytest.mark.django_db
def test_every_kind_of_link_of_the_home_page_opens(reader: Client) -> None:
    links = sorted(link for link in Outline(read(reader, HOME)).links if link.startswith("/"))
    kinds = {tell_kind(link): link for link in links}
    assert len(kinds) > 30
    for link in kinds.values():
        assert reader.get(link).status_code == 200, link


def tell_kind(link: str) -> tuple[object, ...]:
    """Return a link without its values: the dossiers of two countries are one page, twice made."""
    path, _, query = link.partition("?")
    page = path.rsplit("/", 1)[0] if path.startswith("/dossiers/") else path
    # Each kind of selection is an expression of its own; two of its values are not.
    words = [
        (name, value.partition(":")[0] if name == "select" else "")
        for name, value in parse_qsl(query)
    ]
    return (page, *words)


def test_a_group_counts_a_shared_work_once(reader: Client) -> None:
    observatory = read(reader, f"/?org={INSERM}&org={CURIE}")
    group = lakes.get_ground().observatory.get_figures(Question((INSERM, CURIE)))
    assert f">{group.works}</a>" in observatory
    assert observatory.count('name="org"') == 2


@pytest.mark.parametrize(
    "name", ["figures", "countries", "organisations", "years", "themes", "leadership"]
)
def test_each_table_is_there_as_csv(reader: Client, name: str) -> None:
    rows = read_csv(reader, f"/tables/{name}?org={INSERM}&format=csv")
    assert rows
    assert all(None not in row and None not in row.values() for row in rows)


def test_a_part_for_htmx_has_no_frame(reader: Client) -> None:
    response = reader.get(f"{HOME}&from=&to=2021&q=", headers=HTMX)
    text = response.content.decode()
    assert "<html" not in text
    assert "<title>" in text
    assert response["HX-Push-Url"] == f"/?org={INSERM}&to=2021"
    assert "HX-Request" in response["Vary"]


def test_search_finds_by_acronym_name_and_id(reader: Client) -> None:
    for typed in ("inserm", "institut national de la sante et de la recherche", INSERM):
        assert f'data-id="{INSERM}"' in read(reader, f"/organisations?q={typed}", **HTMX)
    assert 'role="option"' not in read(reader, "/organisations?q=zzzzqqq", **HTMX)


def test_search_works_without_script(reader: Client) -> None:
    assert f"?org={CURIE}" in read(reader, "/?q=institut+curie")


def test_language_is_kept_once_chosen(reader: Client) -> None:
    assert "Part internationale" in read(reader, f"{HOME}&lang=fr")
    assert "Part internationale" in read(reader, HOME)
    assert (
        "Part internationale"
        in Client().get(HOME, headers={"Accept-Language": "fr"}).content.decode()
    )
    assert "International share" in read(reader, f"{HOME}&lang=en")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/?org=nonsense", 400),
        ("/?org=099999999", 404),
        (f"{HOME}&from=9999", 400),
        (f"{HOME}&from=abc", 400),
        (f"{HOME}&counting=both", 400),
        (f"{HOME}&country=ZZ", 404),
        (f"{HOME}&area=ZZ", 404),
        (f"/works?org={INSERM}&select=<script>alert(1)</script>", 400),
        (f"/works?org={INSERM}&select=country:<b>", 400),
        (f"/works?org={INSERM}&page=1000000000", 404),
        (f"/works?org={INSERM}&page=999999999", 404),
        (f"/works?org={INSERM}&page=-1", 404),
        ("/works", 400),
        ("/works/12345", 404),
        ("/works/99999999999999999999999999", 404),
        ("/works/%00", 404),
        ("/countries/XXXX?org=02vjkv261", 404),
        (f"/tables/nothing?org={INSERM}", 404),
        (f"/tables/years?org={INSERM}&format=exe", 400),
        ("/nowhere", 404),
        ("/" + "?org=0000000" * 3, 400),
    ],
)
def test_bad_addresses_get_a_sentence(reader: Client, address: str, status: int) -> None:
    text = read(reader, address, status)
    assert 'class="message"' in text
    assert "<script>alert" not in text
    assert "<b>" not in text
    assert "Traceback" not in text


def test_only_reading_is_allowed(reader: Client) -> None:
    assert reader.post("/").status_code == 405


def test_titles_are_escaped_and_csv_runs_no_formula(reader: Client) -> None:
    lists = [read(reader, f"/works?org={INSERM}&org={CURIE}&page={page}") for page in range(1, 8)]
    assert not any("<script>alert" in text for text in lists)
    assert any("&lt;script&gt;alert" in text for text in lists)
    rows = read_csv(reader, f"/tables/works?org={INSERM}&org={CURIE}")
    assert any(cell.startswith("'=cmd") for row in rows for cell in row.values())


def test_evidence_marks_the_organisation_in_its_affiliation(reader: Client) -> None:
    listed = Outline(read(reader, f"/works?org={INSERM}&select=international")).links
    text = read(reader, next(link for link in listed if re.match(r"/works/-?\d", link)))
    assert re.search(r"<mark>Inserm<sup>1</sup></mark>", text)
    assert "The text holds a name that only this organisation has." in text


def test_security_headers(reader: Client) -> None:
    response = reader.get(HOME)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_static_files_carry_a_mark_and_are_kept(reader: Client) -> None:
    address = re.search(r'href="(/static/css/cordee.css\?v=\w{8})"', read(reader, "/"))
    assert address
    response = reader.get(address[1])
    assert b"--zone" in b"".join(response.streaming_content)
    assert "max-age=31536000" in response["Cache-Control"]


def test_no_lake_is_said_with_503(settings: Any, tmp_path: Path) -> None:
    settings.CORDEE_LAKE = str(tmp_path / "none")
    lakes.forget()
    text = read(Client(), "/", 503)
    assert "The figures are not at hand" in text
    lakes.forget()


def test_a_period_given_backwards_means_the_span_between(reader: Client) -> None:
    assert "from=2019&amp;to=2021" in read(reader, f"{HOME}&from=2021&to=2019")


def test_a_work_has_the_tags_of_the_list_it_is_opened_from(reader: Client) -> None:
    # The United Kingdom is of Europe and, since 2020, of the EU no more.
    listed = read(reader, f"/works?org={INSERM}&area=EUROPE&select=year:2021,country:GB")
    tag = r'<li class="tag tag-(\w+)">(?:<a [^>]+>)?([^<]+)<'
    assert ("zone", "United Kingdom") in re.findall(tag, listed)
    [address, *_] = re.findall(r'href="(/works/\d[^"]*)"', listed)
    assert ("zone", "United Kingdom") in re.findall(tag, read(reader, unescape(address)))


def test_a_work_leads_on_with_the_years_zone_and_home_it_was_opened_by(reader: Client) -> None:
    asked = f"org={INSERM}&from=2019&to=2021&area=EUROPE"
    listed = read(reader, f"/works?{asked}&select=country:GB")
    [address, *_] = re.findall(r'href="(/works/\d[^"]*)"', listed)
    page = unescape(read(reader, unescape(address)))
    assert f'<a href="/?{asked}&country=GB#country-panel">United Kingdom</a>' in page
    assert "country=FR#" not in page  # the home's own
    links = re.findall(r'<a href="/\?org=(\w+)&from=2019&to=2021&area=EUROPE"><b>', page)
    assert INSERM in links
    assert len(set(links)) > 1


def test_a_work_opened_from_nowhere_leads_to_no_country(reader: Client) -> None:
    listed = read(reader, f"/works?org={INSERM}&select=country:GB")
    [address, *_] = re.findall(r'href="(/works/\d+)', listed)
    page = read(reader, address)
    assert "country-panel" not in page
    assert f'<a href="/?org={INSERM}"><b>' in page


def test_works_are_told_apart_by_the_zone_asked_for(reader: Client) -> None:
    page = read(reader, f"{HOME}&area=EUROPE")
    assert '<option value="EUROPE" selected>' in page
    assert "With a country of the zone: Europe" in page
    assert "With the EU<" not in page
    assert f"/works?org={INSERM}&amp;area=EUROPE" in page
    answer = reader.get(f"/tables/figures?org={INSERM}&area=EUROPE")
    table = b"".join(answer.streaming_content).decode()
    counted = re.search(r"^zone,[^,]+,(\d+),", table, re.MULTILINE)[1]
    works = read(reader, f"/works?org={INSERM}&area=EUROPE&select=zone")
    assert "with a country of the zone: Europe" in works
    assert re.search(rf'<h1 class="num">{int(counted):,}\D', works)
