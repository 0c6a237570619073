"""The tables of the directory, in the terms of CERIF: things, and dated links that name a role."""

from __future__ import annotations

from cordee.directory.models.organisations import Organisation, OrganisationLink
from cordee.directory.models.search import SearchEntry, SearchWord


__all__ = ["Organisation", "OrganisationLink", "SearchEntry", "SearchWord"]
