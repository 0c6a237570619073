"""What every journey through the record rooms needs: a house with its administrator, signed in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from pathlib import Path

from playwright.sync_api import Page, expect


PASSWORD = "rope-and-ice-axe-1"


def get_code(secret: str) -> str:
    """Return the six digits an authenticator shows now (RFC 6238)."""
    key, step = base64.b32decode(secret), int(time.time()) // 30
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    place = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[place : place + 4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06d}"


def begin(page: Page, state: Path, house: str = "04t0gwh46") -> None:
    """Do the first run as Alice of `house`, a ROR identifier."""
    page.get_by_label("Code", exact=True).fill((state / "first-run.code").read_text().strip())
    page.get_by_label("Your organisation").fill(house)
    page.get_by_label("Your name").fill("Alice Martin")
    page.get_by_label("Your e-mail address").fill("alice@curie.example")
    give_password(page)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two-Factor Authentication")


def give_password(page: Page) -> None:
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)


def set_up_second_factor(page: Page) -> str:
    """Set up an authenticator from the page of second factors, and return its secret."""
    page.get_by_role("link", name="Activate").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    shown = page.get_by_label("Authenticator secret")
    expect(shown).to_have_value(re.compile(r"^[A-Z2-7]{32}$"))
    secret = shown.input_value()
    page.get_by_label("Authenticator code").fill(get_code(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery Codes")
    return secret
