"""Where the files of records lie, beside the ledger."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def get_folder() -> Path:
    """Return where files lie: each under the hash of its content, whichever room it belongs to."""
    return Path(settings.CORDEE_STATE) / "documents"
