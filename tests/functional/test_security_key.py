from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.functional.browsing import MARKS, find_faults
from tests.functional.conftest import serving
from tests.functional.ledger import PASSWORD, begin
from tests.integration.web.conftest import make_lake


pytestmark = [pytest.mark.long, *MARKS]

KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A key that is touched whenever it is asked for, as Chromium's own tests of WebAuthn have it."""


def test_a_security_key_is_set_up_and_signs_in(browser: Browser, tmp_path: Path) -> None:
    """Alice protects her account by a key instead of an application.

    1. She sets a key up; her role counts from then on.
    2. Signing in asks for the second step, and the key takes it, with our policy on scripts in force.
    3. Without that key in the machine nobody comes in by it.
    """
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(tmp_path / "lake", state) as place:
        # Browsers know security keys by the name of the site, and a number is no name.
        address = place.replace("127.0.0.1", "localhost")
        faults: list[str] = []
        page = browser.new_context(locale="en-GB").new_page()
        page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
        machine = page.context.new_cdp_session(page)
        machine.send("WebAuthn.enable")
        options = {"options": {**KEY, "hasResidentKey": False}}
        key = machine.send("WebAuthn.addVirtualAuthenticator", options)["authenticatorId"]

        page.goto(f"{address}/start")
        begin(page, state)
        page.goto(f"{address}/account/2fa/webauthn/add/")
        if page.locator("[name=password]").count():
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("main button[type=submit]").click()
        page.get_by_label("Name").fill("Blue key")
        assert find_faults(page) == []
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Add Security Key")
        held = machine.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
        assert len(held) == 1
        page.goto(f"{address}/account/2fa/webauthn/")
        expect(page.get_by_text("Blue key")).to_be_visible()
        page.goto(f"{address}/me")
        expect(page.get_by_text("counts only once your account has a second factor")).to_have_count(
            0
        )
        expect(page.get_by_role("link", name="Settings")).to_be_visible()

        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{address}/account/login/")
        page.locator("[name=login]").fill("alice@curie.example")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Two-Factor Authentication")
        assert page.goto(f"{address}/me").url.startswith(f"{address}/account/")  # type: ignore[union-attr]
        page.goto(f"{address}/account/2fa/authenticate/")
        assert find_faults(page) == []
        page.get_by_role("button", name="Use a security key").click()
        page.wait_for_url("**/me")
        expect(page.get_by_role("link", name="Settings")).to_be_visible()
        assert faults == []

        # Another key, which was never set up here, takes no step.
        page.get_by_role("button", name="Sign out").click()
        machine.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
        machine.send("WebAuthn.addVirtualAuthenticator", options)
        page.goto(f"{address}/account/login/")
        page.locator("[name=login]").fill("alice@curie.example")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        with page.expect_console_message(lambda one: "NotAllowedError" in one.text):
            page.get_by_role("button", name="Use a security key").click()
        assert page.goto(f"{address}/me").url.startswith(f"{address}/account/")  # type: ignore[union-attr]
