"""The main job through the command, checked against counts that share no code with it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest

from cordee.cli import exits
from cordee.cli.__main__ import run
from cordee.observatory.lake.store import open_lake


ROOT = Path(__file__).parents[3]
INSERM = "02vjkv261"
EU_IN_2021 = [
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
]
EU_UNTIL_2019 = [*EU_IN_2021, "GB"]


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["--lang", "en", *words]) == exits.OK
    return capsys.readouterr().out


def ask_figures(capsys: pytest.CaptureFixture[str], lake: Path, *words: str) -> dict[str, Any]:
    told = ask(capsys, "figures", "--lake", str(lake), "--format", "json", *words)
    document: dict[str, Any] = json.loads(told)
    return document


def count(lake: Path, query: str) -> list[tuple[Any, ...]]:
    """Count over the raw tables: authors, affiliations, links. No mart, no indicator."""
    connection = duckdb.connect()
    for name in ("works", "authorships", "links", "affiliation_countries"):
        paths = open_lake(lake).table_paths(name)
        connection.read_parquet(paths).create_view(name)
    return connection.execute(
        """
        WITH printed AS (
            SELECT work, unnest(affiliations) AS affiliation FROM authorships
        ),
        home AS (
            SELECT DISTINCT p.work, w.year FROM printed p JOIN links USING (affiliation)
            JOIN works w USING (work)
            WHERE organisation = '02vjkv261' AND w.year BETWEEN 2019 AND 2021
        ),
        place AS (
            SELECT DISTINCT work, year,
                   CASE WHEN country IN ('GP', 'MQ', 'GF', 'RE', 'YT', 'NC', 'PF') THEN 'FR'
                        WHEN country IN ('JE', 'GG', 'IM', 'GI', 'BM', 'KY', 'FK') THEN 'GB'
                        WHEN country IN ('CW', 'AW', 'SX', 'BQ') THEN 'NL'
                        WHEN country IN ('GL', 'FO') THEN 'DK'
                        WHEN country IN ('PR', 'GU') THEN 'US' ELSE country END AS country
            FROM home JOIN printed USING (work) JOIN affiliation_countries USING (affiliation)
            WHERE country IS NOT NULL
        )
        """
        + query
    ).fetchall()


def test_figures_agree_with_an_independent_count(
    demo_lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ask_figures(capsys, demo_lake, "--org", INSERM, "--years", "2019-2021")
    works = count(demo_lake, "SELECT count(*) FROM home")[0][0]
    covered = count(demo_lake, "SELECT count(DISTINCT work) FROM place")[0][0]
    several = count(
        demo_lake,
        "SELECT count(*) FROM (SELECT work FROM place GROUP BY work HAVING count(*) > 1)",
    )[0][0]
    partners = dict(
        count(
            demo_lake,
            "SELECT country, count(*) FROM place WHERE country <> 'FR' GROUP BY country",
        )
    )
    union = len(
        {
            work
            for work, year, country in count(demo_lake, "SELECT * FROM place")
            if country != "FR" and country in (EU_UNTIL_2019 if year < 2020 else EU_IN_2021)
        }
    )
    assert works > 300
    assert told["works"] == works
    assert told["covered_works"] == covered
    assert told["coverage"] == pytest.approx(covered / works, abs=1e-6)
    assert told["international_works"] == several
    assert told["international_share"] == pytest.approx(several / covered, abs=1e-6)
    assert told["eu_works"] == union
    assert told["eu_share"] == pytest.approx(union / covered, abs=1e-6)
    assert {one["code"]: one["works"] for one in told["partner_countries"]} == partners


def test_ties_agree_with_an_independent_count(
    demo_lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ask_figures(capsys, demo_lake, "--org", INSERM, "--years", "2019-2021")
    [germany] = [one for one in told["partner_countries"] if one["code"] == "DE"]
    # Germany has no territory to fold in, so its works can be counted from the texts alone.
    places = """
        FROM printed JOIN affiliation_countries USING (affiliation) JOIN works USING (work)
        WHERE year BETWEEN 2019 AND 2021 AND country IS NOT NULL
    """
    [(total,)] = count(demo_lake, f"SELECT count(DISTINCT work) {places} AND country = 'DE'")
    [(corpus,)] = count(demo_lake, f"SELECT count(DISTINCT work) {places}")
    together, home, ties = germany["works"], told["covered_works"], germany["ties"]
    assert ties["partner_works"] == total
    assert told["ties_basis"]["corpus_covered_works"] == corpus
    assert ties["partner_share"] == pytest.approx(together / total, abs=1e-6)
    assert ties["affinity"] == pytest.approx(together * corpus / (home * total), abs=1e-6)
    assert ties["salton"] == pytest.approx(together / (home * total) ** 0.5, abs=1e-6)
    assert ties["jaccard"] == pytest.approx(together / (home + total - together), abs=1e-6)


def test_the_headline_is_within_sampling_error(
    demo_lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Two methods that share nothing with ours resolved the same works: 51.4 % international
    # (± 5.5 points), 32.4 % with the EU-27 (± 5.1), 17.4 % with the USA (± 4.1).
    told = ask_figures(capsys, demo_lake, "--org", INSERM)
    usa = next(one for one in told["partner_countries"] if one["code"] == "US")
    assert 100 * told["international_share"] == pytest.approx(51.4, abs=5.5)
    assert 100 * told["eu_share"] == pytest.approx(32.4, abs=5.1)
    assert 100 * usa["share"] == pytest.approx(17.4, abs=4.1)


def test_order_of_two_countries_flips_with_the_counting(
    demo_lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ask_figures(capsys, demo_lake, "--org", INSERM)
    usa, uk = (
        next(one for one in told["partner_countries"] if one["code"] == code)
        for code in ("US", "GB")
    )
    assert abs(usa["works"] - uk["works"]) <= 5
    assert usa["works_fractional"] > 1.3 * uk["works_fractional"]


def test_json_follows_the_published_schema(
    demo_lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = json.loads((ROOT / "src/cordee/observatory/figures/schema.json").read_text())
    for words in (
        ("--org", INSERM),
        ("--org", INSERM, "--org", "04t0gwh46", "--counting", "fractional", "--with-parts"),
        ("--org", INSERM, "--years", "1990"),
    ):
        told = ask_figures(capsys, demo_lake, *words)
        jsonschema.Draft202012Validator(schema).validate(told)


def test_a_name_stands_for_its_organisation(
    demo_lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_name = ask_figures(capsys, demo_lake, "--org", "Inserm")
    assert by_name["works"] == ask_figures(capsys, demo_lake, "--org", INSERM)["works"]
    assert run(["figures", "--org", "university", "--lake", str(demo_lake)]) == exits.USAGE
    assert "02vjkv261" not in capsys.readouterr().err


def test_the_list_behind_a_figure_is_as_long_as_the_figure(
    demo_lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ask_figures(capsys, demo_lake, "--org", INSERM)
    usa = next(one for one in told["partner_countries"] if one["code"] == "US")
    words = ["works", "--org", INSERM, "--lake", str(demo_lake), "--behind", "country:US"]
    rows = list(csv.reader(io.StringIO(ask(capsys, *words, "--format", "csv", "--size", "1000"))))
    assert len(rows) - 1 == usa["works"]
    assert all("US" in row[rows[0].index("Countries")].split("; ") for row in rows[1:])


def test_every_table_is_written_as_csv_and_markdown(
    demo_lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for table in ("partner_countries", "partner_organisations", "by_year", "themes"):
        words = ["figures", "--org", INSERM, "--lake", str(demo_lake), "--table", table]
        rows = list(csv.reader(io.StringIO(ask(capsys, *words, "--format", "csv"))))
        lines = ask(capsys, *words, "--format", "md").splitlines()
        assert len(rows) > 2
        assert len(lines) == len(rows) + 1


def test_the_terminal_shows_shares_with_their_denominator(
    demo_lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ask(capsys, "figures", "--org", INSERM, "--lake", str(demo_lake))
    assert "United Kingdom" in told
    assert run(["--lang", "fr", "figures", "--org", INSERM, "--lake", str(demo_lake)]) == exits.OK
    assert "Royaume-Uni" in capsys.readouterr().out


def test_the_terminal_shows_ties_with_what_they_are_judged_against(
    demo_lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ask(capsys, "figures", "--org", INSERM, "--lake", str(demo_lake), "--ties")
    assert "not in the world" in told
    assert "Affinity" in told
    assert "Themes" not in told


def test_the_lake_tells_what_it_holds_and_is_whole(
    demo_lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "20,78" in ask(capsys, "lake", "status", "--lake", str(demo_lake))
    manifest = json.loads(
        ask(capsys, "lake", "status", "--lake", str(demo_lake), "--format", "json")
    )
    assert manifest["batches"][0]["counts"]["works"] > 20_000
    assert "whole" in ask(capsys, "lake", "verify", "--lake", str(demo_lake))
