"""Addresses of static files that change with their content, so a browser may keep them a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@cache
def get_mark(path: str) -> str:
    """Return eight characters of the file's SHA-256, enough to tell two versions apart."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:8]


class MarkedStorage(StaticFilesStorage):
    """Serves files as they lie in the package, with a mark of their content in the address.

    Django's own manifest storage needs a build step (`collectstatic`) that a user of an installed
    package would have to run; a mark in the query does the same for browsers without it.
    """

    def url(self, name: str | None) -> str:
        address = super().url(name)
        found = finders.find(name) if name else None
        if settings.DEBUG or not isinstance(found, str):
            return address
        return f"{address}?v={get_mark(found)}"
