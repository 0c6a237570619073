"""The tables of the directory, in the terms of CERIF: things, and dated links that name a role."""

from __future__ import annotations

from cordee.directory.models.exchanges import Offer, Request
from cordee.directory.models.organisations import Organisation, OrganisationLink
from cordee.directory.models.people import Award, Involvement, Person, Skill
from cordee.directory.models.resources import Resource
from cordee.directory.models.search import SearchEntry, SearchWord
from cordee.directory.models.themes import Theme, ThemeTie


__all__ = [
    "Award",
    "Involvement",
    "Offer",
    "Organisation",
    "OrganisationLink",
    "Person",
    "Request",
    "Resource",
    "SearchEntry",
    "SearchWord",
    "Skill",
    "Theme",
    "ThemeTie",
]
