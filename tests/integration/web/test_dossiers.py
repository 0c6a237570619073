from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from cordee.observatory.dossiers.links import DOSSIERS, HOME, UNIT, WORK, WORKS, write_path
from cordee.observatory.dossiers.subject import read_subject


INSERM, CURIE, OXFORD = "02vjkv261", "04t0gwh46", "052gg0110"

PAGES = [
    f"/dossiers/country/GB?org={INSERM}",
    f"/dossiers/organisation/{OXFORD}?org={INSERM}",
    f"/dossiers/theme/mesh-C10?org={INSERM}",
    f"/dossiers/pair/{INSERM}+{OXFORD}",
    f"/dossiers/pair/{INSERM}+GB",
    f"/dossiers/alliance/{INSERM}+{CURIE}",
]


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def list_links(page: str) -> list[str]:
    body = page.split('class="dossier"', 1)[1]
    return [unescape(one) for one in re.findall(r'href="(/[^"]*)"', body)]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("address", PAGES)
def test_a_dossier_has_contents_figures_and_meanings(
    reader: Client, address: str, language: str
) -> None:
    mark = "&" if "?" in address else "?"
    page = read(reader, f"{address}{mark}lang={language}")
    main = page.split("<main", 1)[1]
    keys = re.findall(r'<section class="dossier-section" id="([a-z-]+)"', main)

    assert [f'href="#{key}"' for key in keys if f'href="#{key}"' not in main] == []
    assert len(keys) == len(set(keys)) > 4
    assert main.count('class="tile"') > 2
    assert main.count('class="definition"') > 5
    assert "style=" not in main
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("address", "offers"),
    [(PAGES[0], False), (PAGES[3], False), (PAGES[1], True), (f"{PAGES[0]}&within=zone", True)],
)
def test_a_zone_is_offered_where_a_figure_follows_it(
    reader: Client, address: str, offers: bool
) -> None:
    page = read(reader, f"{address}{'&' if '?' in address else '?'}area=EEA")
    assert ('<select class="input" id="area"' in page) is offers
    # Elsewhere it goes along unseen, for the pages that follow it.
    assert offers or '<input type="hidden" name="area" value="EEA">' in page


@pytest.mark.parametrize("address", PAGES)
def test_each_link_of_a_dossier_carries_years_and_zone(reader: Client, address: str) -> None:
    asked = "from=2019&to=2021&area=EEA"
    links = list_links(read(reader, f"{address}{'&' if '?' in address else '?'}{asked}"))
    led = [one for one in links if one.partition("#")[0] not in {"/about", "/explain"}]
    assert len(led) > 20
    # Projects are of years, of no zone.
    carried = [one.replace("/projects?", "/projects?area=EEA&") for one in led]
    wanted = set(asked.split("&"))
    assert [one for one in carried if wanted - set(urlsplit(one).query.split("&"))] == []


HEADINGS_ALIKE = {"ORCID", "Organisation", "Organisations", "Position"}
NAMES = {"Inserm", "University of Oxford"}


@pytest.mark.parametrize("address", PAGES)
def test_no_heading_of_a_dossier_is_left_in_english(reader: Client, address: str) -> None:
    mark = "&" if "?" in address else "?"
    english, french = (
        set(
            re.findall(
                r'<th scope="col"[^>]*>([^<]+)</th>', read(reader, f"{address}{mark}lang={one}")
            )
        )
        for one in ("en", "fr")
    )
    assert len(french) > 5
    assert english & french <= HEADINGS_ALIKE | NAMES


