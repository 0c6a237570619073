"""The cast of the agreements' tests at the same organisations, with real accounts where pages are asked."""

from __future__ import annotations

from tests.integration.agreements.conftest import (
    SignIn,
    directory,
    on_the_day,
    own_state,
    sign_in,
)


__all__ = ["SignIn", "directory", "on_the_day", "own_state", "sign_in"]
