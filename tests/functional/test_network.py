from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect
from tests.functional.browsing import MARKS, find_faults, take


pytestmark = MARKS

INSERM = "02vjkv261"


def test_from_an_institution_to_its_network(open_page: Any) -> None:
    """A director looks at who publishes together on Inserm's works.

    1. Open Inserm and go to its network: a circle a country, as many as the table has rows.
    2. Ask for organisations.
    3. Zoom by keyboard and button, and see all again.
    4. Find Institut Curie: its links alone stand out.
    5. Let the years go by, stop at one by keyboard: every circle is where it was.
    6. Take the GraphML away.
    7. Read it in French on a telephone, in the dark; and without scripts.
    """
    page = open_page(f"/?org={INSERM}")
    page.get_by_role("link", name="Network", exact=True).click()
    page.wait_for_url(re.compile(rf"/network\?org={INSERM}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Network of countries")
    circles = page.locator(".network-picture circle")
    assert circles.count() == page.locator("#network-nodes tbody tr").count() > 20

    page.get_by_label("Network of", exact=True).select_option("organisations")
    page.get_by_role("button", name="Draw").click()
    page.wait_for_url(re.compile("of=organisations"))
    expect(circles).to_have_count(100)
    assert find_faults(page) == []
    take(page, "network", height=1500)

    picture = page.locator(".network-picture")
    whole = picture.get_attribute("viewBox")
    page.locator(".network-frame").press("+")
    page.get_by_role("button", name="Zoom in").click()
    expect(picture).not_to_have_attribute("viewBox", whole)
    page.get_by_role("button", name="See all").click()
    expect(picture).to_have_attribute("viewBox", whole)

    page.get_by_label("Find in the picture").fill("institut curie")
    page.get_by_label("Find in the picture").press("Tab")
    expect(page.locator(".network-told")).to_contain_text("Institut Curie")
    lit = page.locator("circle.lit").count()
    assert 1 < lit < 100

    page.locator(".network-frame").press("Escape")
    places = circles.evaluate_all("all => all.map((one) => [one.getAttribute('cx'), one.id])")
    page.get_by_role("button", name="Play").click()
    expect(page.locator("output.network-moment")).to_contain_text("2020: ", timeout=60_000)
    slider = page.get_by_role("slider", name="Years shown")
    slider.press("Home")
    expect(page.locator("output.network-moment")).to_contain_text("all years: ")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    slider.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"year=\d{4}"))
    expect(page.get_by_role("link", name="PNG")).to_have_attribute(
        "href", re.compile(r"year=\d{4}")
    )
    expect(page.locator("circle.gone").nth(50)).to_be_attached()
    assert places == circles.evaluate_all(
        "all => all.map((one) => [one.getAttribute('cx'), one.id])"
    )

    with page.expect_download() as taken:
        page.get_by_role("link", name="GraphML").click()
    assert taken.value.suggested_filename == "cordee-network.graphml"

    for of, title in (("countries", "pays"), ("organisations", "organisations")):
        page = open_page(
            f"/network?org={INSERM}&of={of}", width=380, height=844, theme="dark", language="fr-FR"
        )
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Réseau des {title}")
        # Communities are named by three organisations, which is more than a line of a telephone.
        assert page.evaluate("document.documentElement.scrollWidth") <= 380
        assert find_faults(page) == []

    page = open_page(f"/network?org={INSERM}", script=False)
    expect(page.locator(".network-picture text").first).to_be_visible()
    page.locator("#network-year").select_option("2020")
    page.get_by_role("button", name="Show these years").click()
    expect(page.locator("circle.gone").nth(20)).to_be_attached()


def test_partners_among_themselves_and_where_flows_lead(open_page: Any) -> None:
    """A director looks at who her partners publish with, and where they are.

    1. From the network to the chord diagram: point at a country, its ribbons stand out.
    2. To the map of flows: find London, its flow alone stands out, and its works open; ask for countries.
    3. Read both in French on a telephone, in the dark.
    """
    page = open_page(f"/network?org={INSERM}")
    page.get_by_role("link", name="Partner countries among themselves").click()
    page.wait_for_url(re.compile("/network/chord"))
    page.locator("text[data-arc]").first.hover()
    expect(page.locator(".ribbon.lit").first).to_be_attached()
    lit = page.locator(".ribbon.lit").count()
    assert 0 < lit < page.locator(".ribbon").count()
    assert find_faults(page) == []
    take(page, "chord", height=1300)

    page.get_by_role("link", name="Map of flows").click()
    page.wait_for_url(re.compile("/network/flows"))
    page.get_by_label("Find in the picture").fill("london")
    page.get_by_label("Find in the picture").press("Tab")
    expect(page.locator(".network-told")).to_contain_text("London")
    assert "Q" in page.locator(".network-near path").get_attribute("d")
    opening = page.get_by_role("link", name="Open the works with London")
    assert "city%3AGB%2FLondon" in str(opening.get_attribute("href"))
    page.locator(".network-frame").press("Escape")
    page.locator(".network-frame").press("0")
    assert find_faults(page) == []
    take(page, "flows", height=1200)
    page.get_by_label("Flows to").select_option("countries")
    page.get_by_role("button", name="Draw").click()
    page.wait_for_url(re.compile("ends=countries"))

    for place, title in (("chord", "Les pays partenaires entre eux"), ("flows", "Carte des flux")):
        page = open_page(
            f"/network/{place}?org={INSERM}", width=380, height=844, theme="dark", language="fr-FR"
        )
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert page.evaluate("document.documentElement.scrollWidth") <= 380
        assert find_faults(page) == []
