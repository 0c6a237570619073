"""Which sections a dossier of each kind has, in their order, and the places kept for what is to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeAlias

from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import Section
from cordee.observatory.dossiers.sections.alliances import describe_groups
from cordee.observatory.dossiers.sections.conduct import (
    describe_change,
    describe_declared,
    describe_leadership,
)
from cordee.observatory.dossiers.sections.country_head import describe_country, describe_trend
from cordee.observatory.dossiers.sections.heads import (
    describe_organisation,
    describe_output,
    describe_theme,
    describe_years,
)
from cordee.observatory.dossiers.sections.other_side import describe_other_side
from cordee.observatory.dossiers.sections.pairs import (
    describe_pair,
    describe_pair_balance,
    describe_pair_leads,
    describe_pair_organisations,
    describe_pair_reach,
    describe_pair_themes,
    describe_pair_years,
)
from cordee.observatory.dossiers.sections.peers import describe_peers
from cordee.observatory.dossiers.sections.people import describe_people
from cordee.observatory.dossiers.sections.places import (
    describe_cities,
    describe_organisations,
    describe_partner_countries,
    describe_third_countries,
    describe_units,
)
from cordee.observatory.dossiers.sections.projects import describe_projects
from cordee.observatory.dossiers.sections.themes import describe_themes, describe_themes_alone
from cordee.observatory.dossiers.sections.unit_head import describe_unit
from cordee.observatory.dossiers.sections.works import describe_works
from cordee.observatory.dossiers.subject import SubjectKind
from cordee.observatory.figures.selection import Selection


Provider: TypeAlias = Callable[[Inquiry], Section | None]
"""Makes one section, or None when there is nothing to say: an empty section is never shown."""


class Slot(StrEnum):
    """A place for a section made by another room, which knows more than the observatory."""

    AGREEMENTS = "agreements"
    PROJECTS = "projects"
    MISSIONS = "missions"


Slots: TypeAlias = Mapping[Slot, Provider]

SECTIONS: Mapping[SubjectKind, tuple[Provider | Slot, ...]] = {
    SubjectKind.COUNTRY: (
        describe_country,
        describe_trend,
        describe_other_side,
        describe_organisations,
        describe_cities,
        describe_units,
        describe_themes,
        describe_people,
        describe_leadership,
        describe_change,
        describe_declared,
        Slot.AGREEMENTS,
        describe_projects,
        Slot.MISSIONS,
        describe_third_countries,
        describe_works,
    ),
    SubjectKind.ORGANISATION: (
        describe_organisation,
        describe_years,
        describe_units,
        describe_themes,
        describe_people,
        describe_leadership,
        Slot.AGREEMENTS,
        describe_projects,
        Slot.MISSIONS,
        describe_partner_countries,
        describe_organisations,
        describe_works,
    ),
    SubjectKind.THEME: (
        describe_theme,
        describe_years,
        describe_partner_countries,
        describe_organisations,
        describe_units,
        describe_people,
        describe_leadership,
        describe_change,
        Slot.PROJECTS,
        describe_works,
    ),
    SubjectKind.PAIR: (
        describe_pair,
        describe_pair_years,
        describe_pair_leads,
        describe_pair_themes,
        describe_pair_reach,
        describe_pair_organisations,
        describe_pair_balance,
        describe_units,
        describe_people,
        Slot.AGREEMENTS,
        describe_projects,
        Slot.MISSIONS,
        describe_third_countries,
        describe_works,
    ),
    SubjectKind.ALLIANCE: (
        describe_output,
        describe_years,
        describe_groups,
        describe_peers,
        describe_partner_countries,
        describe_organisations,
        describe_themes_alone,
        describe_people,
        describe_leadership,
        describe_units,
        describe_change,
        Slot.AGREEMENTS,
        describe_projects,
        describe_works,
    ),
    SubjectKind.UNIT: (
        describe_unit,
        describe_output,
        describe_years,
        describe_partner_countries,
        describe_organisations,
        describe_themes_alone,
        describe_people,
        describe_leadership,
        describe_change,
        Slot.AGREEMENTS,
        describe_projects,
        describe_works,
    ),
}
"""A slot nobody fills takes no room."""


ZONED_PARTS = frozenset({"zone", "other_international"})
"""Selections of works by the zone of their countries."""


def tells_zones_apart(kind: SubjectKind, within: Selection) -> bool:
    """Say whether a dossier of this kind has a figure that the zone asked for changes."""
    return describe_years in SECTIONS[kind] or any(one.kind in ZONED_PARTS for one in within.parts)


def list_providers(kind: SubjectKind, slots: Slots) -> list[Provider]:
    """Return what makes the sections of a kind, slots filled or left out."""
    found = (slots.get(one) if isinstance(one, Slot) else one for one in SECTIONS[kind])
    return [one for one in found if one is not None]