@pytest.mark.parametrize("address", PAGES[:2] + PAGES[5:])
def test_links_of_a_dossier_answer(reader: Client, address: str) -> None:
    links = list(dict.fromkeys(list_links(read(reader, address))))
    assert len(links) > 20
    for link in links[:: max(1, len(links) // 25)]:
        read(reader, link)


@pytest.mark.parametrize(
    "path",
    [
        HOME,
        WORKS,
        WORK.format(work=1),
        UNIT.format(unit="U1016"),
        DOSSIERS,
        write_path(read_subject("theme", "mesh/C04")),
        write_path(read_subject("alliance", f"{INSERM}+{CURIE}")),
    ],
)
def test_paths_written_in_dossiers_are_those_of_pages(path: str) -> None:
    assert resolve(path).func


def test_a_home_leads_to_its_dossiers(reader: Client) -> None:
    home = read(reader, f"/?org={INSERM}&from=2020")
    assert f'href="/dossiers?org={INSERM}&amp;from=2020"' in home
    assert f'href="/dossiers/country/GB?org={INSERM}&amp;from=2020"' in home
    assert f'href="/dossiers/organisation/{OXFORD}?org={INSERM}&amp;from=2020"' in home


def test_the_page_of_all_dossiers_offers_and_finds_subjects(reader: Client) -> None:
    page = read(reader, f"/dossiers?org={INSERM}&org={CURIE}&from=2020")
    assert f"/dossiers/alliance/{INSERM}+{CURIE}?from=2020" in page
    assert f"/dossiers/country/GB?org={INSERM}&amp;org={CURIE}&amp;from=2020" in page

    found = read(reader, f"/dossiers?org={INSERM}&about=Singap")
    assert f"/dossiers/country/SG?org={INSERM}" in found
    nothing = read(reader, f"/dossiers?org={INSERM}&about=%3Cscript%3Ezzqq")
    assert "Try fewer letters" in nothing
    # No branch is called cancer, but the term has one.
    cancer = read(reader, f"/dossiers?org={INSERM}&about=cancer")
    assert cancer.count("/dossiers/theme/mesh-C04") == nothing.count("/dossiers/theme/mesh-C04") + 1
    assert "<script>zzqq" not in nothing


def test_without_a_home_one_is_asked_for(reader: Client) -> None:
    assert "Choose a home first" in read(reader, "/dossiers")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/dossiers/country/GB", 400, "needs a home"),
        (f"/dossiers/country/FR?org={INSERM}", 400, "own country"),
        (f"/dossiers/country/XX?org={INSERM}", 404, "not a country"),
        (f"/dossiers/organisation/{INSERM}?org={INSERM}", 400, "of the home itself"),
        (f"/dossiers/theme/mesh-C99?org={INSERM}", 404, "no theme"),
        ("/dossiers/unit/UMR99999", 404, "No unit"),
        ("/dossiers/alliance/02vjkv261", 400, "from 2 to 12"),
        (f"/dossiers/moon/GB?org={INSERM}", 404, "no dossier of the kind"),
        (f"/dossiers/country/{'G' * 3000}?org={INSERM}", 400, "too long"),
        (f"/dossiers/country/GB?org={INSERM}&from=abc", 400, "not a period"),
    ],
)
def test_what_cannot_be_seen_gets_a_sentence(
    reader: Client, address: str, status: int, words: str
) -> None:
    assert words in unescape(read(reader, address, status))


def test_a_country_without_works_says_what_can_be_done(reader: Client) -> None:
    page = unescape(read(reader, f"/dossiers/country/KP?org={INSERM}"))
    assert "No works in common" in page
    assert "choose a longer period" in page


def test_a_title_of_a_work_is_text_and_no_markup(reader: Client) -> None:
    page = read(reader, f"/dossiers/country/GB?org={INSERM}&org={CURIE}")
    assert "<script>alert(" not in page


def test_a_part_of_the_page_is_made_for_htmx(reader: Client) -> None:
    answer = reader.get(PAGES[0], HTTP_HX_REQUEST="true")
    assert answer["HX-Push-Url"] == PAGES[0]
    assert b"<html" not in answer.content


SETTINGS = {
    "from": "2015",
    "to": "2022",
    "counting": "fractional",
    "parts": "1",
    "own": "1",
    "fold": "HK",
    "within": "usual",
}


@pytest.mark.parametrize("address", PAGES[3:])
def test_a_dossier_that_names_its_home_keeps_every_setting(reader: Client, address: str) -> None:
    asked = urlencode(SETTINGS)
    page = read(reader, f"{address}?{asked}")
    other = read(reader, f"{address}?{asked}&org={CURIE}")
    body = page.split('class="dossier"', 1)[1]

    assert body == other.split('class="dossier"', 1)[1]
    assert body != read(reader, address).split('class="dossier"', 1)[1]
    opened = [dict(parse_qsl(urlsplit(one).query)) for one in list_links(page) if "/works?" in one]
    assert any(SETTINGS.items() <= one.items() for one in opened)
    # Some figures of an alliance are of organisations by themselves, over all their works.
    by_itself = {"parts", "within"} if "alliance" in address else set()
    kept = {name: value for name, value in SETTINGS.items() if name not in by_itself}
    assert all(kept.items() <= one.items() for one in opened)
    for said in ("not hyper-authored", "with its parts", "Hong Kong with China"):
        assert said in page
    form = page.split('id="chooser"', 1)[1].split("</form>", 1)[0]
    assert 'name="org"' not in form
    assert 'id="with-parts" name="parts" value="1" checked' in form


def test_the_page_of_all_dossiers_leads_on_with_every_setting(reader: Client) -> None:
    page = read(reader, f"/dossiers?org={INSERM}&{urlencode(SETTINGS)}")
    links = [unescape(one) for one in re.findall(r'href="(/dossiers/pair/[^"]*)"', page)]
    assert links
    assert all(dict(parse_qsl(urlsplit(one).query)) == SETTINGS for one in links)
