from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional import oidc_provider
from tests.functional.browsing import MARKS, find_faults
from tests.functional.conftest import serving, wait_for
from tests.functional.ledger import PASSWORD, begin
from tests.integration.web.conftest import make_lake


pytestmark = MARKS


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path]]:
    """Pages over an empty ledger that let people in by a real provider beside them."""
    with closing(socket.socket()) as free, closing(socket.socket()) as second:
        free.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        provider, port = free.getsockname()[1], second.getsockname()[1]
    for name, value in (
        ("ADDRESS", f"http://127.0.0.1:{provider}"),
        ("NAME", "Ropeway"),
        ("CLIENT", oidc_provider.CLIENT),
        ("SECRET", oidc_provider.SECRET),
    ):
        monkeypatch.setenv(f"CORDEE_OIDC_{name}", value)
    make_lake(tmp_path / "lake", works=40)
    redirect = f"http://127.0.0.1:{port}/account/oidc/oidc/login/callback/"
    script = [sys.executable, oidc_provider.__file__ or "", str(provider), redirect, str(tmp_path)]
    # The provider has settings of its own.
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(script, env=environment)
    try:
        wait_for(f"http://127.0.0.1:{provider}/.well-known/openid-configuration", process)
        with serving(tmp_path / "lake", tmp_path / "state", port=port) as address:
            yield address, tmp_path / "state"
    finally:
        process.terminate()
        process.wait(timeout=20)


def enter_at_provider(page: Page, name: str) -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(oidc_provider.PASSWORD)
    page.get_by_role("button", name="Sign In").click()


def test_an_outside_account_opens_the_one_it_was_connected_to(
    browser: Browser, house: tuple[str, Path]
) -> None:
    """Alice connects her account at a provider, and comes in by it; Mallory's opens nothing.

    1. Alice does the first run, and connects her account at the provider under “Other accounts”.
    2. She signs out, and signs in by the provider's button alone.
    3. Mallory has an account at the provider, and none here: the provider's word makes none.
    """
    address, state = house
    alice = browser.new_context(locale="en-GB").new_page()
    alice.goto(f"{address}/start")
    begin(alice, state)
    alice.get_by_role("link", name="Other accounts").click()
    assert find_faults(alice) == []
    alice.get_by_role("link", name="Ropeway").click()
    confirm(alice)
    enter_at_provider(alice, "alice")
    alice.get_by_label("Password").fill(PASSWORD)  # A new way in asks who is there.
    alice.locator("main button[type=submit]").click()
    expect(alice.get_by_text("Ropeway").first).to_be_visible()
    assert alice.url.startswith(address)

    alice.get_by_role("button", name="Sign out").click()
    alice.goto(f"{address}/account/login/")
    assert find_faults(alice) == []
    alice.get_by_role("link", name="Ropeway").click()
    confirm(alice)
    alice.wait_for_url(f"{address}/**")
    alice.goto(f"{address}/me")
    expect(alice.get_by_role("heading", level=1)).to_have_text("My account")

    mallory = browser.new_context(locale="en-GB").new_page()
    mallory.goto(f"{address}/account/login/")
    mallory.get_by_role("link", name="Ropeway").click()
    confirm(mallory)
    enter_at_provider(mallory, "mallory")
    mallory.wait_for_url(f"{address}/**")
    expect(mallory.get_by_role("heading", level=1)).to_have_text("Sign Up Closed")
    mallory.goto(f"{address}/me")
    expect(mallory.get_by_role("heading", level=1)).to_have_text("Sign in")


def confirm(page: Page) -> None:
    """Pass the page that asks whether one means to go to the provider."""
    page.get_by_role("button", name="Continue").click()
