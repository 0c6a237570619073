from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from cordee.ledger.models import ChainHead


pytestmark = pytest.mark.django_db


def fall_silent(*_words: Any, **_more: Any) -> None:
    raise OperationalError("could not connect to server 192.0.2.7 as cordee")


def test_both_answer(reader: Client) -> None:
    first, second = reader.get("/health").content.decode().splitlines()
    assert first.startswith("ok ")
    assert second == "ledger ok"
    assert reader.get("/health/ledger").status_code == 200


def test_a_silent_ledger_is_said_without_details(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChainHead.objects, "filter", fall_silent)
    whole, ledger = reader.get("/health"), reader.get("/health/ledger")
    assert whole.content.decode().splitlines()[1] == "ledger silent"
    assert (whole.status_code, ledger.status_code) == (200, 503)
    assert ledger.content == b"silent\n"
