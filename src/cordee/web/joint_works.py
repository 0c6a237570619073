"""How many publications the office of a call and an application's partners share, counted in the lake."""

from __future__ import annotations

from datetime import datetime

from cordee.agreements.evidence import find_groups
from cordee.kernel.errors import LakeError
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.queries.facts import find_reference_day, list_partner_organisations
from cordee.web.lakes import get_ground
from cordee.web.works_together import find_parts


YEARS = 5
"""The years before the reference day that the fact is about."""


def count_joint_works(record: ApplicationRecord, *, at: datetime) -> int | None:
    """Return the works of the call's office with any of the partners; None where nobody can tell.

    It is counted only where a rule asks for it: each partner must have an entry with a ROR identifier.
    """
    rules = record.call.definition.rules
    if not any("partners.joint_works" in rule.expression for rule in rules):
        return None
    partners = list_partner_organisations(record)
    if not partners or len(partners) < len(record.partners):
        return None
    day = find_reference_day(record.call, at)
    houses = (record.call.office, *partners)
    groups = find_groups(houses, find_parts(houses, on=day))
    if len(groups) != len(houses):
        return None
    office, *others = groups
    both = (office, frozenset().union(*others))
    try:
        years = get_ground().observatory.get_shared_output(both).count_years(range(2))
    except LakeError:
        return None
    return sum(works for year, works in years.items() if day.year - YEARS <= year < day.year)
