from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from tests.functional.browsing import MARKS, find_faults


pytestmark = MARKS

NIH = "NIH, Islamabad, Pakistan"
STREET = "Inserm U830, Institut Curie, PSL, 26 rue d'Ulm, 75005 Paris"


def test_from_a_doubt_to_a_correction(open_page: Any) -> None:
    """A director doubts a link, sees why it stands and how to correct it.

    1. Open a work's evidence and ask why of its first affiliation.
    2. Ask about an acronym: the organisation has its record, with what speaks for it and against it.
    3. Open the text that would name another organisation; it is named there.
    4. Copy the command that proposes a correction.
    """
    page = open_page("/works?org=02vjkv261")
    page.locator(".works h2 a").first.click()
    page.locator(".links").get_by_role("link", name="Why?").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why this organisation?")
    expect(page.locator(".explained")).to_be_visible()

    page.get_by_label("Affiliation").fill(NIH)
    page.get_by_role("button", name="Explain").click()
    card = page.locator(".named > li").first
    expect(card).to_contain_text("National Institute of Health")
    expect(card).to_contain_text("Its town is in the text.")
    expect(card).to_contain_text("It is an acronym")
    expect(card.get_by_role("link", name="ror.org/")).to_have_attribute(
        "href", "https://ror.org/05h1kgg64"
    )

    page.get_by_role("button", name="Copy the command").first.click()
    expect(page.locator("#announcement")).to_have_text("Command copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("cordee corrections propose --org 05h1kgg64")
    assert copied.endswith(f"'{NIH}'")

    change = page.locator(".changes > li").first
    wanted = change.locator("b").inner_text()
    change.get_by_role("link").click()
    expect(page.locator(".named")).to_contain_text(wanted)


def test_what_was_left_is_told_with_the_keyboard(open_page: Any) -> None:
    """A span that names nobody says who was considered.

    1. Move to the dashed span with the keyboard: the name appears.
    2. Press Escape: it goes.
    3. Follow it: the candidate's line is reached.
    """
    page = open_page(f"/explain?text={quote(STREET)}")
    span = page.locator(".left-span").first
    span.focus()
    expect(page.locator(".left-tip").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".left-tip").first).to_be_hidden()
    anchor = span.get_attribute("href")
    span.press("Enter")
    expect(page.locator(f"[id='{anchor.removeprefix('#')}']")).to_be_in_viewport()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "language"), [(1440, "en-GB"), (380, "fr-FR")])
def test_explanations_are_for_everyone(
    open_page: Any, theme: str, width: int, language: str
) -> None:
    """Axe finds nothing serious, and nothing is wider than the window."""
    for text in (NIH, STREET):
        page = open_page(
            f"/explain?text={quote(text)}", width=width, theme=theme, language=language
        )
        assert find_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if language == "fr-FR":
            words = page.locator("main").inner_text()
            assert "Ce qui changerait la réponse" in words
            assert "would" not in words
